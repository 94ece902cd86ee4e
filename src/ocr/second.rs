//! Second opinions: lines that were read with doubt are read again, by themselves and at other
//! scales, and the better reading of each word is kept.
//!
//! Comes in: a page image and its first reading. Goes out: the same lines with some words better.
//! A word is better read when the engine is surer of it and when its shape is one that is printed:
//! `0]` is no number however sure the engine is.

use super::{Engine, Shape, scale};
use crate::error::Result;
use crate::page::{PageWords, Raster, SecondReading, Word, WordLine};
use crate::span::BBox;
use crate::syllable::Syllable;

/// Pixels per inch of the further readings, in this order, until nothing is doubtful.
const SCALES: [f32; 3] = [300.0, 150.0, 400.0];
/// Share of a page's printed lines, by their length in line heights, that may be read once more.
const BUDGET: f32 = 0.06;
/// The same where a letterhead is on the page: number and date are worth more than other words.
const BUDGET_HEAD: f32 = 0.3;
/// A line with a word less sure than this is doubtful.
const SURE: f32 = 0.6;
/// The same in a letterhead.
const SURE_HEAD: f32 = 0.85;
/// A word that only the new reading has must be at least this sure.
const SURE_NEW: f32 = 0.85;
/// What is read with less confidence is no print, and not read again.
const LOST: f32 = 0.2;
/// A new reading replaces another only if it is at least this sure.
const SURE_ENOUGH: f32 = 0.45;
/// What a word of a shape that is not printed counts less.
const ODD: f32 = 0.4;
/// A new reading must be better by this much.
const MARGIN: f32 = 0.03;
/// Words overlap when one begins by this share of its width, or of 6 points, before the other ends.
const OVERLAP: f32 = 0.3;
/// White around a line, in points.
const AROUND: f32 = 3.0;

/// Reads the doubtful lines of a page again. Lines that begin above `head` (in points from the top)
/// belong to a letterhead and come first; 0 where there is none.
///
/// # Errors
/// Those of the engine.
pub fn read_again(
    engine: &mut dyn Engine,
    raster: &Raster,
    page: &mut PageWords,
    head: f32,
) -> Result<SecondReading> {
    let mut found = SecondReading::default();
    let share = if head > 0.0 { BUDGET_HEAD } else { BUDGET };
    let mut left = share * page.lines.iter().map(cost).sum::<f32>();
    let sure = |line: &WordLine| {
        if line.bbox.0[1] < head {
            SURE_HEAD
        } else {
            SURE
        }
    };
    let mut doubtful: Vec<(f32, usize)> = (0..page.lines.len())
        .map(|at| {
            let line = &page.lines[at];
            // Number and date first.
            let digits = line
                .words
                .iter()
                .any(|w| w.text.contains(|c: char| c.is_ascii_digit()));
            let weight = match (line.bbox.0[1] < head, digits) {
                (true, true) => 100.0,
                (true, false) => 10.0,
                _ if score(&line.words) < LOST => 0.0,
                _ => 1.0,
            };
            (weight * doubt(line, sure(line)), at)
        })
        .filter(|(doubt, _)| *doubt > 0.0)
        .collect();
    doubtful.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut read = vec![false; page.lines.len()];
    // Every line once before any line twice.
    for dpi in SCALES {
        for &(_, at) in &doubtful {
            let line = &mut page.lines[at];
            let price = cost(line);
            if price > left || doubt(line, sure(line)) == 0.0 {
                continue;
            }
            left -= price;
            read[at] = true;
            let BBox([left, y0, right, y1]) = line.bbox;
            let [top, bottom] = band(&line.words).unwrap_or([y0, y1]);
            let again = opinion(engine, raster, BBox([left, top, right, bottom]), dpi)?;
            found.changed += merge(line, again);
        }
    }
    found.lines = read.iter().filter(|read| **read).count() as u32;
    Ok(found)
}

/// The length of a line in its heights: what reading it costs.
fn cost(line: &WordLine) -> f32 {
    let height = line
        .words
        .iter()
        .map(|w| w.bbox.height())
        .fold(1.0, f32::max);
    line.bbox.width() / height
}

/// How much of a line is doubtful; 0 for a line that needs no second opinion.
fn doubt(line: &WordLine, sure: f32) -> f32 {
    let of = |word: &Word| {
        let unsure = (sure - word.confidence.unwrap_or(1.0)).max(0.0);
        let odd = if is_odd(&word.text) { ODD } else { 0.0 };
        // Rules and specks are no words to be read better.
        let known = word.text.chars().any(char::is_alphanumeric);
        if known { unsure + odd } else { 0.0 }
    };
    line.words.iter().map(of).sum()
}

/// Top and bottom of most words of a line, without what reaches into its neighbours; `None` of no words.
pub(super) fn band(words: &[Word]) -> Option<[f32; 2]> {
    let middle = |edge: usize| {
        let mut edges: Vec<f32> = words.iter().map(|w| w.bbox.0[edge]).collect();
        edges.sort_by(f32::total_cmp);
        edges.get(edges.len() / 2).copied()
    };
    Some([middle(1)?, middle(3)?])
}

/// One line, read at `dpi`; boxes are those of the page.
fn opinion(engine: &mut dyn Engine, raster: &Raster, bbox: BBox, dpi: f32) -> Result<Vec<Word>> {
    let BBox([_, y0, _, y1]) = bbox;
    let read = cut_out(engine, raster, bbox, Shape::Line, dpi)?;
    let mut words: Vec<Word> = read.lines.into_iter().flat_map(|line| line.words).collect();
    // The line above or below is not asked for.
    words.retain(|w| (y0..=y1).contains(&((w.bbox.0[1] + w.bbox.0[3]) / 2.0)));
    words.sort_by(|a, b| a.bbox.0[0].total_cmp(&b.bbox.0[0]));
    Ok(words)
}

/// A part of a page, cut out with a little white and read at `dpi`; boxes are those of the page.
pub(super) fn cut_out(
    engine: &mut dyn Engine,
    raster: &Raster,
    bbox: BBox,
    shape: Shape,
    dpi: f32,
) -> Result<PageWords> {
    let BBox([x0, y0, x1, y1]) = bbox;
    let with_white = BBox([x0 - AROUND, y0 - AROUND, x1 + AROUND, y1 + AROUND]);
    let Some((image, [dx, dy])) = raster.crop(with_white) else {
        return Ok(PageWords::default());
    };
    let image = scale::resized(&image, dpi / raster.dpi);
    let mut read = engine.read_part(&Raster { image, dpi }, shape)?;
    let moved = |BBox([x0, y0, x1, y1])| BBox([x0 + dx, y0 + dy, x1 + dx, y1 + dy]);
    for line in &mut read.lines {
        line.bbox = moved(line.bbox);
        for word in &mut line.words {
            word.bbox = moved(word.bbox);
        }
    }
    Ok(read)
}

/// Keeps the better of two readings wherever both have words; in how many places it is the new one.
pub(super) fn merge(line: &mut WordLine, again: Vec<Word>) -> u32 {
    let mut changed = 0;
    let mut merged: Vec<Word> = Vec::new();
    let mut old = std::mem::take(&mut line.words).into_iter().peekable();
    let mut new = again.into_iter().peekable();
    let left = |word: Option<&Word>| word.map_or(f32::INFINITY, |w| w.bbox.0[0]);
    while old.peek().is_some() || new.peek().is_some() {
        let (mut mine, mut other): (Vec<Word>, Vec<Word>) = Default::default();
        let mut end = f32::NEG_INFINITY;
        // The leftmost word, and all that overlaps, one way or the other.
        loop {
            let from_old = left(old.peek()) <= left(new.peek());
            let (words, of) = if from_old {
                (&mut old, &mut mine)
            } else {
                (&mut new, &mut other)
            };
            let belongs = |w: &Word| {
                end == f32::NEG_INFINITY || w.bbox.0[0] + OVERLAP * w.bbox.width().min(6.0) < end
            };
            let Some(word) = words.next_if(belongs) else {
                break;
            };
            end = end.max(word.bbox.0[2]);
            of.push(word);
        }
        let better = match (mine.is_empty(), other.is_empty()) {
            (_, true) => false,
            (true, false) => score(&other) >= SURE_NEW,
            (false, false) => score(&other) >= (score(&mine) + MARGIN).max(SURE_ENOUGH),
        };
        changed += u32::from(better && texts(&mine) != texts(&other));
        merged.extend(if better { other } else { mine });
    }
    line.words = merged;
    changed
}

fn texts(words: &[Word]) -> Vec<&str> {
    words.iter().map(|w| w.text.as_str()).collect()
}

/// How well some words are read: the mean confidence of their characters, less for odd shapes.
fn score(words: &[Word]) -> f32 {
    let length = |w: &Word| w.text.chars().count() as f32;
    let all: f32 = words.iter().map(length).sum();
    let sum: f32 = words
        .iter()
        .map(|w| {
            let odd = if is_odd(&w.text) { ODD } else { 0.0 };
            length(w) * (w.confidence.unwrap_or(1.0) - odd)
        })
        .sum();
    sum / all.max(1.0)
}

/// Whether a token has a shape that print does not: digits mixed with other signs, or small letters
/// that are no syllable.
fn is_odd(token: &str) -> bool {
    let core = token.trim_matches(|c: char| !c.is_alphanumeric() && c != ']' && c != '|');
    core.split(['/', '-', '–', '.', ',', ':', '(', ')', '%', '&'])
        .filter(|part| !part.is_empty())
        .any(|part| {
            let digits = part.chars().filter(char::is_ascii_digit).count();
            let length = part.chars().count();
            if digits == length {
                return false;
            }
            if digits == 0 {
                let small = part.chars().all(char::is_lowercase);
                return length > 1 && small && Syllable::parse(part).is_none();
            }
            // `QH12`, `5b`, `02a`
            let letters = part.chars().take_while(|c| c.is_uppercase()).count();
            let numbered =
                letters + digits == length && part.ends_with(|c: char| c.is_ascii_digit());
            let lettered =
                digits + 1 == length && part.ends_with(|c: char| matches!(c, 'a'..='e' | 'đ'));
            !(numbered && letters > 1 || lettered)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, x1: f32, confidence: f32) -> Word {
        Word {
            text: text.to_owned(),
            bbox: BBox([x0, 100.0, x1, 110.0]),
            confidence: Some(confidence),
            ..Word::default()
        }
    }

    /// An engine that has one opinion of every line, as if it stood at the left of its picture.
    struct Opinion(Vec<Word>);

    impl Engine for Opinion {
        fn read(&mut self, _: &Raster) -> Result<PageWords> {
            Ok(PageWords::default())
        }

        fn read_part(&mut self, _: &Raster, _: Shape) -> Result<PageWords> {
            let words = self.0.clone();
            let bbox = BBox::default();
            Ok(PageWords {
                lines: vec![WordLine { words, bbox }],
                ..PageWords::default()
            })
        }

        fn identity(&self) -> String {
            "opinion".to_owned()
        }
    }

    #[test]
    fn digits_and_syllables_are_printed_shapes_and_mixtures_are_odd() {
        for fine in [
            "01",
            "2010,",
            "29/QĐ-TTg",
            "TT-BTC",
            "QH12",
            "(5b).",
            "12/4",
            "tỉnh",
            "Số:",
        ] {
            assert!(!is_odd(fine), "{fine}");
        }
        for odd in ["0]", "4ê", "025g", "ngày15", "0Í", "quyềnn"] {
            assert!(is_odd(odd), "{odd}");
        }
    }

    #[test]
    fn the_better_reading_of_each_place_is_kept() {
        let mut line = WordLine {
            words: vec![
                word("tháng", 10.0, 40.0, 0.96),
                word("0]", 44.0, 54.0, 0.9),
                word("năm", 58.0, 78.0, 0.9),
                word("ngày15", 82.0, 110.0, 0.24),
            ],
            bbox: BBox([10.0, 100.0, 110.0, 110.0]),
        };
        let again = vec![
            word("thảng", 10.0, 40.0, 0.7),
            word("01", 44.0, 54.0, 0.7),
            word("năm", 58.0, 78.0, 0.91),
            word("ngày", 82.0, 97.0, 0.9),
            word("15", 99.0, 110.0, 0.9),
        ];
        assert_eq!(merge(&mut line, again), 2);
        assert_eq!(texts(&line.words), ["tháng", "01", "năm", "ngày", "15"]);
    }

    #[test]
    fn only_doubtful_lines_are_read_again_and_letterheads_first() {
        let line = |words: Vec<Word>, y: f32| {
            let bbox = BBox([0.0, y, 500.0, y + 10.0]);
            let words = words
                .into_iter()
                .map(|w| Word {
                    bbox: BBox([w.bbox.0[0], y, w.bbox.0[2], y + 10.0]),
                    ..w
                })
                .collect();
            WordLine { words, bbox }
        };
        let mut page = PageWords {
            lines: (0..20)
                .map(|n| line(vec![word("0]", 10.0, 40.0, 0.5)], 20.0 * n as f32))
                .collect(),
            ..PageWords::default()
        };
        page.lines
            .push(line(vec![word("ban", 10.0, 40.0, 0.97)], 420.0));
        let raster = Raster {
            image: image::DynamicImage::new_luma8(600, 842),
            dpi: 72.0,
        };
        let mut engine = Opinion(vec![Word {
            bbox: BBox([13.0, 3.0, 43.0, 13.0]),
            ..word("01", 0.0, 0.0, 0.9)
        }]);
        let found = read_again(&mut engine, &raster, &mut page, 50.0).unwrap();
        // What is read as badly below the letterhead is taken for no print.
        assert_eq!(
            found,
            SecondReading {
                lines: 3,
                changed: 3
            }
        );
        let read: Vec<&str> = page
            .lines
            .iter()
            .map(|l| l.words[0].text.as_str())
            .collect();
        assert_eq!(read[..3], ["01", "01", "01"]);
        assert_eq!(read[20], "ban");
    }
}
