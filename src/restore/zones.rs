//! Which condition each line is in: a hidden Markov model over the lines, with what kinds of words they hold.
//!
//! Text with Vietnamese marks is full of letters that no other language has (`ạ ế ư ơ ă đ`); a wrong OCR model
//! cannot write those, only the accents of Western Europe, digits and signs inside words; stripped text has
//! no marks at all, yet its words are syllables. What is none of this (another language, tables of figures)
//! is left alone. Whether marked Vietnamese is clean or has lost tones is decided later, word by word.

use super::Condition;
use super::reader::noted_word;
use crate::syllable::{Syllable, strip_char};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// What the script of a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Vietnamese with its marks.
    Marked,
    /// Vietnamese without any mark.
    Stripped,
    /// Vietnamese through a wrong OCR model.
    Foreign,
    /// Something else.
    Other,
}

const LOOKS: [Look; 4] = [Look::Marked, Look::Stripped, Look::Foreign, Look::Other];

/// Kinds of words, by what can be told from the letters.
#[derive(Clone, Copy)]
enum Kind {
    /// A letter that only Vietnamese has.
    Own,
    /// A Western European accent on what may be a syllable.
    Accent,
    /// An accent where no syllable has one; a digit or sign inside a word.
    Broken,
    /// No mark; letters of a syllable.
    Plain,
    /// The same, all in capitals: a wrong OCR model takes most marks off capitals.
    PlainCapitals,
    /// No mark; not the letters of any syllable.
    Alien,
    /// The same behind a capital: Vietnamese text is full of foreign names, and no less Vietnamese for them.
    Name,
}

/// −ln P(kind | look), from running text of each kind: rows are looks, columns kinds.
const COSTS: [[f32; 7]; 4] = [
    // Own, Accent, Broken, Plain, PlainCapitals, Alien, Name
    [0.75, 1.35, 5.3, 1.5, 1.5, 4.2, 3.2],
    [6.5, 9.0, 7.0, 0.05, 0.05, 4.2, 2.2],
    [6.0, 2.2, 1.7, 0.6, 0.2, 2.1, 2.8],
    [5.5, 4.5, 4.0, 0.75, 0.75, 0.9, 1.9],
];

/// Cost of a change of look from one line to the next, by the rows and columns of [`LOOKS`]. One text goes
/// through one OCR engine: stripped lines beside its foreign ones are mostly capitals that lost nothing else.
/// No detour over [`Look::Other`] may be cheaper than the change itself: the lines passed on the way would be
/// left unrestored.
const SWITCH: [[f32; 4]; 4] = [
    [0.0, 8.0, 10.0, 6.0],
    [8.0, 0.0, 16.0, 8.0],
    [10.0, 16.0, 0.0, 9.0],
    [6.0, 8.0, 9.0, 0.0],
];

/// The lines of `text` as its bytes, without line ends.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        lines.push(start..start + content.len());
        start += line.len();
    }
    lines
}

/// What each of the `lines` of `text` looks like.
pub fn looks(text: &str, lines: &[Range<usize>]) -> Vec<Look> {
    let mut recent = Recent::default();
    let emissions: Vec<[f32; 4]> = lines
        .iter()
        .enumerate()
        .map(|(number, line)| emission(&text[line.clone()], number, &mut recent))
        .collect();
    let mut back: Vec<[usize; 4]> = Vec::with_capacity(lines.len());
    let mut cost = [0.0f32, 1.0, 1.0, 1.0];
    for emission in &emissions {
        let mut next = [0.0f32; 4];
        let mut from = [0usize; 4];
        for (to, next) in next.iter_mut().enumerate() {
            let reach = |s: usize| cost[s] + SWITCH[s][to];
            let best = (0..4)
                .min_by(|a, b| reach(*a).total_cmp(&reach(*b)))
                .unwrap_or(to);
            from[to] = best;
            *next = reach(best) + emission[to];
        }
        back.push(from);
        let least = next.iter().copied().fold(f32::INFINITY, f32::min);
        cost = next.map(|c| c - least);
    }
    let mut state = (0..4)
        .min_by(|a, b| cost[*a].total_cmp(&cost[*b]))
        .unwrap_or(0);
    let mut looks: Vec<Look> = back
        .iter()
        .rev()
        .map(|from| {
            let look = LOOKS[state];
            state = from[state];
            look
        })
        .collect();
    looks.reverse();
    looks
}

/// Lines above within which a word is the same one again.
const NEAR: usize = 6;
/// What a word without marks costs in foreign text when it stood so a few lines above: what came through the engine
/// unharmed comes through again, and a list of thirty offices is no proof of stripped text.
const UNHARMED_AGAIN: f32 = 0.2;

/// The words of the last lines, by a hash: one that falls on another's place is forgotten.
struct Recent {
    words: [(u64, usize); 512],
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            words: [(0, 0); 512],
        }
    }
}

impl Recent {
    /// Whether a word of a line stood in one of the lines right above.
    fn has(&mut self, word: &str, line: usize) -> bool {
        let mut hasher = FxHasher::default();
        word.hash(&mut hasher);
        let hash = hasher.finish();
        let place = &mut self.words[(hash >> 32) as usize % 512];
        let before = std::mem::replace(place, (hash, line));
        before.0 == hash && (1..=NEAR).contains(&(line - before.1))
    }
}

/// What one line costs under each look.
fn emission(line: &str, number: usize, recent: &mut Recent) -> [f32; 4] {
    let mut costs = [0.0f32; 4];
    for word in line.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.chars().any(char::is_alphabetic) || super::pieces::is_document_code(word) {
            continue;
        }
        let kind = kind_of(word);
        let is_again = recent.has(word, number) && matches!(kind, Kind::Plain);
        for (look, cost) in costs.iter_mut().enumerate() {
            *cost += match LOOKS[look] {
                Look::Foreign if is_again => UNHARMED_AGAIN,
                _ => COSTS[look][kind as usize],
            };
        }
    }
    costs
}

fn kind_of(word: &str) -> Kind {
    let is_own = |c: char| {
        matches!(
            c,
            'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | '\u{1ea0}'
                ..='\u{1ef9}' | '\u{309}' | '\u{323}' | '\u{31b}' | '\u{306}'
        )
    };
    if word.chars().any(is_own) {
        return Kind::Own;
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if digits > 0 {
        // `s6`, `d61`, `1y`, but not `A4`, `QH13`, `30km`, nor the number of a footnote (`hanh3`).
        let is_short = capitals == 0 && digits <= 2 && letters <= 4;
        let broken = is_short && !word.ends_with("m2") && noted_word(word).is_none();
        return if broken { Kind::Broken } else { Kind::Plain };
    }
    let marked = word.chars().any(|c| strip_char(c) != Some(c));
    let signs = word
        .chars()
        .any(|c| matches!(c, '€' | '¢' | '&' | '§' | '¥' | '£'));
    if signs {
        return Kind::Broken;
    }
    if marked {
        return match Syllable::parse(word) {
            Some(_) => Kind::Accent,
            None => Kind::Broken,
        };
    }
    match Syllable::is_bare(word) {
        _ if capitals == letters && letters > 1 => Kind::PlainCapitals,
        true => Kind::Plain,
        false if word.starts_with(char::is_uppercase) => Kind::Name,
        false => Kind::Alien,
    }
}

impl Look {
    /// The condition of lines that look so, as far as the look alone tells.
    pub fn condition(self) -> Condition {
        match self {
            Self::Marked => Condition::Vietnamese,
            Self::Stripped => Condition::Stripped,
            Self::Foreign => Condition::Foreign,
            Self::Other => Condition::Clean,
        }
    }
}
