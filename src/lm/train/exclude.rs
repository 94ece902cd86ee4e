//! Keeping scored texts out of training: every line that shares a run of 14 syllables with one
//! of them is left out, so that what is reported as held out is held out.

use super::recipe::hex;
use crate::error::{Error, ErrorKind, Result};
use crate::lm::tokens::{TokenKind, segment};
use crate::syllable::bare;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// Syllables of a run that no training line may share with a scored text.
pub const RUN: usize = 14;

/// The runs of the texts to keep out.
#[derive(Debug, Clone, Default)]
pub struct Exclusion {
    runs: HashSet<u64>,
    texts: Vec<(String, String)>,
}

impl Exclusion {
    /// Nothing to keep out.
    pub fn none() -> Self {
        Self::default()
    }

    /// Keeps out every text file (UTF-8) under `path`, in its folders too.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when the path cannot be read.
    pub fn add(&mut self, path: &Path) -> Result<()> {
        let unreadable = |error: std::io::Error| {
            Error::new(ErrorKind::Input, "cannot be read")
                .at_path(path)
                .caused_by(error)
        };
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(unreadable)?;
            let mut paths = entries
                .map(|entry| entry.map(|e| e.path()))
                .collect::<std::io::Result<Vec<_>>>()
                .map_err(unreadable)?;
            paths.sort();
            return paths.iter().try_for_each(|path| self.add(path));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            self.texts
                .push((name.into_owned(), hex(&Sha256::digest(&bytes))));
            self.add_text(text);
        }
        Ok(())
    }

    /// Keeps out a text.
    pub fn add_text(&mut self, text: &str) {
        let words: Vec<u64> = segment(text)
            .filter(|token| token.kind == TokenKind::Word)
            .map(|token| word_hash(&text[token.range]))
            .collect();
        self.runs.extend(words.windows(RUN).map(run_hash));
    }

    /// Whether a line, as the hashes of its words, shares a run.
    pub fn shares(&self, words: &[u64]) -> bool {
        !self.runs.is_empty()
            && words
                .windows(RUN)
                .any(|run| self.runs.contains(&run_hash(run)))
    }

    /// Name and SHA-256 of each file kept out.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }
}

/// The hash of a word, the same whether its marks are there or lost.
pub(super) fn word_hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bare(word).as_bytes());
    hasher.finish()
}

fn run_hash(run: &[u64]) -> u64 {
    run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}
