//! A row of the ledger: one document, where it stands, and what it was written to.

use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::str::FromStr;

/// Where a document stands.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waiting to be read.
    Queued,
    /// Being read by the run that holds the lock.
    Running,
    /// Its outputs are on disk.
    Done,
    /// It, or a page of it, could not be read; left alone until a retry.
    Failed,
    /// It killed its workers too often; left alone until a retry.
    Quarantined,
    /// Of a kind that is not read.
    Skipped,
    /// The same bytes as another document, whose output serves for both.
    Duplicate,
}

impl State {
    /// All states, in the order in which they are reported.
    pub const ALL: [Self; 7] = [
        Self::Done,
        Self::Duplicate,
        Self::Skipped,
        Self::Failed,
        Self::Quarantined,
        Self::Running,
        Self::Queued,
    ];

    /// The name in the ledger and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Quarantined => "quarantined",
            Self::Skipped => "skipped",
            Self::Duplicate => "duplicate",
        }
    }
}

impl FromStr for State {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == name)
            .ok_or_else(|| Error::new(ErrorKind::Malformed, format!("no such state: {name}")))
    }
}

/// A file that a document was written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// Path below the output folder.
    pub file: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// A row: one document, what became of it, and what it cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Relative path of the input, as text (see [`crate::output::name::portable`]).
    pub path: String,
    /// Where the input was found: absolute paths.
    #[serde(with = "super::paths")]
    pub origin: Vec<PathBuf>,
    /// Bytes of the input.
    pub size: u64,
    /// SHA-256 of the input's bytes, in hex; empty until it was read.
    pub sha256: String,
    /// Where it stands.
    pub state: State,
    /// Why it failed, was skipped, or is a duplicate.
    pub reason: Option<String>,
    /// Identity of the configuration that made the outputs.
    pub config_id: String,
    /// The files written.
    pub outputs: Vec<OutputFile>,
    /// The document's lines for the index, one for each output document.
    pub index: String,
    /// Pages of the input.
    pub pages: u32,
    /// How often it was begun.
    pub attempts: u32,
    /// How many worker processes died over it.
    pub deaths: u32,
    /// Wall-clock milliseconds of the last attempt, all threads together.
    pub wall_ms: u64,
}

impl Entry {
    /// A row for an input that nothing is known of yet.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            origin: Vec::new(),
            size: 0,
            sha256: String::new(),
            state: State::Queued,
            reason: None,
            config_id: String::new(),
            outputs: Vec::new(),
            index: String::new(),
            pages: 0,
            attempts: 0,
            deaths: 0,
            wall_ms: 0,
        }
    }
}
