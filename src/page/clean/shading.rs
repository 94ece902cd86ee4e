//! Uneven light levelled, and a local threshold (Sauvola and Pietikäinen 2000).

use super::quality::ink_of;
use image::imageops::FilterType;
use image::{GrayImage, Luma};

/// Ink covers at least this share of a page with any print to speak of.
const INK_SHARE: f32 = 0.003;
/// The faintest ink, as a share of the paper's light: what is lighter is grime.
const FAINTEST_INK: f32 = 0.85;

/// Divides by the paper's own light, so that paper is white and ink black everywhere.
pub(super) fn level(grey: &mut GrayImage, dpi: f32) {
    // A quarter inch is wider than a letter's strokes and narrower than a shadow.
    let cell = ((dpi / 4.0) as u32).max(8);
    let (width, height) = grey.dimensions();
    let paper = paper_levels(grey, cell);
    let paper = imageproc::filter::median_filter(&paper, 1, 1);
    let paper = image::imageops::resize(&paper, width, height, FilterType::Triangle);
    for (pixel, paper) in grey.pixels_mut().zip(paper.pixels()) {
        let share = f32::from(pixel[0]) / f32::from(paper[0]).max(40.0);
        pixel[0] = (share * 255.0).min(255.0) as u8;
    }
    let ink = f32::from(ink_level(grey)).min(FAINTEST_INK * 255.0);
    for pixel in grey.pixels_mut() {
        let level = (f32::from(pixel[0]) - ink) / (0.95 * 255.0 - ink);
        *pixel = Luma([(level * 255.0).clamp(0.0, 255.0) as u8]);
    }
}

/// The paper's level in each cell: nine tenths of its pixels are no lighter.
fn paper_levels(grey: &GrayImage, cell: u32) -> GrayImage {
    let (width, height) = grey.dimensions();
    GrayImage::from_fn(width.div_ceil(cell), height.div_ceil(cell), |x, y| {
        let mut histogram = [0u32; 256];
        for py in (y * cell..((y + 1) * cell).min(height)).step_by(3) {
            for px in (x * cell..((x + 1) * cell).min(width)).step_by(3) {
                histogram[usize::from(grey.get_pixel(px, py)[0])] += 1;
            }
        }
        Luma([level_at(&histogram, 0.9)])
    })
}

/// The ink's level on levelled paper.
fn ink_level(grey: &GrayImage) -> u8 {
    let mut histogram = [0u32; 256];
    for &level in grey.as_raw().iter().step_by(5) {
        histogram[usize::from(level)] += 1;
    }
    let darkest = level_at(&histogram, INK_SHARE);
    // A page with little print: the darkest of it is darker than what covers that share.
    ink_of(&histogram, 255.0).map_or(darkest, |ink| darkest.min(ink as u8))
}

/// The level that this share of the pixels does not exceed.
fn level_at(histogram: &[u32; 256], share: f32) -> u8 {
    let wanted = histogram.iter().sum::<u32>() as f32 * share;
    let mut seen = 0;
    let found = histogram.iter().position(|&count| {
        seen += count;
        seen as f32 >= wanted
    });
    found.unwrap_or(255) as u8
}

/// Window of the local threshold in inches: about two letters.
const WINDOW: f32 = 0.13;
/// How far below the local mean ink lies where contrast is low.
const SAUVOLA_K: f64 = 0.2;
/// The largest standard deviation of grey levels.
const SAUVOLA_R: f64 = 128.0;

/// Black and white by Sauvola's threshold: `mean × (1 + k × (deviation / R − 1))`. Holds two
/// numbers for each column, whatever the page's height.
pub(super) fn binarised(grey: &GrayImage, dpi: f32) -> GrayImage {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let radius = ((dpi * WINDOW / 2.0) as usize).max(3);
    let pixels = grey.as_raw();
    let mut columns = vec![(0u32, 0u64); width];
    let mut result = GrayImage::new(grey.width(), grey.height());
    let add = |columns: &mut Vec<(u32, u64)>, y: usize, sign: i64| {
        for (column, &level) in columns.iter_mut().zip(&pixels[y * width..(y + 1) * width]) {
            let (level, square) = (i64::from(level), i64::from(level) * i64::from(level));
            column.0 = (i64::from(column.0) + sign * level) as u32;
            column.1 = (column.1 as i64 + sign * square) as u64;
        }
    };
    for y in 0..radius.min(height) {
        add(&mut columns, y, 1);
    }
    for y in 0..height {
        if y + radius < height {
            add(&mut columns, y + radius, 1);
        }
        if y > radius {
            add(&mut columns, y - radius - 1, -1);
        }
        let rows = (y + radius + 1).min(height) - y.saturating_sub(radius);
        let (mut sum, mut squares) = (0u64, 0u64);
        for column in &columns[..radius.min(width)] {
            sum += u64::from(column.0);
            squares += column.1;
        }
        for x in 0..width {
            if x + radius < width {
                sum += u64::from(columns[x + radius].0);
                squares += columns[x + radius].1;
            }
            if x > radius {
                sum -= u64::from(columns[x - radius - 1].0);
                squares -= columns[x - radius - 1].1;
            }
            let across = (x + radius + 1).min(width) - x.saturating_sub(radius);
            let count = (rows * across) as f64;
            let mean = sum as f64 / count;
            let deviation = (squares as f64 / count - mean * mean).max(0.0).sqrt();
            let threshold = mean * (1.0 + SAUVOLA_K * (deviation / SAUVOLA_R - 1.0));
            let ink = f64::from(pixels[y * width + x]) < threshold;
            result.put_pixel(x as u32, y as u32, Luma([if ink { 0 } else { 255 }]));
        }
    }
    result
}
