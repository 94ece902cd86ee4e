//! The types of a text that remembers where on which page each of its characters stands.

use crate::page::{PageWords, Rule, Stamped};
use crate::span::{BBox, Span, pieces};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One page as its reader gave it: what [`assemble`](super::assemble) takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageReading {
    /// Page number in its file, from 1.
    pub index: u32,
    /// Width of the page as displayed, in PDF points.
    pub width: f32,
    /// Height of the page as displayed, in PDF points.
    pub height: f32,
    /// The words; boxes in PDF points from the top left of the page as displayed.
    pub words: PageWords,
    /// Ruled frames that may be those of an incoming-mail stamp.
    pub frames: Vec<BBox>,
    /// Ruling lines, in points from the top left of the page as displayed.
    pub rules: Vec<Rule>,
}

/// One text in reading order, and where on the pages each part of it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// The text that all spans index, before restoration: for pages, everything printed but
    /// running heads, page numbers, stamps and margin notes, a paragraph a line; for a text file, the file
    /// unchanged.
    pub original: String,
    /// The pages in order; empty for a text file without pages.
    pub pages: Vec<TextPage>,
    /// The words of `original` with their places, by position; empty for a text file.
    pub words: Vec<WordSpan>,
    /// Where printed lines were joined into one line of `original`, by position.
    pub joins: Vec<Join>,
}

/// A page of a [`Text`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextPage {
    /// Page number in its file, from 1.
    pub index: u32,
    /// Width as displayed, in PDF points (0 for a text file).
    pub width: f32,
    /// Height as displayed, in PDF points (0 for a text file).
    pub height: f32,
    /// What of `original` stands on this page; empty on a page with nothing but running heads.
    pub span: Span,
    /// The lines as the reader gave them, in its order, joined by LF.
    pub raw_text: String,
    /// Every printed line in reading order, those that are kept out of `original` too.
    pub lines: Vec<Line>,
    /// The blocks in reading order, running heads and page numbers too.
    pub blocks: Vec<Block>,
}

/// A printed line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What the line is on its page.
    pub role: LineRole,
    /// The characters as read.
    pub text: String,
    /// The same characters in `original`; `None` for lines kept out of it.
    pub span: Option<Span>,
    /// The box of the line.
    pub bbox: BBox,
    /// Index into the page's `blocks`.
    pub block: usize,
}

/// Whether a printed line belongs to the document's own text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineRole {
    /// Text of the document: has a span in `original`.
    Body,
    /// The same line at the top of three pages or more.
    RunningHead,
    /// The same line at the foot of three pages or more.
    RunningFoot,
    /// Digits alone in the top or bottom margin.
    PageNumber,
    /// Inside the stamp of incoming mail, which the receiver set on the page.
    Stamp,
    /// Beside the column of running text.
    MarginNote,
}

/// A part of a page that is read as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What kind of part.
    pub kind: BlockKind,
    /// Its box on the page.
    pub bbox: BBox,
    /// What of `original` it holds; `None` for blocks kept out of it.
    pub span: Option<Span>,
}

/// What a part of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockKind {
    /// Left column of the letterhead: agencies and number (*cơ quan ban hành, số, ký hiệu*).
    LetterheadLeft,
    /// Right column of the letterhead: national motto, place and date (*Quốc hiệu, địa danh*).
    LetterheadRight,
    /// Centred lines: type, subject, chapter headings (*tên loại, trích yếu, chương*).
    Title,
    /// Running text, a paragraph a line.
    Paragraph,
    /// Rows of cells; in `original` a row is one line with a TAB between cells.
    Table,
    /// Left column at the end: recipients (*nơi nhận*).
    Recipients,
    /// Right column at the end: who signs (*chữ ký*).
    Signature,
    /// The stamp of incoming mail (*dấu công văn đến*), kept out of `original`.
    Stamp,
    /// A note in the margin (*ghi chú bên lề*), kept out of `original`.
    MarginNote,
    /// The visible text of a digital signature (*Ký bởi …*).
    DigitalSignature,
    /// A running head, kept out of `original`.
    RunningHead,
    /// A running foot, kept out of `original`.
    RunningFoot,
    /// A page number, kept out of `original`.
    PageNumber,
}

/// A word of `original`, where it stands and how surely it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct WordSpan {
    /// Code points of `original`.
    pub span: Span,
    /// Page number in the file, from 1.
    pub page: u32,
    /// Its box on that page.
    pub bbox: BBox,
    /// The reader's confidence, 0 to 1; `None` for a text layer.
    pub confidence: Option<f32>,
    /// Whether its digits were not printed but written or stamped.
    pub by_hand: bool,
    /// What a stamp over its line does to it.
    pub stamped: Option<Stamped>,
}

/// A place where two printed lines became one line of `original`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// What stands between them in `original`: one space, or nothing (an empty range).
    pub at: Span,
    /// Why they were joined.
    pub kind: JoinKind,
}

/// Why two printed lines were joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinKind {
    /// A paragraph that the line width wrapped.
    Wrapped,
    /// A paragraph that a page break cut.
    PageBreak,
}

impl Text {
    /// A text file: `original` is `text` unchanged. Form feeds, where there are any, end pages.
    pub fn from_plain(text: impl Into<String>) -> Self {
        let original = text.into();
        let mut pages = Vec::new();
        if original.contains('\u{c}') {
            let mut start = 0;
            for (at, part) in original.split('\u{c}').enumerate() {
                let end = start + part.chars().count();
                pages.push(TextPage {
                    index: at as u32 + 1,
                    span: Span::new(start, end),
                    raw_text: part.to_owned(),
                    ..TextPage::default()
                });
                start = end + 1;
            }
            if pages.last().is_some_and(|page| page.span.is_empty()) {
                pages.pop();
            }
        }
        Self {
            original,
            pages,
            ..Self::default()
        }
    }

    /// Ascending stretches, each as a text of its own: for several documents in a file. Positions count
    /// from the beginning of the stretch; a page on which it begins or ends is there with its lines and
    /// blocks of the stretch, and with all of its raw text. Linear in the text, however many there are.
    pub fn parts(&self, spans: &[Span]) -> Vec<Self> {
        let whole = self.original.chars().count();
        let originals = pieces(&self.original, spans).into_iter().zip(spans);
        originals
            .map(|(original, span)| self.part(*span, original, whole))
            .collect()
    }

    fn part(&self, span: Span, original: &str, whole: usize) -> Self {
        // What lies in the stretch, and where there.
        let inside = |s: Span| {
            let cut = Span::new(
                s.start.clamp(span.start, span.end) - span.start,
                s.end.clamp(span.start, span.end) - span.start,
            );
            let empty_here =
                s.is_empty() && s.start >= span.start && (s.start < span.end || span.end == whole);
            (!cut.is_empty() || empty_here).then_some(cut)
        };
        let pages = around(&self.pages, span, |page| page.span)
            .iter()
            .filter_map(|page| {
                let cut = inside(page.span)?;
                let keeps = |s: Option<Span>| s.is_none_or(|s| inside(s).is_some());
                let mut place = Vec::with_capacity(page.blocks.len());
                let mut blocks = Vec::new();
                for block in &page.blocks {
                    place.push(blocks.len());
                    if keeps(block.span) {
                        blocks.push(Block {
                            span: block.span.and_then(inside),
                            ..block.clone()
                        });
                    }
                }
                let lines = page.lines.iter().filter(|line| keeps(line.span));
                Some(TextPage {
                    span: cut,
                    lines: lines
                        .map(|line| Line {
                            span: line.span.and_then(inside),
                            block: place[line.block],
                            ..line.clone()
                        })
                        .collect(),
                    blocks,
                    ..page.clone()
                })
            })
            .collect();
        Self {
            original: original.to_owned(),
            pages,
            words: around(&self.words, span, |word| word.span)
                .iter()
                .filter_map(|word| {
                    Some(WordSpan {
                        span: inside(word.span)?,
                        ..word.clone()
                    })
                })
                .collect(),
            joins: around(&self.joins, span, |join| join.at)
                .iter()
                .filter_map(|join| {
                    Some(Join {
                        at: inside(join.at)?,
                        ..*join
                    })
                })
                .collect(),
        }
    }

    /// The words that share a code point with `span`, in order. Logarithmic in the words.
    pub fn words_in(&self, span: Span) -> &[WordSpan] {
        let from = self.words.partition_point(|w| w.span.end <= span.start);
        let to = self.words.partition_point(|w| w.span.start < span.end);
        &self.words[from..to.max(from)]
    }

    /// The page (number in the file) on which `span` begins.
    pub fn page_of(&self, span: Span) -> Option<u32> {
        if let Some(word) = self.words_in(span).first() {
            return Some(word.page);
        }
        let at = self.pages.partition_point(|p| p.span.end <= span.start);
        self.pages
            .get(at)
            .filter(|p| p.span.start <= span.start)
            .map(|p| p.index)
    }

    /// The page on which `span` begins, and the box of its words on that page.
    pub fn place_of(&self, span: Span) -> Option<(u32, BBox)> {
        let words = self.words_in(span);
        let first = words.first()?;
        let bbox = words
            .iter()
            .take_while(|w| w.page == first.page)
            .map(|w| w.bbox)
            .reduce(BBox::union)?;
        Some((first.page, bbox))
    }

    /// The lowest confidence of the words of `span`; `None` where none has one.
    pub fn confidence_of(&self, span: Span) -> Option<f32> {
        self.words_in(span)
            .iter()
            .filter_map(|w| w.confidence)
            .min_by(f32::total_cmp)
    }
}

/// Those of ascending items that touch a span.
fn around<T>(items: &[T], span: Span, place: impl Fn(&T) -> Span) -> &[T] {
    let from = items.partition_point(|item| place(item).end < span.start);
    let to = items.partition_point(|item| place(item).start <= span.end);
    &items[from..to.max(from)]
}
