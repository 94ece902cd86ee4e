//! Tables (document model §5.8): rows of cells parted by tabs or pipes, joined over page breaks.
//!
//! Page geometry gives a row as one line with a tab between its cells; text files use tabs, pipes, or blanks in columns,
//! which have been parted by tabs before (`gutters`): there a row is as many lines as its longest cell.

mod header;

pub(super) use header::is_name as is_column_name;

use super::context::Context;
use super::types::{ContinuationRow, Table, TableCell, TableRow, ZoneKind};
use crate::span::Span;

/// A cell as it stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell(Span);

/// The tables of a text; called once zones are known, before paragraphs are built.
pub fn find(context: &Context) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    let mut blanks = 0;
    for line in 0..context.lines.len() {
        let zone = context.zone_of_line.get(line).copied().unwrap_or_default();
        let usable = matches!(
            zone,
            ZoneKind::Body | ZoneKind::Appendix | ZoneKind::Closing | ZoneKind::Preamble
        );
        let cells = if usable {
            split(context, line, !rows.is_empty())
        } else {
            None
        };
        match cells {
            Some(cells) => {
                blanks = 0;
                if begins_another(context, line, &cells, &rows) {
                    close(context, &mut rows, &mut tables);
                }
                if !cells.is_empty() {
                    rows.push((line, cells));
                }
            }
            None if context.lines[line].is_blank() && blanks < 2 && !rows.is_empty() => blanks += 1,
            None => {
                blanks = 0;
                close(context, &mut rows, &mut tables);
            }
        }
    }
    close(context, &mut rows, &mut tables);
    tables
}

/// Whether a row begins a table with other columns than those of the rows above it: the next row has as many
/// cells, and they are more than above or the row is a header. A ragged row is neither.
fn begins_another(
    context: &Context,
    line: usize,
    cells: &[Cell],
    above: &[(usize, Vec<Cell>)],
) -> bool {
    let Some((_, first)) = above.first() else {
        return false;
    };
    let other = !cells.is_empty() && cells.len() != first.len();
    other
        && (cells.len() > first.len() || header::score(context, cells) >= 2)
        && line + 1 < context.lines.len()
        && split(context, line + 1, true).is_some_and(|next| next.len() == cells.len())
}

/// The cells of a line; none for a line of text, an empty list for a ruling (`|---|---|`). Inside a table one
/// filled cell is enough.
fn split(context: &Context, line: usize, inside: bool) -> Option<Vec<Cell>> {
    let entry = context.lines[line];
    let folded = context.fold(entry.span);
    let tabs = memchr::memchr_iter(b'\t', folded.as_bytes()).count();
    let pipes = if tabs == 0 {
        memchr::memchr_iter(b'|', folded.as_bytes()).count()
    } else {
        0
    };
    let mark = match (tabs, pipes) {
        (0, 0) => return None,
        (0, 1) => return None,
        (0, _) => b'|',
        _ => b'\t',
    };
    if folded
        .bytes()
        .all(|b| matches!(b, b'|' | b'-' | b':' | b'+' | b'=' | b' ' | b'\t'))
    {
        return Some(Vec::new());
    }
    let mut cells = Vec::new();
    let bytes = folded.as_bytes();
    let mut from = 0;
    for end in memchr::memchr_iter(mark, bytes).chain([bytes.len()]) {
        let (mut a, mut z) = (from, end);
        while a < z && bytes[a].is_ascii_whitespace() {
            a += 1;
        }
        while z > a && bytes[z - 1].is_ascii_whitespace() {
            z -= 1;
        }
        cells.push(Cell(Span::new(entry.span.start + a, entry.span.start + z)));
        from = end + 1;
    }
    if mark == b'|' {
        // The outer pipes frame the row.
        if cells.first().is_some_and(|c| c.0.is_empty()) {
            cells.remove(0);
        }
        if cells.last().is_some_and(|c| c.0.is_empty()) {
            cells.pop();
        }
    }
    // An indented paragraph begins with a tab and has no second cell.
    let filled = cells.iter().filter(|c| !c.0.is_empty()).count();
    (cells.len() > 1 && (inside || filled > 1 || cells.len() > 2)).then_some(cells)
}

/// Makes a table of the rows gathered so far, if they are one.
fn close(context: &Context, rows: &mut Vec<(usize, Vec<Cell>)>, tables: &mut Vec<Table>) {
    let rows = std::mem::take(rows);
    let Some((first_line, header)) = rows.first().cloned() else {
        return;
    };
    let names = header::score(context, &header);
    let numbered = matches!(context.fold(header[0].0), "stt" | "tt" | "so tt");
    let has_header = names >= 2
        || numbered
        || (rows.len() > 2
            && header::plausible(context, &header)
            && rows.iter().filter(|r| r.1.len() == header.len()).count() * 3 >= rows.len() * 2);
    if rows.len() < 2 || (!has_header && (header.len() < 3 || rows.len() < 3)) {
        return;
    }
    let mut levels = if has_header { header::levels(&rows) } else { 0 };
    // `Thời gian` over `hoàn thành`.
    let wraps = |pair: &&[(usize, Vec<Cell>)]| {
        let (line, cells) = &pair[1];
        let below = *line == pair[0].0 + 1 && cells[0].0.is_empty();
        below && in_small(context, cells) && is_printed(context, *line)
    };
    if levels > 0 {
        let below = rows[levels - 1..].windows(2);
        levels += below.take_while(wraps).count();
    }
    let columns = header::names(context, &rows[..levels]);
    let width = rows
        .iter()
        .map(|r| r.1.len())
        .max()
        .unwrap_or(0)
        .min(header.len().max(2));
    let numbered = has_header && (numbered || context.fold(header[0].0) == "so");
    let mut table = Table {
        id: format!("t{}", tables.len() + 1),
        line_start: first_line + 1,
        columns,
        confidence: if names >= 2 || numbered { 0.97 } else { 0.75 },
        ..Table::default()
    };
    let mut last_line = first_line;
    let mut after_header = false;
    for (line, cells) in rows.iter().skip(levels) {
        let broken = *line > last_line + 1;
        if rows[..levels]
            .iter()
            .any(|h| header::same_row(context, cells, &h.1))
        {
            table.repeated_header_line.get_or_insert(line + 1);
            table.merged_across_page = true;
            after_header = true;
            last_line = *line;
            continue;
        } else if header::counting_row(context, cells) {
            // `(1) (2) (3)` under the header names the columns once more.
        } else if continues(context, cells, numbered, &table, broken || after_header)
            || !broken
                && !table.rows.is_empty()
                && is_printed_below(context, *line, cells, numbered)
        {
            let row = table.rows.len();
            table.continuation_rows.push(ContinuationRow {
                line: line + 1,
                merged_into_row: row,
            });
            table.merged_across_page |= broken || table.repeated_header_line.is_some();
            if let Some(previous) = table.rows.last_mut() {
                merge(context, previous, cells, line + 1);
            }
        } else {
            table
                .rows
                .push(row(context, cells, width, line + 1, table.rows.last()));
        }
        (last_line, after_header) = (*line, false);
    }
    if table.rows.is_empty() {
        return;
    }
    table.line_end = last_line + 1;
    let span = Span::new(
        context.lines[first_line].trim.start,
        context.lines[last_line].trim.end,
    );
    let original = context.original(span);
    (table.start, table.end) = (original.start, original.end);
    tables.push(table);
}

/// Whether a row is the rest of the one before: no number, few cells, and they go on in small letters, or
/// after a page break with what was not finished there.
fn continues(
    context: &Context,
    cells: &[Cell],
    numbered: bool,
    table: &Table,
    after_break: bool,
) -> bool {
    let filled: Vec<&Cell> = cells.iter().filter(|c| !c.0.is_empty()).collect();
    if table.rows.is_empty()
        || filled.is_empty()
        || !cells[0].0.is_empty()
        || !(numbered || filled.len() * 2 <= cells.len())
    {
        return false;
    }
    in_small(context, cells) || (after_break && filled.len() == 1 && open_end(table, cells))
}

/// Whether what stands in a row goes on in small letters.
fn in_small(context: &Context, cells: &[Cell]) -> bool {
    let mut filled = cells.iter().filter(|c| !c.0.is_empty());
    filled.all(|c| {
        let first = Span::new(c.0.start, c.0.start + 1);
        let first = context.slice(first).chars().next();
        first.is_some_and(|c| c.is_lowercase() || matches!(c, '(' | ',' | ';' | '-'))
    })
}

/// Whether a line is set with blanks, one line for each line of its cells.
fn is_printed(context: &Context, line: usize) -> bool {
    let line = context.lines[line].span;
    let tab = context.fold(line).find('\t').map(|at| line.start + at);
    tab.is_some_and(|at| context.raw(Span::new(at, at + 1)) == " ")
}

/// Whether a line set with blanks is the rest of the row above it: without a number where rows have one, else in
/// small letters.
fn is_printed_below(context: &Context, line: usize, cells: &[Cell], numbered: bool) -> bool {
    let rest = match numbered {
        true => cells[0].0.is_empty(),
        false => in_small(context, cells),
    };
    rest && is_printed(context, line)
}

/// Whether the text above the only filled cell of a row was not finished.
fn open_end(table: &Table, cells: &[Cell]) -> bool {
    let column = cells.iter().position(|c| !c.0.is_empty()).unwrap_or(0);
    let above = table
        .rows
        .last()
        .and_then(|r| r.cells.get(column))
        .and_then(|c| c.text.as_deref());
    above.is_some_and(|t| !t.ends_with(['.', ';', ':']))
}

fn merge(context: &Context, row: &mut TableRow, cells: &[Cell], line: usize) {
    for (cell, more) in row.cells.iter_mut().zip(cells) {
        if more.0.is_empty() {
            continue;
        }
        let added = context.joined(more.0);
        match &mut cell.text {
            Some(text) => {
                text.push(' ');
                text.push_str(&added);
            }
            None => cell.text = Some(added),
        }
        let original = context.original(more.0);
        cell.start.get_or_insert(original.start);
        cell.end = Some(original.end);
    }
    row.line_end = line;
}

fn row(
    context: &Context,
    cells: &[Cell],
    width: usize,
    line: usize,
    above: Option<&TableRow>,
) -> TableRow {
    let mut out = Vec::with_capacity(width);
    for at in 0..width {
        let Some(cell) = cells.get(at).filter(|c| !c.0.is_empty()) else {
            out.push(TableCell::default());
            continue;
        };
        // What stands in more cells than there are columns belongs to the last one.
        let span = if at + 1 == width && cells.len() > width {
            let last = cells[at..]
                .iter()
                .rev()
                .find(|c| !c.0.is_empty())
                .unwrap_or(cell);
            Span::new(cell.0.start, last.0.end)
        } else {
            cell.0
        };
        let original = context.original(span);
        let text = context.joined(span);
        let ditto = is_ditto(&text)
            .then(|| above.and_then(|r| r.cells.get(at)?.text.clone()))
            .flatten();
        out.push(TableCell {
            inherited: ditto.is_some(),
            text: Some(ditto.unwrap_or(text)),
            start: Some(original.start),
            end: Some(original.end),
        });
    }
    TableRow {
        cells: out,
        line,
        line_end: line,
    }
}

/// `nt`, `-nt-`, `″`: the same as above.
fn is_ditto(text: &str) -> bool {
    let bare = text.trim_matches(['-', '"', '.', ' ', '″', '“', '”', '\'', '’']);
    let bare = bare.to_lowercase();
    bare == "nt"
        || bare == "như trên"
        || (bare.is_empty() && text.chars().any(|c| matches!(c, '"' | '″' | '“' | '”')))
}

/// Index of the first column whose name holds one of the words (folded).
pub fn column(table: &Table, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|w| {
        table.columns.iter().position(|c| {
            let folded = format!(
                " {} ",
                crate::lexicon::fold(c).replace(['/', '-', '\n'], " ")
            );
            folded.contains(&format!(" {w} "))
        })
    })
}
