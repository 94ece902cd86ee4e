//! The stamp of incoming mail (*dấu công văn đến*): what stands in its frame, apart from the page's own.
//!
//! The receiver sets it on the page, often over the subject. Its lines are no part of the document.

use super::model::PageReading;
use crate::lexicon::fold;
use crate::page::{PageWords, Stamped, Word, WordLine};
use crate::span::BBox;
use std::borrow::Cow;

/// Words of the stamps in use, folded; two of them make a frame a stamp, or one where the rest is
/// read as badly as what is filled in by hand.
const WORDS: &[&str] = &[
    "den", "so", "ngay", "chuyen", "kinh", "van", "gio", "ho", "luu", "ky", "hieu", "cong",
    "thang", "nam",
];
/// A stamp without a frame is looked for in this share of the page from the top.
const REACH: f32 = 0.6;
/// How far it reaches from its name to both sides, up and down, in points.
const BESIDE: f32 = 35.0;
const ABOVE: f32 = 14.0;
const BELOW: f32 = 50.0;
/// Mean confidence of such words.
const SCRAWLED: f32 = 0.75;

/// The page's own words, and those of its stamps.
pub(super) fn part(page: &PageReading) -> (Cow<'_, PageWords>, PageWords) {
    let mut stamps = PageWords::default();
    let unframed = around_name(page);
    if page.frames.is_empty() && unframed.is_none() {
        return (Cow::Borrowed(&page.words), stamps);
    }
    let mut own = page.words.clone();
    for frame in page.frames.iter().chain(&unframed) {
        let words = || {
            own.lines
                .iter()
                .flat_map(|l| &l.words)
                .filter(|w| inside(w, frame))
        };
        let found: Vec<String> = words().map(|w| fold(&w.text)).collect();
        let has = |known: &&&str| {
            let mut parts = found
                .iter()
                .flat_map(|f| f.split(|c: char| !c.is_ascii_alphanumeric()));
            parts.any(|part| part == **known)
        };
        let sum: f32 = words().filter_map(|w| w.confidence).sum();
        let needed = if sum < SCRAWLED * found.len() as f32 {
            1
        } else {
            2
        };
        if WORDS.iter().filter(has).count() < needed {
            continue;
        }
        for line in &mut own.lines {
            let (in_frame, rest): (Vec<Word>, Vec<Word>) =
                line.words.drain(..).partition(|w| inside(w, frame));
            line.words = rest;
            if let Some(bbox) = in_frame.iter().map(|w| w.bbox).reduce(BBox::union) {
                stamps.lines.push(WordLine {
                    words: in_frame,
                    bbox,
                });
            }
        }
        own.lines.retain(|line| !line.words.is_empty());
    }
    (Cow::Owned(own), stamps)
}

/// Where a stamp stands whose frame was not found: around its name.
fn around_name(page: &PageReading) -> Option<BBox> {
    let upper = page
        .words
        .lines
        .iter()
        .filter(|l| l.bbox.0[1] < REACH * page.height);
    upper.flat_map(|l| l.words.windows(3)).find_map(|words| {
        if !words.iter().all(|w| w.text.chars().all(char::is_uppercase)) {
            return None;
        }
        let name: Vec<String> = words.iter().map(|w| fold(&w.text)).collect();
        let known = matches!(name[0].as_str(), "cong" | "van") && name[2] == "den";
        let bbox = BBox::union(words[0].bbox, words[2].bbox);
        let BBox([x0, y0, x1, _]) = bbox;
        let framed = page.frames.iter().any(|f| (f.0[1]..f.0[3]).contains(&y0));
        (known && !framed).then_some(BBox([x0 - BESIDE, y0 - ABOVE, x1 + BESIDE, y0 + BELOW]))
    })
}

/// Whether a word is of a stamp: in its frame, and none of the document's that was read there.
fn inside(word: &Word, frame: &BBox) -> bool {
    word.stamped != Some(Stamped::Under) && word.is_in(*frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[(&str, f32)], y: f32) -> WordLine {
        let words: Vec<Word> = words
            .iter()
            .map(|&(text, x)| Word {
                text: text.to_owned(),
                bbox: BBox([x, y, x + 30.0, y + 10.0]),
                confidence: Some(0.9),
                ..Word::default()
            })
            .collect();
        let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union).unwrap();
        WordLine { words, bbox }
    }

    #[test]
    fn words_of_the_document_under_a_stamp_are_no_words_of_it() {
        let mut under = line(&[("quy", 100.0), ("hoạch", 240.0)], 150.0);
        under.words[0].stamped = Some(Stamped::Under);
        let page = PageReading {
            frames: vec![BBox([40.0, 100.0, 200.0, 175.0])],
            words: PageWords {
                lines: vec![
                    line(&[("CÔNG", 50.0), ("VĂN", 90.0), ("ĐẾN", 130.0)], 110.0),
                    line(
                        &[
                            ("Ngày", 50.0),
                            ("thống", 240.0),
                            ("nhất", 280.0),
                            ("rằng", 320.0),
                        ],
                        130.0,
                    ),
                    under,
                ],
                ..PageWords::default()
            },
            ..PageReading::default()
        };
        let (own, stamps) = part(&page);
        let text = |page: &PageWords| page.running_text();
        assert_eq!(text(&own), "thống nhất rằng\nquy hoạch");
        assert_eq!(text(&stamps), "CÔNG VĂN ĐẾN\nNgày");
    }
}
