//! Guarding against small files that inflate to huge ones.
//!
//! Deflate grows data at most 1032 times, so short streams need no look. Longer ones are inflated
//! once into nothing, in small steps, and stopped at the limit: before any reader allocates.

use super::super::Limits;
use crate::error::{Error, ErrorKind, Result};
use flate2::read::ZlibDecoder;
use std::io::Read;

/// The most that deflate can grow a byte to.
const DEFLATE_GROWTH: u64 = 1032;
/// The most that LZW of PDF can grow a byte to (12-bit codes of up to 4096 bytes).
const LZW_GROWTH: u64 = 2731;
/// The most that run lengths of PDF can grow a byte to (two bytes give up to 128).
const RUN_LENGTH_GROWTH: u64 = 64;
/// How far before the keyword `stream` its dictionary is looked for.
const DICTIONARY_WITHIN: usize = 2048;

/// Checks every compressed stream of an unencrypted PDF.
///
/// # Errors
/// [`ErrorKind::Limit`] for a stream that grows past the limit.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<()> {
    let mut last_end = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        if at < last_end || bytes[..at].ends_with(b"end") {
            continue;
        }
        let start = at + b"stream".len();
        let dictionary = &bytes[at.saturating_sub(DICTIONARY_WITHIN).max(last_end)..at];
        let filters = Filters::of(dictionary);
        if filters.flate + filters.lzw + filters.run_length == 0 {
            continue;
        }
        let Some(length) = memchr::memmem::find(&bytes[start..], b"endstream") else {
            continue;
        };
        last_end = start + length;
        let data = &bytes[start..start + length];
        let growth = DEFLATE_GROWTH
            .saturating_pow(filters.flate)
            .saturating_mul(LZW_GROWTH.saturating_pow(filters.lzw))
            .saturating_mul(RUN_LENGTH_GROWTH.saturating_pow(filters.run_length));
        if (data.len() as u64).saturating_mul(growth) <= limits.inflated_bytes {
            continue;
        }
        let grown = match filters {
            Filters {
                lzw: 0,
                run_length: 0,
                ..
            } => inflated_len(
                data.trim_ascii_start(),
                filters.flate,
                limits.inflated_bytes,
            ),
            Filters {
                flate: 0, lzw: 0, ..
            } if filters.run_length == 1 => run_length_len(data.trim_ascii_start()),
            // The others are rare and old; a stream so long that it could pass the limit is refused
            // only when filters are chained.
            _ if filters.flate + filters.lzw + filters.run_length > 1 => limits.inflated_bytes + 1,
            _ => 0,
        };
        if grown > limits.inflated_bytes {
            return Err(Error::new(
                ErrorKind::Limit,
                format!(
                    "a stream of {} bytes inflates to more than the limit of {} (max-inflated-bytes)",
                    data.len(),
                    limits.inflated_bytes
                ),
            ));
        }
    }
    Ok(())
}

struct Filters {
    flate: u32,
    lzw: u32,
    run_length: u32,
}

impl Filters {
    fn of(dictionary: &[u8]) -> Self {
        // Only the dictionary right before the keyword.
        let begin = memchr::memmem::rfind(dictionary, b" obj").map_or(0, |at| at + 4);
        let dictionary = &dictionary[begin..];
        let count = |names: [&[u8]; 2]| {
            names
                .iter()
                .map(|name| {
                    memchr::memmem::find_iter(dictionary, name)
                        .filter(|at| {
                            let next = dictionary.get(at + name.len());
                            next.is_none_or(|b| !b.is_ascii_alphanumeric())
                        })
                        .count()
                })
                .sum::<usize>() as u32
        };
        Self {
            flate: count([b"/FlateDecode", b"/Fl"]).min(4),
            lzw: count([b"/LZWDecode", b"/LZW"]).min(4),
            run_length: count([b"/RunLengthDecode", b"/RL"]).min(4),
        }
    }
}

/// How long the data are after `layers` of inflation, counted up to just past `limit`.
fn inflated_len(data: &[u8], layers: u32, limit: u64) -> u64 {
    let mut reader: Box<dyn Read + '_> = Box::new(data);
    let mut total = 0;
    for layer in 1..=layers {
        reader = Box::new(ZlibDecoder::new(reader));
        if layer < layers {
            // Each layer is bounded on its own.
            reader = Box::new(reader.take(limit + 1));
        }
    }
    let mut buffer = vec![0; 1 << 16];
    while total <= limit {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => total += read as u64,
        }
    }
    total
}

/// How long run lengths are once they are spelled out.
fn run_length_len(data: &[u8]) -> u64 {
    let (mut at, mut total) = (0, 0);
    while let Some(&length) = data.get(at) {
        let (taken, given) = match length {
            0..=127 => (2 + usize::from(length), 1 + u64::from(length)),
            128 => break,
            129..=255 => (2, 257 - u64::from(length)),
        };
        at += taken;
        total += given;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn deflate(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn object(filter: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = format!("1 0 obj\n<< /Filter {filter} >>\nstream\n").into_bytes();
        bytes.extend_from_slice(data);
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
        bytes
    }

    #[test]
    fn a_bomb_is_refused_and_a_large_stream_is_not() {
        let limits = Limits {
            inflated_bytes: 1 << 20,
            ..Limits::default()
        };
        let bomb = deflate(&vec![0; 2 << 20]);
        let error = check(&object("/FlateDecode", &bomb), &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        check(&object("/FlateDecode", &bomb), &Limits::default()).unwrap();
        let fair = deflate(&vec![0; 1 << 19]);
        check(&object("/FlateDecode", &fair), &limits).unwrap();
        let runs = [129, 0].repeat(10_000);
        let error = check(&object("/RunLengthDecode", &runs), &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        check(&object("/RunLengthDecode", &[127; 20_000]), &limits).unwrap();
        let error = check(&object("[/RL /RL]", &runs[..1000]), &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
        let twice = deflate(&deflate(&vec![0; 2 << 20]));
        let error = check(&object("[/FlateDecode /FlateDecode]", &twice), &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    }
}
