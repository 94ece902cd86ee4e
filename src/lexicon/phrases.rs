//! A user's own names and agencies (`--lexicon FILE`): known to the restorer, and protected from change.

use crate::error::{Error, ErrorKind, Result};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Phrases of one or more words, in the spelling that is right here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrases {
    phrases: Vec<String>,
}

impl Phrases {
    /// One phrase a line; blank lines and lines that begin with `#` say nothing. Inner runs of spaces count as
    /// one, and the text is brought to NFC.
    pub fn parse(text: &str) -> Self {
        let mut phrases: Vec<String> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .map(|l| {
                let words: Vec<&str> = l.split_whitespace().collect();
                words.join(" ").nfc().collect()
            })
            .collect();
        phrases.sort();
        phrases.dedup();
        Self { phrases }
    }

    /// Reads a file of [`parse`](Self::parse)'s form.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when it cannot be read or is not UTF-8.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|e| {
            Error::new(ErrorKind::Input, "the lexicon cannot be read as UTF-8 text")
                .at_path(path)
                .caused_by(e)
        })?;
        Ok(Self::parse(&text))
    }

    /// The phrases, sorted, each once.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().map(String::as_str)
    }
}
