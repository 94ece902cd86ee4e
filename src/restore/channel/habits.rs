//! The habits of the engine that read the document at hand, learned while the document is restored.
//!
//! An engine that no table was learned from has confusions of its own, and makes them on every page. The words that
//! the search is sure of are pairs of printed and seen letters: what they show is mixed into the learned costs, as
//! counts beside [`PRIOR`] counts for each printed letter. Memory and time: one pass of expectation over those words,
//! bounded by [`ENOUGH`] of them.

use super::table::Table;
use super::train::Expectation;

/// What the learned table counts, in letters of the document, for each printed letter.
const PRIOR: f64 = 300.0;
/// Expected count below which an edit that the table does not have is left out.
const LEAST: f64 = 0.7;
/// Words before the first look at the habits: fewer say little.
const FIRST: usize = 200;
/// Words after which the habits are known; the stretch at hand may go a little beyond.
const ENOUGH: usize = 8_000;
/// How far seen letters may run ahead of or behind the printed ones within a word.
const BAND: usize = 4;

/// What the words so far show.
#[derive(Debug, Clone)]
pub struct Habits {
    expectation: Expectation,
    words: usize,
    /// Number of words at which the habits are looked at next.
    due: usize,
}

impl Habits {
    /// Before the first word, with a learned table.
    pub fn new(table: &Table) -> Self {
        Self {
            expectation: Expectation::new(table),
            words: 0,
            due: FIRST,
        }
    }

    /// Whether further words need not be shown.
    pub fn are_known(&self) -> bool {
        self.words >= ENOUGH
    }

    /// Takes a word: what was surely printed, and what is seen.
    pub fn observe(&mut self, printed: &str, seen: &str) {
        self.words += 1;
        let letters = |word: &str| word.chars().collect::<Vec<char>>();
        self.expectation
            .add(&letters(printed), &letters(seen), BAND);
    }

    /// The table with the habits in it, if there are twice as many words as at the last look.
    pub fn look(&mut self) -> Option<Table> {
        if self.words < self.due {
            return None;
        }
        self.due = self.words * 2;
        Some(self.expectation.beside(PRIOR, LEAST))
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Chunk;
    use super::*;

    fn cost(table: &Table, printed: char, seen: char) -> Option<f32> {
        let chunk = Chunk::new(&[printed], &[seen]);
        let row = table.rows().iter().find(|row| row.chunk == chunk);
        row.map(|row| row.cost)
    }

    #[test]
    fn a_confusion_that_no_table_has_is_learned_from_the_document() {
        let learned = Table::parse("c\tc\t0.10\t900\no\to\t0.10\t900\nt\tt\t0.10\t900\n").unwrap();
        let mut habits = Habits::new(&learned);
        for _ in 0..FIRST / 2 {
            assert!(habits.look().is_none());
            habits.observe("cot", "cqt");
            habits.observe("cot", "cot");
        }
        let table = habits.look().unwrap();
        assert!(cost(&learned, 'o', 'q').is_none());
        assert!(cost(&table, 'o', 'q').unwrap() < 1.7);
        assert!(cost(&table, 'c', 'c').unwrap() <= 0.1);
        assert!(habits.look().is_none(), "nothing new to see");
    }
}
