//! Short forms that the document introduces: `thủ tục hành chính (TTHC)`, `(sau đây gọi tắt là Ban Chỉ đạo)`.
//!
//! A short form is taken only where the words before the bracket show what it stands for.

use super::anchors::pattern;
use super::context::Context;
use super::types::{Abbreviation, ZoneKind};
use crate::lexicon;
use crate::span::Span;

pattern!(
    INTRODUCES =
        r"^(?:(?:sau|duoi) day,?\s+)?(?:duoc\s+)?(?:goi|viet)(?:\s+(?:tat|chung|la)\b)+[\s:]*"
);

/// Longest bracket looked at, in code points.
const LONGEST: usize = 90;
/// So far before a bracket its long form may begin, in code points.
const REACH: usize = 160;

/// The short forms, in the order of their brackets.
pub fn find(context: &Context) -> Vec<Abbreviation> {
    let mut found: Vec<Abbreviation> = Vec::new();
    for open in memchr::memchr_iter(b'(', context.folded.as_bytes()) {
        if matches!(
            context.zone_at(open),
            ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature
        ) {
            continue;
        }
        let window = context.fold(Span::new(open + 1, open + 1 + LONGEST));
        let Some(length) = window.find(')') else {
            continue;
        };
        let inner = &window[..length];
        let lead = INTRODUCES.find(inner).map_or(0, |m| m.end());
        let mut end = open;
        let parts = parts(inner, lead);
        let mut taken = Vec::new();
        for (start, stop) in parts.into_iter().rev() {
            let short = Span::new(open + 1 + start, open + 1 + stop);
            let long = initials(context, short, end).or_else(|| {
                (lead > 0)
                    .then(|| same_head(context, short, open))
                    .flatten()
            });
            let Some(long) = long else { break };
            end = long.start;
            taken.push((short, long));
        }
        for (short, long) in taken.into_iter().rev() {
            let original = context.original(short);
            let name = context.joined(short);
            if found.iter().all(|a| a.short != name) {
                found.push(Abbreviation {
                    short: name,
                    long: context.joined(long),
                    start: original.start,
                    end: original.end,
                });
            }
        }
    }
    found
}

/// The short forms of a bracket: one behind `gọi tắt là`, or a list (`VTLT, CCHC và SHTL`).
fn parts(inner: &str, lead: usize) -> Vec<(usize, usize)> {
    let trimmed = |from: usize, to: usize| {
        let edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '.' | ':');
        let part = &inner[from..to];
        let start = from + part.len() - part.trim_start_matches(edge).len();
        let end = from + part.trim_end_matches(edge).len();
        (start < end).then_some((start, end))
    };
    if lead > 0 {
        return trimmed(lead, inner.len()).into_iter().collect();
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for piece in inner.split([',', ';']) {
        let mut at = from;
        for word in piece.split(" va ") {
            parts.extend(trimmed(at, at + word.len()));
            at += word.len() + " va ".len();
        }
        from += piece.len() + 1;
    }
    parts
}

/// The words right before `end` whose initials spell a short form in capitals.
fn initials(context: &Context, short: Span, end: usize) -> Option<Span> {
    let written = context.slice(short);
    let capitals = written
        .chars()
        .all(|c| c.is_uppercase() || matches!(c, '&' | '-'));
    let letters: String = context
        .fold(short)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    if !capitals || !(2..=12).contains(&letters.len()) {
        return None;
    }
    let bytes = context.folded.as_bytes();
    let from = end.saturating_sub(REACH);
    let mut spelled = String::new();
    let mut stop = None;
    let mut at = end;
    while at > from {
        if !bytes[at - 1].is_ascii_alphanumeric() {
            at -= 1;
            continue;
        }
        let word_end = at;
        while at > from && bytes[at - 1].is_ascii_alphanumeric() {
            at -= 1;
        }
        let first = char::from(bytes[at]);
        let connects = matches!(&bytes[at..word_end], b"va" | b"cua" | b"ve");
        if connects && !letters.ends_with(&format!("{first}{spelled}")) {
            continue;
        }
        let stop = *stop.get_or_insert(word_end);
        spelled.insert(0, first);
        if spelled == letters {
            return Some(Span::new(at, stop));
        }
        if !letters.ends_with(&spelled) {
            return None;
        }
    }
    None
}

/// The words from the last place where the short form's first word stands, in the same sentence.
fn same_head(context: &Context, short: Span, open: usize) -> Option<Span> {
    let from = open.saturating_sub(REACH);
    let before = &context.folded[from..open];
    let sentence = before.rfind([';', '.', ':', '\t']).map_or(0, |i| i + 1);
    let head = lexicon::fold(context.slice(short).split(' ').next()?);
    let at = before[sentence..]
        .match_indices(head.as_str())
        .map(|(i, _)| sentence + i)
        .filter(|i| {
            let bytes = before.as_bytes();
            let edge = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
            edge(i.checked_sub(1).and_then(|b| bytes.get(b))) && edge(bytes.get(i + head.len()))
        })
        .last()?;
    let length = before[at..].trim_end().len();
    (length > short.len()).then(|| Span::new(from + at, from + at + length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::restore::Restored;

    fn found(text: &str) -> Vec<String> {
        let context = Context::new(&Restored::unchanged(text));
        find(&context)
            .into_iter()
            .map(|a| format!("{} = {}", a.short, a.long))
            .collect()
    }

    #[test]
    fn short_forms_are_found_with_what_they_stand_for() {
        assert_eq!(
            found("rà soát thủ tục hành chính (TTHC) của tỉnh"),
            ["TTHC = thủ tục hành chính"]
        );
        assert_eq!(
            found("văn thư, lưu trữ, cải cách hành chính và số hóa tài liệu (VTLT, CCHC và SHTL)"),
            [
                "VTLT = văn thư, lưu trữ",
                "CCHC = cải cách hành chính",
                "SHTL = số hóa tài liệu"
            ]
        );
        assert_eq!(
            found("Ban Chỉ đạo Chuyển đổi số tỉnh (sau đây gọi tắt là Ban Chỉ đạo)"),
            ["Ban Chỉ đạo = Ban Chỉ đạo Chuyển đổi số tỉnh"]
        );
        assert_eq!(
            found("vật liệu nổ công nghiệp (viết tắt là VLNCN)"),
            ["VLNCN = vật liệu nổ công nghiệp"]
        );
        assert_eq!(
            found("theo quy định (nếu có) tại Phụ lục (II)"),
            [] as [&str; 0]
        );
    }
}
