//! Pages drawn with characters → the text in reading order (`tests/cases/layout`).
//!
//! A column of characters is 6 points wide, a row 18 points high, `=====` ends a page, `┌│└` draw the
//! frame of a stamp, `┏┳━┃` rules. Under `---`
//! stands what is expected: each block with its kind; `¦` is a TAB.

use proptest::prelude::*;
use std::fs;
use std::path::Path;
use vanban::page::{PageWords, Rule, Word, WordLine};
use vanban::span::BBox;
use vanban::text::{JoinKind, LineRole, PageReading, Text, assemble};

const COLUMN: f32 = 6.0;
const ROW: f32 = 18.0;

fn drawn(index: u32, page: &str) -> PageReading {
    let mut lines = Vec::new();
    for (row, line) in page.lines().enumerate() {
        let top = 40.0 + row as f32 * ROW;
        let characters: Vec<char> = line.chars().collect();
        let mut words: Vec<Word> = Vec::new();
        let mut at = 0;
        while at < characters.len() {
            let end = characters[at..]
                .iter()
                .position(|c| *c == ' ')
                .map_or(characters.len(), |n| at + n);
            let frame = characters[at..end]
                .iter()
                .any(|c| "┌┐└┘│".contains(*c) || arms(*c).is_some());
            if end > at && !frame {
                words.push(Word {
                    text: characters[at..end].iter().collect(),
                    bbox: BBox([at as f32 * COLUMN, top, end as f32 * COLUMN, top + 11.0]),
                    confidence: Some(0.9),
                    ..Word::default()
                });
            }
            at = end.max(at) + 1;
        }
        if let Some(bbox) = words.iter().map(|w| w.bbox).reduce(BBox::union) {
            lines.push(WordLine { words, bbox });
        }
    }
    PageReading {
        index,
        width: 595.0,
        height: 842.0,
        words: PageWords {
            lines,
            ..PageWords::default()
        },
        frames: frames(page),
        rules: rules(page),
    }
}

/// Whether a sign draws a rule to the left, right, up and down.
fn arms(sign: char) -> Option<[bool; 4]> {
    let arms = match sign {
        '━' => "lr",
        '┃' => "ud",
        '┏' => "rd",
        '┓' => "ld",
        '┗' => "ru",
        '┛' => "lu",
        '┳' => "lrd",
        '┻' => "lru",
        '┣' => "rud",
        '┫' => "lud",
        '╋' => "lrud",
        _ => return None,
    };
    Some(['l', 'r', 'u', 'd'].map(|arm| arms.contains(arm)))
}

/// The rules drawn on a page, each from sign to sign: pieces, as some programs draw them.
fn rules(page: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (row, line) in page.lines().enumerate() {
        for (column, sign) in line.chars().enumerate() {
            let Some(arms) = arms(sign) else { continue };
            let (x, y) = (column as f32 * COLUMN, 40.0 + row as f32 * ROW);
            let middle = [x + COLUMN / 2.0, y + ROW / 2.0];
            let ends = [
                [x, middle[1]],
                [x + COLUMN, middle[1]],
                [middle[0], y],
                [middle[0], y + ROW],
            ];
            let drawn = arms.into_iter().zip(ends).filter(|(arm, _)| *arm);
            rules.extend(drawn.map(|(_, end)| Rule::new(middle, end)));
        }
    }
    vanban::page::rules::joined(rules)
}

/// Boxes drawn with `┌` and `┘` at their corners.
fn frames(page: &str) -> Vec<BBox> {
    let corner = |sign: char| {
        page.lines().enumerate().find_map(move |(row, line)| {
            let column = line.chars().position(|c| c == sign)?;
            Some((column as f32 * COLUMN, 40.0 + row as f32 * ROW))
        })
    };
    let (top, bottom) = (corner('┌'), corner('┘'));
    top.zip(bottom)
        .map(|((x0, y0), (x1, y1))| BBox([x0, y0, x1 + COLUMN, y1 + ROW]))
        .into_iter()
        .collect()
}

fn pages(drawing: &str) -> Vec<PageReading> {
    (1..)
        .zip(drawing.split("=====\n"))
        .map(|(index, page)| drawn(index, page))
        .collect()
}

fn slice(text: &Text, span: vanban::Span) -> String {
    text.original
        .chars()
        .skip(span.start)
        .take(span.len())
        .collect()
}

fn shown(text: &Text) -> String {
    let mut out = String::new();
    for block in text.pages.iter().flat_map(|p| &p.blocks) {
        let kind = serde_json::to_value(block.kind).unwrap();
        let content = block
            .span
            .map_or(String::new(), |span| format!(" {}", slice(text, span)));
        out += &format!(
            "[{}]{}\n",
            kind.as_str().unwrap(),
            content.replace('\t', "¦")
        );
    }
    out
}

/// What must hold of every text: spans show what they say, words and lines are all there.
fn check_spans(text: &Text, pages: &[PageReading]) {
    let printed: usize = pages
        .iter()
        .flat_map(|p| &p.words.lines)
        .map(|l| l.words.len())
        .sum();
    let outside: usize = text
        .pages
        .iter()
        .flat_map(|p| &p.lines)
        .filter(|l| l.role != LineRole::Body)
        .map(|l| l.text.split(' ').count())
        .sum();
    assert_eq!(text.words.len() + outside, printed);
    for pair in text.words.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start);
    }
    for line in text.pages.iter().flat_map(|p| &p.lines) {
        assert_eq!(line.role == LineRole::Body, line.span.is_some());
        if let Some(span) = line.span {
            assert_eq!(slice(text, span), line.text);
        }
    }
    for page in &text.pages {
        for block in page.blocks.iter().filter_map(|b| b.span) {
            assert!(page.span.start <= block.start && block.end <= page.span.end);
        }
    }
}

/// Cut behind any word, both parts together say what the whole says.
fn check_parts(text: &Text) {
    let length = text.original.chars().count();
    for cut in text.words.iter().map(|w| w.span.end) {
        let parts = text.parts(&[vanban::Span::new(0, cut), vanban::Span::new(cut, length)]);
        let words: Vec<String> = parts
            .iter()
            .flat_map(|part| part.words.iter().map(|w| slice(part, w.span)))
            .collect();
        let whole: Vec<String> = text.words.iter().map(|w| slice(text, w.span)).collect();
        assert_eq!(words, whole);
        for part in &parts {
            for page in &part.pages {
                for line in page.lines.iter().filter(|l| l.role == LineRole::Body) {
                    let span = line.span.unwrap();
                    assert!(line.text.contains(slice(part, span).trim()));
                    let block = page.blocks[line.block].span.unwrap();
                    assert!(block.start <= span.start && span.end <= block.end);
                }
            }
        }
    }
}

#[test]
fn drawn_pages_are_read_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/layout");
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let case = fs::read_to_string(&path).unwrap();
        let (_, case) = case.split_once('\n').unwrap();
        let (drawing, expected) = case.split_once("---\n").unwrap();
        let pages = pages(drawing);
        let text = assemble(&pages);
        check_spans(&text, &pages);
        check_parts(&text);
        assert_eq!(shown(&text), expected, "{}", path.display());
        cases += 1;
    }
    assert!(cases >= 4);
}

#[test]
fn pages_across_the_sheet_read_as_upright_ones() {
    for case in [
        include_str!("cases/layout/table.txt"),
        include_str!("cases/layout/ruled_table.txt"),
    ] {
        let (_, case) = case.split_once('\n').unwrap();
        read_across(&pages(case.split("---\n").next().unwrap()));
    }
}

fn read_across(pages: &[PageReading]) {
    let upright = assemble(pages);
    for quarters in 1..4 {
        // What must be turned clockwise to be read lies turned the other way.
        let lay = |bbox: BBox, size| bbox.turned(4 - quarters, size);
        let sheets: Vec<PageReading> = pages
            .iter()
            .map(|page| {
                let size = [page.width, page.height];
                let mut sheet = page.clone();
                sheet.words.quarters = quarters;
                for line in &mut sheet.words.lines {
                    line.bbox = lay(line.bbox, size);
                    line.words
                        .iter_mut()
                        .for_each(|w| w.bbox = lay(w.bbox, size));
                }
                for rule in &mut sheet.rules {
                    *rule = rule.led(|end| lay(end, size));
                }
                if quarters != 2 {
                    (sheet.width, sheet.height) = (page.height, page.width);
                }
                sheet
            })
            .collect();
        let text = assemble(&sheets);
        assert_eq!(text.original, upright.original);
        assert_eq!(text.pages[0].width, sheets[0].width);
        for (word, before) in text.words.iter().zip(&upright.words) {
            let expected = lay(before.bbox, [pages[0].width, pages[0].height]);
            assert!((word.bbox.0[0] - expected.0[0]).abs() < 0.01, "{word:?}");
        }
        for (block, before) in text.pages[0].blocks.iter().zip(&upright.pages[0].blocks) {
            let expected = lay(before.bbox, [pages[0].width, pages[0].height]);
            for (found, expected) in block.bbox.0.iter().zip(expected.0) {
                assert!((found - expected).abs() < 0.01, "{quarters}: {block:?}");
            }
        }
    }
}

proptest! {
    /// Whatever rules a page has, each of its words is in the text once.
    #[test]
    fn no_rule_takes_a_word_away(
        words in proptest::collection::vec((0u32..500, 40u32..780, 1usize..9), 1..60),
        columns in proptest::collection::btree_set(0u32..560, 0..6),
        rows in proptest::collection::btree_set(30u32..800, 0..8),
        holes in proptest::collection::vec(any::<bool>(), 48),
        lean in -0.02f32..0.02,
    ) {
        let mut lines = Vec::new();
        for (x, y, length) in words {
            let (x, y) = (x as f32, y as f32);
            let bbox = BBox([x, y, x + 6.0 * length as f32, y + 11.0]);
            let word = Word { text: "chữ".to_owned(), bbox, ..Word::default() };
            lines.push(WordLine { words: vec![word], bbox });
        }
        let (columns, rows): (Vec<u32>, Vec<u32>) =
            (columns.into_iter().collect(), rows.into_iter().collect());
        let point = |x: u32, y: u32| [x as f32 + lean * y as f32, y as f32];
        let mut holes = holes.into_iter().cycle();
        let mut rules = Vec::new();
        for &x in &columns {
            for pair in rows.windows(2).filter(|_| holes.next() != Some(true)) {
                rules.push(Rule::new(point(x, pair[0]), point(x, pair[1])));
            }
        }
        for &y in &rows {
            for pair in columns.windows(2).filter(|_| holes.next() != Some(true)) {
                rules.push(Rule::new(point(pair[0], y), point(pair[1], y)));
            }
        }
        let page = PageReading {
            index: 1,
            width: 595.0,
            height: 842.0,
            words: PageWords { lines, ..PageWords::default() },
            rules,
            ..PageReading::default()
        };
        check_spans(&assemble(std::slice::from_ref(&page)), &[page]);
    }
}

#[test]
fn joins_say_why() {
    let case = include_str!("cases/layout/page_break.txt");
    let text = assemble(&pages(
        case.split_once('\n')
            .unwrap()
            .1
            .split_once("---\n")
            .unwrap()
            .0,
    ));
    let kinds: Vec<(JoinKind, usize)> = text.joins.iter().map(|j| (j.kind, j.at.len())).collect();
    assert_eq!(
        kinds,
        [
            (JoinKind::Wrapped, 1),
            (JoinKind::Wrapped, 0),
            (JoinKind::PageBreak, 1),
            (JoinKind::Wrapped, 1)
        ]
    );
    assert_eq!(text.page_of(text.words.last().unwrap().span), Some(2));
}

#[test]
fn running_heads_on_three_pages_stay_out() {
    let page = |n: usize| {
        format!(
            "          Công báo xã Bình Lâm, số {n}\n\n    Nội dung trang thứ {n} của tập tài liệu.\n"
        )
    };
    let drawing: Vec<String> = (1..=3).map(page).collect();
    let pages = pages(&drawing.join("=====\n"));
    let text = assemble(&pages);
    check_spans(&text, &pages);
    assert_eq!(
        text.original,
        "Nội dung trang thứ 1 của tập tài liệu.\nNội dung trang thứ 2 của tập tài liệu.\n\
         Nội dung trang thứ 3 của tập tài liệu."
    );
    for page in &text.pages {
        assert_eq!(page.lines[0].role, LineRole::RunningHead);
    }
}

#[test]
fn a_text_file_stays_as_it_is() {
    let file = "SỞ Y TẾ\r\n\tSố: 1\u{c}trang hai\n";
    let text = Text::from_plain(file);
    assert_eq!(text.original, file);
    assert_eq!(text.pages.len(), 2);
    assert_eq!(slice(&text, text.pages[1].span), "trang hai\n");
}
