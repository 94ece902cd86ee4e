//! The pixels of a page: its embedded scan where it is one, or the page rendered.

use super::super::Limits;
use super::super::guard::guarded;
use super::collect;
use super::plan::{RENDER_DPI, RasterPlan};
use super::taker::Taker;
use crate::error::{Error, ErrorKind, Result};
use crate::page::Raster;
use hayro::hayro_interpret::{InterpreterCache, InterpreterSettings};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::{DynamicImage, GrayImage, RgbImage};

/// Rendering below this resolution would not be readable.
const LOWEST_RENDER_DPI: f32 = 60.0;

/// The pixels of a page (from 1) as its plan says.
pub(super) fn raster(pdf: &Pdf, index: u32, plan: &RasterPlan, limits: &Limits) -> Result<Raster> {
    let page = &pdf.pages()[index as usize - 1];
    match plan {
        RasterPlan::TooLarge { pixels } => Err(Error::new(
            ErrorKind::Limit,
            format!(
                "an image of {pixels} pixels, more than the limit of {} (max-pixels)",
                limits.pixels
            ),
        )),
        RasterPlan::Scan { images, dpi } => {
            let (width, height) = page.render_dimensions();
            let mut taker = Taker::new(images, *dpi, width, height);
            guarded("hayro", || {
                collect::interpret(page, &InterpreterCache::new(), &mut taker);
            })?;
            taker.finish()
        }
        RasterPlan::Render { dpi } => render(page, *dpi),
        RasterPlan::File => render(page, RENDER_DPI),
    }
}

fn render(page: &Page<'_>, dpi: f32) -> Result<Raster> {
    if dpi < LOWEST_RENDER_DPI {
        return Err(Error::new(
            ErrorKind::Limit,
            "the page is too large to be rendered at a readable resolution (max-rendered-pixels)",
        ));
    }
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
    let coloured = pixels
        .chunks_exact(4)
        .any(|p| p[0].abs_diff(p[1]) > 8 || p[1].abs_diff(p[2]) > 8);
    let image = if coloured {
        let rgb = pixels
            .chunks_exact(4)
            .flat_map(|p| [p[0], p[1], p[2]])
            .collect();
        RgbImage::from_raw(width, height, rgb).map(DynamicImage::ImageRgb8)
    } else {
        let grey = pixels.chunks_exact(4).map(|p| p[1]).collect();
        GrayImage::from_raw(width, height, grey).map(DynamicImage::ImageLuma8)
    };
    image
        .map(|image| Raster { image, dpi })
        .ok_or_else(|| Error::new(ErrorKind::Internal, "the rendered page has a wrong size"))
}
