//! Notes in the margin (*ghi chú bên lề*): what stands outside the column of running text.
//!
//! A reader's pen, the edge of a stamp, the upright line of a signing system. On the baseline of a
//! printed line they would fall into its sentence. Found by geometry; list labels and cells that stand
//! further out than the text are no notes.

use super::rows::{Row, Segment};

/// Lines of running text that a page must have: fewer do not show where its margins are.
const LINES: usize = 5;
/// Share of the page's width that such a line fills at least.
const FULL: f32 = 0.5;
/// White between the column and a note, in line heights.
const CLEAR: f32 = 0.8;
/// Characters of a list label or page number, at most.
const LABEL: usize = 4;

/// The page's own rows, and those of its notes.
pub(super) fn part(rows: Vec<Row<'_>>, page_width: f32) -> (Vec<Row<'_>>, Vec<Row<'_>>) {
    let Some(column) = column(&rows, page_width) else {
        return (rows, Vec::new());
    };
    let (mut own, mut notes) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let white = CLEAR * row.height;
        let is_note =
            |s: &Segment| (s.x1() + white < column.0 || s.x0() - white > column.1) && !is_label(s);
        let (outside, inside): (Vec<_>, Vec<_>) = row.segments.iter().cloned().partition(is_note);
        // Several beside each other are the cells of a table.
        if outside.is_empty() || inside.len() > 1 {
            own.push(row);
            continue;
        }
        own.extend(Row::new(inside));
        notes.extend(Row::new(outside));
    }
    (own, notes)
}

/// Left and right edge of the running text, one line in ten left out on each side.
fn column(rows: &[Row<'_>], page_width: f32) -> Option<(f32, f32)> {
    let full: Vec<&Segment> = rows
        .iter()
        .flat_map(|row| &row.segments)
        .filter(|s| s.bbox.width() > FULL * page_width)
        .collect();
    if full.len() < LINES {
        return None;
    }
    let sorted = |mut edges: Vec<f32>| {
        edges.sort_by(f32::total_cmp);
        edges
    };
    let left = sorted(full.iter().map(|s| s.x0()).collect());
    let right = sorted(full.iter().map(|s| s.x1()).collect());
    let tenth = full.len() / 10;
    Some((left[tenth], right[full.len() - 1 - tenth]))
}

/// `1.`, `a)`, `-`, `25`: what stands out to the left of an indented list, or alone as a page number.
fn is_label(segment: &Segment) -> bool {
    let text = segment
        .words
        .iter()
        .map(|w| w.text.as_str())
        .collect::<String>();
    let ends = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ':' | '/');
    text.chars().count() <= LABEL && (text.ends_with(ends) || !text.contains(char::is_alphabetic))
}
