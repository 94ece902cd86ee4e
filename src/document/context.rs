//! What every part of the parser sees: the text, its folded copy, its lines, and what is known so far.
//!
//! Positions inside the parser are code points of [`Context::text`] (restored, composed, rows unfolded);
//! [`Context::field`] and [`Context::original`] turn them into positions of the original text.
//! The parser fills the later fields stage by stage, in the order of [`super::parse`].

use super::anchors;
use super::capitals;
use super::fold::{Case, Plain};
use super::positions::{ByteIndex, PositionMap, composed};
use super::rows;
use super::types::*;
use crate::restore::Restored;
use crate::span::Span;

/// A physical line, without its end mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The whole line.
    pub span: Span,
    /// The line without blanks at both ends; empty for a blank line.
    pub trim: Span,
    /// Page, from 1, where pages are known.
    pub page: Option<usize>,
    /// Number of its line in the text, from 1: a row of cells is several lines here and one there.
    pub number: usize,
}

impl Line {
    /// Whether there is nothing on it.
    pub fn is_blank(&self) -> bool {
        self.trim.is_empty()
    }
}

/// What a page image says of a word beyond its characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A number written by hand. One of the letterhead that was hardly read is left out: an archive is better off
    /// with a gap than with a wrong number.
    ByHand {
        /// How surely it was read, 0 to 1.
        sure: f32,
    },
    /// It was read under a stamp.
    UnderStamp,
    /// A stamp hides words beside it, on its line or on the next one.
    BesideHidden,
}

impl Mark {
    /// How sure a field can be that holds such a word, and what its note says.
    fn caution(self) -> Option<(f32, &'static str)> {
        match self {
            Self::ByHand { .. } => None,
            Self::UnderStamp => Some((0.7, "partly read under a stamp")),
            Self::BesideHidden => Some((0.5, "a stamp hides words of it")),
        }
    }
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Neither numbered nor a bullet.
    Plain,
    /// A numbered unit; the index into [`Context::nodes`].
    Numbered(usize),
    /// A bullet: depth 1 for `-`, 2 for `+` under it, and so on.
    Bullet(u8),
    /// Lines of a table; the index into [`Context::tables`].
    Table(usize),
}

/// Lines that belong together: wrapped lines and page breaks are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// From marker to last character; it may hold line ends and blank lines.
    pub span: Span,
    /// The text after the marker.
    pub content: Span,
    /// Index of the first line.
    pub first_line: usize,
    /// Index of the last line.
    pub last_line: usize,
    /// What it is.
    pub kind: ParagraphKind,
    /// The zone it stands in.
    pub zone: ZoneKind,
    /// The innermost numbered unit around it (for a numbered unit: itself); index into [`Context::nodes`].
    pub section: Option<usize>,
}

/// A numbered unit with its place in the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The output form; its spans are already those of the original.
    pub out: NumberedNode,
    /// The unit around it; index into [`Context::nodes`].
    pub parent: Option<usize>,
    /// Its paragraph; index into [`Context::paragraphs`].
    pub paragraph: usize,
    /// Everything from its marker to the end of its last descendant.
    pub extent: Span,
}

/// What every part of the parser sees.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The restored text, composed (NFC).
    pub text: String,
    /// One ASCII byte for each code point of `text`: a byte offset here *is* a code point there.
    pub folded: String,
    /// The original text, which output spans point into.
    pub source_text: String,
    /// The physical lines.
    pub lines: Vec<Line>,
    /// Letterhead and title, once read.
    pub header: Header,
    /// Preamble, once read; `legal_bases` is filled in last.
    pub preamble: Preamble,
    /// The folded names of the addressees, once read, without `Các` before them.
    pub addressed: Vec<String>,
    /// Recipients and signature, once read.
    pub footer: Footer,
    /// For each line the zone it stands in, once known.
    pub zone_of_line: Vec<ZoneKind>,
    /// Tables, once found.
    pub tables: Vec<Table>,
    /// Paragraphs of all zones but chrome, in order, once built.
    pub paragraphs: Vec<Paragraph>,
    /// Numbered units, in order, once built.
    pub nodes: Vec<Node>,
    /// The province or city of the document (`Đồng Nai`), as far as header and text say it.
    pub province: Option<String>,
    /// What the page image says of some words of the original text.
    pub marks: Vec<(Span, Mark)>,
    cases: Vec<Case>,
    /// The line of every [`BLOCK`]th code point.
    line_of_block: Vec<u32>,
    /// What was set in capitals again.
    raised: Vec<Span>,
    index: ByteIndex,
    source_index: ByteIndex,
    map: PositionMap,
}

impl Context {
    /// The lines and the folded copy of a text; everything else is still empty.
    pub fn new(restored: &Restored) -> Self {
        let (mut text, read, map) = composed(restored);
        let Plain {
            mut folded,
            cases,
            index,
            ..
        } = read;
        let unchanged = text == restored.original;
        let ends = rows::unfold(&mut text, &mut folded, &index);
        let lines = split_lines(&folded, &ends);
        let line_of_block = line_of_block(&lines, folded.len());
        let source_index = if unchanged {
            index.clone()
        } else {
            ByteIndex::new(&restored.original)
        };
        let mut context = Self {
            cases,
            line_of_block,
            index,
            source_index,
            source_text: restored.original.clone(),
            zone_of_line: vec![ZoneKind::Body; lines.len()],
            text,
            folded,
            lines,
            map,
            ..Self::default()
        };
        capitals::give_back(&mut context);
        context
    }

    /// Sets a span in the capitals that it was printed in; no position moves.
    pub(super) fn raise(&mut self, span: Span) {
        let byte = |at| self.index.byte(&self.text, at);
        let (from, to) = (byte(span.start), byte(span.end));
        let capitals = self.text[from..to].to_uppercase();
        // `ß` would become two letters.
        if capitals.len() == to - from && capitals.chars().count() == span.len() {
            for (case, c) in self.cases[span.start..span.end]
                .iter_mut()
                .zip(capitals.chars())
            {
                *case = Case::of(c);
            }
            self.text.replace_range(from..to, &capitals);
            self.raised.push(span);
        }
    }

    /// Number of code points of the original text.
    pub fn original_chars(&self) -> usize {
        self.source_index.chars()
    }

    /// The parsed text of a span, as it stands (line ends and all).
    pub fn slice(&self, span: Span) -> &str {
        self.index.slice(&self.text, span)
    }

    /// The folded text of a span.
    pub fn fold(&self, span: Span) -> &str {
        let end = span.end.min(self.folded.len());
        &self.folded[span.start.min(end)..end]
    }

    /// The case of the character at a position.
    pub fn case(&self, at: usize) -> Case {
        self.cases.get(at).copied().unwrap_or(Case::None)
    }

    /// Whether a span is written in capitals, a slip or two of the reader allowed.
    pub fn is_capitals(&self, span: Span) -> bool {
        let end = span.end.min(self.cases.len());
        let cases = &self.cases[span.start.min(end)..end];
        anchors::capitals(cases.len(), cases.iter().copied())
    }

    /// The parsed text of a span in one line: runs of blanks and line ends become one blank;
    /// inside a code that a line end cuts (`71/NQ-` + `CP`) they vanish.
    pub fn joined(&self, span: Span) -> String {
        join_lines(self.slice(span))
    }

    /// The span of the original text.
    pub fn original(&self, span: Span) -> Span {
        self.map.original(span)
    }

    /// The span of the parsed text that a span of the original became.
    pub fn parsed(&self, span: Span) -> Span {
        self.map.parsed(span)
    }

    /// The innermost numbered unit around a position; index into [`Context::nodes`].
    pub fn node_at(&self, at: usize) -> Option<usize> {
        let mut node = self
            .nodes
            .partition_point(|n| n.extent.start <= at)
            .checked_sub(1);
        while let Some(index) = node {
            if self.nodes[index].extent.end > at {
                break;
            }
            node = self.nodes[index].parent;
        }
        node
    }

    /// The original characters of a span.
    pub fn original_text(&self, span: Span) -> &str {
        self.source_index
            .slice(&self.source_text, self.original(span))
    }

    /// The same, to keep.
    pub fn raw(&self, span: Span) -> String {
        self.original_text(span).to_owned()
    }

    /// Whether anything inside the span is not as the text had it: changed by the restorer, or its capitals.
    pub fn restored(&self, span: Span) -> bool {
        self.map.changed(span) || self.raised.iter().any(|raised| raised.overlaps(span))
    }

    /// How surely a number was read that was written by hand; `None` for print.
    pub fn hand(&self, span: Span) -> Option<f32> {
        let sure = |mark| match mark {
            Mark::ByHand { sure } => Some(sure),
            _ => None,
        };
        self.marks_on(span).filter_map(sure).reduce(f32::min)
    }

    fn marks_on(&self, span: Span) -> impl Iterator<Item = Mark> {
        let original = self.original(span);
        let on = self
            .marks
            .iter()
            .filter(move |(at, _)| at.overlaps(original));
        on.map(|(_, mark)| *mark)
    }

    /// Index of the line that holds a position.
    pub fn line_at(&self, at: usize) -> usize {
        let block = (at / BLOCK).min(self.line_of_block.len() - 1);
        let mut line = self.line_of_block[block] as usize;
        while self.lines.get(line + 1).is_some_and(|l| l.span.start <= at) {
            line += 1;
        }
        line
    }

    /// The lines (from 1) of a span's first and last character.
    pub fn line_numbers(&self, span: Span) -> (usize, usize) {
        let last = span.end.saturating_sub(1).max(span.start);
        (
            self.line_number(self.line_at(span.start)),
            self.line_number(self.line_at(last)),
        )
    }

    /// The number (from 1) that a line has in the text.
    pub fn line_number(&self, line: usize) -> usize {
        self.lines.get(line).map_or(line + 1, |l| l.number)
    }

    /// The page of a position, where pages are known.
    pub fn page_at(&self, at: usize) -> Option<usize> {
        self.lines.get(self.line_at(at)).and_then(|l| l.page)
    }

    /// The paragraph that holds a place.
    pub fn paragraph_at(&self, at: usize) -> Option<&Paragraph> {
        let next = self.paragraphs.partition_point(|p| p.span.start <= at);
        let last = self.paragraphs.get(next.checked_sub(1)?)?;
        (at < last.span.end).then_some(last)
    }

    /// The zone of a position.
    pub fn zone_at(&self, at: usize) -> ZoneKind {
        self.zone_of_line
            .get(self.line_at(at))
            .copied()
            .unwrap_or_default()
    }

    /// The text of a line without blanks at both ends.
    pub fn line(&self, index: usize) -> &str {
        self.slice(self.lines[index].trim)
    }

    /// The folded text of a line without blanks at both ends.
    pub fn folded_line(&self, index: usize) -> &str {
        self.fold(self.lines[index].trim)
    }

    /// A field whose value is the text of a span, with all its evidence.
    pub fn field(&self, span: Span, confidence: f32) -> Field {
        self.field_with(span, self.joined(span), confidence)
    }

    /// A field with a given value and the evidence of a span.
    pub fn field_with(&self, span: Span, value: impl Into<String>, confidence: f32) -> Field {
        let original = self.original(span);
        let (line, line_end) = self.line_numbers(span);
        let cautions = self.marks_on(span).filter_map(Mark::caution);
        let caution = cautions.min_by(|a, b| a.0.total_cmp(&b.0));
        Field {
            value: Some(value.into()),
            raw: Some(
                self.source_index
                    .slice(&self.source_text, original)
                    .to_owned(),
            ),
            source: if self.restored(span) {
                FieldSource::Restored
            } else {
                FieldSource::Text
            },
            line: Some(line),
            line_end: Some(line_end),
            start: Some(original.start),
            end: Some(original.end),
            page: self.page_at(span.start),
            confidence: caution.map_or(confidence, |(sure, _)| confidence.min(sure)),
            note: caution.map(|(_, note)| note.to_owned()),
            ..Field::default()
        }
    }
}

/// Joins the lines of a text into one.
pub fn join_lines(text: &str) -> String {
    if is_joined(text) {
        return text.to_owned();
    }
    let mut joined = String::with_capacity(text.len());
    let mut pending = false;
    let mut broken = false;
    for c in text.chars() {
        if c.is_whitespace() {
            pending = true;
            broken |= c == '\n';
            continue;
        }
        if pending && !joined.is_empty() && !(broken && cut_code(&joined, c)) {
            joined.push(' ');
        }
        (pending, broken) = (false, false);
        joined.push(c);
    }
    joined
}

/// Whether a text is one line with single blanks already, as far as its bytes show that at once.
fn is_joined(text: &str) -> bool {
    let mut blank = true;
    for byte in text.bytes() {
        match byte {
            b' ' if blank => return false,
            // Line ends and tabs; the first bytes of wide blanks.
            0x09..=0x0D | 0xC2 | 0xE2 | 0xE3 => return false,
            _ => blank = byte == b' ',
        }
    }
    !blank
}

/// Whether a line end stands inside a code: `71/NQ-` + `CP`, `57-` + `NQ/TW`, but not `Bà Rịa -` + `Vũng Tàu`.
fn cut_code(before: &str, next: char) -> bool {
    let Some(head) = before.strip_suffix(['-', '/']) else {
        return false;
    };
    let word = head.rsplit(char::is_whitespace).next().unwrap_or_default();
    next.is_uppercase()
        && word.chars().next().is_some_and(|c| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_uppercase() || matches!(c, '/' | '-' | '.' | '&'))
}

/// So many code points lie between two whose line is kept.
const BLOCK: usize = 64;

fn line_of_block(lines: &[Line], length: usize) -> Vec<u32> {
    let mut line = 0;
    (0..=length / BLOCK)
        .map(|block| {
            let starts = lines[line + 1..].iter().map(|l| l.span.start);
            line += starts.take_while(|start| *start <= block * BLOCK).count();
            line as u32
        })
        .collect()
}

/// The lines of a text; their numbers are those of the text itself, where `ends` says what differs.
fn split_lines(folded: &str, ends: &rows::LineEnds) -> Vec<Line> {
    let bytes = folded.as_bytes();
    let blank = |b: u8| b.is_ascii_whitespace() || b == 0x0B;
    let has_pages = bytes.contains(&0x0C);
    let (mut page, mut number) = (1, 1);
    let mut added = ends.added.iter().peekable();
    let mut removed = ends.removed.iter().peekable();
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        let (mut a, mut z) = (start, end);
        while a < z && blank(bytes[a]) {
            page += usize::from(bytes[a] == 0x0C);
            a += 1;
        }
        while z > a && blank(bytes[z - 1]) {
            z -= 1;
        }
        lines.push(Line {
            span: Span::new(start, end),
            trim: Span::new(a, z),
            page: has_pages.then_some(page),
            number,
        });
        page += memchr::memchr_iter(0x0C, &bytes[a..end]).count();
        if end == bytes.len() {
            return lines;
        }
        while removed.next_if(|at| **at < end).is_some() {
            number += 1;
        }
        number += usize::from(added.next_if(|at| **at == end).is_none());
        start = end + 1;
    }
}
