//! Tables: rows of three cells and more over common gutters; a row of cells becomes one line.
//!
//! Rules are not known here, words alone: cells that wrap are gathered around the row's first cell.

use super::rows::{Row, Segment};
use std::ops::Range;

/// Rows of a page that are one table, and the upright gutters between its columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub rows: Range<usize>,
    gutters: Vec<f32>,
}

/// One row of a table: its cells in column order, the words of each from top to bottom.
pub(super) type Cells<'p> = Vec<Vec<Segment<'p>>>;

/// Narrower strips are gaps between words.
const GUTTER: f32 = 3.0;

/// The tables among `rows`.
pub(super) fn tables(rows: &[Row], offset: usize) -> Vec<Table> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        if rows[at].segments.len() < 3 {
            at += 1;
            continue;
        }
        match grow(rows, at) {
            Some(mut table) => {
                at = table.rows.end;
                table.rows = table.rows.start + offset..table.rows.end + offset;
                found.push(table);
            }
            None => at += 1,
        }
    }
    found
}

/// The free strips that `a` and `b` share.
fn shared(a: &[(f32, f32)], b: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let (mut i, mut j) = (0, 0);
    let mut both = Vec::new();
    while i < a.len() && j < b.len() {
        let strip = (a[i].0.max(b[j].0), a[i].1.min(b[j].1));
        if strip.1 - strip.0 >= GUTTER {
            both.push(strip);
        }
        if a[i].1 < b[j].1 { i += 1 } else { j += 1 }
    }
    both
}

/// What a row leaves free, margins too.
fn free(row: &Row) -> Vec<(f32, f32)> {
    let mut strips = vec![(f32::MIN, row.bbox.0[0])];
    strips.extend(row.gaps());
    strips.push((row.bbox.0[2], f32::MAX));
    strips
}

fn inner(strips: &[(f32, f32)]) -> usize {
    strips
        .iter()
        .filter(|s| s.0 > f32::MIN && s.1 < f32::MAX)
        .count()
}

/// Rows from `first` on that leave at least two gutters free, two of them with three cells.
fn grow(rows: &[Row], first: usize) -> Option<Table> {
    let mut strips = free(&rows[first]);
    let (mut end, mut full) = (first + 1, 1);
    let mut last_full = end;
    while end < rows.len() {
        let both = shared(&strips, &free(&rows[end]));
        if inner(&both) < 2 || rows[end].base - rows[end - 1].base > 5.0 * rows[end].height {
            break;
        }
        strips = both;
        end += 1;
        if rows[end - 1].segments.len() >= 3 {
            full += 1;
            last_full = end;
        }
    }
    // Lines after the last full row belong to it only if they are close under it.
    while last_full < end
        && rows[last_full].base - rows[last_full - 1].base < 1.7 * rows[last_full].height
    {
        last_full += 1;
    }
    (full >= 2).then(|| Table {
        rows: first..last_full,
        gutters: strips
            .iter()
            .filter(|s| s.0 > f32::MIN && s.1 < f32::MAX)
            .map(|s| (s.0 + s.1) / 2.0)
            .collect(),
    })
}

impl Table {
    /// The rows of cells. Printed rows without a first cell go to the row that they stand nearest
    /// to; where nothing stands above the first of them (cells set to the top), to the one above.
    pub fn cells<'p>(&self, rows: &[Row<'p>]) -> Vec<Cells<'p>> {
        let rows = &rows[self.rows.clone()];
        let has_first = |row: &Row| self.column(&row.segments[0]) == 0;
        let anchors: Vec<usize> = (0..rows.len()).filter(|&i| has_first(&rows[i])).collect();
        let mut gathered: Vec<Cells> = Vec::new();
        let mut owner_before = usize::MAX;
        let from_top = anchors.first() == Some(&0);
        for (at, row) in rows.iter().enumerate() {
            let owner = match anchors.len() {
                // A table whose rows have no first cell: every printed row is its own.
                0 | 1 => at,
                _ if from_top => anchors.partition_point(|&a| a <= at) - 1,
                _ => {
                    let next = anchors.partition_point(|&a| a < at);
                    let distance = |i: usize| (rows[anchors[i]].base - row.base).abs();
                    match (next.checked_sub(1), next < anchors.len()) {
                        (Some(above), true) if distance(above) < distance(next) => above,
                        (Some(above), false) => above,
                        _ => next,
                    }
                }
            };
            if owner != owner_before {
                gathered.push(vec![Vec::new(); self.gutters.len() + 1]);
                owner_before = owner;
            }
            if let Some(cells) = gathered.last_mut() {
                for segment in &row.segments {
                    cells[self.column(segment)].push(segment.clone());
                }
            }
        }
        gathered
    }

    fn column(&self, segment: &Segment) -> usize {
        self.gutters.partition_point(|&g| g < segment.centre())
    }
}
