//! The sheet on which the images of a scanned page are laid.

use crate::error::{Error, ErrorKind, Result};
use crate::page::Raster;
use hayro::kurbo::{Affine, Rect};
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageBuffer, Luma, Pixel, Rgb};
use std::ops::Range;

/// A page that is being put together from its images.
pub(super) struct Sheet {
    dpi: f32,
    /// Pixels of the whole page.
    size: (u32, u32),
    /// What has been laid so far; nothing before the first image.
    image: Option<DynamicImage>,
}

impl Sheet {
    /// An empty sheet of `width` × `height` points.
    pub fn new(dpi: f32, width: f32, height: f32) -> Self {
        let pixels = |points: f32| ((points * dpi / 72.0).round() as u32).max(1);
        Self {
            dpi,
            size: (pixels(width), pixels(height)),
            image: None,
        }
    }

    /// The page.
    ///
    /// # Errors
    /// When nothing was laid on it.
    pub fn finish(self) -> Result<Raster> {
        let image = self.image.ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                "the page's image was not drawn a second time",
            )
        })?;
        Ok(Raster {
            image,
            dpi: self.dpi,
        })
    }

    /// Lays an image on the sheet where `transform` (pixels to points) puts it, as far as `clip` (points) shows it.
    pub fn lay(
        &mut self,
        image: DynamicImage,
        alpha: Option<GrayImage>,
        transform: Affine,
        clip: Option<Rect>,
    ) {
        let bounds = transform.transform_rect_bbox(Rect::new(
            0.0,
            0.0,
            image.width().into(),
            image.height().into(),
        ));
        let visible = clip.map_or(bounds, |c| c.intersect(bounds));
        let image = upright(image, transform);
        let alpha = alpha.map(|alpha| upright(DynamicImage::ImageLuma8(alpha), transform));
        let scale = f64::from(self.dpi) / 72.0;
        let (left, top) = ((bounds.x0 * scale).round(), (bounds.y0 * scale).round());
        let wide = (bounds.width() * scale).round().max(1.0) as u32;
        let high = (bounds.height() * scale).round().max(1.0) as u32;
        // A pixel more or less is rounding, not another resolution.
        let fit = |image: DynamicImage| {
            if image.width().abs_diff(wide) <= 1 && image.height().abs_diff(high) <= 1 {
                image
            } else {
                image.resize_exact(wide, high, FilterType::Triangle)
            }
        };
        let image = fit(image);
        let alpha = alpha.map(|alpha| fit(alpha).into_luma8());
        let covers = left.abs() <= 1.0
            && top.abs() <= 1.0
            && image.width().abs_diff(self.size.0) <= 2
            && image.height().abs_diff(self.size.1) <= 2
            && visible.area() > 0.999 * bounds.area();
        if self.image.is_none() && alpha.is_none() && covers {
            self.image = Some(image);
            return;
        }
        let mut sheet = self.image.take().unwrap_or_else(|| {
            DynamicImage::ImageLuma8(GrayImage::from_pixel(self.size.0, self.size.1, Luma([255])))
        });
        if matches!(image, DynamicImage::ImageRgb8(_)) {
            sheet = DynamicImage::ImageRgb8(sheet.into_rgb8());
        }
        let window = Window {
            left: left as i64,
            top: top as i64,
            x: (visible.x0 * scale).round() as i64..(visible.x1 * scale).round() as i64,
            y: (visible.y0 * scale).round() as i64..(visible.y1 * scale).round() as i64,
        };
        window.show(&mut sheet, image, alpha.as_ref());
        self.image = Some(sheet);
    }
}

fn mix(below: u8, above: u8, alpha: u8) -> u8 {
    let (below, above, alpha) = (u32::from(below), u32::from(above), u32::from(alpha));
    ((above * alpha + below * (255 - alpha) + 127) / 255) as u8
}

/// Where on the sheet an image lies, and which part of it shows.
struct Window {
    left: i64,
    top: i64,
    x: Range<i64>,
    y: Range<i64>,
}

impl Window {
    /// Draws what shows of an image on a sheet of the same kind, or on a coloured one.
    fn show(&self, sheet: &mut DynamicImage, image: DynamicImage, alpha: Option<&GrayImage>) {
        match sheet {
            DynamicImage::ImageLuma8(sheet) => {
                self.blend(
                    sheet,
                    &image.into_luma8(),
                    alpha,
                    |Luma([s]), Luma([i]), a| Luma([mix(s, i, a)]),
                );
            }
            DynamicImage::ImageRgb8(sheet) => {
                self.blend(sheet, &image.into_rgb8(), alpha, |Rgb(s), Rgb(i), a| {
                    Rgb(std::array::from_fn(|c| mix(s[c], i[c], a)))
                });
            }
            _ => unreachable!("a sheet is grey or RGB"),
        }
    }

    fn blend<P>(
        &self,
        sheet: &mut ImageBuffer<P, Vec<u8>>,
        image: &ImageBuffer<P, Vec<u8>>,
        alpha: Option<&GrayImage>,
        mix: impl Fn(P, P, u8) -> P,
    ) where
        P: Pixel<Subpixel = u8>,
    {
        let (wide, high) = (i64::from(sheet.width()), i64::from(sheet.height()));
        let x0 = self.left.max(self.x.start).max(0);
        let x1 = (self.left + i64::from(image.width()))
            .min(self.x.end)
            .min(wide);
        let y0 = self.top.max(self.y.start).max(0);
        let y1 = (self.top + i64::from(image.height()))
            .min(self.y.end)
            .min(high);
        for y in y0..y1 {
            for x in x0..x1 {
                let (ix, iy) = ((x - self.left) as u32, (y - self.top) as u32);
                let opacity = alpha.map_or(255, |alpha| {
                    alpha
                        .get_pixel_checked(ix, iy)
                        .map_or(255, |Luma([opacity])| *opacity)
                });
                let pixel = sheet.get_pixel_mut(x as u32, y as u32);
                *pixel = mix(*pixel, *image.get_pixel(ix, iy), opacity);
            }
        }
    }
}

/// The image turned and mirrored as `transform` places it.
fn upright(image: DynamicImage, transform: Affine) -> DynamicImage {
    let [a, b, c, d, _, _] = transform.as_coeffs();
    if a.abs() >= b.abs() {
        match (a < 0.0, d < 0.0) {
            (false, false) => image,
            (true, false) => image.fliph(),
            (false, true) => image.flipv(),
            (true, true) => image.rotate180(),
        }
    } else {
        // x of the image runs along y of the page: transpose, then mirror.
        let transposed = image.rotate90().fliph();
        match (c < 0.0, b < 0.0) {
            (false, false) => transposed,
            (true, false) => transposed.fliph(),
            (false, true) => transposed.flipv(),
            (true, true) => transposed.rotate180(),
        }
    }
}
