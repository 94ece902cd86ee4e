//! The document's own words as votes: what it says elsewhere decides where a first search was in doubt.
//!
//! Administrative text says the same titles and names over and over, and keeps to one of two customs (`hằng năm`,
//! `hàng năm`). Comes in: the lattice with the choices of a first search. Goes out: a lattice in which the readings of the
//! doubtful positions are charged by how often they stand beside the same neighbours in the pages around, so that
//! twenty readings of a title outvote the one that was damaged most, and, with less weight, by how often they stand
//! there at all; what was beyond doubt stays as it was chosen. A sentence end, a number or a strange word is no
//! neighbour: what stands beside it in one place says nothing about another.

use super::decoder::Choice;
use super::lattice::{Arc, Lattice};
use super::left_out::{LeftOut, Sure};
use crate::lm::TokenId;
use rustc_hash::FxHashMap;

/// Votes that every reading has beforehand: what little evidence is worth.
const CAUTION: f32 = 0.4;
/// How much it counts that a word stands anywhere in the stretch, whatever its neighbours.
const ANYWHERE: f32 = 0.4;
/// Times that every word stands somewhere beforehand.
const ANYWHERE_CAUTION: f32 = 1.0;
/// Choices with a wider margin, in nats, are beyond doubt: a hundred votes against none are worth 5.5.
const DOUBTFUL: f32 = 6.0;

/// The memory of the counting: one for each thread.
#[derive(Debug, Default)]
pub struct Votes {
    words: Vec<Word>,
    /// How often two words stand side by side, weighed by how surely both were read.
    pairs: FxHashMap<(TokenId, TokenId), f32>,
    /// How often a word stands in the stretch, weighed by how surely it was read.
    singles: FxHashMap<TokenId, f32>,
    lattice: Lattice,
    left_out: LeftOut,
    arcs: Vec<Arc>,
    votes: Vec<Vote>,
}

/// What speaks for a reading.
#[derive(Debug, Clone, Copy, Default)]
struct Vote {
    /// How often it stands beside the same neighbours.
    beside: f32,
    /// How often it stands anywhere.
    anywhere: f32,
}

/// A choice as its neighbours see it.
#[derive(Debug, Clone, Copy)]
struct Word {
    first: TokenId,
    last: TokenId,
    surely: f32,
}

impl Votes {
    /// Charges the readings that the document's other words speak against, and leaves in `lattice` the chosen reading
    /// alone where there is no doubt or nothing to go by. `surely` tells how surely a choice was read, 0 to 1. Tells
    /// whether anything is left to search.
    pub fn charge(
        &mut self,
        lattice: &mut Lattice,
        choices: &[Choice],
        surely: impl Fn(&Choice, &Arc) -> f32,
    ) -> bool {
        self.words.clear();
        self.words.extend(choices.iter().map(|choice| {
            let arc = &lattice.arcs(choice.position)[choice.arc];
            Word {
                first: arc.tokens().first().copied().unwrap_or(TokenId::NONE),
                last: arc.tokens().last().copied().unwrap_or(TokenId::NONE),
                surely: surely(choice, arc),
            }
        }));
        self.count();
        self.lattice.clear();
        self.left_out.clear();
        let mut is_open = false;
        for (at, choice) in choices.iter().enumerate() {
            let arcs = lattice.arcs(choice.position);
            let chosen = arcs[choice.arc];
            self.arcs.clear();
            let doubtful = arcs.len() > 1 && chosen.span() == 1 && choice.margin <= DOUBTFUL;
            if doubtful {
                let is_asked = self.ask(at, arcs, &chosen);
                is_open |= is_asked;
                // Without votes it stays in doubt all the same: its neighbours' readings hang on it.
                self.arcs.extend_from_slice(arcs);
                if is_asked {
                    self.charge_arcs();
                }
                self.left_out.push(Sure::NOTHING_LEFT_OUT);
                self.lattice.push(self.arcs.drain(..));
            } else {
                self.arcs.push(chosen);
                for _ in 0..chosen.span() {
                    self.left_out.push(Sure {
                        margin: choice.margin,
                        posterior: choice.posterior,
                    });
                    self.lattice.push(self.arcs.drain(..));
                }
            }
        }
        if is_open {
            std::mem::swap(lattice, &mut self.lattice);
        }
        is_open
    }

    /// Makes the choices of the second search as sure as the first was of what it settled.
    pub fn temper(&self, choices: &mut [Choice]) {
        self.left_out.temper(choices);
    }

    /// Charges the arcs by their votes.
    fn charge_arcs(&mut self) {
        let all: f32 = self.votes.iter().map(|vote| vote.beside + CAUTION).sum();
        let anywhere = self.votes.iter().map(|vote| vote.anywhere);
        let most = anywhere.fold(0.0, f32::max) + ANYWHERE_CAUTION;
        for (arc, vote) in self.arcs.iter_mut().zip(&self.votes) {
            arc.cost -= ((vote.beside + CAUTION) / all).ln();
            arc.cost -= ANYWHERE * ((vote.anywhere + ANYWHERE_CAUTION) / most).ln();
        }
    }

    /// Counts the words that were chosen, alone and in pairs.
    fn count(&mut self) {
        self.pairs.clear();
        self.singles.clear();
        for word in self.words.iter().filter(|word| word.first == word.last) {
            *self.singles.entry(word.first).or_default() += word.surely;
        }
        for pair in self.words.windows(2) {
            let (left, right) = (pair[0], pair[1]);
            if left.last.is_word() && right.first.is_word() {
                let count = self.pairs.entry((left.last, right.first)).or_default();
                *count += left.surely * right.surely;
            }
        }
    }

    /// The votes for each of `arcs` at choice `at`, its own left out; tells whether there are any.
    fn ask(&mut self, at: usize, arcs: &[Arc], chosen: &Arc) -> bool {
        let own = self.words[at];
        let left = at.checked_sub(1).map(|left| self.words[left]);
        let right = self.words.get(at + 1).copied();
        let pairs = |pair: (TokenId, TokenId)| self.pairs.get(&pair).copied().unwrap_or(0.0);
        self.votes.clear();
        for arc in arcs {
            let own_vote = if arc.tag == chosen.tag {
                own.surely
            } else {
                0.0
            };
            let mut vote = Vote::default();
            // What reads the next position too has another neighbour.
            if let (Some(first), Some(last), 1) =
                (arc.tokens().first(), arc.tokens().last(), arc.span())
            {
                if let Some(left) = left {
                    vote.beside += (pairs((left.last, *first)) - own_vote * left.surely).max(0.0);
                }
                if let Some(right) = right {
                    vote.beside += (pairs((*last, right.first)) - own_vote * right.surely).max(0.0);
                }
                if first == last && first.is_word() {
                    let all = self.singles.get(first).copied().unwrap_or(0.0);
                    vote.anywhere = (all - own_vote).max(0.0);
                }
            }
            self.votes.push(vote);
        }
        let is_said = |vote: &Vote| vote.beside > 0.0 || vote.anywhere >= ANYWHERE_CAUTION;
        self.votes.iter().any(is_said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAWYER: [TokenId; 2] = [TokenId(20), TokenId(21)];
    const MATTER: TokenId = TokenId(22);

    /// `luật sư` so many times over `between` other words, then `luật` and a word that may be `sự` or `sư`, chosen as
    /// `sự` with a margin of one nat.
    fn lattice(times: usize, between: usize) -> (Lattice, Vec<Choice>) {
        let mut words: Vec<TokenId> = LAWYER.repeat(times);
        words.extend((0..between).map(|other| TokenId(100 + (other % 500) as u16)));
        words.push(LAWYER[0]);
        let mut lattice = Lattice::new();
        for word in &words {
            lattice.push([Arc::word(*word, 0.0, 0)]);
        }
        lattice.push([Arc::word(LAWYER[1], 1.0, 1), Arc::word(MATTER, 0.0, 2)]);
        let mut choices: Vec<Choice> = (0..words.len())
            .map(|position| Choice {
                position,
                arc: 0,
                margin: f32::INFINITY,
                posterior: 1.0,
            })
            .collect();
        choices.push(Choice {
            position: words.len(),
            arc: 1,
            margin: 1.0,
            posterior: 0.7,
        });
        (lattice, choices)
    }

    /// What `sự` costs more than `sư` after the vote; none if nothing was put to it.
    fn lead(times: usize, between: usize) -> Option<f32> {
        let (mut lattice, choices) = lattice(times, between);
        let open = Votes::default().charge(&mut lattice, &choices, |choice, _| choice.posterior);
        let last = lattice.arcs(lattice.len() - 1);
        open.then(|| last[1].cost - last[0].cost)
    }

    #[test]
    fn what_stands_beside_the_same_words_outvotes_a_narrow_choice() {
        let (few, many) = (lead(1, 0).unwrap(), lead(20, 0).unwrap());
        assert!(0.0 < few && few < many, "{few} {many}");
    }

    #[test]
    fn a_reading_has_no_vote_of_its_own() {
        assert_eq!(lead(0, 10), None);
        assert!(lead(20, 10).is_some());
    }

    #[test]
    fn a_word_that_stands_elsewhere_counts_less_than_one_beside_the_same_neighbours() {
        let beside = lead(20, 0).unwrap();
        let (lawyers, choices) = lattice(20, 0);
        let last = choices.len() - 1;
        // `sư` as often, each time beside other words.
        let mut lattice = Lattice::new();
        for position in 0..last {
            let arc = lawyers.arcs(position)[0];
            let is_second = arc.tokens() == [LAWYER[1]];
            let other = Arc::word(TokenId(100 + position as u16), 0.0, 0);
            lattice.push([if is_second { arc } else { other }]);
        }
        lattice.push(lawyers.arcs(last).iter().copied());
        let mut votes = Votes::default();
        assert!(votes.charge(&mut lattice, &choices, |choice, _| choice.posterior));
        let arcs = lattice.arcs(last);
        let anywhere = arcs[1].cost - arcs[0].cost;
        assert!(0.0 < anywhere && anywhere < beside, "{anywhere} {beside}");
    }

    #[test]
    fn what_was_settled_stays_as_sure_as_it_was() {
        let (mut lattice, mut choices) = lattice(0, 3);
        choices.last_mut().unwrap().margin = DOUBTFUL + 1.0;
        let mut votes = Votes::default();
        votes.charge(&mut lattice, &choices, |choice, _| choice.posterior);
        let before = choices.clone();
        for choice in &mut choices {
            (choice.margin, choice.posterior) = (f32::INFINITY, 1.0);
        }
        votes.temper(&mut choices);
        assert_eq!(choices, before);
    }
}
