//! Text without its marks: the canonical stripped form that restoration starts from.

use super::tone::COMPOSED_END;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// `c` without its marks, `None` when `c` itself is a combining mark.
///
/// Every letter that Unicode decomposes into a base and marks loses the marks (`ể` → `e`,
/// foreign letters too: `ü` → `u`); `đ` becomes `d`. Case and everything else stay.
pub fn strip_char(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c),
        'đ' => Some('d'),
        'Đ' => Some('D'),
        _ => match COMPOSED.get(c as usize) {
            Some(base) => *base,
            None => base(c),
        },
    }
}

/// The same for each letter below [`COMPOSED_END`]: most that are asked for are there.
static COMPOSED: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let letters = (0..COMPOSED_END as u32).filter_map(char::from_u32);
    letters.map(base).collect()
});

/// The same by the tables of Unicode.
fn base(c: char) -> Option<char> {
    if canonical_combining_class(c) != 0 {
        return None;
    }
    let (mut base, mut marked) = (None, false);
    decompose_canonical(c, |part| {
        if canonical_combining_class(part) != 0 {
            marked = true;
        } else if base.is_none() {
            base = Some(part);
        }
    });
    // Only marks are taken off: a Hangul block, say, also decomposes.
    if marked { base } else { Some(c) }
}

/// `text` without its marks (*bỏ dấu*), `đ` as `d`, in NFC.
///
/// Combining marks of U+0300–036F go, those of other scripts stay; so do white space, line ends and every
/// other character. Vietnamese text in NFC keeps its number of code points; NFC and NFD spellings of a text
/// give the same result.
pub fn strip(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .nfc()
        .collect()
}

/// The form under which readings of one stripped word are grouped: lower case, without marks.
pub fn bare(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfc()
        .flat_map(char::to_lowercase)
        .filter_map(strip_char)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_the_rest_stays() {
        assert_eq!(
            strip("Đường số 5,\r\nthứ\u{301} ba"),
            "Duong so 5,\r\nthu ba"
        );
        assert_eq!(strip("naïve हिन्दी 한국"), "naive हिन्दी 한국");
    }
}
