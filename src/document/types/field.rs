//! The evidence that every extracted value carries.

use crate::span::BBox;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldSource {
    /// Copied from the text as it stands.
    Text,
    /// Copied from text that the restorer changed.
    Restored,
    /// Not on the page; deduced, and `inferred_from` says from what.
    Inferred,
    /// Belongs on the page and is not there.
    #[default]
    Missing,
}

/// A value with the evidence for it.
///
/// `start` and `end` are code points of the original text and `original[start..end] == raw`;
/// lines count from 1; the box is in PDF points; the confidence runs from 0 to 1.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// The value in restored text, in one line.
    pub value: Option<String>,
    /// The value in its normal form (ISO or EDTF date, abbreviation, repaired spelling).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalized: Option<String>,
    /// The original characters.
    pub raw: Option<String>,
    /// Where the value comes from.
    pub source: FieldSource,
    /// First line, from 1.
    pub line: Option<usize>,
    /// Last line.
    #[serde(default)]
    pub line_end: Option<usize>,
    /// First code point of the original text.
    pub start: Option<usize>,
    /// One past the last code point.
    pub end: Option<usize>,
    /// Page, from 1, where pages are known.
    pub page: Option<usize>,
    /// Box on that page, where words have boxes.
    pub bbox: Option<BBox>,
    /// How surely the value is right, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
    /// What else there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What an inferred value was deduced from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred_from: Option<String>,
}

impl Field {
    /// A value that belongs on the page and is not there.
    pub fn missing() -> Self {
        Self {
            confidence: 1.0,
            ..Self::default()
        }
    }

    /// A value that is not on the page but follows from `from`.
    pub fn inferred(value: impl Into<String>, from: impl Into<String>, confidence: f32) -> Self {
        Self {
            value: Some(value.into()),
            source: FieldSource::Inferred,
            confidence,
            inferred_from: Some(from.into()),
            ..Self::default()
        }
    }

    /// Whether there is no value.
    pub fn is_missing(&self) -> bool {
        self.source == FieldSource::Missing
    }

    /// The value, or nothing.
    pub fn text(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }
}
