//! What the words on both sides say about a word: a log-linear model of the readings of one stripped word.
//!
//! The n-gram model reads from left to right and sees three words. This one sees a window on both sides, by
//! stripped forms, which are certain where marks are lost: single words, pairs and triples next to the word,
//! and pairs anywhere within eleven words, whatever their place. `truyen thong` near `bao chi` is not the same
//! as near `van hoa`. The cost of a reading is −ln of the softmax of the weights that its context's features
//! have for it.
//!
//! File: a model file ([`super::FORMAT_VERSION`]) with the provenance (JSON), the CRC-32 of the vocabulary it
//! was trained with, and buckets of 64 bytes. A feature's hash names its bucket; there each entry of three
//! bytes has 13 bits more of the hash, 5 bits for the reading (its place among those of the stripped word) and
//! 6 for the weight, in steps of [`WEIGHT_STEP`]. So a feature costs one cache line, and one unknown feature
//! in 400 is taken for another.

use super::format;
use super::model::Model;
use super::vocabulary::{TokenId, Vocabulary};
use crate::error::{Error, ErrorKind, Result};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// Words on each side that a pair may stand in.
const REACH: isize = 11;
/// Bytes of a bucket: a cache line.
pub(super) const BUCKET: usize = 64;
/// Entries of a bucket.
pub(super) const ENTRIES: usize = 21;
/// Weight of one unit of an entry, in nats.
pub(super) const WEIGHT_STEP: f32 = 0.1;
/// Largest units of weight, either way.
pub(super) const MOST_UNITS: i32 = 31;
/// Readings of a stripped word that can have weights of their own.
pub(super) const READINGS: usize = 32;

/// The model, shared by all threads; it never changes.
pub struct ContextModel {
    bytes: Cow<'static, [u8]>,
    buckets: Range<usize>,
    provenance: String,
    groups: Groups,
}

/// For each token, the first of those that share its stripped form, and how many they are.
pub(super) struct Groups {
    first: Vec<u16>,
    size: Vec<u16>,
}

impl Groups {
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let first = vocabulary.group_numbers();
        let mut size = vec![0; first.len()];
        for group in &first {
            size[usize::from(*group)] += 1;
        }
        Self { first, size }
    }

    /// The stripped form of a token, as the number of its first reading.
    pub fn of(&self, token: TokenId) -> u16 {
        self.first[usize::from(token.0)]
    }

    /// How many readings the stripped form `group` has.
    pub fn readings(&self, group: u16) -> usize {
        usize::from(self.size[usize::from(group)])
    }
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ hash >> 32
}

/// The features of the context of position `at` among the stripped forms of a text, as hashes, into `out`
/// (cleared first). Outside the text stand boundaries.
pub(super) fn features(groups: &[u16], at: usize, out: &mut Vec<u64>) {
    let near = |distance: isize| {
        let place = at.checked_add_signed(distance);
        let group = place.and_then(|place| groups.get(place).copied());
        u64::from(group.unwrap_or(TokenId::BOUNDARY.0))
    };
    let own = near(0) << 48;
    // Each kind of feature has a number of its own.
    let hash =
        |kind: u64, words: u64| mix((own | words) ^ mix(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let (l3, l2, l1) = (near(-3), near(-2), near(-1));
    let (r1, r2, r3) = (near(1), near(2), near(3));
    out.clear();
    out.extend([
        hash(0, 0),
        hash(1, l1),
        hash(2, r1),
        hash(3, l2 << 16 | l1),
        hash(4, r1 << 16 | r2),
        hash(5, l1 << 16 | r1),
        hash(6, l3 << 32 | l2 << 16 | l1),
        hash(7, r1 << 32 | r2 << 16 | r3),
        hash(8, l2 << 32 | l1 << 16 | r1),
        hash(9, l1 << 32 | r1 << 16 | r2),
        hash(10, l2),
        hash(11, r2),
        hash(12, l2 << 16 | r1),
        hash(13, l1 << 16 | r2),
        hash(14 | r2 << 8, l2 << 32 | l1 << 16 | r1),
    ]);
    for distance in 2..REACH {
        out.push(hash(15, near(distance) << 16 | near(distance + 1)));
        out.push(hash(15, near(-distance - 1) << 16 | near(-distance)));
    }
    for distance in 3..=6 {
        out.push(hash(16, near(distance)));
        out.push(hash(16, near(-distance)));
    }
}

/// The bucket of a feature, and what its entries have of the hash.
pub(super) fn place(feature: u64, buckets: usize) -> (usize, u32) {
    let bucket = ((feature >> 32) * buckets as u64) >> 32;
    (bucket as usize, feature as u32 & 0x1fff)
}

/// An entry's bits; never 0, which is an empty one.
pub(super) fn entry(tag: u32, reading: usize, units: i32) -> u32 {
    tag << 11 | (reading as u32) << 6 | (units + 32) as u32
}

impl ContextModel {
    /// The model of a file's bytes, trained with `model`'s vocabulary.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when the bytes are damaged or belong to another vocabulary.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>, model: &Model) -> Result<Self> {
        let bytes = bytes.into();
        let damaged = |what| Error::new(ErrorKind::Dependency, what);
        let sections = format::open(&bytes)?;
        let [provenance, vocabulary, buckets] = &sections.ranges[..] else {
            return Err(damaged("the file is not a context model"));
        };
        if bytes[vocabulary.clone()] != vocabulary_checksum(model.vocabulary()) {
            return Err(damaged(
                "the context model was trained with another vocabulary than the language model",
            ));
        }
        if buckets.is_empty() || buckets.len() % BUCKET != 0 {
            return Err(damaged("the context model is damaged"));
        }
        let text = std::str::from_utf8(&bytes[provenance.clone()]);
        Ok(Self {
            provenance: text.unwrap_or_default().to_owned(),
            groups: Groups::new(model.vocabulary()),
            buckets: buckets.clone(),
            bytes,
        })
    }

    /// The model that ships with this program, validated once.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when the program was built with a damaged model.
    pub fn shipped() -> Result<&'static Self> {
        static SHIPPED: OnceLock<ContextModel> = OnceLock::new();
        if let Some(model) = SHIPPED.get() {
            return Ok(model);
        }
        let bytes: &'static [u8] = include_bytes!("../../dictionaries/contexts.cm");
        let model = Self::from_bytes(bytes, Model::shipped()?)?;
        Ok(SHIPPED.get_or_init(|| model))
    }

    /// What the model was made from and how, as JSON.
    pub fn provenance(&self) -> &str {
        &self.provenance
    }

    /// The bytes of the model file, for its digest.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The stripped form of a token, as a number that its readings share.
    pub fn group(&self, token: TokenId) -> u16 {
        self.groups.of(token)
    }

    /// The costs of all readings of the stripped form at position `at` of a text of stripped forms
    /// ([`ContextModel::group`]), in nats and in the order of their numbers, into `out` (cleared first).
    pub fn score(&self, groups: &[u16], at: usize, scratch: &mut Vec<u64>, out: &mut Vec<f32>) {
        let readings = self.groups.readings(groups[at]);
        out.clear();
        out.resize(readings, 0.0);
        if readings < 2 {
            return;
        }
        features(groups, at, scratch);
        let buckets = &self.bytes[self.buckets.clone()];
        for feature in scratch.iter() {
            let (bucket, tag) = place(*feature, buckets.len() / BUCKET);
            let bucket = &buckets[bucket * BUCKET..][..ENTRIES * 3];
            for bytes in bucket.chunks_exact(3) {
                let entry = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]);
                if entry >> 11 == tag && entry != 0 {
                    let reading = (entry >> 6 & 31) as usize;
                    if let Some(weight) = out.get_mut(reading) {
                        *weight += ((entry & 63) as f32 - 32.0) * WEIGHT_STEP;
                    }
                }
            }
        }
        let most = out.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = out.iter().map(|weight| (weight - most).exp()).sum();
        let all = most + sum.ln();
        for weight in out {
            *weight = all - *weight;
        }
    }

    /// Packs a model file.
    pub(super) fn pack(provenance: &str, vocabulary: &Vocabulary, buckets: Vec<u8>) -> Vec<u8> {
        let sections = [
            provenance.as_bytes().into(),
            vocabulary_checksum(vocabulary).to_vec().into(),
            buckets.into(),
        ];
        format::assemble(1, &sections)
    }
}

impl std::fmt::Debug for ContextModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContextModel")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

fn vocabulary_checksum(vocabulary: &Vocabulary) -> [u8; 4] {
    crc32fast::hash(vocabulary.to_lines().as_bytes()).to_le_bytes()
}
