//! Dates and periods (document model §3.1, §3.2): found by pattern, read with what stands around them.

pub mod calendar;
pub mod scan;

use super::context::Context;
use super::references::References;
use super::types::*;
use crate::span::Span;
use regex::Regex;
use scan::Found;
use std::sync::LazyLock;

/// A deadline that a task has taken for itself: its dates get their role from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskMark {
    /// The words of the deadline.
    pub span: Span,
    /// Where they stand.
    pub place: DuePlace,
}

/// Where a task's deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuePlace {
    /// In a labelled line or a table's cell.
    Label,
    /// In a sentence that says nothing else.
    Sentence,
    /// In the sentence that says what has to be done.
    Running,
}

/// Words before a date, and what they make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modifier {
    /// The words.
    pub span: Span,
    /// `before`, `within`, `until`, `from`, `after`; nothing for a bare `hoàn thành`.
    pub name: Option<&'static str>,
    /// Whether they make the date a deadline.
    pub due: bool,
}

static MODIFIER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)\b((?:(?:hoan[ \n]thanh|xong)[ \n])?(?:cham nhat|muon nhat|tre nhat)(?:[ \n](?:la|vao|den|truoc|trong))?(?:[ \n]het)?",
        r"|(?:(?:hoan[ \n]thanh|xong)[ \n])?truoc|(?:hoan[ \n]thanh|xong)(?:[ \n](?:trong|vao|den het))?",
        r"|(?:vao[ \n])?(?:sang|chieu)(?:[ \n]chu[ \n]nhat,?)?",
        r"|trong[ \n](?:tuan|nua)[ \n](?:dau|cuoi|thu[ \n](?:nhat|hai|ba|tu))(?:[ \n]cua)?",
        r"|(?:den|toi)[ \n]het|thoi han[ \n](?:la|den)|han(?: cuoi| chot)?(?:[ \n](?:la|den))?|trong|den|toi|ke tu|tu|sau)",
        // `trước 17 giờ 00 ngày …`
        r"(?:[ \n](?:luc[ \n])?[0-9]{1,2} ?(?:gio|h|g)(?: ?[0-9]{2}(?: phut)?)?,?)?[ \n]{1,2}$"
    ))
    .expect("a fixed pattern")
});

/// The modifier right before a date.
pub fn modifier_before(context: &Context, start: usize) -> Option<Modifier> {
    let from = start.saturating_sub(60);
    let captures = MODIFIER.captures(&context.folded[from..start])?;
    let m = captures.get(1)?;
    let words = m.as_str();
    let finished = words.starts_with("hoan") || words.starts_with("xong");
    let late = words.contains("nhat");
    let limit = words.starts_with("han") || words.starts_with("thoi han");
    // `kế hoạch trung hạn giai đoạn 2026 - 2030` sets no limit.
    let term = context.folded[from..from + m.start()].trim_end();
    if words == "han"
        && ["trung", "dai", "ngan", "gioi"]
            .iter()
            .any(|w| term.ends_with(w))
    {
        return None;
    }
    // `các dự án có kế hoạch hoàn thành năm 2032` are spoken of.
    if finished && term.ends_with("ke hoach") {
        return None;
    }
    let name = match () {
        () if late || limit || words.ends_with("truoc") => Some("before"),
        () if words.ends_with("sang") || words.contains("chieu") || words.contains("chu") => {
            Some("within")
        }
        () if words.starts_with("trong") || words.ends_with("trong") || words.ends_with("vao") => {
            Some("within")
        }
        () if words.ends_with("het") || words.ends_with("den") || words.ends_with("toi") => {
            Some("until")
        }
        () if words.ends_with("tu") => Some("from"),
        () if words == "sau" => Some("after"),
        () => None,
    };
    Some(Modifier {
        span: Span::new(from + m.start(), from + m.end()),
        name,
        due: finished || late || limit || words == "truoc",
    })
}

/// The dates that the text holds outside chrome, codes and signatures.
pub fn relevant(context: &Context, found: Vec<Found>, references: &References) -> Vec<Found> {
    let codes: Vec<Span> = references.code_spans().collect();
    found
        .into_iter()
        .filter(|f| {
            !matches!(
                context.zone_at(f.span.start),
                ZoneKind::Chrome | ZoneKind::Recipients | ZoneKind::Signature
            )
        })
        .filter(|f| {
            let next = codes.partition_point(|c| c.end <= f.span.start);
            !codes.get(next).is_some_and(|c| c.overlaps(f.span))
        })
        .filter(|f| f.kind != DateKind::Quarter || names_a_quarter(context, f.span))
        .collect()
}

/// Whether `quý` is written, or what is left of it without marks: `quỹ 2` is none.
fn names_a_quarter(context: &Context, span: Span) -> bool {
    let word = Span::new(span.start, span.start + "quy".len());
    let word = context.slice(word).to_lowercase();
    matches!(word.as_str(), "quý" | "quy")
}

/// The dates and periods, in order, with their roles and their years.
pub fn find(
    context: &Context,
    found: &[Found],
    references: &References,
    marks: &[TaskMark],
) -> Vec<DateMention> {
    let years = Years::of(context, found);
    let issue = context.header.issue_date.as_ref();
    let issued_at = issue.and_then(|d| Some(Span::new(d.field.start?, d.field.end?)));
    let mut mentions = Vec::with_capacity(found.len());
    for (at, date) in found.iter().enumerate() {
        let original = context.original(date.span);
        let (line, line_end) = context.line_numbers(date.span);
        let modifier = modifier_before(context, date.span.start);
        let ref_id = references.dated_at(date.span.start);
        let recurrence = recurrence_of(context, date);
        let mark = mark_at(marks, date.span);
        let resolved = resolve(context, found, at, years, references);
        let resolved = if recurrence.is_some() { None } else { resolved };
        let role = if issued_at.is_some_and(|s| s.overlaps(original))
            && matches!(
                context.zone_at(date.span.start),
                ZoneKind::Header | ZoneKind::Title
            ) {
            DateRole::IssueDate
        } else if ref_id.is_some() {
            DateRole::ReferenceDate
        } else if let Some(mark) = mark {
            task_role(date, mark, modifier)
        } else if commemorates(context, date) {
            DateRole::Commemoration
        } else if shares_deadline(context, &mentions, found, at)
            || is_due(
                context,
                date,
                modifier,
                resolved.as_ref().map(|r| r.0.as_str()),
            )
        {
            DateRole::Deadline
        } else {
            DateRole::Content
        };
        let within = role == DateRole::Deadline && mark.is_some() && modifier.is_none();
        let shown = modifier
            .filter(|m| role == DateRole::Deadline || !matches!(m.name, Some("within") | None));
        let shown = shown.filter(|_| {
            !matches!(
                role,
                DateRole::ReferenceDate | DateRole::IssueDate | DateRole::Commemoration
            )
        });
        mentions.push(DateMention {
            id: format!("d{}", at + 1),
            kind: date.kind,
            zone: context.zone_at(date.span.start).name().to_owned(),
            raw: Some(context.raw(date.span)),
            normalized: date.normalized.clone(),
            start: original.start,
            end: original.end,
            line,
            line_end,
            page: context.page_at(date.span.start),
            role,
            ref_id,
            modifier: if within {
                Some("within".to_owned())
            } else {
                shown.and_then(|m| m.name).map(str::to_owned)
            },
            modifier_raw: shown.map(|m| context.raw(m.span)),
            resolved: resolved.as_ref().map(|r| r.0.clone()),
            resolved_by: resolved.map(|r| r.1.to_owned()),
            recurrence,
            restored: context
                .restored(date.span)
                .then(|| context.joined(date.span)),
            confidence: if date.normalized.is_some() { 0.97 } else { 0.5 },
        });
    }
    mentions
}

/// A day from which a task runs (`… thu gom từ ngày 01/4`) is its start; not before the document's own, and no day
/// on which something takes effect.
pub fn mark_starts(context: &Context, mentions: &mut [DateMention], tasks: &[Task]) {
    let issue = context.header.issue_date.as_ref();
    let issued = issue.and_then(|d| d.field.normalized.as_deref().or(d.field.value.as_deref()));
    for mention in mentions {
        let dated = matches!(mention.kind, DateKind::Date | DateKind::DateNoYear);
        let from = mention.modifier.as_deref() == Some("from");
        if mention.role != DateRole::Content || !dated || !from {
            continue;
        }
        let day = mention
            .normalized
            .as_deref()
            .filter(|n| !n.starts_with('X'));
        let past = day
            .or(mention.resolved.as_deref())
            .zip(issued)
            .is_some_and(|(day, issued)| day < issued);
        let next = tasks.partition_point(|t| t.start <= mention.start);
        let within = next > 0 && mention.end <= tasks[next - 1].end;
        let at = context.parsed(Span::new(mention.start, mention.end));
        let before = &context.folded[at.start.saturating_sub(40)..at.start];
        let range = context.folded[at.end..].trim_start().starts_with("den ");
        if within && !past && !range && !before.contains("hieu luc") {
            mention.role = DateRole::TaskStart;
        }
    }
}

/// The mark that holds a date; marks are in order and do not overlap.
pub fn mark_at(marks: &[TaskMark], date: Span) -> Option<&TaskMark> {
    let next = marks.partition_point(|m| m.span.end <= date.start);
    marks.get(next).filter(|m| m.span.overlaps(date))
}

/// Warnings about days that never were.
pub fn warnings(mentions: &[DateMention]) -> Vec<Warning> {
    mentions
        .iter()
        .filter(|m| m.normalized.is_none())
        .map(|m| Warning {
            line: Some(m.line),
            start: Some(m.start),
            end: Some(m.end),
            ..Warning::new(
                "impossible_date",
                format!(
                    "{} is no date of the calendar",
                    m.raw.as_deref().unwrap_or_default()
                ),
            )
        })
        .collect()
}

fn task_role(date: &Found, mark: &TaskMark, modifier: Option<Modifier>) -> DateRole {
    match date.kind {
        DateKind::StartYear => DateRole::TaskStart,
        _ if mark.place == DuePlace::Label && modifier.is_none() => DateRole::TaskPeriod,
        _ => DateRole::Deadline,
    }
}

/// `Ngày Thầy thuốc Việt Nam (27/2)`, `kỷ niệm … ngày 27/7`.
fn commemorates(context: &Context, date: &Found) -> bool {
    if !matches!(date.kind, DateKind::DateNoYear | DateKind::Date) {
        return false;
    }
    let before = &context.folded[date.span.start.saturating_sub(80)..date.span.start];
    let clause = before.rsplit(['.', ';', '\t']).next().unwrap_or(before);
    let bracketed = clause.ends_with('(') && date.kind == DateKind::DateNoYear;
    (bracketed && clause.contains("ngay"))
        || [
            "ky niem",
            "le ky niem",
            "chao mung ngay",
            "ngay truyen thong",
            "ngay thanh lap",
            "ngay sinh cua",
        ]
        .iter()
        .any(|w| clause.contains(w))
}

/// Whether a date shares the words of the deadline before it: `trước ngày 20/6 và 20/11`.
fn shares_deadline(context: &Context, before: &[DateMention], found: &[Found], at: usize) -> bool {
    let Some((last, mention)) = at
        .checked_sub(1)
        .and_then(|i| found.get(i).zip(before.get(i)))
    else {
        return false;
    };
    let between = context.folded[last.span.end..found[at].span.start].trim();
    mention.role == DateRole::Deadline
        && last.kind == found[at].kind
        && matches!(between, "va" | "," | ", va")
}

/// Whether a date in running text is one by which something must be done.
fn is_due(
    context: &Context,
    date: &Found,
    modifier: Option<Modifier>,
    resolved: Option<&str>,
) -> bool {
    let zone = context.zone_at(date.span.start);
    if !matches!(
        zone,
        ZoneKind::Body | ZoneKind::Closing | ZoneKind::Appendix
    ) || !modifier.is_some_and(|m| m.due)
    {
        return false;
    }
    // What lies before the day of issue is history.
    let issue = context.header.issue_date.as_ref();
    let day = date
        .normalized
        .as_deref()
        .filter(|n| !n.starts_with('X'))
        .or(resolved);
    let issued = issue.and_then(|d| d.field.normalized.clone().or(d.field.value.clone()));
    match (day, issued) {
        (Some(day), Some(issued)) => {
            let known = day
                .len()
                .min(issued.len())
                .min(if issued.contains('X') { 4 } else { 10 });
            // A year or month covers the whole of it.
            let comparable = day.get(..known).zip(issued.get(..known));
            comparable.is_none_or(|(d, i)| !d.starts_with(|c: char| c.is_ascii_digit()) || d >= i)
        }
        _ => true,
    }
}

/// The years that dates without one may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Years {
    /// The one year that the title names.
    plan: Option<i32>,
    /// The year of issue.
    issue: Option<i32>,
}

impl Years {
    /// The years of a document.
    pub fn of(context: &Context, found: &[Found]) -> Self {
        let issue = context.header.issue_date.as_ref().and_then(|d| d.year);
        Self {
            plan: plan_year(context, found),
            issue,
        }
    }

    /// The year of what is named without one: that of the plan, or of issue.
    pub fn usual(self) -> Option<i32> {
        self.plan.or(self.issue)
    }
}

/// The one year that the title names: the year of the plan.
fn plan_year(context: &Context, found: &[Found]) -> Option<i32> {
    let mut years = found
        .iter()
        .filter(|f| {
            // `Chương trình công tác tháng 9 năm 2031`, `6 tháng đầu năm 2031` name it, too.
            let names_year = matches!(
                f.kind,
                DateKind::Year | DateKind::Month | DateKind::Quarter | DateKind::Half
            );
            names_year && context.zone_at(f.span.start) == ZoneKind::Title
        })
        .filter_map(|f| f.parts.0);
    let first = years.next()?;
    years.all(|y| y == first).then_some(first)
}

/// The bounds of the sentence around a span: full stops before capitals, semicolons, cells, paragraphs.
pub fn sentence_around(context: &Context, span: Span) -> Span {
    let bytes = context.folded.as_bytes();
    let paragraph = context
        .paragraph_at(span.start)
        .map(|p| p.content)
        .filter(|p| p.start <= span.start && span.end <= p.end);
    let ends = |at: usize| match bytes[at] {
        b';' | b'\t' => true,
        b'.' | b'!' | b'?' => {
            let dotted = bytes
                .get(at + 1)
                .is_none_or(|b| b.is_ascii_whitespace() || *b == b'/');
            dotted && bytes.get(at.wrapping_sub(1)) != Some(&b'.')
        }
        // Inside a paragraph only a page ends with a blank line.
        b'\n' => paragraph.is_none() && bytes.get(at + 1).is_none_or(|b| *b == b'\n'),
        _ => false,
    };
    let whole = paragraph.unwrap_or(Span::new(0, bytes.len()));
    let floor = span.start.saturating_sub(600).max(whole.start);
    let mut start = span.start;
    while start > floor && !ends(start - 1) {
        start -= 1;
    }
    let roof = (span.end + 600).min(whole.end);
    let mut end = span.end;
    while end < roof && !ends(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// The year of a date without one: from its sentence, the plan's title, or the day of issue.
pub fn resolve(
    context: &Context,
    found: &[Found],
    at: usize,
    years: Years,
    references: &References,
) -> Option<(String, &'static str)> {
    let date = &found[at];
    let open = date.normalized.as_deref()?.strip_prefix("XXXX")?;
    let sentence = sentence_around(context, date.span);
    let near = at.saturating_sub(6)..(at + 7).min(found.len());
    let in_sentence = found[near]
        .iter()
        .filter(|f| {
            f.span.start >= sentence.start && f.span.end <= sentence.end && f.span != date.span
        })
        .filter(|f| references.dated_at(f.span.start).is_none())
        .filter(|f| {
            matches!(
                f.kind,
                DateKind::Date | DateKind::Month | DateKind::Quarter | DateKind::Year
            )
        })
        .find_map(|f| f.parts.0);
    let (year, by) = match (in_sentence, years.plan, years.issue) {
        (Some(year), _, _) => (year, "same_sentence"),
        (_, Some(year), _) => (year, "plan_year"),
        (_, _, Some(year)) => (year, "issue_year"),
        _ => return None,
    };
    // 29 February of a common year stays open.
    if date.parts.1 == Some(2) && date.parts.2 == Some(29) && calendar::days_in_month(year, 2) == 28
    {
        return None;
    }
    Some((format!("{year}{open}"), by))
}

static YEARLY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\b(?:hang|moi)[ \n]n[adi]m\b").expect("a fixed pattern"));

/// Whether a day without a year comes back every year, and which words say so.
fn recurrence_of(context: &Context, date: &Found) -> Option<Recurrence> {
    let (DateKind::DateNoYear, (_, Some(month), Some(day))) = (date.kind, date.parts) else {
        return None;
    };
    date.normalized.as_ref()?;
    let words = yearly_words(context, date.span)?;
    Some(Recurrence {
        raw: context.slice(words).to_owned(),
        freq: "yearly".to_owned(),
        rrule: Some(format!("FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")),
    })
}

/// `hằng năm` in the clause of a date: behind it, or right before it.
pub fn yearly_words(context: &Context, date: Span) -> Option<Span> {
    let pattern = &*YEARLY;
    let sentence = sentence_around(context, date);
    let behind = &context.folded[date.end..sentence.end.min(date.end + 150)];
    if let Some(m) = pattern.find(behind) {
        // Behind the words that part two clauses the year belongs to something else.
        let between = &behind[..m.start()];
        let near = between.len() <= 4
            || between.chars().filter(|c| *c == ',').count() <= 3 && between.contains('(')
            || between.contains("truoc")
            || between.contains("ngay")
            || between.contains(" va ");
        if near {
            return Some(Span::new(date.end + m.start(), date.end + m.end()));
        }
    }
    let from = sentence.start.max(date.start.saturating_sub(46));
    let before = &context.folded[from..date.start];
    let m = pattern.find_iter(before).last()?;
    let between = before[m.end()..].trim_matches([' ', '\n', ',', '(']);
    let close = matches!(
        between,
        "" | "truoc" | "vao" | "cham nhat" | "den" | "cham nhat la" | "cham nhat vao"
    );
    close.then(|| Span::new(from + m.start(), from + m.end()))
}
