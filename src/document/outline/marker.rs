//! The number or bullet at the head of a line (document model §5.2, §5.3).

use crate::document::anchors;
use crate::document::types::LevelType;
use crate::lexicon::{POINT_LABELS, roman_numeral, roman_value};
use crate::syllable::Syllable;
use std::borrow::Cow;

/// What stands at the head of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark<'t> {
    /// A bullet and its character.
    Bullet(u8),
    /// A number.
    Number(Number<'t>),
}

/// A number at the head of a line, as it can be read; the sequence decides which reading holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Number<'t> {
    /// The readings, likeliest first.
    pub readings: Vec<Reading<'t>>,
    /// Length of the label with its mark, in characters from the head of the line.
    pub label: usize,
    /// Where the text begins.
    pub content: usize,
    /// The mark behind the number: `.`, `)`, `-`, `/`, `:` or a blank.
    pub mark: u8,
}

/// One way to read a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<'t> {
    /// The kind.
    pub level: LevelType,
    /// The value (letters: their place in the order, from 1).
    pub value: u32,
    /// The label, repaired.
    pub label: Cow<'t, str>,
    /// Whether the characters had to be repaired for it.
    pub repaired: bool,
}

impl<'t> Reading<'t> {
    fn new(level: LevelType, value: u32, label: impl Into<Cow<'t, str>>, repaired: bool) -> Self {
        Self {
            level,
            value,
            label: label.into(),
            repaired,
        }
    }
}

/// Reads the head of a line; `text` and `folded` are the same line, position for position.
pub fn read<'t>(text: &'t str, folded: &'t str) -> Option<Mark<'t>> {
    let bytes = folded.as_bytes();
    let mut start = 0;
    while start < bytes.len().min(4) && matches!(bytes[start], b'*' | b'_' | b'#') {
        // `* ` is a bullet, `**` bold.
        if bytes[start] == b'*' && bytes.get(start + 1) == Some(&b' ') {
            break;
        }
        start += 1;
    }
    let first = *bytes.get(start)?;
    match first {
        b'-' | b'+' | b'*' => {
            let next = *bytes.get(start + 1)?;
            let after = bytes.get(start + 2).copied().unwrap_or(b' ');
            let spaced = next == b' ' || next == b'\t';
            let close = next.is_ascii_alphabetic() && after != b'-';
            (spaced || (close && first != b'*')).then_some(Mark::Bullet(first))
        }
        b'd' | b'c' | b'm' | b'p' | b't' => {
            law_unit(text, folded, start).or_else(|| short(text, folded, start))
        }
        b if b.is_ascii_alphanumeric() || b == b'|' => short(text, folded, start),
        _ => None,
    }
}

fn char_at(text: &str, at: usize) -> char {
    text.chars().nth(at).unwrap_or(' ')
}

/// `Phần`, `Chương`, `Mục`, `Tiểu mục`, `Điều`.
fn law_unit<'t>(text: &str, folded: &str, start: usize) -> Option<Mark<'t>> {
    let rest = &folded[start..];
    let (word, level) = [
        ("dieu ", LevelType::Article),
        ("pieu ", LevelType::Article),
        ("chuong ", LevelType::Chapter),
        ("tieu muc ", LevelType::Subsection),
        ("muc ", LevelType::Section),
        ("phan thu ", LevelType::Part),
        ("phan ", LevelType::Part),
    ]
    .into_iter()
    .find(|(w, _)| rest.starts_with(w))?;
    if !char_at(text, start).is_uppercase() {
        return None;
    }
    let after = rest[word.len()..].trim_start();
    let at = rest.len() - after.len();
    let length = after
        .bytes()
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(after.len());
    let token = &after[..length];
    if token.is_empty() || length > 8 {
        return None;
    }
    let tail = after[length..].trim_start();
    let mark = tail.bytes().next().unwrap_or(b' ');
    let closed = tail.is_empty() || matches!(mark, b'.' | b':' | b'-');
    let original: String = text.chars().skip(start + at).take(length).collect();
    let (value, label, repaired) = match level {
        LevelType::Article => {
            let (digits, suffix) = match token.find(|c: char| c.is_ascii_alphabetic()) {
                Some(p) if p > 0 => token.split_at(p),
                _ => (token, ""),
            };
            if suffix.len() > 1 {
                return None;
            }
            match digits.parse::<u32>() {
                Ok(value) => (value, original, false),
                // `Điều l.`
                Err(_) if token == "l" || token == "i" => (1, "1".to_owned(), true),
                Err(_) => return None,
            }
        }
        LevelType::Part if word == "phan thu " => {
            let value = [
                "nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi",
            ]
            .iter()
            .position(|w| *w == token)? as u32
                + 1;
            (value, original, false)
        }
        _ => {
            if let Ok(value) = token.parse::<u32>() {
                let roman = level == LevelType::Chapter && token.bytes().all(|b| b == b'1');
                if roman && value > 1 {
                    (token.len() as u32, "I".repeat(token.len()), true)
                } else {
                    (value, original, false)
                }
            } else if let Some((value, label)) = roman(token).or_else(|| {
                // A part may be lettered (`Phần H`).
                strokes(token).next().filter(|_| level != LevelType::Part)
            }) {
                let same = original == label;
                (value, label, !same)
            } else if level == LevelType::Part && token.len() == 1 {
                (u32::from(token.as_bytes()[0] - b'a') + 1, original, false)
            } else {
                return None;
            }
        }
    };
    // `Điều 5 Luật này …` inside running text is no heading; `Chương I QUY ĐỊNH CHUNG` is one.
    let content_text: String = text
        .chars()
        .skip(start + at + length)
        .collect::<String>()
        .trim_start()
        .to_owned();
    let capitals = anchors::is_capitals(&content_text);
    if !closed && (!capitals || level == LevelType::Article) {
        return None;
    }
    let marked = matches!(mark, b'.' | b':' | b'-') && !tail.is_empty();
    let label_end = if marked {
        start + rest.len() - tail.len() + 1
    } else {
        start + at + length
    };
    let content = label_end
        + (folded[label_end..].len()
            - folded[label_end..]
                .trim_start_matches([' ', '\t', '-', '.'])
                .len());
    let label = if level == LevelType::Part && word == "phan thu " {
        format!("thứ {}", label.to_lowercase())
    } else {
        label
    };
    Some(Mark::Number(Number {
        readings: vec![Reading::new(level, value, label, repaired)],
        label: label_end,
        content,
        mark,
    }))
}

/// `I.`, `1.`, `1.1.`, `a)`, `A.` and what the reader makes of them.
fn short<'t>(text: &str, folded: &'t str, start: usize) -> Option<Mark<'t>> {
    let bytes = folded.as_bytes();
    let mut at = start;
    while at < bytes.len()
        && at - start < 12
        && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'|' || bytes[at] == b'.')
    {
        // A full stop goes on only inside `1.1`.
        if bytes[at] == b'.'
            && !(bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
                && at > start
                && bytes[at - 1].is_ascii_digit())
        {
            break;
        }
        at += 1;
    }
    let token_end = at;
    let token = &folded[start..token_end];
    if token.is_empty() || token.len() > 11 {
        return None;
    }
    while at < bytes.len() && bytes[at] == b' ' && at - token_end < 2 {
        at += 1;
    }
    let mark = bytes.get(at).copied().unwrap_or(b' ');
    let dotted = token.contains('.');
    let (label_end, mark) = if matches!(mark, b'.' | b')' | b'/' | b':' | b'-') {
        (at + 1, mark)
    } else if dotted && (at > token_end || token_end == bytes.len())
        || at > token_end && heads_capitals(text, start, token_end)
    {
        (token_end, b' ')
    } else {
        return None;
    };
    if mark == b':' && !dotted {
        return None;
    }
    let content = label_end
        + (folded[label_end..].len()
            - folded[label_end..]
                .trim_start_matches([' ', '\t', '*', '_'])
                .len());
    if content >= bytes.len() {
        return None;
    }
    let spaced = content > label_end;
    let next = char_at(text, content);
    // `5.000 đồng`, `1/2`, `10-15` are no labels.
    if !spaced && !next.is_alphabetic() && !matches!(next, '“' | '"' | '(' | '*') {
        return None;
    }
    if !spaced && matches!(mark, b'-' | b'/') && !next.is_uppercase() {
        return None;
    }
    if mark == b'/' && (spaced && at > token_end) {
        return None;
    }
    let original: String = text.chars().skip(start).take(token_end - start).collect();
    let readings = readings(token, &original, mark);
    if readings.is_empty() {
        return None;
    }
    Some(Mark::Number(Number {
        readings,
        label: label_end,
        content,
        mark,
    }))
}

/// `II MỤC TIÊU CHUNG`: a Roman number that lost its full stop, before a heading in capitals of two words or more. What
/// may be a word is none (`VI PHẠM`, `XI MĂNG`).
fn heads_capitals(text: &str, start: usize, end: usize) -> bool {
    let mut chars = text.chars().skip(start);
    let numeral: String = chars.by_ref().take(end - start).collect();
    let is_word = numeral.len() > 1 && Syllable::is_bare(&numeral);
    if is_word || roman(&numeral).is_none_or(|(_, label)| label != numeral) {
        return false;
    }
    let heading: String = chars.collect();
    heading.split_whitespace().nth(1).is_some() && anchors::is_capitals(heading.trim_start())
}

fn readings<'t>(token: &'t str, original: &str, mark: u8) -> Vec<Reading<'t>> {
    let mut readings = Vec::new();
    if token.contains('.') {
        let groups: Vec<&str> = token.split('.').collect();
        let small = groups.len() <= 4
            && groups
                .iter()
                .all(|g| (1..=2).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_digit()));
        if small && let Some(value) = groups.last().and_then(|g| g.parse().ok()) {
            readings.push(Reading::new(LevelType::ArabicDotted, value, token, false));
        }
        return readings;
    }
    if let Ok(value) = token.parse::<u32>() {
        if token.len() <= 3 && value > 0 {
            readings.push(Reading::new(
                LevelType::Arabic,
                value,
                token.trim_start_matches('0'),
                false,
            ));
        }
        if mark == b')' && token == "6" {
            readings.push(Reading::new(LevelType::Letter, 2, "b", true));
        }
    }
    if let Some((value, label)) = roman(token) {
        let exact = original == label;
        let reading = Reading::new(LevelType::Roman, value, label, !exact);
        if exact {
            readings.insert(0, reading);
            // `II.` after `II.` has lost a stroke.
            if value > 1 {
                let next = roman_numeral(value + 1);
                readings.push(Reading::new(LevelType::Roman, value + 1, next, true));
            }
        } else if original.chars().any(char::is_uppercase)
            || !token.bytes().all(|b| b.is_ascii_alphabetic())
        {
            readings.push(reading);
        }
        if matches!(original, "I" | "l" | "|") {
            readings.push(Reading::new(LevelType::Arabic, 1, "1", true));
        }
    }
    if token.len() > 1 && original.chars().all(char::is_uppercase) {
        let of = |(value, label)| Reading::new(LevelType::Roman, value, label, true);
        readings.extend(strokes(token).map(of));
    }
    let mut chars = original.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && c.is_alphabetic()
    {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let base = token.chars().next().unwrap_or(' ');
        let place = |l: char| {
            let found = POINT_LABELS.iter().position(|x| x.starts_with(l));
            found.map(|p| p as u32 + 1)
        };
        let plain = lower == base || lower == 'đ';
        let value = if lower == 'đ' {
            place('đ')
        } else {
            place(base)
        };
        if let Some(value) = value {
            let label = POINT_LABELS[value as usize - 1];
            if c.is_uppercase() {
                if matches!(mark, b'.' | b')' | b'-' | b'/') {
                    readings.push(Reading::new(
                        LevelType::UpperLetter,
                        value,
                        label.to_uppercase(),
                        !plain,
                    ));
                }
            } else {
                readings.push(Reading::new(LevelType::Letter, value, label, !plain));
            }
            // `d)` after `d)` is `đ)`.
            if base == 'd' && lower != 'đ' && !c.is_uppercase() {
                readings.push(Reading::new(LevelType::Letter, 5, "đ", true));
            }
        }
        match (token, c.is_uppercase()) {
            ("s", _) => readings.push(Reading::new(LevelType::Arabic, 5, "5", true)),
            ("z", _) => readings.push(Reading::new(LevelType::Arabic, 2, "2", true)),
            _ => {}
        }
    }
    readings
}

/// The value and right form of a Roman number, `l`, `1`, `|`, `i` read as `I`.
pub fn roman(token: &str) -> Option<(u32, String)> {
    if token.is_empty() || token.len() > 7 {
        return None;
    }
    let label: String = token
        .chars()
        .map(|c| match c.to_ascii_lowercase() {
            'i' | 'l' | '1' | '|' => Some('I'),
            'v' => Some('V'),
            'x' => Some('X'),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let value = roman_value(&label).filter(|value| *value < 40)?;
    Some((value, label))
}

/// What a folded number with an `h` in it may be: two strokes read as one letter, or a doubtful one (`IH`, `HI`).
fn strokes(token: &str) -> impl Iterator<Item = (u32, String)> {
    let whole = token.contains('h').then_some(["ii", "i"]);
    let read = |strokes| roman(&token.replace('h', strokes));
    whole.into_iter().flatten().filter_map(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(line: &str) -> Option<(LevelType, u32, String)> {
        match read(line, &crate::document::fold::fold(line))? {
            Mark::Number(n) => n
                .readings
                .first()
                .map(|r| (r.level, r.value, r.label.to_string())),
            Mark::Bullet(_) => None,
        }
    }

    #[test]
    fn labels_are_read() {
        for (line, level, value, label) in [
            ("I. MỤC ĐÍCH", LevelType::Roman, 1, "I"),
            ("III- TỔ CHỨC", LevelType::Roman, 3, "III"),
            ("II MỤC TIÊU CHUNG", LevelType::Roman, 2, "II"),
            ("IH. MỤC TIÊU", LevelType::Roman, 3, "III"),
            ("1. Mục đích", LevelType::Arabic, 1, "1"),
            ("1.2. Nội dung", LevelType::ArabicDotted, 2, "1.2"),
            ("2.1 Nội dung", LevelType::ArabicDotted, 1, "2.1"),
            ("đ) Phối hợp", LevelType::Letter, 5, "đ"),
            ("Điều 12. Hiệu lực", LevelType::Article, 12, "12"),
            ("Điều 12a. Hiệu lực", LevelType::Article, 12, "12a"),
            ("Chương II", LevelType::Chapter, 2, "II"),
            ("Mục 1. QUY ĐỊNH", LevelType::Section, 1, "1"),
            ("Phần thứ hai", LevelType::Part, 2, "thứ hai"),
            ("PHẦN THỨ BA", LevelType::Part, 3, "thứ ba"),
            ("A. TÌNH HÌNH", LevelType::UpperLetter, 1, "A"),
        ] {
            assert_eq!(
                first(line),
                Some((level, value, label.to_owned())),
                "{line}"
            );
        }
    }

    #[test]
    fn text_is_no_label() {
        for line in [
            "5.000 đồng mỗi người",
            "Điều 28, Điều 30 và Điều 34",
            "Điều 5 Luật này quy định",
            "Mục 2, phần II",
            "10-15 người",
            "2024. Năm học",
            "VI PHẠM HÀNH CHÍNH",
            "II mục tiêu",
            "Công tác tuyên truyền",
        ] {
            assert_eq!(first(line), None, "{line}");
        }
    }

    #[test]
    fn roman_numbers_come_back() {
        for n in 1..=39 {
            assert_eq!(roman(&roman_numeral(n)).map(|r| r.0), Some(n));
        }
        assert_eq!(roman("i11"), Some((3, "III".to_owned())));
        assert_eq!(roman("1v"), Some((4, "IV".to_owned())));
    }
}
