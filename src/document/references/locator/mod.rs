//! Places inside a document (*điểm, khoản, Điều, Chương, mục, phần, phụ lục*), of a cited one or of this one.

mod attach;
mod target;

pub use attach::attach;

use crate::document::context::Context;
use crate::document::types::Locator;
use crate::lexicon::folds_to;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\b(?:diem|khoan|dieu|tieu muc|muc|chuong|phan|phu luc)[ \n]{1,2}",
        r"(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}[a-z]?|[ivx]{1,6}|[a-z]|nay)\b",
        r"(?:(?:,[ \n]?|[ \n](?:va|hoac|den)[ \n])(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}[a-z]?|[ivx]{1,6}|[a-z])\b){0,12}"
    ))
    .expect("a fixed pattern")
});

/// One word with its numbers: `khoản 1, 2`.
#[derive(Debug, Clone)]
struct Unit<'t> {
    span: Span,
    word: &'static str,
    values: Vec<&'t str>,
}

/// A row of units that belong together: `điểm a khoản 3 Điều 7`.
struct Chain<'t> {
    span: Span,
    units: Vec<Unit<'t>>,
}

/// The words that name places, folded.
const WORDS: &[&str] = &[
    "diem", "khoan", "dieu", "tieu muc", "muc", "chuong", "phan", "phu luc",
];

fn units(context: &Context) -> Vec<Unit<'_>> {
    let pattern = &*UNIT;
    pattern
        .find_iter(&context.folded)
        .filter_map(|m| {
            let found = m.as_str();
            let word = *WORDS.iter().find(|w| found.starts_with(**w))?;
            // `chương`, a page's number, `trình`: a number over a blank line is another's.
            if found.contains("\n\n") {
                return None;
            }
            let blanks = found[word.len()..]
                .bytes()
                .take_while(u8::is_ascii_whitespace);
            let values = m.start() + word.len() + blanks.count();
            let unit = Unit {
                span: Span::new(m.start(), m.end()),
                word,
                values: value_list(context, Span::new(values, m.end()), word),
            };
            (!unit.values.is_empty() && spelled(context, m.start(), word)).then_some(unit)
        })
        .collect()
}

/// Whether the marks of the word are those of the unit: `mức 2`, `phân 3`, `khoán 10` are none.
fn spelled(context: &Context, start: usize, word: &str) -> bool {
    let written = context.slice(Span::new(start, start + word.len()));
    let right = match word {
        "diem" => "điểm",
        "khoan" => "khoản",
        "dieu" => "điều",
        "tieu muc" => "tiểu mục",
        "muc" => "mục",
        "chuong" => "chương",
        "phan" => "phần",
        _ => "phụ lục",
    };
    let before = &context.folded[start.saturating_sub(8)..start];
    let compound = word == "phan"
        && ["thanh ", "co ", "mot ", "hoc ", "gop ", "chu "]
            .iter()
            .any(|w| before.ends_with(w));
    let small = || written.chars().flat_map(char::to_lowercase);
    (written == right || written.is_ascii() || small().eq(right.chars())) && !compound
}

/// The numbers behind a unit's word, in the text's own letters (`đ` is not `d`); ranges stay as written.
fn value_list<'c>(context: &'c Context, span: Span, word: &str) -> Vec<&'c str> {
    let letters = word == "diem";
    let roman = matches!(word, "chuong" | "muc" | "phan" | "phu luc");
    let lettered = matches!(word, "phu luc" | "phan");
    let fits = |v: &str| {
        let mut chars = v.chars();
        let lone = chars.next().filter(|_| chars.next().is_none());
        v == "này"
            || v.starts_with(|c: char| c.is_ascii_digit())
            || (letters && lone.is_some())
            || (roman && v.chars().all(|c| matches!(c, 'I' | 'V' | 'X')))
            || (lettered && lone.is_some_and(char::is_uppercase))
    };
    let connective = |v: &str| ["va", "hoac", "den"].iter().any(|w| folds_to(v, w));
    let values = context.slice(span).split([',', ' ', '\n']);
    let values = values.filter(|v| !v.is_empty() && !connective(v));
    values.take_while(|v| fits(v)).collect()
}

fn chains(context: &Context) -> Vec<Chain<'_>> {
    let mut chains: Vec<Chain> = Vec::new();
    for unit in units(context) {
        let joined = chains.last().is_some_and(|chain| {
            let between = context
                .folded
                .get(chain.span.end..unit.span.start)
                .unwrap_or_default();
            between.len() <= 12
                && !between.contains("\n\n")
                && between
                    .split([' ', '\n', ','])
                    .all(|w| matches!(w, "" | "va" | "cua" | "cac" | "hoac" | "thuoc"))
        });
        match chains.last_mut() {
            Some(chain) if joined => {
                chain.span.end = unit.span.end;
                chain.units.push(unit);
            }
            _ => chains.push(Chain {
                span: unit.span,
                units: vec![unit],
            }),
        }
    }
    chains
}

/// The places that a chain names, one for each of its numbers: units follow from narrow to broad.
fn locators(chain: &Chain) -> Vec<Locator> {
    let rank = |word: &str| match word {
        "diem" => 0,
        "khoan" => 1,
        "dieu" => 2,
        "tieu muc" => 3,
        "muc" => 4,
        "chuong" => 5,
        "phan" => 6,
        _ => 7,
    };
    let mut all = Vec::new();
    // Walk backwards: a broad unit holds for the narrower ones before it.
    let mut current = Locator::default();
    let mut last = 0;
    let mut pending: Option<&Unit> = None;
    let set = |locator: &mut Locator, word: &str, value: &str| {
        let slot = match word {
            "diem" => &mut locator.diem,
            "khoan" => &mut locator.khoan,
            "dieu" => &mut locator.dieu,
            "muc" | "tieu muc" => &mut locator.muc,
            "chuong" => &mut locator.chuong,
            "phan" => &mut locator.phan,
            _ => &mut locator.phu_luc,
        };
        *slot = Some(value.to_owned());
    };
    for unit in chain.units.iter().rev() {
        let level = rank(unit.word);
        if let Some(narrow) = pending.take() {
            if level < last {
                // The unit behind was only the frame of this one.
                set(
                    &mut current,
                    narrow.word,
                    narrow.values.first().copied().unwrap_or_default(),
                );
            } else {
                push_all(&mut all, &current, narrow, set);
                // What is broader than the next unit goes on holding.
                clear_to(&mut current, level);
            }
        }
        pending = Some(unit);
        last = level;
    }
    if let Some(unit) = pending {
        push_all(&mut all, &current, unit, set);
    }
    all.reverse();
    all
}

fn push_all(
    all: &mut Vec<Locator>,
    frame: &Locator,
    unit: &Unit,
    set: impl Fn(&mut Locator, &str, &str),
) {
    for value in unit.values.iter().rev() {
        let mut locator = frame.clone();
        set(&mut locator, unit.word, value);
        all.push(locator);
    }
}

fn clear_to(locator: &mut Locator, level: usize) {
    let slots = [
        (0, &mut locator.diem),
        (1, &mut locator.khoan),
        (2, &mut locator.dieu),
        (4, &mut locator.muc),
        (5, &mut locator.chuong),
        (6, &mut locator.phan),
        (7, &mut locator.phu_luc),
    ];
    for (_, slot) in slots.into_iter().filter(|(rank, _)| *rank <= level) {
        *slot = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::restore::Restored;

    fn read(text: &str) -> Vec<String> {
        let context = Context::new(&Restored::unchanged(text));
        chains(&context)
            .iter()
            .flat_map(locators)
            .map(|l| {
                let shown = [
                    ("Đ", &l.dieu),
                    ("k", &l.khoan),
                    ("đ", &l.diem),
                    ("m", &l.muc),
                    ("p", &l.phan),
                ];
                shown
                    .iter()
                    .filter_map(|(k, v)| v.as_ref().map(|v| format!("{k}{v}")))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    #[test]
    fn chains_become_places() {
        assert_eq!(read("theo khoản 2 Điều 5 Luật"), ["Đ5 k2"]);
        assert_eq!(
            read("các khoản 1, 2 và điểm a khoản 3 Điều 7"),
            ["Đ7 k1", "Đ7 k2", "Đ7 k3 đa"]
        );
        assert_eq!(read("tại mục 2, phần II"), ["m2 pII"]);
        assert_eq!(read("điểm đ khoản 1 Điều 12a"), ["Đ12a k1 đđ"]);
        assert_eq!(read("mức 2, thành phần 3, cổ phần 5"), [] as [&str; 0]);
    }
}
