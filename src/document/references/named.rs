//! Documents cited by name: laws, codes, ordinances, the Constitution, resolutions of Party congresses.

use super::mention::{Mention, amending_start, complete};
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::fold::Case;
use crate::document::types::{DateKind, ReferenceKind, ZoneKind};
use crate::lexicon;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)\b(?:bo luat|luat|phap lenh|hien phap)[ \n]{1,2}").expect("a fixed pattern")
});

static RESOLUTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\bnghi quyet[ \n](?:cua[ \n])?(?:",
        r"(?:hoi nghi[ \n](?:lan thu[ \n][a-z0-9]{1,7}[ \n],?)?)?(?:trung uong[ \n][0-9]{1,2}\b|(?:cua[ \n])?ban chap hanh trung uong(?:[ \n]dang)?)",
        r"|dai hoi[ \n][a-z0-9 \n]{0,60}?lan thu[ \n][a-z0-9]{1,7}(?:[ \n]cua[ \n]dang)?)",
        r"(?:,?[ \n]\(?khoa[ \n][ivx]{1,5}\b(?:(?:,[ \n]?|[ \n]va[ \n])[ivx]{1,5}\b)*\)?)?"
    ))
    .expect("a fixed pattern")
});

/// Words that end the name of a law: what is said about it begins there.
const STOPS: &[&str] = &[
    "ngày", "năm", "số", "quy", "được", "đã", "có", "các", "này", "của", "về", "thì", "là", "do",
    "theo", "khi", "để", "hiện", "tại", "trong", "với", "như", "không", "phải", "bằng", "cùng",
    "và", "đến", "trên", "đối", "vào", "cho", "hoặc", "nên", "thuộc", "gồm", "nhằm", "sẽ", "đang",
    "sau", "từ", "đảm", "cần", "còn", "nếu", "cũng",
];

/// Whether a small word ends a name: `đô thị` does not where `do` does. A word that lost its marks may be any.
fn stops(word: &str) -> bool {
    let small = word.to_lowercase();
    let bare = small.is_ascii();
    STOPS
        .iter()
        .any(|stop| *stop == small || bare && lexicon::fold(stop) == small)
}

/// Laws and resolutions cited by name; those that `coded` mentions already cover are left out.
pub fn named(context: &Context, dates: &[Found], coded: &[Mention]) -> Vec<Mention> {
    let mut mentions = laws(context, dates, coded);
    mentions.extend(resolutions(context));
    mentions.sort_by_key(|m| m.span.start);
    mentions.dedup_by(|b, a| b.span.overlaps(a.span));
    mentions
}

fn outside(zone: ZoneKind) -> bool {
    matches!(
        zone,
        ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature
    )
}

fn laws(context: &Context, dates: &[Found], coded: &[Mention]) -> Vec<Mention> {
    let pattern = &*LAW;
    let mut mentions = Vec::new();
    for m in pattern.find_iter(&context.folded) {
        let covered = &coded[coded.partition_point(|c| c.span.end <= m.start())..];
        if covered.first().is_some_and(|c| c.span.start <= m.start())
            || outside(context.zone_at(m.start()))
        {
            continue;
        }
        // `đồng bộ Luật Đất đai` is no code of laws.
        let mut start = m.start();
        let small = context.case(start) == Case::Lower;
        start += if small && m.as_str().starts_with("bo ") {
            3
        } else {
            0
        };
        let Some(name_end) = law_end(context, start, m.end()) else {
            continue;
        };
        // `Luật Đất đai (sửa đổi) ngày …`
        let amended = " (sua doi)";
        let is_amended = context.folded[name_end..].starts_with(amended);
        let end = name_end + if is_amended { amended.len() } else { 0 };
        // The code of the law follows: the mention with the code holds it.
        if covered.first().is_some_and(|c| c.span.start < end) {
            continue;
        }
        let word = context.fold(Span::new(start, m.end())).trim_end();
        let name = match word.split_whitespace().next() {
            Some("bo") => "Bộ luật",
            Some("phap") => "Pháp lệnh",
            Some("hien") => "Hiến pháp",
            _ => "Luật",
        };
        let mut mention = Mention {
            span: Span::new(start, end),
            kind: ReferenceKind::NamedDocument,
            doc_type: Some(name.to_owned()),
            ..Mention::default()
        };
        complete(context, dates, &mut mention, end);
        if mention.date.is_none()
            && mention.span.end == end
            && let Some(year) = bare_year(context, end)
        {
            mention.span.end = year.span.end;
            mention.date = Some(year);
        }
        if mention
            .date
            .as_ref()
            .is_some_and(|d| d.kind == DateKind::Month)
        {
            mention.date = None;
            mention.span.end = end;
        }
        if let Some(start) = amending_start(context, mention.span.start) {
            // The laws that it amends are parts of its name.
            while mentions
                .last()
                .is_some_and(|m: &Mention| m.span.start >= start)
            {
                mentions.pop();
            }
            mention.span.start = start;
            mention.doc_type = Some("Luật".to_owned());
        }
        mentions.push(mention);
    }
    mentions
}

/// The year right behind a law's name: `Luật Đất đai 2013`.
fn bare_year(context: &Context, from: usize) -> Option<Found> {
    let digits = context.folded.get(from..from + 5)?.strip_prefix(' ')?;
    let year = digits
        .parse()
        .ok()
        .filter(|year| (1945..2100).contains(year))?;
    let behind = context.folded[from + 5..].bytes().next();
    let whole = behind.is_none_or(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'/' | b'-'));
    whole.then(|| Found {
        span: Span::new(from + 1, from + 5),
        kind: DateKind::Year,
        normalized: Some(digits.to_owned()),
        parts: (Some(year), None, None),
    })
}

/// The end of a law's name that begins behind its type; nothing if no name follows.
fn law_end(context: &Context, start: usize, name_start: usize) -> Option<usize> {
    let capital = |at: usize| {
        context
            .slice(Span::new(at, at + 1))
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
    };
    let constitution = context.folded[start..].starts_with("hien");
    if !capital(start) {
        return None;
    }
    let rest = &context.folded[name_start..(name_start + 180).min(context.folded.len())];
    if constitution {
        let tail = "nuoc cong hoa xa hoi chu nghia viet nam";
        if rest.starts_with(tail) {
            return Some(name_start + tail.len());
        }
        let bytes = rest.as_bytes();
        let year = rest.starts_with("nam ") || bytes.first().is_some_and(u8::is_ascii_digit);
        return year.then(|| start + "hien phap".len());
    }
    let (flat, places) = one_line(rest);
    if let Some(length) = lexicon::law_name_at(&flat) {
        return Some(name_start + places[length]);
    }
    // Before 2015 names began small (`Luật nhà ở`): of these only the known ones count.
    if !capital(name_start) {
        return None;
    }
    // In capitals nothing shows where an unknown name ends.
    if context.is_capitals(Span::new(start, name_start + 2)) {
        return None;
    }
    // Unknown: capitals and small words up to a word or mark that ends it.
    let bytes = rest.as_bytes();
    let (mut at, mut end, mut count) = (0, 0, 0);
    while at < bytes.len() && count < 9 {
        let from = at;
        while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'~') {
            at += 1;
        }
        let word = &rest[from..at];
        if word.is_empty()
            || word.bytes().all(|b| b.is_ascii_digit())
            || (count > 0
                && !capital(name_start + from)
                && stops(context.slice(Span::new(name_start + from, name_start + at))))
        {
            break;
        }
        end = at;
        count += 1;
        if bytes.get(at) != Some(&b' ') && bytes.get(at) != Some(&b'\n') {
            break;
        }
        if bytes.get(at + 1) == Some(&b'\n') {
            break;
        }
        at += 1;
    }
    (count >= 2).then_some(name_start + end)
}

/// A text in one line, and where each of its bytes and its end stood: a line end with its
/// indent, and a page's number between two lines, become one blank.
pub(super) fn one_line(text: &str) -> (String, Vec<usize>) {
    static BREAK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u) *\n(?:\s*\d{1,3} *\n)?\s*").expect("a fixed pattern"));
    let mut flat = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut from = 0;
    for gap in BREAK.find_iter(text) {
        flat.push_str(&text[from..gap.start()]);
        flat.push(' ');
        places.extend(from..=gap.start());
        from = gap.end();
    }
    flat.push_str(&text[from..]);
    places.extend(from..=text.len());
    (flat, places)
}

fn resolutions(context: &Context) -> Vec<Mention> {
    let pattern = &*RESOLUTION;
    pattern
        .find_iter(&context.folded)
        .filter(|m| !outside(context.zone_at(m.start())))
        .map(|m| Mention {
            span: Span::new(m.start(), m.end()),
            kind: ReferenceKind::NamedDocument,
            doc_type: Some("Nghị quyết".to_owned()),
            ..Mention::default()
        })
        .collect()
}
