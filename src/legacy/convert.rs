//! Text of one encoding to Unicode, with the place of every character in what came in.

use super::bytes::{View, byte_of, windows_1252};
use super::tables::{Table, is_combining, join};
use super::{Encoding, evidence, viqr};
use crate::syllable::{Syllable, is_letter};

/// Converted text with the way back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Converted {
    /// The text in Unicode, NFC.
    pub text: String,
    /// For each code point of `text`, the code point of the input that it begins at; never decreasing.
    pub origin: Vec<usize>,
    /// How many code points of the input were not taken over as they are.
    pub changed: usize,
}

impl Converted {
    pub(super) fn push(&mut self, c: char, origin: usize) {
        self.text.push(c);
        self.origin.push(origin);
    }

    fn letters_before(&self) -> String {
        let start = self.text.char_indices().rev().find(|(_, c)| !is_letter(*c));
        self.text[start.map_or(0, |(at, c)| at + c.len_utf8())..].to_owned()
    }
}

/// Converts text that was written in `encoding`; `upper` for fonts that draw capitals only
/// (`.VnTimeH`, see [`super::is_capital_font`]).
///
/// Characters that the encoding does not have are taken over as they are. A reader that took the bytes
/// for Mac Roman is recognised by which reading gives more syllables.
pub fn convert(text: &str, encoding: Encoding, upper: bool) -> Converted {
    let mut best = convert_seen_as(text, encoding, View::Western);
    if has_mac_only(text) {
        let mac = convert_seen_as(text, encoding, View::Mac);
        if evidence::of(&mac.text).good > evidence::of(&best.text).good {
            best = mac;
        }
    }
    if upper {
        let mut capitals = Converted {
            changed: best.changed,
            ..Converted::default()
        };
        for (c, &origin) in best.text.chars().zip(&best.origin) {
            for capital in c.to_uppercase() {
                capitals.push(capital, origin);
            }
        }
        best = capitals;
    }
    best
}

/// Whether a character of `text` stands for a byte of a font only if that was taken for Mac Roman.
pub(super) fn has_mac_only(text: &str) -> bool {
    text.chars()
        .any(|c| byte_of(c, View::Western).is_none() && byte_of(c, View::Mac).is_some())
}

pub(super) fn convert_seen_as(text: &str, encoding: Encoding, view: View) -> Converted {
    let Some(table) = Table::of(encoding) else {
        return match encoding {
            Encoding::Viqr => viqr::decode(text),
            _ => utf8_misread(text),
        };
    };
    let chars: Vec<char> = text.chars().collect();
    let bytes: Vec<Option<u8>> = chars.iter().map(|c| byte_of(*c, view)).collect();
    // Readers give a hyphen for the soft hyphen, which writes ư; where one is seen, hyphens are hyphens.
    let hyphen_is_u =
        encoding == Encoding::Tcvn3 && !chars.iter().any(|c| byte_of(*c, view) == Some(0xAD));
    let mut out = Converted::default();
    let mut at = 0;
    while at < chars.len() {
        let decoded = decode_at(table, &bytes, at)
            .filter(|_| !(encoding == Encoding::Tcvn3 && is_lone_dot(&chars, at)));
        match decoded {
            Some((letter, length)) => {
                let last = out.text.chars().next_back();
                let joined = last
                    .filter(|_| is_combining(letter))
                    .and_then(|l| join(l, letter));
                if let Some(joined) = joined {
                    out.text.pop();
                    out.text.push(joined);
                } else {
                    out.push(letter, at);
                }
                out.changed += length;
                at += length;
            }
            None if hyphen_is_u && chars[at] == '-' && hyphen_writes_u(table, &out, &bytes, at) => {
                out.push('ư', at);
                out.changed += 1;
                at += 1;
            }
            None => {
                out.push(plain(chars[at]), at);
                at += 1;
            }
        }
    }
    out
}

/// The letter at `at` and how many bytes write it; two where two can.
fn decode_at(table: &Table, bytes: &[Option<u8>], at: usize) -> Option<(char, usize)> {
    let first = bytes[at]?;
    if let Some(&Some(second)) = bytes.get(at + 1)
        && let Some(letter) = table.pair([first, second])
    {
        return Some((letter, 2));
    }
    table.single(first).map(|letter| (letter, 1))
}

/// A symbol-font code point of ASCII is that character; everything else stays.
fn plain(c: char) -> char {
    match c as u32 {
        code @ 0xF020..=0xF07E => char::from((code - 0xF000) as u8),
        _ => c,
    }
}

/// A middle dot with white space on both sides is a bullet, not `ã`.
fn is_lone_dot(chars: &[char], at: usize) -> bool {
    let open = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace());
    byte_of(chars[at], View::Western) == Some(0xB7)
        && open(at.checked_sub(1).and_then(|i| chars.get(i)))
        && open(chars.get(at + 1))
}

/// Whether reading the hyphen at `at` as `ư` makes the letters around it a syllable.
fn hyphen_writes_u(table: &Table, before: &Converted, bytes: &[Option<u8>], at: usize) -> bool {
    let mut run = before.letters_before();
    run.push('ư');
    let mut next = at + 1;
    while next < bytes.len() && run.len() < 32 {
        match decode_at(table, bytes, next) {
            Some((letter, length)) if is_letter(letter) => {
                run.push(letter);
                next += length;
            }
            _ => match bytes[next] {
                Some(byte) if byte.is_ascii_alphabetic() => {
                    run.push(char::from(byte));
                    next += 1;
                }
                _ => break,
            },
        }
    }
    run != "ư" && Syllable::parse(&run).is_some()
}

/// UTF-8 sequences that were shown as Windows-1252, sequence by sequence.
fn utf8_misread(text: &str) -> Converted {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Converted::default();
    let mut at = 0;
    while at < chars.len() {
        let bytes: Vec<u8> = (chars[at..].iter().take(3))
            .map_while(|c| byte_of(*c, View::Western).filter(|b| *b >= 0x80))
            .collect();
        let sequence = (2..=bytes.len()).find_map(|length| {
            let letter = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
            Some((letter, length))
        });
        let (c, length) = sequence.unwrap_or((chars[at], 1));
        out.push(c, at);
        out.changed += if sequence.is_some() { length } else { 0 };
        at += length;
    }
    out
}

/// Writes NFC text in `encoding`, as it looks when its bytes are taken for Windows-1252; `None` where a
/// character cannot be written. What tests and the makers of samples need.
pub fn encode(text: &str, encoding: Encoding) -> Option<String> {
    match encoding {
        Encoding::Viqr => return Some(viqr::encode(text)),
        Encoding::Utf8AsWindows1252 => return Some(text.bytes().map(windows_1252).collect()),
        _ => {}
    }
    let table = Table::of(encoding)?;
    let mut out = String::new();
    for c in text.chars() {
        match table.encode.get(&c) {
            Some(bytes) => out.extend(bytes.iter().map(|b| windows_1252(*b))),
            None => match byte_of(c, View::Western) {
                Some(byte) if table.single(byte).is_none() => out.push(c),
                _ => return None,
            },
        }
    }
    Some(out)
}
