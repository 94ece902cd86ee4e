//! The second pass: the language model together with what the first pass has read in the same document.
//!
//! Administrative text says the same titles and names over and over. Each word's probability is mixed with its
//! share after the same one or two words elsewhere in the document, so that twenty readings of a title outvote
//! the one that was damaged most. A sentence end, a number or a strange word is no such context: what follows them
//! in one place says nothing about another.

use crate::lm::{LanguageModel, Scored, TokenId};
use rustc_hash::FxHashMap;

/// Weight of the document's own counts.
const WEIGHT: f32 = 0.35;
/// Added to the number of times a context occurred: what little evidence is worth.
const CAUTION: f32 = 1.0;

/// Word pairs and triples of a document, weighed by how surely they were read.
#[derive(Debug, Default)]
pub struct Memory {
    follows: FxHashMap<(TokenId, TokenId, TokenId), f32>,
    contexts: FxHashMap<(TokenId, TokenId), f32>,
}

impl Memory {
    /// Forgets the document.
    pub fn clear(&mut self) {
        self.follows.clear();
        self.contexts.clear();
    }

    /// Notes a word read after two others, each with how surely it was read, 0 to 1.
    pub fn note(&mut self, before: [(TokenId, f32); 2], (token, surely): (TokenId, f32)) {
        let [(first, first_surely), (second, second_surely)] = before;
        if !second.is_word() {
            return;
        }
        let mut add = |first, weight| {
            *self.follows.entry((first, second, token)).or_default() += weight;
            *self.contexts.entry((first, second)).or_default() += weight;
        };
        add(TokenId::NONE, second_surely * surely);
        if first.is_word() {
            add(first, first_surely * second_surely * surely);
        }
    }

    /// The share of `token` after two words, the reading itself taken out: 0 to 1.
    fn share(&self, before: [TokenId; 2], token: TokenId) -> f32 {
        let mut share = 0.0;
        if !before[1].is_word() {
            return share;
        }
        for first in [TokenId::NONE, before[0]] {
            let context = self
                .contexts
                .get(&(first, before[1]))
                .copied()
                .unwrap_or(0.0);
            let follows = self
                .follows
                .get(&(first, before[1], token))
                .copied()
                .unwrap_or(0.0);
            // Once is what is being read now.
            let (context, follows) = ((context - 1.0).max(0.0), (follows - 1.0).max(0.0));
            let sure = context / (context + CAUTION);
            if context > 0.0 {
                share = (1.0 - sure) * share + sure * (follows / context).min(1.0);
            }
        }
        share
    }
}

/// A language model that remembers the document.
pub struct Remembering<'m, M> {
    /// The model for the language.
    pub model: &'m M,
    /// What the first pass has read.
    pub memory: &'m Memory,
}

/// The model's own state and the last two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MemoryState<S> {
    state: S,
    before: [TokenId; 2],
}

impl<M: LanguageModel> LanguageModel for Remembering<'_, M> {
    type State = MemoryState<M::State>;

    fn start(&self) -> Self::State {
        MemoryState {
            state: self.model.start(),
            before: [TokenId::BOUNDARY; 2],
        }
    }

    fn blank(&self) -> Self::State {
        MemoryState {
            state: self.model.blank(),
            before: [TokenId::BOUNDARY; 2],
        }
    }

    fn reach(&self) -> usize {
        self.model.reach().max(2)
    }

    fn score(
        &self,
        state: &Self::State,
        candidates: &[TokenId],
        out: &mut Vec<Scored<Self::State>>,
    ) {
        let mut scored = Vec::with_capacity(candidates.len());
        self.model.score(&state.state, candidates, &mut scored);
        out.clear();
        out.extend(candidates.iter().zip(scored).map(|(token, scored)| {
            let share = self.memory.share(state.before, *token);
            let cost = match share > 0.0 {
                true => -((1.0 - WEIGHT) * (-scored.cost).exp() + WEIGHT * share).ln(),
                false => scored.cost - (1.0 - WEIGHT).ln(),
            };
            Scored {
                cost,
                state: MemoryState {
                    state: scored.state,
                    before: [state.before[1], *token],
                },
            }
        }));
    }
}
