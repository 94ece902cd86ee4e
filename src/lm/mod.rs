//! The syllable language model: what a text says, in numbers.
//!
//! Comes in: corpora, by [`train`], or a model file. Goes out: the cost of each candidate word
//! after a context, all candidates of a position in one call ([`LanguageModel`]).
//!
//! Costs are negative natural logarithms of probabilities (*nats*): smaller is likelier.

mod arpa;
mod context;
mod format;
mod model;
mod ngrams;
mod quantise;
mod tokens;
pub mod train;
mod vocabulary;

pub use arpa::{read_arpa, write_arpa};
pub use context::ContextModel;
pub use format::FORMAT_VERSION;
pub use model::{Model, Size, State};
pub use ngrams::{Level, MAX_ORDER, Ngrams, pack};
pub use tokens::{Segments, Token, TokenKind, segment};
pub use vocabulary::{TokenId, Vocabulary, canonical};

use std::hash::Hash;

/// The cost of one candidate, and the context that follows if it is chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored<S> {
    /// Negative natural logarithm of the candidate's probability.
    pub cost: f32,
    /// The context after the candidate.
    pub state: S,
}

/// The seam between decoding and the model.
pub trait LanguageModel {
    /// All of the context that can still matter, as a small value: two readings with equal
    /// states have equal futures and may be merged.
    type State: Copy + Eq + Hash + std::fmt::Debug;

    /// The state at the start of a text, as after a sentence end.
    fn start(&self) -> Self::State;

    /// The state when nothing is known of what came before. After [`LanguageModel::reach`] tokens it is the same as
    /// any other.
    fn blank(&self) -> Self::State;

    /// How many tokens back a state looks at most.
    fn reach(&self) -> usize;

    /// Scores all `candidates` of a position after `state`, in their order, into `out`
    /// (cleared first). `candidates` must be sorted by number; repetitions are allowed.
    fn score(
        &self,
        state: &Self::State,
        candidates: &[TokenId],
        out: &mut Vec<Scored<Self::State>>,
    );
}
