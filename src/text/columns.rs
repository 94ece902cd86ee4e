//! Two columns side by side: the letterhead, and recipients beside the signature.
//!
//! Found by geometry alone: rows that all leave one upright strip of the page free, some of them
//! with words on both sides of it. What is centred on the page (a title) belongs to neither column.

use super::frame::Frame;
use super::rows::{Row, Segment};
use std::ops::Range;

/// Rows in two columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    pub rows: Range<usize>,
    /// Words that begin left of it are of the left column.
    pub gutter: f32,
    pub kind: BandKind,
}

/// Which of the two places on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BandKind {
    Letterhead,
    Closing,
}

/// Narrower strips are gaps between words.
const GUTTER: f32 = 5.0;

/// How far one may go from a row with words on both sides of a strip.
struct Grown {
    rows: Range<usize>,
    strip: (f32, f32),
    left: Column,
    right: Column,
    paired: usize,
}

#[derive(Default)]
struct Column {
    rows: usize,
    x0: f32,
    x1: f32,
    /// Sums for the spread of left edges and centres.
    lefts: Vec<f32>,
    centres: Vec<f32>,
}

impl Column {
    fn take(&mut self, part: &[Segment]) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else {
            return;
        };
        if self.rows == 0 {
            (self.x0, self.x1) = (first.x0(), last.x1());
        }
        self.rows += 1;
        self.x0 = self.x0.min(first.x0());
        self.x1 = self.x1.max(last.x1());
        self.lefts.push(first.x0());
        self.centres.push((first.x0() + last.x1()) / 2.0);
    }

    fn centre(&self) -> f32 {
        (self.x0 + self.x1) / 2.0
    }

    /// Whether the lines share their centre rather than their left edge, give or take `slack`.
    fn centred(&self, slack: f32) -> bool {
        spread(&self.centres) <= spread(&self.lefts) + slack
    }
}

fn spread(values: &[f32]) -> f32 {
    let mean = values.iter().sum::<f32>() / values.len().max(1) as f32;
    values.iter().map(|v| (v - mean).abs()).sum::<f32>() / values.len().max(1) as f32
}

/// The segments left and right of a strip, and what of it they leave free.
type Parts<'r, 'p> = (&'r [Segment<'p>], &'r [Segment<'p>], (f32, f32));

/// The part of a row on each side of a strip; `None` if a segment lies across it.
fn parts<'r, 'p>(row: &'r Row<'p>, strip: (f32, f32)) -> Option<Parts<'r, 'p>> {
    let split = row
        .segments
        .partition_point(|s| s.centre() < (strip.0 + strip.1) / 2.0);
    let (left, right) = row.segments.split_at(split);
    let free = (
        left.iter().map(Segment::x1).fold(strip.0, f32::max),
        right.iter().map(Segment::x0).fold(strip.1, f32::min),
    );
    (free.1 - free.0 >= GUTTER).then_some((left, right, free))
}

/// How a band may grow.
#[derive(Debug, Clone, Copy)]
struct Search {
    /// The first row that may belong to it.
    from: usize,
    /// Whether it is the letterhead that is looked for. At the end of a page both columns may have
    /// no row in common, and the left one must not swallow the last line of a paragraph above it.
    letterhead: bool,
}

/// Grows a band from row `seed` and a strip that the row leaves free.
fn grow(
    rows: &[Row],
    seed: usize,
    gap: (f32, f32),
    frame: &Frame,
    search: Search,
) -> Option<Grown> {
    let (left, right, strip) = parts(&rows[seed], gap)?;
    let mut grown = Grown {
        rows: seed..seed + 1,
        strip,
        left: Column::default(),
        right: Column::default(),
        paired: usize::from(!left.is_empty() && !right.is_empty()),
    };
    grown.left.take(left);
    grown.right.take(right);
    let admit = |grown: &mut Grown, row: &Row, below: bool| -> bool {
        let Some((left, right, strip)) = parts(row, grown.strip) else {
            return false;
        };
        let fits = |part: &[Segment], column: &Column| {
            let centre = (part[0].x0() + part[part.len() - 1].x1()) / 2.0;
            let off_page = (centre - frame.centre()).abs();
            // A title may begin by chance where the column does.
            let title = search.letterhead && off_page < 0.5 * row.height;
            column.rows == 0
                || (centre - column.centre()).abs() <= off_page
                || (!title && (part[0].x0() - column.x0).abs() < 0.5 * row.height)
        };
        // Lists go on at one distance, edge and size; the end of a paragraph above them does not.
        let neighbour = &rows[if below {
            grown.rows.end - 1
        } else {
            grown.rows.start
        }];
        let in_list = |part: &[Segment], column: &Column| {
            (part[0].x0() - column.x0).abs() < 1.5 * row.height
                && (neighbour.base - row.base).abs() < 2.2 * neighbour.height
                && row.height < 1.2 * neighbour.height
        };
        let admitted = match (left.is_empty(), right.is_empty()) {
            (false, false) => true,
            (false, true) if below || search.letterhead => fits(left, &grown.left),
            (false, true) => in_list(left, &grown.left),
            (true, false) => fits(right, &grown.right),
            (true, true) => false,
        };
        if admitted {
            grown.strip = strip;
            grown.left.take(left);
            grown.right.take(right);
            grown.paired += usize::from(!left.is_empty() && !right.is_empty());
        }
        admitted
    };
    while grown.rows.end < rows.len() {
        let end = grown.rows.end;
        if !admit(&mut grown, &rows[end], true) {
            break;
        }
        grown.rows.end += 1;
    }
    while grown.rows.start > search.from {
        let above = grown.rows.start - 1;
        if !admit(&mut grown, &rows[above], false) {
            break;
        }
        grown.rows.start -= 1;
    }
    Some(grown)
}

/// The best of the bands that can be grown from the gaps of rows `seeds`.
fn best(
    rows: &[Row],
    seeds: Range<usize>,
    frame: &Frame,
    search: Search,
    good: impl Fn(&Grown) -> bool,
) -> Option<Grown> {
    let mut best: Option<Grown> = None;
    for seed in seeds {
        let mut gaps: Vec<(f32, f32)> = rows[seed].gaps().collect();
        if let (false, Some(next)) = (search.letterhead, rows.get(seed + 1)) {
            // A signature's line, and under it one of the list of recipients.
            let gap = (next.bbox.0[2], rows[seed].bbox.0[0]);
            gaps.extend((gap.1 - gap.0 > GUTTER).then_some(gap));
        }
        for gap in gaps {
            let Some(grown) = grow(rows, seed, gap, frame, search).filter(|g| good(g)) else {
                continue;
            };
            let size = |g: &Grown| (g.left.rows.min(g.right.rows), g.paired, g.rows.len());
            let wider = |g: &Grown| g.strip.1 - g.strip.0;
            if best.as_ref().is_none_or(|b| {
                size(&grown) > size(b) || (size(&grown) == size(b) && wider(&grown) > wider(b))
            }) {
                best = Some(grown);
            }
        }
    }
    best
}

/// The letterhead at the top of a page.
pub(super) fn letterhead(rows: &[Row], frame: &Frame, first_page: bool) -> Option<Band> {
    let deepest = if first_page { 6 } else { 3 };
    let search = Search {
        from: 0,
        letterhead: true,
    };
    let grown = best(rows, 0..rows.len().min(deepest), frame, search, |g| {
        let middle = (g.strip.0 + g.strip.1) / 2.0;
        let share = (middle - frame.left) / frame.width();
        g.rows.start < deepest
            && g.left.rows >= 2
            && g.right.rows >= 2
            && g.left.rows <= 9
            && g.right.rows <= 6
            && g.right.centred(1.0)
            // A number written by hand is often lost, and its line then off the centre.
            && g.left.centred(if first_page { 8.0 } else { 1.0 })
            && g.paired > 0
            && (0.15..0.75).contains(&share)
    })?;
    Some(Band {
        gutter: (grown.strip.0 + grown.strip.1) / 2.0,
        rows: grown.rows,
        kind: BandKind::Letterhead,
    })
}

/// Recipients and signature at the end of a page, in the rows from `from` on.
pub(super) fn closing(rows: &[Row], frame: &Frame, from: usize) -> Option<Band> {
    let search = Search {
        from,
        letterhead: false,
    };
    let grown = best(rows, from..rows.len(), frame, search, |g| {
        let middle = (g.strip.0 + g.strip.1) / 2.0;
        let share = (middle - frame.left) / frame.width();
        // Cells stand on common baselines; recipients and signature have their own line distance.
        let table = g.rows.len() >= 4 && g.paired * 10 > g.rows.len() * 7;
        !table
            && (0.25..0.8).contains(&share)
            && g.left.rows >= 2
            && (1..=10).contains(&g.right.rows)
            && rows.len() - g.rows.end <= 2
            && g.right.x0 > frame.left + 0.3 * frame.width()
            && (g.right.rows < 3 || g.right.centred(1.0))
    })?;
    Some(Band {
        gutter: (grown.strip.0 + grown.strip.1) / 2.0,
        rows: grown.rows,
        kind: BandKind::Closing,
    })
}
