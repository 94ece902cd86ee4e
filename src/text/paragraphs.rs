//! Which printed lines are one paragraph: decided by line width, indent, distance and, where these
//! leave it open, by list markers and the punctuation at the line's end.

use super::frame::Frame;
use super::rows::{Row, Segment};

/// A printed line of a column, as far as joining needs it.
pub(super) struct Printed<'r, 'p> {
    pub segment: &'r Segment<'p>,
    pub base: f32,
    pub height: f32,
}

impl<'r, 'p> Printed<'r, 'p> {
    pub fn new(segment: &'r Segment<'p>, row: &Row) -> Self {
        Self {
            segment,
            base: row.base,
            height: row.height,
        }
    }

    fn last(&self) -> &str {
        self.segment.words.last().map_or("", |w| &w.text)
    }

    fn first(&self) -> &str {
        self.segment.words.first().map_or("", |w| &w.text)
    }

    fn in_capitals(&self) -> bool {
        let letters = |w: &&crate::page::Word| w.text.chars().any(char::is_alphabetic);
        self.segment
            .words
            .iter()
            .copied()
            .filter(letters)
            .all(|w| !w.text.chars().any(char::is_lowercase))
    }

    /// Whether the next line's first word would not have fitted on this one.
    fn full(&self, next: &Self, frame: &Frame) -> bool {
        let word = next.segment.words.first().map_or(0.0, |w| w.bbox.width());
        let free = frame.right - self.segment.x1();
        free < word + 0.5 * self.height
    }

    /// Set in the middle of the frame, clear of both its edges.
    pub fn centred(&self, frame: &Frame) -> bool {
        let left = self.segment.x0() - frame.left;
        let right = frame.right - self.segment.x1();
        let indented = frame
            .indent
            .is_some_and(|x| (x - self.segment.x0()).abs() < 0.5 * self.height);
        !indented
            && !is_bullet(self.first())
            && left > 1.2 * self.height
            && right > 1.2 * self.height
            && (left - right).abs() < 0.12 * frame.width()
    }
}

/// Whether `next` goes on with the paragraph of `line`, both on one page.
pub(super) fn continues(line: &Printed, next: &Printed, frame: &Frame) -> bool {
    let step = next.base - line.base;
    if step > 1.45 * frame.pitch.max(1.1 * line.height) {
        return false;
    }
    if halves_of_code(line.last(), next.first()) {
        return true;
    }
    // Heads stay lines of their own, but for the wrapped ones that go on in small letters.
    if next.centred(frame) && next.segment.x0() > line.segment.x0() - 4.0 * line.height {
        // A heading in capitals is whole; its subject may have lost the capital it begins with.
        let heading = line.in_capitals() && !next.in_capitals();
        return line.centred(frame) && begins_small(next.first()) && !heading;
    }
    let indent = next.segment.x0() - line.segment.x0();
    if indent > 0.9 * line.height {
        // Only the hanging lines of a list item stand further in than the line above.
        let item = is_marker(line.first()) && indent < 2.5 * line.height;
        return item && line.full(next, frame) && begins_small(next.first());
    }
    if is_bullet(next.first()) && next.segment.words.len() > 1 {
        return false;
    }
    if is_marker(next.first()) && ends_sentence(line.last()) {
        return false;
    }
    line.full(next, frame) || (goes_on(line.last()) && begins_small(next.first()))
}

/// Whether `next`, the first line of a page, goes on with the paragraph that ends the page before.
pub(super) fn continues_over_page(
    line: &Printed,
    frame: &Frame,
    next: &Printed,
    next_frame: &Frame,
) -> bool {
    if is_bullet(next.first()) || next.centred(next_frame) || line.centred(frame) {
        return false;
    }
    if halves_of_code(line.last(), next.first()) {
        return true;
    }
    let indented = next.segment.x0() - next_frame.left > 0.9 * next.height;
    if goes_on(line.last()) {
        return begins_small(next.first()) || !indented && line.full(next, frame);
    }
    !ends_sentence(line.last())
        && !indented
        && (begins_small(next.first()) || line.full(next, frame) && !is_marker(next.first()))
}

/// Whether the last word of a line and the first of the next are halves of a code
/// (`71/NQ-` + `CP`): joined without a space. Vietnamese words are never hyphenated.
pub(super) fn halves_of_code(last: &str, first: &str) -> bool {
    last.chars().count() > 1
        && last.ends_with(['-', '/', '–'])
        && last.chars().any(|c| c.is_ascii_digit() || c == '/')
        && first
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

fn begins_small(word: &str) -> bool {
    word.chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(char::is_lowercase)
        && !is_marker(word)
}

/// A comma or a hyphen: the sentence goes on.
fn goes_on(word: &str) -> bool {
    word.ends_with([',', '-', '–', '/'])
}

fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', ';', ':', '!', '?', '”', '"', ')'])
}

fn is_bullet(word: &str) -> bool {
    matches!(
        word,
        "-" | "–" | "—" | "+" | "*" | "•" | "·" | "o" | "\u{f0b7}"
    )
}

/// A list marker (`-`, `1.`, `2.3.`, `a)`, `IV.`) or a word that begins a unit of a law.
fn is_marker(word: &str) -> bool {
    if is_bullet(word) {
        return true;
    }
    if matches!(word, "Điều" | "Chương" | "Mục" | "Phần") {
        return true;
    }
    let Some(label) = word
        .strip_suffix(['.', ')', '/'])
        .or_else(|| word.strip_suffix("./"))
    else {
        return false;
    };
    let digits = label.chars().all(|c| c.is_ascii_digit() || c == '.');
    let roman = label.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    let letter = label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    !label.is_empty() && label.chars().count() <= 8 && (digits || roman || letter)
}
