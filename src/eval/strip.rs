//! The canonical stripped input: marks and đ removed, NFC, everything else untouched.

use unicode_normalization::UnicodeNormalization;

/// The text without marks, `đ` as `d`, in NFC.
///
/// Combining marks of U+0300–036F go, those of other scripts stay. White space, line ends and
/// every other character are kept, so the output has the lines of the input.
pub fn strip(text: &str) -> String {
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
