//! Digests what is embedded (dictionaries and models), so that outputs made with other data carry
//! another configuration identity.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("dictionaries/ can be listed");
    for path in entries.map(|e| e.expect("dictionaries/ can be listed").path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_none_or(|e| e != "md") {
            found.push(path);
        }
    }
}

fn main() {
    println!("cargo::rerun-if-changed=dictionaries");
    let mut found = Vec::new();
    files(Path::new("dictionaries"), &mut found);
    found.sort();
    let mut hash = Sha256::new();
    for path in &found {
        hash.update(path.to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update(Sha256::digest(
            std::fs::read(path).expect("a dictionary can be read"),
        ));
    }
    let hex: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    println!("cargo::rustc-env=VANBAN_DICTIONARIES={hex}");
}
