//! The OCR seam: a page image in, words with boxes and confidences out.

pub mod model;
pub mod recorded;
pub mod scale;
pub mod second;
#[cfg(feature = "ocr")]
pub mod tesseract;

pub use model::Model;
#[cfg(feature = "ocr")]
pub use tesseract::TesseractEngine;

use crate::error::Result;
use crate::page::{PageWords, Raster};

/// An OCR engine. One is owned by each worker thread and loaded once; it reads a page at a time.
pub trait Engine {
    /// Reads a page image. Boxes are in PDF points of the image (pixels × 72 / dpi).
    fn read(&mut self, raster: &Raster) -> Result<PageWords>;

    /// Reads the picture of one printed line at the resolution that it has: a second opinion. Boxes
    /// as in [`Engine::read`]. An engine without one has no words.
    ///
    /// # Errors
    /// As [`Engine::read`].
    fn read_line(&mut self, _line: &Raster) -> Result<PageWords> {
        Ok(PageWords::default())
    }

    /// Name, version and model digest: all that can change what the engine reads.
    fn identity(&self) -> String;
}
