//! What fuzzing found, and what it began from: every reader still comes back from all of it.

#[path = "fuzz/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;

#[test]
fn every_reader_comes_back_from_its_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, read) in readers::READERS {
        let mut replayed = 0;
        for file in fs::read_dir(corpus.join(name)).unwrap() {
            let path = file.unwrap().path();
            println!("{}", path.display());
            read(&fs::read(&path).unwrap());
            replayed += 1;
        }
        assert!(replayed > 0, "{name} has no corpus");
    }
}
