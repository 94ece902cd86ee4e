//! Look-up in a model file: a forward trie whose siblings are sorted by word number.
//!
//! Word numbers are sorted by stripped form, so the candidates of a stripped word are neighbours
//! among the children of a context: one search finds them all.

use super::format::{self, BITMAP_BYTES, BLOCK, BLOCK_BYTES, f32s, u16_at, u32_at, u64_at};
use super::ngrams::{Level, MAX_ORDER, Ngrams};
use super::quantise::quantise;
use super::vocabulary::{TokenId, Vocabulary};
use super::{LanguageModel, Scored};
use crate::error::{Error, ErrorKind, Result};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

/// Longest context.
const CONTEXT: usize = MAX_ORDER - 1;
const ABSENT: u32 = u32::MAX;

/// The contexts, of one word, of two, …, that end a text and that the model can extend,
/// as places in the model. A context that cannot be extended is left out, so that texts which
/// differ only in what no longer matters have equal states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct State {
    contexts: [u32; CONTEXT],
}

/// The models that ship: the same counts, kept to different lengths, over one vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// At most 24 MB together with the context model.
    Default,
    /// At most 24 MB for itself.
    Large,
}

/// An n-gram model, shared by all threads; it never changes.
pub struct Model {
    bytes: Cow<'static, [u8]>,
    vocabulary: Vocabulary,
    provenance: String,
    capitals: Vec<u8>,
    tables: Vec<Table>,
}

/// Where the table of one order lies in the file.
struct Table {
    costs: [f32; 256],
    backoffs: [f32; 256],
    words: Range<usize>,
    cost_codes: Range<usize>,
    backoff_codes: Range<usize>,
    bitmap: Range<usize>,
    directory: Range<usize>,
}

const SECTIONS_BEFORE_TABLES: usize = 3;
const SECTIONS_OF_TABLE: usize = 7;

impl Model {
    /// The model of a file's bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when the bytes are cut, changed or of another format version, or
    /// their sections do not fit together.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        let model = Self::read(bytes.into())?;
        match model.is_consistent() {
            true => Ok(model),
            false => Err(inconsistent()),
        }
    }

    fn read(bytes: Cow<'static, [u8]>) -> Result<Self> {
        let sections = format::open(&bytes)?;
        let expected = SECTIONS_BEFORE_TABLES + SECTIONS_OF_TABLE * sections.order;
        if sections.ranges.len() != expected {
            return Err(inconsistent());
        }
        let text = |section: usize| {
            std::str::from_utf8(&bytes[sections.ranges[section].clone()])
                .map_err(|_| inconsistent())
        };
        let provenance = text(0)?.to_owned();
        let vocabulary = Vocabulary::from_lines(text(1)?)?;
        let capitals = bytes[sections.ranges[2].clone()].to_vec();
        let tables = sections.ranges[SECTIONS_BEFORE_TABLES..]
            .chunks_exact(SECTIONS_OF_TABLE)
            .map(|ranges| Table {
                costs: book(&bytes[ranges[0].clone()]),
                backoffs: book(&bytes[ranges[1].clone()]),
                words: ranges[2].clone(),
                cost_codes: ranges[3].clone(),
                backoff_codes: ranges[4].clone(),
                bitmap: ranges[5].clone(),
                directory: ranges[6].clone(),
            })
            .collect();
        Ok(Self {
            vocabulary,
            provenance,
            capitals,
            tables,
            bytes,
        })
    }

    /// A model that ships with this program, validated once.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when the program was built with a damaged model.
    pub fn shipped(size: Size) -> Result<&'static Self> {
        static SHIPPED: [OnceLock<Model>; 2] = [OnceLock::new(), OnceLock::new()];
        let (shipped, bytes): (_, &'static [u8]) = match size {
            Size::Default => (
                &SHIPPED[0],
                include_bytes!("../../dictionaries/syllables.lm"),
            ),
            Size::Large => (
                &SHIPPED[1],
                include_bytes!("../../dictionaries/syllables-large.lm"),
            ),
        };
        if let Some(model) = shipped.get() {
            return Ok(model);
        }
        // That its sections fit together is for a test, not for every start.
        let model = Self::read(bytes.into())?;
        Ok(shipped.get_or_init(|| model))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when it is missing or damaged.
    pub fn open(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| {
            Error::new(ErrorKind::Dependency, "the language model cannot be read")
                .at_path(path)
                .caused_by(error)
        })?;
        Self::from_bytes(bytes).map_err(|error| error.at_path(path))
    }

    /// Packs tables into the bytes of a model file. Equal tables give equal bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] when the tables break their promises, [`ErrorKind::Limit`] when
    /// neighbouring contexts have more extensions than the format can number.
    pub fn pack(ngrams: &Ngrams) -> Result<Vec<u8>> {
        ngrams.validate()?;
        let mut sections: Vec<Cow<'_, [u8]>> = vec![
            ngrams.provenance.as_bytes().into(),
            ngrams.vocabulary.to_lines().into_bytes().into(),
            ngrams.capitals.as_slice().into(),
        ];
        for (n, level) in ngrams.levels.iter().enumerate() {
            pack_table(level, n == 0, ngrams.levels.get(n + 1), &mut sections)?;
        }
        Ok(format::assemble(ngrams.order(), &sections))
    }

    /// The model's words.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// What the model was made from and how, as JSON.
    pub fn provenance(&self) -> &str {
        &self.provenance
    }

    /// Share of a token's occurrences inside sentences that begin with a capital, 0 to 1
    /// (words all in capitals not counted); one half where the model does not know.
    pub fn capital_share(&self, token: TokenId) -> f32 {
        match self.capitals.get(usize::from(token.0)) {
            Some(share) => (f32::from(*share) + 0.5) / 256.0,
            None => 0.5,
        }
    }

    /// The longest n-gram.
    pub fn order(&self) -> usize {
        self.tables.len()
    }

    /// The bytes of the model file, for its digest.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The state after one more token, and the token's cost.
    pub fn advance(&self, state: &State, token: TokenId) -> Scored<State> {
        let mut out = Vec::with_capacity(1);
        self.score(state, &[token], &mut out);
        out[0]
    }

    /// Whether every place that a section names lies in the section that it means: a file may have
    /// the right checksum and yet come from elsewhere.
    fn is_consistent(&self) -> bool {
        let count = |table: &Table| table.cost_codes.len();
        let own = |(n, table): (usize, &Table)| match n {
            0 => count(table) == self.vocabulary.len(),
            _ => table.words.len() == 2 * count(table),
        };
        let pairs = self.tables.windows(2);
        self.tables.len() > 1
            && self.tables.iter().enumerate().all(own)
            && pairs.enumerate().all(|(n, pair)| {
                self.contexts(&pair[0]).is_some_and(|contexts| {
                    pair[0].backoff_codes.len() == contexts
                        && pair[0].directory.len() == (contexts + 1).div_ceil(BLOCK) * BLOCK_BYTES
                        && (0..contexts as u32).all(|context| {
                            let Range { start, end } = self.children(n, context);
                            start <= end && end <= count(&pair[1])
                        })
                })
            })
    }

    /// How many n-grams of a table are contexts, where bits and ranks agree.
    fn contexts(&self, table: &Table) -> Option<usize> {
        let bitmap = &self.bytes[table.bitmap.clone()];
        let count = table.cost_codes.len();
        if bitmap.len() != count.div_ceil(64) * BITMAP_BYTES {
            return None;
        }
        let mut contexts = 0;
        for (number, block) in bitmap.chunks_exact(BITMAP_BYTES).enumerate() {
            let bits = u64_at(block, 0);
            let used = count - 64 * number;
            if u32_at(block, 8) as usize != contexts || (used < 64 && bits >> used != 0) {
                return None;
            }
            contexts += bits.count_ones() as usize;
        }
        Some(contexts)
    }

    /// Place among the contexts of order `n + 1` of its n-gram `index`; `ABSENT` if none
    /// extends it.
    fn context(&self, n: usize, index: usize) -> u32 {
        let bitmap = &self.bytes[self.tables[n].bitmap.clone()];
        let block = index / 64 * BITMAP_BYTES;
        let (bits, bit) = (u64_at(bitmap, block), index % 64);
        if bits >> bit & 1 == 0 {
            return ABSENT;
        }
        let before = bits & ((1 << bit) - 1);
        u32_at(bitmap, block + 8) + before.count_ones()
    }

    /// The children of a context of order `n + 1`, as positions in the table of the next order.
    fn children(&self, n: usize, context: u32) -> Range<usize> {
        let directory = &self.bytes[self.tables[n].directory.clone()];
        let first = |context: usize| {
            let block = context / BLOCK * BLOCK_BYTES;
            let offset = u16_at(&directory[block + 4..], context % BLOCK);
            u32_at(directory, block) as usize + usize::from(offset)
        };
        first(context as usize)..first(context as usize + 1)
    }

    fn backoff(&self, n: usize, context: u32) -> f32 {
        let table = &self.tables[n];
        let codes = &self.bytes[table.backoff_codes.clone()];
        table.backoffs[usize::from(codes[context as usize])]
    }
}

impl LanguageModel for Model {
    type State = State;

    fn start(&self) -> State {
        self.advance(&self.blank(), TokenId::BOUNDARY).state
    }

    fn blank(&self) -> State {
        State {
            contexts: [ABSENT; CONTEXT],
        }
    }

    fn reach(&self) -> usize {
        self.order() - 1
    }

    fn score(&self, state: &State, candidates: &[TokenId], out: &mut Vec<Scored<State>>) {
        out.clear();
        let mut backoff = 0.0;
        let mut backoffs = [0.0; CONTEXT];
        // From the longest context down: what is paid when only the shorter ones match.
        for n in (0..CONTEXT).rev() {
            backoffs[n] = backoff;
            if state.contexts[n] != ABSENT {
                backoff += self.backoff(n, state.contexts[n]);
            }
        }
        let unigrams = &self.tables[0];
        let codes = &self.bytes[unigrams.cost_codes.clone()];
        let Some(first) = candidates.first() else {
            return;
        };
        for candidate in candidates {
            let id = usize::from(candidate.0);
            let mut contexts = [ABSENT; CONTEXT];
            contexts[0] = self.context(0, id);
            out.push(Scored {
                cost: backoff + unigrams.costs[usize::from(codes[id])],
                state: State { contexts },
            });
        }
        let longest = CONTEXT.min(self.tables.len() - 1);
        for (n, &context) in state.contexts.iter().enumerate().take(longest) {
            if context == ABSENT {
                continue;
            }
            let table = &self.tables[n + 1];
            let words = &self.bytes[table.words.clone()];
            let codes = &self.bytes[table.cost_codes.clone()];
            let Range { start, end } = self.children(n, context);
            // The first may be anywhere; the others are its neighbours.
            let mut at = halve(words, start, end, first.0);
            for (candidate, scored) in candidates.iter().zip(&mut *out) {
                at = lower_bound(words, at, end, candidate.0);
                if at == end {
                    break;
                }
                if u16_at(words, at) == candidate.0 {
                    scored.cost = backoffs[n] + table.costs[usize::from(codes[at])];
                    if n + 1 < longest {
                        scored.state.contexts[n + 1] = self.context(n + 1, at);
                    }
                }
            }
        }
    }
}

/// First position in `from..to` of sorted numbers that is not below `word`: by doubling steps,
/// since the next candidate is usually near.
fn lower_bound(words: &[u8], from: usize, to: usize, word: u16) -> usize {
    let (mut low, mut step) = (from, 1);
    let mut high = from;
    while high < to && u16_at(words, high) < word {
        low = high + 1;
        high += step;
        step *= 2;
    }
    halve(words, low, high.min(to), word)
}

/// The same by halves.
fn halve(words: &[u8], from: usize, to: usize, word: u16) -> usize {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if u16_at(words, middle) < word {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn inconsistent() -> Error {
    Error::new(ErrorKind::Dependency, "the language model is damaged")
}

fn book(bytes: &[u8]) -> [f32; 256] {
    let mut book = [0.0; 256];
    for (entry, value) in book.iter_mut().zip(f32s(bytes)) {
        *entry = value;
    }
    book
}

fn floats(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

/// The sections of one order; `longer` is the table whose n-grams extend these.
fn pack_table(
    level: &Level,
    is_first: bool,
    longer: Option<&Level>,
    sections: &mut Vec<Cow<'_, [u8]>>,
) -> Result<()> {
    let costs = quantise(&level.cost);
    let words: Vec<u8> = level
        .keys
        .iter()
        .filter(|_| !is_first)
        .flat_map(|key| (*key as u16).to_le_bytes())
        .collect();
    let (mut bitmap, mut firsts, mut backoffs) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(longer) = longer {
        let mut child = 0;
        for (block, keys) in level.keys.chunks(64).enumerate() {
            let (mut bits, rank) = (0u64, firsts.len() as u32);
            for (bit, key) in keys.iter().enumerate() {
                if longer
                    .keys
                    .get(child)
                    .is_some_and(|next| next >> 16 == *key)
                {
                    bits |= 1 << bit;
                    firsts.push(child as u32);
                    backoffs.push(level.backoff[64 * block + bit]);
                    child += longer.keys[child..].partition_point(|next| next >> 16 == *key);
                }
            }
            bitmap.extend_from_slice(&bits.to_le_bytes());
            bitmap.extend_from_slice(&rank.to_le_bytes());
        }
        firsts.push(child as u32);
    }
    let backoffs = quantise(&backoffs);
    sections.extend([
        floats(&costs.book).into(),
        floats(&backoffs.book).into(),
        words.into(),
        costs.codes.into(),
        backoffs.codes.into(),
        bitmap.into(),
        directory(&firsts)?.into(),
    ]);
    Ok(())
}

fn directory(firsts: &[u32]) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(firsts.len().div_ceil(BLOCK) * BLOCK_BYTES);
    for block in firsts.chunks(BLOCK) {
        bytes.extend_from_slice(&block[0].to_le_bytes());
        for first in block {
            let offset = u16::try_from(first - block[0]).map_err(|_| {
                Error::new(
                    ErrorKind::Limit,
                    "too many extensions of neighbouring contexts for the model format",
                )
            })?;
            bytes.extend_from_slice(&offset.to_le_bytes());
        }
        bytes.resize(bytes.len() + 2 * (BLOCK - block.len()), 0);
    }
    Ok(bytes)
}
