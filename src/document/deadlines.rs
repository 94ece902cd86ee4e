//! Duties with dates in running sentences (document model §6): who, what, by when.

use super::context::Context;
use super::dates::scan::Found;
use super::dates::{DuePlace, mark_at, modifier_before, sentence_around, yearly_words};
use super::tasks::{self, Assigned};
use super::types::{DateMention, DateRole, Deadline, OneOrMany, Recurrence, Task};
use crate::span::Span;

/// The duties with dates, in order; deadlines that a task has in a sentence, label or cell of their own are
/// the task's. `found` and `mentions` are the same dates.
pub fn find(
    context: &Context,
    found: &[Found],
    mentions: &[DateMention],
    assigned: &Assigned,
) -> Vec<Deadline> {
    let tasks = &assigned.tasks;
    let own = |date: &Found| {
        let mark = mark_at(&assigned.marks, date.span);
        mark.is_some_and(|mark| mark.place != DuePlace::Running)
    };
    let mut deadlines: Vec<Deadline> = Vec::new();
    let mut last: Option<(Span, usize)> = None;
    for (date, mention) in found.iter().zip(mentions) {
        if mention.role != DateRole::Deadline || own(date) {
            continue;
        }
        let start =
            modifier_before(context, date.span.start).map_or(date.span.start, |m| m.span.start);
        let value = mention
            .resolved
            .clone()
            .or_else(|| mention.normalized.clone());
        if let Some((span, at)) = &mut last
            && joined(context, span.end, start)
        {
            // `trước ngày 10/3 và trước ngày 10/9 hằng năm`
            *span = Span::new(span.start, with_recurrence(context, date.span));
            let entry = &mut deadlines[*at];
            add(entry, value, mention.recurrence.clone());
            place(context, entry, *span);
            let task = task_around(tasks, mention.start, mention.end);
            entry.action = action(context, *span, task);
            continue;
        }
        let span = Span::new(start, with_recurrence(context, date.span));
        let task = task_around(tasks, mention.start, mention.end);
        let value = value.map(OneOrMany::One);
        deadlines.push(entry(
            context,
            span,
            value,
            mention.recurrence.clone(),
            task,
        ));
        last = Some((span, deadlines.len() - 1));
    }
    let undated = assigned.running.iter().filter(|due| {
        let next = found.partition_point(|f| f.span.end <= due.span.start);
        !found.get(next).is_some_and(|f| f.span.overlaps(due.span))
    });
    for due in undated {
        let recurrence = due.deadline.recurrence.clone();
        let days = match &recurrence {
            Some(recurrence) => days_of_months(recurrence),
            None => due.deadline.normalized.clone().map(OneOrMany::One),
        };
        let original = context.original(due.span);
        let task = task_around(tasks, original.start, original.end);
        deadlines.push(entry(context, due.span, days, recurrence, task));
    }
    deadlines.sort_by_key(|deadline| deadline.start);
    deadlines
}

/// A deadline in some words, of a task or of whom its sentence names.
fn entry(
    context: &Context,
    span: Span,
    normalized: Option<OneOrMany>,
    recurrence: Option<Recurrence>,
    task: Option<&Task>,
) -> Deadline {
    let mut entry = Deadline {
        normalized,
        recurrence,
        actor: task
            .and_then(|t| t.lead.clone())
            .or_else(|| named_actor(context, sentence_around(context, span))),
        action: action(context, span, task),
        confidence: 0.85,
        ..Deadline::default()
    };
    place(context, &mut entry, span);
    entry
}

/// The days of a rule in every month, as dates without year and month (EDTF `XXXX-XX-20`).
fn days_of_months(recurrence: &Recurrence) -> Option<OneOrMany> {
    let days = recurrence.rrule.as_deref()?.split_once("BYMONTHDAY=")?.1;
    if recurrence.freq == "yearly" {
        return None;
    }
    let days: Option<Vec<String>> = days
        .split(',')
        .map(|day| {
            day.parse::<u8>()
                .ok()
                .map(|day| format!("XXXX-XX-{day:02}"))
        })
        .collect();
    match days?.as_slice() {
        [day] => Some(OneOrMany::One(day.clone())),
        days => Some(OneOrMany::Many(days.to_vec())),
    }
}

/// The task whose words hold a place of the original; tasks are in order of their places.
fn task_around(tasks: &[Task], start: usize, end: usize) -> Option<&Task> {
    let last = tasks.partition_point(|t| t.start <= start);
    // Rows of tables may lie in a unit that is a task itself: a few steps back are enough.
    let near = tasks[last.saturating_sub(8)..last].iter().rev();
    near.into_iter().find(|t| end <= t.end)
}

/// The body that a sentence begins with, where no task says who acts.
fn named_actor(context: &Context, sentence: Span) -> Option<String> {
    let lead = tasks::inline_lead(context, sentence)?;
    Some(context.joined(lead))
}

/// Whether two dates belong to one duty: only `và` stands between them.
fn joined(context: &Context, end: usize, start: usize) -> bool {
    start >= end
        && matches!(
            context.folded[end..start].trim(),
            "va" | "," | ", va" | "hoac"
        )
}

/// The end of a date with the `hằng năm` right behind it.
fn with_recurrence(context: &Context, date: Span) -> usize {
    yearly_words(context, date)
        .filter(|w| w.start >= date.end && context.folded[date.end..w.start].trim().is_empty())
        .map_or(date.end, |w| w.end)
}

fn add(entry: &mut Deadline, value: Option<String>, recurrence: Option<Recurrence>) {
    if let Some(value) = value {
        entry.normalized = Some(match entry.normalized.take() {
            Some(OneOrMany::One(first)) => OneOrMany::Many(vec![first, value]),
            Some(OneOrMany::Many(mut all)) => {
                all.push(value);
                OneOrMany::Many(all)
            }
            None => OneOrMany::One(value),
        });
    }
    if let (Some(first), Some(more)) = (&mut entry.recurrence, recurrence) {
        let rules = [first.rrule.take(), more.rrule];
        let rules: Vec<String> = rules.into_iter().flatten().collect();
        first.rrule = Some(rules.join("\n")).filter(|r| !r.is_empty());
    }
}

fn place(context: &Context, entry: &mut Deadline, span: Span) {
    let original = context.original(span);
    entry.raw = context.raw(span);
    (entry.start, entry.end) = (original.start, original.end);
    entry.line = context.line_numbers(span).0;
}

/// What is to be done: the sentence without the words of the deadline, and without those that charge somebody with it
/// (`Giao Sở Nội vụ …`).
fn action(context: &Context, due: Span, task: Option<&Task>) -> Option<String> {
    let sentence = sentence_around(context, due);
    let before = context.joined(Span::new(sentence.start.min(due.start), due.start));
    let after = context.joined(Span::new(due.end, sentence.end.max(due.end)));
    let edge = [' ', ',', '.', ';', '(', ')', '-', '+'];
    let words = format!("{} {}", before.trim_matches(edge), after.trim_matches(edge));
    let words = words.trim();
    let lead = task.and_then(|t| t.lead.as_deref());
    let charged = ["Giao ", "Đề nghị ", "Yêu cầu "]
        .iter()
        .find_map(|word| words.strip_prefix(word)?.strip_prefix(lead?));
    let words = charged.map_or(words, |rest| rest.trim_start_matches([' ', ',', ':']));
    (!words.is_empty()).then(|| words.to_owned())
}
