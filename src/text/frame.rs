//! The text frame of a page: where its lines begin and end, and how far apart they stand.

use super::rows::{Row, median};

/// Left and right edge of the running text, and the distance of its lines, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub left: f32,
    pub right: f32,
    pub pitch: f32,
    /// Where the first lines of paragraphs begin, if several begin further in.
    pub indent: Option<f32>,
}

impl Frame {
    /// The frame of a column: edges from its wide rows, so that titles and dates do not move them.
    pub fn of(rows: &[Row], page_width: f32) -> Self {
        let widest = rows.iter().map(|r| r.bbox.width()).fold(0.0, f32::max);
        let wide: Vec<&Row> = rows
            .iter()
            .filter(|r| r.bbox.width() > 0.55 * widest)
            .collect();
        if wide.is_empty() {
            return Self {
                left: 0.0,
                right: page_width,
                pitch: 18.0,
                indent: None,
            };
        }
        let quantile = |mut values: Vec<f32>, share: f32| {
            values.sort_by(f32::total_cmp);
            values[((values.len() - 1) as f32 * share).round() as usize]
        };
        let left = quantile(wide.iter().map(|r| r.bbox.0[0]).collect(), 0.15);
        let right = quantile(wide.iter().map(|r| r.bbox.0[2]).collect(), 0.85);
        let height = median(wide.iter().map(|r| r.height).collect());
        // Under wide rows, so that small print does not count; the lower part, since paragraphs
        // stand further apart than lines, and are often one line.
        let steps: Vec<f32> = rows
            .windows(2)
            .filter(|p| p[0].bbox.width() > 0.55 * widest)
            .map(|p| p[1].base - p[0].base)
            .filter(|step| *step > 0.8 * height)
            .collect();
        let pitch = if steps.is_empty() {
            1.5 * height
        } else {
            quantile(steps, 0.3)
        };
        Self {
            left,
            right,
            pitch,
            indent: indent(rows, left),
        }
    }

    pub fn centre(&self) -> f32 {
        (self.left + self.right) / 2.0
    }

    pub fn width(&self) -> f32 {
        (self.right - self.left).max(1.0)
    }
}

/// The left edge that most of the rows that begin further in share.
fn indent(rows: &[Row], left: f32) -> Option<f32> {
    let mut edges: Vec<(f32, f32)> = rows
        .iter()
        .map(|r| (r.bbox.0[0], r.height))
        .filter(|(x0, height)| x0 - left > 0.9 * height)
        .collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best = (1, None);
    let mut from = 0;
    for to in 0..edges.len() {
        while edges[to].0 - edges[from].0 > 0.5 * edges[to].1 {
            from += 1;
        }
        if to + 1 - from > best.0 {
            best = (to + 1 - from, Some(edges[(from + to) / 2].0));
        }
    }
    best.1
}
