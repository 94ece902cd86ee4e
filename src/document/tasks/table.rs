//! Tasks in tables: a row each, if a column says who does it.

use super::due;
use super::reader::Reader;
use crate::document::dates::{DuePlace, TaskMark};
use crate::document::tables::column;
use crate::document::types::{Table, TableCell, TableRow, TaskDeadline};
use crate::span::Span;

const CONTENT: &[&str] = &[
    "noi dung",
    "nhiem vu",
    "cong viec",
    "hoat dong",
    "giai phap",
    "ten nhiem vu",
    "de an",
    "chi tieu",
    "ten van ban",
];
const LEAD: &[&str] = &[
    "chu tri",
    "phu trach",
    "co quan thuc hien",
    "don vi thuc hien",
    "thuc hien chinh",
    "chiu trach nhiem",
    "nguoi thuc hien",
    "phan cong",
];
const COOP: &[&str] = &["phoi hop"];
const TIME: &[&str] = &[
    "thoi gian",
    "thoi han",
    "tien do",
    "han hoan thanh",
    "hoan thanh",
];
const OUTPUT: &[&str] = &["san pham", "ket qua", "dau ra"];
const FUNDING: &[&str] = &["kinh phi", "du toan", "nguon von"];

/// The tasks of a table's rows.
pub fn tasks(reader: &mut Reader, table: &Table) {
    let Some(lead) = column(table, LEAD) else {
        return;
    };
    let taken = |at: &usize| *at != lead;
    let (coop, time) = (
        column(table, COOP).filter(taken),
        column(table, TIME).filter(taken),
    );
    let (output, funding) = (
        column(table, OUTPUT).filter(taken),
        column(table, FUNDING).filter(taken),
    );
    let used = [Some(lead), coop, time, output, funding];
    let content = column(table, CONTENT)
        .filter(|c| !used.contains(&Some(*c)))
        .or_else(|| widest(table, &used));
    let Some(content) = content else { return };
    let section = table.section_path.clone().unwrap_or_default();
    for (number, row) in table.rows.iter().enumerate() {
        let cell = |at: Option<usize>| {
            at.and_then(|i| row.cells.get(i))
                .and_then(|c| c.text.clone())
        };
        let Some(text) = cell(Some(content)) else {
            continue;
        };
        // A row that names neither who nor when groups the rows below it.
        if cell(Some(lead)).is_none() && cell(coop).is_none() && cell(time).is_none() {
            continue;
        }
        let label = row_label(table, row).unwrap_or_else(|| (number + 1).to_string());
        let prefix = if section.is_empty() {
            String::new()
        } else {
            format!("{section}/")
        };
        let span = Span::new(
            row.cells.iter().find_map(|c| c.start).unwrap_or(0),
            row.cells.iter().filter_map(|c| c.end).max().unwrap_or(0),
        );
        let mut task = crate::document::types::Task {
            id: format!("{prefix}{}/{label}", table.id),
            section_path: section.clone(),
            content: text,
            lead: cell(Some(lead)),
            coop: cell(coop),
            output: cell(output),
            funding: cell(funding),
            line: row.line,
            line_end: row.line_end,
            start: span.start,
            end: span.end,
            confidence: table.confidence.min(0.95),
            ..Default::default()
        };
        if let Some(cell) = time.and_then(|t| row.cells.get(t)) {
            task.deadline = deadline(reader, cell);
        }
        reader.tasks.push(task);
    }
}

/// The number of a row, as its first column gives it.
fn row_label(table: &Table, row: &TableRow) -> Option<String> {
    let numbered = table.columns.first().is_some_and(|c| {
        matches!(
            crate::lexicon::fold(c).as_str(),
            "stt" | "tt" | "so tt" | "so"
        )
    });
    let text = row.cells.first().filter(|_| numbered)?.text.as_deref()?;
    let label = text.trim_end_matches(['.', ')']);
    (!label.is_empty() && label.chars().count() <= 8).then(|| label.to_owned())
}

/// The column with the longest texts that has no other use: the one that says what is done.
fn widest(table: &Table, used: &[Option<usize>]) -> Option<usize> {
    let length = |c: usize| -> usize {
        table
            .rows
            .iter()
            .filter_map(|r| r.cells.get(c)?.text.as_ref())
            .map(String::len)
            .sum()
    };
    (0..table.columns.len())
        .filter(|c| !used.contains(&Some(*c)))
        .max_by_key(|c| length(*c))
}

/// The deadline in a cell.
fn deadline(reader: &mut Reader, cell: &TableCell) -> Option<TaskDeadline> {
    let text = cell.text.as_deref()?;
    let (start, end) = (cell.start?, cell.end?);
    // Tables hold positions of the original; the parsed text has its own.
    let span = reader.context.parsed(Span::new(start, end));
    // Between the lines of a wrapped cell stand those of its neighbours.
    if cell.inherited || reader.context.joined(span) != text {
        return due::of_text(&reader.calendar, text);
    }
    let due = due::read(&reader.calendar, span)?;
    reader.marks.push(TaskMark {
        span: due.span,
        place: DuePlace::Label,
    });
    Some(due.deadline)
}
