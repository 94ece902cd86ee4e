//! Ruled tables: each word in the cell that the page's rules draw around it.

use crate::page::rules::grid::{Grid, Place, grids};
use crate::page::{PageWords, Rule, Word, WordLine};
use crate::span::BBox;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A table with the words of its cells.
#[derive(Debug, Clone)]
pub(super) struct RuledTable {
    /// Where it begins, in points from the top of the page.
    pub top: f32,
    /// How many columns it has.
    width: usize,
    rows: Vec<Row>,
}

/// The words of a row's cells that have some, by column.
type Row = BTreeMap<usize, PageWords>;

impl RuledTable {
    /// The rows with words, each with its cells in column order; `None` for an empty one.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Option<&PageWords>>> {
        self.rows
            .iter()
            .map(|row| (0..self.width).map(|column| row.get(&column)).collect())
    }
}

/// The words of a page outside its ruled tables, and the tables from top to bottom.
pub(super) fn part<'p>(
    words: Cow<'p, PageWords>,
    rules: &[Rule],
) -> (Cow<'p, PageWords>, Vec<RuledTable>) {
    let mut rest = words;
    let mut tables = Vec::new();
    for grid in grids(rules) {
        let (cells, outside) = sort(&rest, &grid);
        if grid.is_table(cells.keys()) {
            rest = Cow::Owned(outside);
            tables.push(RuledTable {
                top: grid.corner()[1],
                width: grid.width(),
                rows: rows(cells),
            });
        }
    }
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    (rest, tables)
}

/// The rows of a table's cells. Where no rule parts them, they begin at the numbers in the first column.
fn rows(cells: BTreeMap<Place, PageWords>) -> Vec<Row> {
    let mut ruled: BTreeMap<usize, Row> = BTreeMap::new();
    for (place, words) in cells {
        ruled
            .entry(place.row)
            .or_default()
            .insert(place.column, words);
    }
    ruled.into_values().flat_map(numbered_rows).collect()
}

/// A row between two rules as the rows that are numbered in it: `1`, `2`, `3` one below the other in the first
/// column, with nothing above the first of them.
fn numbered_rows(row: Row) -> Vec<Row> {
    let number = |line: &WordLine| match line.words.as_slice() {
        [word] => word.text.trim_end_matches(['.', ')']).parse::<u32>().ok(),
        _ => None,
    };
    let lines = row.get(&0).map_or(&[][..], |first| &first.lines);
    let counts = |pair: &[WordLine]| {
        let next = number(&pair[0]).and_then(|n| n.checked_add(1));
        next.is_some() && next == number(&pair[1])
    };
    // As the line is read that a row begins with, so is the rest of it, give or take half a line.
    let begins: Vec<f32> = lines
        .iter()
        .map(|line| line.bbox.0[1] - 0.5 * line.bbox.height())
        .collect();
    let all = row.values().flat_map(|words| &words.lines);
    let nothing_above = all
        .into_iter()
        .all(|line| line.bbox.0[1] >= begins.first().copied().unwrap_or(0.0));
    if lines.len() < 2 || !lines.windows(2).all(counts) || !nothing_above {
        return vec![row];
    }
    let mut rows = vec![Row::new(); begins.len()];
    for (column, words) in row {
        for line in words.lines {
            let at = begins.partition_point(|y| *y <= line.bbox.0[1]).max(1) - 1;
            rows[at].entry(column).or_default().lines.push(line);
        }
    }
    rows
}

/// The words of each cell, and those that are in none.
fn sort(words: &PageWords, grid: &Grid) -> (BTreeMap<Place, PageWords>, PageWords) {
    let mut cells: BTreeMap<Place, PageWords> = BTreeMap::new();
    let mut outside = PageWords {
        quarters: words.quarters,
        ..PageWords::default()
    };
    for line in &words.lines {
        let mut parts: BTreeMap<Option<Place>, WordLine> = BTreeMap::new();
        for word in &line.words {
            let BBox([x0, y0, x1, y1]) = word.bbox;
            let place = grid.place([(x0 + x1) / 2.0, (y0 + y1) / 2.0]);
            let part = parts.entry(place).or_insert_with(|| WordLine {
                words: Vec::new(),
                bbox: word.bbox,
            });
            part.bbox = part.bbox.union(word.bbox);
            part.words.push(word.clone());
        }
        for (place, part) in parts {
            match place {
                Some(place) => cells
                    .entry(place)
                    .or_default()
                    .lines
                    .push(without_rules(part)),
                None => outside.lines.push(part),
            }
        }
    }
    (cells, outside)
}

/// The part of a printed line in a cell without what OCR took for a sign there: the rules beside it.
fn without_rules(mut line: WordLine) -> WordLine {
    let is_rule = |c: char| matches!(c, '|' | '¦' | '[' | ']' | '{' | '}');
    let only_rule = |word: &Word| word.confidence.is_some() && word.text.chars().all(is_rule);
    line.words.retain(|word| !only_rule(word));
    if let Some(first) = line.words.first_mut()
        && first.confidence.is_some()
    {
        first.text = first.text.trim_start_matches(is_rule).to_owned();
    }
    if let Some(last) = line.words.last_mut()
        && last.confidence.is_some()
    {
        last.text = last.text.trim_end_matches(is_rule).to_owned();
    }
    line
}
