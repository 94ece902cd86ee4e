//! What a page's text layer is worth, and where the page's text is taken from.

use serde::{Deserialize, Serialize};

/// What a text layer is worth, by what it says and not by its presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It reads as it is printed.
    Good,
    /// Its letters are right and their marks are gone: restorable.
    Stripped,
    /// Read by an OCR model of another language (`ngr CUU`): restorable in part.
    Foreign,
    /// Written in a font of its own encoding (TCVN3, VNI, VISCII, VPS): convertible.
    Legacy,
    /// The font's map to Unicode is broken: the print is right, the characters are not.
    BrokenMap,
    /// Only a part of the page's print: a watermark or a stamp's text over a scan.
    Partial,
    /// No language that we read.
    Gibberish,
    /// There is none.
    Absent,
}

impl Verdict {
    /// Whether the words say what is printed, once a legacy encoding is converted.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Good | Self::Legacy)
    }

    /// Whether the words can be restored from what is there.
    pub fn is_restorable(self) -> bool {
        matches!(self, Self::Stripped | Self::Foreign)
    }
}

/// A verdict with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Judgement {
    /// What the layer is worth.
    pub verdict: Verdict,
    /// Why: what was measured, in words.
    pub reasons: Vec<String>,
}

impl Judgement {
    /// A verdict with a single reason.
    pub fn bare(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            verdict,
            reasons: vec![reason.into()],
        }
    }
}

/// What two readings of a page are worth, each restored: for every word the nats that it is likelier than
/// gibberish, together. A reading that lacks words is worth less, and one that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Comparison {
    /// The text layer.
    pub text_layer: f32,
    /// The page image, read by OCR.
    pub ocr: f32,
}

/// How much more the layer must be worth: the model that weighs it has also restored it. On development
/// pages 1.003 was not always better, 1.045 and more was.
const BETTER: f32 = 1.02;

impl Comparison {
    /// Whether the text layer is the better reading.
    pub fn is_for_text_layer(self) -> bool {
        self.text_layer > BETTER * self.ocr
    }
}

/// Where a page's text is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextSource {
    /// From the text layer of a PDF.
    TextLayer,
    /// From the page image.
    Ocr,
    /// From a text file.
    File,
    /// From nowhere: the page is blank.
    Blank,
}

/// Where a page's text is taken from, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decision {
    /// Where from.
    pub source: TextSource,
    /// Why.
    pub reason: String,
}

impl Decision {
    /// A decision with its reason.
    pub fn new(source: TextSource, reason: impl Into<String>) -> Self {
        Self {
            source,
            reason: reason.into(),
        }
    }
}
