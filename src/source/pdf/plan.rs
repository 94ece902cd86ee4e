//! How a page's pixels are to be had: as its embedded scan where it is one, or rendered.

use super::super::Limits;
use super::collect::{Collected, Placed};
use hayro::kurbo::Rect;

/// How a page's pixels are to be had.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::source) enum RasterPlan {
    /// From the file itself: it is an image, or has none.
    File,
    /// By rendering, at a resolution.
    Render { dpi: f32 },
    /// From the images drawn at these places in the order of drawing, at their resolution.
    Scan { images: Vec<usize>, dpi: f32 },
    /// Not at all: a limit forbids it.
    TooLarge { pixels: u64 },
}

/// The resolution of a rendered page.
pub(super) const RENDER_DPI: f32 = 300.0;
/// The resolutions between which a page with images is rendered, by the finest of them.
const WITH_IMAGES_DPI: (f32, f32) = (200.0, 400.0);
/// A page is a scan when images cover this share of it.
const SCAN_COVER: f64 = 0.4;
/// An image that covers this share of the page is a part of the scan, however coarse.
const STRIPE_COVER: f64 = 0.05;
/// Smaller pictures coarser than this on a scan are the logos of watermarking tools, not stamps.
const COARSE_DPI: f64 = 110.0;
/// Visible glyphs that are part of the page's print, beyond stamps and watermarks: a page that
/// has so many must be rendered whole.
const PRINTED_GLYPHS: usize = 200;

impl RasterPlan {
    /// The plan for a page of `width` × `height` points.
    pub(super) fn of(page: &Collected, width: f32, height: f32, limits: &Limits) -> Self {
        let pixels = page.images.iter().map(|i| i.declared_pixels);
        if let Some(pixels) = pixels.into_iter().find(|p| *p > limits.pixels) {
            return Self::TooLarge { pixels };
        }
        let sheet = Rect::new(0.0, 0.0, width.into(), height.into());
        Self::scan(page, sheet, limits).unwrap_or_else(|| Self::render(page, sheet, limits))
    }

    /// The plan to render a page, as finely as its images are, as far as the limits allow.
    fn render(page: &Collected, sheet: Rect, limits: &Limits) -> Self {
        let images = page.images.iter();
        let finest = images
            .filter(|image| share(image, sheet) > 0.1)
            .map(|image| image.dpi().0.max(image.dpi().1))
            .fold(0.0, f64::max) as f32;
        let wanted = match finest > 0.0 {
            true => finest.clamp(WITH_IMAGES_DPI.0, WITH_IMAGES_DPI.1),
            false => RENDER_DPI,
        };
        Self::Render {
            dpi: wanted.min(finest_for(limits.rendered_pixels, sheet)),
        }
    }

    /// The plan to take the images of a page that is a scan as they are; none where it must be rendered.
    fn scan(page: &Collected, sheet: Rect, limits: &Limits) -> Option<Self> {
        let cover: f64 = page.images.iter().map(|image| share(image, sheet)).sum();
        if cover < SCAN_COVER || page.printed_glyphs() > PRINTED_GLYPHS {
            return None;
        }
        let (numbers, images): (Vec<usize>, Vec<&Placed>) = page
            .images
            .iter()
            .enumerate()
            .filter(|(_, image)| {
                let (x, y) = image.dpi();
                let share = share(image, sheet);
                share > 0.0 && (share > STRIPE_COVER || x.min(y) > COARSE_DPI)
            })
            .unzip();
        let takeable = images.iter().all(|i| i.plain && i.is_upright());
        // Layers over one another (a background, a mask with the print) must be rendered.
        let large = images.iter().filter(|i| share(i, sheet) > 0.25);
        let layered = overlap(large.map(|i| i.visible)) > 0.02 * sheet.area();
        let taken: f64 = images.iter().map(|i| share(i, sheet)).sum();
        if images.is_empty() || !takeable || layered || taken < SCAN_COVER {
            return None;
        }
        let dpi = images
            .iter()
            .filter(|i| share(i, sheet) > 0.02)
            .map(|i| i.dpi())
            .map(|(x, y)| x.max(y) as f32)
            .fold(0.0, f32::max);
        (dpi > 0.0 && dpi <= finest_for(limits.pixels, sheet)).then_some(Self::Scan {
            images: numbers,
            dpi,
        })
    }

    /// Whether the pixels come from a scan, so that visible text on the page was added to it.
    pub(in crate::source) fn is_scan(&self) -> bool {
        matches!(self, Self::Scan { .. })
    }
}

/// The share of the page that an image covers.
fn share(image: &Placed, sheet: Rect) -> f64 {
    image.visible.intersect(sheet).area().max(0.0) / sheet.area()
}

/// The resolution at which a page has so many pixels.
fn finest_for(pixels: u64, sheet: Rect) -> f32 {
    (pixels as f64 * 72.0 * 72.0 / sheet.area()).sqrt() as f32
}

/// The area that the boxes share, pairwise.
fn overlap(boxes: impl Iterator<Item = Rect>) -> f64 {
    let boxes: Vec<Rect> = boxes.take(64).collect();
    let mut area = 0.0;
    for (i, a) in boxes.iter().enumerate() {
        for b in &boxes[i + 1..] {
            let shared = a.intersect(*b);
            if shared.width() > 0.0 && shared.height() > 0.0 {
                area += shared.area();
            }
        }
    }
    area
}
