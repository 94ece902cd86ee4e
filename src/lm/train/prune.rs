//! Which n-grams the model keeps, and the back-off weights that make it whole again.
//!
//! What an n-gram is worth is the weighted difference of Seymore and Rosenfeld (1996): how often
//! it was seen, times how much worse it would be foreseen by backing off. Counts are those of
//! the text and not of the smoothed model: pruning by Kneser–Ney's own lower orders goes wrong,
//! since they do not estimate how often a context occurs (Chelba and others 2010).
//!
//! How much worse is measured in two ways, mixed by the recipe: by the cost of the word among
//! all words, and by its cost among the readings of one stripped word. Restoring marks needs
//! the second; the first keeps what tells contexts apart and what other damage needs.

use super::kneser_ney::{Estimate, Table};
use crate::lm::ngrams::{Level, Ngrams, pack};
use crate::lm::vocabulary::{TokenId, Vocabulary};

/// Bytes of an n-gram in the model file: number and cost code, and a bit that says whether it is
/// a context.
const NGRAM_BYTES: f64 = 3.0 + 12.0 / 64.0;
/// Bytes more of a context: its back-off code and its place in the directory.
const CONTEXT_BYTES: f64 = 1.0 + 2.5;

/// The estimates with what each n-gram is worth, to be pruned to any size.
pub(super) struct Pruner<'v> {
    tables: Vec<Table>,
    worths: Vec<Vec<f32>>,
    vocabulary: &'v Vocabulary,
}

impl<'v> Pruner<'v> {
    pub fn new(estimate: Estimate, vocabulary: &'v Vocabulary, reading_share: f32) -> Self {
        let tables = estimate.tables;
        let groups = vocabulary.group_numbers();
        let mut readings = unigram_readings(&tables[0], &groups);
        let mut worths = Vec::new();
        for pair in tables.windows(2) {
            let level = worth(&pair[0], &pair[1], &readings, &groups, reading_share);
            worths.push(level.worth);
            readings = level.readings;
        }
        Self {
            worths,
            tables,
            vocabulary,
        }
    }

    /// The model of at most `max_bytes`; `None` keeps every n-gram that may stay.
    pub fn prune(&self, max_bytes: Option<usize>) -> Ngrams {
        let kept = match max_bytes {
            None => keep(&self.tables, &self.worths, 0.0),
            Some(max_bytes) => {
                let words: usize = self.vocabulary.words().map(|word| 2 * word.len() + 2).sum();
                let fixed = words as f64 + self.vocabulary.len() as f64 * 6.0 + 20_000.0;
                fit(&self.tables, &self.worths, max_bytes as f64 - fixed)
            }
        };
        normalise(&self.tables, &kept, self.vocabulary.clone())
    }
}

/// For each token, the probability that a word stripped like it stands there.
fn unigram_readings(unigrams: &Table, groups: &[u16]) -> Vec<f32> {
    let mut sums = vec![0.0; groups.len()];
    for (group, probability) in groups.iter().zip(&unigrams.probability) {
        sums[usize::from(*group)] += probability;
    }
    groups
        .iter()
        .map(|group| sums[usize::from(*group)])
        .collect()
}

/// What the n-grams of an order are worth.
struct Worth {
    /// Negative when an n-gram must not stay.
    worth: Vec<f32>,
    /// Probability, after each n-gram's history, of all words stripped like its last.
    readings: Vec<f32>,
}

/// What each n-gram of `longer` is worth; `readings` belongs to `shorter`.
fn worth(
    shorter: &Table,
    longer: &Table,
    readings: &[f32],
    groups: &[u16],
    reading_share: f32,
) -> Worth {
    let mut history_at = 0;
    let mut result = Worth {
        worth: Vec::with_capacity(longer.keys.len()),
        readings: Vec::with_capacity(longer.keys.len()),
    };
    let family = |key: u64| (key >> 16, groups[usize::from(key as u16)]);
    let mut at = 0;
    while at < longer.keys.len() {
        // Readings of one stripped word after one history are neighbours.
        let this = family(longer.keys[at]);
        let rest = longer.keys[at..].iter();
        let end = at + rest.take_while(|key| family(**key) == this).count();
        let history = longer.keys[at] >> 16;
        while shorter
            .keys
            .get(history_at)
            .is_some_and(|key| *key < history)
        {
            history_at += 1;
        }
        let backoff = shorter.backoff.get(history_at).copied().unwrap_or(1.0);
        let (mut below, mut all) = (Vec::with_capacity(end - at), 0.0);
        for n in at..end {
            let suffix = shorter.keys.binary_search(&shorter.suffix(longer.keys[n]));
            let foreseen = suffix.map_or(f32::MIN_POSITIVE, |i| backoff * shorter.probability[i]);
            all = f32::max(all, suffix.map_or(0.0, |i| backoff * readings[i]));
            below.push(foreseen);
        }
        let seen: f32 = longer.probability[at..end].iter().sum();
        let all = seen + (all - below.iter().sum::<f32>()).max(0.0);
        for (n, below) in (at..end).zip(below) {
            let probability = longer.probability[n];
            let gain = (probability / below).ln().max(0.0);
            let without = below / (all - probability + below);
            let gain_among_readings = (probability / all / without).ln().max(0.0);
            let gain = (1.0 - reading_share) * gain + reading_share * gain_among_readings;
            let stays = longer.may_stay[n];
            result.worth.push(if stays {
                longer.weight[n] as f32 * gain
            } else {
                -1.0
            });
            result.readings.push(all);
        }
        at = end;
    }
    result
}

/// For orders from 2, which n-grams stay: those worth `threshold`, and the histories of those.
fn keep(tables: &[Table], worths: &[Vec<f32>], threshold: f32) -> Vec<Vec<bool>> {
    let mut kept: Vec<Vec<bool>> = worths
        .iter()
        .map(|worths| worths.iter().map(|worth| *worth >= threshold).collect())
        .collect();
    for n in (1..kept.len()).rev() {
        let (shorter, longer) = kept.split_at_mut(n);
        let (shorter, longer) = (&mut shorter[n - 1], &longer[0]);
        let keys = &tables[n].keys;
        let mut at = 0;
        for (key, _) in tables[n + 1]
            .keys
            .iter()
            .zip(longer)
            .filter(|(_, kept)| **kept)
        {
            while keys[at] < key >> 16 {
                at += 1;
            }
            shorter[at] = true;
        }
    }
    kept
}

/// Bytes that the kept n-grams take in the model file.
fn bytes(tables: &[Table], kept: &[Vec<bool>]) -> f64 {
    kept.iter()
        .zip(&tables[1..])
        .enumerate()
        .map(|(n, (kept, table))| {
            let mut contexts = 0;
            let mut count = 0;
            let mut last = None;
            for (key, _) in table.keys.iter().zip(kept).filter(|(_, kept)| **kept) {
                count += 1;
                contexts += u32::from(n > 0 && last != Some(key >> 16));
                last = Some(key >> 16);
            }
            NGRAM_BYTES * f64::from(count) + CONTEXT_BYTES * f64::from(contexts)
        })
        .sum()
}

/// The smallest threshold whose n-grams fit, to a part in a thousand.
fn fit(tables: &[Table], worths: &[Vec<f32>], max_bytes: f64) -> Vec<Vec<bool>> {
    let all = keep(tables, worths, 0.0);
    if bytes(tables, &all) <= max_bytes {
        return all;
    }
    let highest = worths.iter().flatten().copied().fold(1.0, f32::max);
    let (mut low, mut high) = (1e-3_f32, highest * 2.0);
    while high / low > 1.001 {
        let middle = (low * high).sqrt();
        if bytes(tables, &keep(tables, worths, middle)) <= max_bytes {
            high = middle;
        } else {
            low = middle;
        }
    }
    keep(tables, worths, high)
}

/// The kept n-grams as a model: what the others had is given to backing off.
fn normalise(tables: &[Table], kept: &[Vec<bool>], vocabulary: Vocabulary) -> Ngrams {
    let nats = |probability: f32| -probability.max(f32::MIN_POSITIVE).ln();
    let mut unigrams = Level::default();
    for (key, probability) in tables[0].keys.iter().zip(&tables[0].probability) {
        unigrams.push(*key, nats(*probability), 0.0);
    }
    let mut ngrams = Ngrams {
        vocabulary,
        levels: vec![unigrams],
        ..Ngrams::default()
    };
    for (table, kept) in tables[1..].iter().zip(kept) {
        let mut level = Level::default();
        for (at, key) in table.keys.iter().enumerate() {
            if kept[at] {
                level.push(*key, nats(table.probability[at]), 0.0);
            }
        }
        set_backoffs(&mut ngrams, &level);
        ngrams.levels.push(level);
    }
    ngrams
}

/// Sets the back-off costs of the histories of `longer`, the next order to be added.
fn set_backoffs(ngrams: &mut Ngrams, longer: &Level) {
    let n = ngrams.order();
    let mut at = 0;
    let mut histories = 0;
    while at < longer.len() {
        let history = longer.keys[at] >> 16;
        let (mut here, mut below) = (0.0, 0.0);
        while at < longer.len() && longer.keys[at] >> 16 == history {
            let tokens: Vec<TokenId> = (0..n)
                .rev()
                .map(|place| TokenId((longer.keys[at] >> (16 * place)) as u16))
                .collect();
            debug_assert_eq!(pack(&tokens), longer.keys[at] & (u64::MAX >> (64 - 16 * n)));
            here += f64::from(-longer.cost[at]).exp();
            below += f64::from(-ngrams.cost(&tokens)).exp();
            at += 1;
        }
        let level = &mut ngrams.levels[n - 1];
        while level.keys[histories] < history {
            histories += 1;
        }
        // Rounding may eat what is left when nearly all of it is taken.
        let left = ((1.0 - here) / (1.0 - below)).max(1e-9);
        level.backoff[histories] = -(left.ln() as f32);
    }
}
