//! The resolution that an image file states, or one that makes it a sheet of paper.

use super::Kind;

/// Resolutions outside this range are slips of the writer (1 dpi, 72,000 dpi).
const PLAUSIBLE: std::ops::RangeInclusive<f32> = 50.0..=2400.0;

/// Short side of A4 in inches: what a page image without a resolution is taken to show.
const A4_SHORT_SIDE: f32 = 8.27;

/// The stated resolution (horizontal, vertical) of a PNG or JPEG file in pixels per inch, if any.
pub(super) fn stated(bytes: &[u8], kind: Kind) -> Option<(f32, f32)> {
    match kind {
        Kind::Png => png(bytes),
        Kind::Jpeg => jfif(bytes),
        _ => None,
    }
    .filter(|(x, y)| PLAUSIBLE.contains(x) && PLAUSIBLE.contains(y))
}

/// The stated resolution, or that which makes the short side A4's.
pub(super) fn or_a4(stated: Option<(f32, f32)>, width: u32, height: u32) -> (f32, f32) {
    stated
        // 72 and 96 are what software writes when it knows nothing; no scan is that coarse and
        // that large at once.
        .filter(|(x, _)| !((*x - 72.0).abs() < 1.0 || (*x - 96.0).abs() < 1.0))
        .unwrap_or_else(|| {
            let dpi = width.min(height) as f32 / A4_SHORT_SIDE;
            let dpi = dpi.clamp(*PLAUSIBLE.start(), *PLAUSIBLE.end());
            (dpi, dpi)
        })
}

fn png(bytes: &[u8]) -> Option<(f32, f32)> {
    let mut at = 8;
    loop {
        let length = be32(bytes, at)? as usize;
        match bytes.get(at + 4..at + 8)? {
            b"pHYs" => {
                let metre = |offset| Some(be32(bytes, at + 8 + offset)? as f32 * 0.0254);
                return (*bytes.get(at + 16)? == 1).then_some((metre(0)?, metre(4)?));
            }
            b"IDAT" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}

fn jfif(bytes: &[u8]) -> Option<(f32, f32)> {
    let mut at = 2;
    loop {
        let (&[0xFF, marker], length) = (bytes.get(at..at + 2)?, be16(bytes, at + 2)?) else {
            return None;
        };
        if marker == 0xE0 && bytes.get(at + 4..at + 9)? == b"JFIF\0" {
            let density = |offset| be16(bytes, at + offset).map(f32::from);
            let (x, y) = (density(12)?, density(14)?);
            return match bytes.get(at + 11)? {
                1 => Some((x, y)),
                2 => Some((x * 2.54, y * 2.54)),
                _ => None,
            };
        }
        if marker == 0xDA {
            return None;
        }
        at += 2 + usize::from(length);
    }
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(two.try_into().ok()?))
}
