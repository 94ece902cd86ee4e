//! Files that are either whole or not there: written beside, synced, then renamed.

use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Writes `bytes` as `target`: first as a new file in `scratch` (on the same file system), synced
/// to disk, then renamed, so that a kill at any moment leaves the old file or the new one.
///
/// # Errors
/// [`ErrorKind::Output`] where the folder cannot be made or the file cannot be written.
pub fn write_atomically(scratch: &Path, target: &Path, bytes: &[u8]) -> Result<()> {
    write_with(scratch, target, |file| file.write_all(bytes))
}

/// As [`write_atomically`], with the content written by `fill`, for files that are streamed.
///
/// # Errors
/// [`ErrorKind::Output`] as above.
pub fn write_with(
    scratch: &Path,
    target: &Path,
    fill: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> Result<()> {
    name_all(vec![write_unnamed(scratch, target, fill)?])
}

/// A file that is written and has not got its name yet; removed when it is dropped without one.
#[derive(Debug)]
pub struct Unnamed {
    written: TempPath,
    target: PathBuf,
}

/// Writes what is to become `target` as a new file in `scratch` (on the same file system).
///
/// # Errors
/// [`ErrorKind::Output`] as above.
pub fn write_unnamed(
    scratch: &Path,
    target: &Path,
    fill: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> Result<Unnamed> {
    let write = || {
        fs::create_dir_all(folder_of(target))?;
        fs::create_dir_all(scratch)?;
        let mut file = tempfile::Builder::new()
            .prefix("new-")
            .tempfile_in(scratch)?;
        fill(file.as_file_mut())?;
        readable_by_umask(file.as_file())?;
        Ok(file.into_temp_path())
    };
    Ok(Unnamed {
        written: write().map_err(|e| failed(target, e))?,
        target: target.to_owned(),
    })
}

/// Gives each file its name once the disk has its bytes, and comes back when the disk has the names.
/// One wait serves them all: waiting for each alone takes many times as long as the writing.
///
/// # Errors
/// [`ErrorKind::Output`] as above; some of the files may have got their names.
pub fn name_all(files: Vec<Unnamed>) -> Result<()> {
    let Some(target) = files.last().map(|file| file.target.clone()) else {
        return Ok(());
    };
    let written: Vec<&Path> = files.iter().map(|file| &*file.written).collect();
    wait_for_disk(&written).map_err(|e| failed(&target, e))?;
    let mut folders = BTreeSet::new();
    for Unnamed { written, target } in files {
        written
            .persist(&target)
            .map_err(|e| failed(&target, e.error))?;
        folders.insert(folder_of(&target).to_owned());
    }
    // The names themselves must survive a power cut too.
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    wait_for_disk(&folders).map_err(|e| failed(&target, e))
}

/// Waits until files and folders of one file system are on its disk.
fn wait_for_disk(paths: &[&Path]) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    if let [one, _, ..] = paths {
        return Ok(rustix::fs::syncfs(File::open(one)?)?);
    }
    paths
        .iter()
        .try_for_each(|path| File::open(path)?.sync_all())
}

fn folder_of(target: &Path) -> &Path {
    target.parent().unwrap_or(Path::new("."))
}

fn failed(target: &Path, error: std::io::Error) -> Error {
    Error::new(
        ErrorKind::Output,
        "cannot write the output; check free space and permissions, then run again",
    )
    .at_path(target)
    .caused_by(error)
}

/// Temporary files are private to their owner; an output is an ordinary file.
fn readable_by_umask(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o666 & !umask()))
}

fn umask() -> u32 {
    use std::sync::OnceLock;
    static UMASK: OnceLock<u32> = OnceLock::new();
    *UMASK.get_or_init(|| {
        // Linux tells it without changing it; elsewhere the usual one is taken.
        fs::read_to_string("/proc/self/status")
            .ok()
            .and_then(|status| {
                let line = status.lines().find_map(|l| l.strip_prefix("Umask:"))?;
                u32::from_str_radix(line.trim(), 8).ok()
            })
            .unwrap_or(0o022)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_and_scratch_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = folder.path().join(".vanban/scratch");
        let target = folder.path().join("a/b.json");
        write_atomically(&scratch, &target, b"one").unwrap();
        write_atomically(&scratch, &target, b"two").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"two");
        assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0);
    }

    #[test]
    fn files_that_wait_get_their_names_together_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let (scratch, out) = (folder.path().join("scratch"), folder.path().join("out"));
        let write = |name: &str| {
            write_unnamed(&scratch, &out.join(name), |file| {
                file.write_all(name.as_bytes())
            })
            .unwrap()
        };
        let waiting = vec![write("a"), write("deep/b"), write("c")];
        assert!(!out.join("a").exists());
        name_all(waiting).unwrap();
        for name in ["a", "deep/b", "c"] {
            assert_eq!(fs::read_to_string(out.join(name)).unwrap(), name);
        }
        drop(write("d"));
        assert!(!out.join("d").exists());
        assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0);
    }

    #[test]
    fn a_failed_fill_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("b.json");
        write_atomically(folder.path(), &target, b"old").unwrap();
        let error = write_with(folder.path(), &target, |_| {
            Err(std::io::Error::other("no space left"))
        })
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Output);
        assert!(error.to_string().contains("b.json"));
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
