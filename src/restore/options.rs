//! What a caller may say about a text before it is restored.

use super::Condition;
use crate::lexicon::Phrases;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// How much work restoration may do. One code, two settings.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// The default models and a narrow beam; sides ([`crate::lm::ContextModel`]) for stripped text.
    #[default]
    Fast,
    /// A larger language model and a wide beam; sides for text of a wrong OCR model too, after a first pass that finds
    /// its letters.
    Best,
}

/// What an OCR engine said about a word of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordHint {
    /// The word: code points of the text.
    pub span: Span,
    /// The engine's confidence, 0 to 1.
    pub confidence: Option<f32>,
}

/// Settings of one call.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The condition of the whole text; `None` has it found for each group of lines.
    pub condition: Option<Condition>,
    /// How much work may be done.
    pub profile: Profile,
    /// What the OCR engine said, by position; words without a hint are allowed.
    pub hints: &'a [WordHint],
    /// Local names and agencies: known, and protected from change.
    pub lexicon: Option<&'a Phrases>,
}
