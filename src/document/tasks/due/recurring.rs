//! How often a duty comes back: `trước ngày 20 hằng tháng`, `thứ Sáu hằng tuần`, `mỗi quý một lần`.

use super::{Calendar, Due, dates_in};
use crate::document::tasks::verbs::verb_at;
use crate::document::tasks::view::View;
use crate::document::types::{DeadlineKind, Recurrence, TaskDeadline};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// How long a rhythm takes, in the words of a duty and of a rule (RFC 5545).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cycle {
    /// The name in the output.
    freq: &'static str,
    /// The rule.
    rule: &'static str,
}

const fn cycle(freq: &'static str, rule: &'static str) -> Cycle {
    Cycle { freq, rule }
}

const DAILY: Cycle = cycle("daily", "FREQ=DAILY");
const WEEKLY: Cycle = cycle("weekly", "FREQ=WEEKLY");
const MONTHLY: Cycle = cycle("monthly", "FREQ=MONTHLY");
const QUARTERLY: Cycle = cycle("quarterly", "FREQ=MONTHLY;INTERVAL=3");
const HALF_YEARLY: Cycle = cycle("half-yearly", "FREQ=MONTHLY;INTERVAL=6");
const YEARLY: Cycle = cycle("yearly", "FREQ=YEARLY");

/// `hằng quý`, `mỗi năm`
const EACH: &str = "(?:(?:hang|moi) (?:ngay|tuan|thang|quy|nam))";

/// The cycle whose unit a word is.
fn cycle_of(unit: &str) -> Option<Cycle> {
    Some(match unit {
        "ngay" => DAILY,
        "tuan" => WEEKLY,
        "thang" => MONTHLY,
        "quy" => QUARTERLY,
        "nam" => YEARLY,
        _ => return None,
    })
}

/// A number of cycles, in digits or as a word.
fn count_of(words: &str) -> Option<u32> {
    let named = ["mot", "hai", "ba", "bon", "nam", "sau"];
    let at = named.iter().position(|name| *name == words);
    at.map(|at| at as u32 + 1)
        .or_else(|| words.parse().ok())
        .filter(|n| (1..=99).contains(n))
}

/// A rule with what it says beyond its cycle.
struct Rule {
    freq: &'static str,
    rrule: String,
}

impl From<Cycle> for Rule {
    fn from(cycle: Cycle) -> Self {
        Self {
            freq: cycle.freq,
            rrule: cycle.rule.to_owned(),
        }
    }
}

impl Rule {
    /// A cycle and the days of it.
    fn on(cycle: Cycle, part: &str, values: &[String]) -> Option<Self> {
        (!values.is_empty()).then(|| Self {
            freq: cycle.freq,
            rrule: format!("{};{part}={}", cycle.rule, values.join(",")),
        })
    }

    /// Every so many cycles: `15 ngày một lần`, `6 tháng/lần`.
    fn every(count: u32, cycle: Cycle) -> Self {
        match (count, cycle) {
            (1, _) => cycle.into(),
            (3, MONTHLY) => QUARTERLY.into(),
            (6, MONTHLY) => HALF_YEARLY.into(),
            (12, MONTHLY) => YEARLY.into(),
            (n, QUARTERLY) => Self {
                freq: QUARTERLY.freq,
                rrule: format!("FREQ=MONTHLY;INTERVAL={}", 3 * n),
            },
            (n, _) => Self {
                freq: cycle.freq,
                rrule: format!("{};INTERVAL={n}", cycle.rule),
            },
        }
    }
}

/// The numbers from `1` to `most` in some words.
fn numbers(words: &str, most: u32) -> Vec<String> {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter_map(|n| n.parse::<u32>().ok())
        .filter(|n| (1..=most).contains(n))
        .map(|n| n.to_string())
        .collect()
}

/// The days of a week in some words, as rules name them.
fn weekdays(words: &str) -> Vec<String> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\bthu (hai|ba|tu|nam|sau|bay|[2-7])\b|\bchu nhat\b")
            .expect("a fixed pattern")
    });
    let days = DAY.captures_iter(words).map(|day| {
        match day.get(1).map(|d| d.as_str()) {
            Some("hai" | "2") => "MO",
            Some("ba" | "3") => "TU",
            Some("tu" | "4") => "WE",
            Some("nam" | "5") => "TH",
            Some("sau" | "6") => "FR",
            Some(_) => "SA",
            None => "SU",
        }
        .to_owned()
    });
    days.collect()
}

/// A rule and the words that give it, as places in the view.
type Reading = (Rule, usize, usize);

/// `trước ngày 20 hằng tháng`, `vào các ngày 15 và 30 hàng tháng`, `trước ngày 05 của tháng sau`, `hằng quý, trước
/// ngày 10 của tháng cuối quý`: days without a month.
fn days_of_months(view: &View) -> Option<Reading> {
    static DAYS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(
            concat!(
                r"(?-u)\b(?:{each},? )?(?:dinh ky,? )?(?:(?:xong )?truoc |cham nhat(?: la| vao| den)? |vao )?(?:cac )?",
                r"ngay (?P<days>[0-9]{{1,2}}(?:(?:,| va|, va)? (?:ngay )?[0-9]{{1,2}})*) ",
                r"(?:(?P<monthly>(?:hang|moi) thang|(?:cua )?thang (?:sau|ke tiep|tiep theo|lien ke))",
                r"|(?:cua )?thang (?:cuoi|dau) (?:cua )?(?:(?:hang|moi) )?quy(?: sau| tiep theo)?)\b"
            ),
            each = EACH
        ))
        .expect("a fixed pattern")
    });
    let found = DAYS.captures(&view.folded)?;
    let (whole, days) = (found.get(0)?, found.name("days")?);
    let cycle = match found.name("monthly") {
        Some(_) => MONTHLY,
        None => QUARTERLY,
    };
    let rule = Rule::on(cycle, "BYMONTHDAY", &numbers(days.as_str(), 31))?;
    Some((rule, whole.start(), whole.end()))
}

/// `Hằng tháng tổng hợp …, báo cáo … vào ngày 25`: the month at the head of a duty, the day behind it.
fn day_of_the_month(view: &View) -> Option<Reading> {
    static EACH_MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?:dinh ky )?(?:hang|moi) thang\b[a-z0-9 ,()/-]*?",
            r" (?:truoc|cham nhat(?: la| vao)?|vao) ngay ([0-9]{1,2})(?:[,;.)]| va | bao cao|$)"
        ))
        .expect("a fixed pattern")
    });
    let found = EACH_MONTH.captures(&view.folded)?;
    let day = found.get(1)?;
    let rule = Rule::on(MONTHLY, "BYMONTHDAY", &numbers(day.as_str(), 31))?;
    Some((rule, 0, day.end()))
}

/// `vào tháng 6 và tháng 12 hằng năm`: months without a year.
fn months_of_years(view: &View) -> Option<Reading> {
    static MONTHS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)\b(?:(?:vao|trong|truoc) )?thang (?P<months>[0-9]{1,2}(?:(?:,| va|, va)? (?:thang )?[0-9]{1,2})*) ",
            r"(?:hang|moi) nam\b"
        ))
        .expect("a fixed pattern")
    });
    let found = MONTHS.captures(&view.folded)?;
    let (whole, months) = (found.get(0)?, found.name("months")?);
    // `ngày 15 tháng 6 hằng năm` is a day.
    let day = view.folded[..whole.start()].trim_end();
    if day.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rule = Rule::on(YEARLY, "BYMONTH", &numbers(months.as_str(), 12))?;
    Some((rule, whole.start(), whole.end()))
}

/// `vào thứ Sáu hằng tuần`
fn days_of_weeks(view: &View) -> Option<Reading> {
    static DAYS: LazyLock<Regex> = LazyLock::new(|| {
        let day = "(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)";
        Regex::new(&format!(
            r"(?-u)\b(?:dinh ky )?(?:(?:vao|truoc) )?(?:(?:sang|chieu|ngay|cac ngay) )*(?P<days>{day}(?:(?:,| va|, va) {day})*) (?:hang|moi) tuan\b"
        ))
        .expect("a fixed pattern")
    });
    let found = DAYS.captures(&view.folded)?;
    let (whole, days) = (found.get(0)?, found.name("days")?);
    let rule = Rule::on(WEEKLY, "BYDAY", &weekdays(days.as_str()))?;
    Some((rule, whole.start(), whole.end()))
}

/// `trước 06 giờ 00 và 16 giờ 00 hằng ngày`
fn hours_of_days(view: &View) -> Option<Reading> {
    static HOURS: LazyLock<Regex> = LazyLock::new(|| {
        let hour = "[0-9]{1,2} ?(?:gio|h)(?: ?[0-9]{1,2}(?: phut)?)?(?: (?:sang|chieu|toi))?";
        Regex::new(&format!(
            r"(?-u)\b(?:truoc|luc|vao) {hour}(?:(?:,| va|, va) {hour})* (?:hang|moi) ngay\b"
        ))
        .expect("a fixed pattern")
    });
    let found = HOURS.find(&view.folded)?;
    Some((DAILY.into(), found.start(), found.end()))
}

/// `15 ngày một lần`, `mỗi tháng 01 lần`, `6 tháng/lần`, `02 lần/năm`
fn times(view: &View) -> Option<Reading> {
    static EVERY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)\b(?:dinh ky )?(?:",
            r"(?P<count>[0-9]{1,2}|mot|hai|ba|bon|nam|sau) (?P<unit>ngay|tuan|thang|quy|nam)(?: ?/ ?| )(?:(?:1|01|mot) )?lan",
            r"|(?:hang|moi) (?P<each>tuan|thang|quy|nam)(?: it nhat)? (?:[0-9]{1,2}|mot|hai|ba|bon) (?:lan|dot|ky|cuoc)",
            r"|(?:it nhat )?(?:[0-9]{1,2}|mot|hai|ba|bon) (?:lan|dot|ky|cuoc)(?: ?/ ?| (?:mot|1|01|moi|trong) )(?P<per>tuan|thang|quy|nam)",
            r")\b"
        ))
        .expect("a fixed pattern")
    });
    let found = EVERY.captures(&view.folded)?;
    let whole = found.get(0)?;
    let part = |name| found.name(name).map(|m| m.as_str());
    let rule = match (part("count"), part("unit")) {
        (Some(count), Some(unit)) => Rule::every(count_of(count)?, cycle_of(unit)?),
        _ => cycle_of(part("each").or(part("per"))?)?.into(),
    };
    Some((rule, whole.start(), whole.end()))
}

/// Words of which every year or month has its own: `kế hoạch hằng năm` says nothing of when.
const KINDS: &[&str] = &[
    "ke hoach",
    "du toan",
    "chuong trinh",
    "ngan sach",
    "nhiem vu",
    "danh muc",
    "dau tu",
    "cong tac",
    "muc tieu",
    "chi tieu",
    "kinh phi",
    "phi",
    "luong",
    "von",
    "su dung dat",
    "trung binh",
    "binh quan",
    "hoat dong",
    "thuong nien",
];

/// `định kỳ hằng quý`, `Hằng năm …` at the head of a duty, `…, báo cáo Bộ Y tế hằng tháng.` at the end of a clause,
/// `Khoa A hằng quý kiểm tra …`.
fn cycles(view: &View) -> Option<Reading> {
    static CYCLES: LazyLock<Regex> = LazyLock::new(|| {
        let item =
            format!("(?:{EACH}|(?:0?6|sau) thang(?: (?:dau|cuoi) nam)?|(?:0?1|mot) nam|nam)");
        Regex::new(&format!(
            concat!(
                r"(?-u)(?:\bdinh ky |^)(?:(?:hang|moi) |(?P<half>0?6|sau) )(?P<first>ngay|tuan|thang|quy|nam)\b(?:(?:,| va|, va)? {item}\b)*",
                r"|\b(?:hang|moi) (?P<last>ngay|tuan|thang|quy|nam)(?:(?:,| va|, va)? {item}\b)*(?P<end>[.;,)]| tren | tu | |$)"
            ),
            item = item
        ))
        .expect("a fixed pattern")
    });
    CYCLES.captures_iter(&view.folded).find_map(|found| {
        let whole = found.get(0)?;
        if let Some(unit) = found.name("last") {
            let before = view.folded[..whole.start()].trim_end();
            if before.is_empty() || KINDS.iter().any(|kind| before.ends_with(kind)) {
                return None;
            }
            let end = found.name("end")?;
            // Inside a clause it says when only before what is done: `Khoa A hằng quý kiểm tra …`.
            const LINKS: &[&str] = &["cho ", "theo ", "trong ", "de ", "khi ", "nham "];
            let rest = &view.folded[end.end()..];
            let links = LINKS.iter().any(|link| rest.starts_with(link));
            if end.as_str() == " " && (links || !verb_at(view, end.end())) {
                return None;
            }
            let end = end.start();
            return Some((cycle_of(unit.as_str())?.into(), whole.start(), end));
        }
        let unit = cycle_of(found.name("first")?.as_str())?;
        let rule = match found.name("half") {
            Some(_) if unit == MONTHLY => HALF_YEARLY.into(),
            Some(_) => return None,
            None => unit.into(),
        };
        Some((rule, whole.start(), whole.end()))
    })
}

/// The due of a reading.
fn due(calendar: &Calendar, view: &View, (rule, from, to): Reading) -> Option<Due> {
    let words = view.trimmed(from, to)?;
    let raw = calendar.context.joined(words);
    let recurrence = Recurrence {
        raw: raw.clone(),
        freq: rule.freq.to_owned(),
        rrule: Some(rule.rrule.clone()),
    };
    Some(Due {
        deadline: TaskDeadline {
            raw,
            kind: DeadlineKind::Recurring,
            normalized: Some(rule.rrule),
            recurrence: Some(recurrence),
        },
        span: words,
    })
}

/// What comes back on days or at hours that the words name.
pub(super) fn on_days(calendar: &Calendar, span: Span) -> Option<Due> {
    let view = View::new(calendar.context, span);
    let reading = day_of_the_month(&view)
        .or_else(|| days_of_months(&view))
        .or_else(|| months_of_years(&view))
        .or_else(|| days_of_weeks(&view))
        .or_else(|| hours_of_days(&view))?;
    due(calendar, &view, reading)
}

/// How often, where the words of a duty name no day.
pub fn rhythm(calendar: &Calendar, view: &View) -> Option<Due> {
    let reading = times(view).or_else(|| cycles(view))?;
    due(calendar, view, reading)
}

static RECURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?-u)\\b(?:dinh ky )?(?:(?:hang|moi) (nam|quy|thang|tuan|ngay)|(6|06|sau) thang(?:(?:,| va)? ?(?:1|01|mot)? ?(?:nam))?(?: mot lan)?)\\b")
    .expect("a fixed pattern")
});

/// The days that a label's value, a cell or a sentence names that only says when, or `hằng năm`, `hằng quý`, `định kỳ 6
/// tháng` anywhere in it, with the day of the year that stands beside it.
pub(super) fn of_words(calendar: &Calendar, view: &View) -> Option<Recurrence> {
    if let Some(due) = on_days(calendar, view.span) {
        return due.deadline.recurrence;
    }
    let recurrence = |words: Span, rule: Rule| Recurrence {
        raw: calendar.context.slice(words).to_owned(),
        freq: rule.freq.to_owned(),
        rrule: Some(rule.rrule),
    };
    let inside = dates_in(calendar, view.span);
    let Some(captures) = RECURS.captures(&view.folded) else {
        let (rule, from, to) = times(view)?;
        return Some(recurrence(view.trimmed(from, to)?, rule));
    };
    let whole = captures.get(0)?;
    let words = Span::new(
        view.span.start + whole.start(),
        view.span.start + whole.end(),
    );
    let date = inside.first().map(|at| &calendar.found[*at]);
    let rule = match captures.get(1) {
        Some(unit) => {
            let cycle = cycle_of(unit.as_str())?;
            let day = date.map(|d| d.parts).filter(|_| cycle == YEARLY);
            match day {
                Some((None, Some(month), Some(day))) => Rule {
                    freq: cycle.freq,
                    rrule: format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"),
                },
                _ => cycle.into(),
            }
        }
        // `6 tháng đầu năm 2025` is a half-year, not a rhythm.
        None if date.is_some_and(|d| d.span.overlaps(words)) => return None,
        None if !view.folded.contains("dinh ky") && date.is_none() && whole.start() > 0 => {
            return None;
        }
        None => HALF_YEARLY.into(),
    };
    Some(recurrence(words, rule))
}
