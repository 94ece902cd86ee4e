//! Files that are either whole or not there: written beside, synced, then renamed.

use crate::error::{Error, ErrorKind, Result};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

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
    let failed = |error: std::io::Error| {
        Error::new(
            ErrorKind::Output,
            "cannot write the output; check free space and permissions, then run again",
        )
        .at_path(target)
        .caused_by(error)
    };
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    fs::create_dir_all(scratch).map_err(failed)?;
    let mut file = tempfile::Builder::new()
        .prefix("new-")
        .tempfile_in(scratch)
        .map_err(failed)?;
    fill(file.as_file_mut()).map_err(failed)?;
    readable_by_umask(file.as_file()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(target).map_err(|e| failed(e.error))?;
    // The name itself must survive a power cut too.
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed)
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
