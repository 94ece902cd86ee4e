//! The JSON of one document: what was read, what was made of it, and where on the page it stands.

use crate::document::Document;
use crate::page::clean::Step;
use crate::page::{Comparison, Judgement, SecondReading, TextSource};
use crate::restore::{Edit, Restored};
use crate::span::{BBox, Span};
use crate::text::{BlockKind, Line, LineRole, Text, TextPage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the output's schema, semantic: a field is never used again for something else.
pub const SCHEMA_VERSION: &str = "1.3.0";

/// The output for one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentRecord {
    /// Version of this schema.
    pub schema_version: String,
    /// What made this output.
    pub config: ConfigRecord,
    /// The file that the document was read from.
    pub input: InputRecord,
    /// The parsed document.
    #[serde(flatten)]
    pub document: Document,
    /// Every change of the text, in order.
    pub edits: Vec<Edit>,
    /// The pages, in order.
    pub pages: Vec<PageRecord>,
}

/// The configuration that made an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConfigRecord {
    /// SHA-256 of the versions, model digests and settings (`vanban config` lists them).
    pub id: String,
}

/// The file that a document was read from; its name and digest stand in `source`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct InputRecord {
    /// Kind by content: `pdf`, `png`, `jpeg`, `tiff`, `text`; `images` for grouped page images.
    pub kind: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Pages of the file, those not selected too.
    pub page_count: u32,
    /// Pages that hold nothing.
    pub blank_pages: u32,
    /// Files of grouped page images, in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Which of several documents in the file this is; absent where it is the only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartRecord>,
}

/// One of several documents in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartRecord {
    /// Its number in the file, from 1.
    pub number: u32,
    /// How many documents the file holds.
    pub count: u32,
    /// Its first and last page, from 1.
    pub page_range: [u32; 2],
    /// How surely a document begins here, 0 to 1 (1 for the first).
    pub confidence: f32,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageRecord {
    /// Page number in the file, from 1.
    pub index: u32,
    /// Width as displayed, in PDF points.
    pub width: f32,
    /// Height as displayed, in PDF points.
    pub height: f32,
    /// Resolution of the page image that was read, in pixels an inch; `null` where none was.
    pub dpi: Option<f32>,
    /// Where the text was taken from; `null` for a page that could not be read.
    pub text_source: Option<TextSource>,
    /// Why from there, or why the page could not be read.
    pub text_source_reason: String,
    /// What the text layer is worth, for pages of a PDF.
    pub text_layer: Option<Judgement>,
    /// What the restored text layer is worth beside the page image; absent where only one was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// What was done to the page image before it was read; nothing for a page that is good as it is.
    pub cleaning: Vec<Step>,
    /// What was read a second time; absent where nothing was doubtful.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_reading: Option<SecondReading>,
    /// What of `text.original` stands on this page.
    pub span: Span,
    /// Mean confidence of the words, 0 to 1; `null` where the reader gives none.
    pub confidence: Option<f32>,
    /// What the reader gave.
    pub raw_text: String,
    /// Every printed line, in reading order and restored, running heads and page numbers too.
    pub text: String,
    /// The parts of the page, in reading order.
    pub blocks: Vec<BlockRecord>,
    /// The lines with their words, with `--words`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineRecord>>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlockRecord {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub bbox: BBox,
    /// What of `text.original` it holds; `null` for parts kept out of it.
    pub span: Option<Span>,
}

/// A printed line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineRecord {
    /// What the line is on its page.
    pub role: LineRole,
    /// The characters as read.
    pub text: String,
    /// Where it stands.
    pub bbox: BBox,
    /// The same characters in `text.original`; `null` for lines kept out of it.
    pub span: Option<Span>,
    /// Its words, for lines of `text.original`.
    pub words: Vec<WordRecord>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WordRecord {
    /// The characters as read.
    pub text: String,
    /// The same characters in `text.original`.
    pub span: Span,
    /// Where it stands.
    pub bbox: BBox,
    /// The reader's confidence, 0 to 1; `null` for a text layer.
    pub confidence: Option<f32>,
}

/// What the reading stage knows of a page beside its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageFacts {
    /// Page number in the file, from 1.
    pub index: u32,
    /// Width as displayed, in PDF points.
    pub width: f32,
    /// Height as displayed, in PDF points.
    pub height: f32,
    /// Resolution of the page image that was read.
    pub dpi: Option<f32>,
    /// Where the text was taken from; `None` for a page that could not be read.
    pub text_source: Option<TextSource>,
    /// Why from there, or why the page could not be read.
    pub reason: String,
    /// What the text layer is worth.
    pub text_layer: Option<Judgement>,
    /// Whether the words are the very characters that were printed: a good text layer, made by no OCR.
    pub exact: bool,
    /// What the text layer is worth beside the page image, where both were read.
    pub comparison: Option<Comparison>,
    /// What was done to the page image before it was read.
    pub cleaning: Vec<Step>,
    /// What was read a second time.
    pub second_reading: Option<SecondReading>,
    /// What stood in the file, where it is not what the words say (a legacy encoding).
    pub raw_text: Option<String>,
}

/// Puts together what the output says of the pages. `facts` are in page order, one for each page
/// read; `words` asks for lines and words.
pub fn pages(
    facts: &[PageFacts],
    text: &Text,
    restored: &Restored,
    words: bool,
) -> Vec<PageRecord> {
    let original = Characters::new(&restored.original);
    let after = Characters::new(&restored.text);
    facts
        .iter()
        .map(|facts| {
            let page = text.pages.iter().find(|p| p.index == facts.index);
            let mut record = PageRecord {
                index: facts.index,
                width: facts.width,
                height: facts.height,
                dpi: facts.dpi,
                text_source: facts.text_source,
                text_source_reason: facts.reason.clone(),
                text_layer: facts.text_layer.clone(),
                comparison: facts.comparison,
                cleaning: facts.cleaning.clone(),
                second_reading: facts.second_reading,
                span: Span::default(),
                confidence: None,
                raw_text: String::new(),
                text: String::new(),
                blocks: Vec::new(),
                lines: words.then(Vec::new),
            };
            if let Some(page) = page {
                record.span = page.span;
                let raw_text = facts.raw_text.as_ref().unwrap_or(&page.raw_text);
                record.raw_text.clone_from(raw_text);
                record.text = printed_text(page, restored, &after);
                record.confidence = mean_confidence(text, page);
                record.blocks = page
                    .blocks
                    .iter()
                    .map(|block| BlockRecord {
                        kind: block.kind,
                        bbox: block.bbox,
                        span: block.span,
                    })
                    .collect();
                if words {
                    record.lines = Some(
                        page.lines
                            .iter()
                            .map(|l| line(l, page.index, text, &original))
                            .collect(),
                    );
                }
            }
            record
        })
        .collect()
}

/// Every printed line of a page, restored where it belongs to the text; the page's part of the
/// text where it has no lines (a text file).
fn printed_text(page: &TextPage, restored: &Restored, after: &Characters<'_>) -> String {
    if page.lines.is_empty() {
        return after.get(restored.to_restored(page.span)).to_owned();
    }
    let lines: Vec<&str> = page
        .lines
        .iter()
        .map(|line| match line.span {
            // Nothing is restored there, or the edit reaches over the line's end: as it stands.
            Some(span) if !span.is_empty() => after.get(restored.to_restored(span)),
            _ => line.text.as_str(),
        })
        .collect();
    lines.join("\n")
}

fn mean_confidence(text: &Text, page: &TextPage) -> Option<f32> {
    let confidences: Vec<f32> = text
        .words_in(page.span)
        .iter()
        .filter_map(|w| w.confidence)
        .collect();
    let count = confidences.len();
    (count > 0).then(|| confidences.iter().sum::<f32>() / count as f32)
}

fn line(line: &Line, page: u32, text: &Text, original: &Characters<'_>) -> LineRecord {
    let words = line.span.map_or(&[][..], |span| text.words_in(span));
    LineRecord {
        role: line.role,
        text: line.text.clone(),
        bbox: line.bbox,
        span: line.span,
        words: words
            .iter()
            .filter(|word| word.page == page)
            .map(|word| WordRecord {
                text: original.get(word.span).to_owned(),
                span: word.span,
                bbox: word.bbox,
                confidence: word.confidence,
            })
            .collect(),
    }
}

/// A text that is cut by code points in constant time.
struct Characters<'t> {
    text: &'t str,
    /// Byte offset of every code point, and the length at the end.
    offsets: Vec<u32>,
}

impl<'t> Characters<'t> {
    fn new(text: &'t str) -> Self {
        let mut offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
        offsets.push(text.len() as u32);
        Self { text, offsets }
    }

    fn get(&self, span: Span) -> &'t str {
        let at = |point: usize| self.offsets[point.min(self.offsets.len() - 1)] as usize;
        &self.text[at(span.start)..at(span.end)]
    }
}
