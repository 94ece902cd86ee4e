//! Text files: UTF-8 with or without byte-order mark, UTF-16 with one; form feeds part the pages.

use super::Contents;
use super::pdf::RasterPlan;
use crate::error::{Error, ErrorKind, Result};
use crate::page::{Decision, Judgement, PageWords, TextSource as From, Verdict, Word, WordLine};
use crate::span::BBox;

/// A4 in points: what a text without pages of its own is taken to be written on.
const A4: (f32, f32) = (595.28, 841.89);

/// The share of control characters (besides white space) at which bytes are no text.
const CONTROLS_OF_BINARY: f32 = 0.02;

/// A text file, decoded.
pub(super) struct TextSource {
    text: String,
    /// Byte ranges of the pages, without their form feeds.
    pages: Vec<std::ops::Range<usize>>,
}

/// Whether the bytes are text that can be decoded.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    decode(bytes).map(|_| ())
}

fn decode(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>> {
    let utf16 = |units: fn([u8; 2]) -> u16| {
        let body = &bytes[2..];
        let units = body.chunks_exact(2).map(|pair| units([pair[0], pair[1]]));
        let text = char::decode_utf16(units).collect::<std::result::Result<String, _>>();
        match text {
            Ok(text) if body.len().is_multiple_of(2) => Ok(text.into()),
            _ => Err(Error::new(
                ErrorKind::Malformed,
                "the text begins with a UTF-16 mark but is not valid UTF-16: save it as UTF-8",
            )),
        }
    };
    match bytes {
        [0xFF, 0xFE, ..] => return utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => return utf16(u16::from_be_bytes),
        _ => {}
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let controls = body
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C))
        .count();
    if controls as f32 > CONTROLS_OF_BINARY * body.len() as f32 {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "not a PDF, PNG, JPEG, TIFF or text file",
        ));
    }
    std::str::from_utf8(body).map(Into::into).map_err(|e| {
        Error::new(
            ErrorKind::Unsupported,
            format!(
                "the text is not UTF-8 (first wrong byte at offset {}): if it is written in TCVN3, \
                 VNI, VISCII or VPS, convert it with `vanban convert`, otherwise save it as UTF-8",
                e.valid_up_to() + bytes.len() - body.len()
            ),
        )
    })
}

impl TextSource {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self> {
        let text = decode(&bytes)?.into_owned();
        let mut pages = Vec::new();
        let mut start = 0;
        for (at, _) in text.match_indices('\x0C') {
            pages.push(start..at);
            start = at + 1;
        }
        // A form feed at the very end closes the last page; it does not open another one.
        if pages.is_empty() || !text[start..].trim().is_empty() {
            pages.push(start..text.len());
        }
        Ok(Self { text, pages })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn page_count(&self) -> u32 {
        self.pages.len() as u32
    }

    pub(super) fn page_text(&self, index: u32) -> &str {
        &self.text[self.pages[index as usize - 1].clone()]
    }

    pub(super) fn contents(&self, index: u32) -> Contents {
        let text = self.page_text(index);
        let words = words_of(text);
        let blank = words.lines.is_empty();
        Contents {
            width: A4.0,
            height: A4.1,
            words,
            raw_words: None,
            watermark: PageWords::default(),
            judgement: Judgement::bare(Verdict::Absent, "a text file has no text layer"),
            rules: Vec::new(),
            decision: if blank {
                Decision::new(From::Blank, "the page holds only white space")
            } else {
                Decision::new(From::File, "the file is text")
            },
            plan: RasterPlan::File,
        }
    }
}

fn words_of(text: &str) -> PageWords {
    let lines = text
        .lines()
        .map(|line| WordLine {
            words: line
                .split_whitespace()
                .map(|word| Word {
                    text: word.to_owned(),
                    ..Word::default()
                })
                .collect(),
            bbox: BBox::default(),
        })
        .filter(|line| !line.words.is_empty())
        .collect();
    PageWords {
        lines,
        ..PageWords::default()
    }
}
