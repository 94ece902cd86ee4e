//! Places inside a document (*điểm, khoản, Điều, Chương, mục, phần, phụ lục*), of a cited one or of this one.

use super::mention::Mention;
use crate::document::context::Context;
use crate::document::types::{LevelType, Locator, ReferenceKind, ZoneKind};
use crate::lexicon::folds_to;
use crate::span::Span;
use regex::Regex;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\b(?:diem|khoan|dieu|tieu muc|muc|chuong|phan|phu luc)[ \n]{1,2}",
        r"(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}[a-z]?|[ivx]{1,6}|[a-z]|nay)\b",
        r"(?:(?:,[ \n]?|[ \n](?:va|hoac|den)[ \n])(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}[a-z]?|[ivx]{1,6}|[a-z])\b){0,12}"
    ))
    .expect("a fixed pattern")
});

/// Words that may stand between a place and the document it lies in.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)^[ \n]{0,2}(?:,[ \n]{1,2})?(?:cua[ \n])?(?:ban hanh kem theo[ \n])?$")
        .expect("a fixed pattern")
});

static OWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)^[ \n]{1,2}(?:cua[ \n])?(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|thong tu|quy che|quy dinh|",
        r"ke hoach|chi thi|huong dan|chuong trinh|de an|dieu le|van ban)[ \n]nay\b"
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

/// Gives mentions their places, and returns the references to places of this document.
pub fn attach(context: &Context, mentions: &mut [Mention]) -> Vec<Mention> {
    let mut internal = Vec::new();
    let chains = chains(context);
    let index = Index::new(context);
    for chain in &chains {
        let zone = context.zone_at(chain.span.start);
        if matches!(
            zone,
            ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature
        ) {
            continue;
        }
        let after = mentions.partition_point(|m| m.span.start < chain.span.end);
        if let Some(mention) = mentions.get_mut(after) {
            let between = &context.folded[chain.span.end..mention.span.start];
            if between.len() < 28 && LINK.is_match(between) {
                mention.locators.extend(locators(chain));
                continue;
            }
        }
        let inside = after
            .checked_sub(1)
            .is_some_and(|i| mentions[i].span.end > chain.span.start);
        let line = context.lines[context.line_at(chain.span.start)];
        let before = &context.folded[line.trim.start.min(chain.span.start)..chain.span.start];
        let heading = before.trim_matches(['"', '*', ' ']).is_empty();
        let rest = &context.folded[chain.span.end..(chain.span.end + 40).min(context.folded.len())];
        let named = OWN.find(rest);
        let this = chain.units.iter().any(|u| u.values.contains(&"này"));
        let article = chain.units.iter().any(|u| u.word == "dieu");
        if inside || (heading && named.is_none() && !this) {
            continue;
        }
        let law_follows = rest.trim_start().starts_with("luat ")
            || rest.trim_start().starts_with("bo luat ")
            || rest.trim_start().starts_with("nghi dinh ");
        if named.is_none() && !this && (law_follows || !(article || cued(context, chain))) {
            continue;
        }
        let end = chain.span.end + named.map_or(0, |m| m.end());
        internal.push(Mention {
            span: Span::new(chain.span.start, end),
            kind: ReferenceKind::Internal,
            target_path: index.target(chain),
            locators: locators(chain),
            ..Mention::default()
        });
    }
    internal
}

/// Whether the words before say that a place is meant: `tại mục 2, phần II`, `theo phụ lục I`.
fn cued(context: &Context, chain: &Chain) -> bool {
    let before = context.folded[chain.span.start.saturating_sub(16)..chain.span.start].trim_end();
    let cue = [
        "tai", "theo", "o", "neu", "dinh", "cac", "cua", "thuoc", "cu", "kem",
    ]
    .iter()
    .any(|w| {
        before
            .strip_suffix(w)
            .is_some_and(|r| !r.ends_with(|c: char| c.is_ascii_alphanumeric()))
    });
    cue && chain.units.iter().any(|u| {
        u.word != "phan"
            || chain.units.len() > 1
            || u.values.iter().all(|v| v.chars().all(char::is_uppercase))
    })
}

/// More units than these with one label are not told apart.
const MANY: usize = 64;

/// The numbered units of this document by level and label.
struct Index<'c> {
    context: &'c Context,
    nodes: FxHashMap<(LevelType, &'c str), Vec<usize>>,
}

impl<'c> Index<'c> {
    fn new(context: &'c Context) -> Self {
        let mut nodes: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (at, node) in context.nodes.iter().enumerate() {
            let key = (node.out.level_type, node.out.label.as_str());
            nodes.entry(key).or_default().push(at);
        }
        Self { context, nodes }
    }

    /// The units with a label among the nodes of a range.
    fn within(
        &self,
        word: &str,
        label: &'c str,
        range: Range<usize>,
    ) -> impl Iterator<Item = usize> {
        levels(word).iter().flat_map(move |level| {
            let all = self
                .nodes
                .get(&(*level, label))
                .map_or(&[][..], Vec::as_slice);
            let from = all.partition_point(|n| *n < range.start);
            let end = range.end;
            all[from..].iter().copied().take_while(move |n| *n < end)
        })
    }

    /// The nodes inside a node: those that follow it up to its end.
    fn inside(&self, node: usize) -> Range<usize> {
        let nodes = &self.context.nodes;
        let end = nodes[node].extent.end;
        node + 1..nodes.partition_point(|n| n.extent.start < end)
    }

    /// The path of the unit that a chain points to, if the tree has exactly one such unit.
    fn target(&self, chain: &'c Chain) -> Option<String> {
        let context = self.context;
        let mut units: Vec<&Unit> = chain.units.iter().collect();
        units.sort_by_key(|u| {
            [
                "phu luc", "phan", "chuong", "muc", "tieu muc", "dieu", "khoan", "diem",
            ]
            .iter()
            .position(|x| *x == u.word)
        });
        let mut found: Vec<usize> = Vec::new();
        for (depth, unit) in units.into_iter().enumerate() {
            let value = *unit.values.first()?;
            if value == "này" {
                found = enclosing(context, chain.span.start, unit.word)?;
                continue;
            }
            let ranges: Vec<Range<usize>> = match depth {
                0 => std::iter::once(0..context.nodes.len()).collect(),
                _ => found.iter().map(|n| self.inside(*n)).collect(),
            };
            let fitting = ranges
                .into_iter()
                .flat_map(|r| self.within(unit.word, value, r));
            found = fitting.take(MANY + 1).collect();
            found.sort_unstable();
            found.dedup();
            if found.len() > MANY {
                return None;
            }
        }
        let [node] = found[..] else { return None };
        Some(context.nodes[node].out.path.clone())
    }
}

/// The levels of the tree that a word may name; `mục` and `phụ lục` may name any but an article.
fn levels(word: &str) -> &'static [LevelType] {
    use LevelType::*;
    match word {
        "phan" => &[Part, Roman, UpperLetter],
        "chuong" => &[Chapter],
        "dieu" => &[Article],
        "khoan" => &[Arabic],
        "diem" => &[Letter],
        _ => &[
            Part,
            Chapter,
            Section,
            Subsection,
            Roman,
            Arabic,
            ArabicDotted,
            Letter,
            UpperLetter,
        ],
    }
}

/// The unit around a position that `Điều này`, `khoản này` means.
fn enclosing(context: &Context, at: usize, word: &str) -> Option<Vec<usize>> {
    let level = match word {
        "dieu" => LevelType::Article,
        "khoan" => LevelType::Arabic,
        "chuong" => LevelType::Chapter,
        "phan" => LevelType::Part,
        _ => return None,
    };
    let last = context.nodes.partition_point(|n| n.extent.start <= at);
    let node = (0..last).rev().take(400).find(|n| {
        let node = &context.nodes[*n];
        node.out.level_type == level && node.extent.end >= at
    })?;
    Some(vec![node])
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
