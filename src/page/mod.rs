//! One page: its size, its pixels, and the words that a reader (text layer or OCR) found on it.
//!
//! Comes in: what [`crate::source`] takes from a file. Goes out: a [`PageWords`] for each reader.

pub mod blank;
pub mod clean;
pub mod fluency;
mod judgement;
pub mod legacy_layer;
pub mod measures;
pub mod merge;
pub mod rules;
pub mod text_layer;
pub mod verdict;

pub use judgement::{Comparison, Decision, Judgement, TextSource, Verdict};
pub use rules::Rule;

use crate::span::BBox;
use image::DynamicImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page image at a known resolution. Grey or RGB, 8 bits a channel.
#[derive(Debug, Clone)]
pub struct Raster {
    /// The pixels: `ImageLuma8` or `ImageRgb8`.
    pub image: DynamicImage,
    /// Pixels per inch, horizontal and vertical alike.
    pub dpi: f32,
}

impl Raster {
    /// What of the page is inside a box (points from the top left), and left and top of it in points;
    /// `None` where that is nothing.
    pub fn crop(&self, bbox: BBox) -> Option<(DynamicImage, [f32; 2])> {
        let scale = self.dpi / 72.0;
        let pixel = |points: f32, limit: u32| ((points * scale).round().max(0.0) as u32).min(limit);
        let (width, height) = (self.image.width(), self.image.height());
        let BBox([x0, y0, x1, y1]) = bbox;
        let (left, top) = (pixel(x0, width), pixel(y0, height));
        let (right, bottom) = (pixel(x1, width), pixel(y1, height));
        (left < right && top < bottom).then(|| {
            let part = self.image.crop_imm(left, top, right - left, bottom - top);
            (part, [left as f32 / scale, top as f32 / scale])
        })
    }
}

/// The words that a reader found on a page, in the reader's own order, as lines of words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageWords {
    /// Lines, each from left to right as one reads it.
    pub lines: Vec<WordLine>,
    /// Clockwise quarters by which the page must be turned for its words to stand upright (an appendix
    /// across the sheet).
    #[serde(default, skip_serializing_if = "is_upright")]
    pub quarters: u8,
}

impl PageWords {
    /// The font of most words, where it has a name.
    pub fn main_font(&self) -> Option<&str> {
        let mut counts: Vec<(Option<&str>, usize)> = Vec::new();
        for word in self.lines.iter().flat_map(|line| &line.words) {
            let font = word.font.as_deref();
            match counts.iter_mut().find(|(known, _)| *known == font) {
                Some((_, count)) => *count += 1,
                None => counts.push((font, 1)),
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count)?.0
    }

    /// The words as text, a line of words a line.
    pub fn running_text(&self) -> String {
        let line = |line: &WordLine| -> String {
            let words: Vec<&str> = line.words.iter().map(|w| w.text.as_str()).collect();
            words.join(" ")
        };
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn is_upright(quarters: &u8) -> bool {
    *quarters == 0
}

/// Words that share a baseline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WordLine {
    /// The words, from left to right.
    pub words: Vec<Word>,
    /// The box of the line.
    pub bbox: BBox,
}

/// A run of characters between spaces, as its reader gave it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The characters, as read (never normalised).
    pub text: String,
    /// Where it stands.
    pub bbox: BBox,
    /// The reader's confidence, 0 to 1; `None` for a text layer.
    pub confidence: Option<f32>,
    /// Name of the font of its first character, for text layers (legacy encodings are found by it).
    pub font: Option<String>,
    /// Whether its digits were not printed but written or stamped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// What a stamp over its line does to it; `None` for nearly all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamped: Option<Stamped>,
}

/// Share of a word's width that must lie between the sides of a frame for it to stand there.
const IN_FRAME: f32 = 0.6;

impl Word {
    /// Whether it stands in the frame of a stamp.
    pub fn is_in(&self, frame: BBox) -> bool {
        let BBox([_, top, _, bottom]) = self.bbox;
        let rows = frame.0[1]..=frame.0[3];
        self.bbox.width_in(frame) >= IN_FRAME && rows.contains(&((top + bottom) / 2.0))
    }

    /// Whether it stands to the right of a frame, or reaches out of it.
    pub fn is_beyond(&self, frame: BBox) -> bool {
        self.bbox.0[2] > frame.0[2] && self.bbox.width_in(frame) < IN_FRAME
    }
}

/// A word of a line that a stamp is printed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stamped {
    /// It stands inside the stamp's frame, is the document's, and was read there.
    Under,
    /// The stamp hides words beside it, on its line or on the next one, and they were not read.
    Beside,
}

/// What was read a second time on a page, because the first reading was doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SecondReading {
    /// Lines that were read again.
    pub lines: u32,
    /// Places in them where the new reading was better.
    pub changed: u32,
}
