//! Training of the context model: which words on both sides tell the readings of a stripped word apart.
//!
//! The text is cut into blocks that are learned in a random (seeded) order:
//!
//! 1. features are counted in a table of saturating bytes; those seen less often than `min_count` are noise;
//! 2. weights are learned by one pass of AdaGrad in a hashed table, several features sharing a slot;
//! 3. the slots whose loss would cost most are kept (*optimal brain damage*: the square of the weight times
//!    the curvature, here the sum of squared gradients), and each is given to the feature that uses it most;
//! 4. what was kept is learned again on part of the text, each slot now being its owner's alone;
//! 5. weights are rounded and packed.
//!
//! Memory: four bytes for each token of the text; for each of the 2^`table_bits` slots four bytes of counts, eight
//! of weights and, while those to keep are chosen, four of saliencies: 4.5 GB with 28 bits.

use super::corpus::{BOUNDARY, END_OF_CORPUS, INSIDE};
use super::recipe::{ContextSettings, Recipe};
use super::scratch_error;
use super::words::Numbered;
use crate::error::Result;
use crate::lm::context::{
    BUCKET, ContextModel, ENTRIES, Groups, MOST_UNITS, READINGS, WEIGHT_STEP, Window, entry, place,
    put,
};
use crate::lm::vocabulary::TokenId;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::Range;
use std::path::Path;

/// Tokens of a block.
const BLOCK: usize = 2000;
/// Counts for each weight, as a binary logarithm: a feature has several weights, one for each reading, and a
/// false count costs a slot.
const COUNT_BITS: u32 = 2;
/// Step of AdaGrad.
const RATE: f32 = 0.15;
/// Share of the blocks that the kept weights are learned on again.
const REFINED: f32 = 0.4;
/// Slots kept before the second learning, over those that are packed.
const SPARE: f32 = 1.25;
/// Load of the buckets.
const LOAD: f32 = 0.85;

/// The text: tokens, their stripped forms, and blocks in the order of learning.
struct Text {
    tokens: Vec<TokenId>,
    groups: Vec<u16>,
    blocks: Vec<Range<usize>>,
}

/// A weight and the sum of its squared gradients.
#[derive(Clone, Copy, Default)]
struct Weight {
    value: f32,
    curvature: f32,
}

impl Weight {
    fn step(&mut self, gradient: f32) {
        self.curvature += gradient * gradient;
        self.value -= RATE * gradient / (self.curvature + 1.0).sqrt();
    }

    /// What it costs to leave the weight out.
    fn saliency(self) -> f32 {
        self.value * self.value * self.curvature
    }
}

/// The weights of features for readings, however they are kept.
trait Weights {
    /// The places of the weights of a feature for reading 0 and on; a missing feature has none.
    fn find(&self, feature: u64, reading: usize) -> Option<usize>;
    fn at(&mut self, place: usize) -> &mut Weight;
}

/// Learns from blocks of the text; gives the mean cost of the true readings, in nats.
fn learn(
    text: &Text,
    blocks: &[Range<usize>],
    groups: &Groups,
    weights: &mut impl Weights,
    is_known: impl Fn(u64) -> bool,
) -> f64 {
    let (mut cost, mut count) = (0.0f64, 0u64);
    let (mut hashes, mut places, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    for block in blocks {
        let forms = &text.groups[block.clone()];
        for (at, group) in forms.iter().enumerate() {
            let readings = groups.readings(*group).min(READINGS);
            let truth = usize::from(text.tokens[block.start + at].0 - group);
            if readings < 2 || truth >= readings {
                continue;
            }
            Window::new(forms, at).features(&mut hashes);
            hashes.retain(|feature| is_known(*feature));
            places.clear();
            scores.clear();
            scores.resize(readings, 0.0f32);
            for feature in &hashes {
                for (reading, score) in scores.iter_mut().enumerate() {
                    if let Some(place) = weights.find(*feature, reading) {
                        places.push((reading, place));
                        *score += weights.at(place).value;
                    }
                }
            }
            softmax(&mut scores);
            cost -= f64::from(scores[truth].max(1e-9).ln());
            count += 1;
            if scores[truth] > 0.9999 {
                continue;
            }
            scores[truth] -= 1.0;
            for (reading, place) in &places {
                let gradient = scores[*reading];
                if gradient.abs() > 1e-4 {
                    weights.at(*place).step(gradient);
                }
            }
        }
    }
    cost / count.max(1) as f64
}

fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// A table in which every feature has a place, shared with others.
struct Hashed {
    slots: Vec<Weight>,
}

impl Weights for Hashed {
    fn find(&self, feature: u64, reading: usize) -> Option<usize> {
        Some(feature.wrapping_add(reading as u64) as usize & (self.slots.len() - 1))
    }

    fn at(&mut self, place: usize) -> &mut Weight {
        &mut self.slots[place]
    }
}

/// The slots that were kept, each with the feature that owns it.
struct Kept {
    /// One bit for each slot of the table they come from, and the number of bits before each word.
    bits: Vec<(u64, u32)>,
    owners: Vec<u64>,
    weights: Vec<Weight>,
}

impl Kept {
    /// The `most` slots of greatest saliency.
    fn new(table: &Hashed, most: usize) -> Self {
        let mut saliencies: Vec<f32> = table.slots.iter().map(|slot| slot.saliency()).collect();
        let most = most.min(saliencies.len()).max(1);
        let (_, least, _) = saliencies.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a));
        let least = least.max(f32::MIN_POSITIVE);
        let (mut bits, mut weights) = (Vec::new(), Vec::new());
        for slots in table.slots.chunks(64) {
            let rank = weights.len() as u32;
            let mut word = 0u64;
            for (bit, slot) in slots.iter().enumerate() {
                if slot.saliency() >= least {
                    word |= 1 << bit;
                    weights.push(*slot);
                }
            }
            bits.push((word, rank));
        }
        Self {
            bits,
            owners: vec![0; weights.len()],
            weights,
        }
    }

    fn slot(&self, feature: u64, reading: usize) -> Option<usize> {
        let slot = feature.wrapping_add(reading as u64) as usize & (self.bits.len() * 64 - 1);
        let (word, rank) = self.bits[slot / 64];
        let bit = slot % 64;
        (word >> bit & 1 == 1)
            .then(|| rank as usize + (word & ((1 << bit) - 1)).count_ones() as usize)
    }

    /// Gives each slot to the feature that uses it most (by a vote that more than half win).
    fn give(&mut self, text: &Text, blocks: &[Range<usize>], groups: &Groups) {
        let mut votes = vec![0u32; self.owners.len()];
        let mut hashes = Vec::new();
        for block in blocks {
            let forms = &text.groups[block.clone()];
            for (at, group) in forms.iter().enumerate() {
                let readings = groups.readings(*group).min(READINGS);
                if readings < 2 {
                    continue;
                }
                Window::new(forms, at).features(&mut hashes);
                for feature in &hashes {
                    for reading in 0..readings {
                        let Some(slot) = self.slot(*feature, reading) else {
                            continue;
                        };
                        if votes[slot] == 0 {
                            self.owners[slot] = *feature;
                        }
                        match self.owners[slot] == *feature {
                            true => votes[slot] += 1,
                            false => votes[slot] -= 1,
                        }
                    }
                }
            }
        }
    }

    /// The buckets of the model file.
    fn pack(&self, buckets: usize) -> Vec<u8> {
        let mut entries: Vec<(usize, u32, f32)> = Vec::with_capacity(self.weights.len());
        for (word, (bits, rank)) in self.bits.iter().enumerate() {
            let (mut bits, mut at) = (*bits, *rank as usize);
            while bits != 0 {
                let slot = word * 64 + bits.trailing_zeros() as usize;
                let weight = self.weights[at];
                let units = (weight.value / WEIGHT_STEP).round() as i32;
                let reading =
                    slot.wrapping_sub(self.owners[at] as usize) & (self.bits.len() * 64 - 1);
                if units != 0 && self.owners[at] != 0 && reading < READINGS {
                    let (bucket, tag) = place(self.owners[at], buckets);
                    let units = units.clamp(-MOST_UNITS, MOST_UNITS);
                    entries.push((bucket, entry(tag, reading, units), weight.saliency()));
                }
                bits &= bits - 1;
                at += 1;
            }
        }
        entries.sort_unstable_by(|a, b| {
            (a.0.cmp(&b.0))
                .then(b.2.total_cmp(&a.2))
                .then(a.1.cmp(&b.1))
        });
        let mut bytes = vec![0; buckets * BUCKET];
        for bucket in entries.chunk_by(|a, b| a.0 == b.0) {
            for (n, (bucket, entry, _)) in bucket.iter().take(ENTRIES).enumerate() {
                put(&mut bytes[bucket * BUCKET..][..BUCKET], n, *entry);
            }
        }
        bytes
    }
}

impl Weights for Kept {
    fn find(&self, feature: u64, reading: usize) -> Option<usize> {
        self.slot(feature, reading)
            .filter(|slot| self.owners[*slot] == feature)
    }

    fn at(&mut self, place: usize) -> &mut Weight {
        &mut self.weights[place]
    }
}

/// Trains the context model of a recipe; `stream` is the numbered text.
pub(super) fn train(
    stream: &Path,
    numbered: &Numbered,
    recipe: &Recipe,
    settings: &ContextSettings,
    provenance: &str,
) -> Result<Vec<u8>> {
    let groups = Groups::new(&numbered.vocabulary);
    let text = read(stream, numbered, recipe, &groups)?;
    let shift = 64 - settings.table_bits - COUNT_BITS;
    let counts = count(&text, &groups, shift, settings.min_count);
    let is_frequent = |feature: u64| counts[(feature >> shift) as usize] >= settings.min_count;
    let mut table = Hashed {
        slots: vec![Weight::default(); 1 << settings.table_bits],
    };
    let cost = learn(&text, &text.blocks, &groups, &mut table, is_frequent);
    tracing::info!(cost, "context weights learned");
    let buckets = settings.max_bytes / BUCKET;
    let packed = buckets as f32 * ENTRIES as f32 * LOAD;
    let mut kept = Kept::new(&table, (packed * SPARE) as usize);
    drop(table);
    let refined = (text.blocks.len() as f32 * REFINED) as usize;
    let refined = &text.blocks[..refined.max(1).min(text.blocks.len())];
    kept.give(&text, refined, &groups);
    let cost = learn(&text, refined, &groups, &mut kept, |_| true);
    tracing::info!(
        cost,
        weights = kept.weights.len(),
        "kept weights learned again"
    );
    let bytes = kept.pack(buckets);
    Ok(ContextModel::pack(provenance, &numbered.vocabulary, bytes))
}

/// How often each feature was seen, up to `most`; features whose hashes are alike but for the last `shift` bits
/// count together.
fn count(text: &Text, groups: &Groups, shift: u32, most: u8) -> Vec<u8> {
    let mut counts = vec![0u8; 1 << (64 - shift)];
    let mut hashes = Vec::new();
    for block in &text.blocks {
        let forms = &text.groups[block.clone()];
        for (at, group) in forms.iter().enumerate() {
            if groups.readings(*group) < 2 {
                continue;
            }
            Window::new(forms, at).features(&mut hashes);
            for feature in &hashes {
                let seen = &mut counts[(feature >> shift) as usize];
                *seen = most.min(seen.saturating_add(1));
            }
        }
    }
    counts
}

/// Reads the stream into tokens and blocks. Lines follow each other as in the corpora, where neighbours mostly
/// come from one document.
fn read(stream: &Path, numbered: &Numbered, recipe: &Recipe, groups: &Groups) -> Result<Text> {
    let file = File::open(stream).map_err(scratch_error)?;
    let mut numbers = BufReader::with_capacity(1 << 20, file);
    let mut text = Text {
        tokens: Vec::new(),
        groups: Vec::new(),
        blocks: Vec::new(),
    };
    let mut random = 1u64;
    let mut bytes = [0; 4];
    for corpus in &recipe.corpora {
        let start = text.tokens.len();
        loop {
            numbers.read_exact(&mut bytes).map_err(scratch_error)?;
            let number = u32::from_le_bytes(bytes);
            if number == END_OF_CORPUS {
                break;
            }
            let repeats = number == BOUNDARY && text.tokens.last() == Some(&TokenId::BOUNDARY);
            if number != INSIDE && !repeats {
                text.tokens.push(numbered.tokens[number as usize]);
            }
        }
        // A weight of 2.4 learns each block twice and four in ten of them once more.
        for from in (start..text.tokens.len()).step_by(BLOCK) {
            let block = from..(from + BLOCK).min(text.tokens.len());
            let mut left = corpus.context_weight;
            while left >= 1.0 || left > 0.0 && (next(&mut random) % 1000) as f32 <= left * 1000.0 {
                text.blocks.push(block.clone());
                left -= 1.0;
            }
        }
    }
    for at in (1..text.blocks.len()).rev() {
        let other = next(&mut random) % (at as u64 + 1);
        text.blocks.swap(at, other as usize);
    }
    text.groups = text.tokens.iter().map(|token| groups.of(*token)).collect();
    Ok(text)
}

/// The next of a fixed sequence of pseudo-random numbers (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ *state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}
