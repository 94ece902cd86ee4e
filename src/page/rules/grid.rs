//! Ruling lines → grids: lines of rows and columns, and the cells that they wall off.
//!
//! Rules that touch are one grid. Slant and shear of a scan are taken out first, so that a row's line is
//! level and a column's upright. Where a rule between two cells is missing, they are one cell: merged
//! headers need nothing else. A side without a rule ends where the rules that cross it end. Underlines
//! touch no upright rule, and a frame without rules inside has one cell: neither is a grid.

use super::Rule;
use std::collections::BTreeSet;

/// Rules that come so near touch, in points; text under which one is drawn stands further from a rule.
const REACH: f32 = 2.5;
/// Rules nearer to each other are one line, in points: no letter fits between them.
const APART: f32 = 5.0;
/// Share of a cell's side that rules cover where it is closed.
const CLOSED: f32 = 0.7;
/// Smaller tables than a seal (36 mm) are its rings and letters, in points.
const NARROWEST: f32 = 105.0;
/// A title over two columns over two cells is the smallest table that is one beyond doubt; fewer cells
/// are frames.
const CELLS: usize = 4;

/// A grid of cells on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    shear: Shear,
    /// Left and right border and the lines between columns, sheared, from left to right.
    columns: Vec<f32>,
    /// Top and bottom border and the lines between rows, sheared, from top to bottom.
    rows: Vec<f32>,
    /// The place of each field's cell, row by row: a cell may cover several fields.
    cells: Vec<Place>,
}

/// Row and column of a cell's first field, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// From the top.
    pub row: usize,
    /// From the left.
    pub column: usize,
}

/// How far level rules fall over their length, and upright ones lean.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shear {
    fall: f32,
    lean: f32,
}

impl Shear {
    fn of(level: &[Rule], upright: &[Rule]) -> Self {
        let rise = |rule: &Rule, along: usize| {
            let length = rule.to[along] - rule.from[along];
            (
                (rule.to[1 - along] - rule.from[1 - along]) / length.max(1e-3),
                length,
            )
        };
        Self {
            fall: middle(level.iter().map(|rule| rise(rule, 0)).collect()),
            lean: middle(upright.iter().map(|rule| rise(rule, 1)).collect()),
        }
    }

    /// The point with level rules level and upright ones upright.
    fn out(self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x - self.lean * y, y - self.fall * x]
    }

    /// Where such a point is on the page, as far as slants are slight.
    fn back(self, [x, y]: [f32; 2]) -> [f32; 2] {
        let y = y + self.fall * x;
        [x + self.lean * y, y]
    }
}

/// The median of weighed values.
fn middle(mut values: Vec<(f32, f32)>) -> f32 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|v| v.1).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let found = values.iter().find(|v| {
        sum += v.1;
        sum >= half
    });
    found.map_or(0.0, |v| v.0)
}

impl Grid {
    /// The place of the cell that a point on the page is in.
    pub fn place(&self, point: [f32; 2]) -> Option<Place> {
        let [x, y] = self.shear.out(point);
        let column = field(&self.columns, x)?;
        let row = field(&self.rows, y)?;
        Some(self.cell(Place { row, column }))
    }

    /// The corners of a field on the page, in points: upper left, upper right, lower left, lower right.
    pub fn corners(&self, field: Place) -> [[f32; 2]; 4] {
        let Place { row, column } = field;
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| {
            self.shear
                .back([self.columns[column + x], self.rows[row + y]])
        })
    }

    /// The place of the cell that covers a field.
    pub fn cell(&self, field: Place) -> Place {
        self.cells[field.row * self.width() + field.column]
    }

    /// Rows of fields.
    pub fn height(&self) -> usize {
        self.rows.len() - 1
    }

    /// Columns of fields.
    pub fn width(&self) -> usize {
        self.columns.len() - 1
    }

    /// Whether words in these cells make it a table: prose in one column of a form or on ruled paper stays
    /// prose, and so does what is in one row.
    pub fn is_table<'a>(&self, filled: impl IntoIterator<Item = &'a Place>) -> bool {
        let (rows, columns): (BTreeSet<usize>, BTreeSet<usize>) = filled
            .into_iter()
            .map(|place| (place.row, place.column))
            .unzip();
        rows.len() > 1 && columns.len() > 1
    }

    /// Its upper left corner on the page, in points.
    pub fn corner(&self) -> [f32; 2] {
        self.shear.back([self.columns[0], self.rows[0]])
    }

    /// The grid of rules that touch each other, if they are one.
    fn of(level: &[Rule], upright: &[Rule]) -> Option<Self> {
        let shear = Shear::of(level, upright);
        let spans = |rules: &[Rule], along: usize| -> Vec<Span> {
            let span = |rule: &Rule| {
                let (from, to) = (shear.out(rule.from), shear.out(rule.to));
                Span {
                    at: (from[1 - along] + to[1 - along]) / 2.0,
                    from: from[along],
                    to: to[along],
                }
            };
            rules.iter().map(span).collect()
        };
        let (level, upright) = (Lines::of(spans(level, 0)), Lines::of(spans(upright, 1)));
        let columns = level.bordered(upright.at());
        let rows = upright.bordered(level.at());
        let (width, height) = (columns.len() - 1, rows.len() - 1);
        if width < 2 || height < 2 || columns[width] - columns[0] < NARROWEST {
            return None;
        }
        let below = level.closed(&rows, &columns);
        let right_of = upright.closed(&columns, &rows);
        let mut cells = Sets::new(width * height);
        for row in 0..height {
            for column in 0..width {
                let field = row * width + column;
                if column + 1 < width && !right_of[(column + 1) * height + row] {
                    cells.join(field, field + 1);
                }
                if row + 1 < height && !below[(row + 1) * width + column] {
                    cells.join(field, field + width);
                }
            }
        }
        let mut first = vec![
            Place {
                row: usize::MAX,
                column: usize::MAX
            };
            width * height
        ];
        for field in 0..width * height {
            let place = &mut first[cells.root(field)];
            place.row = place.row.min(field / width);
            place.column = place.column.min(field % width);
        }
        let count = first.iter().filter(|place| place.row < usize::MAX).count();
        let cells = (0..width * height).map(|field| first[cells.root(field)]);
        let cells: Vec<Place> = cells.collect();
        let rows_apart = cells.iter().any(|place| place.row > 0);
        let columns_apart = cells.iter().any(|place| place.column > 0);
        (count >= CELLS && rows_apart && columns_apart).then_some(Self {
            shear,
            columns,
            rows,
            cells,
        })
    }
}

/// The field between two neighbouring lines that holds a position.
fn field(lines: &[f32], at: f32) -> Option<usize> {
    let after = lines.partition_point(|line| *line <= at);
    (after > 0 && after < lines.len()).then(|| after - 1)
}

/// A rule with its slant taken out: where it runs, and from where to where.
#[derive(Debug, Clone, Copy)]
struct Span {
    at: f32,
    from: f32,
    to: f32,
}

/// Rules of one direction by the line that they lie on.
struct Lines(Vec<Vec<Span>>);

impl Lines {
    fn of(mut spans: Vec<Span>) -> Self {
        spans.sort_by(|a, b| a.at.total_cmp(&b.at));
        let mut lines: Vec<Vec<Span>> = Vec::new();
        for span in spans {
            match lines.last_mut() {
                Some(line) if line.last().is_some_and(|s| span.at - s.at < APART) => {
                    line.push(span)
                }
                _ => lines.push(vec![span]),
            }
        }
        Self(lines)
    }

    /// Where the lines run: the mean of their rules, by length.
    fn at(&self) -> Vec<f32> {
        let mean = |line: &Vec<Span>| {
            let length: f32 = line.iter().map(|s| s.to - s.from).sum();
            line.iter().map(|s| s.at * (s.to - s.from)).sum::<f32>() / length.max(1e-3)
        };
        self.0.iter().map(mean).collect()
    }

    /// The lines `across` these ones, with borders where a good part of these sticks out beyond the outermost.
    fn bordered(&self, across: Vec<f32>) -> Vec<f32> {
        let (Some(&first), Some(&last)) = (across.first(), across.last()) else {
            return across;
        };
        let border = |mut ends: Vec<f32>| {
            ends.sort_by(f32::total_cmp);
            (ends.len() >= 2 && ends.len() * 4 >= self.0.len()).then(|| ends[ends.len() / 2])
        };
        let ends = |end: fn(&Span) -> f32, outer: fn(f32, f32) -> f32| {
            self.0
                .iter()
                .filter_map(move |line| line.iter().map(end).reduce(outer))
        };
        let before = border(
            ends(|s| s.from, f32::min)
                .filter(|x| *x < first - APART)
                .collect(),
        );
        let after = border(
            ends(|s| s.to, f32::max)
                .filter(|x| *x > last + APART)
                .collect(),
        );
        before.into_iter().chain(across).chain(after).collect()
    }

    /// For each line `at` and each field between the lines `across`: whether rules close that side.
    /// Borders that no rule draws close nothing, since nothing is beyond.
    fn closed(&self, at: &[f32], across: &[f32]) -> Vec<bool> {
        let fields = across.len() - 1;
        let mut covered = vec![0.0f32; at.len() * fields];
        for line in &self.0 {
            for span in line {
                let nearest = at.partition_point(|x| *x < span.at);
                let before = nearest.saturating_sub(1);
                let nearer = |i: usize| at.get(i).map_or(f32::MAX, |x| (x - span.at).abs());
                let row = if nearer(before) <= nearer(nearest) {
                    before
                } else {
                    nearest
                };
                let first = across
                    .partition_point(|x| *x <= span.from)
                    .saturating_sub(1);
                for field in first..fields {
                    let shared = span.to.min(across[field + 1]) - span.from.max(across[field]);
                    if across[field] >= span.to {
                        break;
                    }
                    covered[row * fields + field] += shared.max(0.0);
                }
            }
        }
        let length = |field: usize| across[field + 1] - across[field];
        let closed = covered.iter().enumerate();
        closed
            .map(|(at, sum)| *sum >= CLOSED * length(at % fields))
            .collect()
    }
}

/// The grids that rules of a page draw. The cost is that of comparing each level rule with each upright
/// one; the page room gives none of a drawing with thousands.
pub fn grids(rules: &[Rule]) -> Vec<Grid> {
    let (level, upright): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|r| r.is_level());
    let mut sets = Sets::new(rules.len());
    for (i, across) in level.iter().enumerate() {
        for (j, down) in upright.iter().enumerate() {
            if touch(across, down) {
                sets.join(i, level.len() + j);
            }
        }
    }
    let mut parts: Vec<(Vec<Rule>, Vec<Rule>)> = vec![Default::default(); rules.len()];
    for (i, rule) in level.iter().enumerate() {
        parts[sets.root(i)].0.push(**rule);
    }
    for (j, rule) in upright.iter().enumerate() {
        parts[sets.root(level.len() + j)].1.push(**rule);
    }
    let parts = parts
        .iter()
        .filter(|(level, upright)| level.len() > 1 && !upright.is_empty());
    parts
        .filter_map(|(level, upright)| Grid::of(level, upright))
        .collect()
}

fn touch(level: &Rule, upright: &Rule) -> bool {
    // Where each is at the middle of the other: rules are nearly level and upright.
    let along = |rule: &Rule, axis: usize, at: f32| {
        let length = (rule.to[axis] - rule.from[axis]).max(1e-3);
        let share = ((at - rule.from[axis]) / length).clamp(0.0, 1.0);
        rule.from[1 - axis] + share * (rule.to[1 - axis] - rule.from[1 - axis])
    };
    let y = along(level, 0, (upright.from[0] + upright.to[0]) / 2.0);
    let x = along(upright, 1, y);
    let y = along(level, 0, x);
    let within = |rule: &Rule, axis: usize, at: f32| {
        (rule.from[axis] - REACH..=rule.to[axis] + REACH).contains(&at)
    };
    within(level, 0, x) && within(upright, 1, y)
}

/// Sets that are joined (union–find, with halving paths).
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
