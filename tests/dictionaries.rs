//! The record of the shipped data: `dictionaries/README.md` gives the digest of every file.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

#[test]
fn each_file_has_the_digest_that_its_record_gives() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries");
    let record = fs::read_to_string(room.join("README.md")).unwrap();
    for entry in fs::read_dir(&room).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // The recipe is text to be read; its digest stands in the models made from it.
        if matches!(name.as_str(), "README.md" | "model.toml") {
            continue;
        }
        let digest = Sha256::digest(fs::read(&path).unwrap());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(
            record.contains(&digest),
            "{name}: {digest} is not in the README"
        );
    }
}
