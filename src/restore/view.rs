//! A text cut for restoration: lines with what they suffer from, pieces with the line that they begin in.

use super::normal::Normal;
use super::pieces::{self, Piece, PieceKind};
use super::zones::{self, Look};
use super::{Condition, Zone};
use crate::span::Span;
use crate::syllable::{Placed, Placement, Syllable};
use std::ops::Range;

/// Lines inside a sentence that end before a capital or a number, for each that ends before a small letter.
const BEFORE_CAPITALS: f32 = 0.5;
/// Most that [`View::wrapped`] can be.
const MOST_WRAPPED: f32 = 0.9;

/// A text as it was cut: lines with their conditions, pieces.
pub struct View<'t> {
    pub seen: &'t str,
    /// Bytes of each line, without its end.
    pub lines: Vec<Range<usize>>,
    pub conditions: Vec<Condition>,
    pub pieces: Vec<Piece>,
    /// The line in which each piece begins.
    line_of: Vec<u32>,
    /// How likely a line that ends before a capital or a number ([`PieceKind::LineEnd`]) ends inside a sentence.
    pub wrapped: f32,
}

impl<'t> View<'t> {
    pub fn new(seen: &'t str, condition: Option<Condition>) -> Self {
        let lines = zones::lines(seen);
        let conditions: Vec<Condition> = match condition {
            Some(condition) => vec![condition; lines.len()],
            None => {
                let looks = zones::looks(seen, &lines);
                looks.into_iter().map(Look::condition).collect()
            }
        };
        let is_foreign = |at: usize| {
            let line = lines.partition_point(|l| l.end <= at);
            conditions.get(line) == Some(&Condition::Foreign)
        };
        let pieces = match conditions.contains(&Condition::Foreign) {
            true => pieces::cut(seen, is_foreign),
            false => pieces::cut(seen, |_| false),
        };
        let (mut line, last) = (0, lines.len().saturating_sub(1));
        let line_of = pieces
            .iter()
            .map(|piece| {
                while line < last && lines[line].end <= piece.range.start {
                    line += 1;
                }
                line as u32
            })
            .collect();
        let wrapped = wrapped(seen, &lines);
        Self {
            seen,
            lines,
            conditions,
            pieces,
            line_of,
            wrapped,
        }
    }

    pub fn word(&self, piece: &Piece) -> &'t str {
        &self.seen[piece.range.clone()]
    }

    /// The bytes of some pieces.
    pub fn range(&self, pieces: &Range<usize>) -> Range<usize> {
        self.pieces[pieces.start].range.start..self.pieces[pieces.end - 1].range.end
    }

    /// The pieces in stretches of about `length` pieces, of even length as far as sentences end there.
    pub fn stretches(&self, length: usize) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let all = self.pieces.len();
        let mut start = 0;
        while start < all {
            let rest = all - start;
            let least = start + rest.div_ceil(rest.div_ceil(length));
            let most = (least + length / 4).min(all);
            let sentence_end = |at: &usize| {
                matches!(
                    self.pieces[at - 1].kind,
                    PieceKind::Boundary | PieceKind::LineEnd
                )
            };
            let end = (least..=most).find(sentence_end).unwrap_or(least);
            stretches.push(start..end);
            start = end;
        }
        stretches
    }

    /// The line in which a piece begins.
    pub fn line_of(&self, piece: usize) -> usize {
        self.line_of[piece] as usize
    }

    /// What the line of a piece suffers from.
    pub fn condition(&self, piece: usize) -> Condition {
        self.conditions[self.line_of(piece)]
    }

    /// Where the document puts the tone mark: by the greater number of its syllables that tell.
    pub fn habit(&self) -> Placement {
        let mut new = 0i64;
        for piece in self.pieces.iter().filter(|p| p.kind == PieceKind::Word) {
            let word = self.word(piece);
            if word.is_ascii() {
                continue;
            }
            match Syllable::parse_placed(word) {
                Some((_, Placed::By(Placement::New))) => new += 1,
                Some((_, Placed::By(Placement::Old))) => new -= 1,
                _ => {}
            }
        }
        if new > 0 {
            Placement::New
        } else {
            Placement::Old
        }
    }

    /// Neighbouring lines of one condition as zones, in code points of the original.
    pub fn zones(&self, normal: &Normal, original: &str) -> Vec<Zone> {
        let mut zones: Vec<Zone> = Vec::new();
        let (mut bytes, mut points) = (0, 0);
        for (at, condition) in self.conditions.iter().enumerate() {
            let next = self.lines.get(at + 1);
            let end = next.map_or(original.len(), |next| normal.to_original(next.start));
            let start = points;
            points += original[bytes..end].chars().count();
            bytes = end;
            match zones.last_mut() {
                Some(zone) if zone.condition == *condition => zone.span.end = points,
                _ => zones.push(Zone {
                    span: Span::new(start, points),
                    condition: *condition,
                }),
            }
        }
        zones
    }
}

/// How likely lines that end before a capital or a number end inside a sentence: by how many end before a small letter,
/// as only lines inside a sentence do.
fn wrapped(seen: &str, lines: &[Range<usize>]) -> f32 {
    let (mut small, mut other) = (0, 0);
    for line in lines.iter().skip(1) {
        match seen[line.clone()].trim_start().chars().next() {
            Some(c) if c.is_lowercase() => small += 1,
            Some(c) if c.is_alphanumeric() => other += 1,
            _ => {}
        }
    }
    (BEFORE_CAPITALS * small as f32 / other.max(1) as f32).min(MOST_WRAPPED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(text: &str, length: usize) -> Vec<String> {
        let view = View::new(text, Some(Condition::Stripped));
        let stretches = view.stretches(length);
        let starts = stretches.iter().map(|s| s.start);
        let ends = stretches.iter().map(|s| s.end);
        assert!(starts.eq([0].into_iter().chain(ends).take(stretches.len())));
        assert_eq!(stretches.last().map(|s| s.end), Some(view.pieces.len()));
        stretches
            .iter()
            .map(|s| view.seen[view.range(s)].trim().to_owned())
            .collect()
    }

    #[test]
    fn stretches_end_with_sentences_where_they_can() {
        let text = "mot hai ba. bon nam sau bay. tam chin muoi";
        assert_eq!(
            stretches(text, 8),
            ["mot hai ba. bon nam sau bay.", "tam chin muoi"]
        );
        assert_eq!(
            stretches("mot hai ba bon nam", 2),
            ["mot hai", "ba bon", "nam"]
        );
        assert_eq!(stretches(text, 100), [text]);
    }
}
