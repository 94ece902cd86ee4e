//! What fuzzing found, and what it began from: every reader still comes back from all of it.

#[path = "fuzz/readers.rs"]
mod readers;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// The inputs of a reader's corpus, with their names.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(name);
    let mut inputs: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            (path.display().to_string(), fs::read(&path).unwrap())
        })
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{name} has no corpus");
    inputs
}

#[test]
fn every_reader_comes_back_from_its_corpus() {
    for (name, read) in readers::READERS {
        for (path, bytes) in corpus(name) {
            println!("{path}");
            read(&bytes);
        }
    }
}

/// Numbers that are the same in every run of the tests.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// Flips, cuts, repeats and swaps pieces of an input, or joins it with another one.
fn mutate(bytes: &[u8], other: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(16)).min(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            1 if !bytes.is_empty() => bytes[at] = [0, 1, 0x7F, 0x80, 0xFF, b'9'][random.below(6)],
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at.min(end)..end)),
            4 => {
                let piece = bytes[at.min(end)..end].repeat(1 + random.below(20));
                bytes.splice(at.min(end)..at.min(end), piece);
            }
            5 => {
                let from = random.below(other.len());
                let piece = &other[from..(from + 64).min(other.len())];
                bytes.splice(at.min(end)..at.min(end), piece.iter().copied());
            }
            _ => bytes.rotate_left(at.min(1)),
        }
    }
    bytes
}

/// Hands mutations of the corpus to each reader for the time given; an input that breaks one is left
/// in the system's temporary folder, to be put into the corpus.
fn mutations(seed: u64, most: usize, time: Duration) {
    for (name, read) in readers::READERS {
        let inputs = corpus(name);
        let mut random = Seeded(seed);
        let begun = Instant::now();
        let mut executions = 0;
        while executions < most && begun.elapsed() < time {
            let (_, one) = &inputs[random.below(inputs.len())];
            let (_, other) = &inputs[random.below(inputs.len())];
            let bytes = mutate(one, other, &mut random);
            if let Err(panic) = std::panic::catch_unwind(|| read(&bytes)) {
                let path = std::env::temp_dir().join(format!("vanban-{name}-{executions}"));
                fs::write(&path, &bytes).unwrap();
                println!("{name}: broken by {}", path.display());
                std::panic::resume_unwind(panic);
            }
            executions += 1;
        }
        println!(
            "{name}: {executions} executions in {:.0} s",
            begun.elapsed().as_secs_f64()
        );
    }
}

#[test]
fn every_reader_comes_back_from_mutations_of_its_corpus() {
    mutations(0x9E37_79B9_7F4A_7C15, 40, Duration::from_secs(60));
}

/// `VANBAN_FUZZ_SECONDS` for each reader, `VANBAN_FUZZ_SEED` to begin from.
#[test]
#[ignore = "takes as long as it is told; its figures are in benches/records"]
fn every_reader_comes_back_from_many_mutations() {
    let number = |name: &str, default| {
        let value = std::env::var(name)
            .ok()
            .and_then(|value| value.parse().ok());
        value.unwrap_or(default)
    };
    let seconds = number("VANBAN_FUZZ_SECONDS", 60);
    mutations(
        number("VANBAN_FUZZ_SEED", 1),
        usize::MAX,
        Duration::from_secs(seconds),
    );
}
