//! How Vietnamese a text looks: which of its words with other than ASCII letters are syllables.

use crate::syllable::{Syllable, is_letter};

/// What the words of a text that hold more than ASCII say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Evidence {
    /// Words that are syllables, or abbreviations in capitals.
    pub good: usize,
    /// Words that are neither.
    pub bad: usize,
    /// Words with a letter that only Unicode Vietnamese has (U+1EA0–1EF9 and ă đ ơ ư).
    pub unicode: usize,
}

impl Evidence {
    /// Words looked at.
    pub fn words(self) -> usize {
        self.good + self.bad
    }

    /// Share of good words; 0 where there are none.
    pub fn share(self) -> f32 {
        self.good as f32 / self.words().max(1) as f32
    }
}

/// The evidence of a text.
pub(super) fn of(text: &str) -> Evidence {
    let mut evidence = Evidence::default();
    for word in text.split_whitespace() {
        let word = word.trim_matches(is_outer_punctuation);
        if word.is_ascii() && !word.contains(|c: char| c.is_ascii_control()) {
            continue;
        }
        // A sign alone (©, µ, ¶) says nothing: in some encoding it is a syllable.
        if word.chars().nth(1).is_none() {
            continue;
        }
        if is_good(word) {
            evidence.good += 1;
        } else {
            evidence.bad += 1;
        }
        evidence.unicode += usize::from(word.contains(is_unicode_vietnamese));
    }
    evidence
}

/// Letters that no Western encoding has.
pub(super) fn is_unicode_vietnamese(c: char) -> bool {
    matches!(
        c,
        '\u{1ea0}'..='\u{1ef9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư'
    )
}

fn is_outer_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || "“”‘’–—…•".contains(c)
}

/// Every run of letters with more than ASCII is a syllable or an abbreviation, and nothing else in the
/// word is outside ASCII.
fn is_good(word: &str) -> bool {
    let outside = |c: char| !c.is_ascii() && !is_letter(c) && !"–—’‘“”…".contains(c);
    if word.contains(|c: char| outside(c) || c.is_ascii_control()) {
        return false;
    }
    word.split(|c: char| !is_letter(c))
        .filter(|run| !run.is_ascii())
        .all(|run| is_syllable(run) || is_abbreviation(run))
}

/// A syllable in one of the three cases that words have: a capital inside comes from a wrong table.
fn is_syllable(run: &str) -> bool {
    let mut rest = run.chars();
    let first_upper = rest.next().is_some_and(char::is_uppercase);
    let lower = rest.clone().all(|c| !c.is_uppercase());
    let upper = first_upper && rest.all(char::is_uppercase);
    (lower || upper) && Syllable::parse(run).is_some()
}

/// `QĐ`, `NĐ`, `HĐND`: two to six capitals, marked ones only Đ, Ư and Ơ, as official symbols have.
fn is_abbreviation(run: &str) -> bool {
    (2..=6).contains(&run.chars().count())
        && run.contains('Đ')
        && run
            .chars()
            .all(|c| c.is_ascii_uppercase() || "ĐƯƠ".contains(c))
}
