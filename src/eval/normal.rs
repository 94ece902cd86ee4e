//! What counts as equal: NFC, tone placement, case, and the bare letters that guide the alignment.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// The five tone marks: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// NFC without byte order marks, soft hyphens and form feeds; CR LF becomes LF.
pub fn prepare(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| !matches!(c, '\u{feff}' | '\u{ad}' | '\u{c}'))
        .nfc()
        .collect()
}

/// A letter without its tone, and the tone: `ấ` is `â` and the acute.
pub fn split_tone(letter: char) -> (char, Option<char>) {
    if letter.is_ascii() {
        return (letter, None);
    }
    let mut tone = None;
    let mut bare: Option<char> = None;
    for c in letter.nfd() {
        if TONES.contains(&c) {
            tone = Some(c);
        } else {
            bare = match bare {
                None => Some(c),
                Some(base) => compose(base, c).or(Some(base)),
            };
        }
    }
    (bare.unwrap_or(letter), tone)
}

/// What makes two tokens equal: the letters without tones, then the tones. `hòa` and `hoà` have one key.
pub fn tone_key(token: &str) -> String {
    let mut key = String::with_capacity(token.len() + 2);
    let mut tones = String::new();
    for c in token.chars() {
        let (bare, tone) = split_tone(c);
        key.push(bare);
        tones.extend(tone);
    }
    key.push_str(&tones);
    key
}

/// The letters alone: no marks, đ as d, lower case. Guides the alignment, never a score.
pub fn fold(token: &str) -> String {
    token
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| match c {
            'đ' | 'Đ' => 'd'.to_lowercase(),
            c => c.to_lowercase(),
        })
        .collect()
}

/// The text with the newer tone placement (`hoà`, `thuý`) in open *oa, oe, uy*; `qu` is an onset.
pub fn newer_placement(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for i in 1..chars.len() {
        let second = chars[i];
        let followed = chars.get(i + 1).is_some_and(|c| c.is_alphabetic());
        if followed || !matches!(second, 'a' | 'e' | 'y' | 'A' | 'E' | 'Y') {
            continue;
        }
        let (first, Some(tone)) = split_tone(chars[i - 1]) else {
            continue;
        };
        let open = match first.to_ascii_lowercase() {
            'o' => !matches!(second, 'y' | 'Y'),
            'u' => matches!(second, 'y' | 'Y') && !(i > 1 && matches!(chars[i - 2], 'q' | 'Q')),
            _ => false,
        };
        if let (true, Some(toned)) = (open, compose(second, tone)) {
            chars[i - 1] = first;
            chars[i] = toned;
        }
    }
    chars.into_iter().collect()
}

/// Whether a letter carries a mark or is đ.
pub fn is_marked(letter: char) -> bool {
    !letter.is_ascii()
        && (matches!(letter, 'đ' | 'Đ')
            || (letter.is_alphabetic() && letter.nfd().any(is_combining_mark)))
}

/// Whether a character belongs to a syllable token.
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// Byte ranges of the maximal runs of letters.
pub fn letter_runs(text: &str) -> Vec<(usize, usize)> {
    runs(text, is_letter)
}

/// Byte ranges of the white-space tokens.
pub fn tokens(text: &str) -> Vec<(usize, usize)> {
    runs(text, |c| !c.is_whitespace())
}

fn runs(text: &str, inside: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (inside(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push((from, text.len()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tone_placements_have_one_key() {
        for (old, new) in [
            ("hòa", "hoà"),
            ("thúy", "thuý"),
            ("KHỎE", "KHOẺ"),
            ("Ủy", "Uỷ"),
        ] {
            assert_eq!(tone_key(old), tone_key(new));
            assert_eq!(newer_placement(old), new);
            assert_eq!(newer_placement(new), new);
        }
        assert_ne!(tone_key("hoa"), tone_key("hoà"));
        assert_ne!(tone_key("hóa"), tone_key("hoà"));
        for kept in ["quý", "hoàng", "của", "múa", "thủyền"] {
            assert_eq!(newer_placement(kept), kept);
        }
    }

    #[test]
    fn folding_drops_marks_and_case() {
        assert_eq!(fold("ĐƯỜNG"), "duong");
        assert_eq!(fold("57-NQ/TW"), "57-nq/tw");
    }

    #[test]
    fn runs_of_letters_leave_digits_out() {
        let text = "Số 57-NQ/TW, s6";
        let runs: Vec<_> = letter_runs(text)
            .iter()
            .map(|&(a, b)| &text[a..b])
            .collect();
        assert_eq!(runs, ["Số", "NQ", "TW", "s"]);
    }
}
