//! Codes of documents (*số, ký hiệu*) in running text: `57-NQ/TW`, `45 /KH-UBND`, `30/2020/NĐ-CP`.
//!
//! Digits and capitals survive damage better than words, so references are found by their codes.

use crate::document::context::Context;
use crate::lexicon::{self, Scope, System};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A code as it stands in the text, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Where it stands.
    pub span: Span,
    /// The number with its letter: `45`, `02a`, `66.1`.
    pub number: String,
    /// The year inside a legal-normative code.
    pub year: Option<i32>,
    /// The mark after the number: `-` in Party codes, `:` in standards (`TCVN 4453:1995`), `/` in others.
    pub mark: char,
    /// The parts of the symbol, in normal spelling: `["KH", "UBND"]`.
    pub groups: Vec<String>,
    /// The system that the form of the code belongs to.
    pub system: System,
    /// The type that the symbol names; a công văn's symbol names none.
    pub doc_type: Option<&'static lexicon::DocType>,
}

/// Longest code looked at, in code points; one that a line end cuts has the indent of the next line in it.
const LONGEST: usize = 96;

/// Widest indent of a line inside a code.
const INDENT: usize = 40;

/// The system of a code with this mark, year and symbol.
fn system(mark: char, year: Option<i32>, groups: &[String]) -> System {
    let party = |g: &String| {
        lexicon::agency(letters(g))
            .is_some_and(|a| matches!(a.scope, Scope::Party | Scope::PartyLocal))
    };
    let issuer = if groups.len() > 1 {
        &groups[1..]
    } else {
        groups
    };
    let legal = |g: &String| matches!(letters(g), "QH" | "VBHN");
    if mark == ':' {
        System::LegalNormative
    } else if issuer.iter().any(party) || (mark == '-' && groups.len() > 1) {
        System::Party
    } else if year.is_some() || groups.iter().any(legal) {
        System::LegalNormative
    } else {
        System::Administrative
    }
}

/// The type that a symbol names in a system.
fn doc_type(system: System, groups: &[String]) -> Option<&'static lexicon::DocType> {
    let first = groups.first()?;
    if groups.len() == 1 && lexicon::agency(letters(first)).is_some() {
        return None;
    }
    lexicon::type_of_symbol(first, system)
        .or_else(|| lexicon::type_of_symbol(first, System::LegalNormative))
        .or_else(|| lexicon::type_of_symbol(first, System::Administrative))
}

impl Code {
    fn new(span: Span, number: String, year: Option<i32>, mark: char, groups: Vec<String>) -> Self {
        let system = system(mark, year, &groups);
        Self {
            span,
            number,
            year,
            mark,
            doc_type: doc_type(system, &groups),
            system,
            groups,
        }
    }

    /// The part of the symbol that names the issuer, without a term number (`QH15` → `QH`).
    pub fn agency(&self) -> Option<&str> {
        let has_type = self.doc_type.is_some();
        let group = if has_type {
            self.groups.get(1)?
        } else {
            self.groups.first()?
        };
        Some(letters(group))
    }

    /// The symbol in normal form: `KH-UBND`, `NQ/TW`, `NĐ-CP`.
    pub fn symbol(&self) -> String {
        let party = self.system == System::Party;
        let mut symbol = String::new();
        for (at, group) in self.groups.iter().enumerate() {
            if at > 0 {
                symbol.push(if party && at == 1 { '/' } else { '-' });
            }
            symbol.push_str(group);
        }
        symbol
    }

    /// Whether it is a technical standard or regulation (*tiêu chuẩn, quy chuẩn kỹ thuật*).
    pub fn is_standard(&self) -> bool {
        self.mark == ':'
    }

    /// The whole code in normal form.
    pub fn normalized(&self) -> String {
        if let (true, Some((series, body))) = (self.is_standard(), self.groups.split_first()) {
            let year = self.year.map_or_else(String::new, |y| format!(":{y}"));
            let body: String = body.iter().map(|b| format!("/{b}")).collect();
            return format!("{series} {}{year}{body}", self.number);
        }
        let mark = if self.system == System::Party {
            '-'
        } else {
            '/'
        };
        match self.year {
            Some(year) => format!("{}/{year}/{}", self.number, self.symbol()),
            None => format!("{}{mark}{}", self.number, self.symbol()),
        }
    }

    /// Whether type or issuer are in the dictionaries: such a code needs no word before it.
    pub fn is_known(&self) -> bool {
        self.is_standard()
            || self.groups.len() > 1
                && (self.doc_type.is_some()
                    || self.agency().is_some_and(|a| lexicon::agency(a).is_some()))
    }
}

/// A group without the number of a term at its end.
pub fn letters(group: &str) -> &str {
    group.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// All codes of the text, in order. What they are codes of is decided by what stands around them.
pub fn scan(context: &Context) -> Vec<Code> {
    let bytes = context.folded.as_bytes();
    let mut codes = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        if at - start > 6 || !plausible(bytes, start, at) {
            continue;
        }
        let window = Span::new(start, (start + LONGEST).min(bytes.len()));
        if let Some(code) = read(context.slice(window), start) {
            at = code.span.end;
            codes.push(code);
        }
    }
    codes.extend(standards(context));
    codes.sort_by_key(|c| c.span.start);
    codes
}

/// Technical standards and regulations: `QCVN 16:2023/BXD`, `TCVN 4453:1995`, `TCVN ISO 9001:2015`.
fn standards(context: &Context) -> Vec<Code> {
    static STANDARD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?P<s>[qt]cvn(?:[ \n](?:iso(?:/iec)?|iec))?)[ \n]?(?P<n>[0-9]{1,5}[a-z]?(?:-[0-9]{1,3}){0,2})",
            r"(?: ?[:/-] ?(?P<y>(?:19|20)[0-9]{2})(?:/(?P<b>[a-z]{2,8}))?)?\b"
        ))
        .expect("a fixed pattern")
    });
    let folded = &context.folded;
    let mut codes = Vec::new();
    for at in memchr::memmem::find_iter(folded.as_bytes(), "cvn").filter_map(|i| i.checked_sub(1)) {
        if at > 0 && folded.as_bytes()[at - 1].is_ascii_alphanumeric() {
            continue;
        }
        let window = &folded[at..(at + LONGEST).min(folded.len())];
        let Some(found) = STANDARD.captures(window) else {
            continue;
        };
        let part = |name: &str| {
            found
                .name(name)
                .map(|m| Span::new(at + m.start(), at + m.end()))
        };
        let (Some(series), Some(number)) = (part("s"), part("n")) else {
            continue;
        };
        let (year, body) = (part("y"), part("b"));
        // `TCVN3` is how a text is encoded.
        if year.is_none() && number.start == series.end {
            continue;
        }
        let end = body.or(year).unwrap_or(number).end;
        let text = |span: Span| context.joined(span);
        let groups = [Some(series), body].into_iter().flatten().map(text);
        codes.push(Code::new(
            Span::new(at, end),
            text(number),
            year.and_then(|y| text(y).parse().ok()),
            ':',
            groups.collect(),
        ));
    }
    codes
}

/// A look at the bytes alone: nothing glued on before, and a mark with a letter or year behind.
fn plausible(bytes: &[u8], start: usize, end: usize) -> bool {
    if let Some(before) = start.checked_sub(1).map(|i| bytes[i])
        && (before.is_ascii_alphanumeric() || matches!(before, b'.' | b'/' | b'_' | b'@'))
    {
        return false;
    }
    let mut at = end;
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) && at < end + 5 {
            at += 1;
        }
    }
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase) {
        at += 1;
    }
    at = skip_blanks(bytes, at);
    if !matches!(bytes.get(at), Some(b'-' | b'/')) {
        return false;
    }
    at = skip_blanks(bytes, at + 1);
    bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_lowercase() || matches!(b, b'1' | b'2'))
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    let mut limit = at + 3;
    while at < limit && bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\n')) {
        if bytes[at] == b'\n' {
            limit = at + INDENT;
        }
        at += 1;
    }
    at
}

/// Reads a code at the beginning of `text`, which starts at code point `start`.
pub fn read(text: &str, start: usize) -> Option<Code> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = digits(&chars, 0);
    if chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
        at = digits(&chars, at + 1);
    }
    if chars.get(at).is_some_and(|c| c.is_lowercase()) {
        at += 1;
    }
    let number: String = chars[..at].iter().collect();
    at = blanks(&chars, at, 3);
    let mark = dash(*chars.get(at)?)?;
    at = blanks(&chars, at + 1, 3);
    let mut year = None;
    if chars.get(at).is_some_and(char::is_ascii_digit) {
        let end = digits(&chars, at);
        let written: String = chars[at..end].iter().collect();
        let value: i32 = written.parse().ok()?;
        let slash = blanks(&chars, end, 2);
        if end - at != 4 || !(1900..2100).contains(&value) || dash(*chars.get(slash)?)? != '/' {
            return None;
        }
        year = Some(value);
        at = blanks(&chars, slash + 1, 3);
    }
    let mut groups = Vec::new();
    let mut end = at;
    while let Some(next) = group_end(&chars, at) {
        let group: String = chars[at..next].iter().collect();
        groups.push(group);
        end = next;
        let spaced = blanks(&chars, end, 2);
        let Some(_) = chars.get(spaced).copied().and_then(dash) else {
            break;
        };
        at = blanks(&chars, spaced + 1, 3);
        // ` - ` with blanks on both sides parts words unless a known abbreviation follows.
        if spaced > end && !known_group(&chars, at) {
            break;
        }
        // Behind a line end or a blank, too, only an abbreviation goes on.
        if at > spaced + 1 && !known_group(&chars, at) {
            break;
        }
    }
    if let (Some(_), [lone]) = (year, &groups[..]) {
        if let Some((kind, agency)) = parted(lone) {
            groups = vec![kind, agency];
        } else if let Some(next) = spaced_agency(&chars, end, lone) {
            let start = blanks(&chars, end, 1);
            groups.push(chars[start..next].iter().collect());
            end = next;
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

/// `NĐCP` of a code with a year is `NĐ-CP` whose hyphen was lost.
fn parted(group: &str) -> Option<(String, String)> {
    let cuts = group.char_indices().map(|(at, _)| at).skip(2);
    cuts.map(|at| group.split_at(at))
        .find(|(kind, agency)| {
            lexicon::type_of_symbol(kind, System::LegalNormative).is_some()
                && lexicon::agency(agency).is_some()
        })
        .map(|(kind, agency)| (kind.to_owned(), agency.to_owned()))
}

/// The end of `CP` in `30/2020/NĐ CP`: a blank stands for the hyphen.
fn spaced_agency(chars: &[char], end: usize, kind: &str) -> Option<usize> {
    let start = blanks(chars, end, 1);
    if start == end || lexicon::type_of_symbol(kind, System::LegalNormative).is_none() {
        return None;
    }
    let next = group_end(chars, start)?;
    let agency: String = chars[start..next].iter().collect();
    let whole = !chars.get(next).is_some_and(|c| c.is_alphanumeric());
    (whole && lexicon::agency(&agency).is_some()).then_some(next)
}

fn digits(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(char::is_ascii_digit) {
        at += 1;
    }
    at
}

/// The position behind at most so many blanks; an indent behind a line end does not count.
fn blanks(chars: &[char], mut at: usize, most: usize) -> usize {
    let mut limit = at + most;
    while at < limit && matches!(chars.get(at), Some(' ' | '\n' | '\u{a0}')) {
        if chars[at] == '\n' {
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
        capitals > 1 && (lexicon::agency(letters(&group)).is_some() || group.chars().count() <= 6)
    })
}

/// The groups in official spelling: `QD` → `QĐ`, `TTR` → `TTr`, `SKH` + `CN` → `SKHCN`.
fn normal_groups(raw: Vec<String>) -> Vec<String> {
    let mut groups = Vec::with_capacity(raw.len());
    for (at, group) in raw.into_iter().enumerate() {
        if at == 0 {
            groups.push(normal_type(&group).unwrap_or_else(|| normal_agency(&group)));
            continue;
        }
        if at > 1 {
            let joined = format!("{}{group}", groups[at - 1..].concat());
            if let Some(agency) = groups
                .last()
                .filter(|g| lexicon::agency(g).is_none())
                .and_then(|_| lexicon::agency(&joined))
            {
                groups.pop();
                groups.push(agency.abbr.to_owned());
                continue;
            }
        }
        groups.push(normal_agency(&group));
    }
    groups
}

fn normal_type(group: &str) -> Option<String> {
    let system = [
        System::Administrative,
        System::LegalNormative,
        System::Party,
    ];
    let found = system
        .iter()
        .find_map(|s| lexicon::type_of_symbol(group, *s))?;
    let abbr = found.abbr?;
    // `DA` is a project as it stands; only the words of the text could make it an `ĐA`.
    Some(
        if group.chars().count() == abbr.chars().count() && group != "DA" && group != "ĐA" {
            abbr
        } else {
            group
        }
        .to_owned(),
    )
}

fn normal_agency(group: &str) -> String {
    let bare = letters(group);
    match lexicon::agency(bare) {
        Some(agency) if !bare.contains('&') => format!("{}{}", agency.abbr, &group[bare.len()..]),
        _ => group.to_owned(),
    }
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
            ("33/2024/QH15 NĐ", "33/2024/QH15", System::LegalNormative),
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
