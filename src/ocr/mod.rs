//! The OCR seam: a page image in, words with boxes and confidences out.

pub mod cells;
pub mod hand;
mod ink;
pub mod model;
pub mod numerals;
pub mod parted;
pub mod recorded;
pub mod scale;
pub mod second;
pub mod signature;
#[cfg(feature = "ocr")]
pub mod tesseract;
pub mod under_stamp;

pub use model::Model;
#[cfg(feature = "ocr")]
pub use tesseract::TesseractEngine;

use crate::error::Result;
use crate::page::{PageWords, Raster, Word};
use std::borrow::Borrow;

/// What a part of a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One printed line.
    Line,
    /// Lines one below the other, in one column.
    Block,
}

/// An OCR engine. One is owned by each worker thread and loaded once; it reads a page at a time.
pub trait Engine {
    /// Reads a page image. Boxes are in PDF points of the image (pixels × 72 / dpi).
    fn read(&mut self, raster: &Raster) -> Result<PageWords>;

    /// Reads a part of a page, cut out, at the resolution that it has: a second opinion. Boxes as in
    /// [`Engine::read`]. An engine without one has no words.
    ///
    /// # Errors
    /// As [`Engine::read`].
    fn read_part(&mut self, _part: &Raster, _shape: Shape) -> Result<PageWords> {
        Ok(PageWords::default())
    }

    /// Name, version and model digest: all that can change what the engine reads.
    fn identity(&self) -> String;
}

/// Mean confidence of words, 0 to 1; 0 of none.
fn sureness<W: Borrow<Word>>(words: &[W]) -> f32 {
    let sure = |word: &W| word.borrow().confidence.unwrap_or(1.0);
    let sum: f32 = words.iter().map(sure).sum();
    sum / words.len().max(1) as f32
}
