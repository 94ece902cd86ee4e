//! From code points of the parsed text to bytes of it, and back to code points of the original.

use super::blanks::without_spare_blanks;
use super::fold::{Plain, plain};
use crate::restore::Restored;
use crate::span::Span;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc, is_nfc_quick,
};

/// Byte offsets of every eighth code point: a lookup walks at most seven characters.
#[derive(Debug, Clone, Default)]
pub struct ByteIndex {
    every: Vec<u32>,
    chars: usize,
}

const STEP: usize = 8;

impl ByteIndex {
    /// The index of `text`.
    pub fn new(text: &str) -> Self {
        let mut index = Self::default();
        for (at, _) in text.char_indices() {
            index.push(at);
        }
        index
    }

    /// Takes in the next code point, which starts at byte `at`.
    pub fn push(&mut self, at: usize) {
        if self.chars.is_multiple_of(STEP) {
            self.every.push(at as u32);
        }
        self.chars += 1;
    }

    /// Number of code points.
    pub fn chars(&self) -> usize {
        self.chars
    }

    /// The byte at which code point `at` starts; the end of the text for positions past it.
    pub fn byte(&self, text: &str, at: usize) -> usize {
        if at >= self.chars {
            return text.len();
        }
        let mut byte = self.every[at / STEP] as usize;
        let bytes = text.as_bytes();
        for _ in 0..at % STEP {
            byte += match bytes[byte] {
                0..0x80 => 1,
                0x80..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            };
        }
        byte
    }

    /// The characters of a span.
    pub fn slice<'t>(&self, text: &'t str, span: Span) -> &'t str {
        let start = self.byte(text, span.start);
        let end = self.byte(text, span.end.max(span.start));
        &text[start..end]
    }
}

/// A changed stretch: code points before and after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub after: Span,
    pub before: Span,
}

/// Code points of the parsed text to code points of the original.
#[derive(Debug, Clone, Default)]
pub struct PositionMap {
    /// One list for the restorer's edits, one for blanks, one for composition; applied last to first.
    layers: Vec<Vec<Change>>,
}

impl PositionMap {
    fn through(layer: &[Change], at: usize, is_end: bool) -> usize {
        // The last change that starts at or before the position.
        let index = layer.partition_point(|c| {
            if is_end {
                c.after.start < at
            } else {
                c.after.start <= at
            }
        });
        let Some(change) = index.checked_sub(1).map(|i| layer[i]) else {
            return at;
        };
        if at >= change.after.end && (is_end || at > change.after.start || change.after.is_empty())
        {
            return at - change.after.end + change.before.end;
        }
        if change.before.len() == change.after.len() {
            return change.before.start + (at - change.after.start);
        }
        if is_end {
            change.before.end
        } else {
            change.before.start
        }
    }

    /// The span of the original that a span of the parsed text comes from.
    pub fn original(&self, span: Span) -> Span {
        let (mut start, mut end) = (span.start, span.end);
        for layer in self.layers.iter().rev() {
            let empty = start == end;
            start = Self::through(layer, start, false);
            end = if empty {
                start
            } else {
                Self::through(layer, end, true)
            };
        }
        Span {
            start,
            end: end.max(start),
        }
    }

    /// The span of the parsed text that a span of the original became.
    pub fn parsed(&self, span: Span) -> Span {
        let (mut start, mut end) = (span.start, span.end);
        for layer in &self.layers {
            start = Self::back(layer, start, false);
            end = Self::back(layer, end, true);
        }
        Span::new(start, end.max(start))
    }

    /// One layer the other way: a position before a change to the one after it.
    fn back(layer: &[Change], at: usize, is_end: bool) -> usize {
        let index = layer.partition_point(|c| {
            if is_end {
                c.before.start < at
            } else {
                c.before.start <= at
            }
        });
        let Some(change) = index.checked_sub(1).map(|i| layer[i]) else {
            return at;
        };
        if at >= change.before.end {
            return at - change.before.end + change.after.end;
        }
        if change.before.len() == change.after.len() {
            return change.after.start + (at - change.before.start);
        }
        if is_end {
            change.after.end
        } else {
            change.after.start
        }
    }

    /// Whether anything inside the span was changed by the restorer.
    pub fn changed(&self, span: Span) -> bool {
        // The layers above the restorer's change no letter.
        let above = self.layers.iter().skip(1).rev();
        let (start, end) = above.fold((span.start, span.end), |(start, end), layer| {
            (
                Self::through(layer, start, false),
                Self::through(layer, end, true),
            )
        });
        self.layers.first().is_some_and(|layer| {
            let from = layer.partition_point(|c| c.after.end <= start);
            layer.get(from).is_some_and(|c| c.after.start < end)
        })
    }
}

/// The text to parse, composed (NFC) and plain, with the way back to the original.
pub fn composed(restored: &Restored) -> (String, Plain, PositionMap) {
    let edits: Vec<Change> = restored
        .edits
        .iter()
        .map(|e| Change {
            after: e.after_span,
            before: e.before_span,
        })
        .collect();
    let spare = without_spare_blanks(&restored.text);
    let mut layers = vec![edits];
    let source = match spare {
        Some((kept, changes)) => {
            layers.push(changes);
            kept
        }
        None => restored.text.clone(),
    };
    let read = plain(&source);
    // Latin letters with marks are composed, whatever stands beside them.
    let quick = is_nfc_quick(read.rare.chars()) == IsNormalized::Yes;
    if quick || is_nfc(&source) {
        return (source, read, PositionMap { layers });
    }
    let mut text = String::with_capacity(source.len());
    let mut changes = Vec::new();
    let (mut before, mut after) = (0, 0);
    let mut chars = source.chars().peekable();
    let mut cluster = String::new();
    while let Some(first) = chars.next() {
        cluster.clear();
        cluster.push(first);
        while let Some(mark) = chars.next_if(|c| is_combining_mark(*c)) {
            cluster.push(mark);
        }
        let from = cluster.chars().count();
        let old = text.len();
        text.extend(cluster.nfc());
        let to = text[old..].chars().count();
        if from != to {
            changes.push(Change {
                after: Span::new(after, after + to),
                before: Span::new(before, before + from),
            });
        }
        before += from;
        after += to;
    }
    let read = plain(&text);
    layers.push(changes);
    (text, read, PositionMap { layers })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::restore::{Condition, Edit};

    #[test]
    fn spans_go_back_through_edits_and_composition() {
        let edit = Edit {
            before_span: Span::new(0, 2),
            after_span: Span::new(0, 3),
            before: "56".into(),
            after: "số:".into(),
            condition: Condition::Foreign,
            reason: "test".into(),
            confidence: 1.0,
            margin: 1.0,
        };
        let restored = Restored {
            original: "56 e\u{302}\u{301}x".into(),
            text: "số: e\u{302}\u{301}x".into(),
            edits: vec![edit],
            ..Restored::default()
        };
        let (text, _, map) = composed(&restored);
        assert_eq!(text, "số: ếx");
        assert_eq!(map.original(Span::new(0, 3)), Span::new(0, 2));
        assert_eq!(map.original(Span::new(4, 5)), Span::new(3, 6));
        assert_eq!(map.original(Span::new(5, 6)), Span::new(6, 7));
        assert!(map.changed(Span::new(1, 2)));
        assert!(!map.changed(Span::new(4, 6)));
    }

    #[test]
    fn spans_go_back_over_blanks_that_setting_left() {
        let text = "Tầm \nnhìn  xa  và  rộng  ra  \nSố:  12";
        let (parsed, _, map) = composed(&Restored::unchanged(text));
        assert_eq!(parsed, "Tầm\nnhìn xa và rộng ra\nSố:  12");
        assert_eq!(map.original(Span::new(4, 8)), Span::new(5, 9));
        assert_eq!(map.original(Span::new(9, 11)), Span::new(11, 13));
        assert_eq!(map.parsed(Span::new(11, 13)), Span::new(9, 11));
        assert!(!map.changed(Span::new(0, 11)));
        let long = "ủy ban nhân dân các xã, phường rà soát số liệu của từng thôn ";
        let text = format!("  Một\n\n     {long}\n   {long}\n   hết.\n");
        let (parsed, _, _) = composed(&Restored::unchanged(text));
        let long = long.trim_end();
        assert_eq!(parsed, format!("  Một\n\n  {long}\n{long}\nhết.\n"));
    }
}
