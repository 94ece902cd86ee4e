//! The readings of one piece of the text: what may have been printed there, and at what cost.

use super::Condition;
use super::channel::{Found, Search, SeenWords};
use super::pieces::{PieceKind, is_initial};
use super::place::Place;
use super::readings::Reading;
use crate::lexicon::{expansion, marked_abbreviation, roman_value};
use crate::lm::TokenId;
use crate::syllable::{Case, Syllable, bare, copy_case, strip};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Entries after which the memory of searched words is emptied: about 20 MB.
const MEMORY: usize = 40_000;

/// Cost of a word with a number grown to it that is a code all the same, in nats.
const NO_NOTE: f32 = 6.0;

/// Cost of the letters of a code that the vocabulary does not hold, in nats.
const STRANGE_CODE: f32 = 3.0;
/// The same where all marks are lost and a known code has them.
const STRANGE_BARE_CODE: f32 = 8.0;

/// Letters by which a word is shorter than what the right OCR model read when it is only a part of it: `VÀDỰ` is not
/// `DỰ` with specks, but two words grown together.
const LOST: usize = 2;

/// Settings of a condition, in nats unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Tuning {
    /// Divisor of channel costs: how much the language model weighs against them.
    pub lm_weight: f32,
    /// Bounds of the search in the trie.
    pub search: Search,
    /// Cost of each letter of a word that the vocabulary does not hold.
    pub letter: f32,
    /// The same for words that begin with a capital: names.
    pub name_letter: f32,
    /// The same for letters that no syllable could carry here.
    pub broken_letter: f32,
    /// Taken off for every word that is read differently from what is seen (times the number of nats that
    /// the document's own error rate differs from the channel's).
    pub change: f32,
    /// Factor of the context model's costs; 0 leaves it out.
    pub context: f32,
}

/// Finds readings, remembering the words that it has searched for.
#[derive(Debug, Default)]
pub struct Reader {
    /// By channel, number of words wanted, and what is seen.
    memory: FxHashMap<(bool, usize, String), Vec<Found>>,
    seen: SeenWords,
}

impl Reader {
    /// Adds the readings of a piece of a kind (`seen` in NFC) to its place.
    pub fn read(&mut self, place: &mut Place, tuning: &Tuning, kind: PieceKind, seen: &str) {
        let vocabulary = place.vocabulary();
        let known = || vocabulary.find(seen).unwrap_or(TokenId::FOREIGN);
        match (kind, place.condition) {
            (PieceKind::Number, _) => place.add(TokenId::NUMBER, 0.0, Reading::Keep),
            (PieceKind::Code, Condition::Stripped) => read_code(place, seen),
            (PieceKind::Code, _) => place.add(TokenId::CODE, 0.0, Reading::Keep),
            (PieceKind::Boundary, _) => place.add(TokenId::BOUNDARY, 0.0, Reading::Keep),
            (_, Condition::Clean) => place.add(known(), 0.0, Reading::Keep),
            (PieceKind::CodeLetters, _) => read_code_letters(place, seen),
            (_, Condition::Stripped) => read_stripped(place, seen),
            (_, Condition::Vietnamese) if !may_be_damaged(seen) => {
                place.add(known(), 0.0, Reading::Keep);
            }
            _ if is_abbreviation(seen) => place.add(known(), 0.0, Reading::Keep),
            _ => self.read_damaged(place, tuning, seen),
        }
    }

    /// A word with wrong letters: all words that explain what is seen.
    fn read_damaged(&mut self, place: &mut Place, tuning: &Tuning, seen: &str) {
        let vocabulary = place.vocabulary();
        let own = vocabulary.find(seen);
        let mut own_found = false;
        let letters = seen.chars().count();
        // `mÄ` is no `m` either, but a unit with its power.
        let is_lost = |word: &str| {
            let length = word.chars().count();
            length + LOST <= letters || length < letters && is_consonant(word)
        };
        let all = self.search(place, &tuning.search, seen);
        // What speaks for a change speaks for any: the words differ by as much as without it.
        let others = all.iter().filter(|found| Some(found.id) != own);
        let least = others.map(|found| found.cost).fold(f32::INFINITY, f32::min);
        let change = tuning.change.max(-least);
        for found in all {
            let is_own = Some(found.id) == own;
            own_found |= is_own;
            if place.condition == Condition::Vietnamese && is_lost(vocabulary.text(found.id)) {
                continue;
            }
            let change = if is_own { 0.0 } else { change };
            place.add(found.id, found.cost + change, Reading::of(found, own));
        }
        if !own_found {
            let token = match own {
                Some(id) => id,
                None if seen.chars().any(|c| c.is_ascii_digit()) => TokenId::CODE,
                None => TokenId::FOREIGN,
            };
            place.add(token, strange_cost(seen, tuning), Reading::Keep);
        }
        if let Some(roman) = roman(seen) {
            place.add(TokenId::FOREIGN, 2.0, Reading::Text(roman, "roman"));
        }
    }

    fn search(&mut self, place: &Place, bounds: &Search, seen: &str) -> &[Found] {
        if self.memory.len() > MEMORY {
            self.memory.clear();
        }
        let scratch = &mut self.seen;
        let is_foreign = place.condition == Condition::Foreign;
        let key = (is_foreign, bounds.most, seen.to_owned());
        self.memory.entry(key).or_insert_with(|| {
            let (channel, trie) = place.channel();
            trie.search(channel, seen, scratch, case_of(seen), bounds)
        })
    }

    /// Forgets what the words from a wrong OCR model may be: its costs have changed.
    pub fn forget(&mut self) {
        self.memory.retain(|(is_foreign, ..), _| !is_foreign);
    }
}

/// A word without its marks: every word of the same letters.
fn read_stripped(place: &mut Place, seen: &str) {
    let vocabulary = place.vocabulary();
    let before = place.arcs.len();
    if seen.is_ascii() || strip(seen) == seen {
        let lower: Cow<str> = match seen.bytes().all(|b| b.is_ascii_lowercase()) {
            true => seen.into(),
            false => seen.to_lowercase().into(),
        };
        for id in vocabulary.readings(&lower) {
            let (variant, case) = (0, Case::Mixed);
            place.add(id, 0.0, Reading::Word { id, variant, case });
        }
    }
    if place.arcs.len() > before {
        return;
    }
    match acronym(seen) {
        Some(written) => {
            let written = Reading::Text(written.to_owned(), "lexicon");
            place.add(TokenId::FOREIGN, 0.0, written);
        }
        None => {
            let token = vocabulary.find(seen).unwrap_or(TokenId::FOREIGN);
            place.add(token, 0.0, Reading::Keep);
        }
    }
}

/// Letters and digits of stripped text: a word before the number of a footnote, or a code.
fn read_code(place: &mut Place, seen: &str) {
    let vocabulary = place.vocabulary();
    let Some((word, note)) = noted_word(seen) else {
        return place.add(TokenId::CODE, 0.0, Reading::Keep);
    };
    for id in vocabulary.readings(&word.to_lowercase()) {
        let written = copy_case(word, vocabulary.text(id)) + note;
        place.add(id, 0.0, Reading::Text(written, "marks"));
    }
    place.add(TokenId::CODE, NO_NOTE, Reading::Keep);
}

/// The letters of a document code: only the bar of đ may come back.
fn read_code_letters(place: &mut Place, seen: &str) {
    let (vocabulary, condition) = (place.vocabulary(), place.condition);
    let lower = seen.to_lowercase();
    let lost_marks = matches!(condition, Condition::Stripped | Condition::Foreign);
    let (mut is_known, mut is_marked) = (false, false);
    for id in vocabulary.readings(&bare(seen)) {
        let word = vocabulary.text(id);
        if word == lower {
            is_known = true;
            place.add(id, 0.0, Reading::Keep);
        } else if !seen.contains(['đ', 'Đ']) && word.replace('đ', "d") == lower {
            is_marked = true;
            let cost = if lost_marks { 0.5 } else { 3.0 };
            place.add(id, cost, Reading::Text(copy_case(seen, word), "code"));
        }
    }
    if is_known {
        return;
    }
    if lost_marks
        && !is_marked
        && let Some(written) = acronym(seen)
    {
        is_marked = true;
        let written = Reading::Text(written.to_owned(), "code");
        place.add(TokenId::FOREIGN, 0.0, written);
    }
    let cost = match lost_marks && is_marked {
        true => STRANGE_BARE_CODE,
        false => STRANGE_CODE,
    };
    place.add(TokenId::FOREIGN, cost, Reading::Keep);
}

/// Whether a word read by a Vietnamese model may be a damaged Vietnamese one: single letters but the `Á` of a continent,
/// abbreviations and words of other languages are left alone.
fn may_be_damaged(seen: &str) -> bool {
    let letters = seen.chars().count();
    if seen.chars().all(is_initial) {
        return false;
    }
    if !seen.is_ascii() {
        return letters > 1 || seen.chars().all(char::is_lowercase);
    }
    letters > 1 && Syllable::is_bare(seen) || seen == "A"
}

/// Whether a word is a single letter and no syllable: an initial, or the sign of a unit.
fn is_consonant(word: &str) -> bool {
    word.chars().count() == 1 && Syllable::parse(word).is_none()
}

/// Whether a word is an abbreviation of the dictionaries as it stands; damage makes shorter ones out of others.
fn is_abbreviation(seen: &str) -> bool {
    seen.chars().count() > 2 && expansion(seen).is_some()
}

/// The case in which a seen word was printed.
pub fn case_of(seen: &str) -> Case {
    let letters = seen.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = seen.chars().filter(|c| c.is_uppercase()).count();
    let first = seen.chars().next().is_some_and(char::is_uppercase);
    let mostly = capitals >= 2 && capitals * 10 >= letters * 6;
    let behind_a_sign = capitals >= 1 && capitals == letters && !first;
    if mostly || behind_a_sign {
        Case::Upper
    } else if first {
        Case::Title
    } else {
        Case::Lower
    }
}

/// The abbreviation of the dictionaries that capitals without marks stand for.
fn acronym(seen: &str) -> Option<&'static str> {
    let is_bare = seen.is_ascii() && seen.bytes().filter(u8::is_ascii_uppercase).count() > 1;
    is_bare.then(|| marked_abbreviation(seen)).flatten()
}

/// `nhan2` → `nhan`, `2`: a word with the number of a footnote grown to it.
pub fn noted_word(seen: &str) -> Option<(&str, &str)> {
    let (word, note) = seen.split_at(seen.find(|c: char| c.is_ascii_digit())?);
    let is_note = note.len() <= 2 && note.bytes().all(|b| b.is_ascii_digit());
    let least = if Case::of(word) == Case::Upper { 4 } else { 2 };
    (is_note && word.len() >= least && Syllable::is_bare(word)).then_some((word, note))
}

/// The cost of a word that the vocabulary does not hold, letter by letter.
fn strange_cost(seen: &str, tuning: &Tuning) -> f32 {
    let letters = seen.chars().count() as f32;
    let marked = strip(seen) != seen;
    let odd = seen.chars().any(|c| !c.is_alphabetic());
    let each = if odd || marked && Syllable::parse(seen).is_none() {
        tuning.broken_letter
    } else if seen.starts_with(char::is_uppercase) {
        tuning.name_letter
    } else {
        tuning.letter
    };
    letters * each
}

/// `I11` → `III`: a Roman numeral that was read with digits or small letters in it.
fn roman(seen: &str) -> Option<String> {
    let has_capital = seen.contains(['I', 'V', 'X']);
    let has_other = seen.contains(['1', 'l', '|']);
    if !(has_capital && has_other) || seen.chars().count() > 6 {
        return None;
    }
    let numeral: String = seen
        .chars()
        .map(|c| if matches!(c, '1' | 'l' | '|') { 'I' } else { c })
        .collect();
    roman_value(&numeral)
        .is_some_and(|value| value < 40)
        .then_some(numeral)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_and_foreign_words_are_left_alone() {
        for word in ["LĐ", "QĐ", "Đ", "software", "KT"] {
            assert!(!may_be_damaged(word), "{word}");
        }
        for word in ["thâm", "thông", "Đề", "đ", "AN", "ĐẠI"] {
            assert!(may_be_damaged(word), "{word}");
        }
    }

    #[test]
    fn a_note_grown_to_a_word_is_told_from_a_code() {
        assert_eq!(noted_word("nhan2"), Some(("nhan", "2")));
        assert_eq!(noted_word("HANH12"), Some(("HANH", "12")));
        for code in ["QH13", "TAN2", "km2", "a1", "nhan123", "2nhan", "nhan2a"] {
            assert_eq!(noted_word(code), None, "{code}");
        }
    }
}
