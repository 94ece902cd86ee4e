//! Which written words become words of the vocabulary, and how often each is capitalised.

use super::corpus::{self, Surface};
use super::recipe::Recipe;
use crate::error::Result;
use crate::lm::vocabulary::{TokenId, Vocabulary, canonical};
use crate::syllable::{Case, Syllable};
use std::collections::BTreeMap;

/// The vocabulary and the way from numbers of the stream to it.
pub(super) struct Numbered {
    pub vocabulary: Vocabulary,
    /// Vocabulary number of each number of the stream.
    pub tokens: Vec<TokenId>,
    /// Share of capitals inside sentences, for each token, in 255ths.
    pub capitals: Vec<u8>,
}

#[derive(Default)]
struct Tally {
    count: u64,
    small: u64,
    capital: u64,
}

pub(super) fn number(surfaces: &[Surface], recipe: &Recipe) -> Result<Numbered> {
    let forms: Vec<String> = surfaces.iter().map(|s| canonical(&s.text)).collect();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (surface, form) in surfaces.iter().zip(&forms) {
        let tally = tallies.entry(form).or_default();
        tally.count += surface.count;
        match surface.case() {
            Case::Lower => tally.small += surface.inside,
            Case::Title => tally.capital += surface.inside,
            // Headings and abbreviations say nothing about the word in running text.
            Case::Upper | Case::Mixed => {}
        }
    }
    let vocabulary = Vocabulary::new(tallies.iter().filter_map(|(form, tally)| {
        let enough = match Syllable::parse(form) {
            Some(_) => recipe.min_syllable_count,
            None => recipe.min_word_count,
        };
        (tally.count >= enough).then_some(*form)
    }))?;
    let mut tokens = vec![TokenId::FOREIGN; corpus::FIRST_SURFACE as usize + surfaces.len()];
    tokens[corpus::INSIDE as usize] = TokenId::NONE;
    tokens[corpus::BOUNDARY as usize] = TokenId::BOUNDARY;
    tokens[corpus::NUMBER as usize] = TokenId::NUMBER;
    tokens[corpus::CODE as usize] = TokenId::CODE;
    for (token, form) in tokens[corpus::FIRST_SURFACE as usize..]
        .iter_mut()
        .zip(&forms)
    {
        *token = vocabulary.find_canonical(form).unwrap_or(TokenId::FOREIGN);
    }
    let mut capitals = vec![128; usize::from(TokenId::CLASSES)];
    capitals.extend(vocabulary.words().map(|word| {
        let Tally { small, capital, .. } = &tallies[word];
        // One word in ten as if seen before, so that rare words claim little.
        let share = (*capital as f64 + 0.2) / ((small + capital) as f64 + 2.0);
        (share * 255.0).round() as u8
    }));
    Ok(Numbered {
        vocabulary,
        tokens,
        capitals,
    })
}
