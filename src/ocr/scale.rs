//! The scale at which pages are read.
//!
//! Every page that is finer than the model reads best is brought down to it, so this is done once a
//! page and in whole numbers: the general resampling of the `image` crate took a tenth of a page's time.

use crate::page::Raster;
use image::{DynamicImage, GrayImage, RgbImage};

/// Pixels per inch that finer pages are reduced to.
pub const READING_DPI: f32 = 200.0;

/// The page reduced to `dpi`, or `None` if it is not clearly finer (a tenth and more).
pub fn reduce(raster: &Raster, dpi: f32) -> Option<Raster> {
    let factor = dpi / raster.dpi;
    if !(factor.is_finite() && factor > 0.0) || factor > 0.9 {
        return None;
    }
    Some(Raster {
        image: resized(&raster.image, factor),
        dpi,
    })
}

/// The image enlarged or reduced by `factor`, in grey or RGB, by a triangle filter.
pub(super) fn resized(image: &DynamicImage, factor: f32) -> DynamicImage {
    let side = |pixels: u32| ((pixels as f32 * factor).round() as u32).max(1);
    let size = (side(image.width()), side(image.height()));
    if size == (image.width(), image.height()) {
        return image.clone();
    }
    let from = (image.width(), image.height());
    let (width, height) = size;
    let resampled = match image {
        DynamicImage::ImageRgb8(rgb) => {
            RgbImage::from_raw(width, height, resample::<3>(rgb.as_raw(), from, size))
                .map(DynamicImage::ImageRgb8)
        }
        other => {
            let grey = other.to_luma8();
            GrayImage::from_raw(width, height, resample::<1>(grey.as_raw(), from, size))
                .map(DynamicImage::ImageLuma8)
        }
    };
    // The buffer has the size that was asked for.
    resampled.unwrap_or_else(|| image.clone())
}

/// Bits of a weight's fraction.
const BITS: u32 = 14;
/// Bits kept below a grey level between the two passes.
const KEPT: u32 = 6;

/// For each pixel of one side of the result, where its sources begin and what they weigh.
struct Weights {
    /// Sources of each pixel.
    taps: usize,
    from: Vec<usize>,
    /// `taps` for each pixel; they sum to 1.
    of: Vec<u32>,
}

impl Weights {
    fn new(old: usize, new: usize) -> Self {
        let ratio = old as f32 / new as f32;
        let reach = ratio.max(1.0);
        let taps = ((2.0 * reach).ceil() as usize + 1).min(old);
        let mut weights = Self {
            taps,
            from: Vec::with_capacity(new),
            of: Vec::with_capacity(new * taps),
        };
        for at in 0..new {
            let centre = (at as f32 + 0.5) * ratio - 0.5;
            let from = ((centre - reach).floor().max(0.0) as usize).min(old - taps);
            let share = |tap: usize| (1.0 - ((from + tap) as f32 - centre).abs() / reach).max(0.0);
            let sum: f32 = (0..taps).map(share).sum();
            let one = (1 << BITS) as f32;
            let first = weights.of.len();
            weights
                .of
                .extend((0..taps).map(|tap| (share(tap) / sum * one).round() as u32));
            // Paper stays white: what rounding lost goes to the heaviest.
            let here = &mut weights.of[first..];
            let lost = (1 << BITS) - here.iter().sum::<u32>() as i32;
            if let Some(heaviest) = here.iter_mut().max() {
                *heaviest = heaviest.saturating_add_signed(lost);
            }
            weights.from.push(from);
        }
        weights
    }
}

/// Resamples rows of pixels with `N` channels each: rows first, then columns.
fn resample<const N: usize>(pixels: &[u8], from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    let (width, height) = (from.0 as usize, from.1 as usize);
    let (new_width, new_height) = (to.0 as usize, to.1 as usize);
    let (across, down) = (
        Weights::new(width, new_width),
        Weights::new(height, new_height),
    );
    let stride = width * N;
    let mut out = Vec::with_capacity(new_width * new_height * N);
    let mut sums = vec![0u32; stride];
    for (y, weights) in down.of.chunks_exact(down.taps).enumerate() {
        sums.fill(0);
        for (row, &weight) in pixels[down.from[y] * stride..]
            .chunks_exact(stride)
            .zip(weights)
        {
            for (sum, &level) in sums.iter_mut().zip(row) {
                *sum += weight * u32::from(level);
            }
        }
        for sum in &mut sums {
            *sum >>= BITS - KEPT;
        }
        for (x, weights) in across.of.chunks_exact(across.taps).enumerate() {
            let source = &sums[across.from[x] * N..][..across.taps * N];
            for channel in 0..N {
                let sum: u32 = source[channel..]
                    .iter()
                    .step_by(N)
                    .zip(weights)
                    .map(|(level, weight)| level * weight)
                    .sum();
                out.push(((sum + (1 << (BITS + KEPT - 1))) >> (BITS + KEPT)) as u8);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::imageops::FilterType;

    fn pattern(width: u32, height: u32) -> GrayImage {
        GrayImage::from_fn(width, height, |x, y| {
            image::Luma([((x * 37 + y * 91 + x * y) % 256) as u8])
        })
    }

    /// Greatest difference to the same filter of the `image` crate, in grey levels.
    fn difference(image: &DynamicImage, factor: f32) -> u8 {
        let ours = resized(image, factor);
        let theirs = image.resize_exact(ours.width(), ours.height(), FilterType::Triangle);
        assert_eq!(ours.color(), theirs.color());
        let pairs = ours.as_bytes().iter().zip(theirs.as_bytes());
        pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap()
    }

    #[test]
    fn pages_are_reduced_as_the_general_filter_does_it() {
        for (width, height) in [(61, 83), (300, 30), (7, 200)] {
            let grey = DynamicImage::ImageLuma8(pattern(width, height));
            let rgb = DynamicImage::ImageRgb8(grey.to_rgb8());
            for factor in [2.0 / 3.0, 0.5, 0.31, 1.0, 4.0 / 3.0] {
                assert!(
                    difference(&grey, factor) <= 1,
                    "{width} × {height}, {factor}"
                );
                assert!(
                    difference(&rgb, factor) <= 1,
                    "{width} × {height}, {factor}"
                );
            }
        }
    }

    #[test]
    fn white_stays_white_and_pages_near_the_scale_stay_as_they_are() {
        let image = DynamicImage::ImageLuma8(GrayImage::from_pixel(250, 333, image::Luma([255])));
        let raster = Raster { image, dpi: 300.0 };
        let reduced = reduce(&raster, READING_DPI).unwrap();
        assert_eq!((reduced.image.width(), reduced.image.height()), (167, 222));
        assert!(reduced.image.as_bytes().iter().all(|&level| level == 255));
        assert!(reduce(&reduced, READING_DPI).is_none());
    }
}
