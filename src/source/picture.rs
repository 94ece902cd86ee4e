//! PNG and JPEG files: one page each.

use super::guard::guarded;
use super::pdf::RasterPlan;
use super::{Contents, Kind, Limits, resolution};
use crate::error::{Error, ErrorKind, Result};
use crate::page::{Decision, Judgement, PageWords, Raster, TextSource, Verdict};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use std::io::Cursor;

/// A page image, still compressed.
pub(super) struct PictureSource {
    bytes: Vec<u8>,
    kind: Kind,
    /// Pixels as displayed.
    size: (u32, u32),
    /// Pixels per inch as displayed.
    dpi: (f32, f32),
    orientation: Orientation,
}

impl PictureSource {
    pub(super) fn open(bytes: Vec<u8>, kind: Kind, limits: &Limits) -> Result<Self> {
        let ((width, height), orientation) = guarded("the image reader", || {
            let mut decoder = reader(&bytes, kind).into_decoder()?;
            let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
            Ok((decoder.dimensions(), orientation))
        })?
        .map_err(broken)?;
        limits.check_pixels(width, height)?;
        let (x, y) = resolution::or_a4(resolution::stated(&bytes, kind), width, height);
        let turned = is_turned(orientation);
        Ok(Self {
            bytes,
            kind,
            size: if turned {
                (height, width)
            } else {
                (width, height)
            },
            dpi: if turned { (y, x) } else { (x, y) },
            orientation,
        })
    }

    pub(super) fn contents(&self) -> Contents {
        image_contents(self.size, self.dpi)
    }

    pub(super) fn raster(&self, limits: &Limits) -> Result<Raster> {
        limits.check_pixels(self.size.0, self.size.1)?;
        let mut image = guarded("the image reader", || {
            reader(&self.bytes, self.kind).decode()
        })?
        .map_err(broken)?;
        image.apply_orientation(self.orientation);
        Ok(square(on_white(image), self.dpi))
    }
}

fn is_turned(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(
        orientation,
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH
    )
}

fn reader(bytes: &[u8], kind: Kind) -> ImageReader<Cursor<&[u8]>> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        _ => ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The pixel limit is checked on the declared size before decoding.
    reader.no_limits();
    reader
}

fn broken(error: image::ImageError) -> Error {
    Error::new(
        ErrorKind::Malformed,
        "the image cannot be decoded: it is damaged or cut short; fetch or scan it again",
    )
    .caused_by(error)
}

/// What is known of a page image before its pixels are decoded.
pub(super) fn image_contents((width, height): (u32, u32), dpi: (f32, f32)) -> Contents {
    Contents {
        width: width as f32 * 72.0 / dpi.0,
        height: height as f32 * 72.0 / dpi.1,
        words: PageWords::default(),
        raw_words: None,
        watermark: PageWords::default(),
        judgement: Judgement::bare(Verdict::Absent, "an image has no text layer"),
        decision: Decision::new(TextSource::Ocr, "the page is an image"),
        rules: Vec::new(),
        plan: RasterPlan::File,
    }
}

/// The image as grey or RGB of 8 bits on white paper.
pub(super) fn on_white(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => image,
        DynamicImage::ImageLuma16(_) => DynamicImage::ImageLuma8(image.to_luma8()),
        DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgb32F(_) => {
            DynamicImage::ImageRgb8(image.to_rgb8())
        }
        _ => {
            let mut rgba = image.to_rgba8();
            let mut grey = true;
            for pixel in rgba.pixels_mut() {
                let alpha = u32::from(pixel[3]);
                for channel in 0..3 {
                    let value = u32::from(pixel[channel]) * alpha + 255 * (255 - alpha);
                    pixel[channel] = (value / 255) as u8;
                }
                pixel[3] = 255;
                grey &= pixel[0] == pixel[1] && pixel[1] == pixel[2];
            }
            let flat = DynamicImage::ImageRgba8(rgba);
            if grey {
                DynamicImage::ImageLuma8(flat.to_luma8())
            } else {
                DynamicImage::ImageRgb8(flat.to_rgb8())
            }
        }
    }
}

/// The image with square pixels, at the finer of its two resolutions. Fax pages have 204 × 98.
pub(super) fn square(image: DynamicImage, (x, y): (f32, f32)) -> Raster {
    let dpi = x.max(y);
    if (x - y).abs() < 0.02 * dpi {
        return Raster { image, dpi };
    }
    let width = (image.width() as f32 * dpi / x).round().max(1.0) as u32;
    let height = (image.height() as f32 * dpi / y).round().max(1.0) as u32;
    let image = image.resize_exact(width, height, image::imageops::FilterType::Triangle);
    Raster { image, dpi }
}
