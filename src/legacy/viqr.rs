//! VIQR (RFC 1456): marks typed as punctuation after the letter.

use super::Converted;
use super::tables::{is_combining, join};
use unicode_normalization::UnicodeNormalization;

const MARKS: &[(char, char)] = &[
    ('^', '\u{302}'),
    ('(', '\u{306}'),
    ('+', '\u{31b}'),
    ('\'', '\u{301}'),
    ('`', '\u{300}'),
    ('?', '\u{309}'),
    ('~', '\u{303}'),
    ('.', '\u{323}'),
];

/// Decodes VIQR. A mark after a letter that takes it is a mark; a backslash makes it punctuation.
pub(super) fn decode(text: &str) -> Converted {
    let mut out = Converted::default();
    let mut escaped = false;
    for (at, c) in text.chars().enumerate() {
        if c == '\\' && !escaped {
            escaped = true;
            continue;
        }
        let last = out.text.chars().next_back();
        let joined = match (last, c) {
            _ if escaped => None,
            (Some('d'), 'd') => Some('đ'),
            (Some('D'), 'd' | 'D') => Some('Đ'),
            (Some(letter), mark) => MARKS
                .iter()
                .find(|(typed, _)| *typed == mark)
                .and_then(|(_, mark)| join(letter, *mark)),
            (None, _) => None,
        };
        match joined {
            Some(letter) => {
                out.text.pop();
                out.text.push(letter);
                out.changed += 1;
            }
            None => out.push(c, at),
        }
        escaped = false;
    }
    out
}

/// Writes VIQR; punctuation that would be taken for a mark gets a backslash.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::new();
    let mut last = ' ';
    for c in text.chars() {
        match c {
            'đ' => out.push_str("dd"),
            'Đ' => out.push_str("DD"),
            c => {
                let composes =
                    |(typed, mark): &&(char, char)| *typed == c && join(last, *mark).is_some();
                if MARKS.iter().any(|m| composes(&m)) || c == '\\' || (c == 'd' && last == 'd') {
                    out.push('\\');
                }
                let mut parts: Vec<char> = c.nfd().collect();
                // The shape is typed before the tone.
                parts[1..].sort_by_key(|m| !matches!(m, '\u{302}' | '\u{306}' | '\u{31b}'));
                for part in parts {
                    match MARKS.iter().find(|(_, mark)| *mark == part) {
                        Some((typed, _)) if is_combining(part) => out.push(*typed),
                        _ => out.push(part),
                    }
                }
            }
        }
        last = c;
    }
    out
}
