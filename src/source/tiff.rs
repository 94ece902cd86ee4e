//! TIFF files: one page for each image file directory.

use super::guard::guarded;
use super::picture::{image_contents, on_white, square};
use super::{Contents, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::page::Raster;
use image::DynamicImage;
use image::metadata::Orientation;
use std::io::Cursor;
use tiff::decoder::ifd::Value;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// A TIFF, still compressed.
pub(super) struct TiffSource {
    bytes: Vec<u8>,
    pages: Vec<TiffPage>,
}

struct TiffPage {
    /// Pixels as displayed.
    size: (u32, u32),
    /// Pixels per inch as displayed.
    dpi: (f32, f32),
    orientation: Orientation,
}

impl TiffSource {
    pub(super) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self> {
        let pages = guarded(
            "the TIFF reader",
            || -> std::result::Result<_, TiffError> {
                let mut decoder = decoder(&bytes, 0)?;
                let mut pages = vec![page(&mut decoder)?];
                while decoder.more_images() && pages.len() <= limits.pages as usize {
                    decoder.next_image()?;
                    pages.push(page(&mut decoder)?);
                }
                Ok(pages)
            },
        )?
        .map_err(broken)?;
        for page in &pages {
            limits.check_pixels(page.size.0, page.size.1)?;
        }
        Ok(Self { bytes, pages })
    }

    pub(super) fn page_count(&self) -> u32 {
        self.pages.len() as u32
    }

    pub(super) fn contents(&self, index: u32) -> Contents {
        let page = &self.pages[index as usize - 1];
        image_contents(page.size, page.dpi)
    }

    pub(super) fn raster(&self, index: u32, limits: &Limits) -> Result<Raster> {
        let page = &self.pages[index as usize - 1];
        limits.check_pixels(page.size.0, page.size.1)?;
        let mut image = guarded("the TIFF reader", || decode(&self.bytes, index, page.size))?
            .map_err(broken)?;
        image.apply_orientation(page.orientation);
        Ok(square(on_white(image), page.dpi))
    }
}

/// Bytes of a pixel at most: four samples of sixteen bits.
const PIXEL: u64 = 8;

/// A decoder that takes no more memory than `pixels` need or the file can fill: a list in it has no more values
/// than the file has bytes, whatever it declares.
fn decoder(bytes: &[u8], pixels: u64) -> std::result::Result<Decoder<Cursor<&[u8]>>, TiffError> {
    let most = (pixels * PIXEL).max((bytes.len() * size_of::<Value>()) as u64) as usize;
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = most;
    limits.intermediate_buffer_size = most;
    limits.ifd_value_size = most;
    Ok(Decoder::new(Cursor::new(bytes))?.with_limits(limits))
}

fn page(decoder: &mut Decoder<Cursor<&[u8]>>) -> std::result::Result<TiffPage, TiffError> {
    let size = decoder.dimensions()?;
    let orientation = decoder
        .find_tag(Tag::Orientation)?
        .and_then(|value| value.into_u16().ok())
        .and_then(|value| Orientation::from_exif(value.min(255) as u8))
        .unwrap_or(Orientation::NoTransforms);
    let dpi = super::resolution::or_a4(stated(decoder), size.0, size.1);
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    let turned = matches!(
        orientation,
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH
    );
    Ok(TiffPage {
        size: if turned { (size.1, size.0) } else { size },
        dpi: if turned { (dpi.1, dpi.0) } else { dpi },
        orientation,
    })
}

fn stated(decoder: &mut Decoder<Cursor<&[u8]>>) -> Option<(f32, f32)> {
    let mut rational = |tag| {
        let value = decoder.find_tag(tag).ok().flatten()?;
        match value {
            Value::Rational(n, d) if d != 0 => Some(n as f32 / d as f32),
            value => value.into_f32().ok(),
        }
    };
    let (x, y) = (rational(Tag::XResolution)?, rational(Tag::YResolution)?);
    let unit = decoder
        .find_tag(Tag::ResolutionUnit)
        .ok()
        .flatten()
        .and_then(|v| v.into_u16().ok())
        .unwrap_or(2);
    let scale = match unit {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    let plausible = |v: f32| (50.0..=2400.0).contains(&v).then_some(v);
    Some((plausible(x * scale)?, plausible(y * scale)?))
}

fn decode(
    bytes: &[u8],
    index: u32,
    size: (u32, u32),
) -> std::result::Result<DynamicImage, TiffError> {
    let mut decoder = decoder(bytes, u64::from(size.0) * u64::from(size.1))?;
    decoder.seek_to_image(index as usize - 1)?;
    let (width, height) = decoder.dimensions()?;
    let colour = decoder.colortype()?;
    let unsupported =
        || TiffError::UnsupportedError(tiff::TiffUnsupportedError::UnsupportedColorType(colour));
    let samples = Samples {
        width: width as usize,
        height: height as usize,
        data: match decoder.read_image()? {
            DecodingResult::U8(data) => data,
            // The high byte of each sample is all that reading needs.
            DecodingResult::U16(data) => data.into_iter().map(|s| (s >> 8) as u8).collect(),
            _ => return Err(unsupported()),
        },
    };
    let grey = |data| image::GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8);
    let rgb = |data| image::RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8);
    match colour {
        ColorType::Gray(bits @ (1 | 2 | 4)) => {
            let most = (1u16 << bits) - 1;
            grey(samples.unpacked(bits, |level| (u16::from(level) * 255 / most) as u8))
        }
        ColorType::Gray(8 | 16) => grey(samples.data),
        ColorType::GrayA(8 | 16) => image::GrayAlphaImage::from_raw(width, height, samples.data)
            .map(DynamicImage::ImageLumaA8),
        ColorType::RGB(8 | 16) => rgb(samples.data),
        ColorType::RGBA(8 | 16) => {
            image::RgbaImage::from_raw(width, height, samples.data).map(DynamicImage::ImageRgba8)
        }
        ColorType::YCbCr(8) => rgb(samples
            .data
            .as_chunks::<3>()
            .0
            .iter()
            .flat_map(ycbcr)
            .collect()),
        ColorType::CMYK(8 | 16) => rgb(samples
            .data
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(cmyk)
            .collect()),
        _ => None,
    }
    .ok_or_else(unsupported)
}

/// The samples of a page as its decoder left them: rows of whole bytes.
struct Samples {
    width: usize,
    height: usize,
    data: Vec<u8>,
}

impl Samples {
    /// One byte for each sample of `bits` bits.
    fn unpacked(&self, bits: u8, level: impl Fn(u8) -> u8) -> Vec<u8> {
        let bits = usize::from(bits);
        let row = (self.width * bits).div_ceil(8);
        let mask = ((1u16 << bits) - 1) as u8;
        let mut unpacked = Vec::with_capacity(self.width * self.height);
        for row in self.data.chunks(row.max(1)).take(self.height) {
            unpacked.extend((0..self.width).map(|x| {
                let bit = x * bits;
                let byte = row.get(bit / 8).copied().unwrap_or(0);
                level(byte >> (8 - bits - bit % 8) & mask)
            }));
        }
        unpacked
    }
}

fn ycbcr(&[y, cb, cr]: &[u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [
        (y + 1.402 * cr) as u8,
        (y - 0.344 * cb - 0.714 * cr) as u8,
        (y + 1.772 * cb) as u8,
    ]
}

fn cmyk(&[c, m, y, k]: &[u8; 4]) -> [u8; 3] {
    [c, m, y].map(|ink| ((255 - u16::from(ink)) * (255 - u16::from(k)) / 255) as u8)
}

fn broken(error: TiffError) -> Error {
    let (kind, message) = match &error {
        TiffError::UnsupportedError(_) => (
            ErrorKind::Unsupported,
            "this form of TIFF is not read: save it black and white, grey or RGB, with G4, LZW or no compression",
        ),
        _ => (
            ErrorKind::Malformed,
            "the TIFF cannot be decoded: it is damaged or cut short; fetch or scan it again",
        ),
    };
    Error::new(kind, message).caused_by(error)
}
