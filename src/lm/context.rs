//! What the words on both sides say about a word: a log-linear model of the readings of one stripped word.
//!
//! The n-gram model reads from left to right and sees three words. This one sees a window on both sides, by
//! stripped forms, which are certain where marks are lost: single words, pairs and triples next to the word,
//! and pairs anywhere within eleven words, whatever their place. `truyen thong` near `bao chi` is not the same
//! as near `van hoa`. The cost of a reading is −ln of the softmax of the weights that its context's features
//! have for it.
//!
//! File: a model file ([`super::FORMAT_VERSION`]) with the provenance (JSON), the CRC-32 of the vocabulary it
//! was trained with, and buckets of 64 bytes. A feature's hash names its bucket; each of the 21 entries there
//! has 13 bits more of the hash, 5 bits for the reading (its place among those of the stripped word) and
//! 6 for the weight, in steps of [`WEIGHT_STEP`]: first the upper 16 bits of all entries, then the lower 8, so
//! that four hashes are compared at once. So a feature costs one cache line, and one unknown feature in 400 is
//! taken for another.

use super::format;
use super::model::Model;
use super::vocabulary::{TokenId, Vocabulary};
use crate::error::{Error, ErrorKind, Result};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};
use std::path::Path;

/// Words on each side that a pair may stand in.
const REACH: isize = 11;
/// Bytes of a bucket: a cache line.
pub(super) const BUCKET: usize = 64;
/// Entries of a bucket.
pub(super) const ENTRIES: usize = 21;
/// Weight of one unit of an entry, in nats.
pub(super) const WEIGHT_STEP: f32 = 0.1;
/// Features of the neighbouring words, which come first.
const NEAR: usize = 15;
/// Single words on each side that count, by their distance.
const SINGLE: RangeInclusive<isize> = 3..=6;
/// Most features that are asked together: those of the words farther off, pairs and single words on both sides.
const MOST_FEATURES: usize = 2 * (REACH - 2 + *SINGLE.end() - *SINGLE.start() + 1) as usize;
/// Lead in nats, by the neighbouring words, that the words farther off do not overturn.
const DECIDED: f32 = 3.0;
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

const FILE: &[u8] = include_bytes!("../../dictionaries/contexts.cm");

/// The model that ships, so placed that each of its buckets, in the file's third section, is one cache line and not
/// parts of two.
static SHIPPED: Placed<{ BUCKET - format::section_start(FILE, 2) % BUCKET }, { FILE.len() }> =
    Placed {
        _before: [0; _],
        file: match FILE.first_chunk() {
            Some(file) => *file,
            None => panic!(),
        },
    };

/// A file behind so many bytes of a cache line.
#[repr(C, align(64))]
struct Placed<const BEFORE: usize, const LENGTH: usize> {
    _before: [u8; BEFORE],
    file: [u8; LENGTH],
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ hash >> 32
}

/// The stripped forms around a position, and their features as hashes. Outside the text stand boundaries.
#[derive(Clone, Copy)]
pub(super) struct Window<'g> {
    groups: &'g [u16],
    at: usize,
}

impl<'g> Window<'g> {
    pub fn new(groups: &'g [u16], at: usize) -> Self {
        Self { groups, at }
    }

    fn near(&self, distance: isize) -> u64 {
        let place = self.at.checked_add_signed(distance);
        let group = place.and_then(|place| self.groups.get(place).copied());
        u64::from(group.unwrap_or(TokenId::BOUNDARY.0))
    }

    /// A feature: each kind has a number of its own.
    fn hash(&self, kind: u64, words: u64) -> u64 {
        let own = self.near(0) << 48;
        mix((own | words) ^ mix(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// The features of the neighbouring words.
    pub fn neighbours(&self) -> [u64; NEAR] {
        let hash = |kind, words| self.hash(kind, words);
        let near = |distance| self.near(distance);
        let (l3, l2, l1) = (near(-3), near(-2), near(-1));
        let (r1, r2, r3) = (near(1), near(2), near(3));
        [
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
        ]
    }

    /// The features of the words farther off.
    pub fn others(&self) -> impl Iterator<Item = u64> + use<'g> {
        let this = *self;
        let pair = move |left: isize| this.hash(15, this.near(left) << 16 | this.near(left + 1));
        let pairs = (2..REACH).flat_map(move |distance| [pair(distance), pair(-distance - 1)]);
        let words = SINGLE.flat_map(move |distance| {
            [distance, -distance].map(|distance| this.hash(16, this.near(distance)))
        });
        pairs.chain(words)
    }

    /// All features into `out` (cleared first).
    pub fn features(&self, out: &mut Vec<u64>) {
        out.clear();
        out.extend(self.neighbours());
        out.extend(self.others());
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

/// Writes an entry into a bucket.
pub(super) fn put(bucket: &mut [u8], at: usize, entry: u32) {
    bucket[2 * at..2 * at + 2].copy_from_slice(&((entry >> 8) as u16).to_le_bytes());
    bucket[2 * ENTRIES + at] = entry as u8;
}

/// The entries of a bucket that have the tag, as bits; empty entries have the tag 0. All of the bucket is compared, and
/// without a branch, which the compiler does eight fields at a time.
fn matches(bucket: &[u8; BUCKET], tag: u32) -> u32 {
    let wanted = (tag << 3) as u16;
    let (fields, _) = bucket.as_chunks::<2>();
    let mut matches = 0;
    for (at, field) in fields.iter().enumerate() {
        let is_same = u16::from_le_bytes(*field) & 0xfff8 == wanted;
        matches |= u32::from(is_same) << at;
    }
    matches & ((1 << ENTRIES) - 1)
}

/// The reading and the weight of an entry; none if it is empty.
fn weight(bucket: &[u8; BUCKET], at: usize) -> Option<(usize, f32)> {
    let low = bucket[2 * ENTRIES + at];
    let reading = (bucket[2 * at] & 7) << 2 | low >> 6;
    let weight = (f32::from(low & 63) - 32.0) * WEIGHT_STEP;
    (low != 0).then_some((usize::from(reading), weight))
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

    /// The model that ships with this program; `model` is one of those that ship.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when the program was built with a damaged model.
    pub fn shipped(model: &Model) -> Result<Self> {
        Self::from_bytes(&SHIPPED.file[..], model)
    }

    /// Reads a model file, trained with `model`'s vocabulary.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when it is missing, damaged or belongs to another vocabulary.
    pub fn open(path: &Path, model: &Model) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| {
            Error::new(ErrorKind::Dependency, "the context model cannot be read")
                .at_path(path)
                .caused_by(error)
        })?;
        Self::from_bytes(bytes, model).map_err(|error| error.at_path(path))
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
    /// Words farther off are asked only where the neighbours leave a doubt.
    pub fn score(&self, groups: &[u16], at: usize, out: &mut Vec<f32>) {
        let readings = self.groups.readings(groups[at]);
        out.clear();
        out.resize(readings, 0.0);
        if readings < 2 {
            return;
        }
        let window = Window::new(groups, at);
        let mut sums = [0.0; READINGS];
        self.add(window.neighbours(), &mut sums);
        copy(&sums, out);
        if !is_decided(out) {
            self.add(window.others(), &mut sums);
            copy(&sums, out);
        }
        let most = out.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = out.iter().map(|weight| (weight - most).exp()).sum();
        let all = most + sum.ln();
        for weight in out {
            *weight = all - *weight;
        }
    }

    /// Adds the weights that the features have for each reading to `sums`.
    ///
    /// A bucket is a line of memory that is seldom near. So all of them are touched before the first is compared:
    /// nothing hangs on what is not there yet, and many lines come at once.
    fn add(&self, features: impl IntoIterator<Item = u64>, sums: &mut [f32; READINGS]) {
        let (buckets, _) = self.bytes[self.buckets.clone()].as_chunks::<BUCKET>();
        let mut places = [(0, 0); MOST_FEATURES];
        let (mut length, mut touched) = (0, 0);
        for (own, feature) in places.iter_mut().zip(features) {
            *own = place(feature, buckets.len());
            touched |= buckets[own.0][0];
            length += 1;
        }
        std::hint::black_box(touched);
        for &(bucket, tag) in &places[..length] {
            let bucket = &buckets[bucket];
            let mut matches = matches(bucket, tag);
            while matches != 0 {
                if let Some((reading, weight)) = weight(bucket, matches.trailing_zeros() as usize) {
                    sums[reading] += weight;
                }
                matches &= matches - 1;
            }
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

/// Copies the sums of as many readings as there are.
fn copy(sums: &[f32; READINGS], out: &mut [f32]) {
    for (sum, out) in sums.iter().zip(out) {
        *out = *sum;
    }
}

/// Whether one reading leads all others by [`DECIDED`].
fn is_decided(weights: &[f32]) -> bool {
    let (mut first, mut second) = (f32::MIN, f32::MIN);
    for &weight in weights {
        second = second.max(first.min(weight));
        first = first.max(weight);
    }
    first - second > DECIDED
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
