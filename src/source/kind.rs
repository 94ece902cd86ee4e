//! Telling a file's kind by its first bytes.

use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};

/// The kinds of file that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// PDF, with or without a text layer.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A TIFF image of one or more pages.
    Tiff,
    /// UTF-8 text, or UTF-16 with a byte-order mark.
    Text,
}

/// Readers of PDF accept junk before the header; the specification's note says 1024 bytes.
const PDF_HEADER_WITHIN: usize = 1024;

/// Files that come with scans, by their first bytes, with what to do about them.
const NOT_READ: &[(&[u8], &str)] = &[
    (
        b"PK\x03\x04",
        "a ZIP, DOCX or XLSX file: unpack it, or export it as PDF",
    ),
    (
        b"\xD0\xCF\x11\xE0",
        "an old Office file (DOC, XLS): export it as PDF",
    ),
    (b"{\\rtf", "an RTF file: export it as PDF"),
    (b"GIF8", "a GIF image: convert it to PNG"),
    (b"BM", "a BMP image: convert it to PNG"),
    (
        b"\x00\x00\x00\x0CjP  ",
        "a JPEG 2000 image: convert it to PNG",
    ),
    (b"AT&TFORM", "a DjVu file: convert it to PDF"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive: unpack it"),
    (b"\x1F\x8B", "a gzip archive: unpack it"),
    (b"%!PS", "a PostScript file: convert it to PDF"),
];

impl Kind {
    /// The kind of a file, by its content.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] for an empty file, [`ErrorKind::Unsupported`] for a kind that is
    /// not read, saying what it is where that is known.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Error::new(ErrorKind::Malformed, "the file is empty"));
        }
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png);
        }
        if bytes.starts_with(b"\xFF\xD8\xFF") {
            return Ok(Self::Jpeg);
        }
        if [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]
            .iter()
            .any(|magic| bytes.starts_with(*magic))
        {
            return Ok(Self::Tiff);
        }
        let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
        if memchr::memmem::find(head, b"%PDF-").is_some() {
            return Ok(Self::Pdf);
        }
        if let Some((_, what)) = NOT_READ.iter().find(|(magic, _)| {
            // Two letters are too few to tell a bitmap from a text that begins with them.
            bytes.starts_with(magic) && (magic.len() > 2 || bytes.contains(&0))
        }) {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("this is {what}"),
            ));
        }
        super::plain::check(bytes).map(|()| Self::Text)
    }
}
