//! The ruled frame of an incoming-mail stamp (*dấu công văn đến*): found, and its rules lifted off.
//!
//! The stamp is set anywhere on the first page, often over the subject. Its rules run through the
//! words there, and a reader takes its lines and those of the document for one.

use super::skew::threshold;
use crate::page::rules::strokes::{self, Look, Run, Stroke};
use crate::span::BBox;
use image::{GrayImage, Luma};

/// Width and height of a frame, in points: decrees on records work ask for 35 × 50 mm and less.
const WIDTH: std::ops::Range<f32> = 86.0..250.0;
const HEIGHT: std::ops::Range<f32> = 28.0..130.0;
/// Stamps stand in this share of the page from the top.
const REACH: f32 = 0.6;
/// Dark pixels in a row that few letters have, in points.
const RUN: f32 = 7.2;
/// Dark pixels in a column that no letter has, in points.
const UPRIGHT: f32 = 16.0;
/// Gaps that a rule of rubber leaves, in points.
const GAP: f32 = 10.0;
/// What a slanting frame reaches beyond its corners, in points.
const BESIDE: f32 = 4.5;
/// The office's name may stand so high above the rule under it, in points.
const NAME: f32 = 20.0;
/// Rules are thinner, in points.
const THICK: f32 = 2.4;
/// Letters that it crosses part a rule into pieces of this length and more, in points.
const PIECE: f32 = 36.0;
/// A rule may rise so far over its length.
const SLANT: f32 = 0.07;
/// The ends of two rules of one frame differ by this share of their length at most.
const ENDS: f32 = 0.1;
/// Runs cover at least this share of a rule; the bars of letters cover less of their line.
const COVERED: f32 = 0.6;

/// Lifts the rules of the stamp's frame off the page; the frame in points, if there is one.
pub(super) fn lift(grey: &mut GrayImage, dpi: f32) -> Option<BBox> {
    let pixels = |points: f32| points * dpi / 72.0;
    let dark = threshold(grey);
    let rules = rules(grey, dark, dpi);
    let (top, bottom) = pair(&rules, dpi)?;
    let x = (
        rules[top].x.0.min(rules[bottom].x.0),
        rules[top].x.1.max(rules[bottom].x.1),
    );
    // The outer rule may have lost an end, and the one under the office's name have both.
    let shared = |rule: &Stroke| rule.x.1.min(x.1).saturating_sub(rule.x.0.max(x.0));
    let over = |rule: &&Stroke| {
        let above = rules[top].y.0.saturating_sub(rule.y.1);
        above > 0 && above as f32 <= pixels(NAME)
    };
    let pieces = || rules.iter().filter(over);
    let is_outer = 2 * pieces().map(shared).sum::<u32>() > x.1 - x.0;
    let outer = pieces().map(|rule| rule.y.0).min().filter(|_| is_outer);
    let y = (outer.unwrap_or(rules[top].y.0), rules[bottom].y.1);
    let slack = pixels(BESIDE) as u32;
    let inside = |rule: &&Stroke| {
        rule.x.0 + slack >= x.0 && rule.x.1 <= x.1 + slack && rule.y.0 >= y.0 && rule.y.1 <= y.1
    };
    let thick = pixels(THICK) as u32;
    for rule in rules.iter().filter(inside) {
        erase(grey, &rule.runs, dark, thick);
    }
    let mut sides = turned(grey, (x.0.saturating_sub(slack), x.1 + slack), (y.0, y.1));
    let upright = strokes::runs(&sides, dark, pixels(UPRIGHT) as u32, sides.height());
    erase(&mut sides, &upright, dark, thick);
    put_back(grey, &sides, x.0.saturating_sub(slack), y.0);
    let points = 72.0 / dpi;
    Some(BBox([x.0, y.0, x.1, y.1].map(|v| v as f32 * points)))
}

/// The outermost two rules that are top and bottom of a frame.
fn pair(rules: &[Stroke], dpi: f32) -> Option<(usize, usize)> {
    let points = |pixels: u32| pixels as f32 * 72.0 / dpi;
    let is_whole = |rule: &(usize, &Stroke)| points(rule.1.x.1 - rule.1.x.0) >= WIDTH.start;
    let whole: Vec<(usize, &Stroke)> = rules.iter().enumerate().filter(is_whole).collect();
    let mut best: Option<(u32, (usize, usize))> = None;
    for &(i, top) in &whole {
        for &(j, bottom) in &whole {
            if bottom.y.0 <= top.y.1 {
                continue;
            }
            let height = bottom.y.1 - top.y.0;
            let width = (top.x.1 - top.x.0).max(bottom.x.1 - bottom.x.0);
            let ends = top
                .x
                .0
                .abs_diff(bottom.x.0)
                .max(top.x.1.abs_diff(bottom.x.1));
            if HEIGHT.contains(&points(height))
                && ends as f32 <= ENDS * width as f32
                && best.is_none_or(|(tallest, _)| height > tallest)
            {
                best = Some((height, (i, j)));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// The level rules on the upper part of a page, and pieces of rules.
fn rules(grey: &GrayImage, dark: u8, dpi: f32) -> Vec<Stroke> {
    let pixels = |points: f32| points * dpi / 72.0;
    let look = Look {
        dark,
        run: pixels(RUN) as u32,
        gap: pixels(GAP) as u32,
        apart: (pixels(0.9) as u32).max(2),
        thick: pixels(THICK),
        slant: SLANT,
        length: pixels(PIECE)..pixels(WIDTH.end),
        covered: COVERED,
    };
    strokes::level(grey, (grey.height() as f32 * REACH) as u32, &look)
}

/// Whitens the pixels of runs where the ink is no thicker than a rule: strokes that cross it stay.
fn erase(grey: &mut GrayImage, runs: &[Run], dark: u8, thick: u32) {
    let height = grey.height();
    let mut to_white = Vec::new();
    for &(y, from, to) in runs {
        for x in from..to {
            let ink = |y: u32| grey.get_pixel(x, y)[0] < dark;
            let above = (1..=thick).take_while(|d| *d <= y && ink(y - d)).count() as u32;
            let below = (1..=thick)
                .take_while(|d| y + d < height && ink(y + d))
                .count() as u32;
            if above + below < thick {
                // The soft edge goes with the rule.
                for row in y.saturating_sub(above + 1)..=(y + below + 1).min(height - 1) {
                    to_white.push((x, row));
                }
            }
        }
    }
    for (x, y) in to_white {
        grey.put_pixel(x, y, Luma([255]));
    }
}

/// A part of the page with columns for rows, so that upright rules are level ones.
fn turned(grey: &GrayImage, x: (u32, u32), y: (u32, u32)) -> GrayImage {
    let (right, bottom) = (x.1.min(grey.width()), y.1.min(grey.height()));
    GrayImage::from_fn(bottom - y.0, right - x.0, |a, b| {
        *grey.get_pixel(x.0 + b, y.0 + a)
    })
}

fn put_back(grey: &mut GrayImage, part: &GrayImage, x: u32, y: u32) {
    for (a, b, pixel) in part.enumerate_pixels() {
        grey.put_pixel(x + b, y + a, *pixel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of 100 dpi with a frame that slants by a degree, and a stroke across its top rule.
    fn page() -> GrayImage {
        let mut page = GrayImage::from_pixel(827, 1169, Luma([255]));
        let ink = Luma([0]);
        for x in 0..240u32 {
            for thick in 0..2 {
                page.put_pixel(60 + x, 300 + x / 60 + thick, ink);
                page.put_pixel(60 + x, 390 + x / 60 + thick, ink);
            }
        }
        for y in 300..392 {
            page.put_pixel(60, y, ink);
            page.put_pixel(299, y, ink);
        }
        for y in 290..312 {
            page.put_pixel(150, y, ink);
        }
        page
    }

    #[test]
    fn a_frame_is_lifted_and_what_crosses_it_stays() {
        let mut page = page();
        let BBox(found) = lift(&mut page, 100.0).unwrap();
        let expected = [43.2, 216.0, 215.3, 283.0];
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 2.0, "{found:?}");
        }
        let ink = |x: u32, y: u32| page.get_pixel(x, y)[0] < 128;
        assert!(!(70..140).any(|x| (295..310).any(|y| ink(x, y))));
        assert!(!(310..385).any(|y| ink(60, y) || ink(299, y)));
        assert!((290..312).all(|y| ink(150, y)));
    }

    #[test]
    fn the_outer_rule_is_lifted_where_letters_part_it() {
        let mut page = page();
        // Over the top rule, as a stamp has it around its office's name, in two pieces.
        let outer = |x: u32| !(170..200).contains(&x);
        for x in (60..300).filter(|x| outer(*x)) {
            page.put_pixel(x, 280, Luma([0]));
        }
        // A rule under a number near it is not the stamp's.
        for x in 180..240 {
            page.put_pixel(x, 290, Luma([0]));
        }
        let BBox([_, top, _, _]) = lift(&mut page, 100.0).unwrap();
        assert!((top - 201.6).abs() < 2.0, "{top}");
        assert!((60..300).all(|x| page.get_pixel(x, 280)[0] > 128));
    }

    #[test]
    fn a_page_without_a_frame_stays_as_it_is() {
        let mut page = GrayImage::from_pixel(827, 1169, Luma([255]));
        // The rule under a motto, and one across the page.
        for x in 0..160 {
            page.put_pixel(400 + x, 200, Luma([0]));
        }
        for x in 60..760 {
            page.put_pixel(x, 300, Luma([0]));
        }
        let before = page.clone();
        assert!(lift(&mut page, 100.0).is_none());
        assert!(page == before);
    }
}
