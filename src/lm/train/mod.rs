//! Training: a recipe and its corpora into a model, the same bytes each time.
//!
//! 1. `corpus`: texts are read line by line, cut into tokens and numbered in a scratch file;
//!    repeated lines, lines without marks, held-out lines and lines that share a run of 14
//!    syllables with an excluded text are left out.
//! 2. `count`: windows of four tokens are counted by sorting, in runs on disk.
//! 3. `kneser_ney`: interpolated modified Kneser–Ney estimates of all orders.
//! 4. `prune`: n-grams that say least beyond their back-off go until the size fits.
//!
//! Memory: sorting uses fixed buffers and disk; what grows with the corpora are the distinct
//! written words (about 100 bytes each), 8 bytes a line for finding repetitions, and about
//! 30 bytes for each distinct trigram and each 4-gram that may be kept.

mod context;
mod corpus;
mod count;
mod exclude;
mod kneser_ney;
mod prune;
mod recipe;
mod words;

pub use corpus::{Held, held_out, held_out_lines};
pub use exclude::Exclusion;
pub use recipe::{ContextSettings, Corpus, Recipe};

use super::model::Model;
use super::ngrams::Ngrams;
use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;
use std::path::Path;

/// What was read, left out and kept.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TrainingReport {
    /// For each corpus: title, lines and syllables taken, and what was left out.
    pub corpora: Vec<CorpusReport>,
    /// Words of the vocabulary, classes not counted.
    pub words: usize,
    /// Distinct n-grams of each order before anything was left out.
    pub distinct: Vec<usize>,
    /// N-grams of each order in the model.
    pub kept: Vec<usize>,
}

/// What was taken from a corpus and what was left out, in lines and words.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorpusReport {
    /// Title of the corpus.
    pub title: String,
    /// Lines taken.
    pub lines: u64,
    /// Words in them.
    pub words: u64,
    /// Lines seen before.
    pub repeated: u64,
    /// Lines whose Vietnamese has lost its marks, or that are in another language.
    pub unmarked: u64,
    /// Lines held out for tests.
    pub held_out: u64,
    /// Lines that share a run of 14 syllables with an excluded text.
    pub excluded: u64,
    /// Words in those lines.
    pub excluded_words: u64,
}

/// A trained model before it is packed.
pub struct Trained {
    /// The tables, for ARPA text.
    pub ngrams: Ngrams,
    /// The model file.
    pub bytes: Vec<u8>,
    /// What happened.
    pub report: TrainingReport,
}

/// Trains the model of a recipe, once for each of `sizes` (most bytes; `None` keeps every
/// n-gram). `data` is the directory that the corpora's names are under, `scratch` one for
/// temporary files (about 30 bytes for each word of the corpora).
///
/// # Errors
/// [`ErrorKind::Input`] for a corpus that is missing or has another digest than the recipe
/// says, [`ErrorKind::Output`] when the scratch directory is full, and those of
/// [`Model::pack`].
pub fn train(
    recipe: &Recipe,
    sizes: &[Option<usize>],
    data: &Path,
    exclusion: &Exclusion,
    scratch: &Path,
) -> Result<Vec<Trained>> {
    let scratch = tempfile::tempdir_in(scratch).map_err(scratch_error)?;
    let mut report = TrainingReport::default();
    let read = corpus::read(recipe, data, exclusion, scratch.path(), &mut report.corpora)?;
    let numbered = words::number(&read.surfaces, recipe)?;
    report.words = numbered.vocabulary.len() - usize::from(super::TokenId::CLASSES);
    let top = count::count(&read.stream, &numbered, recipe, scratch.path())?;
    let estimate = kneser_ney::estimate(top, numbered.vocabulary.len(), recipe, scratch.path())?;
    report.distinct = estimate.distinct.clone();
    let pruner = prune::Pruner::new(estimate, &numbered.vocabulary, recipe.reading_share);
    let trained = sizes.iter().map(|max_bytes| {
        let mut ngrams = pruner.prune(*max_bytes);
        let mut report = report.clone();
        report.kept = ngrams.levels.iter().map(super::Level::len).collect();
        ngrams.capitals = numbered.capitals.clone();
        ngrams.provenance = recipe.provenance(*max_bytes, exclusion, &report)?;
        let bytes = Model::pack(&ngrams)?;
        Ok(Trained {
            ngrams,
            bytes,
            report,
        })
    });
    trained.collect()
}

/// Trains the context model of a recipe into the bytes of its file; `data`, `exclusion` and `scratch` as for
/// [`train`]. The vocabulary is that of the recipe's language model.
///
/// # Errors
/// As for [`train`]; [`ErrorKind::Usage`] when the recipe has no `[context]`.
pub fn train_context(
    recipe: &Recipe,
    data: &Path,
    exclusion: &Exclusion,
    scratch: &Path,
) -> Result<Vec<u8>> {
    let settings = recipe.context.as_ref().ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            "the recipe has no settings of a context model",
        )
    })?;
    let scratch = tempfile::tempdir_in(scratch).map_err(scratch_error)?;
    let mut report = TrainingReport::default();
    let read = corpus::read(recipe, data, exclusion, scratch.path(), &mut report.corpora)?;
    let numbered = words::number(&read.surfaces, recipe)?;
    let provenance = settings.provenance(recipe, exclusion)?;
    context::train(&read.stream, &numbered, recipe, settings, &provenance)
}

fn scratch_error(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Output, "the scratch directory cannot be used").caused_by(error)
}
