//! The signature block read by itself: under a seal the page's layout is often misjudged, and the
//! signer's name is then lost although it is printed clearly.
//!
//! A page that has the list of recipients (*Nơi nhận*) has the signature beside it. Where no name or no
//! position was read there, that part of the page is read once more as one block; where one is still missing, strip
//! by strip, each as one printed line, which finds words that the seal and the strokes of the pen run through. Of what
//! comes back only names and positions are taken: the rest is what the seal looks like to the engine.
//!
//! A block costs one reading, the strips [`STRIPS`] readings of a line each, on pages that end a document at most.

use super::scale::READING_DPI;
use super::second::cut_out;
use super::{Engine, Shape, sureness};
use crate::error::Result;
use crate::lexicon::{self, NamePart, fold};
use crate::page::{PageWords, Raster, SecondReading, Word, WordLine};
use crate::span::BBox;
use crate::syllable::Syllable;
use std::ops::Range;

/// The list stands in this share of the page from the left.
const LIST: f32 = 0.4;
/// How far the block reaches above and below the words `Nơi nhận`, in points.
const ABOVE: f32 = 30.0;
const BELOW: f32 = 230.0;
/// Height of a strip that is read as one line, and how much lower the next one begins, in points.
const STRIP: f32 = 20.0;
const STEP: f32 = 6.0;
/// Strips of a block; the first begins [`ABOVE`] over it, for a signature may begin higher than the list.
const STRIPS: usize = 36;
/// White between the list and the block, in points.
const GUTTER: f32 = 4.0;
/// A gap this many line heights wide ends a line of the list.
const GAP: f32 = 2.0;
/// A word of a name must be read at least so surely, and the name on average.
const SURE_WORD: f32 = 0.3;
const SURE_NAME: f32 = 0.75;
/// A position that a strip has must be read so surely on average; less so where every mark is in its place.
const SURE_POSITION: f32 = 0.5;
const SURE_SPELT: f32 = 0.25;

/// Reads the signature block of a page again where its name or position is missing.
///
/// # Errors
/// Those of the engine.
pub fn read_again(
    engine: &mut dyn Engine,
    raster: &Raster,
    page: &mut PageWords,
) -> Result<SecondReading> {
    let Some(block) = block(page, raster) else {
        return Ok(SecondReading::default());
    };
    let inside = |word: &Word| block.holds(word.bbox);
    let named = |line: &WordLine| {
        let words: Vec<&Word> = line.words.iter().filter(|w| inside(w)).collect();
        name(&words).is_some()
    };
    let placed = |line: &WordLine| {
        let words: Vec<&Word> = line.words.iter().filter(|w| inside(w)).collect();
        !words.is_empty() && is_position(&words)
    };
    let missing = |page: &PageWords| Missing {
        name: !page.lines.iter().any(named),
        position: !page.lines.iter().any(placed),
    };
    let mut found = SecondReading::default();
    if !missing(page).any() {
        return Ok(found);
    }
    found.lines += 1;
    let again = cut_out(engine, raster, block, Shape::Block, READING_DPI)?;
    for line in again.lines {
        let words: Vec<&Word> = line.words.iter().collect();
        let better: Vec<Word> = match name(&words) {
            Some(at) => line.words[at].to_vec(),
            None if is_position(&words) => line.words,
            None => continue,
        };
        found.changed += put(page, better);
    }
    let missing = missing(page);
    if missing.any() {
        found.lines += 1;
        for better in in_strips(engine, raster, block, missing)? {
            if !hides_sure_words(page, &better) {
                found.changed += put(page, better);
            }
        }
    }
    Ok(found)
}

/// What no reading of the block has yet.
#[derive(Debug, Clone, Copy)]
struct Missing {
    name: bool,
    position: bool,
}

impl Missing {
    fn any(self) -> bool {
        self.name || self.position
    }
}

/// Whether a word that was read surely, and is none of `words` with a letter more or less, stands where these
/// would be put.
fn hides_sure_words(page: &PageWords, words: &[Word]) -> bool {
    let Some(bbox) = words.iter().map(|w| w.bbox).reduce(BBox::union) else {
        return false;
    };
    let is_other = |old: &Word| {
        let old = fold(&bare(old.clone()).text);
        let letters = old.chars().filter(|c| c.is_alphabetic()).count();
        let differ = usize::from(letters > 3);
        letters > 1
            && words
                .iter()
                .all(|new| strsim::levenshtein(&fold(&new.text), &old) > differ)
    };
    let is_sure = |old: &Word| old.confidence.is_some_and(|c| c >= SURE_NAME);
    let mut old = page.lines.iter().flat_map(|l| &l.words);
    old.any(|w| bbox.holds(w.bbox) && is_sure(w) && is_other(w))
}

/// Puts words in the place of what was read there before; 1 if that was something else.
fn put(page: &mut PageWords, words: Vec<Word>) -> u32 {
    let Some(bbox) = words.iter().map(|w| w.bbox).reduce(BBox::union) else {
        return 0;
    };
    let old = page.lines.iter().flat_map(|l| &l.words);
    let old: String = old
        .filter(|w| bbox.holds(w.bbox))
        .map(|w| w.text.as_str())
        .collect();
    let new: String = words.iter().map(|w| w.text.as_str()).collect();
    for line in &mut page.lines {
        line.words.retain(|w| !bbox.holds(w.bbox));
    }
    page.lines.retain(|line| !line.words.is_empty());
    page.lines.push(WordLine { words, bbox });
    u32::from(old != new)
}

/// The missing name or positions as strips of the block have them, each where it was read most surely.
fn in_strips(
    engine: &mut dyn Engine,
    raster: &Raster,
    block: BBox,
    missing: Missing,
) -> Result<Vec<Vec<Word>>> {
    let BBox([left, top, right, bottom]) = block;
    let mut read = Vec::new();
    for strip in 0..STRIPS {
        let top = top - ABOVE + STEP * strip as f32;
        if top < 0.0 || top + STRIP > bottom {
            continue;
        }
        let strip = BBox([left, top, right, top + STRIP]);
        let lines = cut_out(engine, raster, strip, Shape::Line, READING_DPI)?.lines;
        let words: Vec<Word> = lines.into_iter().flat_map(|l| l.words).map(bare).collect();
        let words: Vec<&Word> = words.iter().filter(|w| !w.text.is_empty()).collect();
        let part = match name(&words) {
            Some(at) if missing.name => &words[at],
            None if missing.position => &words[position_in(&words)],
            _ => continue,
        };
        if !part.is_empty() {
            read.push(part.iter().map(|w| (*w).clone()).collect::<Vec<Word>>());
        }
    }
    read.sort_by(|a, b| sureness(b).total_cmp(&sureness(a)));
    let mut kept: Vec<Vec<Word>> = Vec::new();
    for words in read {
        let is_apart = |other: &Vec<Word>| (middle(other) - middle(&words)).abs() > STRIP / 2.0;
        let is_name = |words: &[Word]| name(&words.iter().collect::<Vec<_>>()).is_some();
        let second_name = is_name(&words) && kept.iter().any(|other| is_name(other));
        if kept.iter().all(is_apart) && !second_name {
            kept.push(words);
        }
    }
    Ok(kept)
}

/// A word without the strokes at its ends.
fn bare(word: Word) -> Word {
    let text = word.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let text = match is_capacity(text) {
        true => text,
        false => text.trim_end_matches('.'),
    };
    Word {
        text: text.to_owned(),
        ..word
    }
}

/// Where among words that a strip has a capacity or position stands; an empty range if none does, or if what stands
/// close before it may be its first word (`PHÓ`).
fn position_in(words: &[&Word]) -> Range<usize> {
    let runs = (2..=6.min(words.len())).rev().flat_map(|length| {
        let runs = words.windows(length).enumerate();
        runs.map(move |(at, run)| (at..at + length, run))
    });
    let found = runs.into_iter().find(|(_, run)| names_position(run));
    let Some((at, run)) = found else {
        return 0..0;
    };
    let sure = sureness(run);
    let is_spelt = || lexicon::position(&spelt(run)).is_some_and(|known| known == spelt(run));
    let is_cut = at.start > 0 && {
        let before = words[at.start - 1];
        let gap = run[0].bbox.0[0] - before.bbox.0[2];
        before.text.chars().any(char::is_alphabetic) && gap < run[0].bbox.height()
    };
    let is_sure = sure >= SURE_POSITION || sure >= SURE_SPELT && is_spelt();
    if is_sure && !is_cut { at } else { 0..0 }
}

/// The height at which words stand, in points.
fn middle(words: &[Word]) -> f32 {
    let sum: f32 = words
        .iter()
        .map(|w| (w.bbox.0[1] + w.bbox.0[3]) / 2.0)
        .sum();
    sum / words.len().max(1) as f32
}

/// Where the signature stands: right of the list of recipients.
fn block(page: &PageWords, raster: &Raster) -> Option<BBox> {
    let width = raster.image.width() as f32 * 72.0 / raster.dpi;
    let height = raster.image.height() as f32 * 72.0 / raster.dpi;
    let [x0, y0] = list_begins(page, width)?;
    let in_list = |line: &&WordLine| {
        let [left, top, ..] = line.bbox.0;
        (left - x0).abs() < 0.05 * width && (y0..y0 + BELOW).contains(&top)
    };
    let end = |line: &WordLine| {
        let apart = |pair: &[Word]| {
            pair[1].bbox.0[0] - pair[0].bbox.0[2] > GAP * pair[0].bbox.height().max(6.0)
        };
        let words = &line.words;
        let last = words.windows(2).position(apart).unwrap_or(words.len() - 1);
        words[last].bbox.0[2]
    };
    let edge = page
        .lines
        .iter()
        .filter(in_list)
        .map(end)
        .fold(x0, f32::max);
    let left = edge.min(0.6 * width) + GUTTER;
    Some(BBox([
        left,
        (y0 - ABOVE).max(0.0),
        width,
        (y0 + BELOW).min(height),
    ]))
}

/// Left and top of the list of recipients: its label, or the first of the items that end with the
/// file copy (*Lưu: VT*).
fn list_begins(page: &PageWords, width: f32) -> Option<[f32; 2]> {
    let corner = |line: &WordLine| [line.bbox.0[0], line.bbox.0[1]];
    let lines = || page.lines.iter().filter(|l| l.bbox.0[0] < LIST * width);
    let opening = |line: &WordLine| -> Vec<String> {
        let words = line.words.iter().take(2).map(|w| fold(&w.text));
        words
            .map(|w| w.trim_end_matches([' ', ':']).to_owned())
            .collect()
    };
    let label = lines().rfind(|line| opening(line) == ["noi", "nhan"]);
    if let Some(label) = label {
        return Some(corner(label));
    }
    let copy = lines().rfind(|line| opening(line) == ["-", "luu"])?;
    let [left, bottom] = corner(copy);
    let items = lines().filter(|line| {
        let [x0, y0] = corner(line);
        let near = (x0 - left).abs() < 0.02 * width && (bottom - BELOW..=bottom).contains(&y0);
        near && line.words[0].text == "-"
    });
    items.map(corner).min_by(|a, b| a[1].total_cmp(&b[1]))
}

/// The longest run of words that is the name of a person, by surname and given name.
fn name(words: &[&Word]) -> Option<Range<usize>> {
    let syllable = |word: &&Word| {
        let mut letters = word.text.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.all(char::is_lowercase)
            && Syllable::parse(&word.text.to_lowercase()).is_some()
            && word.confidence.is_none_or(|c| c >= SURE_WORD)
    };
    let is_name = |run: &[&Word]| {
        let sum: f32 = run.iter().map(|w| w.confidence.unwrap_or(1.0)).sum();
        run.iter().all(syllable)
            && lexicon::name_count(NamePart::Surname, &run[0].text) > 0
            && run[1..]
                .iter()
                .any(|w| lexicon::name_count(NamePart::Given, &w.text) > 0)
            && sum >= SURE_NAME * run.len() as f32
    };
    (2..=5.min(words.len())).rev().find_map(|length| {
        let runs = words.windows(length).enumerate();
        runs.filter(|(_, run)| is_name(run))
            .map(|(at, _)| at..at + length)
            .next()
    })
}

/// Whether a line is, surely, a capacity or a position in capitals: `KT. GIÁM ĐỐC`, `PHÓ CHỦ TỊCH`.
fn is_position(words: &[&Word]) -> bool {
    let is_sure = |w: &&Word| w.confidence.is_none_or(|c| c >= SURE_NAME);
    words.iter().all(is_sure) && names_position(words)
}

/// Whether words in capitals are a capacity or a position.
fn names_position(words: &[&Word]) -> bool {
    let small = |w: &&Word| w.text.chars().any(char::is_lowercase);
    !words.iter().any(small) && lexicon::is_position(&spelt(words))
}

/// The words without a capacity (`KT.`) before them.
fn spelt(words: &[&Word]) -> String {
    let words: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    let bare = match words.as_slice() {
        [first, rest @ ..] if is_capacity(first) => rest,
        all => all,
    };
    bare.join(" ")
}

fn is_capacity(word: &str) -> bool {
    matches!(fold(word).as_str(), "kt." | "tm." | "tl." | "tuq.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::DynamicImage;

    fn line(text: &str, x: f32, y: f32, confidence: f32) -> WordLine {
        let mut at = x;
        let words: Vec<Word> = text
            .split(' ')
            .map(|text| {
                let width = 6.0 * text.chars().count() as f32;
                let bbox = BBox([at, y, at + width, y + 10.0]);
                at += width + 4.0;
                Word {
                    text: text.to_owned(),
                    bbox,
                    confidence: Some(confidence),
                    ..Word::default()
                }
            })
            .collect();
        let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union).unwrap();
        WordLine { words, bbox }
    }

    /// An engine that reads these lines in every block, and those that stand in it in every strip.
    #[derive(Default)]
    struct Block {
        lines: Vec<WordLine>,
        strips: Vec<WordLine>,
    }

    impl Engine for Block {
        fn read(&mut self, _: &Raster) -> Result<PageWords> {
            Ok(PageWords::default())
        }

        fn read_part(&mut self, _: &Raster, shape: Shape) -> Result<PageWords> {
            let lines = match shape {
                Shape::Block => self.lines.clone(),
                Shape::Line => self.strips.pop().into_iter().collect(),
            };
            Ok(PageWords {
                lines,
                ..PageWords::default()
            })
        }

        fn identity(&self) -> String {
            "block".to_owned()
        }
    }

    /// The lines of a page whose block is read as `block`, after what is printed on the page.
    fn read(page: Vec<WordLine>, lines: Vec<WordLine>) -> Vec<String> {
        let strips = Vec::new();
        read_by(Block { lines, strips }, page)
    }

    fn read_by(mut engine: Block, page: Vec<WordLine>) -> Vec<String> {
        let mut page = PageWords {
            lines: page,
            ..PageWords::default()
        };
        let raster = Raster {
            image: DynamicImage::new_luma8(595, 842),
            dpi: 72.0,
        };
        read_again(&mut engine, &raster, &mut page).unwrap();
        let text = |l: &WordLine| {
            l.words
                .iter()
                .map(|w| w.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        page.lines.iter().map(text).collect()
    }

    fn list() -> Vec<WordLine> {
        vec![
            line("Nơi nhận:", 70.0, 400.0, 0.95),
            line("- Như Điều 3;", 70.0, 412.0, 0.95),
            line("GIÁM ĐỐC", 380.0, 400.0, 0.95),
        ]
    }

    #[test]
    fn a_name_that_the_seal_hid_is_found_and_the_seal_is_not_read() {
        let block = vec![
            line("GIÁM ĐỐC", 239.0, 33.0, 0.95),
            line("S&Œ 2⁄2", 150.0, 60.0, 0.6),
            line("Nguyễn Văn Mẫu", 150.0, 110.0, 0.93),
        ];
        let lines = read(list(), block);
        assert_eq!(lines[2..], ["GIÁM ĐỐC", "Nguyễn Văn Mẫu"]);
    }

    /// What strips from the highest on have, where neither list nor block have name or position.
    fn in_strips(strips: &[(&str, f32)]) -> Vec<String> {
        let lines = strips.iter().rev();
        let engine = Block {
            strips: lines
                .map(|(text, sure)| line(text, 100.0, 9.0, *sure))
                .collect(),
            ..Block::default()
        };
        read_by(engine, list()[..2].to_vec())[2..].to_vec()
    }

    #[test]
    fn strips_find_what_the_block_has_not_each_where_it_was_surest() {
        let found = in_strips(&[
            ("“QUYỀN VIỆN TRƯỞNG ]", 0.1),
            ("KT. VIỆN TRƯỞNG", 0.6),
            ("7 KT. VIỆN TRƯỞNG |", 0.9),
            ("7 ⁄", 0.2),
            ("PHÓ VIỆN TRƯỞNG", 0.8),
            ("Nguyên Văn Mẫu", 0.8),
            ("Nguyễn Văn Mẫu.", 0.9),
        ]);
        assert_eq!(
            found,
            ["KT. VIỆN TRƯỞNG", "Nguyễn Văn Mẫu", "PHÓ VIỆN TRƯỞNG"]
        );
    }

    #[test]
    fn strips_hide_no_word_that_was_read_surely() {
        let position = line("VIỆN TRƯỞNG", 100.0, 9.0, 0.9).words;
        let hides = |text, sure| {
            let page = PageWords {
                lines: vec![line(text, 100.0, 9.0, sure)],
                ..PageWords::default()
            };
            hides_sure_words(&page, &position)
        };
        assert!(hides("LÂM TRƯỜNG", 0.9));
        assert!(!hides("LÂM TRƯỜNG", 0.2));
        assert!(!hides("VIỆN TRƯỞNG.", 0.9));
        assert!(!hides("VIỆN RƯỞNG", 0.9));
    }

    #[test]
    fn a_position_that_may_have_lost_its_first_word_is_not_taken() {
        assert!(in_strips(&[("PHU VIỆN TRƯỞNG", 0.9)]).is_empty());
        assert!(in_strips(&[("VIEN TRUONG", 0.3)]).is_empty());
    }

    #[test]
    fn a_name_that_was_read_is_not_read_again() {
        let mut page = list();
        page.push(line("Trần Thị Mẫu", 370.0, 500.0, 0.9));
        let before = page.len();
        let lines = read(page, vec![line("Nguyễn Văn Mẫu", 150.0, 110.0, 0.93)]);
        assert_eq!(lines.len(), before);
    }

    #[test]
    fn pages_without_recipients_have_no_block() {
        let page = vec![line("Điều 1. Quyết định này", 70.0, 400.0, 0.95)];
        assert_eq!(read(page.clone(), list()).len(), page.len());
    }
}
