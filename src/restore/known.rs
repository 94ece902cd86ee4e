//! Known names, by their first words; where the user's own (`--lexicon`) stand in a text, so that they are kept or
//! written as given.

use super::Condition;
use super::pieces::{Piece, PieceKind};
use crate::syllable::{Case, bare};
use rustc_hash::FxHashMap;

/// Phrases by the stripped form of their first word.
#[derive(Debug, Default)]
pub struct Known<'p> {
    phrases: FxHashMap<String, Vec<Vec<&'p str>>>,
}

impl<'p> Known<'p> {
    /// The words of phrases.
    pub fn new(all: impl IntoIterator<Item = &'p str>) -> Self {
        let mut phrases: FxHashMap<String, Vec<Vec<&str>>> = FxHashMap::default();
        for phrase in all {
            let words: Vec<&str> = phrase
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .collect();
            if let Some(first) = words.first() {
                phrases.entry(bare(first)).or_default().push(words);
            }
        }
        for list in phrases.values_mut() {
            list.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        Self { phrases }
    }

    /// The phrases whose first word is `word` but for case and marks, the longest first.
    pub fn beginning(&self, word: &str) -> &[Vec<&'p str>] {
        self.phrases.get(&bare(word)).map_or(&[], Vec::as_slice)
    }

    /// The words of the longest phrase that begins at `at`, written as they should be; none if no phrase does.
    /// Where marks may be lost (`condition`), letters without marks are enough; elsewhere only the phrase
    /// itself counts.
    pub fn at(
        &self,
        pieces: &[Piece],
        at: usize,
        word: impl Fn(&Piece) -> &'p str,
        condition: Condition,
    ) -> Option<Vec<String>> {
        let is_word = |p: &Piece| matches!(p.kind, PieceKind::Word | PieceKind::Damaged);
        let first = pieces.get(at).filter(|p| is_word(p))?;
        let loose = matches!(condition, Condition::Stripped | Condition::Foreign);
        let same = |piece: &Piece, known: &str| {
            let seen = word(piece);
            seen.to_lowercase() == known.to_lowercase() || loose && bare(seen) == bare(known)
        };
        let phrase = self.beginning(word(first)).iter().find(|phrase| {
            let stretch = pieces.get(at..at + phrase.len());
            stretch.is_some_and(|s| s.iter().zip(*phrase).all(|(p, w)| is_word(p) && same(p, w)))
        })?;
        let written = phrase.iter().zip(&pieces[at..]).map(|(known, piece)| {
            let seen = word(piece);
            match Case::of(seen) {
                Case::Upper => known.to_uppercase(),
                _ if seen.to_lowercase() == known.to_lowercase() => seen.to_owned(),
                _ => (*known).to_owned(),
            }
        });
        Some(written.collect())
    }

    /// Whether there are no phrases.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }
}
