//! The words that the model knows, numbered so that all readings of one stripped word are
//! neighbours: the candidates of `tuyen` are one range of numbers.

use crate::error::{Error, ErrorKind, Result};
use crate::syllable::{Placement, Syllable, bare};
use rustc_hash::FxHashMap;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Number of a word or class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenId(pub u16);

impl TokenId {
    /// Before the first word of a text; never scored.
    pub const NONE: Self = Self(0);
    /// End of a sentence or paragraph.
    pub const BOUNDARY: Self = Self(1);
    /// Any number.
    pub const NUMBER: Self = Self(2);
    /// Letters and digits grown together.
    pub const CODE: Self = Self(3);
    /// A word that the vocabulary does not hold.
    pub const FOREIGN: Self = Self(4);
    /// Number of the classes above: the first word has this number.
    pub const CLASSES: u16 = 5;

    /// Names of the classes, as in ARPA files.
    pub const CLASS_NAMES: [&'static str; 5] = ["<none>", "</s>", "<number>", "<code>", "<unk>"];

    /// Whether it is a word and not a class of words.
    pub fn is_word(self) -> bool {
        self.0 >= Self::CLASSES
    }
}

/// The words of a model, sorted by stripped form, then by themselves.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Vec<Box<str>>,
    groups: FxHashMap<Box<str>, Range<u16>>,
}

/// A word as the model writes it: lower case, NFC, tone mark placed the older way.
pub fn canonical(word: &str) -> String {
    if let Some((syllable, _)) = Syllable::parse_placed(word) {
        return syllable.spell(Placement::Old);
    }
    let lower = word.to_lowercase();
    if is_nfc(&lower) {
        lower
    } else {
        lower.nfc().collect()
    }
}

impl Vocabulary {
    /// A vocabulary of these words (canonical, in any order, repetitions allowed).
    pub fn new<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Result<Self> {
        let mut sorted: Vec<(String, Box<str>)> = words
            .into_iter()
            .map(|word| (bare(word.as_ref()), word.as_ref().into()))
            .collect();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() > usize::from(u16::MAX - TokenId::CLASSES) {
            return Err(Error::new(
                ErrorKind::Limit,
                format!("{} words are too many for a vocabulary", sorted.len()),
            ));
        }
        let mut groups: FxHashMap<Box<str>, Range<u16>> = FxHashMap::default();
        let mut words = Vec::with_capacity(sorted.len());
        for (stripped, word) in sorted {
            let id = TokenId::CLASSES + words.len() as u16;
            groups
                .entry(stripped.into())
                .and_modify(|group| group.end = id + 1)
                .or_insert(id..id + 1);
            words.push(word);
        }
        Ok(Self { words, groups })
    }

    /// Number of tokens: words and classes.
    pub fn len(&self) -> usize {
        self.words.len() + usize::from(TokenId::CLASSES)
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words in order of number.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }

    /// The canonical spelling of a word, or the name of a class.
    ///
    /// # Panics
    /// When `id` is not of this vocabulary.
    pub fn text(&self, id: TokenId) -> &str {
        match id.0.checked_sub(TokenId::CLASSES) {
            Some(word) => &self.words[usize::from(word)],
            None => TokenId::CLASS_NAMES[usize::from(id.0)],
        }
    }

    /// All words whose stripped form is `stripped` (lower case, no marks), as neighbours;
    /// empty when there is none.
    pub fn readings(&self, stripped: &str) -> impl ExactSizeIterator<Item = TokenId> + use<> {
        self.groups
            .get(stripped)
            .cloned()
            .unwrap_or(0..0)
            .map(TokenId)
    }

    /// The number of `word`, written in any case, normal form and tone placement.
    pub fn find(&self, word: &str) -> Option<TokenId> {
        self.find_canonical(&canonical(word))
    }

    /// The number of a word in canonical form.
    pub fn find_canonical(&self, word: &str) -> Option<TokenId> {
        let group = self.groups.get(bare(word).as_str())?;
        let first = usize::from(group.start - TokenId::CLASSES);
        let last = usize::from(group.end - TokenId::CLASSES);
        let at = self.words[first..last]
            .binary_search_by(|known| known.as_ref().cmp(word))
            .ok()?;
        Some(TokenId(group.start + at as u16))
    }

    /// For each token, the first number of those that share its stripped form.
    pub(super) fn group_numbers(&self) -> Vec<u16> {
        let mut numbers: Vec<u16> = (0..self.len() as u16).collect();
        for group in self.groups.values() {
            for id in group.clone() {
                numbers[usize::from(id)] = group.start;
            }
        }
        numbers
    }

    /// The words as the model file has them: a line for each stripped form, which comes first,
    /// then its readings.
    pub(super) fn to_lines(&self) -> String {
        let mut groups: Vec<_> = self.groups.iter().collect();
        groups.sort_unstable_by_key(|(_, group)| group.start);
        let mut lines = String::new();
        for (stripped, group) in groups {
            lines.push_str(stripped);
            for id in group.clone() {
                lines.push(' ');
                lines.push_str(self.text(TokenId(id)));
            }
            lines.push('\n');
        }
        lines
    }

    /// The words of a model file.
    pub(super) fn from_lines(lines: &str) -> Result<Self> {
        let mut vocabulary = Self::default();
        vocabulary.groups.reserve(lines.len() / 16);
        for line in lines.lines() {
            let mut fields = line.split(' ');
            let stripped = fields.next().unwrap_or_default();
            let first = vocabulary.words.len();
            vocabulary.words.extend(fields.map(Box::from));
            let number = |count: usize| {
                u16::try_from(count + usize::from(TokenId::CLASSES)).map_err(|_| {
                    Error::new(
                        ErrorKind::Dependency,
                        "the language model has too many words",
                    )
                })
            };
            let group = number(first)?..number(vocabulary.words.len())?;
            vocabulary.groups.insert(stripped.into(), group);
        }
        Ok(vocabulary)
    }
}
