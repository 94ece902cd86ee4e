//! Words that were grown together (`Tỷlệ`) or torn apart (`th ông`).
//!
//! A word that no single printed word explains is cut into two to four syllables; a piece that is no word is put
//! together with the next. What left no trace is not brought back: a word is never invented.

use super::Condition;
use super::channel::{Found, Search, SeenWords};
use super::lattice::MAX_TOKENS;
use super::place::Place;
use super::reader::case_of;
use super::readings::Reading;
use crate::lm::TokenId;
use crate::syllable::Syllable;
use rustc_hash::FxHashMap;
use std::ops::{Range, RangeInclusive};

/// Cost of a space that vanished, in nats.
const GROWN: f32 = 5.0;
/// Cost of a space out of nothing, in nats: rarer, and a speck beside a word looks like it.
const TORN: f32 = 8.0;
/// What a part may cost at most, in nats: without the prior, and with it.
const PART: f32 = 2.5;
const PART_SEARCH: Search = Search {
    window: 0.0,
    most: 1,
    limit: 9.0,
};
/// Letters of a part: the longest syllable has seven.
const PART_LETTERS: RangeInclusive<usize> = 2..=7;
/// Longest word that is cut, in letters.
const LONGEST: usize = 24;
/// Entries after which the memory of parts is emptied.
const MEMORY: usize = 40_000;

/// A word is cut, or put together with the next, when no printed word explains it at less, in nats.
fn explained(condition: Condition) -> f32 {
    match condition {
        Condition::Foreign => 8.0,
        _ => 3.0,
    }
}

/// The words of a stretch from the start of a word: what they cost, and the last of them.
#[derive(Clone, Copy)]
struct Cut {
    cost: f32,
    /// Letter at which the last part begins.
    start: usize,
    last: Found,
}

/// Looks for spaces that are wrong, remembering the parts that it has looked at.
#[derive(Debug, Default)]
pub struct Spaces {
    parts: FxHashMap<(bool, String), Option<Found>>,
    seen: SeenWords,
}

impl Spaces {
    /// Forgets what the words from a wrong OCR model may be: its costs have changed.
    pub fn forget(&mut self) {
        self.parts.retain(|(is_foreign, _), _| !is_foreign);
    }

    /// The ways to cut a word into syllables, the cheapest for each number of them.
    pub fn split(&mut self, place: &mut Place, seen: &str) {
        let length = seen.chars().count();
        let least = PART_LETTERS.start();
        if place.is_explained(explained(place.condition))
            || !(2 * least..=LONGEST).contains(&length)
            || !seen.chars().all(char::is_alphabetic)
        {
            return;
        }
        let ends = [seen.len()];
        let bounds: Vec<usize> = (seen.char_indices().map(|(at, _)| at).chain(ends)).collect();
        // By number of parts and place of the last letter.
        let mut cuts: Vec<Vec<Option<Cut>>> = vec![vec![None; length + 1]; MAX_TOKENS];
        for end in *least..=length {
            for letters in PART_LETTERS.filter(|letters| *letters <= end) {
                let start = end - letters;
                let Some(last) = self.part(place, &seen[bounds[start]..bounds[end]]) else {
                    continue;
                };
                for parts in 0..MAX_TOKENS {
                    let before = match (start, parts) {
                        (0, 0) => Some(0.0),
                        (0, _) | (_, 0) => None,
                        _ => cuts[parts - 1][start].map(|cut| cut.cost + GROWN),
                    };
                    let Some(cost) = before.map(|before| before + last.cost) else {
                        continue;
                    };
                    if cuts[parts][end].is_none_or(|cut| cost < cut.cost) {
                        cuts[parts][end] = Some(Cut { cost, start, last });
                    }
                }
            }
        }
        for parts in 1..MAX_TOKENS {
            let (mut words, mut end) = (Vec::new(), length);
            let mut at = cuts[parts][length];
            let cost = at.map_or(0.0, |cut| cut.cost);
            while let Some(cut) = at {
                words.push((bounds[cut.start]..bounds[end], cut.last));
                end = cut.start;
                at = parts.checked_sub(words.len()).and_then(|n| cuts[n][end]);
            }
            if words.is_empty() {
                continue;
            }
            words.reverse();
            let tokens: Vec<TokenId> = words.iter().map(|(_, found)| found.id).collect();
            let vocabulary = place.vocabulary();
            let reading = |(part, found): (Range<usize>, Found)| {
                let own = vocabulary.find(&seen[part.clone()]);
                (part, Reading::of(&found, own))
            };
            let reading = Reading::Split(words.into_iter().map(reading).collect());
            place.add_stretch(&tokens, 1, cost, reading);
        }
    }

    /// The syllable that a part of a word, or two pieces together, may be.
    fn part(&mut self, place: &Place, seen: &str) -> Option<Found> {
        if self.parts.len() > MEMORY {
            self.parts.clear();
        }
        let key = (place.condition == Condition::Foreign, seen.to_owned());
        let scratch = &mut self.seen;
        *self.parts.entry(key).or_insert_with(|| {
            let (channel, trie) = place.channel();
            let case = case_of(seen);
            let found = trie.search(channel, seen, scratch, case, &PART_SEARCH);
            let found = found.first().filter(|found| found.cost <= PART)?;
            let word = place.vocabulary().text(found.id);
            Syllable::parse(word).map(|_| *found)
        })
    }

    /// The word that a piece and the next one are together, if one of them is none by itself.
    pub fn join(&mut self, place: &mut Place, first: &str, second: &str) {
        let letters = || first.chars().chain(second.chars());
        if letters().count() > *PART_LETTERS.end() || !letters().all(char::is_alphabetic) {
            return;
        }
        let vocabulary = place.vocabulary();
        let is_broken = |word| Syllable::parse(word).is_none();
        let may_be_torn = match place.condition {
            // Hardly a word is whole there.
            Condition::Foreign => {
                !place.is_explained(explained(place.condition)) || vocabulary.find(second).is_none()
            }
            _ => is_broken(first) || is_broken(second),
        };
        if !may_be_torn {
            return;
        }
        let both = format!("{first}{second}");
        let Some(found) = self.part(place, &both) else {
            return;
        };
        let reading = match Reading::of(&found, vocabulary.find(&both)) {
            Reading::Keep => Reading::Text(both, "join"),
            changed => changed,
        };
        place.add_stretch(&[found.id], 2, TORN + found.cost, reading);
    }
}
