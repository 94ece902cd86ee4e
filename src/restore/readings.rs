//! What a position may be read as, and what is written for it.

use super::channel::Found;
use super::models::Models;
use crate::lm::TokenId;
use crate::syllable::{Case, Placement, Syllable, copy_case, split_tone, strip_char};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

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
