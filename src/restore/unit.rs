//! Bytes in, bytes out: what `vanban restore` does with one unit of its input.
//!
//! Bytes that are not UTF-8 stand in the text as U+FFFD while it is restored and are put back as they were;
//! a change that would cover one of them is not made.

use super::{Condition, Edit, Options, Worker};
use crate::span::Span;
use serde::Serialize;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A stretch of input that is restored for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The bytes, line ends included.
    pub bytes: Vec<u8>,
    /// Number of the document in its input, from 1.
    pub document: usize,
    /// Number of its first line in the input, from 1.
    pub line: usize,
    /// Code points of that line that stand before the unit.
    pub column: usize,
}

/// A unit restored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Output<'n> {
    /// As many lines as came in, with their line ends.
    pub bytes: Vec<u8>,
    /// The changes, by position, if they were wanted.
    pub edits: Vec<LineEdit<'n>>,
    /// Lines that hold bytes which are not UTF-8, with the number of such bytes.
    pub bad_lines: Vec<(usize, usize)>,
}

/// What is wanted of a unit besides its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The whole output in NFC.
    pub nfc: bool,
    /// The changes, listed.
    pub edits: bool,
}

/// A change as `--edits` lists it: positions are code points in the line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LineEdit<'n> {
    /// The input's name.
    pub input: &'n str,
    /// Number of the document in the input, from 1.
    pub document: usize,
    /// Number of the line in the input, from 1.
    pub line: usize,
    /// First code point before the change.
    pub start: usize,
    /// One past the last code point before the change.
    pub end: usize,
    /// First code point after the change.
    pub start_after: usize,
    /// One past the last code point after the change.
    pub end_after: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// What the line suffers from.
    pub condition: Condition,
    /// Why it was changed.
    pub reason: Cow<'static, str>,
    /// Calibrated probability that the change is right.
    pub confidence: f32,
    /// Score over the best other reading, in nats.
    pub margin: f32,
}

/// Restores a unit of the input called `name`.
pub fn restore_unit<'n>(
    worker: &mut Worker,
    unit: &Unit,
    name: &'n str,
    options: &Options,
    wanted: Wanted,
) -> Output<'n> {
    let (text, bad) = decode(&unit.bytes);
    let restored = worker.restore(&text, options);
    let is_untouched = |edit: &Edit| {
        let at = bad.partition_point(|(point, _)| *point < edit.before_span.start);
        bad.get(at)
            .is_none_or(|(point, _)| *point >= edit.before_span.end)
    };
    let mut writer = Writer {
        rest: &text,
        point: 0,
        bad: &bad,
        place: Place {
            line: unit.line,
            column: unit.column,
            column_after: unit.column,
        },
        wanted,
        output: Output {
            bytes: Vec::with_capacity(restored.text.len()),
            ..Output::default()
        },
    };
    for edit in restored.edits.into_iter().filter(is_untouched) {
        writer.upto(edit.before_span.start);
        let edit = LineEdit::new(edit, name, unit.document, &writer.place);
        writer.replace(edit);
    }
    writer.upto(usize::MAX);
    writer.output
}

/// A unit on its way from the text to the output.
struct Writer<'t, 'n> {
    rest: &'t str,
    /// Code points before `rest`.
    point: usize,
    /// The bytes that are not UTF-8, with their code points, from `rest` on.
    bad: &'t [(usize, u8)],
    place: Place,
    wanted: Wanted,
    output: Output<'n>,
}

impl<'t, 'n> Writer<'t, 'n> {
    /// Copies what stands before a code point.
    fn upto(&mut self, end: usize) {
        while let Some((&(point, byte), later)) = self.bad.split_first()
            && point < end
        {
            self.copy(point);
            self.skip(point + 1);
            self.output.bytes.push(byte);
            match self.output.bad_lines.last_mut() {
                Some((line, count)) if *line == self.place.line => *count += 1,
                _ => self.output.bad_lines.push((self.place.line, 1)),
            }
            self.bad = later;
        }
        self.copy(end);
    }

    fn copy(&mut self, end: usize) {
        let text = self.skip(end);
        push(&mut self.output.bytes, text, self.wanted.nfc);
    }

    /// Passes by what stands before a code point.
    fn skip(&mut self, end: usize) -> &'t str {
        let mut length = 0;
        for c in self.rest.chars().take(end.saturating_sub(self.point)) {
            length += c.len_utf8();
            self.point += 1;
            self.place.pass(c);
        }
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        text
    }

    /// Writes what an edit puts in the place of what stands there.
    fn replace(&mut self, edit: LineEdit<'n>) {
        let before = self.place.clone();
        let end = self.point + (edit.end - edit.start);
        self.skip(end);
        self.place = Place {
            column: edit.end,
            column_after: edit.end_after,
            ..before
        };
        push(&mut self.output.bytes, &edit.after, self.wanted.nfc);
        if self.wanted.edits {
            self.output.edits.push(edit);
        }
    }
}

fn push(bytes: &mut Vec<u8>, text: &str, nfc: bool) {
    if nfc {
        bytes.extend(text.nfc().collect::<String>().into_bytes());
    } else {
        bytes.extend_from_slice(text.as_bytes());
    }
}

/// The text of `bytes` with U+FFFD for every byte that is not UTF-8, and those bytes with their code points.
fn decode(bytes: &[u8]) -> (String, Vec<(usize, u8)>) {
    let mut text = String::with_capacity(bytes.len());
    let mut bad = Vec::new();
    let mut points = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        points += chunk.valid().chars().count();
        for byte in chunk.invalid() {
            bad.push((points, *byte));
            points += 1;
            text.push('\u{fffd}');
        }
    }
    (text, bad)
}

#[derive(Debug, Clone)]
struct Place {
    line: usize,
    column: usize,
    column_after: usize,
}

impl Place {
    fn pass(&mut self, c: char) {
        if c == '\n' {
            *self = Self {
                line: self.line + 1,
                column: 0,
                column_after: 0,
            };
        } else {
            self.column += 1;
            self.column_after += 1;
        }
    }
}

impl<'n> LineEdit<'n> {
    fn new(edit: Edit, input: &'n str, document: usize, place: &Place) -> Self {
        let Span { start, end } = edit.before_span;
        Self {
            input,
            document,
            line: place.line,
            start: place.column,
            end: place.column + (end - start),
            start_after: place.column_after,
            end_after: place.column_after + edit.after_span.len(),
            before: edit.before,
            after: edit.after,
            condition: edit.condition,
            reason: edit.reason,
            confidence: edit.confidence,
            margin: edit.margin,
        }
    }
}
