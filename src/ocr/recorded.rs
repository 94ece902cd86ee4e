//! An engine that replays what was recorded for a page image, so that tests need no Tesseract.

use super::Engine;
use crate::error::{Error, ErrorKind, Result};
use crate::page::{PageWords, Raster, Word, WordLine};
use crate::span::BBox;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Reads `KEY.txt` in a folder, `KEY` being the [`key`] of the page image: a printed line a line,
/// words parted by spaces. A first line that begins with `!` misbehaves as real engines do:
/// `!error`, `!panic`, `!abort`, `!hang`, `!spin`, `!allocate`.
#[derive(Debug)]
pub struct RecordedEngine {
    folder: PathBuf,
}

/// The name of a page image's recording: a digest of its pixels.
pub fn key(raster: &Raster) -> String {
    let mut hash = Sha256::new();
    hash.update(raster.image.width().to_le_bytes());
    hash.update(raster.image.as_bytes());
    hash.finalize()[..8]
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

impl RecordedEngine {
    /// An engine that replays the recordings of `folder`.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when there is no such folder.
    pub fn new(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            return Err(Error::new(
                ErrorKind::Dependency,
                "there is no such folder of recordings",
            )
            .at_path(folder));
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }
}

impl Engine for RecordedEngine {
    fn read(&mut self, raster: &Raster) -> Result<PageWords> {
        let path = self.folder.join(format!("{}.txt", key(raster)));
        let text = std::fs::read_to_string(&path).map_err(|e| {
            Error::new(ErrorKind::Internal, "no recording of this page image")
                .at_path(&path)
                .caused_by(e)
        })?;
        match text.lines().next() {
            Some("!error") => return Err(Error::new(ErrorKind::Malformed, "a recorded failure")),
            Some("!panic") => panic!("a recorded panic"),
            Some("!abort") => std::process::abort(),
            Some("!hang") => loop {
                std::thread::sleep(std::time::Duration::from_secs(1));
            },
            Some("!spin") => loop {
                std::hint::spin_loop();
            },
            Some("!allocate") => {
                let mut hoard: Vec<Vec<u8>> = Vec::new();
                while hoard.len() < 1 << 16 {
                    hoard.push(vec![1; 1 << 24]);
                }
                return Err(Error::new(ErrorKind::Limit, "no limit of memory was met"));
            }
            _ => {}
        }
        Ok(lay_out(&text, raster))
    }

    fn identity(&self) -> String {
        "recorded".to_owned()
    }
}

/// Sets the lines one under the other, a column to a character.
fn lay_out(text: &str, raster: &Raster) -> PageWords {
    let scale = 72.0 / raster.dpi;
    let (width, height) = (
        raster.image.width() as f32 * scale,
        raster.image.height() as f32 * scale,
    );
    let rows = text.lines().count().max(1) as f32;
    let columns = text.lines().map(|l| l.chars().count()).max().unwrap_or(1);
    let (row, column) = (height / (rows + 2.0), width / (columns as f32 + 2.0));
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let top = row * (number as f32 + 1.0);
        let mut words = Vec::new();
        let mut at = 1.0;
        for part in line.split(' ') {
            let length = part.chars().count() as f32;
            if !part.is_empty() {
                words.push(Word {
                    text: part.to_owned(),
                    bbox: BBox([at * column, top, (at + length) * column, top + row * 0.8]),
                    confidence: Some(0.95),
                    ..Word::default()
                });
            }
            at += length + 1.0;
        }
        if let Some(bbox) = words.iter().map(|w| w.bbox).reduce(BBox::union) {
            lines.push(WordLine { words, bbox });
        }
    }
    PageWords {
        lines,
        ..PageWords::default()
    }
}
