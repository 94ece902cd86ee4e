//! Words of the document that an incoming-mail stamp (*dấu công văn đến*) is printed over, read by themselves.
//!
//! The stamp stands over the subject as often as not. With the rules of its frame lifted off most of these words can be
//! read, but the engine takes the beginning of a line for a part of the stamp's line beside it. A title is centred: how
//! far its line reaches into the stamp follows from how far it reaches out of it. That part is read once more as one
//! printed line, and taken only if it fills the gap with syllables that are read surely; where letters of
//! the stamp lie over those of the document nothing is taken.
//!
//! Costs a reading of a line for each centred line that a stamp cuts, on pages with a stamp.

use super::second::{self, cut_out};
use super::{Engine, Shape};
use crate::error::Result;
use crate::page::{PageWords, Raster, SecondReading, Stamped, Word};
use crate::span::BBox;
use crate::syllable::Syllable;

/// Pixels per inch of the reading.
const DPI: f32 = 300.0;
/// Share of a word's width that the stamp must cover to hide it.
const INSIDE: f32 = 0.6;
/// They begin so near to the frame, and the lines that show the centre stand so near above, in line heights.
const NEAR: f32 = 4.0;
const ABOVE: f32 = 8.0;
/// Of the hidden part so much may be missing at the left, in line heights.
const SLACK: f32 = 1.0;
/// The words that come back must be read so surely on average, and each of them.
const SURE: f32 = 0.7;
const SURE_WORD: f32 = 0.4;
/// Two lines of a title are as high but for this share.
const ALIKE: f32 = 0.4;
/// Letters that lost what a rule crossed are worth less than the engine believes.
const HURT: f32 = 0.5;
/// Share of the words in sight that the new reading must have as well.
const AGREED: f32 = 0.5;

/// A line of the document that begins inside a stamp.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cut {
    /// Which of its words is the first in sight.
    seen: usize,
    /// Where it stands, with its hidden part.
    bbox: BBox,
}

/// Reads the hidden beginnings of the lines that stamps (`frames`, in points of the image) cut.
///
/// # Errors
/// Those of the engine.
pub fn read_again(
    engine: &mut dyn Engine,
    raster: &Raster,
    frames: &[BBox],
    page: &mut PageWords,
) -> Result<SecondReading> {
    let mut found = SecondReading::default();
    for frame in frames {
        for at in 0..page.lines.len() {
            if lies_under(page, at, *frame) {
                for word in &mut page.lines[at].words {
                    word.stamped = Some(Stamped::Under);
                }
            }
            let Some(cut) = cut(page, at, *frame) else {
                continue;
            };
            found.lines += 1;
            let again = cut_out(engine, raster, cut.bbox, Shape::Line, DPI)?;
            let again = again.lines.into_iter().flat_map(|line| line.words);
            let line = &mut page.lines[at];
            let seen = line.words[cut.seen].bbox.0[0];
            let is_before = |w: &Word| (w.bbox.0[0] + w.bbox.0[2]) / 2.0 < seen;
            let (before, rest): (Vec<Word>, Vec<Word>) = again.partition(is_before);
            let (first, seen) = line.words.split_at(cut.seen);
            if let Some(words) = hidden(seen, cut, &before, &rest) {
                found.changed += 1 + second::merge(line, rest);
                put(page, at, words);
            } else if let Some(words) = hidden(seen, cut, first, seen) {
                // The page as a whole was read better there.
                put(page, at, words);
            } else {
                line.words[cut.seen].stamped = Some(Stamped::After);
            }
        }
    }
    page.lines.retain(|line| !line.words.is_empty());
    Ok(found)
}

/// Whether a line stands in the frame as a whole and is the last one of a title that begins above it: centred like the
/// line above, as high, right below it, and read surely.
fn lies_under(page: &PageWords, at: usize, frame: BBox) -> bool {
    let line = &page.lines[at];
    let BBox([x0, y0, x1, y1]) = frame;
    let BBox([left, top, right, bottom]) = line.bbox;
    let height = bottom - top;
    let inside = left > x0 && right < x1 && bottom > y0 && top < y1;
    inside
        && surely(&line.words) >= SURE
        && line.words.iter().all(is_word)
        && page.lines.iter().any(|above| {
            let BBox([a, b, c, d]) = above.bbox;
            let centred = ((a + c) - (left + right)).abs() < height;
            let alike = ((d - b) - height).abs() < ALIKE * height;
            let next = top > b + height / 2.0 && top - d < height / 2.0;
            // `CÔNG VĂN ĐẾN` is no end of `Về việc …`.
            let printed = is_capitals(&above.words) || !is_capitals(&line.words);
            let in_sight = c > x1 + height || d < y0 + height / 2.0;
            centred && alike && next && printed && in_sight && surely(&above.words) >= SURE
        })
}

/// Whether words have letters, and none of them small.
fn is_capitals(words: &[Word]) -> bool {
    let mut letters = words
        .iter()
        .flat_map(|w| w.text.chars())
        .filter(|c| c.is_alphabetic())
        .peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// Whether the frame hides the beginning of a line, and how far the line reaches into it.
fn cut(page: &PageWords, at: usize, frame: BBox) -> Option<Cut> {
    let line = &page.lines[at];
    let BBox([x0, y0, x1, y1]) = frame;
    let seen = line.words.iter().position(|w| is_beyond(w, frame))?;
    let words = &line.words[seen..];
    let [left, _, _, _] = words[0].bbox.0;
    let right = words.last()?.bbox.0[2];
    let band = [1, 3].map(|edge| median(words.iter().map(|w| w.bbox.0[edge])));
    let height = band[1] - band[0];
    let is_beside = band[1] > y0 && band[0] < y1 && left < x1 + NEAR * height;
    if !is_beside {
        return None;
    }
    // The nearest line above that no stamp touches shows where the centre is.
    let above = page.lines.iter().filter_map(|other| {
        let BBox([a, b, c, d]) = other.bbox;
        let is_above = d <= band[0] + height / 2.0 && band[0] - d < ABOVE * height;
        let is_over = a < right && c > left;
        let is_clear = a > x1 || b > y1 || d < y0;
        (is_above && is_over && is_clear && surely(&other.words) >= SURE)
            .then_some((d, (a + c) / 2.0))
    });
    let (_, centre) = above.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let begin = 2.0 * centre - right;
    let is_cut = begin < left - height && begin > x0 && begin < x1;
    is_cut.then_some(Cut {
        seen,
        bbox: BBox([begin - SLACK * height / 2.0, band[0], right, band[1]]),
    })
}

/// The words that a new reading has `before` those in sight, if it can be trusted: it fills the gap, and has the `rest` as
/// they were seen.
fn hidden(seen: &[Word], cut: Cut, before: &[Word], rest: &[Word]) -> Option<Vec<Word>> {
    let is_seen = |w: &&Word| seen.iter().any(|s| s.text == w.text);
    let agreed = rest.iter().filter(is_seen).count() as f32;
    let slack = SLACK * cut.bbox.height();
    let hidden = before.iter().flat_map(printed);
    let hidden: Vec<Word> = hidden
        .filter(|w| w.bbox.0[0] > cut.bbox.0[0] - slack)
        .collect();
    let begin = hidden.first()?.bbox.0[0];
    let trusted = begin < cut.bbox.0[0] + 2.0 * slack
        && hidden.iter().all(is_word)
        && surely(&hidden) >= SURE
        && agreed >= AGREED * seen.len() as f32;
    trusted.then_some(hidden)
}

/// Whether a word is a syllable or a number, and read surely enough.
fn is_word(word: &Word) -> bool {
    let core = word.text.trim_end_matches([',', ';']);
    let is_number = core.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let is_legal = is_number || Syllable::parse(&core.to_lowercase()).is_some();
    is_legal && word.confidence.unwrap_or(0.0) >= SURE_WORD
}

/// The words in a word as read: what is left of a frame stands between and before them as quotation marks, commas, dashes.
fn printed(word: &Word) -> Vec<Word> {
    let BBox([x0, y0, x1, y1]) = word.bbox;
    let step = (x1 - x0) / word.text.chars().count().max(1) as f32;
    let mut words: Vec<Word> = Vec::new();
    for (at, c) in word.text.chars().enumerate() {
        let x = x0 + step * at as f32;
        match words.last_mut() {
            Some(last) if c.is_alphanumeric() && last.bbox.0[2] + step / 2.0 > x => {
                last.text.push(c);
                last.bbox.0[2] = x + step;
            }
            _ if c.is_alphanumeric() => words.push(Word {
                text: c.to_string(),
                bbox: BBox([x, y0, x + step, y1]),
                ..word.clone()
            }),
            _ => {}
        }
    }
    if let (Some(last), Some(mark @ (',' | ';'))) = (words.last_mut(), word.text.chars().last()) {
        last.text.push(mark);
    }
    words
}

/// Puts the hidden words of a line into it, in the place of what was read there.
fn put(page: &mut PageWords, at: usize, mut hidden: Vec<Word>) {
    let Some(place) = hidden.iter().map(|w| w.bbox).reduce(BBox::union) else {
        return;
    };
    for line in &mut page.lines {
        line.words.retain(|word| !covers(place, word.bbox));
    }
    for word in &mut hidden {
        word.stamped = Some(Stamped::Under);
        word.confidence = word.confidence.map(|sure| sure * HURT);
    }
    let line = &mut page.lines[at];
    line.words.extend(hidden);
    line.words
        .sort_by(|a, b| a.bbox.0[0].total_cmp(&b.bbox.0[0]));
    line.bbox = line.bbox.union(place);
}

/// Whether most of a word lies in a box.
fn covers(BBox([x0, y0, x1, y1]): BBox, word: BBox) -> bool {
    let BBox([a, b, c, d]) = word;
    let shared = (c.min(x1) - a.max(x0)).max(0.0) * (d.min(y1) - b.max(y0)).max(0.0);
    2.0 * shared > word.width() * word.height()
}

/// Whether a word stands to the right of what a frame hides.
fn is_beyond(word: &Word, BBox([x0, _, x1, _]): BBox) -> bool {
    let BBox([a, _, c, _]) = word.bbox;
    let shared = (c.min(x1) - a.max(x0)).max(0.0);
    c > x1 && shared < INSIDE * (c - a).max(0.1)
}

fn surely(words: &[Word]) -> f32 {
    let sum: f32 = words.iter().map(|w| w.confidence.unwrap_or(0.0)).sum();
    sum / words.len().max(1) as f32
}

fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::WordLine;

    /// Words written `text@from-to` on a line at a height, in points.
    fn line(words: &str, y: f32) -> WordLine {
        let words: Vec<Word> = words
            .split(' ')
            .map(|word| {
                let (text, place) = word.rsplit_once('@').unwrap();
                let (from, to) = place.split_once('-').unwrap();
                Word {
                    text: text.to_owned(),
                    bbox: BBox([from.parse().unwrap(), y, to.parse().unwrap(), y + 10.0]),
                    confidence: Some(0.9),
                    ..Word::default()
                }
            })
            .collect();
        let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union).unwrap();
        WordLine { words, bbox }
    }

    /// An engine that reads one line, wherever it is asked; its places are those on the page.
    struct Reads(&'static str);

    impl Engine for Reads {
        fn read(&mut self, _: &Raster) -> Result<PageWords> {
            Ok(PageWords::default())
        }

        fn read_part(&mut self, part: &Raster, _: Shape) -> Result<PageWords> {
            let width = part.image.width() as f32 * 72.0 / part.dpi;
            let mut read = line(self.0, 3.0);
            // The part ends where the line does, and three points of white behind it.
            let right = read.bbox.0[2];
            for word in &mut read.words {
                for edge in [0, 2] {
                    word.bbox.0[edge] += width - 3.0 - right;
                }
            }
            Ok(PageWords {
                lines: vec![read],
                ..PageWords::default()
            })
        }

        fn identity(&self) -> String {
            "reads".to_owned()
        }
    }

    /// A subject of two lines centred at 300, a stamp over the second one's beginning.
    fn read(engine: &'static str) -> (SecondReading, Vec<WordLine>) {
        let frame = BBox([40.0, 130.0, 240.0, 200.0]);
        let mut page = PageWords {
            lines: vec![
                line(
                    "Về@180-196 việc@200-224 thành@230-260 lập@264-280 Hội@284-304 đồng@308-336 thẩm@340-370 định@374-420",
                    110.0,
                ),
                line(
                    "CÔNG@60-100 ựuy@232-240 hoạch@244-276 tỉnh@280-302 Lam@306-330 Giang@334-370",
                    132.0,
                ),
                line("Số@60-80 ngày@90-110", 150.0),
            ],
            ..PageWords::default()
        };
        let raster = Raster {
            image: image::DynamicImage::new_luma8(600, 842),
            dpi: 72.0,
        };
        let found = read_again(&mut Reads(engine), &raster, &[frame], &mut page).unwrap();
        (found, page.lines)
    }

    fn texts(line: &WordLine) -> Vec<&str> {
        line.words.iter().map(|w| w.text.as_str()).collect()
    }

    #[test]
    fn what_a_frame_crosses_is_read_from_where_its_line_begins() {
        let (found, lines) =
            read("“quy@230-240 hoạch@244-276 tỉnh@280-302 Lam@306-330 Giang@334-370");
        assert_eq!(
            found,
            SecondReading {
                lines: 1,
                changed: 1
            }
        );
        assert_eq!(
            texts(&lines[1]),
            ["CÔNG", "quy", "hoạch", "tỉnh", "Lam", "Giang"]
        );
        let under = |w: &&Word| w.stamped == Some(Stamped::Under);
        assert_eq!(lines[1].words.iter().filter(under).count(), 1);
        // The stamp's own lines stay as they are.
        assert_eq!(texts(&lines[2]), ["Số", "ngày"]);
    }

    #[test]
    fn a_first_reading_that_fills_the_gap_is_kept() {
        // Read again the line is nothing, but the page as a whole had it.
        let frame = BBox([40.0, 130.0, 240.0, 200.0]);
        let mut page = PageWords {
            lines: vec![
                line(
                    "Về@180-196 việc@200-224 thành@230-260 lập@264-336 Hội@340-420",
                    116.0,
                ),
                line(
                    "quy@230-240 hoạch@244-276 tỉnh@280-302 Lam@306-330 Giang@334-370",
                    132.0,
                ),
                // The stamp's own, lower and no syllables of a title.
                line("CVĐ@100-180", 160.0),
            ],
            ..PageWords::default()
        };
        let raster = Raster {
            image: image::DynamicImage::new_luma8(600, 842),
            dpi: 72.0,
        };
        read_again(&mut Reads("Ÿ@300-370"), &raster, &[frame], &mut page).unwrap();
        let stamped: Vec<_> = page.lines[1].words.iter().map(|w| w.stamped).collect();
        assert_eq!(stamped[..2], [Some(Stamped::Under), None]);
        assert!(page.lines[2].words[0].stamped.is_none());
    }

    #[test]
    fn the_last_line_of_a_title_is_no_line_of_the_stamp() {
        let under = |second: &str, y: f32| {
            let frame = BBox([40.0, 120.0, 360.0, 200.0]);
            let lines = vec![
                line(
                    "Về@180-196 việc@200-224 thành@230-260 lập@264-336 Hội@340-420",
                    110.0,
                ),
                line(second, y),
            ];
            let page = PageWords {
                lines,
                ..PageWords::default()
            };
            lies_under(&page, 1, frame)
        };
        assert!(under("năm@270-296 2031@300-330", 123.0));
        // Not centred, further below, no words.
        assert!(!under("năm@70-96 2031@100-130", 123.0));
        assert!(!under("năm@270-296 2031@300-330", 150.0));
        assert!(!under("nrm@270-296 Ngy:@300-330", 123.0));
        assert!(!under("CÔNG@260-290 VĂN@294-310 ĐẾN@314-340", 123.0));
    }

    #[test]
    fn what_cannot_be_read_is_marked_and_nothing_is_made_up() {
        for unread in [
            // Letters of the stamp over those of the document.
            "QƯHÚY@230-240 hoạch@244-276 tỉnh@280-302 Lam@306-330 Giang@334-370",
            // Nothing.
            "hoạch@244-276 tỉnh@280-302 Lam@306-330 Giang@334-370",
            // Another line.
            "quy@230-240 chế@244-276 làm@280-302 việc@306-370",
        ] {
            let (found, lines) = read(unread);
            assert_eq!(found.changed, 0, "{unread}");
            assert_eq!(texts(&lines[1])[..3], ["CÔNG", "ựuy", "hoạch"]);
            assert_eq!(lines[1].words[2].stamped, Some(Stamped::After), "{unread}");
        }
    }
}
