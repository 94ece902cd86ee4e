//! An n-gram model as sorted tables: between training, ARPA text and the model file.

use super::vocabulary::{TokenId, Vocabulary};
use crate::error::{Error, ErrorKind, Result};

/// Longest n-gram: four numbers of 16 bits make one sortable key.
pub const MAX_ORDER: usize = 4;

/// The key of an n-gram: its numbers from the first to the last, 16 bits each.
pub fn pack(tokens: &[TokenId]) -> u64 {
    tokens
        .iter()
        .fold(0, |key, token| key << 16 | u64::from(token.0))
}

/// All n-grams of one order, sorted by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Level {
    /// Keys, ascending (see [`pack`]).
    pub keys: Vec<u64>,
    /// Cost of the last word after the others, in nats.
    pub cost: Vec<f32>,
    /// Cost of backing off from the n-gram as a context, in nats; 0 where it has no extension.
    pub backoff: Vec<f32>,
}

impl Level {
    /// Adds an n-gram whose key is above all others.
    pub fn push(&mut self, key: u64, cost: f32, backoff: f32) {
        debug_assert!(self.keys.last().is_none_or(|last| *last < key));
        self.keys.push(key);
        self.cost.push(cost);
        self.backoff.push(backoff);
    }

    /// Number of n-grams.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are no n-grams.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Position of an n-gram.
    pub fn find(&self, key: u64) -> Option<usize> {
        self.keys.binary_search(&key).ok()
    }
}

/// A back-off n-gram model: a vocabulary and a table for each order from 1.
///
/// The table of order 1 holds every token of the vocabulary once, classes too, so that a number
/// is its own position. The history of every n-gram is itself an n-gram.
#[derive(Debug, Clone, Default)]
pub struct Ngrams {
    /// The words.
    pub vocabulary: Vocabulary,
    /// Tables of order 1, 2, ….
    pub levels: Vec<Level>,
    /// Share of capitals inside sentences, for each token, in 255ths; may be empty.
    pub capitals: Vec<u8>,
    /// What the model was made from and how, as JSON; goes into the model file.
    pub provenance: String,
}

impl Ngrams {
    /// The longest n-gram.
    pub fn order(&self) -> usize {
        self.levels.len()
    }

    /// The cost of the last of `tokens` after the others, by the definition of back-off:
    /// slow and plain, the measure of the faster [`super::Model`].
    pub fn cost(&self, tokens: &[TokenId]) -> f32 {
        let tokens = &tokens[tokens.len().saturating_sub(self.order())..];
        let level = &self.levels[tokens.len() - 1];
        if let Some(at) = level.find(pack(tokens)) {
            return level.cost[at];
        }
        let history = &tokens[..tokens.len() - 1];
        let context = &self.levels[history.len() - 1];
        let backoff = context
            .find(pack(history))
            .map_or(0.0, |at| context.backoff[at]);
        backoff + self.cost(&tokens[1..])
    }

    /// Checks the promises of the type, which the look-up relies on.
    pub fn validate(&self) -> Result<()> {
        let broken = |what: &str| Err(Error::new(ErrorKind::Malformed, what.to_owned()));
        if self.levels.is_empty() || self.levels.len() > MAX_ORDER {
            return broken("a model has n-grams of order 1 to 4");
        }
        let first = &self.levels[0];
        if !first
            .keys
            .iter()
            .copied()
            .eq(0..self.vocabulary.len() as u64)
        {
            return broken("the unigrams are not the vocabulary");
        }
        for (n, level) in self.levels.iter().enumerate() {
            if !level.keys.is_sorted_by(|a, b| a < b) {
                return broken("n-grams are not sorted");
            }
            if level
                .cost
                .iter()
                .chain(&level.backoff)
                .any(|c| !c.is_finite())
            {
                return broken("a cost is not a number");
            }
            if n > 0 && !histories_exist(&self.levels[n - 1], level) {
                return broken("the history of an n-gram is missing");
            }
        }
        Ok(())
    }
}

fn histories_exist(shorter: &Level, longer: &Level) -> bool {
    let mut at = 0;
    longer.keys.iter().all(|key| {
        let history = key >> 16;
        while at < shorter.len() && shorter.keys[at] < history {
            at += 1;
        }
        shorter.keys.get(at) == Some(&history)
    })
}
