//! Pages that lie on their side or stand on their head.
//!
//! Lines lie along the direction in which the profile of ink is more uneven. Vietnamese puts most
//! of its marks, and all its capitals, above the small letters: upright lines have more ink above
//! their dense band than below it.

use super::skew::{degrees, threshold, turned as rotated};
use crate::span::BBox;
use image::GrayImage;
use image::imageops;

/// The profile across must be so much more uneven than the one along before a page is turned.
const SIDEWAYS: f64 = 2.5;
/// Lines that must vote, and the share of them that must agree, before a page is turned over.
const VOTES: usize = 8;
const MAJORITY: f32 = 0.85;
/// A line votes when one side has so much more ink than the other.
const LOPSIDED: f32 = 1.3;

/// Clockwise quarters that make the page upright; `None` when it is, or may be.
pub(super) fn quarters(grey: &GrayImage, dpi: f32) -> Option<u8> {
    // A hundred dots per inch show lines and marks.
    let scale = 100.0 / dpi;
    let small = |side: u32| ((side as f32 * scale) as u32).max(1);
    let page = imageops::thumbnail(grey, small(grey.width()), small(grey.height()));
    let along = unevenness(&page);
    let side = imageops::rotate90(&page);
    let across = unevenness(&side);
    if across > SIDEWAYS * along {
        let level = rotated(&side, -degrees(&side, 100.0));
        return match is_overturned(&level) {
            Some(true) => Some(3),
            Some(false) => Some(1),
            None => None,
        };
    }
    if along > SIDEWAYS * across {
        let level = rotated(&page, -degrees(&page, 100.0));
        if is_overturned(&level) == Some(true) {
            return Some(2);
        }
    }
    None
}

/// The page turned clockwise.
pub(super) fn turned(grey: &GrayImage, quarters: u8) -> GrayImage {
    match quarters {
        1 => imageops::rotate90(grey),
        2 => imageops::rotate180(grey),
        _ => imageops::rotate270(grey),
    }
}

/// A box on the turned page as a box on the page before, whose size in points is given.
pub(super) fn box_before(bbox: BBox, quarters: u8, [width, height]: [f32; 2]) -> BBox {
    let after = match quarters {
        2 => [width, height],
        _ => [height, width],
    };
    bbox.turned(4 - quarters, after)
}

fn profile(page: &GrayImage) -> Vec<f64> {
    let threshold = threshold(page);
    let (left, top) = (page.width() / 20, page.height() / 20);
    (top..page.height() - top)
        .map(|y| {
            (left..page.width() - left)
                .filter(|&x| page.get_pixel(x, y)[0] < threshold)
                .count() as f64
        })
        .collect()
}

/// Mean squared difference of neighbouring rows, by the mean of a row.
fn unevenness(page: &GrayImage) -> f64 {
    let rows = profile(page);
    let mean = rows.iter().sum::<f64>() / rows.len().max(1) as f64;
    if mean < 0.5 {
        return 0.0;
    }
    let squares: f64 = rows
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).powi(2))
        .sum();
    squares / rows.len() as f64 / mean
}

/// Whether the lines have their marks below them; `None` where they do not say.
fn is_overturned(page: &GrayImage) -> Option<bool> {
    let rows = profile(page);
    let (mut upright, mut overturned) = (0usize, 0usize);
    let mut start = None;
    for y in 0..=rows.len() {
        let ink = rows.get(y).copied().unwrap_or(0.0);
        match (start, ink > 0.5) {
            (None, true) => start = Some(y),
            (Some(top), false) => {
                start = None;
                // A line of print is 8 to 30 rows at a hundred dots per inch.
                if (8..30).contains(&(y - top)) {
                    let line = &rows[top..y];
                    let dense = line.iter().copied().fold(0.0, f64::max) * 0.55;
                    let first = line.iter().position(|&ink| ink >= dense).unwrap_or(0);
                    let last = line.iter().rposition(|&ink| ink >= dense).unwrap_or(0);
                    let above = line[..first].iter().sum::<f64>() as f32;
                    let below = line[last + 1..].iter().sum::<f64>() as f32;
                    upright += usize::from(above > LOPSIDED * below);
                    overturned += usize::from(below > LOPSIDED * above);
                }
            }
            _ => {}
        }
    }
    let votes = upright + overturned;
    if votes < VOTES {
        return None;
    }
    let agree = |side: usize| side as f32 >= MAJORITY * votes as f32;
    match (agree(upright), agree(overturned)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}
