//! The beginning of a text as words, with what stands between them.

use crate::document::context::Context;
use crate::span::Span;

/// Longest issuer looked at, in code points.
const LONGEST: usize = 140;

/// Most words looked at.
const MOST: usize = 24;

/// A word of the text with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether only blanks, commas and dashes stand before it.
    pub(super) joined: bool,
    /// Whether a comma stands before it.
    pub(super) comma: bool,
    /// Whether it is the first of its line.
    pub(super) leads: bool,
    /// Whether a line with nothing on it, a cell border or a bullet stands before it.
    pub(super) broken: bool,
}

/// Whether a word goes on at a byte: letters and digits, and `&` between them (`KH&CN`).
fn in_word(bytes: &[u8], at: usize) -> bool {
    let letter = |b: &u8| b.is_ascii_alphanumeric() || *b == b'~';
    let joins = |b: &u8| {
        *b == b'&' && at > 0 && letter(&bytes[at - 1]) && bytes.get(at + 1).is_some_and(letter)
    };
    bytes.get(at).is_some_and(|b| letter(b) || joins(b))
}

/// The words with which a stretch of the text begins, folded and as they are written.
pub(super) struct Words<'c> {
    pub(super) folded: &'c str,
    text: Vec<char>,
    pub(super) list: Vec<Word>,
}

impl<'c> Words<'c> {
    /// The words from a position on.
    pub(super) fn at(context: &'c Context, at: usize) -> Self {
        let folded = context.fold(Span::new(at, at + LONGEST));
        let text = context.slice(Span::new(at, at + folded.len()));
        Self {
            folded,
            text: text.chars().collect(),
            list: split(folded),
        }
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// A word, folded.
    pub(super) fn word(&self, i: usize) -> Option<&'c str> {
        self.list.get(i).map(|w| &self.folded[w.start..w.end])
    }

    /// A word, folded; nothing behind the last.
    pub(super) fn word_or_empty(&self, i: usize) -> &'c str {
        self.word(i).unwrap_or_default()
    }

    /// A word as it is written; nothing behind the last.
    pub(super) fn written(&self, i: usize) -> String {
        let word = self.list.get(i);
        word.map_or_else(String::new, |w| self.text[w.start..w.end].iter().collect())
    }

    /// Whether a word begins with a capital.
    pub(super) fn is_capital(&self, i: usize) -> bool {
        self.list
            .get(i)
            .is_some_and(|w| self.text[w.start].is_uppercase())
    }

    /// Whether a word of several letters is written in capitals.
    pub(super) fn is_upper(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|w| {
            w.end > w.start + 1 && self.text[w.start..w.end].iter().all(|c| c.is_uppercase())
        })
    }

    /// Whether a word belongs to what stands before it.
    pub(super) fn goes_on(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|w| w.joined && !w.broken)
    }

    /// Some words with blanks between them.
    pub(super) fn phrase(&self, from: usize, to: usize) -> String {
        let words: Vec<&str> = (from..to).filter_map(|i| self.word(i)).collect();
        words.join(" ")
    }
}

/// The length of an abbreviation in brackets (` (UBND)`) that a blank follows.
fn abbreviation(bytes: &[u8]) -> Option<usize> {
    let inner = bytes.strip_prefix(b" (")?;
    let close = inner.iter().position(|b| *b == b')')?;
    let plain = inner[..close].iter().all(u8::is_ascii_alphabetic);
    let goes_on = inner.get(close + 1) == Some(&b' ');
    (plain && (2..=6).contains(&close) && goes_on).then_some(close + 3)
}

fn split(folded: &str) -> Vec<Word> {
    let bytes = folded.as_bytes();
    let mut list = Vec::new();
    let mut at = 0;
    while at < bytes.len() && list.len() < MOST {
        // `ủy ban nhân dân (UBND) tỉnh`: the abbreviation in brackets interrupts no name.
        let bracket = abbreviation(&bytes[at..]).filter(|_| !list.is_empty());
        let gap = at + bracket.unwrap_or(0);
        at = gap;
        while at < bytes.len() && !in_word(bytes, at) {
            at += 1;
        }
        let start = at;
        while in_word(bytes, at) {
            at += 1;
        }
        if start == at {
            break;
        }
        let between = &bytes[gap..start];
        let line_end = between.iter().position(|b| *b == b'\n');
        list.push(Word {
            start,
            end: at,
            joined: between
                .iter()
                .all(|b| matches!(b, b' ' | b'\n' | b',' | b'-')),
            comma: between.contains(&b','),
            leads: line_end.is_some(),
            broken: between.contains(&b'\t')
                || between.iter().filter(|b| **b == b'\n').count() > 1
                || line_end.is_some_and(|n| between[n..].contains(&b'-')),
        });
    }
    list
}
