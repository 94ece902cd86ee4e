//! Dates and periods in folded text, by pattern: where they stand, of what kind, in what normal form.
//!
//! One pattern finds the places; the part of it that matched gives the kind. Longer forms come first,
//! so that `tầm nhìn đến năm 2045` is one horizon and not also a year.

use super::calendar::{edtf_day, iso};
use crate::document::types::DateKind;
use crate::lexicon::roman_value;
use crate::span::Span;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A date or period in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in code points.
    pub span: Span,
    /// What it is.
    pub kind: DateKind,
    /// ISO 8601 or EDTF; nothing for a day that never was.
    pub normalized: Option<String>,
    /// Year, month and day, as far as they are written.
    pub parts: (Option<i32>, Option<u32>, Option<u32>),
}

/// `ngày`, `tháng`, `năm` in folded text, with the vowels that OCR loses.
const NGAY: &str = "ng[adiu]y";
const THANG: &str = "th[adi]ng";
const NAM: &str = "n[adi]m";
const YEAR: &str = "(?:1[89]|20)[0-9]{2}";
const DAY: &str = "[0-9]{1,2}";

fn pattern() -> String {
    let s = r"[ \n]{1,3}";
    let o = r"[ \n]{0,3}";
    let blank = r"[ ._\n~]{1,30}";
    let (n, t, y) = (NGAY, THANG, NAM);
    [
        // ngày 29 tháng 5 năm 2025
        format!(r"(?:{n}{s})?{DAY}{o},?{s}{t}{s}{DAY}{o},?{s}{y}{s}{YEAR}"),
        // ngày … tháng 5 năm 2024, with some part left blank
        format!(r"{n}{blank}(?:{DAY}{blank})?{t}{blank}(?:{DAY}{blank})?{y}{blank}{YEAR}"),
        // ngày 24/7/2025, 07-10-2022, 7.10.2022
        format!(r"(?:{n}{o})?{DAY}(?:{o}/{o}{DAY}{o}/{o}|{o}-{o}{DAY}{o}-{o}|\.{DAY}\.){YEAR}"),
        // ngày   /5/2024
        format!(r"{n}[ ._~]{{0,12}}/{o}{DAY}{o}/{o}{YEAR}"),
        // ngày 15 tháng 6, ngày 15/6
        format!(r"{n}{s}{DAY}(?:{s}{t}{s}{DAY}|{o}/{o}{DAY})"),
        // tháng 5/2025, tháng 5 năm 2025
        format!(r"{t}{s}{DAY}(?:{o}[/-]{o}|{s}{y}{s}){YEAR}"),
        // quý II/2025, quý 3 năm 2024, quý I
        format!(r"quy{s}(?:iv|i{{1,3}}|[1-4])(?:(?:{o}[/,-]{o}|{s})(?:{y}{s})?{YEAR})?"),
        // 6 tháng đầu năm 2025
        format!(r"(?:0?6|sau){s}{t}{s}(?:dau|cuoi){s}{y}(?:{s}{YEAR})?"),
        // giai đoạn mới 2026-2030, từ năm 2021 đến năm 2025, 2024-2025
        format!(
            r"(?:(?:giai{s}doan|thoi{s}ky|nhiem{s}ky|nien{s}khoa|nien{s}do|{y}{s}hoc|{y}){s}(?:[a-z]{{1,8}}{s})?(?:tu{s})?(?:{y}{s})?|tu{s}{y}{s}|giai{s}doan)?{YEAR}{o}(?:-|{s}den{s}|{s}toi{s}){o}(?:het{s})?(?:{y}{s})?{YEAR}"
        ),
        // tầm nhìn đến năm 2045
        format!(r"(?:tam{s}nhin|dinh{s}huong){s}(?:(?:den|toi){s})?(?:(?:het|cuoi){s})?(?:{y}{s})?{YEAR}"),
        // đến hết năm 2025
        format!(r"(?:den|toi){s}(?:(?:het|cuoi){s})?{y}{s}{YEAR}"),
        // bắt đầu từ năm 2026
        format!(r"(?:bat{s}dau{s})?(?:ke{s})?tu{s}(?:dau{s})?{y}{s}{YEAR}"),
        // năm 2024
        format!(r"{y}{s}{YEAR}"),
        // 5/2025, 10/6: taken only where the words before them say so
        format!(r"{DAY}/(?:{YEAR}|{DAY})"),
        // tháng 7 - 12/2025
        format!(r"{t}{s}{DAY}{o}-{o}{DAY}(?:{o}/{o}|{s}{y}{s}){YEAR}"),
    ]
    .into_iter()
    .map(|alternative| format!("({alternative})"))
    .collect::<Vec<_>>()
    .join("|")
}

static ANY: LazyLock<Regex> = LazyLock::new(|| compiled(&format!("(?-u){}", pattern())));
/// The numbers of a match: digits or a Roman quarter.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| compiled(r"(?-u)[0-9]+"));

fn compiled(pattern: &str) -> Regex {
    #[allow(clippy::expect_used)]
    Regex::new(pattern).expect("a pattern of this file")
}

/// The kinds in the order of the alternatives.
const FORMS: usize = 15;

/// All dates and periods of a folded text, in order, never overlapping.
pub fn scan(folded: &str) -> Vec<Found> {
    let bytes = folded.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(m) = ANY.find_at(folded, at) {
        at = m.end();
        if !bounded(bytes, m.start(), m.end()) {
            at = next_start(bytes, m.start());
            continue;
        }
        let Some(captures) = ANY.captures_at(folded, m.start()) else {
            continue;
        };
        match read(folded, &captures) {
            Some(date) => {
                at = date.span.end;
                found.push(date);
                year_list(folded, &mut found);
                day_list(folded, &mut found);
                at = found.last().map_or(at, |f| f.span.end);
            }
            None => at = next_start(bytes, m.start()),
        }
    }
    found
}

/// Where to look again after a match that was none: behind its first word or number.
fn next_start(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
        at += 1;
    }
    at
}

/// Whether a match stands alone: no letter or digit goes on at either end, and no `/2` or `.5` follows.
fn bounded(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|i| bytes[i]);
    let after = bytes.get(end).copied();
    let second = bytes.get(end + 1).copied();
    let joined = |b: u8| b.is_ascii_alphanumeric();
    if before.is_some_and(joined) || after.is_some_and(joined) {
        return false;
    }
    let digit_start = bytes[start].is_ascii_digit();
    if digit_start && before.is_some_and(|b| matches!(b, b'/' | b'.' | b'-' | b',' | b':' | b'+')) {
        // `12.5/2025`, `a/5/2025`; a dash after a blank or a bullet is harmless.
        let glued = start.checked_sub(2).map(|i| bytes[i]);
        if before != Some(b'-') || glued.is_some_and(|b| !b.is_ascii_whitespace()) {
            return false;
        }
    }
    let goes_on = matches!(after, Some(b'/' | b'.' | b'-'))
        && second.is_some_and(|b| b.is_ascii_digit() || (after == Some(b'/') && joined(b)));
    !goes_on && after != Some(b'%')
}

fn read(folded: &str, captures: &Captures) -> Option<Found> {
    let form = (1..=FORMS).find(|i| captures.get(*i).is_some())?;
    let m = captures.get(form)?;
    let mut span = Span::new(m.start(), m.end());
    let words = m.as_str();
    let numbers: Vec<u32> = NUMBERS
        .find_iter(words)
        .filter_map(|n| n.as_str().parse().ok())
        .collect();
    let year = |n: u32| n as i32;
    let before = &folded[span.start.saturating_sub(24)..span.start];
    let (kind, normalized, parts) = match form {
        1 | 3 => {
            let [d, mo, y] = numbers[..] else { return None };
            let normalized = iso(year(y), mo, d);
            // A chain of small numbers that is no date is a section number or a measure.
            if normalized.is_none() && form == 3 && !words.starts_with("ng") {
                return None;
            }
            (
                DateKind::Date,
                normalized,
                (Some(year(y)), Some(mo), Some(d)),
            )
        }
        2 | 4 => incomplete(form, words, &numbers)?,
        5 => {
            let [d, mo] = numbers[..] else { return None };
            (
                DateKind::DateNoYear,
                edtf_day(mo, d),
                (None, Some(mo), Some(d)),
            )
        }
        6 => {
            let [mo, y] = numbers[..] else { return None };
            month(mo, y)?
        }
        7 => {
            let numeral = words.split_whitespace().nth(1)?;
            let numeral = numeral.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
            let quarter = numeral
                .parse()
                .ok()
                .or_else(|| roman_value(&numeral.to_uppercase()))?;
            let y = numbers.last().copied().filter(|n| *n > 999);
            let shown = y.map_or("XXXX".to_owned(), |y| y.to_string());
            let normalized = Some(format!("{shown}-Q{quarter}"));
            (DateKind::Quarter, normalized, (y.map(year), None, None))
        }
        8 => {
            let y = numbers.last().copied().filter(|n| *n > 999);
            let shown = y.map_or("XXXX".to_owned(), |y| y.to_string());
            let half = if words.contains("dau") { 1 } else { 2 };
            (
                DateKind::Half,
                Some(format!("{shown}-H{half}")),
                (y.map(year), None, None),
            )
        }
        9 => {
            let [from, to] = numbers[..] else { return None };
            if from >= to || to - from > 60 {
                return None;
            }
            // In `kế hoạch 5 năm 2021-2025` the word before counts years.
            if words.starts_with('n') && before.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
                span.start += words.find(|c: char| c.is_ascii_digit())?;
            }
            (
                DateKind::Period,
                Some(format!("{from}/{to}")),
                (Some(year(to)), None, None),
            )
        }
        10 => horizon(DateKind::Horizon, &numbers)?,
        11 => horizon(DateKind::TargetYear, &numbers)?,
        12 => {
            let [y] = numbers[..] else { return None };
            (
                DateKind::StartYear,
                Some(format!("{y}/..")),
                (Some(year(y)), None, None),
            )
        }
        13 => {
            let [y] = numbers[..] else { return None };
            // `Việt Nam 2025`, `miền Nam 2025` name a country or a region, not a year.
            let before = before.trim_end();
            if ["viet", "mien", "phia", "tay", "dong"]
                .iter()
                .any(|w| before.ends_with(w))
            {
                return None;
            }
            (
                DateKind::Year,
                Some(y.to_string()),
                (Some(year(y)), None, None),
            )
        }
        14 => {
            let [a, b] = numbers[..] else { return None };
            bare(folded, span, a, b)?
        }
        _ => {
            let [from, to, y] = numbers[..] else {
                return None;
            };
            if from == 0 || from >= to || to > 12 {
                return None;
            }
            let normalized = format!("{y}-{from:02}/{y}-{to:02}");
            (
                DateKind::Period,
                Some(normalized),
                (Some(year(y)), Some(to), None),
            )
        }
    };
    Some(Found {
        span,
        kind,
        normalized,
        parts,
    })
}

type Reading = (
    DateKind,
    Option<String>,
    (Option<i32>, Option<u32>, Option<u32>),
);

fn month(mo: u32, y: u32) -> Option<Reading> {
    let normalized = (1..=12).contains(&mo).then(|| format!("{y}-{mo:02}"));
    Some((
        DateKind::Month,
        normalized,
        (Some(y as i32), Some(mo), None),
    ))
}

fn horizon(kind: DateKind, numbers: &[u32]) -> Option<Reading> {
    let [y] = *numbers else { return None };
    Some((kind, Some(format!("../{y}")), (Some(y as i32), None, None)))
}

/// A date with blanks: what is written, and `XX` for what is not.
fn incomplete(form: usize, words: &str, numbers: &[u32]) -> Option<Reading> {
    let (&y, small) = numbers.split_last()?;
    let (d, mo) = match small {
        [d, mo] => (Some(*d), Some(*mo)),
        [] => (None, None),
        [one] => {
            let month_word = words.find("th").unwrap_or(0);
            let number = words.find(|c: char| c.is_ascii_digit())?;
            if form == 4 || number > month_word {
                (None, Some(*one))
            } else {
                (Some(*one), None)
            }
        }
        _ => return None,
    };
    let parts = (Some(y as i32), mo, d);
    if let (Some(d), Some(mo)) = (d, mo) {
        return Some((DateKind::Date, iso(y as i32, mo, d), parts));
    }
    let two = |n: Option<u32>| n.map_or("XX".to_owned(), |n| format!("{n:02}"));
    let possible =
        mo.is_none_or(|m| (1..=12).contains(&m)) && d.is_none_or(|d| (1..=31).contains(&d));
    let normalized = possible.then(|| format!("{y}-{}-{}", two(mo), two(d)));
    Some((DateKind::DateIncomplete, normalized, parts))
}

/// Words after which a bare `10/6` or `5/2025` is a date: before, from, until, on, in …
const LEADS: &[&str] = &[
    "truoc", "tu", "den", "het", "sang", "chieu", "toi", "dip", "hom", "vao", "le", "niem",
    "thang", "ngay", "trong", "sau", "va", "ky", "cham", "nhat", "hoi", "tinh", "qua",
];

/// A bare `10/6` or `5/2025`, if what stands around it makes it a date: numbers in that form are more
/// often fractions, plots of land and house numbers.
fn bare(folded: &str, span: Span, a: u32, b: u32) -> Option<Reading> {
    let before = &folded[span.start.saturating_sub(80)..span.start];
    let trimmed = before.trim_end_matches([' ', '\n']);
    let lead = trimmed
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    if b > 999 {
        return ((1..=12).contains(&a) && LEADS.contains(&lead))
            .then(|| month(a, b))
            .flatten();
    }
    edtf_day(b, a)?;
    let reading = (
        DateKind::DateNoYear,
        edtf_day(b, a),
        (None, Some(b), Some(a)),
    );
    // `Ngày Thầy thuốc Việt Nam (27/2)`, `(ngày 27/2)`
    let bracketed = before.ends_with('(') && folded[span.end..].starts_with(')');
    if bracketed {
        return (before.contains("ngay") || before.contains("ky niem") || before.contains("le "))
            .then_some(reading);
    }
    // A whole share (`1/3 số đại biểu`) follows these words too: a day after the twelfth, or a holiday.
    let holiday = matches!(
        (a, b),
        (30, 4) | (1, 5) | (2, 9) | (8, 3) | (20, 11) | (27, 7) | (3, 2) | (19, 5) | (22, 12)
    );
    let timed = [
        "truoc", "den", "het", "dip", "le", "niem", "hom", "sang", "chieu", "toi", "ngay",
    ];
    // `chậm nhất 06/7`, `chủ nhật 16/9`; `từ 06/5 đến 12/5/2024`
    let limit = [
        "cham nhat",
        "muon nhat",
        "chu nhat",
        "han",
        "han cuoi",
        "han chot",
    ]
    .iter()
    .any(|w| trimmed.ends_with(w));
    let ranges = lead == "tu" && range_follows(&folded[span.end..]);
    // `Quốc khánh 2/9`, `Ngày Thương binh - Liệt sĩ 27/7`
    const HOLIDAYS: &[&str] = &[
        "quoc khanh",
        "liet si",
        "liet sy",
        "quoc te lao dong",
        "quoc te phu nu",
        "phu nu viet nam",
        "nha giao viet nam",
        "thay thuoc viet nam",
        "quoc te thieu nhi",
        "thong nhat dat nuoc",
        "giai phong mien nam",
        "bao chi cach mang viet nam",
        "cach mang thang tam",
    ];
    let named = HOLIDAYS.iter().any(|name| trimmed.ends_with(name));
    let known =
        timed.contains(&lead) || limit || ranges || named || holiday && LEADS.contains(&lead);
    known.then_some(reading)
}

/// Whether the end of a range with its year follows: ` đến 12/5/2024`.
fn range_follows(rest: &str) -> bool {
    static END: LazyLock<Regex> = LazyLock::new(|| {
        compiled(&format!(
            r"(?-u)^[ \n](?:den|toi|-)[ \n](?:het[ \n])?(?:ngay[ \n])?{DAY}/{DAY}/{YEAR}"
        ))
    });
    END.is_match(rest)
}

/// A day that shares the words before the first: `trước ngày 20/6 và 20/11`.
fn day_list(folded: &str, found: &mut Vec<Found>) {
    static NEXT: LazyLock<Regex> =
        LazyLock::new(|| compiled(&format!(r"(?-u)^(?:,[ \n]?|[ \n]va[ \n])({DAY})/({DAY})")));
    while let Some(last) = found.last() {
        let slashed = folded[last.span.start..last.span.end].contains('/');
        if last.kind != DateKind::DateNoYear || !slashed {
            return;
        }
        let from = last.span.end;
        let Some(next) = NEXT.captures(&folded[from..]) else {
            return;
        };
        let part = |at: usize| next.get(at).map(|m| (from + m.start(), from + m.end()));
        let (Some(day), Some(month)) = (part(1), part(2)) else {
            return;
        };
        let span = Span::new(day.0, month.1);
        let number = |(a, z): (usize, usize)| folded[a..z].parse::<u32>().ok();
        let (Some(d), Some(mo)) = (number(day), number(month)) else {
            return;
        };
        let Some(normalized) =
            edtf_day(mo, d).filter(|_| bounded(folded.as_bytes(), span.start, span.end))
        else {
            return;
        };
        found.push(Found {
            span,
            kind: DateKind::DateNoYear,
            normalized: Some(normalized),
            parts: (None, Some(mo), Some(d)),
        });
    }
}

/// Years that share the word before the first: `các năm 2023, 2024 và 2025`.
fn year_list(folded: &str, found: &mut Vec<Found>) {
    static NEXT: LazyLock<Regex> =
        LazyLock::new(|| compiled(&format!(r"(?-u)^(?:,[ \n]?|[ \n]va[ \n])({YEAR})")));
    while let Some(last) = found.last() {
        if last.kind != DateKind::Year {
            return;
        }
        let from = last.span.end;
        let Some(m) = NEXT.captures(&folded[from..]).and_then(|c| c.get(1)) else {
            return;
        };
        let span = Span::new(from + m.start(), from + m.end());
        if !bounded(folded.as_bytes(), span.start, span.end) {
            return;
        }
        found.push(Found {
            span,
            kind: DateKind::Year,
            normalized: Some(m.as_str().to_owned()),
            parts: (m.as_str().parse().ok(), None, None),
        });
    }
}
