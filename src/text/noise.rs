//! What an OCR engine makes of specks, rules, seals and pen strokes: tokens that are no print.
//!
//! They stand between the columns of a letterhead or beside a signature and hide the strip of white
//! that parts them. They are kept in `raw_text` alone. Words of a text layer have no confidence and
//! are never noise.

use crate::page::Word;
use crate::syllable::Syllable;

/// Words that nothing but noise is read with so little confidence, by their characters.
const UNSURE: f32 = 0.4;
/// The same where digits are among them: a number by hand is badly read, and no noise.
const UNSURE_DIGITS: f32 = 0.25;
/// Signs and single letters that stand alone are sure only from here on.
const SURE_SIGN: f32 = 0.85;
/// Dots between words are print only if they are at least so sure.
const UNSURE_DOT: f32 = 0.6;
/// A syllable read so surely makes its words print.
const SURE_SYLLABLE: f32 = 0.6;

/// Letters and digits of a page are not as low as this share of its words' median height.
const LOW: f32 = 0.3;

/// The words of a segment without noise: none if all of it is. `height` is the median of the page's words, in points.
pub(super) fn without(words: Vec<&Word>, height: f32) -> Vec<&Word> {
    if is_noise(&words) || are_marks(&words, height) {
        return Vec::new();
    }
    let from = words.iter().position(|w| !is_speck(w));
    let to = words.iter().rposition(|w| !is_speck(w));
    match (from, to) {
        (Some(from), Some(to)) => words[from..=to]
            .iter()
            .copied()
            .filter(|w| !is_dot(w))
            .collect(),
        _ => words,
    }
}

/// Whether an engine took the marks over a line for a line of their own.
fn are_marks(words: &[&Word], height: f32) -> bool {
    let is_low = |w: &&&Word| w.confidence.is_some() && w.bbox.height() < LOW * height;
    let mut print = words
        .iter()
        .filter(|w| w.text.contains(char::is_alphanumeric))
        .peekable();
    print.peek().is_some() && print.all(|w| is_low(&w))
}

fn is_noise(words: &[&Word]) -> bool {
    let digits = |w: &&Word| w.text.chars().filter(char::is_ascii_digit).count();
    let unprinted = |w: &&Word| w.confidence.is_some() && w.text.contains(is_unprinted);
    if words.iter().all(unprinted) && words.iter().map(digits).sum::<usize>() < 2 {
        return true;
    }
    let (mut sum, mut signs) = (0.0, 0);
    let (mut letters, mut digits) = (0, 0);
    for word in words {
        let Some(confidence) = word.confidence else {
            return false;
        };
        let length = word.text.chars().count();
        sum += confidence * length as f32;
        signs += length;
        letters += word.text.chars().filter(|c| c.is_alphabetic()).count();
        digits += word.text.chars().filter(char::is_ascii_digit).count();
        let bare = word.text.trim_matches(|c: char| !c.is_alphabetic());
        let legal = || Syllable::parse(&bare.to_lowercase()).is_some();
        let is_print = bare.chars().count() >= 2 && confidence >= SURE_SYLLABLE && legal();
        if is_print || is_code(&word.text) {
            return false;
        }
    }
    let confidence = sum / signs.max(1) as f32;
    match (letters, digits) {
        // A point or stroke by itself; a row of points is a line to write on.
        (0, 0) if signs == 1 && words[0].text.contains(is_point) => true,
        // The unit of a column: specks are not read as it.
        (0, 0) if words.iter().any(|w| w.text == "%") => false,
        (0, 0) => confidence < SURE_SIGN,
        (1, 0) => confidence < SURE_SIGN || words.iter().any(|w| !w.text.is_ascii()),
        (_, 0) => confidence < UNSURE,
        _ => confidence < UNSURE_DIGITS,
    }
}

/// `Số:35/QĐ-TTg`, `12/UBND`: no speck looks like a document code, however badly it is read.
fn is_code(word: &str) -> bool {
    word.split_once('/').is_some_and(|(number, symbol)| {
        let capitals = symbol.chars().take_while(|c| c.is_uppercase()).count();
        number.ends_with(|c: char| c.is_ascii_digit()) && capitals >= 2
    })
}

fn is_point(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '.' | ',' | ':' | ';' | '|' | '_')
}

/// A sign that documents do not print: a segment of nothing but words with such signs is noise.
fn is_unprinted(c: char) -> bool {
    matches!(
        c,
        'œ' | 'æ'
            | 'ø'
            | 'ƒ'
            | 'ß'
            | '¬'
            | '\\'
            | '`'
            | '´'
            | '^'
            | '~'
            | '¢'
            | '£'
            | '¥'
            | '¿'
            | '¡'
    )
}

/// A sign, or a single letter, that is not surely read: at the ends of a segment it is a speck.
fn is_speck(word: &Word) -> bool {
    let Some(confidence) = word.confidence else {
        return false;
    };
    if matches!(word.text.as_str(), "-" | "+") {
        // The bullet of a list.
        return confidence < UNSURE_DIGITS;
    }
    match word.text.chars().filter(|c| c.is_alphanumeric()).count() {
        0 if word.text == "%" => false,
        // However surely they are read.
        0 if word.text.chars().all(is_unprinted) => true,
        0 => confidence < SURE_SIGN,
        1 => confidence < UNSURE && !word.text.chars().any(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// A dot or two by themselves between words, not surely read.
fn is_dot(word: &Word) -> bool {
    word.confidence.is_some_and(|c| c < UNSURE_DOT)
        && word
            .text
            .chars()
            .all(|c| matches!(c, '.' | ',' | ':' | ';' | '\'' | '`' | '^' | '~'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::BBox;

    /// Words written `text@confidence in percent`; what is left of them.
    fn left(words: &str) -> String {
        let words: Vec<Word> = words
            .split(' ')
            .map(|word| {
                let (text, percent) = word.rsplit_once('@').unwrap();
                Word {
                    text: text.to_owned(),
                    confidence: percent.parse::<f32>().ok().map(|p| p / 100.0),
                    ..Word::default()
                }
            })
            .collect();
        let left: Vec<&str> = without(words.iter().collect(), 0.0)
            .iter()
            .map(|w| w.text.as_str())
            .collect();
        left.join(" ")
    }

    #[test]
    fn what_seals_and_specks_are_read_as_is_left_out() {
        for noise in [
            "iẾt@14 N@41 Š@22",
            "ễ@90",
            "—@67",
            "^@0",
            "v@32",
            ".—¬@0 ,@0",
            "l_@38",
            "`@91",
            "'@88",
            "4œ@47",
            "SÀ\\@61",
        ] {
            assert_eq!(left(noise), "", "{noise}");
        }
        assert_eq!(left("—¬@77 .@0 QUYẾT@93 ĐỊNH@97 ĩ@16"), "QUYẾT ĐỊNH");
        assert_eq!(left("Quyết@97 định@96 :@41 số@97"), "Quyết định số");
        assert_eq!(left("~@93 1.2.@92 Đẩy@96"), "1.2. Đẩy");
    }

    #[test]
    fn the_marks_over_a_line_are_no_line() {
        let word = |text: &str, height: f32| Word {
            text: text.to_owned(),
            bbox: BBox([100.0, 200.0, 110.0, 200.0 + height]),
            confidence: Some(0.9),
            ..Word::default()
        };
        for (text, height, stays) in [
            ("4", 2.5, false),
            ("4", 6.0, true),
            // A bullet is low.
            ("-", 1.0, true),
        ] {
            let word = word(text, height);
            assert_eq!(
                without(vec![&word], 10.0).len(),
                usize::from(stays),
                "{text} {height}"
            );
        }
    }

    #[test]
    fn print_and_numbers_stay_and_text_layers_are_never_noise() {
        for print in [
            "-@93 Như@97 Điều@97 3;@96",
            "57@28",
            "Số:57/QĐ-UBND@22",
            "Nơi@97 nhận@96 :@93",
            "II@90",
            "ễ@none",
        ] {
            let expected = print.split(' ').map(|w| w.rsplit_once('@').unwrap().0);
            assert_eq!(left(print), expected.collect::<Vec<_>>().join(" "));
        }
    }
}
