//! The readings that a text may have: what the decoder searches.
//!
//! Comes in: for each position of the text (a token as it was seen) the arcs that begin there.
//! An arc reads one or more positions as zero, one or more tokens: most read one position as one
//! token; a join reads two positions as one token, a split one position as two, a vanished word
//! comes back as a second token of its neighbour's arc, and noise is read as no token at all.

use crate::lm::TokenId;

/// Most tokens that one arc reads.
pub const MAX_TOKENS: usize = 4;

/// One way of reading what stands at a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    tokens: [TokenId; MAX_TOKENS],
    length: u8,
    span: u8,
    /// Cost of seeing what is there when this was printed, in nats, at least 0.
    pub cost: f32,
    /// The caller's own note: which candidate this is.
    pub tag: u32,
}

impl Arc {
    /// An arc that reads one position as one token.
    pub fn word(token: TokenId, cost: f32, tag: u32) -> Self {
        let mut tokens = [TokenId::NONE; MAX_TOKENS];
        tokens[0] = token;
        Self {
            tokens,
            length: 1,
            span: 1,
            cost,
            tag,
        }
    }

    /// An arc that reads `span` positions (at least 1) as `tokens`.
    ///
    /// # Panics
    /// With more than [`MAX_TOKENS`] tokens or a span of 0.
    pub fn new(tokens: &[TokenId], span: usize, cost: f32, tag: u32) -> Self {
        assert!(span > 0, "an arc reads at least one position");
        let mut own = [TokenId::NONE; MAX_TOKENS];
        own[..tokens.len()].copy_from_slice(tokens);
        Self {
            tokens: own,
            length: tokens.len() as u8,
            span: u8::try_from(span).unwrap_or(u8::MAX),
            cost,
            tag,
        }
    }

    /// The tokens read.
    pub fn tokens(&self) -> &[TokenId] {
        &self.tokens[..usize::from(self.length)]
    }

    /// Number of positions read.
    pub fn span(&self) -> usize {
        usize::from(self.span)
    }
}

/// The arcs of a text, position by position. Re-used from text to text without allocating.
#[derive(Debug, Clone, Default)]
pub struct Lattice {
    arcs: Vec<Arc>,
    ends: Vec<u32>,
}

impl Lattice {
    /// A lattice without positions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes all positions away, keeping the memory.
    pub fn clear(&mut self) {
        self.arcs.clear();
        self.ends.clear();
    }

    /// Adds the next position with the arcs that begin there, sorted in place by their tokens
    /// (the decoder numbers arcs in that order, see [`Lattice::arcs`]).
    ///
    /// # Panics
    /// Without arcs, if no arc spans over the position: every position needs a reading.
    pub fn push(&mut self, arcs: impl IntoIterator<Item = Arc>) {
        let start = self.arcs.len();
        self.arcs.extend(arcs);
        let added = &mut self.arcs[start..];
        if !added.is_sorted_by_key(sort_key) {
            added.sort_by_key(sort_key);
        }
        self.ends.push(self.arcs.len() as u32);
    }

    /// Number of positions.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no positions.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The arcs that begin at a position, sorted by first token; arcs without tokens come last.
    pub fn arcs(&self, position: usize) -> &[Arc] {
        let start = match position {
            0 => 0,
            _ => self.ends[position - 1] as usize,
        };
        &self.arcs[start..self.ends[position] as usize]
    }
}

fn sort_key(arc: &Arc) -> (bool, TokenId) {
    (arc.length == 0, arc.tokens[0])
}
