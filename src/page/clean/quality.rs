//! What a page image is like: the numbers that decide what is done to it.

use image::GrayImage;
use serde::Serialize;

/// Measured quality of a page image.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    /// Grey level of the paper, 0 to 255.
    pub paper: f32,
    /// Grey levels between ink and paper.
    pub contrast: f32,
    /// Difference of the paper's grey level between the lightest and the darkest part of the page.
    pub shading: f32,
    /// Share of the dark pixels that have no dark neighbour, 0 to 1.
    pub specks: f32,
}

/// The page is looked at in so many parts across and down.
const PARTS: u32 = 8;

impl Quality {
    /// Measures a page image.
    pub fn of(grey: &GrayImage, _dpi: f32) -> Self {
        let levels = paper_levels(grey);
        let mut sorted = levels.clone();
        sorted.sort_unstable();
        let paper = f32::from(sorted.get(sorted.len() / 2).copied().unwrap_or(255));
        // The darkest and lightest few parts may be pictures, seals or holes.
        let trimmed = sorted.len() / 10;
        let shading = match (sorted.get(trimmed), sorted.iter().rev().nth(trimmed)) {
            (Some(&dark), Some(&light)) => f32::from(light) - f32::from(dark),
            _ => 0.0,
        };
        let ink = ink_level(grey, paper);
        let contrast = paper - ink;
        let threshold = (paper - 0.5 * contrast) as u8;
        Self {
            paper,
            contrast,
            shading,
            specks: specks(grey, threshold),
        }
    }
}

/// The paper's grey level in each part: the level that most of its light pixels reach.
fn paper_levels(grey: &GrayImage) -> Vec<u8> {
    let (width, height) = grey.dimensions();
    let mut levels = Vec::new();
    for part in 0..PARTS * PARTS {
        let (x, y) = (part % PARTS, part / PARTS);
        let mut histogram = [0u32; 256];
        for py in (y * height / PARTS..(y + 1) * height / PARTS).step_by(5) {
            for px in (x * width / PARTS..(x + 1) * width / PARTS).step_by(5) {
                histogram[usize::from(grey.get_pixel(px, py)[0])] += 1;
            }
        }
        levels.push(percentile(&histogram, 0.75));
    }
    levels
}

fn percentile(histogram: &[u32; 256], share: f32) -> u8 {
    let total: u32 = histogram.iter().sum();
    let wanted = (total as f32 * share) as u32;
    let mut seen = 0;
    histogram
        .iter()
        .position(|&count| {
            seen += count;
            seen > wanted
        })
        .unwrap_or(255) as u8
}

/// The ink's grey level, black where there is hardly any.
fn ink_level(grey: &GrayImage, paper: f32) -> f32 {
    ink_of(&histogram(grey), paper).unwrap_or(0.0)
}

fn histogram(grey: &GrayImage) -> [u32; 256] {
    let mut histogram = [0u32; 256];
    for &level in grey.as_raw().iter().step_by(7) {
        histogram[usize::from(level)] += 1;
    }
    histogram
}

/// Whether the paper's grain would be taken for ink: where there is little print, the threshold by which the engine
/// parts them (Otsu 1979) lies within the grain, and the engine sees specks all over and no line.
pub(super) fn is_drowned(grey: &GrayImage) -> bool {
    let histogram = histogram(grey);
    let paper = f32::from(percentile(&histogram, 0.75));
    f32::from(otsu(&histogram)) > darkest_grain(&histogram, paper)
}

/// The threshold that parts a histogram into two classes of least variance.
fn otsu(histogram: &[u32; 256]) -> u8 {
    let total: f64 = histogram.iter().map(|&count| f64::from(count)).sum();
    let levels = || histogram.iter().enumerate();
    let sum: f64 = levels()
        .map(|(level, &count)| level as f64 * f64::from(count))
        .sum();
    let (mut below, mut sum_below) = (0.0, 0.0);
    let mut best = (0.0, 0);
    for (level, &count) in levels() {
        below += f64::from(count);
        sum_below += level as f64 * f64::from(count);
        let above = total - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let apart = sum_below / below - (sum - sum_below) / above;
        let between = below * above * apart * apart;
        if between > best.0 {
            best = (between, level as u8);
        }
    }
    best.1
}

/// The darkest level that may still be the paper's grain.
fn darkest_grain(histogram: &[u32; 256], paper: f32) -> f32 {
    // A quarter of a normal distribution lies 0.674 deviations below its middle.
    let deviation = (paper - f32::from(percentile(histogram, 0.25))) / 0.674;
    (paper - (GRAIN * deviation).clamp(INK_FROM.0, INK_FROM.1)).max(0.0)
}

/// Grey levels below the paper from which a pixel may be ink, at least and at most.
const INK_FROM: (f32, f32) = (30.0, 80.0);
/// What is so many deviations darker than the paper is no grain of it.
const GRAIN: f32 = 4.0;

/// The ink's grey level in a histogram: that of the darkest third of what is clearly darker than the paper and its
/// grain; nothing where there is hardly any. On the last page of a letter, a name and nothing else, grain is more
/// than ink.
pub(super) fn ink_of(histogram: &[u32; 256], paper: f32) -> Option<f32> {
    let darkest = darkest_grain(histogram, paper) as usize;
    let dark: u32 = histogram[..darkest].iter().sum();
    if dark < 50 {
        return None;
    }
    let mut seen = 0;
    let third = histogram[..darkest].iter().position(|&count| {
        seen += count;
        seen > dark / 3
    });
    third.map(|level| level as f32)
}

fn specks(grey: &GrayImage, threshold: u8) -> f32 {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let pixels = grey.as_raw();
    let (mut dark, mut alone) = (0u32, 0u32);
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let at = y * width + x;
            if pixels[at] >= threshold {
                continue;
            }
            dark += 1;
            let neighbours = [
                at - width - 1,
                at - width,
                at - width + 1,
                at - 1,
                at + 1,
                at + width - 1,
                at + width,
                at + width + 1,
            ];
            alone += u32::from(neighbours.iter().all(|&n| pixels[n] >= threshold));
        }
    }
    if dark == 0 {
        0.0
    } else {
        alone as f32 / dark as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    /// A page of paper with `grain` levels of spread and `marks` short strokes on it.
    fn page(grain: u32, marks: u32) -> GrayImage {
        let mut seed = 7u32;
        let mut random = move || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 16
        };
        GrayImage::from_fn(600, 800, |x, y| {
            // The sum of three even spreads is near a normal one.
            let noise = (0..3).map(|_| random() % (grain + 1)).sum::<u32>();
            let is_ink = y % 40 < 12 && y / 40 < marks && x % 9 < 2 && (60..180).contains(&x);
            Luma([if is_ink {
                20
            } else {
                255 - noise.min(120) as u8
            }])
        })
    }

    #[test]
    fn grain_is_not_taken_for_ink_where_there_is_little_print() {
        let sparse = page(30, 2);
        assert!(is_drowned(&sparse));
        let quality = Quality::of(&sparse, 200.0);
        assert!(quality.contrast > 150.0, "{quality:?}");
        let (image, dpi) = (image::DynamicImage::ImageLuma8(sparse), 200.0);
        let (_, steps) = super::super::prepare(&crate::page::Raster { image, dpi });
        assert_eq!(steps, [super::super::Step::Binarise]);
    }

    #[test]
    fn clean_and_full_pages_need_no_threshold_of_ours() {
        assert!(!is_drowned(&page(0, 2)));
        assert!(!is_drowned(&page(4, 20)));
        assert!(!is_drowned(&page(30, 20)));
    }
}
