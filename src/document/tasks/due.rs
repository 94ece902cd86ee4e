//! By when a task is due: sentences, labels and cells that say nothing else, and dates inside sentences.

use super::view::View;
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::dates::{self, Years};
use crate::document::references::References;
use crate::document::types::{DateKind, DeadlineKind, Recurrence, TaskDeadline};
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

    /// What is due again and again, by a rule.
    fn recurring(calendar: &Calendar, words: Span, recurrence: Recurrence) -> Self {
        let rule = recurrence.rrule.clone();
        let mut due = Self::once(calendar, words, DeadlineKind::Recurring, rule);
        due.deadline.recurrence = Some(recurrence);
        due
    }
}

/// Words of which a sentence that only gives a deadline is made; folded.
const WORDS: &[&str] = &[
    "nhiem", "vu", "thuong", "xuyen", "hoan", "thanh", "xong", "trong", "truoc", "ngay", "thang",
    "nam", "quy", "den", "het", "cham", "nhat", "la", "vao", "hang", "moi", "dinh", "ky", "dau",
    "cuoi", "va", "tu", "bat", "thoi", "gian", "thuc", "hien", "han", "i", "ii", "iii", "iv",
    "giai", "doan", "lien", "tuc", "muon", "tuan", "theo", "yeu", "cau",
];

static RECURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?-u)\\b(?:dinh ky )?(?:(?:hang|moi) (nam|quy|thang|tuan|ngay)|(6|06|sau) thang(?:(?:,| va)? ?(?:1|01|mot)? ?(?:nam))?(?: mot lan)?)\\b")
    .expect("a fixed pattern")
});

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
    let ongoing = folded.contains("thuong xuyen") || folded.contains("lien tuc");
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
    if let Some(day) = monthly(calendar, span) {
        return Some(make(
            DeadlineKind::Recurring,
            day.deadline.normalized,
            day.deadline.recurrence,
        ));
    }
    if let Some(recurrence) = recurrence(calendar, &view, &inside) {
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

static MONTHLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\b(?:truoc|cham nhat(?: la| vao)?|vao|dinh ky(?: vao)?) ngay ([0-9]{1,2}) (?:(hang|moi) thang",
        r"|(?:cua )?thang (?:cuoi|dau) (?:cua )?(?:(?:hang|moi) )?quy(?: sau| tiep theo)?)\b"
    ))
    .expect("a fixed pattern")
});

/// `Hằng tháng tổng hợp …, báo cáo … vào ngày 25`: the month at the head of a duty, the day behind it.
static EACH_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)^(?:dinh ky )?(?:hang|moi) thang\b[a-z0-9 ,()/-]*?",
        r" (?:truoc|cham nhat(?: la| vao)?|vao) ngay ([0-9]{1,2})(?:[,;.)]| va | bao cao|$)"
    ))
    .expect("a fixed pattern")
});

/// `trước ngày 20 hằng tháng`, `trước ngày 15 của tháng cuối quý`: a day without a month.
fn monthly(calendar: &Calendar, span: Span) -> Option<Due> {
    let view = View::new(calendar.context, span);
    if let Some((words, day)) = each_month(&view) {
        return Some(recurring(
            calendar,
            words,
            "monthly",
            format!("FREQ=MONTHLY;BYMONTHDAY={day}"),
        ));
    }
    let captures = MONTHLY.captures(&view.folded)?;
    let (whole, day) = (
        captures.get(0)?,
        captures.get(1)?.as_str().trim_start_matches('0'),
    );
    let (freq, rule) = match captures.get(2) {
        Some(_) => ("monthly", format!("FREQ=MONTHLY;BYMONTHDAY={day}")),
        None => (
            "quarterly",
            format!("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY={day}"),
        ),
    };
    let words = view.trimmed(whole.start(), whole.end())?;
    Some(recurring(calendar, words, freq, rule))
}

/// The words of [`EACH_MONTH`] and the day.
fn each_month(view: &View) -> Option<(Span, u8)> {
    let captures = EACH_MONTH.captures(&view.folded)?;
    let day = captures.get(1)?;
    let number = day.as_str().parse().ok().filter(|d| (1..=31).contains(d))?;
    Some((view.trimmed(0, day.end())?, number))
}

/// What is due again and again by a rule.
fn recurring(calendar: &Calendar, words: Span, freq: &str, rule: String) -> Due {
    let recurrence = Recurrence {
        raw: calendar.context.joined(words),
        freq: freq.to_owned(),
        rrule: Some(rule),
    };
    Due::recurring(calendar, words, recurrence)
}

/// A date inside a sentence by which something must be done; the first one, with its words.
pub fn running(calendar: &Calendar, span: Span) -> Option<Due> {
    dated(calendar, span)
        .or_else(|| monthly(calendar, span))
        .or_else(|| period(calendar, span))
        .or_else(|| term(calendar, span))
}

/// `trong vòng 05 ngày làm việc kể từ ngày nhận đủ hồ sơ`: a term that no day of the calendar begins.
fn term(calendar: &Calendar, span: Span) -> Option<Due> {
    static TERM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)\btrong (?:vong|thoi han|thoi gian) [0-9]{1,3} (?:gio|ngay|tuan|thang)(?: lam viec)?",
            r"(?:,? (?:ke )?tu (?:ngay|khi) [a-z0-9 /]{2,80})?"
        ))
        .expect("a fixed pattern")
    });
    let view = View::new(calendar.context, span);
    let found = TERM.find(&view.folded)?;
    let words = view.trimmed(found.start(), found.end())?;
    Some(Due::once(calendar, words, DeadlineKind::Within, None))
}

/// `phát sóng từ ngày 01/02 đến ngày 10/02/2018`: from one day to another that is not over when the document is issued;
/// what is over is told of.
fn period(calendar: &Calendar, span: Span) -> Option<Due> {
    let issued = calendar.context.header.issue_date.as_ref()?;
    let issued = issued.field.value.as_deref()?;
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
        (adjoin && *last >= *issued)
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

/// `* Tháng 3:` over the duties of a month in a programme of work.
pub fn month_heading(calendar: &Calendar, view: &View) -> Option<TaskDeadline> {
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)^thang ([0-9]{1,2})(?:(?: nam |/)((?:19|20)[0-9]{2}))? ?:?$")
            .expect("a fixed pattern")
    });
    let captures = MONTH.captures(view.folded.trim())?;
    let month: u32 = captures[1].parse().ok().filter(|m| (1..=12).contains(m))?;
    let year = captures.get(2).and_then(|year| year.as_str().parse().ok());
    let year = year.or(calendar.years.usual())?;
    let text = calendar.context.joined(view.span);
    Some(TaskDeadline {
        raw: text.trim_end_matches([':', ' ']).to_owned(),
        kind: DeadlineKind::Within,
        normalized: Some(format!("{year}-{month:02}")),
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
        before.ends_with("hoan thanh") || before.ends_with("xong")
    };
    // `trong ngày 06/9/2024`, a day that is not past yet.
    let is_day = matches!(date.kind, DateKind::Date | DateKind::DateNoYear);
    let to_come = || {
        let issued = calendar.context.header.issue_date.as_ref();
        let issued = issued.and_then(|d| d.field.value.as_deref());
        let within = calendar.context.fold(modifier.span).ends_with("trong");
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

/// `định kỳ hằng quý`, `trước 17 giờ hằng ngày`, and `Hằng năm …` at the head of a duty: how often, where no day is
/// named.
pub fn rhythm(calendar: &Calendar, view: &View) -> Option<Due> {
    static RHYTHM: LazyLock<Regex> = LazyLock::new(|| {
        let hour = "[0-9]{1,2} ?(?:gio|h)(?: ?[0-9]{1,2}(?: phut)?)?";
        let day = "(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)";
        let item = "(?:(?:hang|moi) (?:ngay|tuan|thang|quy|nam)|(?:0?6|sau) thang|(?:0?1|mot) nam)";
        Regex::new(&format!(
            r"(?-u)(?:\bdinh ky |^)(?:hang|moi|0?6|sau) (?:ngay|tuan|thang|quy|nam)\b(?:(?:,| va)? {item}\b)*|\b(?:truoc|luc|vao) {hour}(?:(?:,| va) {hour})* (?:hang|moi) ngay\b|\b(?:vao )?{day} (?:hang|moi) tuan\b"
        ))
        .expect("a fixed pattern")
    });
    let found = RHYTHM.find(&view.folded)?;
    let words = view.part(found.start(), found.end());
    let recurrence = recurrence(calendar, &words, &[])?;
    Some(Due::recurring(calendar, words.span, recurrence))
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

/// The day of `thứ Sáu hằng tuần`, as rules name it.
fn weekday(folded: &str) -> Option<&'static str> {
    const DAYS: &[(&str, &str)] = &[
        ("thu hai", "MO"),
        ("thu ba", "TU"),
        ("thu tu", "WE"),
        ("thu nam", "TH"),
        ("thu sau", "FR"),
        ("thu bay", "SA"),
        ("thu 2", "MO"),
        ("thu 3", "TU"),
        ("thu 4", "WE"),
        ("thu 5", "TH"),
        ("thu 6", "FR"),
        ("thu 7", "SA"),
        ("chu nhat", "SU"),
    ];
    let mut days = DAYS.iter();
    let day = days.find(|(name, _)| {
        let follows = |w: &str| folded.contains(&format!("{name} {w} tuan"));
        follows("hang") || follows("moi")
    });
    day.map(|(_, day)| *day)
}

/// `Hằng năm`, `hằng quý`, `định kỳ 6 tháng`: as a rule.
fn recurrence(calendar: &Calendar, view: &View, inside: &[usize]) -> Option<Recurrence> {
    let captures = RECURS.captures(&view.folded)?;
    let words = captures.get(0)?;
    let (freq, mut rrule) = match captures.get(1).map(|m| m.as_str()) {
        Some("nam") => ("yearly", "FREQ=YEARLY".to_owned()),
        Some("quy") => ("quarterly", "FREQ=MONTHLY;INTERVAL=3".to_owned()),
        Some("thang") => ("monthly", "FREQ=MONTHLY".to_owned()),
        Some("tuan") => ("weekly", "FREQ=WEEKLY".to_owned()),
        Some(_) => ("daily", "FREQ=DAILY".to_owned()),
        None => {
            // `6 tháng đầu năm 2025` is a half-year, not a rhythm.
            let date = inside.first().map(|at| calendar.found[*at].span);
            let own = Span::new(
                view.span.start + words.start(),
                view.span.start + words.end(),
            );
            if date.is_some_and(|d| d.overlaps(own))
                || !view.folded.contains("dinh ky") && inside.is_empty() && words.start() > 0
            {
                return None;
            }
            ("half-yearly", "FREQ=MONTHLY;INTERVAL=6".to_owned())
        }
    };
    let date = inside.first().map(|at| &calendar.found[*at]);
    if let Some((None, Some(month), Some(day))) = date.map(|d| d.parts).filter(|_| freq == "yearly")
    {
        rrule = format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}");
    }
    if freq == "weekly"
        && let Some(day) = weekday(&view.folded)
    {
        rrule = format!("FREQ=WEEKLY;BYDAY={day}");
    }
    let span = Span::new(
        view.span.start + words.start(),
        view.span.start + words.end(),
    );
    Some(Recurrence {
        raw: calendar.context.slice(span).to_owned(),
        freq: freq.to_owned(),
        rrule: Some(rrule),
    })
}
