//! A document-to-be, opened: one file, or page images that belong together, as numbered pages.

use super::identity::sha256;
use crate::error::{Error, ErrorKind, Result};
use crate::output::name::portable;
use crate::output::record::InputRecord;
use crate::source::{Kind, OpenOptions, Source};
use std::path::{Path, PathBuf};

/// The opened files of one document. Shared by threads.
pub struct Opened {
    name: String,
    files: Vec<PathBuf>,
    sources: Vec<Source>,
    sha256: String,
}

impl Opened {
    /// Opens `files` as one document called `name` (its relative path, as text).
    ///
    /// # Errors
    /// Those of [`Source::open`]; [`ErrorKind::Unsupported`] when one of several is not an image.
    pub fn open(name: &str, files: &[PathBuf], options: &OpenOptions) -> Result<Self> {
        let sources = files
            .iter()
            .map(|file| Source::open(file, options))
            .collect::<Result<Vec<_>>>()?;
        Self::of(name, files.to_vec(), sources)
    }

    /// A document from bytes, such as those of standard input.
    ///
    /// # Errors
    /// Those of [`Source::from_bytes`].
    pub fn from_bytes(name: &str, bytes: Vec<u8>, options: &OpenOptions) -> Result<Self> {
        let source = Source::from_bytes(bytes, name, options)?;
        Self::of(name, Vec::new(), vec![source])
    }

    fn of(name: &str, files: Vec<PathBuf>, sources: Vec<Source>) -> Result<Self> {
        let digests: Vec<&str> = sources.iter().map(Source::sha256).collect();
        let sha256 = match digests.as_slice() {
            [] => return Err(Error::new(ErrorKind::Input, "no file to read")),
            [one] => (*one).to_owned(),
            // The digest of grouped images is that of the list of their digests.
            many => sha256(many.join("\n").as_bytes()),
        };
        if sources.len() > 1
            && let Some(text) = sources.iter().find(|s| s.kind() == Kind::Text)
        {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "a text file cannot be a page among page images",
            )
            .at_path(text.name()));
        }
        Ok(Self {
            name: name.to_owned(),
            files,
            sources,
            sha256,
        })
    }

    /// Relative path of the document, as text.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of the input's bytes.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Number of pages of all files.
    pub fn page_count(&self) -> u32 {
        self.sources.iter().map(Source::page_count).sum()
    }

    /// The decoded text of a text file.
    pub fn text(&self) -> Option<&str> {
        self.sources[0].text()
    }

    /// The files in page order.
    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The file on which page `index` (from 1) stands, and its number there.
    pub(super) fn locate(&self, index: u32) -> Result<(&Source, u32)> {
        let mut local = index;
        for source in &self.sources {
            if local <= source.page_count() {
                return Ok((source, local));
            }
            local -= source.page_count();
        }
        Err(Error::new(ErrorKind::Usage, "there is no such page").at_page(index))
    }

    pub(super) fn record(&self, blank_pages: u32) -> InputRecord {
        let kind = match self.sources.as_slice() {
            [one] => serde_json::to_value(one.kind())
                .ok()
                .and_then(|kind| kind.as_str().map(str::to_owned))
                .unwrap_or_default(),
            _ => "images".to_owned(),
        };
        let files = match self.files.as_slice() {
            [] | [_] => Vec::new(),
            files => files
                .iter()
                .filter_map(|file| file.file_name())
                .map(|name| portable(Path::new(name)))
                .collect(),
        };
        InputRecord {
            kind,
            bytes: self.sources.iter().map(Source::byte_len).sum(),
            page_count: self.page_count(),
            blank_pages,
            files,
            part: None,
        }
    }
}
