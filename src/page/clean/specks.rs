//! Specks removed.

use image::GrayImage;

/// The median of each pixel and its eight neighbours.
pub(super) fn median(grey: &GrayImage) -> GrayImage {
    imageproc::filter::median_filter(grey, 1, 1)
}
