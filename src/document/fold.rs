//! The folded copy of a text: one ASCII byte for each code point, so that spans carry over.
//!
//! Marks go, `đ` becomes `d`, letters become small, dashes and quotes become the plain ones.
//! Anchors (*Nơi nhận*, *Căn cứ*, …) are looked for in this copy only.

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

/// The plain byte of every Latin letter with marks, looked up instead of decomposed.
struct Table {
    latin: [u8; 0x250],
    additional: [u8; 0x100],
}

static TABLE: std::sync::LazyLock<Table> = std::sync::LazyLock::new(|| {
    let at = |code: u32| char::from_u32(code).map_or(OTHER, fold_char);
    Table {
        latin: std::array::from_fn(|i| at(i as u32)),
        additional: std::array::from_fn(|i| at(0x1E00 + i as u32)),
    }
});

/// The folded copy: as many bytes as `text` has code points.
pub fn fold(text: &str) -> String {
    let table = &*TABLE;
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let code = c as u32;
        let byte = match code {
            0..0x250 => table.latin[code as usize],
            0x1E00..0x1F00 => table.additional[(code - 0x1E00) as usize],
            _ => fold_char(c),
        };
        folded.push(byte as char);
    }
    folded
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
