//! The words of a stamp's text layer laid into the words that OCR found on the scan under it.
//!
//! Signing systems put the number, the date and `Ký bởi …` on a scan as text: the scan's pixels do
//! not have them. The layer's words are exact, so where both have a word, the layer's stands.

use super::measures::Measures;
use super::{PageWords, Word, WordLine};
use crate::span::BBox;

/// Share of an OCR word's box that a layer's word must cover to replace it.
const SAME_PLACE: f32 = 0.5;
/// How far beyond a line's ends, in its heights, a word still belongs to it.
const BESIDE: f32 = 2.0;

/// OCR's words with those of the `layer` in their places. A layer that does not read as text
/// changes nothing.
pub fn overlay(mut ocr: PageWords, layer: &PageWords) -> PageWords {
    let measures = Measures::of(layer);
    if measures.odd > 0 || measures.broken + measures.isolated > 0 {
        return ocr;
    }
    for line in &layer.lines {
        let mut own = Vec::new();
        for word in &line.words {
            for found in &mut ocr.lines {
                found
                    .words
                    .retain(|w| covered(w.bbox, word.bbox) < SAME_PLACE);
            }
            match ocr.lines.iter_mut().find(|l| is_beside(l.bbox, word.bbox)) {
                Some(found) => insert(found, word),
                None => own.push(word.clone()),
            }
        }
        if let Some(bbox) = own.iter().map(|w| w.bbox).reduce(BBox::union) {
            let at = ocr.lines.iter().position(|l| l.bbox.0[1] > bbox.0[1]);
            let at = at.unwrap_or(ocr.lines.len());
            ocr.lines.insert(at, WordLine { words: own, bbox });
        }
    }
    ocr.lines.retain(|line| !line.words.is_empty());
    ocr
}

/// The share of `inner` that `outer` covers.
fn covered(inner: BBox, outer: BBox) -> f32 {
    let ([a, b, c, d], [e, f, g, h]) = (inner.0, outer.0);
    let shared = (c.min(g) - a.max(e)).max(0.0) * (d.min(h) - b.max(f)).max(0.0);
    shared / (inner.width() * inner.height()).max(1e-3)
}

fn is_beside(line: BBox, word: BBox) -> bool {
    let middle = (word.0[1] + word.0[3]) / 2.0;
    let reach = BESIDE * line.height();
    (line.0[1]..line.0[3]).contains(&middle)
        && word.0[2] > line.0[0] - reach
        && word.0[0] < line.0[2] + reach
}

fn insert(line: &mut WordLine, word: &Word) {
    let at = line.words.iter().position(|w| w.bbox.0[0] > word.bbox.0[0]);
    line.words
        .insert(at.unwrap_or(line.words.len()), word.clone());
    line.bbox = line.bbox.union(word.bbox);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[(&str, [f32; 4])]) -> WordLine {
        let words: Vec<Word> = words
            .iter()
            .map(|(text, bbox)| Word {
                text: (*text).to_owned(),
                bbox: BBox(*bbox),
                ..Word::default()
            })
            .collect();
        let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union).unwrap();
        WordLine { words, bbox }
    }

    fn texts(words: &PageWords) -> Vec<Vec<&str>> {
        words
            .lines
            .iter()
            .map(|l| l.words.iter().map(|w| w.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn a_stamped_number_goes_into_its_line_and_a_signature_makes_its_own() {
        let ocr = PageWords {
            lines: vec![
                line(&[
                    ("Số:", [60.0, 100.0, 80.0, 112.0]),
                    ("l0S", [84.0, 100.0, 104.0, 112.0]),
                    ("/QĐ-THSM", [110.0, 100.0, 170.0, 112.0]),
                ]),
                line(&[("Căn", [60.0, 200.0, 80.0, 212.0])]),
            ],
            ..PageWords::default()
        };
        let layer = PageWords {
            lines: vec![
                line(&[("105", [83.0, 99.0, 105.0, 113.0])]),
                line(&[
                    ("Ký", [400.0, 150.0, 415.0, 160.0]),
                    ("bởi", [418.0, 150.0, 430.0, 160.0]),
                ]),
            ],
            ..PageWords::default()
        };
        assert_eq!(
            texts(&overlay(ocr, &layer)),
            [
                vec!["Số:", "105", "/QĐ-THSM"],
                vec!["Ký", "bởi"],
                vec!["Căn"]
            ]
        );
    }
}
