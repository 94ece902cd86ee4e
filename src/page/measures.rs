//! What can be counted in the words of a text layer: the evidence that the verdict rests on.

use super::PageWords;
use crate::syllable::{Syllable, is_letter};
use serde::Serialize;

/// Whether the word is a legal syllable, with its marks or stripped of all of them.
fn is_legal(word: &str) -> bool {
    if word.is_ascii() {
        return word.len() <= 7 && Syllable::is_bare(word);
    }
    Syllable::parse(word).is_some()
}

/// Counts and shares of one page's words. Shares are 0 to 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Characters that are not white space.
    pub characters: usize,
    /// Letters.
    pub letters: usize,
    /// Words that can be judged: neither numbers nor codes nor abbreviations.
    pub words: usize,
    /// Of these, legal Vietnamese syllables, with marks or without.
    pub legal: usize,
    /// Of these, no legal syllable but a plausible word of another language in Latin letters.
    pub plausible: usize,
    /// Of these, frequent words of English and French.
    pub english: usize,
    /// Words with a marked letter.
    pub marked_words: usize,
    /// Of these, legal syllables. Another language's OCR gives `hiéu`, `théng`, `hdi`.
    pub marked_legal: usize,
    /// Letters that carry a Vietnamese mark (`đ` among them).
    pub marked: usize,
    /// Characters that Vietnamese print does not use: other scripts, private use, controls,
    /// U+FFFD.
    pub odd: usize,
    /// Words that are a single marked letter, and no syllable of that form is common.
    pub isolated: usize,
    /// Words with a sign, a digit or a capital in their middle where no word has one.
    pub broken: usize,
}

impl Measures {
    /// Counts the words of a page.
    pub fn of(words: &PageWords) -> Self {
        let mut measures = Self::default();
        for word in words.lines.iter().flat_map(|line| &line.words) {
            measures.add(&word.text);
        }
        measures
    }

    /// Share of the words that are legal syllables.
    pub fn legal_share(&self) -> f32 {
        share(self.legal, self.words)
    }

    /// Share of the words that are legal syllables or plausible words of another language.
    pub fn plausible_share(&self) -> f32 {
        share(self.legal + self.plausible, self.words)
    }

    /// Marked letters for each letter; 0.2 to 0.3 in Vietnamese text.
    pub fn marks_per_letter(&self) -> f32 {
        share(self.marked, self.letters)
    }

    /// Share of the words with marks that are legal syllables; 1 where none has marks.
    pub fn marked_legal_share(&self) -> f32 {
        if self.marked_words == 0 {
            1.0
        } else {
            share(self.marked_legal, self.marked_words)
        }
    }

    /// Share of characters that Vietnamese print does not use.
    pub fn odd_share(&self) -> f32 {
        share(self.odd, self.characters)
    }

    /// Share of the words that are frequent in English or French.
    pub fn english_share(&self) -> f32 {
        share(self.english, self.words)
    }

    /// Share of the words that are broken or single marked letters.
    pub fn broken_share(&self) -> f32 {
        share(self.broken + self.isolated, self.words)
    }

    fn add(&mut self, word: &str) {
        for c in word.chars() {
            self.characters += 1;
            self.letters += usize::from(is_letter(c));
            match kind_of(c) {
                Kind::Marked => self.marked += 1,
                Kind::Odd => self.odd += 1,
                _ => {}
            }
        }
        let core = word
            .trim_matches(|c: char| !is_letter(c) && !c.is_numeric() && kind_of(c) != Kind::Odd);
        if core.is_empty() || is_address(core) {
            return;
        }
        for part in core.split(is_joint).filter(|part| !part.is_empty()) {
            self.add_part(part);
        }
    }

    fn add_part(&mut self, part: &str) {
        let letters = part.chars().filter(|c| is_letter(*c)).count();
        let count = part.chars().count();
        if part.chars().any(|c| kind_of(c) == Kind::Odd) {
            self.words += 1;
            self.broken += 1;
            return;
        }
        if letters == 0 {
            return;
        }
        if letters < count {
            // `QH15`, `24h`, `1a` change once between letters and digits; `9,ӊ7`, `C0NG7` do not.
            let changes = part
                .chars()
                .map(is_letter)
                .collect::<Vec<_>>()
                .windows(2)
                .filter(|pair| pair[0] != pair[1])
                .count();
            let only_digits = part.chars().all(char::is_alphanumeric);
            if changes > 1 || !only_digits {
                self.words += 1;
                self.broken += 1;
            }
            return;
        }
        let marked = part.chars().any(|c| kind_of(c) == Kind::Marked);
        if is_legal(part) {
            self.words += 1;
            self.marked_words += usize::from(marked);
            self.marked_legal += usize::from(marked);
            if count == 1 && part.chars().all(|c| kind_of(c) == Kind::Marked) {
                self.isolated += usize::from(!is_common_single(part));
            }
            self.legal += 1;
            return;
        }
        let lower = part.chars().filter(|c| c.is_lowercase()).count();
        if lower <= 1 && count <= 8 {
            // An abbreviation: `UBND`, `TTg`, `HĐND`, or a Roman numeral, or a label.
            return;
        }
        self.words += 1;
        self.marked_words += usize::from(marked);
        if count == 1 {
            self.isolated += 1;
        } else if has_inner_capital(part) {
            self.broken += 1;
        } else if is_plausible(part) {
            self.plausible += 1;
            let folded = part.to_lowercase();
            self.english += usize::from(FREQUENT.binary_search(&folded.as_str()).is_ok());
        }
    }
}

fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}

#[derive(PartialEq, Eq)]
enum Kind {
    /// A letter of Vietnamese that ASCII has not, or a combining mark.
    Marked,
    /// Any other character of Vietnamese print.
    Plain,
    /// A character that Vietnamese print does not use.
    Odd,
}

fn kind_of(c: char) -> Kind {
    match c {
        '\n' | '\r' | '\t' | ' '..='~' => Kind::Plain,
        'à'..='ã'
        | 'è'..='ê'
        | 'ì'
        | 'í'
        | 'ò'..='õ'
        | 'ù'
        | 'ú'
        | 'ý'
        | 'À'..='Ã'
        | 'È'..='Ê'
        | 'Ì'
        | 'Í'
        | 'Ò'..='Õ'
        | 'Ù'
        | 'Ú'
        | 'Ý'
        | 'ă'
        | 'Ă'
        | 'đ'
        | 'Đ'
        | 'ĩ'
        | 'Ĩ'
        | 'ũ'
        | 'Ũ'
        | 'ơ'
        | 'Ơ'
        | 'ư'
        | 'Ư'
        | 'Ạ'..='ỹ'
        | '\u{300}'..='\u{303}'
        | '\u{306}'
        | '\u{309}'
        | '\u{31B}'
        | '\u{323}' => Kind::Marked,
        // Latin-1 letters and signs, typography, arrows, mathematics, boxes, ligatures: print.
        '\u{A0}'..='\u{FF}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}'
        | '\u{2070}'..='\u{20BF}'
        | '\u{2100}'..='\u{22FF}'
        | '\u{2460}'..='\u{27BF}'
        | '\u{391}'..='\u{3C9}'
        | '\u{FB00}'..='\u{FB06}' => Kind::Plain,
        // The usual bullets and check boxes of Word: Symbol and Wingdings.
        '\u{F020}'..='\u{F0FF}' | '\u{2000}'..='\u{200B}' | '\u{FEFF}' => Kind::Plain,
        _ => Kind::Odd,
    }
}

/// Signs that join words and codes: `Phòng/Ban`, `71/NQ-CP`, `v.v`.
fn is_joint(c: char) -> bool {
    matches!(
        c,
        '/' | '-'
            | '–'
            | '—'
            | '.'
            | ','
            | '('
            | ')'
            | ':'
            | ';'
            | '&'
            | '+'
            | '’'
            | '\''
            | '…'
            | '_'
            | '\u{AD}'
    )
}

fn is_address(word: &str) -> bool {
    word.contains('@') || word.contains("://") || word.starts_with("www.")
}

/// Single marked letters that are words of their own: `ở`, `à`, `ý`; and list labels: `đ)`.
fn is_common_single(part: &str) -> bool {
    let folded = part.to_lowercase();
    [
        "à", "á", "ạ", "ả", "ế", "ê", "í", "ì", "ò", "ó", "ô", "ồ", "ổ", "ở", "ơ", "ừ", "ư", "ù",
        "ý", "ỷ", "ỳ", "ỵ", "ủ", "ố", "ỡ",
    ]
    .contains(&folded.as_str())
}

fn has_inner_capital(part: &str) -> bool {
    let mut lower = false;
    let mut switches = 0;
    for c in part.chars() {
        if c.is_lowercase() {
            lower = true;
        } else if c.is_uppercase() && lower {
            switches += 1;
        }
    }
    switches > 0 && part.chars().filter(|c| c.is_uppercase()).count() > 1 && part.is_ascii()
        || switches > 0 && !part.is_ascii()
}

/// Whether a word without Vietnamese form could be one of another language in Latin letters:
/// vowels and consonants take turns.
fn is_plausible(part: &str) -> bool {
    let (mut vowels, mut run, mut longest) = (0, 0, 0);
    let mut last_is_vowel = None;
    for c in part.chars().flat_map(char::to_lowercase) {
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ø'..='ý');
        if !(c.is_ascii_alphabetic() || vowel || matches!(c, 'ç' | 'ñ' | 'ß')) {
            return false;
        }
        vowels += usize::from(vowel);
        run = if last_is_vowel == Some(vowel) {
            run + 1
        } else {
            1
        };
        longest = longest.max(run);
        last_is_vowel = Some(vowel);
    }
    let count = part.chars().count();
    vowels > 0 && longest <= 4 && vowels * 5 >= count && vowels * 4 <= count * 3
}

/// Frequent words of English and French that are no Vietnamese syllables, sorted.
const FREQUENT: &[&str] = &[
    "all", "and", "any", "are", "article", "as", "avec", "be", "been", "by", "can", "ce", "ces",
    "dans", "des", "du", "est", "for", "from", "has", "have", "in", "is", "it", "its", "les",
    "made", "not", "of", "on", "or", "other", "par", "pour", "que", "qui", "shall", "such", "sur",
    "that", "the", "their", "these", "this", "une", "upon", "was", "were", "which", "will", "with",
    "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(text: &str) -> Measures {
        let mut measures = Measures::default();
        text.split_whitespace().for_each(|word| measures.add(word));
        measures
    }

    #[test]
    fn the_frequent_words_are_sorted() {
        assert!(FREQUENT.is_sorted());
    }

    #[test]
    fn codes_numbers_and_abbreviations_are_not_judged() {
        let found = measures("Số 71/NQ-CP của UBND, QH15, 24h, IV, a@b.vn");
        assert_eq!((found.words, found.legal), (2, 2));
    }

    #[test]
    fn a_broken_map_shows_in_odd_characters_and_broken_words() {
        let found = measures("KiӇm tra 9,ӊ7 NAM ĈӝF OұS");
        assert!(found.odd_share() > 0.2, "{found:?}");
        assert!(found.broken >= 3, "{found:?}");
    }

    #[test]
    fn words_of_other_languages_are_plausible() {
        let found = measures("The quick brown foxes of the company shall be consulted");
        assert!(found.plausible_share() > 0.8, "{found:?}");
        // `the` and `be` are letters of syllables too and do not count.
        assert!(found.english_share() >= 0.2, "{found:?}");
    }
}
