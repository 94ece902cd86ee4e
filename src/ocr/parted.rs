//! Words that the engine cut in two: `Ủ y ban`, `84/2031/T T-BTC`.
//!
//! A ruled line or a speck between letters makes it see a gap where the line has none as narrow.

use crate::page::{PageWords, Word};
use crate::syllable::Syllable;

/// A gap so much narrower than the line's median gap is none between words.
const NARROW: f32 = 0.4;
/// Nor is it wider than this share of the words' height.
const THIN: f32 = 0.25;
/// Lines with fewer gaps have no usual one.
const LEAST: usize = 4;

/// Joins what gaps much narrower than those of their line part; in how many places.
pub fn join(page: &mut PageWords) -> u32 {
    let mut joined = 0;
    for line in &mut page.lines {
        let gap = |a: &Word, b: &Word| b.bbox.0[0] - a.bbox.0[2];
        let mut gaps: Vec<f32> = line.words.windows(2).map(|p| gap(&p[0], &p[1])).collect();
        if gaps.len() < LEAST {
            continue;
        }
        gaps.sort_by(f32::total_cmp);
        let narrow = NARROW * gaps[gaps.len() / 2];
        let mut words: Vec<Word> = Vec::with_capacity(line.words.len());
        for word in line.words.drain(..) {
            match words.last_mut() {
                Some(last) if is_cut(last, &word, narrow) => {
                    last.text.push_str(&word.text);
                    last.bbox = last.bbox.union(word.bbox);
                    let sure = [last.confidence, word.confidence];
                    last.confidence = sure.into_iter().flatten().reduce(f32::min);
                    joined += 1;
                }
                _ => words.push(word),
            }
        }
        line.words = words;
    }
    joined
}

/// Whether two words are the halves of one: a syllable or a code that a thin gap cuts.
fn is_cut(left: &Word, right: &Word, narrow: f32) -> bool {
    let gap = right.bbox.0[0] - left.bbox.0[2];
    let height = left.bbox.height().min(right.bbox.height());
    if !(0.0..narrow.min(THIN * height)).contains(&gap) {
        return false;
    }
    let syllable = |text: &str| Syllable::parse(&text.to_lowercase()).is_some();
    let word = |text: &str| text.chars().count() > 1 && syllable(text);
    let one = format!("{}{}", left.text, right.text);
    let cut_syllable = syllable(&one) && !(word(&left.text) && word(&right.text));
    let cut_code = left.text.contains('/')
        && left.text.ends_with(char::is_uppercase)
        && right.text.starts_with(char::is_uppercase)
        && right.text.contains('-');
    cut_syllable || cut_code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::WordLine;
    use crate::span::BBox;

    /// Words 5 points a letter, parted by the given gaps; how they are joined.
    fn joined(words: &[&str], gaps: &[f32]) -> String {
        let mut x = 50.0;
        let mut line = WordLine::default();
        for (text, gap) in words.iter().zip(gaps.iter().chain(&[0.0])) {
            let width = 5.0 * text.chars().count() as f32;
            line.words.push(Word {
                text: (*text).to_owned(),
                bbox: BBox([x, 100.0, x + width, 110.0]),
                confidence: Some(0.9),
                ..Word::default()
            });
            x += width + gap;
        }
        let mut page = PageWords {
            lines: vec![line],
            ..PageWords::default()
        };
        join(&mut page);
        let words = page.lines[0].words.iter().map(|w| w.text.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn halves_are_joined_and_words_are_not() {
        let words = ["Ủ", "y", "ban", "nhân", "dân", "tỉnh"];
        assert_eq!(
            joined(&words, &[1.5, 5.0, 5.0, 5.5, 5.0]),
            "Ủy ban nhân dân tỉnh"
        );
        assert_eq!(
            joined(&words, &[4.0, 5.0, 5.0, 5.5, 5.0]),
            "Ủ y ban nhân dân tỉnh"
        );
        let words = ["số", "84/2031/T", "T-BTC", "ngày", "12", "của"];
        assert_eq!(
            joined(&words, &[4.0, 0.7, 4.0, 4.0, 4.0]),
            "số 84/2031/TT-BTC ngày 12 của"
        );
        // Two words in tight print stay two, and digits are never run together.
        let words = ["Pháp", "lệnh", "phí", "và", "lệ", "phí"];
        assert_eq!(joined(&words, &[0.5, 4.0, 4.0, 4.0, 4.0]), words.join(" "));
        assert_eq!(
            joined(
                &["ngày", "1", "2", "tháng", "3", "năm"],
                &[4.0, 0.5, 4.0, 4.0, 4.0]
            ),
            "ngày 1 2 tháng 3 năm"
        );
    }
}
