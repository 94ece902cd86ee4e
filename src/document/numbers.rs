//! Money, percentages, counts (document model §3.3): digits as written, values as exact decimals.

use super::context::Context;
use super::fold::Case;
use super::references::References;
use super::types::{Quantity, ZoneKind};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)(?:\b(it nhat|toi thieu|tren|hon|tu|khong duoi|khong it hon|dat tu)|\b(toi da|khong qua|duoi|khong vuot qua|it hon|khong nhieu hon))[ \n]$").expect("a fixed pattern")
});

/// Nouns that are counted, folded by their first word: what makes a bare number a quantity.
const COUNTED_NOUNS: &[&str] = &[
    "nguoi", "ban", "bo", "chiec", "cai", "truong", "xa", "phuong", "huyen", "tinh", "ho", "co",
    "don", "doanh", "du", "chuong", "nhiem", "lop", "hoc", "can", "dang", "ha", "km", "m2", "m3",
    "tan", "kg", "met", "to", "thon", "khu", "cuoc", "hoi", "dot", "luot", "san", "mo", "tram",
    "tuyen", "cong", "van", "trang", "gio", "phut", "tap", "ca", "vu", "thanh", "dai", "uy",
    "doan", "phong", "buoi", "tin", "bai", "de", "giai", "tieu", "dien", "benh", "giuong", "lao",
    "ho", "chi", "dia", "nha",
];

/// A number with what follows it, by place in the folded text.
#[derive(Debug, Clone, Copy)]
struct Number {
    /// The digits with their marks: `1.234.567,89`.
    digits: Span,
    /// Whether a percent sign follows.
    percent: bool,
    /// The word that scales it: `triệu`, `nghìn tỷ`.
    scale: Option<Span>,
    /// The currency.
    currency: Option<Span>,
    /// End of all of it.
    end: usize,
}

/// The end of a number whose first digit stands at `start`: groups of three behind full stops, or up to
/// 15 digits; then up to four decimals.
fn digits_end(bytes: &[u8], start: usize) -> usize {
    let run = |from: usize, most: usize| {
        let digits = bytes[from.min(bytes.len())..].iter().take(most);
        digits.take_while(|b| b.is_ascii_digit()).count()
    };
    let mut end = start + run(start, 15);
    if end - start <= 3 {
        let mut groups = 0;
        while groups < 6 && bytes.get(end) == Some(&b'.') && run(end + 1, 3) == 3 {
            end += 4;
            groups += 1;
        }
    }
    match bytes.get(end) {
        Some(b',') if run(end + 1, 1) == 1 => end + 1 + run(end + 1, 4),
        _ => end,
    }
}

/// What follows the digits of a number.
fn number_at(folded: &str, digits: Span) -> Number {
    let blank = |at: usize| usize::from(matches!(folded.as_bytes().get(at), Some(b' ' | b'\n')));
    let letter = |at: usize| {
        folded
            .as_bytes()
            .get(at)
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    // A whole word: `63 tỉnh` are no thousand millions.
    let word = |at: usize, words: &[&str]| {
        let ends = words.iter().map(|w| at + w.len());
        let mut found = ends
            .zip(words)
            .filter(|(_, w)| folded[at..].starts_with(**w));
        found.find(|(end, _)| !letter(*end)).map(|(end, _)| end)
    };
    let mut number = Number {
        digits,
        percent: false,
        scale: None,
        currency: None,
        end: digits.end,
    };
    let mut at = digits.end + blank(digits.end);
    if folded[at..].starts_with('%') {
        number.percent = true;
        number.end = at + 1;
        return number;
    }
    if let Some(mut end) = word(at, &["nghin", "ngan", "trieu", "ty", "ti"]) {
        if blank(end) == 1
            && let Some(billion) = word(end + 1, &["ty", "ti"])
        {
            end = billion;
        }
        number.scale = Some(Span::new(at, end));
        number.end = end;
        at = end;
    }
    at += blank(at);
    let currency = word(at, &["dong", "vnd", "usd", "d", "do la my", "euro"]);
    // `8 đồng chí`, `10 đ/c` are people.
    let people = |end: &usize| {
        let rest = &folded[*end..];
        let comrades = [" chi", "\nchi", "/c"];
        comrades
            .iter()
            .any(|w| rest.starts_with(w) && !letter(end + w.len()))
    };
    if let Some(end) = currency.filter(|end| !people(end)) {
        number.currency = Some(Span::new(at, end));
        number.end = end;
    }
    number
}

/// The quantities of body and tables, in order, outside codes and dates.
pub fn find(context: &Context, references: &References) -> Vec<Quantity> {
    let codes: Vec<Span> = references.spans().collect();
    let bytes = context.folded.as_bytes();
    let mut quantities = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..]
        .iter()
        .position(u8::is_ascii_digit)
        .map(|n| at + n)
    {
        let before = start.checked_sub(1).map(|i| bytes[i]);
        if before.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
            at = start + 1;
            continue;
        }
        let digits = Span::new(start, digits_end(bytes, start));
        at = digits.end;
        let glued = before.is_some_and(|b| matches!(b, b'/' | b'-' | b'.' | b',' | b':'));
        let goes_on = matches!(
            bytes.get(digits.end),
            Some(b'/' | b'-' | b'.' | b':' | b',')
        ) && bytes.get(digits.end + 1).is_some_and(u8::is_ascii_digit);
        if glued || goes_on {
            continue;
        }
        let number = number_at(&context.folded, digits);
        at = number.end;
        let span = Span::new(start, number.end);
        if !matches!(
            context.zone_at(start),
            ZoneKind::Body | ZoneKind::Appendix | ZoneKind::Closing | ZoneKind::Preamble
        ) {
            continue;
        }
        let next = codes.partition_point(|c| c.end <= span.start);
        if codes.get(next).is_some_and(|c| c.overlaps(span)) {
            continue;
        }
        // A number at the end of a line does not count what begins the next one with a capital.
        let unit = number.scale.or(number.currency).map(|u| u.start);
        let parted = unit.is_some_and(|at| {
            bytes[digits.end..at].contains(&b'\n') && context.case(at) == Case::Upper
        });
        if parted {
            continue;
        }
        quantities.extend(read(context, number));
    }
    quantities
}

/// The one or two words behind a number that it may count, a bracket before them left out: `05 (năm) bản`.
fn counted_words(folded: &str, from: usize) -> Option<Span> {
    let bytes = folded.as_bytes();
    let blank = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\n'));
    let word_end = |at: usize| {
        let rest = &bytes[at.min(bytes.len())..];
        at + rest.iter().take_while(|b| b.is_ascii_lowercase()).count()
    };
    if !blank(from) {
        return None;
    }
    let mut start = from + 1;
    if bytes.get(start) == Some(&b'(') {
        let inner = bytes[start + 1..].iter().take(25);
        let length = inner
            .take_while(|b| b.is_ascii_lowercase() || **b == b' ')
            .count();
        let close = start + 1 + length;
        if !(2..=24).contains(&length) || bytes.get(close) != Some(&b')') || !blank(close + 1) {
            return None;
        }
        start = close + 2;
    }
    let first = word_end(start);
    let second = if blank(first) {
        word_end(first + 1)
    } else {
        first
    };
    let end = if second > first + 1 { second } else { first };
    (first > start).then(|| Span::new(start, end))
}

fn read(context: &Context, number: Number) -> Option<Quantity> {
    let digits = number.digits;
    let decimal = decimal(context.fold(digits))?;
    let scale = number.scale.map(|s| context.fold(s));
    let currency = number.currency.map(|s| context.fold(s));
    let mut span = Span::new(digits.start, number.end);
    let (value, unit) = if number.percent {
        (decimal, Some("%".to_owned()))
    } else if scale.is_some() || currency.is_some() {
        if !money_spelled(context, number) {
            return None;
        }
        let power = scale.map_or(0, |s| s.split([' ', '\n']).map(power_of).sum());
        let unit = match currency {
            Some("usd" | "do la my") => Some("USD"),
            Some("euro") => Some("EUR"),
            Some(_) => Some("VND"),
            None => None,
        };
        (shifted(&decimal, power), unit.map(str::to_owned))
    } else {
        let words = counted_words(&context.folded, digits.end)?;
        let counted = context.fold(words);
        let first = counted.split([' ', '\n']).next()?;
        let year = matches!(
            context.fold(digits).as_bytes(),
            [b'1', b'9', _, _] | [b'2', b'0', _, _]
        );
        let counts = COUNTED_NOUNS.contains(&first) && !counted.starts_with("co it") && !year;
        if !counts || is_label(context, span.start) {
            return None;
        }
        span = digits;
        (decimal, Some(unit_words(&context.joined(words))))
    };
    let before = &context.folded[span.start.saturating_sub(24)..span.start];
    let bound = BOUND
        .captures(before)
        .map(|c| if c.get(1).is_some() { "min" } else { "max" });
    let original = context.original(span);
    Some(Quantity {
        raw: context.raw(span),
        value,
        unit,
        bound: bound.map(str::to_owned),
        start: original.start,
        end: original.end,
        line: context.line_numbers(span).0,
    })
}

/// `triệu`, `tỷ`, `đồng` must be those words: `ty` folds from `ty` (a company) too, `đ` from a letter of a list.
fn money_spelled(context: &Context, number: Number) -> bool {
    let written = |part: Option<Span>| part.map(|s| context.slice(s).to_lowercase());
    let scale = written(number.scale).is_none_or(|w| {
        w.split_whitespace().all(|w| {
            matches!(
                w,
                "nghìn" | "ngàn" | "triệu" | "tỷ" | "tỉ" | "nghin" | "ngan" | "trieu"
            )
        })
    });
    let currency = written(number.currency).is_none_or(|w| {
        matches!(
            w.as_str(),
            "đồng" | "đ" | "vnđ" | "vnd" | "usd" | "euro" | "đô la mỹ" | "dong"
        )
    });
    scale && currency
}

/// A number at the head of a line is the number of a unit.
fn is_label(context: &Context, at: usize) -> bool {
    let line = context.lines[context.line_at(at)];
    line.trim.start == at
}

/// The words of a counted thing, up to two, without a connective at the end.
fn unit_words(words: &str) -> String {
    let mut list: Vec<&str> = words.split_whitespace().collect();
    let tail = [
        "và", "của", "có", "được", "trên", "tại", "là", "cho", "theo", "trong", "với", "đã", "này",
        "do", "để",
    ];
    while list.len() > 1 && list.last().is_some_and(|w| tail.contains(w)) {
        list.pop();
    }
    list.join(" ")
}

fn power_of(word: &str) -> u32 {
    match word {
        "nghin" | "ngan" => 3,
        "trieu" => 6,
        _ => 9,
    }
}

/// A Vietnamese number as a decimal: `1.234.567,89` → `1234567.89`. One full stop before three digits parts
/// thousands.
pub fn decimal(written: &str) -> Option<String> {
    let (whole, fraction) = written.split_once(',').unwrap_or((written, ""));
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let trimmed = whole.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    let fraction = fraction.trim_end_matches('0');
    (!written.is_empty()).then(|| {
        if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        }
    })
}

/// A decimal times a power of ten, exactly.
pub fn shifted(decimal: &str, power: u32) -> String {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let mut digits = format!("{whole}{fraction}");
    let mut point = whole.len() + power as usize;
    while digits.len() < point {
        digits.push('0');
    }
    let fraction = digits.split_off(point.min(digits.len()));
    let trimmed = digits.trim_start_matches('0');
    point = trimmed.len();
    let whole = if point == 0 { "0" } else { trimmed };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let cases = [
            ("1.234.567,89", "1234567.89"),
            ("58.035", "58035"),
            ("139,75", "139.75"),
            ("03", "3"),
            ("0,50", "0.5"),
            ("100", "100"),
        ];
        for (written, value) in cases {
            assert_eq!(decimal(written).as_deref(), Some(value), "{written}");
        }
        assert_eq!(shifted("58035", 9), "58035000000000");
        assert_eq!(shifted("139.75", 6), "139750000");
        assert_eq!(shifted("0.5", 9), "500000000");
        assert_eq!(shifted("1.2345", 3), "1234.5");
    }
}
