//! Words of the document that an incoming-mail stamp (*dấu công văn đến*) is printed over, read by themselves.
//!
//! The stamp stands over the subject as often as not. With the rules of its frame lifted off most of these words can be
//! read, but the engine takes the beginning of a line for a part of the stamp's line beside it. What is marked here as
//! standing under the stamp the text room leaves where it is:
//!
//! * words that the frame's own rules run through, outside of it or on a line that goes on beyond: no stamp prints on its
//!   frame;
//! * the last line of a title that begins above the frame;
//! * the beginning of a centred line. How far it reaches into the stamp follows from how far it reaches out of it. That
//!   part is read once more as one printed line, and taken, or else what the page as a whole was read to have there, if it
//!   fills the gap with syllables that are read surely, and numbers that both readings have.
//!
//! Where letters of the stamp lie over those of the document nothing is taken, and the word beside the gap is marked.
//!
//! Costs a reading of a line for each centred line that a stamp cuts, on pages with a stamp.

use super::second::{self, band, cut_out};
use super::{Engine, Shape, sureness};
use crate::error::Result;
use crate::page::{PageWords, Raster, SecondReading, Stamped, Word};
use crate::span::BBox;
use crate::syllable::Syllable;

/// Pixels per inch of the reading.
const DPI: f32 = 300.0;
/// A line goes on beyond the frame with so many words.
const GOES_ON: usize = 3;
/// A rule crosses a word if so much stands on either side, in heights of the word.
const CROSSED: f32 = 0.25;
/// What is in sight of a cut line begins so near to the frame, and the line that shows the centre stands so near above,
/// in line heights.
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
            keep_crossed(&mut page.lines[at].words, *frame);
            if let Some(above) = title_above(page, at, *frame) {
                found.lines += keep_whole(engine, raster, page, at, above)?;
            } else if let Some(cut) = cut(page, at, *frame) {
                found.lines += 1;
                found.changed += complete(engine, raster, page, at, cut)?;
            }
        }
    }
    page.lines.retain(|line| !line.words.is_empty());
    Ok(found)
}

/// Marks the words of a line through which the frame's rules run; those in the frame only if the line goes on beyond.
fn keep_crossed(words: &mut [Word], frame: BBox) {
    let goes_on = words.iter().filter(|w| w.is_beyond(frame)).count() >= GOES_ON;
    for word in words {
        if (goes_on || !word.is_in(frame)) && is_crossed(word, frame) {
            word.stamped = Some(Stamped::Under);
        }
    }
}

/// Marks a line that stands in the frame as a whole, below the line `above` of its title, or the end of that line where
/// it is not read surely: its numbers are to be read by itself as before. How many readings that took.
fn keep_whole(
    engine: &mut dyn Engine,
    raster: &Raster,
    page: &mut PageWords,
    at: usize,
    above: usize,
) -> Result<u32> {
    let line = &mut page.lines[at];
    let has_numbers = line.words.iter().any(has_digits);
    let again = match has_numbers {
        true => line_at(engine, raster, line.bbox)?,
        false => Vec::new(),
    };
    let is_sure = |w: &Word| is_word(w) && is_told_twice(w, &again);
    if sureness(&line.words) >= SURE && line.words.iter().all(is_sure) {
        for word in &mut line.words {
            word.stamped = Some(Stamped::Under);
        }
    } else if let Some(last) = page.lines[above].words.last_mut() {
        last.stamped = Some(Stamped::Beside);
    }
    Ok(u32::from(has_numbers))
}

/// Reads a cut line by itself and puts what was hidden into it, or marks the first word in sight; in how many places the
/// new reading was better.
fn complete(
    engine: &mut dyn Engine,
    raster: &Raster,
    page: &mut PageWords,
    at: usize,
    cut: Cut,
) -> Result<u32> {
    let again = line_at(engine, raster, cut.bbox)?;
    let line = &mut page.lines[at];
    let left = line.words[cut.seen].bbox.0[0];
    let is_before = |w: &Word| (w.bbox.0[0] + w.bbox.0[2]) / 2.0 < left;
    let (before, rest): (Vec<Word>, Vec<Word>) = again.into_iter().partition(is_before);
    let (first, seen) = line.words.split_at(cut.seen);
    if let Some(words) = hidden(seen, cut, &before, &rest, first) {
        let changed = 1 + second::merge(line, rest);
        put(page, at, words);
        return Ok(changed);
    }
    // The page as a whole may have been read better there.
    match hidden(seen, cut, first, seen, &before) {
        Some(words) => put(page, at, words),
        None => line.words[cut.seen].stamped = Some(Stamped::Beside),
    }
    Ok(0)
}

/// A part of the page read by itself as one printed line.
fn line_at(engine: &mut dyn Engine, raster: &Raster, bbox: BBox) -> Result<Vec<Word>> {
    let read = cut_out(engine, raster, bbox, Shape::Line, DPI)?;
    Ok(read.lines.into_iter().flat_map(|line| line.words).collect())
}

fn has_digits(word: &Word) -> bool {
    word.text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a word without digits, or another reading has it, too: a digit that a rule went through is another digit.
fn is_told_twice(word: &Word, other: &[Word]) -> bool {
    !has_digits(word)
        || other
            .iter()
            .flat_map(printed)
            .any(|o| core(&o) == core(word))
}

/// The line above, if a line stands in the frame as a whole and is the last one of the title that begins there: centred
/// like the line above, as high, and right below it.
fn title_above(page: &PageWords, at: usize, frame: BBox) -> Option<usize> {
    let line = &page.lines[at];
    let BBox([_, y0, x1, _]) = frame;
    let BBox([left, top, right, bottom]) = line.bbox;
    if line.words.is_empty() || !line.words.iter().all(|w| w.is_in(frame)) {
        return None;
    }
    page.lines.iter().position(|above| {
        let BBox([a, b, c, d]) = above.bbox;
        let height = d - b;
        let centred = ((a + c) - (left + right)).abs() < height;
        let alike = (bottom - top - height).abs() < ALIKE * height;
        let next = top > b + height / 2.0 && top - d < height / 2.0;
        // `CÔNG VĂN ĐẾN` is no end of `Về việc …`.
        let printed = is_capitals(&above.words) || !is_capitals(&line.words);
        let in_sight = c > x1 + height || d < y0 + height / 2.0;
        centred && alike && next && printed && in_sight && sureness(&above.words) >= SURE
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
    let seen = line.words.iter().position(|w| w.is_beyond(frame))?;
    let words = &line.words[seen..];
    let [left, _, _, _] = words[0].bbox.0;
    let right = words.last()?.bbox.0[2];
    let [top, bottom] = band(words)?;
    let height = bottom - top;
    let is_beside = bottom > y0 && top < y1 && left < x1 + NEAR * height;
    if !is_beside {
        return None;
    }
    // The nearest line above that no stamp touches shows where the centre is.
    let above = page.lines.iter().filter_map(|other| {
        let BBox([a, b, c, d]) = other.bbox;
        let is_above = d <= top + height / 2.0 && top - d < ABOVE * height;
        let is_over = a < right && c > left;
        let is_clear = a > x1 || b > y1 || d < y0;
        (is_above && is_over && is_clear && sureness(&other.words) >= SURE)
            .then_some((d, (a + c) / 2.0))
    });
    let (_, centre) = above.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let begin = 2.0 * centre - right;
    let is_cut = begin < left - height && begin > x0 && begin < x1;
    is_cut.then_some(Cut {
        seen,
        bbox: BBox([begin - SLACK * height / 2.0, top, right, bottom]),
    })
}

/// The words that a reading has `before` those in sight, if it can be trusted: it fills the gap, has the `rest` as
/// they were seen, and its numbers as an `other` reading has them.
fn hidden(
    seen: &[Word],
    cut: Cut,
    before: &[Word],
    rest: &[Word],
    other: &[Word],
) -> Option<Vec<Word>> {
    let is_seen = |w: &&Word| seen.iter().any(|s| s.text == w.text);
    let agreed = rest.iter().filter(is_seen).count() as f32;
    let slack = SLACK * cut.bbox.height();
    let hidden = before.iter().flat_map(printed);
    let hidden: Vec<Word> = hidden
        .filter(|w| w.bbox.0[0] > cut.bbox.0[0] - slack)
        .skip_while(|w| is_dash(&w.text))
        .collect();
    let begin = hidden.first()?.bbox.0[0];
    let trusted = begin < cut.bbox.0[0] + 2.0 * slack
        && hidden.iter().all(|w| is_word(w) && is_told_twice(w, other))
        && sureness(&hidden) >= SURE
        && agreed >= AGREED * seen.len() as f32;
    trusted.then_some(hidden)
}

/// Whether a word is a syllable or a number, and read surely enough.
fn is_word(word: &Word) -> bool {
    let core = core(word);
    let is_number = core.bytes().all(|b| b.is_ascii_digit());
    let is_legal = is_dash(core) || is_number || Syllable::parse(&core.to_lowercase()).is_some();
    is_legal && word.confidence.unwrap_or(0.0) >= SURE_WORD
}

fn core(word: &Word) -> &str {
    word.text.trim_end_matches([',', ';'])
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—")
}

/// The words in a word as read: what is left of a frame stands between and before them as quotation marks, commas, dashes.
/// A dash by itself between two words is printed.
fn printed(word: &Word) -> Vec<Word> {
    if is_dash(&word.text) {
        return vec![word.clone()];
    }
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
        line.words.retain(|word| !place.holds(word.bbox));
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

/// Whether a rule of a frame runs through a word.
fn is_crossed(word: &Word, BBox([x0, y0, x1, y1]): BBox) -> bool {
    let BBox([left, top, right, bottom]) = word.bbox;
    let part = CROSSED * (bottom - top);
    let within = |from: f32, to: f32, rules: [f32; 2]| {
        let inner = from + part..to - part;
        rules.iter().any(|rule| inner.contains(rule))
    };
    let (in_columns, in_rows) = (right > x0 && left < x1, bottom > y0 && top < y1);
    (in_columns && within(top, bottom, [y0, y1])) || (in_rows && within(left, right, [x0, x1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::WordLine;

    /// Words written `text@from-to` on a line at a height, in points.
    fn line(words: &str, y: f32) -> WordLine {
        let words: Vec<Word> = words
            .split_whitespace()
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
        let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union);
        WordLine {
            words,
            bbox: bbox.unwrap_or_default(),
        }
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

    /// Reads a page again with a stamp on it.
    fn read_page(engine: &'static str, page: &mut PageWords) -> SecondReading {
        let raster = Raster {
            image: image::DynamicImage::new_luma8(600, 842),
            dpi: 72.0,
        };
        let frame = BBox([40.0, 130.0, 240.0, 200.0]);
        read_again(&mut Reads(engine), &raster, &[frame], page).unwrap()
    }

    /// A subject of two lines centred at 300, a stamp over the second one's beginning.
    fn read(engine: &'static str) -> (SecondReading, Vec<WordLine>) {
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
        (read_page(engine, &mut page), page.lines)
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
        read_page("Ÿ@300-370", &mut page);
        let stamped: Vec<_> = page.lines[1].words.iter().map(|w| w.stamped).collect();
        assert_eq!(stamped[..2], [Some(Stamped::Under), None]);
        assert!(page.lines[2].words[0].stamped.is_none());
    }

    #[test]
    fn a_number_is_taken_only_where_two_readings_have_it() {
        let page = || PageWords {
            lines: vec![
                line(
                    "Về@180-196 việc@200-224 thành@230-260 lập@264-336 Hội@340-420",
                    116.0,
                ),
                line(
                    "2030@200-218 -@222-226 2035@230-240 của@244-276 tỉnh@280-302 Lam@306-400",
                    132.0,
                ),
            ],
            ..PageWords::default()
        };
        for (again, told) in [
            (
                "2030@200-218 -@222-226 2035@230-240 của@244-276 tỉnh@280-302 Lam@306-400",
                true,
            ),
            (
                "2030@200-218 -@222-226 2038@230-240 của@244-276 tỉnh@280-302 Lam@306-400",
                false,
            ),
        ] {
            let mut page = page();
            read_page(again, &mut page);
            assert_eq!(texts(&page.lines[1])[..3], ["2030", "-", "2035"]);
            let marks = (
                page.lines[1].words[1].stamped,
                page.lines[1].words[3].stamped,
            );
            let wanted = match told {
                true => (Some(Stamped::Under), None),
                false => (None, Some(Stamped::Beside)),
            };
            assert_eq!(marks, wanted, "{again}");
        }
    }

    #[test]
    fn words_that_the_frame_runs_through_are_the_documents() {
        let body = "Căn@120-140 cứ@144-160 Luật@230-250 Đất@254-270 đai@274-290 năm@294-310";
        let mut page = PageWords {
            lines: vec![
                line(body, 195.0),
                line("Ngày@60-90 tháng@94-120", 195.0),
                line(body, 160.0),
            ],
            ..PageWords::default()
        };
        read_page("", &mut page);
        let under = |line: &WordLine| {
            let under = |w: &&Word| w.stamped == Some(Stamped::Under);
            line.words.iter().filter(under).count()
        };
        // On the lower rule, and under the side; there too, but ending in the frame; under the side alone.
        assert_eq!(page.lines.iter().map(under).collect::<Vec<_>>(), [3, 0, 1]);
    }

    #[test]
    fn the_last_line_of_a_title_is_no_line_of_the_stamp() {
        // The mark of the title's line above, and that of the line.
        let marks = |second: &str, y: f32, again: &'static str| {
            let mut page = PageWords {
                lines: vec![
                    line(
                        "Về@100-116 việc@120-144 thành@150-180 lập@184-256 Hội@260-300",
                        121.0,
                    ),
                    line(second, y),
                ],
                ..PageWords::default()
            };
            read_page(again, &mut page);
            let last = |line: &WordLine| line.words.last().unwrap().stamped;
            (last(&page.lines[0]), last(&page.lines[1]))
        };
        let (under, beside) = (Some(Stamped::Under), Some(Stamped::Beside));
        let year = "năm@170-196 2031@200-230";
        assert_eq!(marks(year, 133.0, year), (None, under));
        assert_eq!(
            marks(year, 133.0, "năm@170-196 2034@200-230"),
            (beside, None)
        );
        assert_eq!(marks("nrm@170-196 Ngy:@200-230", 133.0, ""), (beside, None));
        // Not centred, further below, in the capitals of a stamp.
        let none = (None, None);
        assert_eq!(marks("năm@70-96 2031@100-130", 133.0, year), none);
        assert_eq!(marks(year, 160.0, year), none);
        let name = "CÔNG@160-190 VĂN@194-210 ĐẾN@214-240";
        assert_eq!(marks(name, 133.0, name), none);
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
            assert_eq!(lines[1].words[2].stamped, Some(Stamped::Beside), "{unread}");
        }
    }
}
