//! Interpolated modified Kneser–Ney estimates (Chen and Goodman 1998), all orders.
//!
//! The highest order is discounted from counts, lower orders from the number of different words
//! before an n-gram. A corpus of weight *w* counts *w* times in an n-gram's numerator, its
//! discount included; how large discounts are is estimated from unweighted counts, since a
//! multiplied corpus would leave no n-gram seen once.

use super::count::{Merge, Record, RunWriter, Sorter};
use super::recipe::Recipe;
use crate::error::Result;
use crate::lm::vocabulary::TokenId;
use std::path::Path;

/// All n-grams of an order, sorted, with what pruning needs to know.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Words of its n-grams.
    pub order: usize,
    pub keys: Vec<u64>,
    /// Probability of the last word after the others.
    pub probability: Vec<f32>,
    /// Probability left for backing off from the n-gram as a context; 1 without extensions.
    pub backoff: Vec<f32>,
    /// Weighted times seen.
    pub weight: Vec<u32>,
    /// Whether it may be kept: seen twice, or in law or administration.
    pub may_stay: Vec<bool>,
}

impl Table {
    /// The part of a longer key that is a key of this table: its last words.
    pub fn suffix(&self, key: u64) -> u64 {
        key & (u64::MAX >> (64 - 16 * self.order))
    }
}

/// The estimates of all orders. The table of order 1 holds every token; in that of the highest
/// order are only n-grams that may stay.
pub(super) struct Estimate {
    pub tables: Vec<Table>,
    pub distinct: Vec<usize>,
}

/// Discounts of n-grams counted once, twice and more often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Discounts([f64; 3]);

impl Discounts {
    /// From how many n-grams were counted once, twice, three and four times. Too little text
    /// to estimate them gives 0.5, 1 and 1.5.
    pub(super) fn new([n1, n2, n3, n4]: [u64; 4]) -> Self {
        let [n1, n2, n3, n4] = [n1, n2, n3, n4].map(|n| n as f64);
        let y = n1 / (n1 + 2.0 * n2);
        let discounts = [
            1.0 - 2.0 * y * n2 / n1,
            2.0 - 3.0 * y * n3 / n2,
            3.0 - 4.0 * y * n4 / n3,
        ];
        let usable = discounts
            .iter()
            .zip(1..)
            .all(|(discount, count)| (0.0..=f64::from(count)).contains(discount));
        Self(if usable { discounts } else { [0.5, 1.0, 1.5] })
    }

    fn of(&self, count: u32) -> f64 {
        match count {
            0 => 0.0,
            n => self.0[(n.min(3) - 1) as usize],
        }
    }
}

#[derive(Default)]
struct CountOfCounts([u64; 4]);

impl CountOfCounts {
    fn add(&mut self, count: u32) {
        if let Some(slot) = (count as usize)
            .checked_sub(1)
            .and_then(|i| self.0.get_mut(i))
        {
            *slot += 1;
        }
    }
}

/// What is known of an n-gram before its discount.
#[derive(Clone, Copy)]
struct Evidence {
    key: u64,
    /// What the numerator counts.
    amount: f64,
    /// What is taken off.
    discount: f64,
    weight: u32,
    may_stay: bool,
}

/// Whether an n-gram begins with a word, and not before the start of a text.
fn is_whole(key: u64, order: usize) -> bool {
    key >> (16 * (order - 1)) != 0
}

fn may_stay(record: &Record) -> bool {
    record.is_official || record.count > 1
}

/// The record of an n-gram's suffix: one word more was seen before it.
fn suffix(record: Record, order: usize) -> Record {
    Record {
        key: record.key & (u64::MAX >> (64 - 16 * (order - 1))),
        left: 1,
        ..record
    }
}

/// Estimates all orders from the counted windows.
pub(super) fn estimate(
    top: Merge,
    vocabulary: usize,
    recipe: &Recipe,
    scratch: &Path,
) -> Result<Estimate> {
    let order = recipe.order;
    let mut distinct = vec![0; order];
    // Down: each distinct n-gram stands for one word before its suffix.
    let mut highest = RunWriter::create(scratch.join("highest"))?;
    let mut highest_counts = CountOfCounts::default();
    let mut below = Sorter::new(scratch, "suffixes-of-highest");
    for record in top {
        let record = record?;
        if is_whole(record.key, order) {
            highest_counts.add(record.count);
            distinct[order - 1] += 1;
            highest.add(&record)?;
        }
        below.add(suffix(record, order))?;
    }
    let highest = highest.finish()?;
    let mut levels: Vec<(Vec<Record>, Discounts)> = Vec::new();
    for n in (1..order).rev() {
        let mut records = Vec::new();
        let mut counts = CountOfCounts::default();
        let names = ["suffixes-0", "suffixes-1", "suffixes-2"];
        let mut shorter = Sorter::new(scratch, names[n - 1]);
        for record in below.finish()? {
            let record = record?;
            if n > 1 {
                shorter.add(suffix(record, n))?;
            }
            if is_whole(record.key, n) {
                counts.add(record.left);
                records.push(record);
            }
        }
        distinct[n - 1] = records.len();
        levels.push((records, Discounts::new(counts.0)));
        below = shorter;
    }
    // Up: each order is interpolated with the one below it.
    let mut tables: Vec<Table> = Vec::new();
    for (records, discounts) in levels.into_iter().rev() {
        let evidence = records.iter().map(|record| {
            Ok(Evidence {
                key: record.key,
                amount: f64::from(record.left),
                discount: discounts.of(record.left),
                weight: record.weight,
                may_stay: may_stay(record),
            })
        });
        let table = match tables.last_mut() {
            None => unigrams(evidence, vocabulary)?,
            Some(shorter) => interpolate(evidence, shorter, true)?,
        };
        tables.push(table);
    }
    let discounts = Discounts::new(highest_counts.0);
    let evidence = highest.records()?.map(|record| {
        let record = record?;
        let mean_weight = f64::from(record.weight) / f64::from(record.count);
        Ok(Evidence {
            key: record.key,
            amount: f64::from(record.weight),
            discount: discounts.of(record.count) * mean_weight,
            weight: record.weight,
            may_stay: may_stay(&record),
        })
    });
    if let Some(shorter) = tables.last_mut() {
        let table = interpolate(evidence, shorter, false)?;
        tables.push(table);
    }
    Ok(Estimate { tables, distinct })
}

/// Unigrams, interpolated with the uniform distribution over all that can be foreseen.
fn unigrams(evidence: impl Iterator<Item = Result<Evidence>>, vocabulary: usize) -> Result<Table> {
    let evidence = evidence.collect::<Result<Vec<_>>>()?;
    let total: f64 = evidence.iter().map(|e| e.amount).sum();
    let left_over: f64 = evidence.iter().map(|e| e.discount).sum();
    let uniform = left_over / total / (vocabulary - 1) as f64;
    let mut table = Table {
        order: 1,
        keys: (0..vocabulary as u64).collect(),
        probability: vec![uniform as f32; vocabulary],
        backoff: vec![1.0; vocabulary],
        weight: vec![0; vocabulary],
        may_stay: vec![true; vocabulary],
    };
    table.probability[usize::from(TokenId::NONE.0)] = f32::MIN_POSITIVE;
    for e in evidence {
        let id = e.key as usize;
        table.probability[id] = ((e.amount - e.discount) / total + uniform) as f32;
        table.weight[id] = e.weight;
    }
    Ok(table)
}

/// The table of the next order above `shorter`, whose back-off probabilities it sets. Unless
/// `all` are wanted, n-grams that may not stay only take their share of probability.
fn interpolate(
    evidence: impl Iterator<Item = Result<Evidence>>,
    shorter: &mut Table,
    all: bool,
) -> Result<Table> {
    let mut table = Table {
        order: shorter.order + 1,
        ..Table::default()
    };
    let mut siblings: Vec<Evidence> = Vec::new();
    let mut history_at = 0;
    let mut evidence = evidence.peekable();
    while let Some(first) = evidence.next() {
        siblings.clear();
        siblings.push(first?);
        let history = siblings[0].key >> 16;
        while let Some(next) =
            evidence.next_if(|e| e.as_ref().map_or(true, |e| e.key >> 16 == history))
        {
            siblings.push(next?);
        }
        let total: f64 = siblings.iter().map(|e| e.amount).sum();
        let left_over: f64 = siblings.iter().map(|e| e.discount).sum();
        let backoff = left_over / total;
        while shorter
            .keys
            .get(history_at)
            .is_some_and(|key| *key < history)
        {
            history_at += 1;
        }
        if shorter.keys.get(history_at) == Some(&history) {
            shorter.backoff[history_at] = backoff as f32;
        }
        let is_kept = |e: &Evidence| all || e.may_stay;
        if !siblings.iter().any(is_kept) {
            continue;
        }
        let suffixes = Suffixes::of(shorter, history);
        for e in siblings.iter().filter(|e| is_kept(e)) {
            let below = f64::from(suffixes.probability(shorter, e.key));
            let probability = (e.amount - e.discount) / total + backoff * below;
            table.keys.push(e.key);
            table.probability.push(probability as f32);
            table.backoff.push(1.0);
            table.weight.push(e.weight);
            table.may_stay.push(e.may_stay);
        }
    }
    Ok(table)
}

/// The n-grams of a table that extend a history without its first word.
struct Suffixes(std::ops::Range<usize>);

impl Suffixes {
    fn of(table: &Table, history: u64) -> Self {
        let first = table.suffix(history << 16);
        let start = table.keys.partition_point(|key| *key < first);
        let rest = &table.keys[start..];
        let length = rest.partition_point(|key| *key >> 16 == first >> 16);
        Self(start..start + length)
    }

    fn probability(&self, table: &Table, key: u64) -> f32 {
        let at = table.keys[self.0.clone()].binary_search(&table.suffix(key));
        at.map_or(0.0, |at| table.probability[self.0.start + at])
    }
}
