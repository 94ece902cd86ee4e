//! The type before a code (*loại văn bản*): `Luật Lưu trữ số 33/2024/QH15`.

use crate::document::context::Context;
use crate::document::references::code::{self, Code};
use crate::document::references::issuer::issuer_at;
use crate::lexicon;
use crate::span::Span;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The type is looked for in so many characters before a code, and so many words.
const REACH: usize = 170;
const WORDS: usize = 18;

/// A type found before a code.
pub(super) struct TypeBefore {
    /// Where its name begins.
    pub start: usize,
    /// Its name in sentence case; none of a `Văn bản`, which may be of any type.
    pub name: Option<&'static str>,
}

/// Words of folded names with the names, by the last word.
type TypesByLastWord = HashMap<String, Vec<(Vec<String>, &'static str)>>;

/// Folded names of types, by their last word; the longer ones first.
static TYPES: LazyLock<TypesByLastWord> = LazyLock::new(|| {
    let mut types = TypesByLastWord::new();
    let names = lexicon::doc_types()
        .iter()
        .map(|t| t.name)
        .map(|name| (name, name))
        .chain([
            ("Văn bản", "Văn bản"),
            ("Thông báo kết luận", "Thông báo"),
            ("QĐ", "Quyết định"),
            ("NĐ", "Nghị định"),
            ("NQ", "Nghị quyết"),
        ]);
    for (written, name) in names {
        let words: Vec<String> = lexicon::fold(written)
            .split(' ')
            .map(str::to_owned)
            .collect();
        let list = types.entry(words[words.len() - 1].clone()).or_default();
        if !list.iter().any(|(w, _)| *w == words) {
            list.push((words, name));
        }
    }
    for list in types.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    types
});

/// Types whose name goes on before the code: `Luật Lưu trữ số 33/2024/QH15`.
pub(super) fn is_law(name: &str) -> bool {
    matches!(name, "Luật" | "Bộ luật" | "Pháp lệnh" | "Hiến pháp")
}

/// The type before a code, and whether `số` stands between them.
pub(super) fn type_before(context: &Context, code: &Code) -> (Option<TypeBefore>, bool) {
    let words = words_before(context, code.span.start);
    let number_word = words.first().is_some_and(|(_, w)| is_number_word(w));
    let words = &words[usize::from(number_word)..];
    let found = written_type(code, words, number_word).or_else(|| damaged_type(code, words));
    (found, number_word)
}

/// The type and the body between it and the number: `Báo cáo của Ủy ban nhân dân tỉnh số …`.
pub(super) fn type_and_body_before(context: &Context, code: &Code) -> Option<(TypeBefore, Span)> {
    let blank = |c: char| c.is_ascii_whitespace();
    let (number, word) = *words_before(context, code.span.start).first()?;
    if !is_number_word(word) {
        return None;
    }
    let from = number.saturating_sub(REACH);
    let name = context.folded[from..number].trim_end_matches(blank);
    let of = name.rfind("cua ").or_else(|| name.rfind("cua\n"))?;
    let issuer = issuer_at(context, from + of + 4).filter(|i| i.end == from + name.len())?;
    let found = type_ending(&words_before(context, from + of))?;
    Some((found, issuer))
}

/// The words before a position with their starts, the last one first; a table cell or a blank line ends them.
fn words_before(context: &Context, to: usize) -> Vec<(usize, &str)> {
    let blank = |c: char| c.is_ascii_whitespace();
    let from = to.saturating_sub(REACH);
    let window = &context.folded[from..to];
    let mut words = Vec::new();
    let mut end = window.len();
    while words.len() < WORDS {
        let text = window[..end].trim_end_matches(blank);
        let gap = &window[text.len()..end];
        if text.is_empty() || gap.contains('\t') || gap.matches('\n').count() > 1 {
            break;
        }
        let start = text.rfind(blank).map_or(0, |at| at + 1);
        words.push((from + start, &text[start..]));
        end = start;
    }
    words
}

/// The type in the words before a code (they run backwards), or in those before the rest of its name.
fn written_type(code: &Code, words: &[(usize, &str)], number_word: bool) -> Option<TypeBefore> {
    let of_the_assembly = code
        .groups
        .first()
        .is_some_and(|g| matches!(code::letters(g), "QH" | "UBTVQH"));
    for skipped in 0..words.len() {
        let (passed, rest) = words.split_at(skipped);
        // The word just stepped over belongs to the name of the type or law.
        if let Some((_, word)) = passed.last()
            && (!is_plain(word.strip_suffix(',').unwrap_or(word)) || skipped > 3 && !number_word)
        {
            return None;
        }
        let found = type_ending(rest).filter(|found| {
            let law = found.name.is_some_and(is_law);
            // `Luật … theo hợp đồng số 69/2020/QH14`: the National Assembly makes no contracts.
            let made = law || found.name == Some("Nghị quyết") || !of_the_assembly;
            let close = || {
                skipped <= 3
                    && passed
                        .iter()
                        .all(|(_, w)| is_plain(w) && !BREAKS.contains(w))
            };
            made && (law || close())
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Whether a folded word is one of a name: nothing but letters, digits and what joins them.
fn is_plain(word: &str) -> bool {
    word.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'~' | b'&'))
}

/// Words that cannot stand between a type and its number.
const BREAKS: &[&str] = &[
    "va", "theo", "tai", "cua", "den", "tu", "la", "co", "khi", "nay", "thi", "cac", "duoc",
];

fn is_number_word(word: &str) -> bool {
    let word = word.trim_end_matches([':', '.']);
    matches!(word, "so" | "56" | "so/ky" | "ki" | "hieu")
        || (word.len() <= 3 && word.starts_with('s') && word != "se")
}

/// The type whose last word is the first of `words`, which run backwards.
fn type_ending(words: &[(usize, &str)]) -> Option<TypeBefore> {
    let last = words.first()?.1.trim_start_matches(['"', '(', '\'', '*']);
    // `pháp luật`, `kỷ luật`, `quy luật` are no laws.
    if last == "luat"
        && words
            .get(1)
            .is_some_and(|(_, w)| matches!(*w, "phap" | "ky" | "quy"))
    {
        return None;
    }
    TYPES.get(last)?.iter().find_map(|(name_words, name)| {
        let count = name_words.len();
        let fits = count <= words.len()
            && name_words
                .iter()
                .rev()
                .zip(words)
                .enumerate()
                .all(|(i, (w, (_, seen)))| {
                    let seen = if i + 1 == count {
                        seen.trim_start_matches(['"', '(', '\'', '*', '-'])
                    } else {
                        seen
                    };
                    seen == w
                });
        // `thực hiện đồng bộ Luật Hóa chất`: the word before takes the first one.
        let together = name_words[0] == "bo"
            && words
                .get(count)
                .is_some_and(|(_, w)| matches!(*w, "dong" | "toan" | "noi"));
        (fits && !together).then(|| {
            let (start, seen) = words[count - 1];
            let lead = seen.len() - seen.trim_start_matches(['"', '(', '\'', '*', '-']).len();
            TypeBefore {
                start: start + lead,
                name: (*name != "Văn bản").then_some(*name),
            }
        })
    })
}

/// A type that damage has hidden: the one that the symbol names, if the words before look like it.
fn damaged_type(code: &Code, words: &[(usize, &str)]) -> Option<TypeBefore> {
    let by_symbol = code.doc_type?;
    let wanted = lexicon::fold(by_symbol.name);
    let count = wanted.split(' ').count();
    (0..=2usize).find_map(|skipped| {
        let slice = words.get(skipped..skipped + count)?;
        let seen: Vec<&str> = slice.iter().rev().map(|(_, w)| *w).collect();
        (strsim::normalized_damerau_levenshtein(&seen.join(" "), &wanted) >= 0.75).then(|| {
            TypeBefore {
                start: slice[count - 1].0,
                name: Some(by_symbol.name),
            }
        })
    })
}

static AMENDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\b(?:bo )?(luat sua doi(?:, bo sung| va bo sung| bo sung)?(?: mot so)?(?: dieu)?(?:(?: tai| cua)(?: cac)? )",
        r"(?:[a-z0-9 ,]*(?:, | va )(?:cac )?)?)$"
    ))
    .expect("a fixed pattern")
});

/// Where `Luật sửa đổi, bổ sung một số điều của Luật A và Luật B` begins, if the law at `start` is
/// one of those that it amends.
pub fn amending_start(context: &Context, start: usize) -> Option<usize> {
    let from = start.saturating_sub(500);
    let window = context.folded[from..start].replace('\n', " ");
    let found = AMENDING.captures(&window)?.get(1)?;
    // A document with a number between them ends the name.
    let words = found.as_str();
    let plain = !words.contains(" ngay ") && words.matches(" so ").count() <= 1;
    let capital = context
        .slice(Span::new(from + found.start(), from + found.start() + 1))
        .chars()
        .all(char::is_uppercase);
    (plain && capital).then(|| from + found.start())
}
