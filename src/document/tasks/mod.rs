//! Who has to do what, with whom, by when (document model §6).
//!
//! Four forms: rows of a table, labelled lines under a unit, units under a lead-in or an agency's
//! heading, and sentences that begin with an agency.

mod bodies;
mod content;
pub mod due;
mod duties;
mod labelled;
mod labels;
mod orders;
mod reader;
mod roles;
mod sentence;
mod table;
mod verbs;
mod view;

use super::context::Context;
use super::dates::scan::Found;
use super::dates::{DuePlace, TaskMark, Years};
use super::references::References;
use super::types::{DeadlineKind, Task, ZoneKind};
use crate::span::Span;
use due::{Calendar, Due};
use reader::Reader;
use std::collections::HashMap;
use view::View;

/// The tasks of a document and their deadlines, each in order.
pub struct Assigned {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// The deadlines that tasks have for their own.
    pub marks: Vec<TaskMark>,
    /// The deadlines inside sentences that say what has to be done; each has a mark, too.
    pub running: Vec<Due>,
}

/// The tasks, and the deadlines that they have for their own.
pub fn find(context: &Context, found: &[Found], references: &References) -> Assigned {
    let calendar = Calendar {
        context,
        found,
        references,
        years: Years::of(context, found),
    };
    let mut reader = Reader::new(context, calendar);
    for table in &context.tables {
        table::tasks(&mut reader, table);
    }
    let doc_type = context.header.doc_type.as_ref().map(|t| t.text());
    let letter = matches!(doc_type, Some("Công văn" | "Thông báo"));
    for paragraph in &context.paragraphs {
        let told = matches!(
            paragraph.zone,
            ZoneKind::Body | ZoneKind::Appendix | ZoneKind::Closing
        );
        let preamble = paragraph.zone == ZoneKind::Preamble;
        if preamble && context.fold(paragraph.content).trim_end().ends_with(':') {
            reader.lead_in(paragraph);
        } else if told || letter && preamble {
            reader.paragraph(paragraph);
        }
    }
    let Reader {
        mut tasks,
        mut marks,
        mut running,
        ..
    } = reader;
    tasks.retain(says_something);
    tasks.sort_by_key(|t| (t.start, t.end));
    number_again(&mut tasks);
    marks.extend(running.iter().map(|due| TaskMark {
        span: due.span,
        place: DuePlace::Running,
    }));
    marks.sort_by_key(|m| m.span.start);
    marks.dedup_by(|b, a| b.span.overlaps(a.span));
    running.sort_by_key(|due| due.span.start);
    Assigned {
        tasks,
        marks,
        running,
    }
}

/// Whether a task names who, with whom or by when; forms leave all of it to be filled in.
fn says_something(task: &Task) -> bool {
    let due = task.deadline.as_ref();
    let due = due.is_some_and(|d| d.kind != DeadlineKind::Unspecified);
    (task.lead.is_some() || task.coop.is_some() || due) && !heads_a_column(task)
}

/// Whether it is the head of a column whose table is lost: `Cơ quan chủ trì thẩm tra`.
fn heads_a_column(task: &Task) -> bool {
    const HEADS: &[&str] = &[
        "cơ quan chủ trì",
        "cơ quan tham gia",
        "cơ quan phối hợp",
        "đơn vị chủ trì",
        "đơn vị phối hợp",
    ];
    let lead = task.lead.as_deref().map(str::to_lowercase);
    let alone = lead.is_some_and(|lead| HEADS.contains(&lead.as_str()));
    alone
        && task.deadline.is_none()
        && !task.content.ends_with(['.', ';'])
        && task.content.chars().count() < 60
}

/// Gives each task an id of its own where several paragraphs of a unit are tasks (`IV/5`, `IV/5+2`) or stand
/// outside of all units (`+1`).
fn number_again(tasks: &mut [Task]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for task in tasks {
        let times = seen.entry(task.id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 || task.id.is_empty() {
            task.id = format!("{}+{times}", task.id);
        }
    }
}

/// Who a sentence that begins with a body tells to act.
pub fn inline_lead(context: &Context, sentence: Span) -> Option<Span> {
    let folded = context.fold(sentence);
    let lead = folded.len()
        - folded
            .trim_start_matches(|c: char| !c.is_ascii_alphabetic())
            .len();
    let view = View::new(context, Span::new(sentence.start + lead, sentence.end));
    sentence::inline(&view)?.roles.lead
}
