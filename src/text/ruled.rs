//! Ruled tables: each word in the cell that the page's rules draw around it.

use crate::page::rules::grid::{Grid, Place, grids};
use crate::page::{PageWords, Rule, Word, WordLine};
use crate::span::BBox;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A table with the words of its cells.
#[derive(Debug, Clone)]
pub(super) struct RuledTable {
    /// Where it begins, in points from the top of the page.
    pub top: f32,
    /// How many columns it has.
    width: usize,
    /// The words of the cells that have some, by row and column.
    cells: BTreeMap<Place, PageWords>,
}

impl RuledTable {
    /// The rows with words, each with its cells in column order; `None` for an empty one.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Option<&PageWords>>> {
        let rows: BTreeSet<usize> = self.cells.keys().map(|place| place.row).collect();
        rows.into_iter().map(|row| {
            let cell = |column| self.cells.get(&Place { row, column });
            (0..self.width).map(cell).collect()
        })
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
                cells,
            });
        }
    }
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    (rest, tables)
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
