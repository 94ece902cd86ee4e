//! Blank pages: told by the share of ink, so that the back of a sheet is counted and not read.

use super::Raster;
use image::GrayImage;

/// Below this share of dark pixels away from the edges a page holds no print. A single line of
/// 12-point text is some 0.1 % of an A4 page, a page number alone 0.005 %.
const INK_OF_BLANK: f32 = 0.000_02;

/// The share of the page at each edge that is not looked at: shadows and black scanner borders.
const EDGE: f32 = 0.04;

/// Print may be this few grey levels darker than the paper: a faint page is no blank one. Grime
/// counts as ink then, which costs a reading and loses nothing.
const FAINTEST: u8 = 28;

/// Why the page is blank, or `None` when there is something to read.
pub fn blank_reason(raster: &Raster) -> Option<String> {
    let ink = ink_share(&raster.image.to_luma8());
    (ink < INK_OF_BLANK).then(|| format!("ink on {:.4} % of the page", ink * 100.0))
}

/// The share (0 to 1) of pixels that are clearly darker than the paper, edges left out, specks of
/// single pixels not counted.
pub fn ink_share(grey: &GrayImage) -> f32 {
    let (width, height) = grey.dimensions();
    let (left, top) = ((width as f32 * EDGE) as u32, (height as f32 * EDGE) as u32);
    if width <= 2 * left + 2 || height <= 2 * top + 2 {
        return 1.0;
    }
    let threshold = paper_level(grey).saturating_sub(FAINTEST);
    let dark = |x: u32, y: u32| grey.get_pixel(x, y)[0] < threshold;
    let mut ink = 0u64;
    for y in top + 1..height - top - 1 {
        for x in left + 1..width - left - 1 {
            // Print has dark neighbours on at least two sides, dust mostly has not.
            if dark(x, y)
                && u8::from(dark(x - 1, y))
                    + u8::from(dark(x + 1, y))
                    + u8::from(dark(x, y - 1))
                    + u8::from(dark(x, y + 1))
                    >= 3
            {
                ink += 1;
            }
        }
    }
    ink as f32 / (f64::from(width - 2 * left) * f64::from(height - 2 * top)) as f32
}

/// The grey level of the paper: the median of a sample.
fn paper_level(grey: &GrayImage) -> u8 {
    let mut histogram = [0u32; 256];
    let pixels = grey.as_raw();
    let step = (pixels.len() / 50_000).max(1);
    for &level in pixels.iter().step_by(step) {
        histogram[usize::from(level)] += 1;
    }
    let half = histogram.iter().sum::<u32>() / 2;
    let mut seen = 0;
    histogram
        .iter()
        .position(|&count| {
            seen += count;
            seen > half
        })
        .unwrap_or(255) as u8
}
