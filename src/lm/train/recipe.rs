//! The recipe: which corpora, with what weight, into a model of what size.

use super::{Exclusion, TrainingReport};
use crate::error::{Error, ErrorKind, Result};
use crate::lm::context::BUCKET;
use crate::lm::ngrams::MAX_ORDER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

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
    /// Settings of the context model, if the recipe makes one.
    #[serde(default, skip_serializing)]
    pub context: Option<ContextSettings>,
    /// The corpora, in the order in which a repeated line is given to the first.
    #[serde(rename = "corpus")]
    pub corpora: Vec<Corpus>,
}

/// Settings of the context model ([`crate::lm::ContextModel`]).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextSettings {
    /// Size of the model, in bytes.
    pub max_bytes: usize,
    /// Features seen less often are noise.
    pub min_count: u8,
    /// Binary logarithm of the number of weights while learning, 6 to 30.
    pub table_bits: u32,
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
    /// How often the context model learns from it; of a fraction it takes that share of the text.
    #[serde(default = "once", skip_serializing)]
    pub context_weight: f32,
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

fn once() -> f32 {
    1.0
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
        if let Some(context) = &recipe.context
            && (!(6..=30).contains(&context.table_bits) || context.max_bytes < BUCKET)
        {
            return Err(usage(format!(
                "[context] needs table_bits of 6 to 30 and max_bytes of at least {BUCKET}"
            )));
        }
        if let Some(corpus) = recipe.corpora.iter().find(|c| c.weight == 0) {
            return Err(usage(format!("{} has no weight", corpus.title)));
        }
        Ok(recipe)
    }

    /// What the file of the language model says about its making, as JSON; what is for the context model alone
    /// is not in it.
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
        let canonical = as_json(self)?;
        as_json(&Provenance {
            recipe: self,
            recipe_sha256: hex(&Sha256::digest(canonical.as_bytes())),
            max_bytes,
            excluded: exclusion.texts(),
            ngrams: &report.kept,
        })
    }
}

impl ContextSettings {
    /// What the file of the context model says about its making, as JSON.
    pub(super) fn provenance(&self, recipe: &Recipe, exclusion: &Exclusion) -> Result<String> {
        #[derive(Serialize)]
        struct Provenance<'a> {
            recipe: &'a Recipe,
            context: &'a ContextSettings,
            context_weights: BTreeMap<&'a str, f32>,
            excluded: &'a [(String, String)],
        }
        let weights = recipe.corpora.iter();
        let weights = weights.map(|c| (c.title.as_str(), c.context_weight));
        as_json(&Provenance {
            recipe,
            context: self,
            context_weights: weights.collect(),
            excluded: exclusion.texts(),
        })
    }
}

fn as_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| {
        Error::new(ErrorKind::Internal, "the provenance cannot be written").caused_by(error)
    })
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
