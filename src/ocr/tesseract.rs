//! The Tesseract engine, in process: one for each worker thread, its model loaded once.
//!
//! Comes in: a page image. Goes out: its words by line, in Tesseract's reading order, with boxes
//! and confidences. The library's own threads must be off (`OMP_THREAD_LIMIT=1` before the process
//! starts): they double the CPU cost of a page and halve the speed of a batch.

use super::model::Model;
use super::scale;
use super::{Engine, Shape};
use crate::error::{Error, ErrorKind, Result};
use crate::page::{PageWords, Raster, Word, WordLine};
use crate::span::BBox;
use image::DynamicImage;
use tesseract_rs::{TessPageIteratorLevel as Level, TessPageSegMode, TesseractAPI, TesseractError};

/// LSTM only: the neural recogniser, the only one that Vietnamese models carry.
const LSTM: i32 = 1;

/// A loaded Tesseract. Stays on the thread that uses it.
pub struct TesseractEngine {
    api: TesseractAPI,
    model: Model,
    /// Pixels per inch that pages are reduced to before reading.
    dpi: Option<f32>,
}

impl TesseractEngine {
    /// Loads `model`.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when the model cannot be loaded, with what to do.
    pub fn load(model: Model) -> Result<Self> {
        let api = TesseractAPI::new();
        let loaded = match &model {
            Model::Shipped => api.init_5(
                Model::SHIPPED,
                Model::SHIPPED.len() as i32,
                Model::SHIPPED_LANGUAGE,
                LSTM,
                &[],
            ),
            Model::Installed { folder, language } => {
                api.init_2(folder.to_string_lossy().as_ref(), language, LSTM)
            }
        };
        loaded.map_err(|e| model.cannot_load().caused_by(e))?;
        let engine = Self {
            api,
            model,
            dpi: Some(scale::READING_DPI),
        };
        // Tesseract's remarks ("Estimating resolution as …") are not for our users.
        engine
            .api
            .set_variable("debug_file", "/dev/null")
            .map_err(failed)?;
        engine
            .api
            .set_page_seg_mode(TessPageSegMode::PSM_AUTO)
            .map_err(failed)?;
        Ok(engine)
    }

    /// The same engine, reducing finer pages to `dpi` before reading; `None` reads them as they are.
    pub fn with_dpi(mut self, dpi: Option<f32>) -> Self {
        self.dpi = dpi;
        self
    }

    /// Version of the Tesseract library in use.
    pub fn version() -> String {
        TesseractAPI::version()
    }

    fn set_image(&self, image: &DynamicImage, dpi: f32) -> std::result::Result<(), TesseractError> {
        let (width, height) = (image.width() as i32, image.height() as i32);
        match image {
            DynamicImage::ImageRgb8(rgb) => {
                self.api
                    .set_image(rgb.as_raw(), width, height, 3, width * 3)?;
            }
            DynamicImage::ImageLuma8(grey) => {
                self.api.set_image(grey.as_raw(), width, height, 1, width)?;
            }
            other => {
                self.api
                    .set_image(other.to_luma8().as_raw(), width, height, 1, width)?;
            }
        }
        self.api.set_source_resolution(dpi.round() as i32)
    }

    fn recognised(&self, raster: &Raster) -> Result<PageWords> {
        self.set_image(&raster.image, raster.dpi).map_err(failed)?;
        self.api.recognize().map_err(failed)?;
        let words = self.words(72.0 / raster.dpi).map_err(failed);
        // Frees the image before the next one comes.
        self.api.clear().map_err(failed)?;
        words
    }

    fn words(&self, points_per_pixel: f32) -> std::result::Result<PageWords, TesseractError> {
        let mut page = PageWords::default();
        let Ok(words) = self.api.get_iterator() else {
            // Nothing was found on the page.
            return Ok(page);
        };
        let points = |(x0, y0, x1, y1): (i32, i32, i32, i32)| {
            BBox([x0, y0, x1, y1].map(|v| v as f32 * points_per_pixel))
        };
        let mut line_box = None;
        loop {
            if let Ok(text) = words.get_utf8_text(Level::RIL_WORD)
                && !text.trim().is_empty()
            {
                let here = words.get_bounding_box(Level::RIL_TEXTLINE)?;
                if line_box != Some(here) {
                    line_box = Some(here);
                    page.lines.push(WordLine {
                        words: Vec::new(),
                        bbox: points(here),
                    });
                }
                let word = Word {
                    // Its Vietnamese models know the Icelandic letter too.
                    text: text.trim().replace('Ð', "Đ").replace('ð', "đ"),
                    bbox: points(words.get_bounding_box(Level::RIL_WORD)?),
                    confidence: Some((words.confidence(Level::RIL_WORD)? / 100.0).clamp(0.0, 1.0)),
                    ..Word::default()
                };
                if let Some(line) = page.lines.last_mut() {
                    line.words.push(word);
                }
            }
            if !words.next(Level::RIL_WORD)? {
                return Ok(page);
            }
        }
    }
}

impl Engine for TesseractEngine {
    fn read(&mut self, raster: &Raster) -> Result<PageWords> {
        let reduced = self.dpi.and_then(|dpi| scale::reduce(raster, dpi));
        self.recognised(reduced.as_ref().unwrap_or(raster))
    }

    fn read_part(&mut self, part: &Raster, shape: Shape) -> Result<PageWords> {
        let mode = |mode| self.api.set_page_seg_mode(mode).map_err(failed);
        mode(match shape {
            Shape::Line => TessPageSegMode::PSM_SINGLE_LINE,
            Shape::Block => TessPageSegMode::PSM_SINGLE_BLOCK,
        })?;
        let read = self.recognised(part);
        mode(TessPageSegMode::PSM_AUTO)?;
        read
    }

    fn identity(&self) -> String {
        let dpi = self.dpi.map_or("as is".to_owned(), |d| format!("{d} dpi"));
        format!(
            "tesseract {} {} {dpi}",
            Self::version(),
            self.model.identity()
        )
    }
}

fn failed(error: TesseractError) -> Error {
    Error::new(ErrorKind::Internal, "Tesseract failed on the page").caused_by(error)
}
