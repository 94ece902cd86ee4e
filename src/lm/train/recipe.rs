//! The recipe: which corpora, with what weight, into a model of what size.

use super::{Exclusion, TrainingReport};
use crate::error::{Error, ErrorKind, Result};
use crate::lm::ngrams::MAX_ORDER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A recipe as its TOML file has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Name of the model.
    pub title: String,
    /// Longest n-gram, 2 to 4.
    pub order: usize,
    /// Size that the model file must not pass, in bytes; without it nothing is pruned.
    #[serde(default)]
    pub max_bytes: Option<usize>,
    /// What decides which n-grams are kept: 0, how much better they foretell a word among all
    /// words; 1, among the readings of one stripped word; between, a mixture.
    #[serde(default)]
    pub reading_share: f32,
    /// A legal syllable enters the vocabulary when it was seen this often.
    pub min_syllable_count: u64,
    /// Another word (foreign, abbreviation) enters when it was seen this often.
    pub min_word_count: u64,
    /// The corpora, in the order in which a repeated line is given to the first.
    #[serde(rename = "corpus")]
    pub corpora: Vec<Corpus>,
}

/// A corpus: text in UTF-8, one paragraph a line, plain or `.zst`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// Its name in reports.
    pub title: String,
    /// Its file under the data directory.
    pub file: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// How often each of its n-grams counts, at least 1.
    #[serde(default = "one")]
    pub weight: u32,
    /// Law or administration: its n-grams are kept even if seen once.
    #[serde(default)]
    pub official: bool,
    /// Its lines may break inside a sentence (text taken from PDF).
    #[serde(default)]
    pub broken_lines: bool,
    /// Lines to hold out by [`super::held_out`], for tests.
    #[serde(default)]
    pub hold_out: bool,
}

fn one() -> u32 {
    1
}

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] with what is wrong in it.
    pub fn parse(toml: &str) -> Result<Self> {
        let usage = |message: String| Error::new(ErrorKind::Usage, message);
        let recipe: Self =
            toml::from_str(toml).map_err(|error| usage(format!("not a recipe: {error}")))?;
        if !(2..=MAX_ORDER).contains(&recipe.order) {
            return Err(usage(format!("order {} is not 2 to 4", recipe.order)));
        }
        if !(0.0..=1.0).contains(&recipe.reading_share) {
            return Err(usage("reading_share is not between 0 and 1".to_owned()));
        }
        if let Some(corpus) = recipe.corpora.iter().find(|c| c.weight == 0) {
            return Err(usage(format!("{} has no weight", corpus.title)));
        }
        Ok(recipe)
    }

    /// What the model file says about its making, as JSON.
    pub(super) fn provenance(
        &self,
        max_bytes: Option<usize>,
        exclusion: &Exclusion,
        report: &TrainingReport,
    ) -> Result<String> {
        #[derive(Serialize)]
        struct Provenance<'a> {
            recipe: &'a Recipe,
            recipe_sha256: String,
            max_bytes: Option<usize>,
            excluded: &'a [(String, String)],
            ngrams: &'a [usize],
        }
        let internal = |error: serde_json::Error| {
            Error::new(ErrorKind::Internal, "the provenance cannot be written").caused_by(error)
        };
        let canonical = serde_json::to_string(self).map_err(internal)?;
        serde_json::to_string(&Provenance {
            recipe: self,
            recipe_sha256: hex(&Sha256::digest(canonical.as_bytes())),
            max_bytes,
            excluded: exclusion.texts(),
            ngrams: &report.kept,
        })
        .map_err(internal)
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
