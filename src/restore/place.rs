//! A position of the text while its readings are gathered.

use super::Condition;
use super::channel::{Channel, WordTrie};
use super::lattice::Arc;
use super::models::Models;
use super::readings::Reading;
use crate::lm::{TokenId, Vocabulary};

/// The readings of a text so far, and the arcs of the position that is being read.
pub struct Place<'a> {
    pub models: &'a Models,
    /// The channel of a wrong OCR model with the document's own habits in it, once they are known.
    pub own: Option<&'a Channel>,
    /// What the line suffers from.
    pub condition: Condition,
    /// Divisor of channel costs: how much the language model weighs against them.
    pub lm_weight: f32,
    /// The readings of the text; an arc's tag is the place of its reading.
    pub readings: &'a mut Vec<Reading>,
    /// The arcs that begin here.
    pub arcs: &'a mut Vec<Arc>,
}

impl<'a> Place<'a> {
    /// The words of the language model.
    pub fn vocabulary(&self) -> &'a Vocabulary {
        self.models.lm.vocabulary()
    }

    /// The channel of the line, and the words that it is searched for.
    pub fn channel(&self) -> (&'a Channel, &'a WordTrie) {
        let model = self.models.channel(self.condition);
        let own = self.own.filter(|_| self.condition == Condition::Foreign);
        (own.unwrap_or(&model.channel), &model.trie)
    }

    /// Adds a reading of `span` positions as `tokens`, at a cost in nats.
    pub fn add_stretch(&mut self, tokens: &[TokenId], span: usize, cost: f32, reading: Reading) {
        let tag = self.tag(reading);
        self.arcs
            .push(Arc::new(tokens, span, cost / self.lm_weight, tag));
    }

    /// Adds a reading of this position as one token.
    pub fn add(&mut self, token: TokenId, cost: f32, reading: Reading) {
        let tag = self.tag(reading);
        self.arcs.push(Arc::word(token, cost / self.lm_weight, tag));
    }

    /// The tag of a new reading.
    fn tag(&mut self, reading: Reading) -> u32 {
        self.readings.push(reading);
        self.readings.len() as u32 - 1
    }

    /// Whether a printed word explains what is seen here at a cost of at most `limit` nats.
    pub fn is_explained(&self, limit: f32) -> bool {
        let mut arcs = self.arcs.iter();
        arcs.any(|arc| {
            arc.cost <= limit / self.lm_weight && arc.tokens().iter().all(|t| t.is_word())
        })
    }
}
