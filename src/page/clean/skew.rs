//! Crooked pages: the angle at which rows of ink and rows of paper differ most (Postl 1986).

use crate::span::BBox;
use image::GrayImage;

/// Angles looked for, in degrees either way.
const WIDEST: f32 = 7.0;
/// The profile is taken at this resolution.
const PROFILE_DPI: f32 = 100.0;
/// Dark points looked at, at most.
const POINTS: usize = 40_000;
/// The best angle must beat the level one by this factor, or the page is left alone.
const GAIN: f64 = 1.1;

/// The slant of the page's lines in degrees, clockwise positive; 0 where no angle is clearly
/// better than level.
pub(super) fn degrees(grey: &GrayImage, dpi: f32) -> f32 {
    let points = dark_points(grey, (dpi / PROFILE_DPI).max(1.0));
    if points.len() < 500 {
        return 0.0;
    }
    let height = points.iter().map(|p| p[1]).fold(0.0, f32::max);
    let width = points.iter().map(|p| p[0]).fold(0.0, f32::max);
    let mut rows = Vec::new();
    let mut score = |degrees: f32| sharpness(&points, degrees, width, height, &mut rows);
    let level = score(0.0);
    let mut best = (level, 0.0);
    for (reach, step) in [(WIDEST, 0.5), (0.4, 0.1), (0.08, 0.02)] {
        let around = best.1;
        let mut offset = -reach;
        while offset <= reach + 1e-3 {
            let found = score(around + offset);
            if found > best.0 {
                best = (found, around + offset);
            }
            offset += step;
        }
    }
    if best.0 > level * GAIN { best.1 } else { 0.0 }
}

fn dark_points(grey: &GrayImage, scale: f32) -> Vec<[f32; 2]> {
    let step = scale.round().max(1.0) as u32;
    let threshold = threshold(grey);
    let (width, height) = grey.dimensions();
    // The edges hold shadows, whose slant is that of the paper, not of the lines.
    let (left, top) = (width / 20, height / 20);
    let mut points = Vec::new();
    for y in (top..height - top).step_by(step as usize) {
        for x in (left..width - left).step_by(step as usize) {
            if grey.get_pixel(x, y)[0] < threshold {
                points.push([(x / step) as f32, (y / step) as f32]);
            }
        }
    }
    let every = points.len().div_ceil(POINTS).max(1);
    points.into_iter().step_by(every).collect()
}

/// Halfway between the mean of the page and black: print, whatever the paper's grey.
pub(super) fn threshold(grey: &GrayImage) -> u8 {
    let pixels = grey.as_raw();
    let sampled = pixels.iter().step_by(13);
    let count = sampled.len().max(1) as u64;
    let mean = sampled.map(|&level| u64::from(level)).sum::<u64>() / count;
    (mean * 6 / 10) as u8
}

/// The sum of squared differences between neighbouring rows of the profile.
fn sharpness(
    points: &[[f32; 2]],
    degrees: f32,
    width: f32,
    height: f32,
    rows: &mut Vec<i32>,
) -> f64 {
    let slope = degrees.to_radians().tan();
    let offset = (slope.abs() * width).ceil();
    rows.clear();
    rows.resize((height + 2.0 * offset) as usize + 3, 0);
    for [x, y] in points {
        rows[(y - x * slope + offset) as usize] += 1;
    }
    rows.windows(2)
        .map(|pair| f64::from(pair[1] - pair[0]).powi(2))
        .sum()
}

/// The page turned clockwise by `degrees` about its centre, on white, in whole numbers: each pixel
/// is the mean of the four around the place that it comes from, weighed by nearness.
pub(super) fn turned(grey: &GrayImage, degrees: f32) -> GrayImage {
    /// Bits of a position's fraction, and of a weight's.
    const FRACTION: u32 = 32;
    const WEIGHT: u32 = 8;
    let (width, height) = grey.dimensions();
    let (columns, rows) = (i64::from(width), i64::from(height));
    let pixels = grey.as_raw();
    let level = |x: i64, y: i64| {
        let inside = (0..columns).contains(&x) && (0..rows).contains(&y);
        if inside {
            i64::from(pixels[(y * columns + x) as usize])
        } else {
            255
        }
    };
    let fixed = |value: f64| (value * (1u64 << FRACTION) as f64).round() as i64;
    let weight = |position: i64| (position >> (FRACTION - WEIGHT)) & ((1 << WEIGHT) - 1);
    let one = 1i64 << WEIGHT;
    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let (step_x, step_y) = (fixed(cos), fixed(-sin));
    let mut turned = Vec::with_capacity(pixels.len());
    for y in 0..height {
        let dy = f64::from(y) - cy;
        let mut from_x = fixed(cx - cx * cos + dy * sin);
        let mut from_y = fixed(cy + cx * sin + dy * cos);
        for _ in 0..width {
            let (x, y) = (from_x >> FRACTION, from_y >> FRACTION);
            let (wx, wy) = (weight(from_x), weight(from_y));
            let inside = x >= 0 && y >= 0 && x + 1 < columns && y + 1 < rows;
            let [[a, b], [c, d]] = if inside {
                let at = (y * columns + x) as usize;
                let pair = |at: usize| [i64::from(pixels[at]), i64::from(pixels[at + 1])];
                [pair(at), pair(at + width as usize)]
            } else {
                [
                    [level(x, y), level(x + 1, y)],
                    [level(x, y + 1), level(x + 1, y + 1)],
                ]
            };
            let (above, below) = (a * (one - wx) + b * wx, c * (one - wx) + d * wx);
            let sum = above * (one - wy) + below * wy;
            turned.push(((sum + (1 << (2 * WEIGHT - 1))) >> (2 * WEIGHT)) as u8);
            from_x += step_x;
            from_y += step_y;
        }
    }
    // The buffer has the page's size.
    GrayImage::from_raw(width, height, turned).unwrap_or_else(|| grey.clone())
}

/// A box on the turned page as the box around it on the page before.
pub(super) fn box_before(bbox: BBox, degrees: f32, [cx, cy]: [f32; 2]) -> BBox {
    let (sin, cos) = (-degrees).to_radians().sin_cos();
    let [x0, y0, x1, y1] = bbox.0;
    // The box's centre is turned back; its size hardly changes at these angles.
    let (x, y) = ((x0 + x1) / 2.0 - cx, (y0 + y1) / 2.0 - cy);
    let (x, y) = (cx + x * cos - y * sin, cy + x * sin + y * cos);
    let (w, h) = ((x1 - x0) / 2.0, (y1 - y0) / 2.0);
    BBox([x - w, y - h, x + w, y + h])
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;
    use imageproc::geometric_transformations::{Border, Interpolation, rotate_about_center};

    #[test]
    fn pages_are_turned_as_the_general_rotation_does_it() {
        let page = GrayImage::from_fn(160, 120, |x, y| Luma([((x * 5 + y * 3) % 200) as u8]));
        for degrees in [-6.5f32, -0.7, 0.0, 1.6, 5.0] {
            let ours = turned(&page, degrees);
            let theirs = rotate_about_center(
                &page,
                degrees.to_radians(),
                Interpolation::Bilinear,
                Border::Constant(Luma([255])),
            );
            let pairs = ours.as_raw().iter().zip(theirs.as_raw());
            let far = pairs.filter(|(a, b)| a.abs_diff(**b) > 3).count();
            // A place on the very border may fall to either side.
            assert!(far * 1000 <= page.len(), "{degrees}: {far} pixels differ");
        }
    }

    #[test]
    fn a_slant_is_found_and_undone() {
        let lines = GrayImage::from_fn(850, 1100, |x, y| {
            let ink = y % 24 < 8 && (y / 24 + x / 30) % 5 != 0;
            Luma([if ink { 0 } else { 255 }])
        });
        assert_eq!(degrees(&lines, 100.0), 0.0);
        let slanted = turned(&lines, 2.0);
        let found = degrees(&slanted, 100.0);
        assert!((found - 2.0).abs() < 0.1, "{found}");
    }
}
