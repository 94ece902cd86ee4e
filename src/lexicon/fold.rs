//! The spelling under which words meet: no marks, no case, one ASCII byte for each code point.

use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Latin letters with Vietnamese marks end below this code point.
const TABLE: usize = 0x1F00;

/// What a character that folds to nothing known becomes.
const OTHER: u8 = 0x1A;

fn table() -> &'static [u8; TABLE] {
    static CELL: OnceLock<Box<[u8; TABLE]>> = OnceLock::new();
    CELL.get_or_init(|| {
        let mut table = Box::new([OTHER; TABLE]);
        for (code, cell) in table.iter_mut().enumerate() {
            let Some(c) = char::from_u32(code as u32) else {
                continue;
            };
            *cell = match c {
                '\0'..='\x7f' => match c {
                    '&' => b'e',
                    '`' => b'\'',
                    _ => c.to_ascii_lowercase() as u8,
                },
                'đ' | 'Đ' | 'ð' | 'Ð' => b'd',
                // What old fonts have in the place of `ư`.
                'ƣ' | 'Ƣ' => b'u',
                '¢' => b'e',
                '¥' => b'y',
                '\u{a0}' => b' ',
                '«' | '»' => b'"',
                '´' => b'\'',
                '·' => b'.',
                '\u{ad}' => b'-',
                '\u{300}'..='\u{36f}' => 0,
                _ => c
                    .nfd()
                    .next()
                    .filter(char::is_ascii_alphabetic)
                    .map_or(OTHER, |base| base.to_ascii_lowercase() as u8),
            };
        }
        table
    })
}

/// The folded form of one character: lower case, without marks, `đ` as `d`, every dash as `-`, curly
/// quotes straight, wide spaces as a space; the marks that OCR puts for vowels as those vowels
/// (`¢ € &` → `e`, `¥` → `y`). `0` for a combining mark, `0x1A` for anything unknown.
pub fn fold_char(c: char) -> u8 {
    let code = c as usize;
    if code < TABLE {
        return table()[code];
    }
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
        '“' | '”' | '„' | '‟' | '″' => b'"',
        '‘' | '’' | '‚' | '‛' | '′' => b'\'',
        '…' => b'.',
        '€' => b'e',
        '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => b' ',
        _ => OTHER,
    }
}

/// A text folded character by character; combining marks fall away.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(fold_char)
        .filter(|b| *b != 0)
        .map(char::from)
        .collect()
}

/// Whether a text folds to `plain`.
pub fn folds_to(text: &str, plain: &str) -> bool {
    text.chars()
        .map(fold_char)
        .filter(|b| *b != 0)
        .eq(plain.bytes())
}

/// A name as a part of a canonical id: folded letters and digits, joined by single hyphens.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        // An ampersand joins words in a name; it is a vowel only in damaged syllables.
        match if c == '&' { OTHER } else { fold_char(c) } {
            b @ (b'a'..=b'z' | b'0'..=b'9') => slug.push(char::from(b)),
            0 => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_point_folds_to_one_ascii_byte() {
        for c in '\0'..=char::MAX {
            assert!(fold_char(c) < 0x80, "{c:?}");
        }
        assert_eq!(fold("ĐỘC LẬP – Tự do “1945”"), "doc lap - tu do \"1945\"");
        assert_eq!(fold("K& hoạch, ngh¢"), "ke hoach, nghe");
        assert_eq!(fold("Đo\u{323}c"), "doc");
        assert_eq!(fold("NHƢ trƣớc"), "nhu truoc");
    }

    #[test]
    fn a_slug_is_words_joined_by_hyphens() {
        assert_eq!(
            slug("UBND tỉnh Quảng Nam – Đà Nẵng "),
            "ubnd-tinh-quang-nam-da-nang"
        );
        assert_eq!(slug("Sở Văn hóa, Thể thao"), "so-van-hoa-the-thao");
    }
}
