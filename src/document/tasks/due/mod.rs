//! By when a task is due: sentences, labels and cells that say nothing else, and dates inside sentences.

mod recurring;

pub use recurring::rhythm;

use super::view::View;
use crate::document::context::Context;
use crate::document::dates::scan::{self, Found};
use crate::document::dates::{self, Years};
use crate::document::references::References;
use crate::document::types::{DateKind, DeadlineKind, Recurrence, TaskDeadline};
use crate::lexicon;
use crate::restore::Restored;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// What the readers of deadlines see.
pub struct Calendar<'a> {
    /// The text.
    pub context: &'a Context,
    /// All dates of the text.
    pub found: &'a [Found],
    /// All references.
    pub references: &'a References,
    /// The years that dates without one may take.
    pub years: Years,
}

/// A deadline and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The output form.
    pub deadline: TaskDeadline,
    /// The words.
    pub span: Span,
}

impl Due {
    /// What is due once, as these words say.
    fn once(
        calendar: &Calendar,
        words: Span,
        kind: DeadlineKind,
        normalized: Option<String>,
    ) -> Self {
        Self {
            deadline: TaskDeadline {
                raw: calendar.context.joined(words),
                kind,
                normalized,
                recurrence: None,
            },
            span: words,
        }
    }
}

/// Words of which a sentence that only gives a deadline is made; folded.
const WORDS: &[&str] = &[
    "nhiem", "vu", "thuong", "xuyen", "hoan", "thanh", "xong", "trong", "truoc", "ngay", "thang",
    "nam", "quy", "den", "het", "cham", "nhat", "la", "vao", "hang", "moi", "dinh", "ky", "dau",
    "cuoi", "va", "tu", "bat", "thoi", "gian", "thuc", "hien", "han", "i", "ii", "iii", "iv",
    "giai", "doan", "lien", "tuc", "muon", "tuan", "theo", "yeu", "cau",
];

/// The last sentence of a unit, if it only gives a deadline: its span, and where the rest ends.
pub fn status(calendar: &Calendar, view: &View) -> Option<(Due, usize)> {
    let end = view.folded.trim_end_matches(['.', ' ', ';', '/']).len();
    let body = &view.folded[..end];
    let from = body
        .rfind(['.', ';'])
        .filter(|i| body[i + 1..].starts_with(' '))
        .map_or(0, |i| i + 2);
    let sentence = &body[from..];
    let first = sentence.split(' ').next()?;
    let opens = [
        "nhiem", "thuong", "hoan", "xong", "trong", "truoc", "cham", "den", "hang", "nam", "quy",
        "thang", "thoi", "tu", "giai", "dinh", "moi", "bat",
    ];
    let only = sentence.len() < 110
        && opens.contains(&first)
        && sentence
            .split(|c: char| !c.is_ascii_alphanumeric())
            .all(|w| w.is_empty() || WORDS.contains(&w) || w.bytes().all(|b| b.is_ascii_digit()));
    if !only || from == 0 {
        return None;
    }
    let skip = sentence.find(':').map_or(0, |i| i + 1);
    let span = view.trimmed(from + skip, end)?;
    let due = read(calendar, span)?;
    let known = due.deadline.kind != DeadlineKind::Unspecified;
    known.then_some((due, from))
}

/// What a cell says that stands in several places of the text, or in another cell.
pub fn of_text(calendar: &Calendar, text: &str) -> Option<TaskDeadline> {
    let context = Context::new(&Restored::unchanged(text));
    let cell = Calendar {
        context: &context,
        found: &scan::scan(&context.folded),
        references: &References::default(),
        years: calendar.years,
    };
    let whole = Span::new(0, context.folded.len());
    read(&cell, whole).map(|due| due.deadline)
}

/// A label's or cell's deadline: whatever it says.
pub fn read(calendar: &Calendar, span: Span) -> Option<Due> {
    let view = View::new(calendar.context, span);
    let end = view.folded.trim_end_matches(['.', ' ', ';']).len();
    let span = view.trimmed(0, end)?;
    let folded = &*view.folded;
    let raw = calendar.context.joined(span);
    let make = |kind, normalized: Option<String>, recurrence| Due {
        deadline: TaskDeadline {
            raw: raw.clone(),
            kind,
            normalized,
            recurrence,
        },
        span,
    };
    let inside = dates_in(calendar, span);
    let first = inside.first().map(|at| &calendar.found[*at]);
    let ongoing = folded.contains("thuong xuyen")
        || folded.contains("lien tuc")
        || folded.starts_with("24/24");
    let start_year = inside
        .iter()
        .map(|at| &calendar.found[*at])
        .find(|d| d.kind == DateKind::StartYear);
    if ongoing {
        let mut normalized = start_year.and_then(|d| d.normalized.clone());
        if normalized.is_none() {
            normalized = first
                .filter(|d| d.kind == DateKind::Period)
                .and_then(|d| d.normalized.clone());
        }
        return Some(make(DeadlineKind::Ongoing, normalized, None));
    }
    if let Some(recurrence) = recurring::of_words(calendar, &view) {
        return Some(make(
            DeadlineKind::Recurring,
            recurrence.rrule.clone(),
            Some(recurrence),
        ));
    }
    let Some(date) = first else {
        return Some(make(DeadlineKind::Unspecified, None, None));
    };
    let normalized = calendar.normalized(inside[0]);
    let modifier = dates::modifier_before(calendar.context, date.span.start)
        .filter(|m| m.span.start >= span.start);
    // `từ tháng 3 đến tháng 6/2025`, `01/6/2025 - 30/6/2025`: from the first to the last.
    if inside.len() > 1
        && (folded.contains(" den ") || folded.contains('-'))
        && date.kind != DateKind::Period
    {
        let last = calendar.normalized(*inside.last()?);
        let span = normalized.zip(last).map(|(a, b)| format!("{a}/{b}"));
        return Some(make(DeadlineKind::Period, span, None));
    }
    let kind = match (date.kind, modifier.and_then(|m| m.name)) {
        (DateKind::Period, _) => DeadlineKind::Period,
        (DateKind::StartYear, _) => DeadlineKind::Ongoing,
        (DateKind::TargetYear | DateKind::Horizon, _) => DeadlineKind::Before,
        (_, Some("before" | "until")) => DeadlineKind::Before,
        (DateKind::Date | DateKind::DateNoYear, _) => DeadlineKind::Before,
        _ => DeadlineKind::Within,
    };
    Some(make(kind, normalized, None))
}

/// A date inside a sentence by which something must be done; the first one, with its words.
pub fn running(calendar: &Calendar, span: Span) -> Option<Due> {
    dated(calendar, span)
        .or_else(|| recurring::on_days(calendar, span))
        .or_else(|| month(calendar, span))
        .or_else(|| period(calendar, span))
        .or_else(|| term(calendar, span))
}

/// `trong vòng 05 ngày làm việc kể từ ngày nhận đủ hồ sơ`, `chậm nhất 05 ngày trước ngày khai mạc`: a term that no day of
/// the calendar begins.
fn term(calendar: &Calendar, span: Span) -> Option<Due> {
    static TERM: LazyLock<Regex> = LazyLock::new(|| {
        let length = "[0-9]{1,3} (?:gio|ngay|tuan|thang)(?: lam viec)?";
        let event = r"(?:ngay|khi) [a-z0-9 /]{2,120}\b";
        Regex::new(&format!(
            concat!(
                r"(?-u)\b(?:trong (?:vong|thoi han|thoi gian) {length}(?:,? (?:(?:ke )?tu {event}|sau (?:khi )?[a-z0-9 /]{{2,120}}\b))?",
                r"|trong {length},? (?:ke )?tu {event}",
                r"|(?P<before>cham nhat|truoc)(?: la)? {length} (?:truoc|ke tu|sau) {event})"
            ),
            length = length,
            event = event
        ))
        .expect("a fixed pattern")
    });
    let view = View::new(calendar.context, span);
    let found = TERM.captures(&view.folded)?;
    let whole = found.get(0)?;
    // The event ends where the sentence goes on to what is due.
    const GOES_ON: &[&str] = &[
        " co trach nhiem",
        " chiu trach nhiem",
        " phai ",
        " de ",
        " thi ",
    ];
    let ends = GOES_ON.iter().filter_map(|w| {
        let from = whole.start() + whole.as_str().find(w)?;
        let marked = view.is_word(from, from + w.len(), &[("de", "để")]);
        marked.then_some(from)
    });
    let end = ends.min().unwrap_or(whole.end());
    let words = view.trimmed(whole.start(), end)?;
    let kind = match found.name("before") {
        Some(_) => DeadlineKind::Before,
        None => DeadlineKind::Within,
    };
    Some(Due::once(calendar, words, kind, None))
}

/// `phát sóng từ ngày 01/02 đến ngày 10/02/2018`: from one day to another that is not over when the document is issued;
/// what is over is told of.
fn period(calendar: &Calendar, span: Span) -> Option<Due> {
    let issued = calendar.context.header.issue_date.as_ref();
    let issued = issued.and_then(|date| date.field.value.as_deref());
    let inside = dates_in(calendar, span);
    inside.windows(2).find_map(|pair| {
        let [from, to] = [pair[0], pair[1]].map(|at| calendar.found[at].span);
        let named = |date: Span, name| {
            dates::modifier_before(calendar.context, date.start)
                .filter(|m| m.name == Some(name) && m.span.start >= span.start)
        };
        let (begins, ends) = (named(from, "from")?, named(to, "until")?);
        let between = Span::new(from.end, ends.span.start.max(from.end));
        let first = calendar.normalized(pair[0])?;
        let last = calendar.normalized(pair[1])?;
        let adjoin = calendar.context.fold(between).trim().is_empty();
        let words = Span::new(begins.span.start, to.end);
        let normalized = Some(format!("{first}/{last}"));
        (adjoin && issued.is_none_or(|issued| *last >= *issued))
            .then(|| Due::once(calendar, words, DeadlineKind::Period, normalized))
    })
}

fn dated(calendar: &Calendar, span: Span) -> Option<Due> {
    dates_in(calendar, span).into_iter().find_map(|at| {
        let date = &calendar.found[at];
        if calendar.references.dated_at(date.span.start).is_some() {
            return None;
        }
        let modifier = dates::modifier_before(calendar.context, date.span.start)
            .filter(|m| (m.due || within_reach(calendar, at, m)) && m.span.start >= span.start)?;
        let yearly = dates::yearly_words(calendar.context, date.span);
        let mut end = date.span.end;
        let recurrence = yearly.and_then(|words| {
            if words.start >= end && words.start <= end + 2 {
                end = words.end;
            }
            let (_, month, day) = date.parts;
            Some(Recurrence {
                raw: calendar.context.slice(words).to_owned(),
                freq: "yearly".to_owned(),
                rrule: Some(format!(
                    "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}",
                    month?, day?
                )),
            })
        });
        let span = Span::new(modifier.span.start, end);
        let kind = match (&recurrence, modifier.name) {
            (Some(_), _) => DeadlineKind::Recurring,
            (None, Some("before" | "until")) => DeadlineKind::Before,
            _ => DeadlineKind::Within,
        };
        let normalized = match &recurrence {
            Some(r) => r.rrule.clone(),
            None => calendar.normalized(at),
        };
        Some(Due {
            deadline: TaskDeadline {
                raw: calendar.context.joined(span),
                kind,
                normalized,
                recurrence,
            },
            span,
        })
    })
}

/// `xong trong tháng 4`: a month of the plan's year, or of the year of issue if it is not over.
fn month(calendar: &Calendar, span: Span) -> Option<Due> {
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)\b(?:(?:hoan thanh|xong) )?(?P<when>trong|vao|truoc|het|cham nhat(?: trong)?) thang (?P<month>[0-9]{1,2})",
            r"(?:[,.;)]| va | de | bao cao|$)"
        ))
        .expect("a fixed pattern")
    });
    let view = View::new(calendar.context, span);
    let found = MONTH.captures(&view.folded)?;
    let (whole, month) = (found.get(0)?, found.name("month")?);
    let number: u32 = month
        .as_str()
        .parse()
        .ok()
        .filter(|m| (1..=12).contains(m))?;
    let normalized = format!("{}-{number:02}", calendar.years.usual()?);
    let issued = calendar.context.header.issue_date.as_ref();
    let issued = issued.and_then(|d| d.field.value.as_deref());
    let past = issued.is_some_and(|day| day.get(..7).is_some_and(|of| *normalized < *of));
    let kind = match &found["when"] {
        "truoc" | "het" => DeadlineKind::Before,
        _ => DeadlineKind::Within,
    };
    let words = view.trimmed(whole.start(), month.end())?;
    (!past).then(|| Due::once(calendar, words, kind, Some(normalized)))
}

/// `* Tháng 3:`, `QUÝ III` over the duties of a month or a quarter in a programme of work.
pub fn month_heading(calendar: &Calendar, view: &View) -> Option<TaskDeadline> {
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)^(?:thang ([0-9]{1,2})|quy (iv|i{1,3}|[1-4]))(?:(?: nam |/)((?:19|20)[0-9]{2}))? ?:?$")
            .expect("a fixed pattern")
    });
    let captures = MONTH.captures(view.folded.trim())?;
    let part = match (captures.get(1), captures.get(2)) {
        (Some(month), _) => {
            let month: u32 = month.as_str().parse().ok()?;
            (1..=12).contains(&month).then(|| format!("{month:02}"))?
        }
        (_, Some(quarter)) => {
            let quarter = quarter.as_str();
            let number = quarter
                .parse()
                .ok()
                .or_else(|| lexicon::roman_value(&quarter.to_uppercase()))?;
            format!("Q{number}")
        }
        _ => return None,
    };
    let year = captures.get(3).and_then(|year| year.as_str().parse().ok());
    let year = year.or(calendar.years.usual())?;
    let text = calendar.context.joined(view.span);
    Some(TaskDeadline {
        raw: text.trim_end_matches([':', ' ']).to_owned(),
        kind: DeadlineKind::Within,
        normalized: Some(format!("{year}-{part}")),
        recurrence: None,
    })
}

/// `trong tháng 7 năm 2025`, `trong quý I/2026` in a duty: by its end, if it is not over yet.
fn within_reach(calendar: &Calendar, at: usize, modifier: &dates::Modifier) -> bool {
    let date = &calendar.found[at];
    let issued = calendar.context.header.issue_date.as_ref();
    let issued = issued.and_then(|d| d.year);
    // `hoàn thành trong năm 2032`, not any `trong năm`.
    let finished = || {
        let before = &calendar.context.folded[..modifier.span.start];
        let before = before[before.len().saturating_sub(12)..].trim_end();
        let before = before.replace('\n', " ");
        before.ends_with("hoan thanh") || before.ends_with("xong")
    };
    // `trong ngày 06/9/2024`, a day that is not past yet.
    let is_day = matches!(date.kind, DateKind::Date | DateKind::DateNoYear);
    let to_come = || {
        let issued = calendar.context.header.issue_date.as_ref();
        let issued = issued.and_then(|d| d.field.value.as_deref());
        let words = calendar.context.fold(modifier.span);
        let within = ["trong", "sang", "chieu", "nhat", "nhat,"]
            .iter()
            .any(|w| words.ends_with(w));
        within
            && calendar
                .normalized(at)
                .zip(issued)
                .is_some_and(|(day, i)| *day >= *i)
    };
    modifier.name == Some("within")
        && (matches!(date.kind, DateKind::Month | DateKind::Quarter)
            || date.kind == DateKind::Year && finished()
            || is_day && to_come())
        && date
            .parts
            .0
            .is_none_or(|year| issued.is_none_or(|i| year >= i))
}

/// The indices of the dates inside a span.
fn dates_in(calendar: &Calendar, span: Span) -> Vec<usize> {
    let from = calendar
        .found
        .partition_point(|f| f.span.start < span.start);
    (from..calendar.found.len())
        .take_while(|at| calendar.found[*at].span.end <= span.end)
        .collect()
}

impl Calendar<'_> {
    /// The normal form of a date, with the year that the document gives it; a target year is that year.
    fn normalized(&self, at: usize) -> Option<String> {
        let date = &self.found[at];
        if let Some((resolved, _)) =
            dates::resolve(self.context, self.found, at, self.years, self.references)
        {
            return Some(resolved);
        }
        let normalized = date.normalized.clone()?;
        Some(normalized.trim_start_matches("../").to_owned())
    }
}
