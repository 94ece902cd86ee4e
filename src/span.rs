//! Half-open ranges of code points: how every claim points back into the original text.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range of Unicode **code points** of a text (not bytes, not UTF-16 units).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Number of code points.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of the range that `part` is of its own code points.
    pub fn part(self, part: Range<usize>) -> Self {
        Self::new(self.start + part.start, self.start + part.end)
    }

    /// Whether both ranges share a code point.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The pieces of a text at ascending spans that share nothing, in one pass over it.
pub fn pieces<'t>(text: &'t str, spans: &[Span]) -> Vec<&'t str> {
    let (mut passed, mut byte) = (0, 0);
    let mut byte_of = |at: usize| {
        let rest = &text[byte..];
        let step = rest.char_indices().nth(at - passed);
        byte += step.map_or(rest.len(), |(step, _)| step);
        passed = at;
        byte
    };
    let piece = |span: &Span| &text[byte_of(span.start)..byte_of(span.end)];
    spans.iter().map(piece).collect()
}

/// A box on a page in PDF points from the top left of the page as displayed
/// (after rotation and crop): `[x0, y0, x1, y1]`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BBox(pub [f32; 4]);

impl BBox {
    /// The smallest box that holds both.
    pub fn union(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        Self([a.min(e), b.min(f), c.max(g), d.max(h)])
    }

    /// The same box after the page of this width and height was turned clockwise by quarters.
    pub fn turned(self, quarters: u8, [width, height]: [f32; 2]) -> Self {
        let [x0, y0, x1, y1] = self.0;
        Self(match quarters % 4 {
            0 => self.0,
            1 => [height - y1, x0, height - y0, x1],
            2 => [width - x1, height - y1, width - x0, height - y0],
            _ => [y0, width - x1, y1, width - x0],
        })
    }

    /// Whether the middle of another box is in it.
    pub fn holds(self, inner: Self) -> bool {
        let ([x0, y0, x1, y1], [a, b, c, d]) = (self.0, inner.0);
        (x0..=x1).contains(&((a + c) / 2.0)) && (y0..=y1).contains(&((b + d) / 2.0))
    }

    /// Share of its width that lies between the sides of another box, 0 to 1.
    pub fn width_in(self, other: Self) -> f32 {
        let ([a, _, c, _], [x0, _, x1, _]) = (self.0, other.0);
        (c.min(x1) - a.max(x0)).max(0.0) / (c - a).max(0.1)
    }

    /// Width in points.
    pub fn width(self) -> f32 {
        self.0[2] - self.0[0]
    }

    /// Height in points.
    pub fn height(self) -> f32 {
        self.0[3] - self.0[1]
    }
}
