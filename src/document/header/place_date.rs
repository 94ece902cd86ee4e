//! Place and date of issue (*địa danh, thời gian ban hành*; document model §1.4).

use super::code::SURE_BY_HAND;
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::document::types::{Field, IssueDate};
use crate::lexicon;
use crate::span::Span;

pattern!(
    // A day or month that is no number was written by hand and could not be read: one scrap or a few.
    LONG = r"ng[a-z]y\s*[:.]?\s*(?P<d>\d{1,2}\b|[._\s]{0,20}|\S{1,6}?(?:\s{1,2}\S{1,3}?){0,2})[.,]?\s*th[a-z]ng[.,]?\s*(?P<m>\d{1,2}\b|[._\s]{0,20}|\S{1,6}?(?:\s{1,2}\S{1,3}?){0,2})[.,]?\s*n[a-z]m\s*(?P<y>\d{4}|\d{2,3}[._]{0,3}|[._]{0,6})"
);
pattern!(
    SHORT = r"(?:,|\s|^)(?P<w>ng[a-z]y\s*)?(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)"
);

/// A place and a date on one line.
#[derive(Debug, Clone)]
pub struct PlaceDate {
    /// The place, where one stands before the date.
    pub place: Option<Span>,
    /// From `ngày` to the year.
    pub date_span: Span,
    /// The date.
    pub date: IssueDate,
}

pattern!(
    /// The hour of a telegram between its place and its day: `Hà Nội, hồi 17h00 ngày …`.
    HOUR = r"\s*(?:hoi|luc|vao hoi)?\s*[0-9]{1,2}\s?(?:h|gio|g)\s?(?:[0-9]{1,2}(?:\s?phut)?)?,?\s*$"
);
pattern!(
    /// A date that the end of a narrow line cuts.
    CUT = r"\bngay(?:\s+\d{1,2})?(?:\s+thang(?:\s+\d{1,2})?)?(?:\s+nam)?$"
);

/// The place and date on a line, looked for from `from` on (behind a code on the same line), or over the end of
/// a line that cuts them.
pub fn find(context: &Context, line: usize, from: usize) -> Option<PlaceDate> {
    let trim = context.lines[line].trim;
    let skip = from.saturating_sub(trim.start).min(trim.len());
    let whole = anchors::head(context, line);
    let folded = whole.get(skip..)?;
    let base = trim.start + skip;
    let mut text = folded;
    let mut below = (line + 1..context.lines.len().min(line + 7))
        .map(|l| context.lines[l].trim)
        .filter(|trim| !trim.is_empty());
    // Each part may stand on a line of its own: `Hà Nội, ngày` + `tháng` + `năm 2031`.
    while CUT.is_match(text)
        && let Some(next) = below.next()
    {
        let end = next.end.min(next.start + 40);
        text = context.fold(Span::new(base, end));
    }
    found_in(context, base, text)
}

/// The place and date in a folded text that begins at `base`.
fn found_in(context: &Context, base: usize, folded: &str) -> Option<PlaceDate> {
    let (found, long) = match LONG.captures(folded) {
        Some(c) => (c, true),
        None => (SHORT.captures(folded)?, false),
    };
    let part = |name: &str| {
        found
            .name(name)
            .map(|m| Span::new(base + m.start(), base + m.end()))
    };
    let whole_match = found.get(0)?;
    let mut start = base + whole_match.start();
    if !long {
        let text = context.fold(Span::new(start, base + whole_match.end()));
        start += text.len() - text.trim_start_matches([',', ' ', '\t']).len();
    }
    let end = base + whole_match.end();
    let end = start
        + context
            .fold(Span::new(start, end))
            .trim_end_matches([' ', '.', '_'])
            .len();
    let number = |name: &str| part(name).and_then(|s| context.fold(s).trim().parse::<u32>().ok());
    let year = number("y").filter(|y| (1900..2200).contains(y));
    // A number written by hand counts only if it was read surely.
    let printed = |name: &str| {
        let hand = part(name).and_then(|s| context.hand(s));
        number(name).filter(|_| hand.is_none_or(|sure| sure >= SURE_BY_HAND))
    };
    let (day, month) = (printed("d"), printed("m"));
    // A year by hand says nothing where day or month could not be read.
    let year = year.filter(|_| {
        let hand = part("y").and_then(|s| context.hand(s));
        hand.is_none() || (day.is_some() && month.is_some())
    });
    let scrawled = |name: &str| {
        part(name)
            .is_some_and(|s| !s.is_empty() && printed(name).is_none() && !is_blank(context.fold(s)))
    };
    let scrawl = scrawled("d") || scrawled("m");
    let place = place_before(context, base, start);
    let place = place.map(|p| with_line_above(context, p));
    // A short date needs a place; a long one a year or a place.
    if (!long && place.is_none()) || (place.is_none() && year.is_none()) {
        return None;
    }
    // In running text `ngày` and `tháng` may have anything between them.
    if scrawl && place.is_none() {
        return None;
    }
    let mut date = date_field(context, Span::new(start, end), year, month, day);
    if scrawl {
        date.field.note = Some("day or month could not be read".to_owned());
        date.field.confidence = date.field.confidence.min(0.5);
    }
    Some(PlaceDate {
        place,
        date_span: Span::new(start, end),
        date,
    })
}

/// Whether a place for a number was left blank.
fn is_blank(part: &str) -> bool {
    part.chars()
        .all(|c| c.is_whitespace() || matches!(c, '.' | '_'))
}

/// The issue date with its normal forms; an impossible day or month is left out.
pub fn date_field(
    context: &Context,
    span: Span,
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
) -> IssueDate {
    let month_ok = month.filter(|m| (1..=12).contains(m));
    let day_ok = day.filter(|d| (1..=days_in(year, month_ok)).contains(d));
    let complete = year.is_some() && month_ok.is_some() && day_ok.is_some();
    let year_text = year.map_or("XXXX".to_owned(), |y| y.to_string());
    let month_text = month_ok.map_or("XX".to_owned(), |m| format!("{m:02}"));
    let day_text = day_ok.map_or("XX".to_owned(), |d| format!("{d:02}"));
    let normal = format!("{year_text}-{month_text}-{day_text}");
    let mut field: Field = context.field(span, if complete { 0.98 } else { 0.9 });
    field.value = complete.then(|| normal.clone());
    let impossible = (month.is_some() && month_ok.is_none()) || (day.is_some() && day_ok.is_none());
    field.normalized = (!impossible && normal != "XXXX-XX-XX").then_some(normal);
    if impossible {
        field.note = Some("no such day".to_owned());
        field.confidence = 0.3;
    } else if !complete {
        field.note = Some("parts of the date were left blank".to_owned());
    }
    IssueDate {
        field,
        year: year.map(|y| y as i32),
        month: month_ok.map(|m| m as u8),
        day: day_ok.map(|d| d as u8),
    }
}

fn days_in(year: Option<u32>, month: Option<u32>) -> u32 {
    match month {
        Some(2) => match year {
            Some(y) if y % 4 != 0 || (y % 100 == 0 && y % 400 != 0) => 28,
            _ => 29,
        },
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    }
}

/// The name between `from` and the comma before the date.
fn place_before(context: &Context, from: usize, date: usize) -> Option<Span> {
    let hour = HOUR.find(context.fold(Span::new(from, date)));
    let date = hour.map_or(date, |hour| from + hour.start());
    let text: Vec<char> = context.slice(Span::new(from, date)).chars().collect();
    let is_gap = |c: &char| c.is_whitespace();
    let mut end = text.len();
    let mut comma = false;
    while end > 0 && (text[end - 1].is_whitespace() || matches!(text[end - 1], ',' | '.' | ';')) {
        comma |= matches!(text[end - 1], ',' | '.' | ';');
        end -= 1;
    }
    if end == 0 || !comma {
        return None;
    }
    // A wide gap or a tab parts the columns.
    let mut start = 0;
    for i in 0..end {
        if text[i] == '\t' || (i + 2 < end && text[i..i + 3].iter().all(is_gap)) {
            start = i + 1;
        }
    }
    while start < end && is_gap(&text[start]) {
        start += 1;
    }
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut at = start;
    while at < end {
        let to = (at..end).find(|i| is_gap(&text[*i])).unwrap_or(end);
        if to > at {
            words.push((at, to));
        }
        at = to + 1;
    }
    let text_of = |w: usize| text[words[w].0..end].iter().collect::<String>();
    let capital = |w: &(usize, usize)| text[w.0].is_uppercase() || text[w.0].is_ascii_digit();
    let dash = |w: &(usize, usize)| w.1 - w.0 == 1 && matches!(text[w.0], '-' | '–' | '—');
    // Known names first, the longest of them.
    let limit = words.len().saturating_sub(7);
    let is_name = |w: &(usize, usize)| {
        let mut letters = text[w.0..w.1].iter();
        letters.next().is_some_and(|c| c.is_uppercase()) && letters.all(|c| c.is_lowercase())
    };
    let known = (limit..words.len()).find_map(|w| {
        if !capital(&words[w]) {
            return None;
        }
        let name = text_of(w);
        if lexicon::province(&name).is_some() {
            return Some(w);
        }
        if !lexicon::is_place(strip_kind(&name)) {
            return None;
        }
        // `Kim Sơn Đông`: one of thousands of communes may be the end of another's name.
        let longer = (limit..w).rev().take_while(|at| is_name(&words[*at]));
        let longer = longer.last().filter(|at| words.len() - at <= 4);
        Some(longer.filter(|at| !ends_motto(&text_of(*at))).unwrap_or(w))
    });
    let first = known.or_else(|| {
        let mut first = None;
        for w in (limit..words.len()).rev() {
            if capital(&words[w]) {
                first = Some(w);
            } else if !dash(&words[w]) {
                break;
            }
        }
        first
    })?;
    let first = with_kind(&text, &words, first);
    Some(Span::new(from + words[first].0, from + end))
}

/// `Phúc Kim Sơn, ngày …`: the end of the motto in capitals, before the name.
fn ends_motto(name: &str) -> bool {
    lexicon::fold(name).starts_with("phuc ")
}

/// `Cao` + `Bằng, ngày …`: the name of a place that begins on the narrow line above.
fn with_line_above(context: &Context, place: Span) -> Span {
    let line = context.line_at(place.start);
    let Some(above) = line.checked_sub(1).map(|l| context.lines[l].trim) else {
        return place;
    };
    if context.lines[line].trim.start != place.start || above.is_empty() || above.len() > 24 {
        return place;
    }
    let whole = Span::new(above.start, place.end);
    let name = context.joined(whole);
    let known =
        |name: &str| lexicon::province(name).is_some() || lexicon::is_place(strip_kind(name));
    let part = context.joined(place);
    match known(&name) && !known(&part) {
        true => whole,
        false => place,
    }
}

const KINDS: &[&str] = &[
    "tp.",
    "tp",
    "tx.",
    "tx",
    "thành phố",
    "thị xã",
    "huyện",
    "quận",
    "xã",
    "phường",
    "thị trấn",
];

/// A name without the word for its kind.
fn strip_kind(name: &str) -> &str {
    let lower = name.to_lowercase();
    for kind in KINDS {
        if let Some(rest) = lower.strip_prefix(kind) {
            let at = name.len() - rest.len();
            if name.is_char_boundary(at) && (kind.ends_with('.') || rest.starts_with(' ')) {
                return name[at..].trim_start();
            }
        }
    }
    name
}

/// `TP.`, `Thành phố` before the name belong to it.
fn with_kind(text: &[char], words: &[(usize, usize)], first: usize) -> usize {
    let word = |w: usize| {
        text[words[w].0..words[w].1]
            .iter()
            .collect::<String>()
            .to_lowercase()
    };
    if first >= 2
        && matches!(
            (word(first - 2).as_str(), word(first - 1).as_str()),
            ("thành", "phố") | ("thị", "xã") | ("thị", "trấn")
        )
    {
        return first - 2;
    }
    if first >= 1
        && matches!(
            word(first - 1).as_str(),
            "tp." | "tp" | "tx." | "tx" | "huyện" | "quận" | "xã" | "phường"
        )
    {
        return first - 1;
    }
    first
}
