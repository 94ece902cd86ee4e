//! The closed Vietnamese syllable (*âm tiết*): onset, rime and tone in 16 bits.
//!
//! Comes in: a word as written, NFC or NFD, in any case, with the tone mark placed by either
//! habit. Goes out: a [`Syllable`], which knows its letters, its tone and both of its spellings.
//! Case is kept apart ([`Case`]), since one syllable is the same in `Hòa`, `HOÀ` and `hoà`.

mod case;
mod inventory;
mod strip;
mod tone;

pub use case::{Case, copy_case};
pub use strip::{bare, strip, strip_char};
pub use tone::{Placed, Placement, Tone, split_tone};

use inventory::{ONSET_COUNT, ONSETS, RIMES, is_checked, join, meet};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, is_nfc};

const TONE_BITS: u32 = 3;
const RIME_BITS: u32 = 8;
const TONE_MASK: u16 = (1 << TONE_BITS) - 1;
const RIME_MASK: u16 = (1 << RIME_BITS) - 1;

/// A legal Vietnamese syllable: 5 bits of onset, 8 of rime, 3 of tone.
///
/// The order of values is that of the tables of onsets and rimes, not of a dictionary.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Syllable(u16);

impl Syllable {
    fn new(onset: usize, rime: usize, tone: Tone) -> Self {
        Self((onset as u16) << (RIME_BITS + TONE_BITS) | (rime as u16) << TONE_BITS | tone as u16)
    }

    /// Every legal syllable once, in order of value.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ONSET_COUNT).flat_map(|onset| {
            (0..RIMES.len()).flat_map(move |rime| {
                let legal = meet(ONSETS[onset], RIMES[rime]);
                Tone::ALL
                    .into_iter()
                    .filter(move |tone| legal && tone_stands_on(*tone, RIMES[rime]))
                    .map(move |tone| Self::new(onset, rime, tone))
            })
        })
    }

    /// The syllable that `word` writes, if it is one. Case and normal form do not matter;
    /// the tone mark may stand where either habit puts it.
    pub fn parse(word: &str) -> Option<Self> {
        match Self::parse_placed(word)? {
            (_, Placed::Astray) => None,
            (syllable, _) => Some(syllable),
        }
    }

    /// Like [`Syllable::parse`], also telling where the tone mark stood, and accepting a mark
    /// on the wrong vowel of the rime (`hòang`), which people do type.
    pub fn parse_placed(word: &str) -> Option<(Self, Placed)> {
        if !is_surely_nfc(word) && !is_nfc(word) {
            return Self::parse_placed(&word.nfc().collect::<String>());
        }
        // On the stack: every word of every text comes here.
        let mut letters = [0; LONGEST * 4];
        let (mut used, mut length) = (0, 0);
        let (mut tone, mut at) = (Tone::Level, 0);
        for c in word.chars() {
            if length == LONGEST {
                return None;
            }
            let (letter, own) = split_tone(c);
            if own != Tone::Level {
                if tone != Tone::Level {
                    return None;
                }
                (tone, at) = (own, length);
            }
            let mut lower = letter.to_lowercase();
            let (Some(letter), None) = (lower.next(), lower.next()) else {
                return None;
            };
            used += letter.encode_utf8(&mut letters[used..]).len();
            length += 1;
        }
        let letters = std::str::from_utf8(&letters[..used]).ok()?;
        let &(onset, rime) = LETTERS.get(letters)?;
        let (onset, rime) = (usize::from(onset), usize::from(rime));
        if !tone_stands_on(tone, RIMES[rime]) {
            return None;
        }
        let syllable = Self::new(onset, rime, tone);
        if tone == Tone::Level {
            return Some((syllable, Placed::Either));
        }
        let old = syllable.tone_position(Placement::Old);
        let new = syllable.tone_position(Placement::New);
        let placed = match at {
            _ if at == old && at == new => Placed::Either,
            _ if at == old => Placed::By(Placement::Old),
            _ if at == new => Placed::By(Placement::New),
            _ if letters.chars().nth(at).is_some_and(is_vowel) => Placed::Astray,
            _ => return None,
        };
        Some((syllable, placed))
    }

    /// The spelling in lower case and NFC, with the tone mark placed by `placement`.
    pub fn spell(self, placement: Placement) -> String {
        let letters = join(self.onset(), self.rime());
        let Some(mark) = self.tone().mark() else {
            return letters;
        };
        let at = self.tone_position(placement);
        letters
            .chars()
            .enumerate()
            .flat_map(|(i, c)| [Some(c), (i == at).then_some(mark)])
            .flatten()
            .nfc()
            .collect()
    }

    /// Whether the two habits of placing the tone mark write this syllable differently.
    pub fn has_two_spellings(self) -> bool {
        self.tone() != Tone::Level
            && self.tone_position(Placement::Old) != self.tone_position(Placement::New)
    }

    /// The onset (*âm đầu*) as spelled; empty for none.
    pub fn onset(self) -> &'static str {
        ONSETS[usize::from(self.0 >> (RIME_BITS + TONE_BITS))]
    }

    /// The rime (*vần*) as spelled, without its tone.
    pub fn rime(self) -> &'static str {
        RIMES[self.rime_index()]
    }

    fn rime_index(self) -> usize {
        usize::from(self.0 >> TONE_BITS & RIME_MASK)
    }

    /// The tone (*thanh điệu*).
    pub fn tone(self) -> Tone {
        Tone::ALL[usize::from(self.0 & TONE_MASK)]
    }

    /// The same letters with another tone, if it may stand on them.
    pub fn with_tone(self, tone: Tone) -> Option<Self> {
        tone_stands_on(tone, self.rime()).then_some(Self(self.0 & !TONE_MASK | tone as u16))
    }

    /// The letters without tone, marks and the bar of `đ`, in lower case: what is left when the
    /// syllable is stripped.
    pub fn bare(self) -> String {
        strip(&join(self.onset(), self.rime()))
    }

    /// Whether some syllable is left as `word`, in any case, when it is stripped.
    pub fn is_bare(word: &str) -> bool {
        static BARE: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
            LETTERS
                .keys()
                .map(|letters| letters.chars().filter_map(strip_char).collect())
                .collect()
        });
        match word.bytes().all(|b| b.is_ascii_lowercase()) {
            true => BARE.contains(word),
            false => BARE.contains(&word.to_lowercase()),
        }
    }

    /// The 16 bits.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// The syllable of these 16 bits, if they make a legal one.
    pub fn from_bits(bits: u16) -> Option<Self> {
        let onset = ONSETS.get(usize::from(bits >> (RIME_BITS + TONE_BITS)))?;
        let rime = RIMES.get(usize::from(bits >> TONE_BITS & RIME_MASK))?;
        let tone = Tone::ALL.get(usize::from(bits & TONE_MASK))?;
        (meet(onset, rime) && tone_stands_on(*tone, rime)).then_some(Self(bits))
    }

    /// Index of the letter that carries the mark, in letters of the spelling.
    fn tone_position(self, placement: Placement) -> usize {
        let rime = self.rime();
        // The `i` that `gi` swallows is the rime's first letter.
        let swallowed = usize::from(self.onset() == "gi" && rime.starts_with('i'));
        let start = self.onset().chars().count() - swallowed;
        let last = |wanted: fn(char) -> bool| {
            let places = rime.chars().enumerate().filter(|(_, c)| wanted(*c));
            places.last().map(|(at, _)| at)
        };
        // A circumflex, breve or horn takes the mark; of `ươ` the second letter.
        let marked =
            last(|c| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ')).or_else(|| last(|c| c == 'ư'));
        let open = matches!(rime, "oa" | "oe" | "uy");
        let glide = ["oa", "oe", "oo", "uy"].iter().any(|g| rime.starts_with(g));
        let nucleus = marked.unwrap_or(match placement {
            Placement::Old if open => 0,
            _ => usize::from(glide),
        });
        start + nucleus
    }
}

impl fmt::Display for Syllable {
    /// The spelling with the mark placed the older way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spell(Placement::Old))
    }
}

impl fmt::Debug for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Syllable({self})")
    }
}

/// Letters of the longest syllable (`nghiêng`).
const LONGEST: usize = 7;

fn tone_stands_on(tone: Tone, rime: &str) -> bool {
    !is_checked(rime) || matches!(tone, Tone::Acute | Tone::Dot)
}

/// Whether a word is of letters that no normal form changes: those of Latin before the combining marks,
/// and the Vietnamese ones. Quicker than asking the tables of Unicode.
fn is_surely_nfc(word: &str) -> bool {
    word.chars()
        .all(|c| matches!(c, ..'\u{300}' | '\u{1e00}'..='\u{1eff}'))
}

/// As [`char::is_alphabetic`]; the letters of Vietnamese are told without its tables.
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{100}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') || c.is_alphabetic()
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
    )
}

/// Toneless letters → onset and rime.
static LETTERS: LazyLock<FxHashMap<String, (u8, u8)>> = LazyLock::new(|| {
    let mut letters = FxHashMap::default();
    for (o, onset) in ONSETS.iter().enumerate() {
        for (r, rime) in RIMES.iter().enumerate() {
            if meet(onset, rime) {
                letters.insert(join(onset, rime), (o as u8, r as u8));
            }
        }
    }
    letters
});
