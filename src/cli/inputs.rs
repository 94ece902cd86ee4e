//! Files named on the command line, or standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use vanban::{Error, ErrorKind, Result};

/// Calls `each` with the name and bytes of every file; of standard input where there is none or `-`.
pub fn for_each(
    files: &[PathBuf],
    mut each: impl FnMut(&Path, Vec<u8>) -> Result<()>,
) -> Result<()> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    files.iter().try_for_each(|file| each(file, read(file)?))
}

/// The bytes of a file, or of standard input for `-`.
pub fn read(file: &Path) -> Result<Vec<u8>> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    bytes.map_err(|e| {
        Error::new(ErrorKind::Input, "cannot read")
            .at_path(file)
            .caused_by(e)
    })
}
