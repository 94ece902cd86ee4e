//! PDF files: pages, text layers and scans, by hayro.

mod collect;
mod raster;

pub(super) use raster::RasterPlan;

use super::guard::guarded;
use super::{Contents, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::page::{Decision, Judgement, Raster, TextSource, Verdict, text_layer};
use collect::Collected;
use hayro::hayro_interpret::InterpreterCache;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::sync::Arc;

/// An opened PDF, shared by threads.
pub(super) struct PdfSource {
    pdf: Pdf,
}

impl PdfSource {
    pub(super) fn open(bytes: Vec<u8>, password: Option<&str>, _limits: &Limits) -> Result<Self> {
        let bytes = Arc::new(bytes);
        let open = |password: &str| {
            let bytes = Arc::clone(&bytes);
            guarded("hayro", || Pdf::new_with_password(bytes, password))
        };
        let mut opened = open("")?;
        if let (Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)), Some(password)) =
            (&opened, password)
        {
            opened = open(password)?;
        }
        let pdf = opened.map_err(|e| explain(e, password.is_some()))?;
        if pdf.pages().is_empty() {
            return Err(Error::new(ErrorKind::Malformed, "the PDF has no pages"));
        }
        Ok(Self { pdf })
    }

    pub(super) fn page_count(&self) -> u32 {
        self.pdf.pages().len() as u32
    }

    pub(super) fn reader(&self) -> PdfReader<'_> {
        PdfReader {
            source: self,
            cache: InterpreterCache::new(),
        }
    }

    pub(super) fn raster(&self, index: u32, plan: &RasterPlan, limits: &Limits) -> Result<Raster> {
        raster::raster(&self.pdf, index, plan, limits)
    }
}

fn explain(error: LoadPdfError, password_given: bool) -> Error {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::new(
            ErrorKind::Password,
            if password_given {
                "the PDF is encrypted and the password is wrong: give the right one with --password"
            } else {
                "the PDF is encrypted: give its password with --password"
            },
        ),
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Error::new(
            ErrorKind::Unsupported,
            "the PDF is encrypted by an algorithm that is not supported: save it without encryption",
        ),
        LoadPdfError::Decryption(_) => Error::new(
            ErrorKind::Malformed,
            "the PDF's encryption is broken: save it without encryption",
        ),
        LoadPdfError::Invalid => Error::new(
            ErrorKind::Malformed,
            "the PDF cannot be parsed: it is damaged or cut short; fetch or scan it again",
        ),
    }
}

/// Reads the pages of a PDF on one thread; fonts are loaded once.
pub(super) struct PdfReader<'s> {
    source: &'s PdfSource,
    cache: InterpreterCache<'s>,
}

impl PdfReader<'_> {
    pub(super) fn page(&mut self, index: u32, limits: &Limits) -> Result<Contents> {
        let page = &self.source.pdf.pages()[index as usize - 1];
        let collected = guarded("hayro", || Collected::of(page, &self.cache, limits));
        let collected = match collected {
            Ok(collected) => collected,
            Err(error) => {
                self.cache = InterpreterCache::new();
                return Err(error);
            }
        };
        let (width, height) = page.render_dimensions();
        let words = text_layer::lines(&collected.glyphs, &collected.fonts);
        let plan = collected.plan(width, height);
        let (judgement, decision) = if words.lines.is_empty() {
            (
                Judgement::bare(Verdict::Absent, "no text"),
                if collected.is_empty() {
                    Decision::new(TextSource::Blank, "nothing is drawn on the page")
                } else {
                    Decision::new(TextSource::Ocr, "no text layer")
                },
            )
        } else {
            (
                Judgement::bare(Verdict::Good, "there is text"),
                Decision::new(TextSource::TextLayer, "there is text"),
            )
        };
        Ok(Contents {
            width,
            height,
            words,
            judgement,
            decision,
            plan,
        })
    }
}
