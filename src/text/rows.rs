//! Words of a page → printed rows, each cut into segments at wide gaps.
//!
//! Readers disagree on what a line is: a text layer's line runs over both columns of a letterhead,
//! an OCR engine's may stop at the gutter. Segments and rows are the same for both. What an engine
//! made of specks and seals is left out.

use super::noise;
use crate::page::{PageWords, Word};
use crate::span::BBox;

/// Words that belong together on a row: a line, or a column's part of it.
#[derive(Debug, Clone)]
pub(super) struct Segment<'p> {
    pub words: Vec<&'p Word>,
    pub bbox: BBox,
}

/// Segments on one baseline, from left to right.
#[derive(Debug, Clone)]
pub(super) struct Row<'p> {
    pub segments: Vec<Segment<'p>>,
    pub bbox: BBox,
    /// Median bottom of the words, in points from the top.
    pub base: f32,
    /// Median height of the words, in points.
    pub height: f32,
}

impl<'p> Segment<'p> {
    fn new(words: Vec<&'p Word>) -> Option<Self> {
        let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union)?;
        Some(Self { words, bbox })
    }

    fn without_noise(self, height: f32) -> Option<Self> {
        Self::new(noise::without(self.words, height))
    }

    pub fn x0(&self) -> f32 {
        self.bbox.0[0]
    }

    pub fn x1(&self) -> f32 {
        self.bbox.0[2]
    }

    pub fn centre(&self) -> f32 {
        (self.x0() + self.x1()) / 2.0
    }

    /// The words of several segments as one, in their order.
    pub fn merged(segments: &[Self]) -> Option<Self> {
        Self::new(segments.iter().flat_map(|s| s.words.clone()).collect())
    }
}

impl<'p> Row<'p> {
    pub fn new(mut segments: Vec<Segment<'p>>) -> Option<Self> {
        segments.sort_by(|a, b| a.x0().total_cmp(&b.x0()));
        let bbox = segments.iter().map(|s| s.bbox).reduce(BBox::union)?;
        let words = || segments.iter().flat_map(|s| &s.words);
        let base = median(words().map(|w| w.bbox.0[3]).collect());
        let height = median(words().map(|w| w.bbox.height()).collect());
        Some(Self {
            segments,
            bbox,
            base,
            height,
        })
    }

    /// The whole row as one segment.
    pub fn whole(&self) -> Segment<'p> {
        Segment {
            words: self
                .segments
                .iter()
                .flat_map(|s| s.words.iter().copied())
                .collect(),
            bbox: self.bbox,
        }
    }

    /// The free ranges between the segments.
    pub fn gaps(&self) -> impl Iterator<Item = (f32, f32)> {
        self.segments.windows(2).map(|p| (p[0].x1(), p[1].x0()))
    }
}

/// The middle value; 0 of nothing.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// The rows of a page from top to bottom.
pub(super) fn rows(page: &PageWords) -> Vec<Row<'_>> {
    let words = page.lines.iter().flat_map(|l| &l.words);
    let usual = median(words.map(|w| w.bbox.height()).collect());
    let mut segments: Vec<(f32, f32, usize, Segment)> = Vec::new();
    for (of_line, line) in page.lines.iter().enumerate() {
        let segments_of_line = cut(line.words.iter().filter(|w| !w.text.trim().is_empty()));
        for segment in segments_of_line
            .into_iter()
            .filter_map(|segment| segment.without_noise(usual))
        {
            let middle = median(
                segment
                    .words
                    .iter()
                    .map(|w| (w.bbox.0[1] + w.bbox.0[3]) / 2.0)
                    .collect(),
            );
            let height = median(segment.words.iter().map(|w| w.bbox.height()).collect());
            segments.push((middle, height, of_line, segment));
        }
    }
    segments.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Vec<Segment> = Vec::new();
    let mut at = (0.0, 0.0);
    let mut lines: Vec<usize> = Vec::new();
    for (middle, height, of_line, segment) in segments {
        let beside = open
            .iter()
            .all(|s| s.x1() <= segment.x0() + 2.0 || segment.x1() <= s.x0() + 2.0);
        // A number that was stamped stands lower than its line: the reader's word for it counts.
        let reach = if lines.contains(&of_line) { 0.75 } else { 0.45 };
        let near = (middle - at.0).abs() < reach * height.min(at.1).max(6.0);
        if !open.is_empty() && (!near || !beside) {
            rows.extend(close(&mut open));
        }
        if open.is_empty() {
            at = (middle, height);
            lines.clear();
        }
        lines.push(of_line);
        open.push(segment);
    }
    rows.extend(close(&mut open));
    rows
}

/// Ends a row; segments that a reader parted without a real gap become one again.
fn close<'p>(open: &mut Vec<Segment<'p>>) -> Option<Row<'p>> {
    let row = Row::new(std::mem::take(open))?;
    let mut joined: Vec<Segment> = Vec::new();
    for segment in row.segments {
        match joined.last_mut() {
            Some(last) if segment.x0() - last.x1() < 0.8 * row.height => {
                last.words.extend(segment.words);
                last.bbox = last.bbox.union(segment.bbox);
            }
            _ => joined.push(segment),
        }
    }
    Row::new(joined)
}

/// Cuts a reader's line where the gap is wide for this line: over the words' height, and over
/// 2.5 times the gaps beside it, since justified lines are wide all along.
fn cut<'p>(words: impl Iterator<Item = &'p Word>) -> Vec<Segment<'p>> {
    let mut words: Vec<&Word> = words.collect();
    words.sort_by(|a, b| a.bbox.0[0].total_cmp(&b.bbox.0[0]));
    let height = median(words.iter().map(|w| w.bbox.height()).collect());
    let gaps: Vec<f32> = words
        .windows(2)
        .map(|p| p[1].bbox.0[0] - p[0].bbox.0[2])
        .collect();
    let usual = match gaps.len() {
        0 | 1 => 0.6 * height,
        _ => {
            let mut sorted = gaps.clone();
            sorted.sort_by(f32::total_cmp);
            sorted[(sorted.len() - 1) / 2].max(0.1 * height)
        }
    };
    let wide = (1.1 * height).max((2.5 * usual).min(3.0 * height));
    let mut segments = Vec::new();
    let mut open = Vec::new();
    for (at, word) in words.into_iter().enumerate() {
        if at > 0 && gaps[at - 1] > wide {
            segments.extend(Segment::new(std::mem::take(&mut open)));
        }
        open.push(word);
    }
    segments.extend(Segment::new(open));
    segments
}
