//! What the OCR engine's confidence says about a word.

use super::WordHint;
use super::normal::Normal;
use std::ops::Range;

/// ln P(confidence | read wrong) − ln P(confidence | read right) at some confidences, straight between them.
/// Counted over 45,683 words of rendered and degraded pages read with the shipped Vietnamese model; words of
/// real scans agree within 0.5 nats except at the upper end, which is theirs (tuning documents only).
const EVIDENCE: &[(f32, f32)] = &[
    (0.30, 2.7),
    (0.80, 2.4),
    (0.87, 2.0),
    (0.90, 1.5),
    (0.93, 0.6),
    (0.95, 0.3),
    (0.96, -0.8),
    (0.97, -1.8),
];

/// How much a confidence speaks for a misread word, in nats.
pub fn evidence(confidence: f32) -> f32 {
    let (mut left, mut low) = EVIDENCE[0];
    for &(right, high) in EVIDENCE {
        if confidence <= right {
            let share = if right > left {
                (confidence - left) / (right - left)
            } else {
                0.0
            };
            return low + share.clamp(0.0, 1.0) * (high - low);
        }
        (left, low) = (right, high);
    }
    low
}

/// The hints of a text, by byte.
#[derive(Debug, Default)]
pub struct Hints<'h> {
    /// Bytes of the original and the hint that covers them, by position.
    words: Vec<(Range<usize>, &'h WordHint)>,
}

impl<'h> Hints<'h> {
    /// The hints on the code points of `original`.
    pub fn new(original: &str, hints: &'h [WordHint]) -> Self {
        let mut sorted: Vec<&WordHint> = hints.iter().filter(|h| !h.span.is_empty()).collect();
        sorted.sort_by_key(|h| h.span);
        let mut bytes = original
            .char_indices()
            .map(|(at, _)| at)
            .chain([original.len()])
            .enumerate();
        let mut reached = (0, 0);
        let mut byte_of = |point: usize| {
            while reached.0 < point {
                match bytes.next() {
                    Some(next) => reached = next,
                    None => break,
                }
            }
            reached.1
        };
        let words = sorted
            .into_iter()
            .map(|h| (byte_of(h.span.start)..byte_of(h.span.end), h))
            .collect();
        Self { words }
    }

    /// The least confidence of the words at some bytes of the NFC form; `None` where there are none.
    pub fn least(&self, normal: &Normal, bytes: &Range<usize>) -> Option<f32> {
        let start = normal.to_original(bytes.start);
        let end = normal.to_original(bytes.end);
        let from = self.words.partition_point(|(range, _)| range.end <= start);
        let here = self.words[from..]
            .iter()
            .take_while(|(range, _)| range.start < end);
        here.filter_map(|(_, hint)| hint.confidence)
            .reduce(f32::min)
    }

    /// How much the engine's confidence speaks for a misread word at a piece (bytes of the NFC form), in nats;
    /// 0 where it said nothing.
    pub fn evidence(&self, normal: &Normal, piece: &Range<usize>) -> f32 {
        if self.words.is_empty() {
            return 0.0;
        }
        let start = normal.to_original(piece.start);
        let at = self.words.partition_point(|(range, _)| range.end <= start);
        let hint = self.words.get(at).filter(|(range, _)| range.start <= start);
        hint.and_then(|(_, hint)| hint.confidence)
            .map_or(0.0, evidence)
    }
}
