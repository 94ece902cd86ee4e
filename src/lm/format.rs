//! The model file: a header, a checksum and sections that are read where they lie.
//!
//! Little-endian throughout. After the magic, the version and the CRC-32 of all that follows come
//! the order, the number of sections and, for each section, its offset and length in bytes.
//! A model is used as it lies in the file: loading costs one pass of the checksum and the
//! building of the word index, so that a file that was cut or changed never answers.
//!
//! Sections: provenance (JSON), words (a line for each stripped form: the form, then its
//! readings), share of capitals (`u8` for each token), then for each order: the 256 costs, the 256 back-off costs, word numbers (`u16`,
//! not for order 1), cost codes (`u8`), and for orders below the highest: back-off codes (`u8`)
//! and the directory of children.
//!
//! Only contexts with children have a back-off code and a place in the directory; which n-grams
//! those are is a bitmap with ranks, 12 bytes for each 64 n-grams. The directory has the first
//! child of each context, as 16-bit offsets in blocks of 8 with a 32-bit base.

use crate::error::{Error, ErrorKind, Result};
use std::borrow::Cow;
use std::ops::Range;

/// Version of the file format; a model of another version is refused.
pub const FORMAT_VERSION: u32 = 1;

pub(super) const MAGIC: &[u8; 8] = b"VANBANLM";
const HEADER: usize = 24;

/// Contexts in a block of the directory.
pub(super) const BLOCK: usize = 8;
/// Bytes of a block: base and offsets.
pub(super) const BLOCK_BYTES: usize = 4 + 2 * BLOCK;
/// Bytes for 64 bits of the bitmap of contexts: the bits and the rank before them.
pub(super) const BITMAP_BYTES: usize = 12;

pub(super) fn u16_at(bytes: &[u8], index: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * index], bytes[2 * index + 1]])
}

pub(super) fn u32_at(bytes: &[u8], offset: usize) -> u32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[offset..offset + 4]);
    u32::from_le_bytes(four)
}

pub(super) fn u64_at(bytes: &[u8], offset: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[offset..offset + 8]);
    u64::from_le_bytes(eight)
}

pub(super) fn f32s(bytes: &[u8]) -> Vec<f32> {
    bytes
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}

/// Where a section begins, as the file says.
pub(super) const fn section_start(bytes: &[u8], section: usize) -> usize {
    let (_, entry) = bytes.split_at(HEADER + 16 * section);
    match entry.first_chunk() {
        Some(start) => u64::from_le_bytes(*start) as usize,
        None => 0,
    }
}

/// A model file with its sections found and its checksum verified.
pub(super) struct Sections {
    pub order: usize,
    pub ranges: Vec<Range<usize>>,
}

fn damaged(what: &str) -> Error {
    Error::new(
        ErrorKind::Dependency,
        format!("the language model is damaged: {what}; fetch or train it again"),
    )
}

/// Validates a model file and finds its sections.
pub(super) fn open(bytes: &[u8]) -> Result<Sections> {
    if bytes.len() < HEADER || &bytes[..8] != MAGIC {
        return Err(damaged("it does not begin as a model does"));
    }
    let version = u32_at(bytes, 8);
    if version != FORMAT_VERSION {
        return Err(Error::new(
            ErrorKind::Dependency,
            format!(
                "the language model has format {version}, this program reads {FORMAT_VERSION}; \
                 train it again"
            ),
        ));
    }
    if crc32fast::hash(&bytes[16..]) != u32_at(bytes, 12) {
        return Err(damaged("its checksum does not match"));
    }
    let (order, count) = (u32_at(bytes, 16) as usize, u32_at(bytes, 20) as usize);
    let table = HEADER + 16 * count;
    if !(1..=super::MAX_ORDER).contains(&order) || bytes.len() < table {
        return Err(damaged("its header is inconsistent"));
    }
    let mut ranges = Vec::with_capacity(count);
    for section in 0..count {
        let start = section_start(bytes, section);
        let length = u64_at(bytes, HEADER + 16 * section + 8) as usize;
        match start.checked_add(length) {
            Some(end) if start >= table && end <= bytes.len() => ranges.push(start..end),
            _ => return Err(damaged("a section lies outside")),
        }
    }
    Ok(Sections { order, ranges })
}

/// Puts a model file together.
pub(super) fn assemble(order: usize, sections: &[Cow<'_, [u8]>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(&(order as u32).to_le_bytes());
    bytes.extend_from_slice(&(sections.len() as u32).to_le_bytes());
    let mut offset = HEADER + 16 * sections.len();
    for section in sections {
        bytes.extend_from_slice(&(offset as u64).to_le_bytes());
        bytes.extend_from_slice(&(section.len() as u64).to_le_bytes());
        offset += section.len();
    }
    for section in sections {
        bytes.extend_from_slice(section);
    }
    let checksum = crc32fast::hash(&bytes[16..]);
    bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    bytes
}
