//! The folded copy of a text: one ASCII byte for each code point, so that spans carry over.
//!
//! Marks go, `đ` becomes `d`, letters become small, dashes and quotes become the plain ones.
//! Anchors (*Nơi nhận*, *Căn cứ*, …) are looked for in this copy only.

use super::positions::ByteIndex;
use crate::lexicon;

/// Stands for a character that has no plain counterpart.
pub const OTHER: u8 = b'~';

/// The plain byte for one character: as the dictionaries fold it, but that a sign of ASCII stays what
/// it is and the signs of lists and of office programs have plain counterparts.
pub fn fold_char(c: char) -> u8 {
    match c {
        _ if c.is_ascii() => (c as u8).to_ascii_lowercase(),
        '•' | '●' | '▪' | '■' | '◦' | '○' | '∗' | '★' | '☆' | '\u{F0B7}' | '\u{F0A7}' | '·' => {
            b'*'
        }
        '₫' => b'd',
        '\u{FE58}' | '\u{FF0D}' => b'-',
        '\u{200B}' | '\u{FEFF}' => b' ',
        _ => match lexicon::fold_char(c) {
            byte if byte >= b' ' => byte,
            _ => OTHER,
        },
    }
}

/// The case of one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// A capital.
    Upper,
    /// A small letter.
    Lower,
    /// A letter of a script without case.
    Neither,
    /// No letter.
    None,
}

impl Case {
    /// The case of `c`.
    pub fn of(c: char) -> Self {
        match c {
            _ if c.is_uppercase() => Self::Upper,
            _ if c.is_lowercase() => Self::Lower,
            _ if c.is_alphabetic() => Self::Neither,
            _ => Self::None,
        }
    }
}

/// The plain byte and the case of every Latin letter with marks, looked up instead of worked out.
struct Table {
    latin: [(u8, Case); 0x250],
    additional: [(u8, Case); 0x100],
}

static TABLE: std::sync::LazyLock<Table> = std::sync::LazyLock::new(|| {
    let at = |code: u32| char::from_u32(code).map_or((OTHER, Case::None), worked_out);
    Table {
        latin: std::array::from_fn(|i| at(i as u32)),
        additional: std::array::from_fn(|i| at(0x1E00 + i as u32)),
    }
});

fn worked_out(c: char) -> (u8, Case) {
    (fold_char(c), Case::of(c))
}

/// A text as the anchors see it: as many bytes and cases as it has code points.
#[derive(Debug, Default)]
pub struct Plain {
    /// The folded copy.
    pub folded: String,
    /// The case of each code point.
    pub cases: Vec<Case>,
    /// Where the code points stand in the text.
    pub index: ByteIndex,
    /// The characters that are no Latin letters, in order: all that may not be composed.
    pub rare: String,
}

/// Reads the folded copy, the cases and the byte offsets of a text in one pass.
pub fn plain(text: &str) -> Plain {
    let table = &*TABLE;
    let mut folded = Vec::with_capacity(text.len());
    let mut cases = Vec::with_capacity(text.len());
    let mut index = ByteIndex::default();
    let mut rare = String::new();
    for (at, c) in text.char_indices() {
        let code = c as u32;
        let (byte, case) = match code {
            0..0x250 => table.latin[code as usize],
            0x1E00..0x1F00 => table.additional[(code - 0x1E00) as usize],
            _ => {
                rare.push(c);
                worked_out(c)
            }
        };
        index.push(at);
        folded.push(byte);
        cases.push(case);
    }
    Plain {
        folded: String::from_utf8(folded).unwrap_or_default(),
        cases,
        index,
        rare,
    }
}

/// The folded copy alone.
pub fn fold(text: &str) -> String {
    plain(text).folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_for_each_code_point() {
        assert_eq!(fold("Số: 45/KH–UBND “Đề án”…"), "so: 45/kh-ubnd \"de an\".");
        let text = "ỦY BAN\tNHÂN DÂN\n漢";
        assert_eq!(fold(text).len(), text.chars().count());
    }
}
