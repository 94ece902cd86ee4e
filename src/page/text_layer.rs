//! Glyphs into lines and words: by where they stand, not by the order they were drawn in.
//!
//! Word and LibreOffice draw a line's base letters first and those of a fallback font after, so
//! stream order reads `TRI N KHAI … Ể`. Here glyphs that share a direction and a baseline make a
//! line, sorted along it; words are parted by space glyphs and by gaps.

use super::{PageWords, Word, WordLine};
use crate::span::BBox;
use std::sync::Arc;

/// A glyph of a text layer, in points from the top left of the page as displayed.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// What it stands for: a character, a ligature's characters, or U+FFFD where no map says.
    pub text: GlyphText,
    /// Its origin on the baseline.
    pub origin: [f32; 2],
    /// From its origin to that of the next glyph.
    pub advance: [f32; 2],
    /// Font size in points.
    pub size: f32,
    /// Index of its font in the page's list.
    pub font: u16,
    /// Whether it is drawn at all (render mode 3 is not).
    pub visible: bool,
    /// Whether it is drawn as faintly as a watermark: in a light colour, or see-through.
    pub pale: bool,
}

/// Print that slants more than this many degrees from both axes is a watermark; a crooked scan's
/// invisible text slants less.
const OBLIQUE: f32 = 8.0;
/// Pale print of this size in points is a watermark, smaller print a grey foot line.
const LARGE: f32 = 26.0;

impl Glyph {
    /// Whether it belongs to a watermark: oblique, or large and pale.
    pub fn is_watermark(&self) -> bool {
        (self.pale && self.size > LARGE) || self.is_oblique()
    }

    fn is_oblique(&self) -> bool {
        let [x, y] = self.advance.map(f32::abs);
        // Nearly all print is level: its angle need not be reckoned.
        if y == 0.0 || x.hypot(y) <= 0.01 {
            return false;
        }
        let slant = y.atan2(x).to_degrees();
        slant > OBLIQUE && slant < 90.0 - OBLIQUE
    }
}

/// The characters of a glyph; one, nearly always.
#[derive(Debug, Clone)]
pub enum GlyphText {
    /// One character.
    Char(char),
    /// A ligature or a letter with combining marks.
    Many(Box<str>),
}

impl GlyphText {
    fn push_to(&self, text: &mut String) {
        match self {
            Self::Char(c) => text.push(*c),
            Self::Many(s) => text.push_str(s),
        }
    }

    /// Whether it is white space only.
    pub fn is_space(&self) -> bool {
        match self {
            Self::Char(c) => c.is_whitespace(),
            Self::Many(s) => s.chars().all(char::is_whitespace),
        }
    }

    fn is_combining(&self) -> bool {
        let first = match self {
            Self::Char(c) => Some(*c),
            Self::Many(s) => s.chars().next(),
        };
        first.is_some_and(|c| matches!(c, '\u{300}'..='\u{36F}'))
    }
}

/// Share of the font size by which baselines of one line may differ.
const SAME_BASELINE: f32 = 0.22;
/// A gap of this share of the font size parts words where no space glyph does.
const WORD_GAP: f32 = 0.17;
/// A gap of this many font sizes parts lines: the columns of a letterhead.
const COLUMN_GAP: f32 = 2.5;
/// Letters rise and fall by these shares of the font size from the baseline.
const ASCENT: f32 = 0.8;
const DESCENT: f32 = 0.22;

/// The lines of words that the glyphs make. Oblique lines come after the upright ones.
pub fn lines(glyphs: &[&Glyph], fonts: &[Option<Arc<str>>]) -> PageWords {
    let mut by_direction: Vec<(Direction, Vec<&Glyph>)> = Vec::new();
    for &glyph in glyphs {
        let direction = Direction::of(glyph);
        match by_direction.iter_mut().find(|(d, _)| d.is_near(direction)) {
            Some((_, group)) => group.push(glyph),
            None => by_direction.push((direction, vec![glyph])),
        }
    }
    by_direction.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    let lines = by_direction
        .iter()
        .flat_map(|(direction, group)| lines_along(*direction, group, fonts))
        .collect();
    let quarters = by_direction
        .first()
        .map_or(0, |(direction, _)| direction.quarters());
    PageWords { lines, quarters }
}

/// A writing direction: the unit vector that the text runs along.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Direction {
    x: f32,
    y: f32,
}

impl Direction {
    pub(crate) fn of(glyph: &Glyph) -> Self {
        let [x, y] = glyph.advance;
        let level = Self { x: 1.0, y: 0.0 };
        if y == 0.0 && x >= 0.0 {
            return level;
        }
        let length = x.hypot(y);
        if length < 1e-3 {
            return level;
        }
        Self {
            x: x / length,
            y: y / length,
        }
    }

    /// Clockwise quarters that turn it nearest to left to right.
    fn quarters(self) -> u8 {
        match (self.x.abs() >= self.y.abs(), self.x > 0.0, self.y < 0.0) {
            (true, true, _) => 0,
            (true, false, _) => 2,
            (false, _, true) => 1,
            (false, _, false) => 3,
        }
    }

    fn is_near(self, other: Self) -> bool {
        self.x * other.x + self.y * other.y > 0.999
    }

    /// A point as (along the direction, down from it).
    fn turn(self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x * self.x + y * self.y, y * self.x - x * self.y]
    }

    fn turn_back(self, [along, down]: [f32; 2]) -> [f32; 2] {
        [
            along * self.x - down * self.y,
            along * self.y + down * self.x,
        ]
    }

    /// The upright box around a box along the direction.
    fn upright(self, [x0, y0, x1, y1]: [f32; 4]) -> BBox {
        let corners = [[x0, y0], [x1, y0], [x0, y1], [x1, y1]].map(|p| self.turn_back(p));
        let fold = |axis: usize, f: fn(f32, f32) -> f32| {
            corners
                .iter()
                .map(|p| p[axis])
                .reduce(f)
                .unwrap_or_default()
        };
        BBox([
            fold(0, f32::min),
            fold(1, f32::min),
            fold(0, f32::max),
            fold(1, f32::max),
        ])
    }
}

/// A glyph placed along its direction.
struct Placed<'g> {
    glyph: &'g Glyph,
    start: f32,
    end: f32,
    baseline: f32,
    /// Combining marks that belong to it.
    marks: Vec<&'g Glyph>,
}

fn lines_along(
    direction: Direction,
    glyphs: &[&Glyph],
    fonts: &[Option<Arc<str>>],
) -> Vec<WordLine> {
    let mut placed: Vec<Placed<'_>> = Vec::with_capacity(glyphs.len());
    for &glyph in glyphs {
        // Marks follow their letter in stream order; their own place on the page is the font's.
        if glyph.text.is_combining()
            && let Some(base) = placed.last_mut()
        {
            base.marks.push(glyph);
            continue;
        }
        let [start, baseline] = direction.turn(glyph.origin);
        let end = direction.turn([
            glyph.origin[0] + glyph.advance[0],
            glyph.origin[1] + glyph.advance[1],
        ])[0];
        placed.push(Placed {
            glyph,
            start,
            end: end.max(start),
            baseline,
            marks: Vec::new(),
        });
    }
    placed.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines = Vec::new();
    let mut rest = placed.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut line = vec![first];
        while let Some(next) = rest.next_if(|next| {
            let last = line.last().unwrap_or(next);
            (next.baseline - last.baseline).abs()
                < SAME_BASELINE * next.glyph.size.max(last.glyph.size)
        }) {
            line.push(next);
        }
        line.sort_by(|a, b| a.start.total_cmp(&b.start));
        lines.extend(words_of(direction, line, fonts));
    }
    lines
}

/// The words of one baseline, as one line or, where columns stand side by side, several.
fn words_of(
    direction: Direction,
    line: Vec<Placed<'_>>,
    fonts: &[Option<Arc<str>>],
) -> Vec<WordLine> {
    let mut lines = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut word: Option<([f32; 4], Word)> = None;
    let mut last: Option<(f32, f32, &Glyph)> = None;
    let mut spaced = false;
    for placed in &line {
        let glyph = placed.glyph;
        if glyph.text.is_space() {
            spaced = true;
            continue;
        }
        if let Some((start, end, before)) = last {
            // Bold print imitated by drawing a letter twice.
            if (placed.start - start).abs() < 0.1 * glyph.size
                && same_text(&before.text, &glyph.text)
            {
                continue;
            }
            let gap = placed.start - end;
            let size = glyph.size.max(before.size);
            if spaced || gap > WORD_GAP * size {
                close(direction, &mut word, &mut words);
            }
            if gap > COLUMN_GAP * size {
                close_line(&mut words, &mut lines);
            }
        }
        let top = placed.baseline - ASCENT * glyph.size;
        let bottom = placed.baseline + DESCENT * glyph.size;
        let (bbox, current) = word.get_or_insert_with(|| {
            let new = Word {
                font: fonts
                    .get(usize::from(glyph.font))
                    .and_then(|name| name.as_deref().map(str::to_owned)),
                ..Word::default()
            };
            ([placed.start, top, placed.end, bottom], new)
        });
        *bbox = [
            bbox[0].min(placed.start),
            bbox[1].min(top),
            bbox[2].max(placed.end),
            bbox[3].max(bottom),
        ];
        glyph.text.push_to(&mut current.text);
        for mark in &placed.marks {
            mark.text.push_to(&mut current.text);
        }
        spaced = false;
        last = Some((placed.start, placed.end, glyph));
    }
    close(direction, &mut word, &mut words);
    close_line(&mut words, &mut lines);
    lines
}

fn same_text(a: &GlyphText, b: &GlyphText) -> bool {
    match (a, b) {
        (GlyphText::Char(a), GlyphText::Char(b)) => a == b,
        (GlyphText::Many(a), GlyphText::Many(b)) => a == b,
        _ => false,
    }
}

fn close(direction: Direction, word: &mut Option<([f32; 4], Word)>, words: &mut Vec<Word>) {
    if let Some((bbox, mut word)) = word.take() {
        word.bbox = direction.upright(bbox);
        words.push(word);
    }
}

fn close_line(words: &mut Vec<Word>, lines: &mut Vec<WordLine>) {
    if let Some(bbox) = words.iter().map(|w| w.bbox).reduce(BBox::union) {
        lines.push(WordLine {
            words: std::mem::take(words),
            bbox,
        });
    }
}
