//! The readings of one piece of the text: what may have been printed there, and at what cost.

use super::Condition;
use super::channel::{Found, Search, SeenWord};
use super::lattice::Arc;
use super::models::Models;
use super::pieces::{Piece, PieceKind};
use crate::lexicon::marked_abbreviation;
use crate::lm::TokenId;
use crate::syllable::{Case, Placement, Syllable, bare, copy_case, split_tone, strip, strip_char};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Entries after which the memory of searched words is emptied: about 20 MB.
const MEMORY: usize = 40_000;

/// Cost of a word with a number grown to it that is a code all the same, in nats.
const NO_NOTE: f32 = 6.0;

/// Cost of the letters of a code that stay without their marks though an abbreviation has them, in nats.
const NO_ACRONYM: f32 = 8.0;

/// What a position is read as.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// As it stands.
    Keep,
    /// A word of the vocabulary, in the given spelling and case.
    Word {
        id: TokenId,
        variant: u8,
        case: Case,
    },
    /// Given letters.
    Text(String, &'static str),
    /// Several words that were grown together: the bytes of each, and what it is read as.
    Split(Vec<(Range<usize>, Reading)>),
}

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
    seen: SeenWord,
}

impl Reader {
    /// Adds the arcs of `piece` (`seen` in NFC) to `arcs`, their readings to `readings`; an arc's tag is the
    /// place of its reading.
    pub fn read(
        &mut self,
        models: &Models,
        condition: Condition,
        tuning: &Tuning,
        piece: &Piece,
        seen: &str,
        (readings, arcs): (&mut Vec<Reading>, &mut Vec<Arc>),
    ) {
        let vocabulary = models.lm.vocabulary();
        let mut add = |token: TokenId, cost: f32, reading: Reading| {
            arcs.push(Arc::word(
                token,
                cost / tuning.lm_weight,
                readings.len() as u32,
            ));
            readings.push(reading);
        };
        let known = || vocabulary.find(seen).unwrap_or(TokenId::FOREIGN);
        if condition == Condition::Stripped
            && piece.kind == PieceKind::Code
            && let Some((word, note)) = noted_word(seen)
        {
            for id in vocabulary.readings(&word.to_lowercase()) {
                let written = copy_case(word, vocabulary.text(id)) + note;
                add(id, 0.0, Reading::Text(written, "marks"));
            }
            return add(TokenId::CODE, NO_NOTE, Reading::Keep);
        }
        let fixed = match piece.kind {
            PieceKind::Number => Some(TokenId::NUMBER),
            PieceKind::Code => Some(TokenId::CODE),
            PieceKind::Boundary => Some(TokenId::BOUNDARY),
            _ if condition == Condition::Clean => Some(known()),
            _ => None,
        };
        if let Some(token) = fixed {
            return add(token, 0.0, Reading::Keep);
        }
        if piece.kind == PieceKind::CodeLetters {
            // Only the bar of đ may come back.
            let lower = seen.to_lowercase();
            let (mut kept, mut any) = (false, false);
            for id in vocabulary.readings(&bare(seen)) {
                let word = vocabulary.text(id);
                if word == lower {
                    kept = true;
                    add(id, 0.0, Reading::Keep);
                } else if !seen.contains(['đ', 'Đ']) && word.replace('đ', "d") == lower {
                    let cost = if condition == Condition::Vietnamese {
                        3.0
                    } else {
                        0.5
                    };
                    any = true;
                    add(id, cost, Reading::Text(copy_case(seen, word), "code"));
                }
            }
            if let Some(written) = lost_marks(condition).then(|| acronym(seen)).flatten()
                && !kept
                && !any
            {
                any = true;
                add(
                    TokenId::FOREIGN,
                    0.0,
                    Reading::Text(written.to_owned(), "code"),
                );
            }
            if !kept {
                let cost = match any && lost_marks(condition) {
                    true => NO_ACRONYM,
                    false => 3.0,
                };
                add(TokenId::FOREIGN, cost, Reading::Keep);
            }
            return;
        }
        if condition == Condition::Stripped {
            let mut any = false;
            if seen.is_ascii() || strip(seen) == seen {
                let lower: Cow<str> = match seen.bytes().all(|b| b.is_ascii_lowercase()) {
                    true => seen.into(),
                    false => seen.to_lowercase().into(),
                };
                for id in vocabulary.readings(&lower) {
                    any = true;
                    add(
                        id,
                        0.0,
                        Reading::Word {
                            id,
                            variant: 0,
                            case: Case::Mixed,
                        },
                    );
                }
            }
            match acronym(seen) {
                _ if any => {}
                Some(written) => {
                    let written = Reading::Text(written.to_owned(), "lexicon");
                    add(TokenId::FOREIGN, 0.0, written);
                }
                None => add(known(), 0.0, Reading::Keep),
            }
            return;
        }
        let own = vocabulary.find(seen);
        if condition == Condition::Vietnamese && !may_be_damaged(seen) {
            return add(own.unwrap_or(TokenId::FOREIGN), 0.0, Reading::Keep);
        }
        let mut own_found = false;
        for found in self.search(models, condition, &tuning.search, seen) {
            let is_own = Some(found.id) == own;
            own_found |= is_own;
            let change = if is_own { 0.0 } else { tuning.change };
            let reading = Reading::of(found, own);
            add(found.id, (found.cost + change).max(0.0), reading);
        }
        if !own_found {
            let token = match own {
                Some(id) => id,
                None if seen.chars().any(|c| c.is_ascii_digit()) => TokenId::CODE,
                None => TokenId::FOREIGN,
            };
            add(token, strange_cost(seen, tuning), Reading::Keep);
        }
        if let Some(roman) = roman(seen) {
            add(TokenId::FOREIGN, 2.0, Reading::Text(roman, "roman"));
        }
    }

    fn search(
        &mut self,
        models: &Models,
        condition: Condition,
        bounds: &Search,
        seen: &str,
    ) -> &[Found] {
        if self.memory.len() > MEMORY {
            self.memory.clear();
        }
        let scratch = &mut self.seen;
        let key = (
            condition == Condition::Foreign,
            bounds.most,
            seen.to_owned(),
        );
        self.memory.entry(key).or_insert_with(|| {
            let model = models.channel(condition);
            let (trie, channel) = (&model.trie, &model.channel);
            trie.search(channel, seen, scratch, case_of(seen), bounds)
        })
    }
}

/// Whether a word read by a Vietnamese model may be a damaged Vietnamese one: single letters, abbreviations
/// and words of other languages are left alone.
fn may_be_damaged(seen: &str) -> bool {
    let letters = seen.chars().count();
    let is_consonant = |c| !matches!(strip_char(c), Some('A' | 'E' | 'I' | 'O' | 'U' | 'Y'));
    if seen.chars().all(|c| c.is_uppercase() && is_consonant(c)) {
        return false;
    }
    if !seen.is_ascii() {
        return letters > 1 || seen.chars().all(char::is_lowercase);
    }
    letters > 1 && Syllable::parse(seen).is_some()
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

/// Whether every mark of a text is lost or wrong.
fn lost_marks(condition: Condition) -> bool {
    matches!(condition, Condition::Stripped | Condition::Foreign)
}

/// The abbreviation of the dictionaries that capitals without marks stand for.
fn acronym(seen: &str) -> Option<&'static str> {
    let is_bare = seen.bytes().all(|b| b.is_ascii_uppercase());
    is_bare.then(|| marked_abbreviation(seen)).flatten()
}

/// `nhan2` → `nhan`, `2`: a word with the number of a footnote grown to it.
fn noted_word(seen: &str) -> Option<(&str, &str)> {
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
    is_roman(&numeral).then_some(numeral)
}

/// Whether `numeral` is a Roman numeral below 40 in its regular form.
fn is_roman(numeral: &str) -> bool {
    let units = numeral.trim_start_matches('X');
    numeral.len() - units.len() <= 3
        && ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].contains(&units)
        && !numeral.is_empty()
}

impl Reading {
    /// The reading of a word that explains what is seen; `own` is the word that stands there, if it is one.
    pub fn of(found: &Found, own: Option<TokenId>) -> Self {
        if own == Some(found.id) {
            return Self::Keep;
        }
        Self::Word {
            id: found.id,
            variant: found.variant,
            case: found.case,
        }
    }

    /// The letters of the reading where `seen` stands.
    pub fn write(&self, models: &Models, seen: &str, habit: Placement) -> String {
        match self {
            Self::Keep => seen.to_owned(),
            Self::Text(text, _) => text.clone(),
            Self::Split(parts) => {
                let parts = parts.iter();
                let words =
                    parts.map(|(part, word)| word.write(models, &seen[part.clone()], habit));
                words.collect::<Vec<String>>().join(" ")
            }
            Self::Word { id, case, .. } => {
                // The vocabulary writes the older placement.
                let old = models.lm.vocabulary().text(*id);
                let new = match habit {
                    Placement::Old => None,
                    Placement::New => Syllable::parse(old).map(|s| s.spell(Placement::New)),
                };
                let word = new.as_deref().unwrap_or(old);
                match case {
                    Case::Mixed => copy_case(seen, word),
                    case => case.apply(word),
                }
            }
        }
    }
}

/// Why a word was changed, from what changed in it.
pub fn reason(before: &str, after: &str) -> &'static str {
    let before: Cow<str> = match before.is_ascii() {
        true => before.into(),
        false => before.nfc().collect::<String>().into(),
    };
    let toneless = |c| split_tone(c).0;
    if (before.chars().map(toneless)).eq(after.chars().map(toneless)) {
        "tone"
    } else if (before.chars().filter_map(strip_char)).eq(after.chars().filter_map(strip_char)) {
        "marks"
    } else if before.chars().any(|c| !c.is_alphabetic()) {
        "sign"
    } else {
        "letters"
    }
}
