//! The pixels of a page: its embedded scan where it is one, or the page rendered.
//!
//! A scan is taken pixel by pixel: neither resampled nor filtered, five to twenty times cheaper
//! than rendering. Stripes of one scan are put side by side. Anything else is rendered.

use super::super::Limits;
use super::super::guard::guarded;
use super::collect::{self, Collected, Placed};
use crate::error::{Error, ErrorKind, Result};
use crate::page::Raster;
use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, Paint, SoftMask,
};
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::{Affine, BezPath, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};

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
const RENDER_DPI: f32 = 300.0;
/// Rendering below this resolution would not be readable.
const LOWEST_RENDER_DPI: f32 = 60.0;
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
        let area = f64::from(width) * f64::from(height);
        if let Some(big) = page
            .images
            .iter()
            .find(|i| i.declared_pixels > limits.pixels)
        {
            return Self::TooLarge {
                pixels: big.declared_pixels,
            };
        }
        let sheet = Rect::new(0.0, 0.0, width.into(), height.into());
        let share = |image: &Placed| image.visible.intersect(sheet).area().max(0.0) / area;
        let cover: f64 = page.images.iter().map(share).sum();
        let finest = page
            .images
            .iter()
            .filter(|image| share(image) > 0.1)
            .map(|image| image.dpi().0.max(image.dpi().1))
            .fold(0.0, f64::max);
        let render = || {
            let wanted = if finest > 0.0 {
                (finest as f32).clamp(200.0, 400.0)
            } else {
                RENDER_DPI
            };
            let most = (limits.rendered_pixels as f64 * 72.0 * 72.0 / area).sqrt() as f32;
            Self::Render {
                dpi: wanted.min(most),
            }
        };
        if cover < SCAN_COVER || page.printed_glyphs() > PRINTED_GLYPHS {
            return render();
        }
        let images: Vec<usize> = (0..page.images.len())
            .filter(|&i| {
                let image = &page.images[i];
                let (x, y) = image.dpi();
                share(image) > 0.0 && (share(image) > STRIPE_COVER || x.min(y) > COARSE_DPI)
            })
            .collect();
        let takeable = images.iter().all(|&i| {
            let image = &page.images[i];
            image.plain && image.is_upright()
        });
        // Layers over one another (a background, a mask with the print) must be rendered.
        let large = images.iter().filter(|&&i| share(&page.images[i]) > 0.25);
        let layered = overlap(large.map(|&i| page.images[i].visible)) > 0.02 * area;
        let taken: f64 = images.iter().map(|&i| share(&page.images[i])).sum();
        if images.is_empty() || !takeable || layered || taken < SCAN_COVER {
            return render();
        }
        let most = (limits.pixels as f64 * 72.0 * 72.0 / area).sqrt() as f32;
        let dpi = images
            .iter()
            .filter(|&&i| share(&page.images[i]) > 0.02)
            .map(|&i| page.images[i].dpi())
            .map(|(x, y)| x.max(y) as f32)
            .fold(0.0, f32::max);
        if dpi > most || dpi <= 0.0 {
            return render();
        }
        Self::Scan { images, dpi }
    }

    /// Whether the pixels come from a scan, so that visible text on the page was added to it.
    pub(in crate::source) fn is_scan(&self) -> bool {
        matches!(self, Self::Scan { .. })
    }
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

fn render(page: &hayro::hayro_syntax::page::Page<'_>, dpi: f32) -> Result<Raster> {
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

/// Takes the planned images while the page is drawn, and lays them on the sheet.
struct Taker<'p> {
    wanted: &'p [usize],
    drawn: usize,
    clips: Vec<Rect>,
    dpi: f32,
    /// Pixels of the whole page.
    size: (u32, u32),
    sheet: Option<DynamicImage>,
    /// Images that could not be decoded.
    failed: usize,
}

impl<'p> Taker<'p> {
    fn new(wanted: &'p [usize], dpi: f32, width: f32, height: f32) -> Self {
        let pixels = |points: f32| ((points * dpi / 72.0).round() as u32).max(1);
        Self {
            wanted,
            drawn: 0,
            clips: Vec::new(),
            dpi,
            size: (pixels(width), pixels(height)),
            sheet: None,
            failed: 0,
        }
    }

    fn finish(self) -> Result<Raster> {
        if self.failed > 0 {
            return Err(Error::new(
                ErrorKind::Malformed,
                "the page's image cannot be decoded: it is damaged; scan the page again",
            ));
        }
        let image = self.sheet.ok_or_else(|| {
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

    /// Lays an image on the sheet where `transform` (pixels to points) puts it.
    fn lay(&mut self, image: DynamicImage, alpha: Option<GrayImage>, transform: Affine) {
        let bounds = transform.transform_rect_bbox(Rect::new(
            0.0,
            0.0,
            image.width().into(),
            image.height().into(),
        ));
        let visible = self.clips.last().map_or(bounds, |c| c.intersect(bounds));
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
        if self.sheet.is_none() && alpha.is_none() && covers {
            self.sheet = Some(image);
            return;
        }
        let mut sheet = self.sheet.take().unwrap_or_else(|| {
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
        match &mut sheet {
            DynamicImage::ImageLuma8(sheet) => {
                let image = image.into_luma8();
                window.blend(sheet, &image, alpha.as_ref(), |Luma([s]), Luma([i]), a| {
                    Luma([mix(s, i, a)])
                });
            }
            DynamicImage::ImageRgb8(sheet) => {
                let image = image.into_rgb8();
                window.blend(sheet, &image, alpha.as_ref(), |Rgb(s), Rgb(i), a| {
                    Rgb(std::array::from_fn(|c| mix(s[c], i[c], a)))
                });
            }
            _ => unreachable!("a sheet is grey or RGB"),
        }
        self.sheet = Some(sheet);
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
    x: std::ops::Range<i64>,
    y: std::ops::Range<i64>,
}

impl Window {
    fn blend<P>(
        &self,
        sheet: &mut image::ImageBuffer<P, Vec<u8>>,
        image: &image::ImageBuffer<P, Vec<u8>>,
        alpha: Option<&GrayImage>,
        mix: impl Fn(P, P, u8) -> P,
    ) where
        P: image::Pixel<Subpixel = u8>,
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

fn grey_of(luma: LumaData) -> Option<GrayImage> {
    GrayImage::from_raw(luma.width, luma.height, luma.data)
}

impl<'a> Device<'a> for Taker<'_> {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let index = self.drawn;
        self.drawn += 1;
        if !self.wanted.contains(&index) {
            return;
        }
        let mut taken = None;
        // A decoder may find other dimensions than the dictionary's: then the placement is scaled.
        let mut factors = (1.0, 1.0);
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |image, alpha| {
                    factors = image.scale_factors();
                    let image = match image {
                        ImageData::Luma(luma) => grey_of(luma).map(DynamicImage::ImageLuma8),
                        ImageData::Rgb(rgb) => RgbImage::from_raw(rgb.width, rgb.height, rgb.data)
                            .map(DynamicImage::ImageRgb8),
                    };
                    taken = image.map(|image| {
                        let alpha = alpha.and_then(grey_of).map(|alpha| {
                            if alpha.dimensions() == (image.width(), image.height()) {
                                alpha
                            } else {
                                image::imageops::resize(
                                    &alpha,
                                    image.width(),
                                    image.height(),
                                    FilterType::Triangle,
                                )
                            }
                        });
                        (image, alpha)
                    });
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    factors = mask.scale_factors;
                    let [r, g, b, _] = match paint {
                        Paint::Color(colour) => colour.to_rgba().to_rgba8(),
                        Paint::Pattern(_) => [0, 0, 0, 255],
                    };
                    let (w, h) = (mask.width, mask.height);
                    let painted = if r == g && g == b {
                        DynamicImage::ImageLuma8(GrayImage::from_pixel(w, h, Luma([r])))
                    } else {
                        DynamicImage::ImageRgb8(RgbImage::from_pixel(w, h, Rgb([r, g, b])))
                    };
                    taken = grey_of(mask).map(|alpha| (painted, Some(alpha)));
                },
                None,
            ),
        }
        let Some((image, alpha)) = taken else {
            self.failed += 1;
            return;
        };
        let (x, y) = (f64::from(factors.0), f64::from(factors.1));
        let transform = props.transform * Affine::scale_non_uniform(x, y);
        self.lay(image, alpha, transform);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        use hayro::kurbo::Shape;
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
