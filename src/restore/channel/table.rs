//! The learned costs as they lie in `dictionaries/channel-*.tsv`: readable, sorted, one chunk edit a row.

use crate::error::{Error, ErrorKind, Result};
use std::fmt::Write as _;

/// What stands in a column for "no letter".
const NOTHING: &str = "∅";
/// What stands in a column for a space.
const SPACE: &str = "␣";

/// One to two printed letters and the none to three letters that are seen in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chunk {
    printed: [char; 2],
    seen: [char; 3],
    lengths: (u8, u8),
}

impl Chunk {
    /// A chunk of at most two printed and three seen letters.
    pub fn new(printed: &[char], seen: &[char]) -> Self {
        let mut chunk = Self {
            printed: ['\0'; 2],
            seen: ['\0'; 3],
            lengths: (printed.len() as u8, seen.len() as u8),
        };
        chunk.printed[..printed.len()].copy_from_slice(printed);
        chunk.seen[..seen.len()].copy_from_slice(seen);
        chunk
    }

    /// The printed letters.
    pub fn printed(&self) -> &[char] {
        &self.printed[..self.lengths.0 as usize]
    }

    /// The seen letters.
    pub fn seen(&self) -> &[char] {
        &self.seen[..self.lengths.1 as usize]
    }

    /// Whether a space stands beside another letter in it.
    pub fn mixes_spaces(&self) -> bool {
        let spaces = self
            .printed()
            .iter()
            .chain(self.seen())
            .filter(|c| **c == ' ')
            .count();
        let all = self.printed().len() + self.seen().len();
        spaces > 0 && spaces < all
    }
}

/// Chunk edits with their costs, sorted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    rows: Vec<Row>,
}

/// A chunk edit: its cost and how often it was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// The edit.
    pub chunk: Chunk,
    /// −ln P(seen | printed), in nats.
    pub cost: f32,
    /// Expected count in the training pairs.
    pub count: f32,
}

impl Table {
    /// A table of rows (chunk, cost in nats, count) in any order.
    pub fn from_rows(rows: impl IntoIterator<Item = (Chunk, f32, f32)>) -> Self {
        let mut rows: Vec<Row> = rows
            .into_iter()
            .map(|(chunk, cost, count)| Row { chunk, cost, count })
            .collect();
        rows.sort_by_key(|r| r.chunk);
        Self { rows }
    }

    /// The rows, sorted by printed and seen letters.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Reads the form that [`write`](Self::write) gives.
    pub fn parse(text: &str) -> Result<Self> {
        let mut rows = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let row = parse_row(line).ok_or_else(|| {
                Error::new(
                    ErrorKind::Dependency,
                    format!(
                        "channel table: line {} is not `printed, seen, cost, count`",
                        number + 1
                    ),
                )
            })?;
            rows.push(row);
        }
        Ok(Self::from_rows(rows))
    }

    /// The rows as text: printed, seen, cost with two decimals, count.
    pub fn write(&self) -> String {
        let mut text = String::from("# printed\tseen\tcost (nats)\tcount\n");
        for row in &self.rows {
            let _ = writeln!(
                text,
                "{}\t{}\t{:.2}\t{:.0}",
                column(row.chunk.printed()),
                column(row.chunk.seen()),
                row.cost.max(0.0),
                row.count
            );
        }
        text
    }
}

fn column(letters: &[char]) -> String {
    match letters {
        [] => NOTHING.into(),
        [' '] => SPACE.into(),
        _ => letters.iter().collect(),
    }
}

fn parse_row(line: &str) -> Option<(Chunk, f32, f32)> {
    let letters = |column: &str| -> Vec<char> {
        match column {
            NOTHING => vec![],
            SPACE => vec![' '],
            _ => column.chars().collect(),
        }
    };
    let mut columns = line.split('\t');
    let printed = letters(columns.next()?);
    let seen = letters(columns.next()?);
    if printed.len() > 2 || seen.len() > 3 {
        return None;
    }
    let cost = columns.next()?.parse().ok()?;
    let count = columns.next()?.parse().ok()?;
    Some((Chunk::new(&printed, &seen), cost, count))
}
