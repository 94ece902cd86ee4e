//! One mention of a document, put together around its code: type before it, date and issuer behind it.

use super::code::{self, Code};
use super::issuer::issuer_at;
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::types::{DateKind, IssuerPosition, Locator, ReferenceKind, ZoneKind};
use crate::lexicon::{self, System};
use crate::span::Span;
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A mention of a document, in positions of the parsed text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mention {
    /// From type (or code) through issuer.
    pub span: Span,
    /// What it points to.
    pub kind: ReferenceKind,
    /// The type as the text says it, in sentence case.
    pub doc_type: Option<String>,
    /// The code.
    pub code: Option<Code>,
    /// The date of the document.
    pub date: Option<Found>,
    /// The issuer.
    pub issuer: Option<Span>,
    /// Where the issuer stands.
    pub issuer_position: Option<IssuerPosition>,
    /// The date and the issuer that a list gives all its codes at its end.
    pub of_list: OfList,
    /// What the cited document is about.
    pub subject: Option<Span>,
    /// Places inside the cited document.
    pub locators: Vec<Locator>,
    /// The unit of this document that is meant.
    pub target_path: Option<String>,
}

/// What the end of a list says of a code before it: `các Quyết định số 12/QĐ-UBND, 13/QĐ-UBND ngày
/// 03/4/2024 của UBND tỉnh`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfList {
    /// The date, of codes whose numbers follow close upon one another.
    pub date: Option<Found>,
    /// The issuer.
    pub issuer: Option<Span>,
}

/// A type found before a code.
struct TypeBefore {
    start: usize,
    name: Option<&'static str>,
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
        .chain([("Văn bản", "Văn bản"), ("Thông báo kết luận", "Thông báo")]);
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
fn is_law(name: &str) -> bool {
    matches!(name, "Luật" | "Bộ luật" | "Pháp lệnh" | "Hiến pháp")
}

/// The type before a code, and whether `số` stands between them.
fn type_before(context: &Context, code: &Code) -> (Option<TypeBefore>, bool) {
    let from = code.span.start.saturating_sub(170);
    let window = &context.folded[from..code.span.start];
    // Words with their starts, last first; a table cell or a blank line ends the search.
    let bytes = window.as_bytes();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut end = bytes.len();
    while words.len() < 18 {
        let mut gap = end;
        while gap > 0 && bytes[gap - 1].is_ascii_whitespace() {
            gap -= 1;
        }
        let broken = window[gap..end].contains('\t') || window[gap..end].matches('\n').count() > 1;
        if broken || gap == 0 {
            break;
        }
        let mut start = gap;
        while start > 0 && !bytes[start - 1].is_ascii_whitespace() {
            start -= 1;
        }
        words.push((from + start, &window[start..gap]));
        end = start;
    }
    let number_word = words.first().is_some_and(|(_, w)| is_number_word(w));
    let list = &words[usize::from(number_word)..];
    let plain = |w: &str| {
        w.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'~' | b'&'))
    };
    let of_the_assembly = code
        .groups
        .first()
        .is_some_and(|g| matches!(code::letters(g), "QH" | "UBTVQH"));
    for skipped in 0..list.len() {
        if skipped > 0 {
            // The word just stepped over belongs to the name of the type or law.
            let word = list[skipped - 1].1;
            let comma = word.ends_with(',') && plain(&word[..word.len() - 1]);
            if !(plain(word) || comma) || (skipped > 3 && !number_word) {
                break;
            }
        }
        let found = type_ending(&list[skipped..]).filter(|t| {
            let name = t.name.unwrap_or_default();
            let law = is_law(name);
            // `Luật … theo hợp đồng số 69/2020/QH14`: the National Assembly makes no contracts.
            if of_the_assembly && !law && name != "Nghị quyết" {
                return false;
            }
            skipped == 0
                || law
                || (skipped <= 3
                    && list[..skipped]
                        .iter()
                        .all(|(_, w)| plain(w) && !BREAKS.contains(w)))
        });
        if found.is_some() {
            return (found, number_word);
        }
    }
    (damaged_type(code, list), number_word)
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

/// The type whose last word is the first of `list` (words run backwards).
fn type_ending(list: &[(usize, &str)]) -> Option<TypeBefore> {
    let last = list.first()?.1.trim_start_matches(['"', '(', '\'', '*']);
    // `pháp luật`, `kỷ luật`, `quy luật` are no laws.
    if last == "luat"
        && list
            .get(1)
            .is_some_and(|(_, w)| matches!(*w, "phap" | "ky" | "quy"))
    {
        return None;
    }
    TYPES.get(last)?.iter().find_map(|(words, name)| {
        let count = words.len();
        let fits = count <= list.len()
            && words
                .iter()
                .rev()
                .zip(list)
                .enumerate()
                .all(|(i, (w, (_, seen)))| {
                    let seen = if i + 1 == count {
                        seen.trim_start_matches(['"', '(', '\'', '*', '-'])
                    } else {
                        seen
                    };
                    seen == w
                });
        fits.then(|| {
            let (start, seen) = list[count - 1];
            let lead = seen.len() - seen.trim_start_matches(['"', '(', '\'', '*', '-']).len();
            TypeBefore {
                start: start + lead,
                name: (*name != "Văn bản").then_some(*name),
            }
        })
    })
}

/// A type that damage has hidden: the one that the symbol names, if the words before look like it.
fn damaged_type(code: &Code, list: &[(usize, &str)]) -> Option<TypeBefore> {
    let by_symbol = code.doc_type?;
    let wanted = lexicon::fold(by_symbol.name);
    let count = wanted.split(' ').count();
    (0..=2usize).find_map(|skipped| {
        let slice = list.get(skipped..skipped + count)?;
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

/// All mentions of documents with codes, in order.
pub fn coded(context: &Context, dates: &[Found]) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut list = 0;
    for code in code::scan(context) {
        let zone = context.zone_at(code.span.start);
        if matches!(
            zone,
            ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature
        ) || (zone == ZoneKind::Appendix && numbers_a_letterhead(context, &code))
        {
            continue;
        }
        let (before, number_word) = type_before(context, &code);
        let mut doc_type = before.as_ref().and_then(|t| t.name).map(str::to_owned);
        let mut start = before.as_ref().map_or(code.span.start, |t| t.start);
        if doc_type.as_deref().is_some_and(is_law)
            && let Some(amending) = amending_start(context, start)
        {
            start = amending;
            doc_type = Some("Luật".to_owned());
        }
        let mut shared = false;
        if let Some(previous) = mentions.last() {
            if start < previous.span.end {
                start = code.span.start;
                doc_type = None;
            }
            if doc_type.is_none()
                && before.is_none_or(|t| t.start < previous.span.end)
                && listed(context, previous.span.end, code.span.start)
            {
                doc_type = previous.doc_type.clone();
                shared = true;
            }
        }
        if doc_type.is_none()
            && !number_word
            && !shared
            && !code.is_known()
            && start == code.span.start
        {
            continue;
        }
        let mut mention = Mention {
            span: Span::new(start, code.span.end),
            doc_type,
            ..Mention::default()
        };
        complete(context, dates, &mut mention, code.span.end);
        mention.code = Some(code);
        if mention.issuer.is_none() {
            issuer_before(context, &mut mention);
        }
        mentions.push(mention);
        if !shared {
            list = mentions.len() - 1;
        } else if is_plural(context, mentions[list].span.start) {
            share_end(&mut mentions[list..]);
        }
    }
    mentions
}

/// Whether the word before a list says that there are several.
fn is_plural(context: &Context, start: usize) -> bool {
    let before = context.folded[..start].trim_end_matches([' ', '\n']);
    before
        .strip_suffix("cac")
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// So far apart two numbers may be that were given on one day.
const ONE_DAY: u32 = 5;

/// Gives the undated codes of a list what its last mention says at its end. Decisions whose numbers follow
/// upon one another are of one day; the Party's run too slowly for that, and no date is better than a wrong one.
fn share_end(list: &mut [Mention]) {
    let Some((last, before)) = list.split_last_mut() else {
        return;
    };
    let number = |m: &Mention| m.code.as_ref().and_then(|c| c.number.parse::<u32>().ok());
    let slow = last.code.as_ref().is_none_or(|c| c.system == System::Party);
    let mut near = last.date.clone().filter(|_| !slow);
    let mut next = number(last);
    for mention in before.iter_mut().rev() {
        if mention.date.is_some() || mention.issuer.is_some() {
            break;
        }
        let here = number(mention);
        let apart = |(a, b): (u32, u32)| a.abs_diff(b) > ONE_DAY;
        if here.zip(next).is_none_or(apart) {
            near = None;
        }
        next = here;
        mention.of_list = OfList {
            date: near.clone(),
            issuer: last.issuer,
        };
    }
}

/// `Số 57-BSL/VPTU` at the head of a line below the document: the number of a copy or a form.
fn numbers_a_letterhead(context: &Context, code: &Code) -> bool {
    let start = context.lines[context.line_at(code.span.start)].trim.start;
    let label = context.fold(Span::new(start, code.span.start));
    matches!(
        label.trim_end().trim_end_matches([':', '.']).trim_end(),
        "so"
    )
}

/// Whether only commas, `và` and `số` stand between two codes of a list.
fn listed(context: &Context, from: usize, to: usize) -> bool {
    let between = context.folded.get(from..to).unwrap_or_default();
    from <= to
        && to - from <= 16
        && between
            .split(|c: char| c.is_ascii_whitespace() || matches!(c, ',' | ';'))
            .all(|w| matches!(w, "" | "va" | "so" | "hoac" | "cac"))
        && !between.contains("\n\n")
}

/// Date and issuer behind position `from`, in either order; the mention's span grows with them.
pub fn complete(context: &Context, dates: &[Found], mention: &mut Mention, from: usize) {
    let mut end = from;
    if let Some(date) = date_behind(context, dates, end) {
        end = date.span.end;
        if context.folded[end..].starts_with(')') {
            end += 1;
        }
        mention.span.end = date.span.end;
        mention.date = Some(date);
    }
    if let Some(mut issuer) = issuer_behind(context, end) {
        if mention
            .doc_type
            .as_deref()
            .is_some_and(|t| t.ends_with("liên tịch"))
        {
            issuer.end = joint_issuers(context, issuer.end);
        }
        end = issuer.end;
        mention.span.end = end;
        mention.issuer = Some(issuer);
        mention.issuer_position = Some(IssuerPosition::After);
        if mention.date.is_none()
            && let Some(date) = date_behind(context, dates, end)
        {
            mention.span.end = date.span.end;
            mention.date = Some(date);
        }
    }
}

/// The position behind a page number that stands between two lines of a mention.
fn over_page(context: &Context, from: usize) -> usize {
    static PAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u)^ *\n\s*\d{1,3} *\n+ *").expect("a fixed pattern"));
    let end = (from + 160).min(context.folded.len());
    PAGE.find(&context.folded[from..end])
        .map_or(from, |m| from + m.end())
}

fn date_behind(context: &Context, dates: &[Found], from: usize) -> Option<Found> {
    let from = over_page(context, from);
    let date = &dates[dates.partition_point(|d| d.span.start < from)..].first()?;
    let between = context
        .folded
        .get(from..date.span.start)
        .filter(|b| b.len() <= 14)?;
    let word = between.trim_matches([' ', '\n', ',', '(']);
    let near = matches!(word, "" | "ra" | "ky" | "ban hanh" | "de" | "cua")
        && !between.contains("\n\n")
        && !between.contains('\t');
    let kind = matches!(
        date.kind,
        DateKind::Date | DateKind::DateIncomplete | DateKind::Year | DateKind::Month
    );
    (near && kind && word != "cua").then(|| (*date).clone())
}

fn issuer_behind(context: &Context, from: usize) -> Option<Span> {
    let rest = &context.folded[from..(from + 14).min(context.folded.len())];
    let trimmed = rest.trim_start_matches([' ', '\n', ',']);
    let lead = rest.len() - trimmed.len();
    if lead == 0 || lead > 4 || rest[..lead].contains("\n\n") {
        return None;
    }
    let word = trimmed.split([' ', '\n']).next()?;
    // `của` as OCR leaves it: c, one to three vowels (u, a, i, t, d), an a.
    let of = (3..=5).contains(&word.len())
        && word.starts_with('c')
        && word.ends_with('a')
        && word[1..]
            .bytes()
            .all(|b| matches!(b, b'u' | b'a' | b't' | b'i'));
    if !of {
        return None;
    }
    let at = from + lead + word.len();
    let blanks = context.folded[at..]
        .bytes()
        .take(3)
        .take_while(u8::is_ascii_whitespace)
        .count();
    (blanks > 0)
        .then(|| issuer_at(context, at + blanks))
        .flatten()
}

/// The end of a list of issuers (`Bộ trưởng Bộ A, Bộ trưởng Bộ B và …`) whose first one ends at `end`.
fn joint_issuers(context: &Context, mut end: usize) -> usize {
    for _ in 0..8 {
        let rest = &context.folded[end..(end + 8).min(context.folded.len())];
        let Some(lead) = [", ", ",\n", " va ", " - ", "\nva ", " va\n"]
            .iter()
            .find(|l| rest.starts_with(**l))
        else {
            break;
        };
        let Some(next) = issuer_at(context, end + lead.len()) else {
            break;
        };
        end = next.end;
    }
    end
}

/// `đề nghị của Sở … tại Tờ trình số …`: the issuer before the reference.
fn issuer_before(context: &Context, mention: &mut Mention) {
    let from = mention.span.start.saturating_sub(170);
    let window = &context.folded[from..mention.span.start];
    let trimmed = window.trim_end_matches([' ', '\n']);
    let Some(head) = trimmed
        .strip_suffix("tai")
        .or_else(|| trimmed.strip_suffix("tai cac"))
    else {
        return;
    };
    let head = head.trim_end_matches([' ', '\n', ',']);
    let Some(of) = head.rfind("cua ").or_else(|| head.rfind("cua\n")) else {
        return;
    };
    let start = from + of + 4;
    let Some(issuer) = issuer_at(context, start) else {
        return;
    };
    if issuer.end == from + head.len() {
        mention.issuer = Some(issuer);
        mention.issuer_position = Some(IssuerPosition::Before);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::parse;
    use crate::restore::Restored;

    #[test]
    fn a_law_keeps_the_words_of_its_name() {
        for law in [
            "Luật Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng số 69/2020/QH14",
            "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
            "Luật sửa đổi, bổ sung một số điều của Luật Lưu trữ và Luật Thư viện số 90/2025/QH15",
        ] {
            let text = format!("KẾ HOẠCH\nThử\n\nI. CĂN CỨ\n1. Thực hiện {law} về quản lý.\n");
            let document = parse(&Restored::unchanged(text));
            let raw: Vec<_> = document
                .legal_references
                .iter()
                .map(|r| r.raw.clone())
                .collect();
            assert_eq!(raw, [Some(law.to_owned())]);
        }
    }
}
