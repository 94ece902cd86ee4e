//! The letters of a word as blots of ink, and the numeral that they make.

use super::shape::{Shape, shape};
use crate::lexicon::roman_value;
use crate::ocr::ink::{Blot, Ink};
use crate::page::Raster;
use crate::span::BBox;
use std::ops::Range;

/// Words higher than this, in points, are no running text.
const HIGHEST: f32 = 40.0;
/// Letters lower than this, in pixels, have no shape.
const LOWEST: u32 = 10;
/// Letters of a word stand nearer to each other than this share of their height.
const GAP: f32 = 0.22;
/// Around a word, as a share of its height: what a box cut off, and the feet of letters.
const AROUND: f32 = 0.8;
/// Blots lower than this share of the letters, or that begin so far below their tops, are signs and specks.
const LOW: f32 = 0.4;
/// Tops and bottoms of the letters of a numeral are level to this share of their height.
const LEVEL: f32 = 0.1;
/// Rows between the feet (serifs) of the letters, as shares of their height.
const BETWEEN_FEET: [f32; 2] = [0.2, 0.8];
/// Rows that the feet stand in, from top and bottom.
const FEET: f32 = 0.12;
/// The feet of an upright stroke differ by less than this share of its height.
const EVEN: f32 = 0.1;
/// Two upright strokes of a numeral begin within this share of their height; those of an H do not.
const NEXT: f32 = 0.66;
/// A stroke by itself has feet of at least this length; without, it is any sign.
const FOOT: f32 = 0.04;
/// A point is at most so high and wide.
const POINT: f32 = 0.3;
/// A speck is smaller than this.
const SPECK: f32 = 0.08;

/// The ink of a word.
pub(super) struct Print {
    ink: Ink,
    /// Blots as high as its letters, from left to right.
    pub(super) letters: Vec<Blot>,
    /// Rows of its letters.
    rows: Range<u32>,
}

impl Print {
    /// `None` where the word has no letters of one height.
    pub(super) fn of(raster: &Raster, bbox: BBox) -> Option<Self> {
        let BBox([x0, y0, x1, y1]) = bbox;
        if y1 - y0 > HIGHEST {
            return None;
        }
        let around = AROUND * (y1 - y0);
        let (part, [left, top]) = raster.crop(BBox([
            x0 - around,
            y0 - around / 2.0,
            x1 + around,
            y1 + around / 2.0,
        ]))?;
        let scale = raster.dpi / 72.0;
        let (from, to) = ((x0 - left) * scale, (x1 - left) * scale);
        let (above, below) = ((y0 - top) * scale, (y1 - top) * scale);
        let ink = Ink::of(&part);
        // Rules of a table and the lines above and below go on beyond the part.
        let whole = |blot: &&Blot| blot.y.start > 0 && blot.y.end < part.height();
        let level = |blot: &&Blot| {
            let middle = (blot.y.start + blot.y.end) as f32 / 2.0;
            (above..below).contains(&middle)
        };
        let near: Vec<&Blot> = ink.blots.iter().filter(whole).filter(level).collect();
        let inside = |blot: &&Blot| {
            let middle = (blot.x.start + blot.x.end) as f32 / 2.0;
            (from..to).contains(&middle)
        };
        let tallest = near
            .iter()
            .copied()
            .filter(inside)
            .max_by_key(|b| b.height())
            .filter(|b| b.height() >= LOWEST)?;
        let height = tallest.height() as f32;
        let rows = tallest.y.clone();
        let tall: Vec<&Blot> = near
            .into_iter()
            .filter(|blot| blot.y.start as f32 <= rows.start as f32 + LOW * height)
            .filter(|blot| blot.height() as f32 >= LOW * height)
            .collect();
        // The word goes on as far as letters stand close to each other.
        let first = tall.iter().position(&inside)?;
        let last = tall.iter().rposition(&inside)?;
        let close =
            |pair: &[&Blot]| pair[1].x.start.saturating_sub(pair[0].x.end) as f32 <= GAP * height;
        let more_before = tall[..=first]
            .windows(2)
            .rev()
            .take_while(|p| close(p))
            .count();
        let more_behind = tall[last..].windows(2).take_while(|p| close(p)).count();
        let letters: Vec<Blot> = tall[first - more_before..=last + more_behind]
            .iter()
            .map(|blot| (*blot).clone())
            .collect();
        Some(Self { ink, letters, rows })
    }

    fn height(&self) -> f32 {
        (self.rows.end - self.rows.start) as f32
    }

    /// The row at a share of the letters' height.
    fn row(&self, share: f32) -> u32 {
        self.rows.start + (share * self.height()) as u32
    }

    /// The numeral that some blots make.
    pub(super) fn numeral(&self, blots: &[Blot]) -> Option<String> {
        let apart = |a: u32, b: u32| a.abs_diff(b) as f32 > LEVEL * self.height();
        if blots
            .iter()
            .any(|b| apart(b.y.start, self.rows.start) || apart(b.y.end, self.rows.end))
        {
            return None;
        }
        let is_letter = |x: u32, y: u32| {
            let label = self.ink.labels.get_pixel(x, y)[0];
            blots.iter().any(|blot| blot.label == label)
        };
        let rows = self.row(BETWEEN_FEET[0])..self.row(BETWEEN_FEET[1]);
        let strokes = Ink::where_black(self.ink.labels.width(), rows.len() as u32, |x, y| {
            is_letter(x, rows.start + y)
        });
        let reach = rows.len() as u32 * 9 / 10;
        let mut numeral = String::new();
        let mut open: Option<&Blot> = None;
        let mut uprights: Vec<Range<u32>> = Vec::new();
        for stroke in &strokes.blots {
            if stroke.height() < reach {
                return None;
            }
            match (shape(&strokes, stroke, self.height())?, open.take()) {
                (Shape::Upright(x), None) => {
                    uprights.push(x);
                    numeral.push('I');
                }
                (Shape::Falling, None) => open = Some(stroke),
                // The legs of a V meet below.
                (Shape::Rising, Some(leg)) if leg.x.end + 2 >= stroke.x.start => numeral.push('V'),
                (Shape::V, None) => numeral.push('V'),
                (Shape::X, None) if self.is_open(stroke, &is_letter) => numeral.push('X'),
                _ => return None,
            }
        }
        let near =
            |pair: &[Range<u32>]| (pair[1].start - pair[0].start) as f32 <= NEXT * self.height();
        let is_numeral = open.is_none()
            && uprights.windows(2).all(near)
            && self.stand_on_even_feet(&strokes, &uprights, &is_letter);
        if !is_numeral {
            return None;
        }
        roman_value(&numeral)
            .is_some_and(|value| value < 40)
            .then_some(numeral)
    }

    /// Whether a sign is open above and below, as an X is and an 8 is not.
    fn is_open(&self, stroke: &Blot, is_letter: &impl Fn(u32, u32) -> bool) -> bool {
        let middle = (stroke.x.start + stroke.x.end) / 2;
        let feet = self.feet_rows();
        feet.into_iter().flatten().all(|y| !is_letter(middle, y))
    }

    /// The rows that feet stand in, above and below.
    fn feet_rows(&self) -> [Range<u32>; 2] {
        let rows = (FEET * self.height()).ceil() as u32;
        [
            self.rows.start..self.rows.start + rows,
            self.rows.end - rows..self.rows.end,
        ]
    }

    /// Whether each upright stroke has the same feet at both sides, above and below, as far as its
    /// neighbours leave room.
    fn stand_on_even_feet(
        &self,
        strokes: &Ink,
        uprights: &[Range<u32>],
        is_letter: &impl Fn(u32, u32) -> bool,
    ) -> bool {
        let ends = self.feet_rows();
        let width = self.ink.labels.width();
        uprights.iter().all(|x| {
            let before = strokes
                .blots
                .iter()
                .map(|b| b.x.end)
                .filter(|end| *end <= x.start);
            let behind = strokes
                .blots
                .iter()
                .map(|b| b.x.start)
                .filter(|start| *start >= x.end);
            let rooms = [
                before.max().map(|end| (x.start - end) / 2),
                behind.min().map(|start| (start - x.end) / 2),
            ];
            let inked = |x: u32, rows: &Range<u32>| rows.clone().any(|y| is_letter(x, y));
            let (mut longest, mut shortest) = (0, u32::MAX);
            for rows in &ends {
                let left = (0..x.start).rev().take_while(|x| inked(*x, rows)).count();
                let right = (x.end..width).take_while(|x| inked(*x, rows)).count();
                for (foot, room) in [left as u32, right as u32].into_iter().zip(rooms) {
                    let room = room.unwrap_or(u32::MAX);
                    longest = longest.max(foot.min(room));
                    // What reaches a neighbour's foot may be longer than it seems, and never shorter.
                    if foot < room {
                        shortest = shortest.min(foot);
                    }
                }
            }
            let share = |foot: u32| foot as f32 / self.height();
            let is_alone = strokes.blots.len() == 1;
            share(longest.saturating_sub(shortest)) <= EVEN && !(is_alone && share(shortest) < FOOT)
        })
    }

    /// A full stop or comma behind a blot.
    pub(super) fn sign_behind(&self, last: &Blot) -> &'static str {
        let room = last.x.end..last.x.end + (GAP * 1.5 * self.height()) as u32;
        let sign = self
            .ink
            .blots
            .iter()
            .find(|b| self.is_low_sign(b) && room.contains(&b.x.start));
        match sign {
            Some(b) if b.y.end as f32 > self.rows.end as f32 + LEVEL * self.height() => ",",
            Some(_) => ".",
            None => "",
        }
    }

    /// Whether a point stands between two digits.
    pub(super) fn has_point(&self, gap: Range<u32>) -> bool {
        self.ink.blots.iter().any(|blot| {
            let inside = gap.start <= blot.x.start && blot.x.end <= gap.end;
            let ends = self.rows.end.abs_diff(blot.y.end) as f32;
            inside && self.is_low_sign(blot) && ends <= LEVEL * self.height()
        })
    }

    /// A full stop or comma, and no speck: it stands on the line and is about as thick as a stroke.
    fn is_low_sign(&self, blot: &Blot) -> bool {
        let [width, height] = [blot.width(), blot.height()].map(|p| p as f32 / self.height());
        (SPECK..=POINT).contains(&width)
            && (SPECK..=1.5 * POINT).contains(&height)
            && blot.y.start >= self.row(1.0 - POINT)
            && blot.y.start < self.rows.end
    }
}
