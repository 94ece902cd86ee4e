//! The scale at which pages are read.

use crate::page::Raster;
use image::imageops::FilterType;

/// Pixels per inch that finer pages are reduced to.
pub const READING_DPI: f32 = 200.0;

/// The page reduced to `dpi`, or `None` if it is not clearly finer (a tenth and more).
pub fn reduce(raster: &Raster, dpi: f32) -> Option<Raster> {
    let factor = dpi / raster.dpi;
    if !(factor.is_finite() && factor > 0.0) || factor > 0.9 {
        return None;
    }
    let side = |pixels: u32| ((pixels as f32 * factor).round() as u32).max(1);
    let image = raster.image.resize_exact(
        side(raster.image.width()),
        side(raster.image.height()),
        FilterType::Triangle,
    );
    Some(Raster { image, dpi })
}
