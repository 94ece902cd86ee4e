//! Uneven light levelled, and a local threshold (Sauvola and Pietikäinen 2000).

use image::imageops::FilterType;
use image::{GrayImage, Luma};

/// Divides by the paper's own light, so that paper is white and ink black everywhere.
pub(super) fn level(grey: &mut GrayImage, dpi: f32) {
    // A quarter inch is wider than a letter's strokes and narrower than a shadow.
    let cell = ((dpi / 4.0) as u32).max(8);
    let (width, height) = grey.dimensions();
    let (wide, high) = (width.div_ceil(cell), height.div_ceil(cell));
    let (paper, ink) = levels(grey, cell, wide, high);
    let mut paper = GrayImage::from_raw(wide, high, paper).unwrap_or_default();
    paper = imageproc::filter::median_filter(&paper, 1, 1);
    let paper = image::imageops::resize(&paper, width, height, FilterType::Triangle);
    for (pixel, paper) in grey.pixels_mut().zip(paper.pixels()) {
        let paper = f32::from(paper[0]).max(ink + 20.0);
        let level = (f32::from(pixel[0]) - ink) / (0.95 * (paper - ink));
        *pixel = Luma([(level * 255.0).clamp(0.0, 255.0) as u8]);
    }
}

/// The paper's level in each cell (nine tenths of its pixels are darker), and the ink's.
fn levels(grey: &GrayImage, cell: u32, wide: u32, high: u32) -> (Vec<u8>, f32) {
    let (width, height) = grey.dimensions();
    let mut paper = Vec::new();
    let mut all = [0u32; 256];
    for y in 0..high {
        for x in 0..wide {
            let mut histogram = [0u32; 256];
            for py in (y * cell..((y + 1) * cell).min(height)).step_by(3) {
                for px in (x * cell..((x + 1) * cell).min(width)).step_by(3) {
                    histogram[usize::from(grey.get_pixel(px, py)[0])] += 1;
                }
            }
            let total: u32 = histogram.iter().sum();
            let mut seen = 0;
            let light = histogram.iter().position(|&count| {
                seen += count;
                seen * 10 >= total * 9
            });
            paper.push(light.unwrap_or(255) as u8);
            for (sum, count) in all.iter_mut().zip(histogram) {
                *sum += count;
            }
        }
    }
    let total: u32 = all.iter().sum();
    let mut seen = 0;
    let ink = all.iter().position(|&count| {
        seen += count;
        seen * 50 >= total
    });
    (paper, ink.unwrap_or(0) as f32)
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
