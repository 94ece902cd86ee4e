//! One code read letter by letter, in every spelling that print and damage give it.

use super::spelling::normal_groups;
use super::{Code, letters};
use crate::lexicon::{self, System};
use crate::span::Span;

/// Widest indent of a line inside a code.
const INDENT: usize = 40;

/// Reads a code at the beginning of `text`, which starts at code point `start`.
pub(super) fn read(text: &str, start: usize) -> Option<Code> {
    let chars: Vec<char> = text.chars().collect();
    let (mark, number, year, at) = match blank_for_slash(&chars) {
        Some((end, symbol)) => ('/', chars[..end].iter().collect(), None, symbol),
        None => {
            let end = number_end(&chars);
            let at = blanks(&chars, end, 3);
            let mark = dash(*chars.get(at)?)?;
            let (year, at) = year_at(&chars, blanks(&chars, at + 1, 3))?;
            (mark, chars[..end].iter().collect(), year, at)
        }
    };
    let (mut groups, mut end) = groups_at(&chars, at);
    if let (Some(_), [lone]) = (year, &groups[..])
        && let Some((both, to)) = without_hyphen(&chars, end, lone)
    {
        (groups, end) = (both, to);
    }
    // `418/QĐ-UB.ĐC`: the department behind a point is no part of the agency.
    if groups.len() > 1 && chars.get(end) == Some(&'.') {
        let letters = chars[end + 1..]
            .iter()
            .take_while(|c| c.is_uppercase())
            .count();
        let whole = !chars
            .get(end + 1 + letters)
            .is_some_and(|c| c.is_alphanumeric());
        if (2..=6).contains(&letters) && whole {
            end += 1 + letters;
        }
    }
    // `36/HC-2031`: the year may stand behind the symbol.
    let tail = digits(&chars, end + 1);
    if year.is_none() && groups.len() == 1 && chars.get(end).copied().and_then(dash) == Some('-') {
        let digits = String::from_iter(&chars[(end + 1).min(tail)..tail]);
        if digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) {
            end = tail;
        }
    }
    let capitals = |g: &String| g.chars().filter(|c| c.is_uppercase()).count();
    if groups.is_empty() || (groups.len() == 1 && capitals(&groups[0]) < 2) {
        return None;
    }
    // A word goes on behind the last letter: it was no abbreviation.
    if chars.get(end).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    let span = Span::new(start, start + end);
    Some(Code::new(span, number, year, mark, normal_groups(groups)))
}

/// `2231 TCT/NV4`, `72A TC/TCT`: letters of the nineties had a blank where a slash stands now. Gives where the
/// number ends and the symbol begins.
fn blank_for_slash(chars: &[char]) -> Option<(usize, usize)> {
    let digits = digits(chars, 0);
    let end = digits + usize::from(chars.get(digits).is_some_and(|c| c.is_uppercase()));
    let symbol = blanks(chars, end, 2);
    let first = chars[symbol..]
        .iter()
        .take_while(|c| c.is_uppercase())
        .count();
    let is_symbol =
        symbol > end && (2..=6).contains(&first) && chars.get(symbol + first) == Some(&'/');
    (is_symbol && group_end(chars, symbol + first + 1).is_some()).then_some((end, symbol))
}

/// The end of the number: `45`, `66.1`, `02a`.
fn number_end(chars: &[char]) -> usize {
    let mut at = digits(chars, 0);
    if chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
        at = digits(chars, at + 1);
    }
    at + usize::from(chars.get(at).is_some_and(|c| c.is_lowercase()))
}

/// The year inside a legal-normative code, if digits stand here, and what comes behind it; nothing where they
/// are no year: then it is no code.
fn year_at(chars: &[char], at: usize) -> Option<(Option<i32>, usize)> {
    let end = digits(chars, at);
    if end == at {
        return Some((None, at));
    }
    let year: i32 = String::from_iter(&chars[at..end]).parse().ok()?;
    let slash = blanks(chars, end, 2);
    // `144/2025QH15`: the slash before the term of the National Assembly was lost.
    let assembly = chars[end..].starts_with(&['Q', 'H'])
        && chars.get(end + 2).is_some_and(char::is_ascii_digit);
    if assembly && end - at == 4 && (1900..2100).contains(&year) {
        return Some((Some(year), end));
    }
    let is_year = end - at == 4 && (1900..2100).contains(&year) && dash(*chars.get(slash)?)? == '/';
    is_year.then(|| (Some(year), blanks(chars, slash + 1, 3)))
}

/// The groups of the symbol as they are written, and where the last one ends.
fn groups_at(chars: &[char], mut at: usize) -> (Vec<String>, usize) {
    let mut groups = Vec::new();
    let mut end = at;
    while let Some(next) = group_end(chars, at) {
        groups.push(String::from_iter(&chars[at..next]));
        end = next;
        let hyphen = blanks(chars, end, 2);
        if chars.get(hyphen).copied().and_then(dash).is_none() {
            break;
        }
        at = blanks(chars, hyphen + 1, 3);
        // ` - ` with blanks parts words, and a line end what it ends, unless a known abbreviation follows.
        let spaced = hyphen > end || at > hyphen + 1;
        if spaced && !known_group(chars, at) {
            break;
        }
    }
    (groups, end)
}

/// Type and agency of a code with a year whose hyphen was lost (`NĐCP`) or became a blank (`NĐ CP`), and where
/// they end; `lone` is the only group, which ends at `end`.
fn without_hyphen(chars: &[char], end: usize, lone: &str) -> Option<(Vec<String>, usize)> {
    if let Some((kind, agency)) = parted(lone) {
        return Some((vec![kind.to_owned(), agency.to_owned()], end));
    }
    let start = blanks(chars, end, 1);
    if start == end || !is_type(lone) {
        return None;
    }
    let next = group_end(chars, start)?;
    let agency = String::from_iter(&chars[start..next]);
    let whole = !chars.get(next).is_some_and(|c| c.is_alphanumeric());
    (whole && lexicon::agency(&agency).is_some()).then(|| (vec![lone.to_owned(), agency], next))
}

/// `NĐCP` as `NĐ` and `CP`.
fn parted(group: &str) -> Option<(&str, &str)> {
    let mut cuts = group.char_indices().map(|(at, _)| at).skip(2);
    cuts.find_map(|at| {
        let (kind, agency) = group.split_at(at);
        (is_type(kind) && lexicon::agency(agency).is_some()).then_some((kind, agency))
    })
}

/// Whether a group is the abbreviation of a legal-normative type.
fn is_type(group: &str) -> bool {
    lexicon::type_of_symbol(group, System::LegalNormative).is_some()
}

/// The position behind the digits at `at`.
pub(super) fn digits<T: Copy + Into<char>>(text: &[T], mut at: usize) -> usize {
    while text
        .get(at)
        .is_some_and(|c| char::is_ascii_digit(&(*c).into()))
    {
        at += 1;
    }
    at
}

/// The position behind at most so many blanks; an indent behind a line end does not count.
pub(super) fn blanks<T: Copy + Into<char>>(text: &[T], mut at: usize, most: usize) -> usize {
    let mut limit = at + most;
    while at < limit
        && let Some(c @ (' ' | '\n' | '\u{a0}')) = text.get(at).map(|c| -> char { (*c).into() })
    {
        if c == '\n' {
            limit = at + INDENT;
        }
        at += 1;
    }
    at
}

fn dash(c: char) -> Option<char> {
    match c {
        '/' => Some('/'),
        '-' | '\u{2010}'..='\u{2015}' => Some('-'),
        _ => None,
    }
}

/// The end of an abbreviation: capitals, with at most two small letters (`TTr`, `QyĐ`, `SNgV`) and a
/// term number (`QH15`).
fn group_end(chars: &[char], at: usize) -> Option<usize> {
    let mut end = at;
    let (mut small, mut large) = (0, 0);
    while let Some(c) = chars.get(end) {
        if c.is_uppercase() {
            large += 1;
        } else if c.is_lowercase() && large > 0 {
            small += 1;
        } else if *c != '&' || large == 0 {
            break;
        }
        end += 1;
    }
    if large == 0 || small > 2 || small > large || end - at > 14 {
        return None;
    }
    // `V.I`, `V.III`: numbered departments.
    if end - at == 1 && chars[at] == 'V' && chars.get(end) == Some(&'.') {
        let roman = chars[end + 1..]
            .iter()
            .take_while(|c| matches!(c, 'I' | 'V' | 'X'));
        return Some(match roman.count() {
            0 => end,
            count => end + 1 + count,
        });
    }
    let with_number = digits(chars, end);
    Some(if with_number - end <= 3 {
        with_number
    } else {
        end
    })
}

fn known_group(chars: &[char], at: usize) -> bool {
    group_end(chars, at).is_some_and(|end| {
        let group: String = chars[at..end].iter().collect();
        let capitals = group.chars().filter(|c| c.is_uppercase()).count();
        // A short word in capitals stands at the head of many titles; the dictionary decides.
        // `NN&PTNT` is no word.
        let joined = group.contains('&') && capitals > 3;
        capitals > 1
            && (joined || lexicon::agency(letters(&group)).is_some() || group.chars().count() <= 6)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Option<(String, System)> {
        read(text, 0).map(|c| (c.normalized(), c.system))
    }

    #[test]
    fn codes_are_read_in_every_spelling() {
        let cases = [
            ("57-NQ/TW ngày", "57-NQ/TW", System::Party),
            ("57- NQ/TW", "57-NQ/TW", System::Party),
            ("57-NQ-TW", "57-NQ/TW", System::Party),
            ("71/NQ-\nCP ngày", "71/NQ-CP", System::Administrative),
            ("45 /KH-UBND", "45/KH-UBND", System::Administrative),
            ("572/QD-UBND", "572/QĐ-UBND", System::Administrative),
            ("15/TTr-SKH-CN", "15/TTr-SKHCN", System::Administrative),
            ("30/2020/ND-CP", "30/2020/NĐ-CP", System::LegalNormative),
            ("33/2024/QH15", "33/2024/QH15", System::LegalNormative),
            ("456/UBND-KGVX", "456/UBND-KGVX", System::Administrative),
            ("66.1/2025/NQ-CP", "66.1/2025/NQ-CP", System::LegalNormative),
            ("02a/BC-STC.", "02a/BC-STC", System::Administrative),
            ("138-KH/TU", "138-KH/TU", System::Party),
            ("24-NQ/TW - Bộ", "24-NQ/TW", System::Party),
            (
                "30/2020/NĐ CP ngày",
                "30/2020/NĐ-CP",
                System::LegalNormative,
            ),
            ("30/2020/NĐCP ngày", "30/2020/NĐ-CP", System::LegalNormative),
            ("05/2025/TT BNV", "05/2025/TT-BNV", System::LegalNormative),
            ("2231 TCT/NV4 ngày", "2231/TCT-NV4", System::Administrative),
            ("72A TC/TCT", "72A/TC-TCT", System::Administrative),
            ("33/2024/QH15 NĐ", "33/2024/QH15", System::LegalNormative),
            ("33/2024QH15 ngày", "33/2024/QH15", System::LegalNormative),
            (
                "473/TTr -\nNN&PTNT ngày",
                "473/TTr-NN&PTNT",
                System::Administrative,
            ),
        ];
        for (text, code, system) in cases {
            assert_eq!(normal(text), Some((code.to_owned(), system)), "{text}");
        }
        for wrong in [
            "12/8",
            "100/Hà Nội",
            "5/m",
            "24/7 Tin",
            "12/5/2024",
            "3-Tổ chức",
        ] {
            assert_eq!(normal(wrong), None, "{wrong}");
        }
    }
}
