//! Files that somebody is still writing to.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Those of `files` that a process of this machine has open for writing, as far as the processes can
/// be looked into: those of the same user, or all of them for root. Where there is no `/proc`, and
/// for writers on other machines, none is found.
pub fn written_to<'a>(files: impl Iterator<Item = &'a PathBuf>) -> HashSet<PathBuf> {
    let wanted: HashMap<(u64, u64), &PathBuf> = files
        .filter_map(|file| Some((identity(file)?, file)))
        .collect();
    if wanted.is_empty() {
        return HashSet::new();
    }
    let mut found = HashSet::new();
    for process in entries(Path::new("/proc")) {
        for open in entries(&process.join("fd")) {
            if let Some(file) = identity(&open).and_then(|identity| wanted.get(&identity))
                && is_for_writing(&process, &open)
            {
                found.insert((*file).clone());
            }
        }
    }
    found
}

/// Device and number of the file at the end of all links.
fn identity(path: &Path) -> Option<(u64, u64)> {
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path())
}

/// By the access mode, the lowest two bits of the flags, which are in octal.
fn is_for_writing(process: &Path, open: &Path) -> bool {
    let Some(number) = open.file_name() else {
        return false;
    };
    let told = fs::read_to_string(process.join("fdinfo").join(number)).unwrap_or_default();
    told.lines()
        .find_map(|line| u64::from_str_radix(line.strip_prefix("flags:")?.trim(), 8).ok())
        .is_some_and(|flags| flags & 0b11 != 0)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_to_while_it_is_open_for_writing() {
        let folder = tempfile::tempdir().unwrap();
        let files = ["read", "written", "closed"].map(|name| folder.path().join(name));
        for file in &files {
            fs::write(file, "x").unwrap();
        }
        let _reader = fs::File::open(&files[0]).unwrap();
        let writer = fs::OpenOptions::new().append(true).open(&files[1]).unwrap();
        assert_eq!(written_to(files.iter()), HashSet::from([files[1].clone()]));
        drop(writer);
        assert!(written_to(files.iter()).is_empty());
    }
}
