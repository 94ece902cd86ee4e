//! Money, percentages, counts (document model §3.3): digits as written, values as exact decimals.

use super::context::Context;
use super::references::References;
use super::types::{Quantity, ZoneKind};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\b([0-9]{1,3}(?:\.[0-9]{3}){1,6}(?:,[0-9]{1,4})?|[0-9]{1,15}(?:,[0-9]{1,4})?)",
        r"(?:[ \n]?(%)|[ \n]?((?:nghin|ngan|trieu|ty|ti)(?:[ \n](?:ty|ti))?)?[ \n]?(dong|vnd|usd|d\b|do la my|euro)?)"
    ))
    .expect("a fixed pattern")
});

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)^[ \n](?:\([a-z ]{2,24}\)[ \n])?([a-z]+(?:[ \n][a-z]+)?)")
        .expect("a fixed pattern")
});

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

/// The quantities of body and tables, in order, outside codes and dates.
pub fn find(context: &Context, references: &References) -> Vec<Quantity> {
    let pattern = &*NUMBER;
    let codes: Vec<Span> = references.spans().collect();
    let bytes = context.folded.as_bytes();
    let mut quantities = Vec::new();
    for captures in pattern.captures_iter(&context.folded) {
        let (Some(whole), Some(digits)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let span = Span::new(
            whole.start(),
            whole.start() + whole.as_str().trim_end().len(),
        );
        if !matches!(
            context.zone_at(span.start),
            ZoneKind::Body | ZoneKind::Appendix | ZoneKind::Closing | ZoneKind::Preamble
        ) {
            continue;
        }
        let glued = |i: Option<usize>| {
            i.and_then(|i| bytes.get(i)).is_some_and(|b| {
                matches!(b, b'/' | b'-' | b'.' | b',' | b':') || b.is_ascii_alphanumeric()
            })
        };
        let inner = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        if glued(digits.start().checked_sub(1))
            || (matches!(
                bytes.get(digits.end()),
                Some(b'/' | b'-' | b'.' | b':' | b',')
            ) && inner(Some(digits.end() + 1)))
        {
            continue;
        }
        let next = codes.partition_point(|c| c.end <= span.start);
        if codes.get(next).is_some_and(|c| c.overlaps(span)) {
            continue;
        }
        // A number at the end of a line does not count what begins the next one with a capital.
        let unit = captures.get(3).or(captures.get(4)).map(|m| m.start());
        let parted = unit.is_some_and(|at| {
            bytes[digits.end()..at].contains(&b'\n')
                && context
                    .slice(Span::new(at, at + 1))
                    .chars()
                    .all(char::is_uppercase)
        });
        if parted {
            continue;
        }
        if let Some(quantity) = read(context, span, &captures) {
            quantities.push(quantity);
        }
    }
    quantities
}

fn read(context: &Context, span: Span, captures: &regex::Captures) -> Option<Quantity> {
    let digits = captures.get(1)?;
    let decimal = decimal(digits.as_str())?;
    let scale = captures.get(3).map(|m| m.as_str());
    let currency = captures.get(4).map(|m| m.as_str());
    let mut span = span;
    let (value, unit) = if captures.get(2).is_some() {
        (decimal, Some("%".to_owned()))
    } else if scale.is_some() || currency.is_some() {
        if !money_spelled(context, captures) {
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
        let rest = &context.folded[digits.end()..(digits.end() + 60).min(context.folded.len())];
        let counted = COUNTED.captures(rest)?.get(1)?;
        let first = counted.as_str().split([' ', '\n']).next()?;
        let counts = COUNTED_NOUNS.contains(&first) && !counted.as_str().starts_with("co it");
        if !counts || is_label(context, span.start) {
            return None;
        }
        let words = Span::new(digits.end() + counted.start(), digits.end() + counted.end());
        span = Span::new(digits.start(), digits.end());
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
fn money_spelled(context: &Context, captures: &regex::Captures) -> bool {
    let written = |i: usize| {
        captures
            .get(i)
            .map(|m| context.slice(Span::new(m.start(), m.end())).to_lowercase())
    };
    let scale = written(3).is_none_or(|w| {
        w.split_whitespace().all(|w| {
            matches!(
                w,
                "nghìn" | "ngàn" | "triệu" | "tỷ" | "tỉ" | "nghin" | "ngan" | "trieu"
            )
        })
    });
    let currency = written(4).is_none_or(|w| {
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
