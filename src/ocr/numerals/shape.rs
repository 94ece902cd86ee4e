//! What a stroke of a letter is, seen between its feet.

use crate::ocr::ink::{Blot, Ink};
use std::ops::Range;

/// An upright stroke drifts by less than this from row to row, a crossing one by more.
const UPRIGHT: f32 = 0.13;
/// An upright stroke is thinner than this share of its height.
const THIN: f32 = 0.42;

/// What a stroke between the feet is.
pub(super) enum Shape {
    /// `I`: its columns in the middle.
    Upright(Range<u32>),
    /// `\`, the left leg of a V.
    Falling,
    /// `/`, its right leg.
    Rising,
    /// Both legs, that meet at the bottom.
    V,
    /// Two strokes that cross in the middle.
    X,
}

/// The shape of a stroke, seen in the rows between the feet of the letters, whose height is `full`;
/// `None` for any other sign. Linear in its box.
pub(super) fn shape(strokes: &Ink, stroke: &Blot, full: f32) -> Option<Shape> {
    let rows: Vec<Vec<Range<u32>>> = stroke.y.clone().map(|y| strokes.runs(stroke, y)).collect();
    let height = rows.len() as f32;
    let width = |row: &Vec<Range<u32>>| {
        row.last().map_or(0, |r| r.end) - row.first().map_or(0, |r| r.start)
    };
    let parted = |rows: &[Vec<Range<u32>>]| rows.iter().filter(|row| row.len() == 2).count();
    if rows.iter().any(|row| row.len() > 2) {
        return None;
    }
    let end = (rows.len() / 6).max(1);
    let (top, bottom) = (&rows[..end], &rows[rows.len() - end..]);
    if parted(&rows) == 0 {
        let middle = |rows: &[Vec<Range<u32>>]| {
            let sum: u32 = rows.iter().map(|row| row[0].start + row[0].end).sum();
            sum as f32 / (2 * rows.len()) as f32
        };
        let mut widths: Vec<u32> = rows.iter().map(width).collect();
        widths.sort_unstable();
        let usual = widths[widths.len() / 2] as f32;
        let even = *widths.last()? as f32 <= 1.5 * usual + 1.0;
        // A leg of a V leans by a third.
        let drift = (middle(bottom) - middle(top)) / (height - end as f32);
        return match drift {
            _ if !even || usual > THIN * full => None,
            d if d.abs() <= UPRIGHT => Some(Shape::Upright(stroke.x.clone())),
            d if d > 0.2 => Some(Shape::Falling),
            d if d < -0.2 => Some(Shape::Rising),
            _ => None,
        };
    }
    let widths =
        |rows: &[Vec<Range<u32>>]| rows.iter().map(width).sum::<u32>() as f32 / rows.len() as f32;
    let (above, below) = (widths(top), widths(bottom));
    let middle = &rows[rows.len() / 2 - end / 2..][..end];
    if parted(top) == end && parted(bottom) == end {
        let waist = widths(middle);
        let crosses = parted(middle) == 0 && waist < 0.75 * above.min(below);
        return crosses.then_some(Shape::X);
    }
    let meets = parted(top) == end
        && parted(&rows) as f32 >= 0.6 * height
        && rows[rows.len() - 1].len() == 1
        && below < 0.6 * above;
    meets.then_some(Shape::V)
}
