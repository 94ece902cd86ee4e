//! Level strokes of a page image: dark runs, row by row, gathered to strokes that are long and thin.

use image::GrayImage;
use std::ops::Range;

/// A dark run: row, first pixel, end.
pub type Run = (u32, u32, u32);

/// What a stroke looks like, in pixels.
#[derive(Debug, Clone)]
pub struct Look {
    /// Pixels under this grey level are ink.
    pub dark: u8,
    /// Shorter runs of ink are not looked at.
    pub run: u32,
    /// Gaps that a stroke may have along its length.
    pub gap: u32,
    /// Rows of paper that may part two runs of a stroke, and one more.
    pub apart: u32,
    /// Strokes are thinner.
    pub thick: f32,
    /// A stroke may rise by this share of its length.
    pub slant: f32,
    /// Lengths looked for.
    pub length: Range<f32>,
    /// Runs lie over or under at least this share of a stroke.
    pub covered: f32,
}

/// Runs that are one stroke, and what they span.
#[derive(Debug, Clone)]
pub struct Stroke {
    /// The runs, by row.
    pub runs: Vec<Run>,
    /// First pixel and end from left to right.
    pub x: (u32, u32),
    /// First and last row.
    pub y: (u32, u32),
}

impl Stroke {
    /// The left end and the right one, on the line of least squares through its ink.
    pub fn ends(&self) -> [[f32; 2]; 2] {
        let runs = self.runs.iter().map(|&(y, from, to)| {
            let (from, to) = (f64::from(from), f64::from(to));
            (f64::from(y) + 0.5, (from + to) / 2.0, to - from)
        });
        let (mut ink, mut x, mut y) = (0.0, 0.0, 0.0);
        for (row, middle, length) in runs.clone() {
            ink += length;
            x += middle * length;
            y += row * length;
        }
        let (x, y) = (x / ink, y / ink);
        let (mut both, mut along) = (0.0, 0.0);
        for (row, middle, length) in runs {
            both += (middle - x) * (row - y) * length;
            along += ((middle - x).powi(2) + length * length / 12.0) * length;
        }
        let rise = both / along;
        [self.x.0, self.x.1].map(|end| {
            let end = f64::from(end);
            [end as f32, (y + (end - x) * rise) as f32]
        })
    }

    /// Pixels from left to right with a run above or below them.
    fn covered(&self) -> u32 {
        let mut parts: Vec<(u32, u32)> = self.runs.iter().map(|r| (r.1, r.2)).collect();
        parts.sort_unstable();
        let mut end = 0;
        let mut sum = 0;
        for (from, to) in parts {
            sum += to.saturating_sub(from.max(end));
            end = end.max(to);
        }
        sum
    }
}

/// The level strokes in the rows above `bottom`. Linear in the pixels.
pub fn level(grey: &GrayImage, bottom: u32, look: &Look) -> Vec<Stroke> {
    let longest = look.length.end.min(grey.width() as f32);
    let highest = (look.thick + look.slant * longest) as u32;
    let (mut strokes, mut open): (Vec<Stroke>, Vec<Stroke>) = Default::default();
    for run in runs(grey, look.dark, look.run, bottom) {
        let (y, from, to) = run;
        strokes.extend(open.extract_if(.., |stroke| stroke.y.1 + look.apart < y));
        let touches = |stroke: &mut Stroke| {
            let near = stroke
                .runs
                .iter()
                .rev()
                .take_while(|r| r.0 + look.apart >= y);
            near.into_iter()
                .any(|r| from <= r.2 + look.gap && r.1 <= to + look.gap)
        };
        let mut stroke = Stroke {
            runs: Vec::new(),
            x: (from, to),
            y: (y, y),
        };
        for other in open.extract_if(.., touches) {
            stroke.x = (stroke.x.0.min(other.x.0), stroke.x.1.max(other.x.1));
            stroke.y.0 = stroke.y.0.min(other.y.0);
            if stroke.runs.is_empty() {
                stroke.runs = other.runs;
            } else {
                stroke.runs.extend(other.runs);
                stroke.runs.sort_unstable();
            }
        }
        stroke.runs.push(run);
        if stroke.y.1 - stroke.y.0 > highest {
            // A dark area: what it touches is none either.
            stroke.runs.retain(|r| r.0 + look.apart >= y);
        }
        open.push(stroke);
    }
    strokes.extend(open);
    strokes.retain(|stroke| {
        let width = (stroke.x.1 - stroke.x.0) as f32;
        let high = (stroke.y.1 - stroke.y.0) as f32;
        let ink: u32 = stroke.runs.iter().map(|r| r.2 - r.1).sum();
        look.length.contains(&width)
            && high <= look.thick + look.slant * width
            && ink as f32 <= look.thick * width
            && stroke.covered() as f32 >= look.covered * width
    });
    strokes
}

/// The dark runs of `length` pixels and more in the rows above `bottom`, row by row.
pub fn runs(grey: &GrayImage, dark: u8, length: u32, bottom: u32) -> Vec<Run> {
    let width = grey.width().max(1) as usize;
    let mut found = Vec::new();
    for (y, row) in (0..bottom).zip(grey.as_raw().chunks_exact(width)) {
        let mut from = None;
        for (x, level) in row.iter().chain([&255]).enumerate() {
            match (from, *level < dark) {
                (None, true) => from = Some(x as u32),
                (Some(start), false) => {
                    if x as u32 - start >= length {
                        found.push((y, start, x as u32));
                    }
                    from = None;
                }
                _ => {}
            }
        }
    }
    found
}
