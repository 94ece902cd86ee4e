//! The images of a scan taken from a page as they are.
//!
//! A scan is taken pixel by pixel: neither resampled nor filtered, five to twenty times cheaper
//! than rendering. Stripes of one scan are put side by side.

use super::sheet::Sheet;
use crate::error::{Error, ErrorKind, Result};
use crate::page::Raster;
use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, LumaData,
    Paint, RasterImage, SoftMask, StencilImage,
};
use hayro::kurbo::{Affine, BezPath, Rect, Shape};
use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};

/// Takes the planned images while the page is drawn, and lays them on the sheet.
pub(super) struct Taker<'p> {
    wanted: &'p [usize],
    drawn: usize,
    clips: Vec<Rect>,
    sheet: Sheet,
    /// Images that could not be decoded.
    failed: usize,
}

impl<'p> Taker<'p> {
    /// For a page of `width` × `height` points whose images at the places `wanted` are its pixels.
    pub fn new(wanted: &'p [usize], dpi: f32, width: f32, height: f32) -> Self {
        Self {
            wanted,
            drawn: 0,
            clips: Vec::new(),
            sheet: Sheet::new(dpi, width, height),
            failed: 0,
        }
    }

    /// The page, once it was drawn.
    pub fn finish(self) -> Result<Raster> {
        if self.failed > 0 {
            return Err(Error::new(
                ErrorKind::Malformed,
                "the page's image cannot be decoded: it is damaged; scan the page again",
            ));
        }
        self.sheet.finish()
    }
}

/// An image with its opacity, and how many pixels of the image's dictionary each of them is: a decoder may find
/// other dimensions.
struct Taken {
    image: DynamicImage,
    alpha: Option<GrayImage>,
    factors: (f32, f32),
}

impl<'a> Device<'a> for Taker<'_> {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let index = self.drawn;
        self.drawn += 1;
        if !self.wanted.contains(&index) {
            return;
        }
        let taken = match image {
            Image::Raster(raster) => of_raster(&raster),
            Image::Stencil(stencil) => of_stencil(&stencil),
        };
        let Some(taken) = taken else {
            self.failed += 1;
            return;
        };
        let (x, y) = (f64::from(taken.factors.0), f64::from(taken.factors.1));
        let transform = props.transform * Affine::scale_non_uniform(x, y);
        let clip = self.clips.last().copied();
        self.sheet.lay(taken.image, taken.alpha, transform, clip);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip_rect(&clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        let clip = self.clips.last().map_or(*rect, |c| c.intersect(*rect));
        self.clips.push(clip);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
}

/// A picture with the opacity of its mask.
fn of_raster(raster: &RasterImage<'_>) -> Option<Taken> {
    let mut taken = None;
    raster.with_rgba(
        |image, alpha| {
            let factors = image.scale_factors();
            let image = match image {
                ImageData::Luma(luma) => grey_of(luma).map(DynamicImage::ImageLuma8),
                ImageData::Rgb(rgb) => {
                    RgbImage::from_raw(rgb.width, rgb.height, rgb.data).map(DynamicImage::ImageRgb8)
                }
            };
            taken = image.map(|image| Taken {
                alpha: alpha
                    .and_then(grey_of)
                    .map(|alpha| as_large(alpha, (image.width(), image.height()))),
                image,
                factors,
            });
        },
        None,
    );
    taken
}

/// A mask through which one colour is painted.
fn of_stencil(stencil: &StencilImage<'_, '_>) -> Option<Taken> {
    let mut taken = None;
    stencil.with_stencil(
        |mask, paint| {
            let factors = mask.scale_factors;
            let [r, g, b, _] = match paint {
                Paint::Color(colour) => colour.to_rgba().to_rgba8(),
                Paint::Pattern(_) => [0, 0, 0, 255],
            };
            let (w, h) = (mask.width, mask.height);
            let image = match r == g && g == b {
                true => DynamicImage::ImageLuma8(GrayImage::from_pixel(w, h, Luma([r]))),
                false => DynamicImage::ImageRgb8(RgbImage::from_pixel(w, h, Rgb([r, g, b]))),
            };
            taken = grey_of(mask).map(|alpha| Taken {
                image,
                alpha: Some(alpha),
                factors,
            });
        },
        None,
    );
    taken
}

fn as_large(image: GrayImage, (width, height): (u32, u32)) -> GrayImage {
    match image.dimensions() == (width, height) {
        true => image,
        false => imageops::resize(&image, width, height, FilterType::Triangle),
    }
}

fn grey_of(luma: LumaData) -> Option<GrayImage> {
    GrayImage::from_raw(luma.width, luma.height, luma.data)
}
