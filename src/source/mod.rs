//! What is this file? Told by content, not by name: PDF, image or text; its digest and its pages.
//!
//! Comes in: bytes and a name for messages. Goes out: a [`Source`], shared by threads, whose
//! [`Page`]s are read one at a time: size, text layer with boxes, the judgement of that layer, and
//! the pixels only when they are asked for. A file is held once, compressed; a page image lives as
//! long as its caller keeps it. Third-party readers run behind a guard: a panic inside one is an
//! error of that page.

mod guard;
mod kind;
mod limits;
mod pdf;
mod picture;
mod plain;
mod resolution;
mod tiff;

pub use guard::silence_guarded_panics;
pub use kind::Kind;
pub use limits::Limits;

use crate::error::{Error, ErrorKind, Result};
use crate::page::{Decision, Judgement, PageWords, Raster, Rule};
use sha2::{Digest, Sha256};
use std::path::Path;

/// How to open a file.
#[derive(Clone, Default)]
pub struct OpenOptions {
    /// Password of an encrypted PDF. The empty password is always tried first.
    pub password: Option<String>,
    /// What a file may cost at most.
    pub limits: Limits,
}

/// Shows whether there is a password, never the password.
impl std::fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenOptions")
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("limits", &self.limits)
            .finish()
    }
}

/// An opened file: its kind, its digest and its pages. Shared by threads (`Send + Sync`).
pub struct Source {
    name: String,
    kind: Kind,
    sha256: String,
    byte_len: u64,
    limits: Limits,
    body: Body,
}

enum Body {
    Pdf(Box<pdf::PdfSource>),
    Picture(picture::PictureSource),
    Tiff(tiff::TiffSource),
    Text(plain::TextSource),
}

impl Source {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when it cannot be read, and those of [`Source::from_bytes`].
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Self> {
        let unreadable = |e| {
            Error::new(ErrorKind::Input, "the file cannot be read")
                .caused_by(e)
                .at_path(path)
        };
        let size = std::fs::metadata(path).map_err(unreadable)?.len();
        options
            .limits
            .check_file(size)
            .map_err(|e| e.at_path(path))?;
        let bytes = std::fs::read(path).map_err(unreadable)?;
        Self::from_bytes(bytes, &path.to_string_lossy(), options)
    }

    /// Opens a file that is already in memory; `name` stands in the messages.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for kinds that are not read, [`ErrorKind::Malformed`] for empty
    /// and broken files, [`ErrorKind::Password`] for encrypted ones, [`ErrorKind::Limit`] for those
    /// past a limit.
    pub fn from_bytes(bytes: Vec<u8>, name: &str, options: &OpenOptions) -> Result<Self> {
        Self::open_bytes(bytes, name, options).map_err(|e| e.at_path(name))
    }

    fn open_bytes(bytes: Vec<u8>, name: &str, options: &OpenOptions) -> Result<Self> {
        let limits = options.limits.clone();
        limits.check_file(bytes.len() as u64)?;
        let kind = Kind::of(&bytes)?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let byte_len = bytes.len() as u64;
        let body = match kind {
            Kind::Pdf => Body::Pdf(Box::new(pdf::PdfSource::open(
                bytes,
                options.password.as_deref(),
                &limits,
            )?)),
            Kind::Png | Kind::Jpeg => {
                Body::Picture(picture::PictureSource::open(bytes, kind, &limits)?)
            }
            Kind::Tiff => Body::Tiff(tiff::TiffSource::open(bytes, &limits)?),
            Kind::Text => Body::Text(plain::TextSource::open(bytes)?),
        };
        let source = Self {
            name: name.to_owned(),
            kind,
            sha256,
            byte_len,
            limits,
            body,
        };
        source.limits.check_pages(source.page_count())?;
        Ok(source)
    }

    /// The name that it was opened with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of file it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Size of the file in bytes.
    pub fn byte_len(&self) -> u64 {
        self.byte_len
    }

    /// Number of pages, at least one. Form feeds part the pages of a text.
    pub fn page_count(&self) -> u32 {
        match &self.body {
            Body::Pdf(pdf) => pdf.page_count(),
            Body::Picture(_) => 1,
            Body::Tiff(tiff) => tiff.page_count(),
            Body::Text(text) => text.page_count(),
        }
    }

    /// What is wrong with the file though it opens: an end that is missing, pages that are lost.
    pub fn warnings(&self) -> &[String] {
        match &self.body {
            Body::Pdf(pdf) => pdf.warnings(),
            _ => &[],
        }
    }

    /// The whole decoded text of a text file, without byte-order mark and otherwise unchanged;
    /// `None` for PDFs and images.
    pub fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Text(text) => Some(text.text()),
            _ => None,
        }
    }

    /// A reader of pages: one for each thread, so that the fonts of a PDF are loaded once a thread
    /// and not once a page.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            source: self,
            pdf: match &self.body {
                Body::Pdf(pdf) => Some(pdf.reader()),
                _ => None,
            },
        }
    }

    /// Reads one page (from 1). For several pages use one [`Source::reader`] a thread.
    ///
    /// # Errors
    /// Those of [`Reader::page`].
    pub fn page(&self, index: u32) -> Result<Page<'_>> {
        self.reader().page(index)
    }

    fn raster(&self, index: u32, plan: &pdf::RasterPlan) -> Result<Raster> {
        let raster = match &self.body {
            Body::Pdf(pdf) => pdf.raster(index, plan, &self.limits),
            Body::Picture(picture) => picture.raster(&self.limits),
            Body::Tiff(tiff) => tiff.raster(index, &self.limits),
            Body::Text(_) => Err(Error::new(
                ErrorKind::Usage,
                "a text file has no page images",
            )),
        };
        raster.map_err(|e| self.locate(e, index))
    }

    fn locate(&self, error: Error, index: u32) -> Error {
        error.at_path(&self.name).at_page(index)
    }
}

/// Reads the pages of a [`Source`] on one thread.
pub struct Reader<'s> {
    source: &'s Source,
    pdf: Option<pdf::PdfReader<'s>>,
}

impl<'s> Reader<'s> {
    /// Reads a page (from 1): its size, its text layer and the judgement of it. No pixel is
    /// decoded.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a page that is not there, [`ErrorKind::Malformed`] for one that
    /// cannot be read, [`ErrorKind::Limit`] for one past a limit. Other pages are not affected.
    pub fn page(&mut self, index: u32) -> Result<Page<'s>> {
        let source = self.source;
        let count = source.page_count();
        if index == 0 || index > count {
            return Err(source.locate(
                Error::new(
                    ErrorKind::Usage,
                    format!("there is no such page: the file has {count}"),
                ),
                index,
            ));
        }
        let contents = match (&source.body, &mut self.pdf) {
            (Body::Pdf(_), Some(reader)) => reader.page(index, &source.limits),
            (Body::Picture(picture), _) => Ok(picture.contents()),
            (Body::Tiff(tiff), _) => Ok(tiff.contents(index)),
            (Body::Text(text), _) => Ok(text.contents(index)),
            (Body::Pdf(_), None) => unreachable!("a PDF always has its reader"),
        }
        .map_err(|e| source.locate(e, index))?;
        Ok(Page {
            index,
            width: contents.width,
            height: contents.height,
            words: contents.words,
            raw_words: contents.raw_words,
            watermark: contents.watermark,
            judgement: contents.judgement,
            decision: contents.decision,
            rules: contents.rules,
            plan: contents.plan,
            source,
        })
    }
}

/// What the reader of one kind of file found on a page.
struct Contents {
    width: f32,
    height: f32,
    words: PageWords,
    raw_words: Option<PageWords>,
    watermark: PageWords,
    judgement: Judgement,
    decision: Decision,
    rules: Vec<Rule>,
    plan: pdf::RasterPlan,
}

/// One page of a [`Source`]: everything but its pixels, which [`Page::raster`] decodes.
pub struct Page<'s> {
    /// Index in the file, from 1.
    pub index: u32,
    /// Width in points as displayed (after rotation and crop). For an image, its pixels at its
    /// resolution; for a text, that of A4.
    pub width: f32,
    /// Height in points, likewise.
    pub height: f32,
    /// The words of the text layer with boxes in points from the top left, whatever its
    /// judgement, or of the text file (whose boxes are empty).
    pub words: PageWords,
    /// The words as the PDF has them, where a legacy encoding was converted.
    pub raw_words: Option<PageWords>,
    /// Watermarks of the text layer: oblique, or large and pale. No part of the page's text.
    pub watermark: PageWords,
    /// What the text layer is worth, and why.
    pub judgement: Judgement,
    /// Where the page's text should be taken from, and why. A page image can still turn out to
    /// be blank: see [`crate::page::blank`].
    pub decision: Decision,
    /// Ruling lines that a PDF draws beside its text, in points from the top left; those of a page
    /// image are found by [`crate::page::rules::of`].
    pub rules: Vec<Rule>,
    plan: pdf::RasterPlan,
    source: &'s Source,
}

impl Page<'_> {
    /// The page's pixels, upright as displayed, at their true resolution: the embedded scan where
    /// the page is one image, otherwise rendered. Decoded anew at each call and kept nowhere.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a text file, [`ErrorKind::Malformed`] and [`ErrorKind::Limit`] for
    /// images that are broken or too large.
    pub fn raster(&self) -> Result<Raster> {
        self.source.raster(self.index, &self.plan)
    }

    /// Whether the page is a scan: images cover it.
    pub fn is_scan(&self) -> bool {
        self.plan.is_scan()
    }

    /// The exact text of the page of a text file, without its form feed; `None` for other files.
    pub fn file_text(&self) -> Option<&str> {
        match &self.source.body {
            Body::Text(text) => Some(text.page_text(self.index)),
            _ => None,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
