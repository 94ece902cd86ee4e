//! How many pixels an image's own code stream declares. Its dictionary may say less than the
//! decoder will allocate, so limits are checked on both.

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Dict, Stream};

/// Pixels that the last filter's data declare; `None` where the dictionary decides.
pub(super) fn declared_pixels(stream: &Stream<'_>) -> Option<u64> {
    let filters = stream.filters();
    // Behind another filter the code stream is not at hand; the inflation limit covers that one.
    let [filter] = filters.as_ref() else {
        return None;
    };
    let (width, height) = match filter {
        Filter::DctDecode => jpeg(&stream.raw_data())?,
        Filter::JpxDecode => jpeg2000(&stream.raw_data())?,
        Filter::Jbig2Decode => jbig2(&stream.raw_data())?,
        Filter::CcittFaxDecode => fax(stream.dict())?,
        _ => return None,
    };
    Some(u64::from(width) * u64::from(height))
}

fn be16(data: &[u8], at: usize) -> Option<u32> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?).into())
}

fn be32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// The frame header (SOF) of a JPEG.
fn jpeg(data: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *data.get(at)? != 0xFF {
            return None;
        }
        let marker = *data.get(at + 1)?;
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            return Some((be16(data, at + 7)?, be16(data, at + 5)?));
        }
        at += if marker == 0xFF {
            1
        } else {
            2 + be16(data, at + 2)? as usize
        };
    }
}

/// The SIZ marker segment of a JPEG 2000 code stream.
fn jpeg2000(data: &[u8]) -> Option<(u32, u32)> {
    let at = memchr::memmem::find(data, b"\xFF\x4F\xFF\x51")? + 4;
    let size = |end: usize, start: usize| {
        Some(be32(data, at + end)?.saturating_sub(be32(data, at + start)?))
    };
    Some((size(4, 12)?, size(8, 16)?))
}

/// The page information segment (type 48) of an embedded JBIG2 stream.
fn jbig2(data: &[u8]) -> Option<(u32, u32)> {
    let mut at = 0;
    loop {
        let kind = data.get(at + 4)? & 0x3F;
        let long_page = data[at + 4] & 0x40 != 0;
        let referred = usize::from(data.get(at + 5)? >> 5);
        if referred > 4 {
            return None;
        }
        // References take one byte each while segment numbers stay below 257.
        let header = 6 + referred + if long_page { 4 } else { 1 };
        let length = be32(data, at + header)? as usize;
        let body = at + header + 4;
        if kind == 48 {
            return Some((be32(data, body)?, be32(data, body + 4)?));
        }
        at = body.checked_add(length)?;
    }
}

/// The columns and rows that a fax stream is decoded to.
fn fax(dict: &Dict<'_>) -> Option<(u32, u32)> {
    let params = dict
        .get::<Dict<'_>>(&b"DecodeParms"[..])
        .or_else(|| dict.get::<Dict<'_>>(&b"DP"[..]))?;
    let columns = params.get::<u32>(&b"Columns"[..]).unwrap_or(1728);
    let rows = params
        .get::<u32>(&b"Rows"[..])
        .or_else(|| dict.get::<u32>(&b"Height"[..]))?;
    Some((columns, rows))
}
