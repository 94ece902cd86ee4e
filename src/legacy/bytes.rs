//! From characters, as readers give them, back to the bytes of the 8-bit font, and the other way.

/// What a reader took the bytes of a font for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Windows-1252 or Latin-1, glyph names, symbol-font code points (U+F000–F0FF).
    Western,
    /// Mac Roman.
    Mac,
}

const WINDOWS_1252_C1: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
                         ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// Characters that readers give for the glyph name of a byte, besides the byte's own.
const ALIASES: &[(char, u8)] = &[
    ('\u{2212}', 0xAD), // minus, for the soft hyphen
    ('\u{2219}', 0xB7), // bullet operator, for the middle dot
    ('\u{22c5}', 0xB7),
    ('\u{3bc}', 0xB5), // mu, for the micro sign
    ('\u{2c9}', 0xAF), // macron
    ('\u{2ca}', 0xB4),
    ('\u{110}', 0xD0), // Dcroat, for Eth
    ('\u{2206}', 0x7F),
];

/// The byte that `c` stands for, if it is one of a font.
pub(super) fn byte_of(c: char, view: View) -> Option<u8> {
    let code = c as u32;
    if code < 0x80 {
        return Some(code as u8);
    }
    if (0xF000..=0xF0FF).contains(&code) {
        return Some((code - 0xF000) as u8);
    }
    if view == View::Mac {
        return MAC_ROMAN
            .chars()
            .position(|m| m == c)
            .map(|at| at as u8 | 0x80);
    }
    if (0xA0..=0xFF).contains(&code) {
        return Some(code as u8);
    }
    WINDOWS_1252_C1
        .chars()
        .position(|w| w == c)
        .map(|at| at as u8 | 0x80)
        .or_else(|| (0x80..0xA0).contains(&code).then_some(code as u8))
        .or_else(|| {
            ALIASES
                .iter()
                .find(|(alias, _)| *alias == c)
                .map(|(_, byte)| *byte)
        })
}

/// The character of a byte in Windows-1252; its unassigned bytes are the C1 controls of that number.
pub(super) fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252_C1
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        for byte in 0..=255 {
            assert_eq!(byte_of(windows_1252(byte), View::Western), Some(byte));
        }
        assert_eq!(MAC_ROMAN.chars().count(), 128);
        assert_eq!(byte_of('\u{f0b8}', View::Western), Some(0xB8));
        assert_eq!(byte_of('≠', View::Mac), Some(0xAD));
        assert_eq!(byte_of('ế', View::Western), None);
    }
}
