//! The pixels of a page: its embedded scan, or the page rendered.

use super::super::Limits;
use super::super::guard::guarded;
use crate::error::{Error, ErrorKind, Result};
use crate::page::Raster;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{DynamicImage, GrayImage, RgbImage};

/// How a page's pixels are to be had.
pub(in crate::source) enum RasterPlan {
    /// There are none.
    None,
    /// By rendering.
    Render,
}

/// The resolution of a rendered page.
const RENDER_DPI: f32 = 300.0;

pub(super) fn raster(pdf: &Pdf, index: u32, _plan: &RasterPlan, limits: &Limits) -> Result<Raster> {
    let page = &pdf.pages()[index as usize - 1];
    let (width, height) = page.render_dimensions();
    let inches = f64::from(width) * f64::from(height) / (72.0 * 72.0);
    let dpi = RENDER_DPI.min((limits.rendered_pixels as f64 / inches).sqrt() as f32);
    let scale = dpi / 72.0;
    let pixmap = guarded("hayro", || {
        hayro::render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: scale,
                y_scale: scale,
                bg_color: WHITE,
            },
        )
    })?;
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let pixels = pixmap.data_as_u8_slice();
    let coloured = pixels.chunks_exact(4).any(|p| p[0] != p[1] || p[1] != p[2]);
    let image = if coloured {
        let rgb = pixels
            .chunks_exact(4)
            .flat_map(|p| [p[0], p[1], p[2]])
            .collect();
        RgbImage::from_raw(width, height, rgb).map(DynamicImage::ImageRgb8)
    } else {
        let grey = pixels.chunks_exact(4).map(|p| p[0]).collect();
        GrayImage::from_raw(width, height, grey).map(DynamicImage::ImageLuma8)
    };
    image
        .map(|image| Raster { image, dpi })
        .ok_or_else(|| Error::new(ErrorKind::Internal, "the rendered page has a wrong size"))
}
