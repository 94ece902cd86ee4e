//! Number and symbol (*số, ký hiệu*; document model §1.3, §2.5).

use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::document::types::Code;
use crate::lexicon::{self, System};
use crate::span::Span;
use regex::Captures;

pattern!(
    LABELLED = r"(?:^-?|\s)(?P<label>(?:s[^a-z0-9\s]?[o06ebd][a-z0-9]?|o[:;])(?:\s*(?:va )?ky hieu|\s*hieu)?\s*[:;.,]{0,2}\s*)(?P<num>\d{1,5}(?:\.\d{1,2}| \d{1,2})?[a-e]?|[._\s]{0,40})\s*(?P<sep>[/-])\s*(?:(?P<year>(?:19|20)\d\d)\s*[/-]\s*)?(?P<sym>[a-z][a-z0-9&.+]*(?: ?[/-] ?[a-z0-9&.+]+)*)"
);
pattern!(
    SPACED = r"(?:^|\s)(?P<label>s[o06ebd]\s*[:;.,]{0,2}\s*)(?P<num>\d{1,5})(?P<sep>\s+)(?P<year>)(?P<sym>[a-z]{1,6} ?[/-] ?[a-z0-9&.]+(?: ?[/-] ?[a-z0-9&.]+)*)"
);
pattern!(
    /// A number by hand that was not read as one.
    SCRAWLED = r"^(?P<label>s[o06ebd][a-z]?(?:\s*[:;.]\s*|\s+))(?P<num>\S{1,6}?)\s*(?P<sep>/)\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<sym>[a-z][a-z0-9&.]*(?: ?[/-] ?[a-z0-9&.]+)*)"
);
pattern!(
    BARE = r"^(?P<label>)(?P<num>\d{1,5}(?:\.\d{1,2})?[a-z]?)\s?(?P<sep>[/-])\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?(?P<sym>[a-z]{1,8}\d{0,2}(?:[/-][a-z0-9&.]+)*)$"
);

pattern!(
    /// A symbol that the flattened columns have parted from its `Số:`, the number left blank.
    ALONE = r"^(?P<label>)(?P<num>)(?P<sep>/)\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?(?P<sym>[a-z]{2,5}(?:-[a-z0-9&.]+)+)$"
);

/// Whether a line just above has `Số:` and nothing behind it.
fn labelled_above(context: &Context, line: usize) -> bool {
    pattern!(LABEL = r"^so(?:\s*ky hieu)?\s*[:;.]$");
    (line.saturating_sub(6)..line).any(|l| LABEL.is_match(anchors::head(context, l)))
}

/// Said of a number by hand that was not read.
const UNREAD: &str = "the number could not be read";

/// A number written by hand is taken as read only from this confidence on.
pub(super) const SURE_BY_HAND: f32 = 0.7;

/// A code in a line: where, and its parts.
#[derive(Debug, Clone)]
pub struct CodeMatch {
    /// From the label to the last letter.
    pub span: Span,
    /// The parts.
    pub code: Code,
}

/// The code on a line of the header, if there is one. `bare` allows a line without `Số:`.
pub fn find(context: &Context, line: usize, bare: bool) -> Option<CodeMatch> {
    let folded = anchors::head(context, line);
    let base = context.lines[line].trim.start;
    if let Some(found) = LABELLED
        .captures_iter(folded)
        .filter(|c| !cited(context, line, c))
        .find_map(|c| build(context, line, base, &c))
    {
        return Some(found);
    }
    if let Some(found) = SPACED
        .captures(folded)
        .and_then(|c| build(context, line, base, &c))
    {
        return Some(found);
    }
    if let Some(mut found) = SCRAWLED
        .captures(folded)
        .and_then(|c| build(context, line, base, &c))
    {
        found.code.field.note = Some(UNREAD.to_owned());
        found.code.field.confidence = 0.5;
        return Some(found);
    }
    if !bare {
        return None;
    }
    if let Some(found) = ALONE
        .captures(folded)
        .filter(|_| labelled_above(context, line))
        .and_then(|c| build(context, line, base, &c))
    {
        return Some(found);
    }
    BARE.captures(folded)
        .and_then(|c| build(context, line, base, &c))
}

/// Whether the words before a code say that it is another document's: `ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ …`.
fn cited(context: &Context, line: usize, found: &Captures) -> bool {
    pattern!(CITING = r"\b(?:theo|kem theo|can cu|thuc hien|thi hanh)\b[a-z ]{0,40}$");
    let before = found.name("label").map_or(0, |m| m.start());
    let words = &anchors::head(context, line)[..before];
    if !words.trim().is_empty() || line == 0 {
        return CITING.is_match(words) || in_sentence(context, line, before);
    }
    // The words may end the line above, in the left column.
    let above = anchors::head(context, line - 1);
    CITING.is_match(above.split("   ").next().unwrap_or(above))
}

/// Whether a small `số` stands in running text: `… tại Điều 8 Nghị định số …`, `giấy chứng nhận số …`. Behind the
/// name of a type alone (`Luật số: …`) it labels the document's own number, unless a sentence goes on over the line.
fn in_sentence(context: &Context, line: usize, label: usize) -> bool {
    let trim = context.lines[line].trim;
    let words = context
        .fold(Span::new(trim.start, trim.start + label))
        .trim();
    let label = context.slice(Span::new(trim.start + label, trim.end));
    if words.is_empty() || !label.trim_start().starts_with("số") {
        return false;
    }
    if lexicon::doc_type(words).is_none() {
        return true;
    }
    let above = line.checked_sub(1).map_or("", |l| context.line(l));
    above.chars().count() >= SENTENCE
        && above.ends_with(|c: char| c.is_lowercase() || c == ',')
        && !label.trim_start()["số".len()..]
            .trim_start()
            .starts_with(':')
}

/// A line as long as this that ends small goes on in the next one.
const SENTENCE: usize = 40;

fn build(context: &Context, line: usize, base: usize, found: &Captures) -> Option<CodeMatch> {
    let at = |name: &str| {
        found
            .name(name)
            .map(|m| Span::new(base + m.start(), base + m.end()))
            .filter(|s| !s.is_empty())
    };
    let label = found.name("label")?;
    let symbol_span = trim_symbol(context, line, at("sym")?)?;
    let number = at("num").map(|s| context.slice(s).trim().to_owned());
    let hand = at("num").and_then(|s| context.hand(s));
    // A pen leaves gaps between digits.
    let number = number
        .filter(|_| hand.is_none_or(|sure| sure >= SURE_BY_HAND))
        .filter(|n| n.starts_with(|c: char| c.is_ascii_digit()))
        .map(|n| n.replace(' ', ""))
        .filter(|n| {
            let digits = n.trim_end_matches(|c: char| matches!(c, 'a'..='e' | 'A'..='E' | 'đ'));
            digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        });
    // Without a label only a number makes a code, or a symbol whose label stands above it.
    if number.is_none() && label.is_empty() && !labelled_above(context, line) {
        return None;
    }
    // `203 CV/HTR-KT` was written so in the nineties; a blank before a symbol without slashes has lost its own.
    let separator = found.name("sep").map_or("/", |m| m.as_str().trim());
    let parted = context.slice(symbol_span).contains('/');
    let separator = match separator {
        "" if parted && number.is_some() => " ",
        "" => "/",
        separator => separator,
    };
    let year = at("year").and_then(|s| context.slice(s).parse().ok());
    let symbol: String = context
        .slice(symbol_span)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let start = base + label.start();
    let start = start + context.fold(Span::new(start, symbol_span.start)).len()
        - context
            .fold(Span::new(start, symbol_span.start))
            .trim_start()
            .len();
    let span = Span::new(start, symbol_span.end);
    let middle = year.map_or_else(String::new, |y| format!("{y}/"));
    let value = format!(
        "{}{separator}{middle}{symbol}",
        number.as_deref().unwrap_or_default()
    );
    let party = separator == "-";
    let (type_abbr, agency_abbr) = split_symbol(&symbol, party);
    let mut field = context.field_with(span, value.clone(), 0.98);
    let usual = usual_letters(&symbol, &type_abbr, party);
    if usual != symbol {
        field.normalized = Some(value.replace(&symbol, &usual));
    }
    if hand.is_some() {
        field.confidence = if number.is_some() { 0.6 } else { 0.5 };
        field.note = Some(match number {
            Some(_) => "the number was written by hand".to_owned(),
            None => UNREAD.to_owned(),
        });
    } else if number.is_none() {
        field.note = Some("the number was left blank".to_owned());
    }
    Some(CodeMatch {
        span,
        code: Code {
            field,
            number,
            symbol: Some(symbol),
            type_abbr,
            agency_abbr,
            year,
        },
    })
}

/// Groups that begin with a capital belong to the symbol; what follows is text again. A symbol that
/// the end of the line cuts goes on in the next one.
fn trim_symbol(context: &Context, line: usize, span: Span) -> Option<Span> {
    let text: Vec<char> = context.slice(span).chars().collect();
    let (mut at, mut end) = (0, 0);
    while at < text.len() {
        let from = at;
        while at < text.len() && !matches!(text[at], '/' | '-' | '–' | '—') {
            at += 1;
        }
        let group: String = text[from..at].iter().collect();
        let group = group.trim();
        let first = group.chars().next();
        let is_code = first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            && group.chars().filter(|c| c.is_uppercase()).count() * 2
                >= group.chars().filter(|c| c.is_alphabetic()).count()
            && !group.contains(' ');
        let is_code = is_code || matches!(group, "TTr" | "CTr" | "Ttr");
        if !is_code {
            break;
        }
        let length = text[from..at]
            .iter()
            .rposition(|c| !c.is_whitespace())
            .map_or(0, |p| p + 1);
        end = from + length;
        at += 1;
    }
    if end == 0 {
        return None;
    }
    while end > 0 && text[end - 1] == '.' {
        end -= 1;
    }
    let mut span = Span::new(span.start, span.start + end);
    // `01/2022/TTLT-VKSNDTC-` + `TANDTC-BCA`
    let rest = context.fold(Span::new(span.end, context.lines[line].trim.end));
    if matches!(rest.trim(), "-" | "/")
        && let Some(next) = context.lines.get(line + 1)
    {
        let more = context.slice(next.trim);
        if !more.is_empty()
            && more.chars().count() <= 40
            && more
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '/' | '&'))
        {
            span.end = next.trim.end;
        }
    }
    Some(span)
}

/// The abbreviations of type and agency inside a symbol.
pub fn split_symbol(symbol: &str, party: bool) -> (Option<String>, Option<String>) {
    let mut groups = symbol.split(['/', '-', '–', '—']).filter(|g| !g.is_empty());
    let Some(first) = groups.next() else {
        return (None, None);
    };
    let systems: &[System] = if party {
        &[System::Party, System::Administrative]
    } else {
        &[
            System::Administrative,
            System::LegalNormative,
            System::Copy,
            System::Party,
        ]
    };
    let known = systems
        .iter()
        .any(|s| lexicon::type_of_symbol(first, *s).is_some());
    // An agency may share its letters with a type; a lone group is an agency (`234/STNMT`).
    let rest = groups.next();
    if known && (rest.is_some() || lexicon::agency(first).is_none()) {
        (Some(first.to_owned()), rest.map(str::to_owned))
    } else {
        (None, Some(first.to_owned()))
    }
}

/// The symbol with the letters of the official abbreviation (`QD` → `QĐ`, `TTR` → `TTr`).
fn usual_letters(symbol: &str, type_abbr: &Option<String>, party: bool) -> String {
    let Some(abbr) = type_abbr else {
        return symbol.to_owned();
    };
    let systems: &[System] = if party {
        &[System::Party]
    } else {
        &[System::Administrative, System::LegalNormative]
    };
    let usual = systems
        .iter()
        .find_map(|s| lexicon::type_of_symbol(abbr, *s))
        .and_then(|t| t.abbr);
    match (usual, symbol.strip_prefix(abbr.as_str())) {
        (Some(usual), Some(rest)) => format!("{usual}{rest}"),
        _ => symbol.to_owned(),
    }
}
