//! The second reader: pdf-extract, independent of hayro, behind a fence.
//!
//! It panics on some broken files and is slow to open large ones, so it is loaded only when a page
//! is doubtful, once a file, and never on files past a size.

use super::super::guard::guarded;
use pdf_extract::{Document, PlainTextOutput, output_doc_page};
use std::sync::OnceLock;

/// Larger files are judged by the first reader alone.
const LARGEST_FILE: usize = 64 << 20;

/// The second reader of a file, loaded at its first use.
#[derive(Default)]
pub(super) struct SecondReader {
    document: OnceLock<Option<Document>>,
}

impl SecondReader {
    /// The page's text (from 1), or `None` where this reader fails.
    pub(super) fn text(&self, bytes: &[u8], password: &str, index: u32) -> Option<String> {
        if bytes.len() > LARGEST_FILE {
            return None;
        }
        let document = self
            .document
            .get_or_init(|| {
                let load = || {
                    let mut document = Document::load_mem(bytes).ok()?;
                    if document.is_encrypted() {
                        document.decrypt(password).ok()?;
                    }
                    Some(document)
                };
                guarded("pdf-extract", load).ok().flatten()
            })
            .as_ref()?;
        let read = || {
            let mut text = String::new();
            let mut output = PlainTextOutput::<&mut String>::new(&mut text);
            output_doc_page(document, &mut output, index).ok()?;
            Some(text)
        };
        guarded("pdf-extract", read).ok().flatten()
    }
}
