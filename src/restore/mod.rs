//! Damaged Vietnamese into what was printed; right text comes back byte for byte.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What a text suffers from; found for each group of lines, or given by the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nothing to do.
    Clean,
    /// Marks are missing altogether (`tuyen truyen`).
    Stripped,
    /// Read with a non-Vietnamese OCR model (`tuyén truyén`, `s6`).
    Foreign,
    /// Read with a Vietnamese OCR model: now and then a lost or wrong tone (`thâm quyền`).
    Vietnamese,
}

/// One change of the text: what stood there, what stands there now, why, and how surely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Edit {
    /// Code points of the original text.
    pub before_span: Span,
    /// Code points of the restored text.
    pub after_span: Span,
    /// The original characters.
    pub before: String,
    /// The characters that replace them.
    pub after: String,
    /// The condition of the line group in which the edit was made.
    pub condition: Condition,
    /// Why, in a word or two (`tone`, `channel`, `acronym`, …).
    pub reason: String,
    /// Calibrated probability that `after` is right, 0 to 1.
    pub confidence: f32,
    /// Score of `after` over the best other reading, in nats.
    pub margin: f32,
}

/// A restored text beside its original, with every change listed in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Restored {
    /// The text that came in.
    pub original: String,
    /// The text after the edits.
    pub text: String,
    /// The edits, by position; spans do not overlap.
    pub edits: Vec<Edit>,
}

impl Restored {
    /// A text that nothing was changed in.
    pub fn unchanged(original: impl Into<String>) -> Self {
        let original = original.into();
        Self {
            text: original.clone(),
            original,
            edits: Vec::new(),
        }
    }
}
