//! Ruling lines of a page: what tables are drawn with.
//!
//! Comes in: a page image, or what a PDF draws. Goes out: [`Rule`]s in points on the page, for the text
//! room to make tables of. Whether a rule belongs to a table is not asked here.

pub mod grid;
pub mod strokes;

use super::Raster;
use crate::span::BBox;
use image::GrayImage;
use serde::{Deserialize, Serialize};
use strokes::{Look, Stroke};

/// A straight ruling line, level or upright, perhaps aslant by a few degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The left end, or the upper one, in points from the top left of the page as displayed.
    pub from: [f32; 2],
    /// The right end, or the lower one.
    pub to: [f32; 2],
}

impl Rule {
    /// The rule between two points, whichever of them comes first.
    pub fn new(a: [f32; 2], b: [f32; 2]) -> Self {
        let rule = Self { from: a, to: b };
        let backwards = if rule.is_level() {
            a[0] > b[0]
        } else {
            a[1] > b[1]
        };
        if backwards {
            Self { from: b, to: a }
        } else {
            rule
        }
    }

    /// Whether it runs from left to right rather than downwards.
    pub fn is_level(&self) -> bool {
        (self.to[0] - self.from[0]).abs() >= (self.to[1] - self.from[1]).abs()
    }

    /// The box between its ends.
    pub fn bounds(&self) -> BBox {
        let ([a, b], [c, d]) = (self.from, self.to);
        BBox([a.min(c), b.min(d), a.max(c), b.max(d)])
    }

    /// The rule after both ends were led elsewhere as boxes without extent.
    pub fn led(&self, lead: impl Fn(BBox) -> BBox) -> Self {
        let end = |[x, y]: [f32; 2]| {
            let BBox([x, y, ..]) = lead(BBox([x, y, x, y]));
            [x, y]
        };
        Self::new(end(self.from), end(self.to))
    }
}

/// The image is looked at in about this resolution: every rule is still a pixel wide, and small gaps in
/// it are closed.
const DPI: f32 = 150.0;
/// Dark pixels in a row that no letter has, in points.
const RUN: f32 = 12.0;
/// Shorter rules part no cells, in points.
const SHORTEST: f32 = 14.0;
/// Gaps that a faint rule has, in points.
const GAP: f32 = 5.0;
/// Rules are thinner, in points: the frame of a table may be as thick as this.
const THICK: f32 = 6.0;
/// A rule may rise so far over its length: pages more aslant are turned before.
const SLANT: f32 = 0.03;
/// Runs cover at least this share of a rule.
const COVERED: f32 = 0.6;
/// Share of the mean grey level under which a pixel may be of a rule: fainter ones than print.
const DARK: f32 = 0.7;
/// No page is longer, in points (PDF 2.0, annex C): what is drawn beyond is not seen.
const FARTHEST: f32 = 14_400.0;
/// Pieces nearer than this across their direction are of one rule, in points.
const SAME_LINE: f32 = 1.0;
/// A page with more rules is a drawing or a map.
const MOST: usize = 2000;
/// A page that draws more pieces of rules is one too.
pub const MOST_PIECES: usize = 50_000;

/// The ruling lines on a page image, in points of the image; none on a drawing. Linear in the pixels.
pub fn of(raster: &Raster) -> Vec<Rule> {
    let grey = match raster.image.as_luma8() {
        Some(grey) => grey,
        None => &raster.image.to_luma8(),
    };
    let by = (raster.dpi / DPI).round().max(1.0) as u32;
    let small = darkest(grey, by);
    let dpi = raster.dpi / by as f32;
    let pixels = |points: f32| points * dpi / 72.0;
    let look = Look {
        dark: (mean(grey) * DARK) as u8,
        run: pixels(RUN) as u32,
        gap: pixels(GAP) as u32,
        apart: 2,
        thick: pixels(THICK),
        slant: SLANT,
        length: pixels(SHORTEST)..f32::INFINITY,
        covered: COVERED,
    };
    let points = 72.0 / dpi;
    let level = strokes::level(&small, small.height(), &look);
    let upright = strokes::level(&transposed(&small), small.width(), &look);
    if level.len() + upright.len() > MOST {
        return Vec::new();
    }
    let ends = |stroke: &Stroke| stroke.ends().map(|[x, y]| [x * points, y * points]);
    let level = level.iter().map(|stroke| {
        let [from, to] = ends(stroke);
        Rule { from, to }
    });
    let upright = upright.iter().map(|stroke| {
        let [from, to] = ends(stroke).map(|[y, x]| [x, y]);
        Rule { from, to }
    });
    level.chain(upright).collect()
}

/// Pieces that a program drew, exactly level and upright, as whole rules: those that go on from each other are
/// one. None on a drawing. The cost is that of sorting them.
pub fn joined(pieces: Vec<Rule>) -> Vec<Rule> {
    let on_page = |rule: &Rule| {
        rule.from
            .iter()
            .chain(&rule.to)
            .all(|v| v.abs() <= FARTHEST)
    };
    if pieces.len() >= MOST_PIECES {
        return Vec::new();
    }
    let pieces = pieces.into_iter().filter(on_page);
    let (level, upright): (Vec<Rule>, Vec<Rule>) = pieces.partition(Rule::is_level);
    let mut rules = Vec::new();
    for (mut pieces, along) in [(level, 0), (upright, 1)] {
        let at = |rule: &Rule| rule.from[1 - along];
        pieces.sort_by(|a, b| at(a).total_cmp(&at(b)));
        for line in pieces.chunk_by_mut(|a, b| at(b) - at(a) < SAME_LINE) {
            line.sort_by(|a, b| a.from[along].total_cmp(&b.from[along]));
            let mut whole = line[0];
            for piece in &line[1..] {
                if piece.from[along] <= whole.to[along] + GAP {
                    whole.to[along] = whole.to[along].max(piece.to[along]);
                } else {
                    rules.push(std::mem::replace(&mut whole, *piece));
                }
            }
            rules.push(whole);
        }
    }
    rules.retain(|rule| rule.bounds().width().max(rule.bounds().height()) >= SHORTEST);
    if rules.len() > MOST {
        rules.clear();
    }
    rules
}

/// The mean of a sample of the page.
fn mean(grey: &GrayImage) -> f32 {
    let sampled = grey.as_raw().iter().step_by(13);
    let count = sampled.len().max(1) as f32;
    sampled.map(|&level| f32::from(level)).sum::<f32>() / count
}

/// The page reduced by a whole factor, each pixel the darkest of those that it stands for.
fn darkest(grey: &GrayImage, by: u32) -> GrayImage {
    let (width, height) = (grey.width() / by, grey.height() / by);
    let row_length = grey.width() as usize;
    let by = by as usize;
    let mut small = Vec::with_capacity((width * height) as usize);
    let mut column = vec![255u8; row_length];
    for rows in grey.as_raw().chunks_exact(row_length.max(1) * by) {
        column.fill(255);
        for row in rows.chunks_exact(row_length) {
            for (darkest, level) in column.iter_mut().zip(row) {
                *darkest = (*darkest).min(*level);
            }
        }
        let pixels = column.chunks_exact(by);
        small.extend(pixels.map(|p| p.iter().copied().min().unwrap_or(255)));
    }
    // The buffer has the reduced size.
    GrayImage::from_raw(width, height, small).unwrap_or_default()
}

/// Columns for rows, so that upright rules are level ones; in squares that a cache holds.
fn transposed(grey: &GrayImage) -> GrayImage {
    const SQUARE: usize = 32;
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let pixels = grey.as_raw();
    let mut turned = vec![0; pixels.len()];
    for top in (0..height).step_by(SQUARE) {
        for left in (0..width).step_by(SQUARE) {
            for y in top..(top + SQUARE).min(height) {
                for x in left..(left + SQUARE).min(width) {
                    turned[x * height + y] = pixels[y * width + x];
                }
            }
        }
    }
    GrayImage::from_raw(grey.height(), grey.width(), turned).unwrap_or_default()
}
