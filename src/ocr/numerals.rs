//! Numbers whose strokes can be counted on the page: Roman numerals, and the points within `1.2.`.
//!
//! An engine that reads a line as one sequence takes strokes that repeat for fewer (`III` → `II`, the
//! surer the longer the line), a stroke and its full stop for a letter (`II.` → `IL`), two strokes for
//! one letter (`II` → `H`), and passes over a point between digits (`1.2.` → `12.`). The context
//! decides none of these. Their ink does: a numeral is made of upright and crossing strokes alone, all
//! of one height, with the same feet above and below.
//!
//! Nothing is said where a stroke is any other, and digits are never changed.

use super::ink::{Blot, Ink};
use crate::lexicon::roman_value;
use crate::page::{PageWords, Raster, Word};
use crate::span::BBox;
use std::ops::Range;

/// Letters that strokes of a numeral are taken for.
const TAKEN_FOR: &str = "IVXLJHTUl1|!]";
/// One of them at least must be there: the others alone are digits or common initials.
const TELLING: &str = "IVXLJH|";
/// The longest numeral below forty has seven letters (`XXXVIII`).
const LONGEST: usize = 7;
/// What a counted numeral is read with.
const CONFIDENCE: f32 = 0.95;
/// Letters of a word stand nearer to each other than this share of their height.
const GAP: f32 = 0.22;
/// Around a word, as a share of its height: what a box cut off, and the feet of letters.
const AROUND: f32 = 0.8;
/// Blots lower than this share of the letters, or that begin so far below their tops, are signs and specks.
const LOW: f32 = 0.4;
/// Tops and bottoms of the letters of a numeral are level to this share of their height.
const LEVEL: f32 = 0.1;
/// Rows between the feet (serifs) of the letters, as shares of their height.
const BETWEEN_FEET: [f32; 2] = [0.2, 0.8];
/// Rows that the feet stand in, from top and bottom.
const FEET: f32 = 0.12;
/// The feet of an upright stroke differ by less than this share of its height.
const EVEN: f32 = 0.1;
/// Two upright strokes of a numeral begin within this share of their height; those of an H do not.
const NEXT: f32 = 0.66;
/// A stroke by itself has feet of at least this length; without, it is any sign.
const FOOT: f32 = 0.04;
/// An upright stroke drifts by less than this from row to row, a crossing one by more.
const UPRIGHT: f32 = 0.13;
/// An upright stroke is thinner than this share of its height.
const THIN: f32 = 0.42;
/// A point is at most so high and wide.
const POINT: f32 = 0.3;

/// Counts the strokes of each Roman numeral and the points of each number that opens a line; how many
/// words it changed. Costs one look at the ink of such a word.
pub fn count(raster: &Raster, page: &mut PageWords) -> u32 {
    let mut changed = 0;
    for line in &mut page.lines {
        let is_read = |word: &Word| word.text.contains(char::is_alphanumeric);
        let first = line.words.iter().position(is_read);
        for at in 0..line.words.len() {
            let word = &line.words[at];
            let counted = if roman_like(&word.text).is_some() {
                counted_roman(raster, word)
            } else if Some(at) == first && is_number(&word.text) {
                counted_points(raster, word)
            } else {
                None
            };
            if let Some(text) = counted.filter(|text| *text != line.words[at].text) {
                let word = &mut line.words[at];
                word.text = text;
                word.confidence = word.confidence.map(|_| CONFIDENCE);
                changed += 1;
            }
        }
    }
    changed
}

/// The letters of a word that may be a numeral, without what opens and closes it.
fn roman_like(text: &str) -> Option<&str> {
    let letters = text.trim_matches(|c: char| "()[.,:;\"“”".contains(c));
    let like = (1..=LONGEST).contains(&letters.chars().count())
        && letters.chars().all(|c| TAKEN_FOR.contains(c))
        && letters.contains(|c: char| TELLING.contains(c));
    like.then_some(letters)
}

/// `11`, `1.22.`: a heading's number, whose digits a point may part.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let all = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    all && (2..=4).contains(&digits) && !text.contains("..") && !text.starts_with('.')
}

/// The word with the numeral that its strokes make; `None` where they make none.
fn counted_roman(raster: &Raster, word: &Word) -> Option<String> {
    let letters = roman_like(&word.text)?;
    let from = word.text.find(letters)?;
    let (before, after) = (&word.text[..from], &word.text[from + letters.len()..]);
    let print = Print::of(raster, word.bbox)?;
    let brackets = |text: &str| text.matches(['(', ')', '[']).count();
    let tall = &print.letters;
    let inner = tall.get(brackets(before)..tall.len().checked_sub(brackets(after))?)?;
    let numeral = print.numeral(inner)?;
    if numeral == letters {
        return None;
    }
    // `IL` was `II.`
    let stop = if after.is_empty() {
        print.sign_behind(inner.last()?)
    } else {
        ""
    };
    Some(format!("{before}{numeral}{after}{stop}"))
}

/// The number with the points that stand between its digits; `None` where none does.
fn counted_points(raster: &Raster, word: &Word) -> Option<String> {
    let print = Print::of(raster, word.bbox)?;
    let digits = word.text.bytes().filter(u8::is_ascii_digit).count();
    if print.letters.len() != digits {
        return None;
    }
    let mut gaps = print.letters.windows(2);
    let mut text = String::new();
    let mut rest = word.text.chars().peekable();
    while let Some(sign) = rest.next() {
        text.push(sign);
        if sign.is_ascii_digit()
            && let Some([left, right]) = gaps.next()
            && rest.peek().is_some_and(char::is_ascii_digit)
            && print.has_point(left.x.end..right.x.start)
        {
            text.push('.');
        }
    }
    (text.len() > word.text.len()).then_some(text)
}

/// The ink of a word.
struct Print {
    ink: Ink,
    /// Blots as high as its letters, from left to right.
    letters: Vec<Blot>,
    /// Rows of its letters.
    rows: Range<u32>,
}

impl Print {
    /// `None` where the word has no letters of one height.
    fn of(raster: &Raster, bbox: BBox) -> Option<Self> {
        let BBox([x0, y0, x1, y1]) = bbox;
        let around = AROUND * (y1 - y0);
        let (part, [left, top]) = raster.crop(BBox([
            x0 - around,
            y0 - around / 2.0,
            x1 + around,
            y1 + around / 2.0,
        ]))?;
        let scale = raster.dpi / 72.0;
        let (from, to) = ((x0 - left) * scale, (x1 - left) * scale);
        let (above, below) = ((y0 - top) * scale, (y1 - top) * scale);
        let ink = Ink::of(&part);
        // Rules of a table and the lines above and below go on beyond the part.
        let whole = |blot: &&Blot| blot.y.start > 0 && blot.y.end < part.height();
        let level = |blot: &&Blot| {
            let middle = (blot.y.start + blot.y.end) as f32 / 2.0;
            (above..below).contains(&middle)
        };
        let near: Vec<&Blot> = ink.blots.iter().filter(whole).filter(level).collect();
        let inside = |blot: &&Blot| {
            let middle = (blot.x.start + blot.x.end) as f32 / 2.0;
            (from..to).contains(&middle)
        };
        let tallest = near
            .iter()
            .copied()
            .filter(inside)
            .max_by_key(|b| b.height())?;
        let height = tallest.height() as f32;
        let rows = tallest.y.clone();
        let tall: Vec<&Blot> = near
            .into_iter()
            .filter(|blot| blot.y.start as f32 <= rows.start as f32 + LOW * height)
            .filter(|blot| blot.height() as f32 >= LOW * height)
            .collect();
        // The word goes on as far as letters stand close to each other.
        let first = tall.iter().position(|blot| inside(blot))?;
        let last = tall.iter().rposition(|blot| inside(blot))?;
        let close =
            |pair: &[&Blot]| pair[1].x.start.saturating_sub(pair[0].x.end) as f32 <= GAP * height;
        let more_before = tall[..=first]
            .windows(2)
            .rev()
            .take_while(|p| close(p))
            .count();
        let more_behind = tall[last..].windows(2).take_while(|p| close(p)).count();
        let letters: Vec<Blot> = tall[first - more_before..=last + more_behind]
            .iter()
            .map(|blot| (*blot).clone())
            .collect();
        Some(Self { ink, letters, rows })
    }

    fn height(&self) -> f32 {
        (self.rows.end - self.rows.start) as f32
    }

    /// The row at a share of the letters' height.
    fn row(&self, share: f32) -> u32 {
        self.rows.start + (share * self.height()) as u32
    }

    /// The numeral that some blots make.
    fn numeral(&self, blots: &[Blot]) -> Option<String> {
        let apart = |a: u32, b: u32| a.abs_diff(b) as f32 > LEVEL * self.height();
        if blots
            .iter()
            .any(|b| apart(b.y.start, self.rows.start) || apart(b.y.end, self.rows.end))
        {
            return None;
        }
        let is_letter = |x: u32, y: u32| {
            let label = self.ink.labels.get_pixel(x, y)[0];
            blots.iter().any(|blot| blot.label == label)
        };
        let rows = self.row(BETWEEN_FEET[0])..self.row(BETWEEN_FEET[1]);
        let strokes = Ink::where_black(self.ink.labels.width(), rows.len() as u32, |x, y| {
            is_letter(x, rows.start + y)
        });
        let reach = rows.len() as u32 * 9 / 10;
        let mut numeral = String::new();
        let mut open: Option<&Blot> = None;
        let mut uprights: Vec<Range<u32>> = Vec::new();
        for stroke in &strokes.blots {
            if stroke.height() < reach {
                return None;
            }
            match (shape(&strokes, stroke)?, open.take()) {
                (Shape::Upright(x), None) => {
                    uprights.push(x);
                    numeral.push('I');
                }
                (Shape::Falling, None) => open = Some(stroke),
                // The legs of a V meet below.
                (Shape::Rising, Some(leg)) if leg.x.end + 2 >= stroke.x.start => numeral.push('V'),
                (Shape::V, None) => numeral.push('V'),
                (Shape::X, None) if self.is_open(stroke, &is_letter) => numeral.push('X'),
                _ => return None,
            }
        }
        let near =
            |pair: &[Range<u32>]| (pair[1].start - pair[0].start) as f32 <= NEXT * self.height();
        let is_numeral = open.is_none()
            && uprights.windows(2).all(near)
            && self.stand_on_even_feet(&strokes, &uprights, &is_letter);
        if !is_numeral {
            return None;
        }
        roman_value(&numeral)
            .is_some_and(|value| value < 40)
            .then_some(numeral)
    }

    /// Whether a sign is open above and below, as an X is and an 8 is not.
    fn is_open(&self, stroke: &Blot, is_letter: &impl Fn(u32, u32) -> bool) -> bool {
        let middle = (stroke.x.start + stroke.x.end) / 2;
        let feet = self.feet_rows();
        feet.into_iter().flatten().all(|y| !is_letter(middle, y))
    }

    /// The rows that feet stand in, above and below.
    fn feet_rows(&self) -> [Range<u32>; 2] {
        let rows = (FEET * self.height()).ceil() as u32;
        [
            self.rows.start..self.rows.start + rows,
            self.rows.end - rows..self.rows.end,
        ]
    }

    /// Whether each upright stroke has the same feet at both sides, above and below, as far as its
    /// neighbours leave room.
    fn stand_on_even_feet(
        &self,
        strokes: &Ink,
        uprights: &[Range<u32>],
        is_letter: &impl Fn(u32, u32) -> bool,
    ) -> bool {
        let ends = self.feet_rows();
        uprights.iter().all(|x| {
            let before = strokes
                .blots
                .iter()
                .map(|b| b.x.end)
                .filter(|end| *end <= x.start);
            let behind = strokes
                .blots
                .iter()
                .map(|b| b.x.start)
                .filter(|start| *start >= x.end);
            let rooms = [
                before.max().map(|end| (x.start - end) / 2),
                behind.min().map(|start| (start - x.end) / 2),
            ];
            let inked = |x: u32, rows: &Range<u32>| rows.clone().any(|y| is_letter(x, y));
            let mut feet: Vec<f32> = Vec::new();
            for rows in &ends {
                let left = (0..x.start).rev().take_while(|x| inked(*x, rows)).count() as u32;
                let right = (x.end..self.ink.labels.width())
                    .take_while(|x| inked(*x, rows))
                    .count() as u32;
                for (foot, room) in [left, right].into_iter().zip(rooms) {
                    if room.is_none_or(|room| foot < room) {
                        feet.push(foot as f32 / self.height());
                    }
                }
            }
            let longest = feet.iter().copied().fold(0.0, f32::max);
            let shortest = feet.iter().copied().fold(f32::INFINITY, f32::min);
            let alone = strokes.blots.len() == 1;
            longest - shortest <= EVEN && !(alone && shortest < FOOT) || feet.is_empty()
        })
    }

    /// A full stop or comma behind a blot.
    fn sign_behind(&self, last: &Blot) -> &'static str {
        let room = last.x.end..last.x.end + (GAP * 1.5 * self.height()) as u32;
        let sign = self
            .ink
            .blots
            .iter()
            .find(|b| self.is_low_sign(b) && room.contains(&b.x.start));
        match sign {
            Some(b) if b.y.end as f32 > self.rows.end as f32 + LEVEL * self.height() => ",",
            Some(_) => ".",
            None => "",
        }
    }

    /// Whether a point stands between two digits.
    fn has_point(&self, gap: Range<u32>) -> bool {
        self.ink.blots.iter().any(|blot| {
            let inside = gap.start <= blot.x.start && blot.x.end <= gap.end;
            let ends = self.rows.end.abs_diff(blot.y.end) as f32;
            inside && self.is_low_sign(blot) && ends <= LEVEL * self.height()
        })
    }

    /// A full stop or comma, and no speck: it stands on the line and is about as thick as a stroke.
    fn is_low_sign(&self, blot: &Blot) -> bool {
        let [width, height] = [blot.width(), blot.height()].map(|p| p as f32 / self.height());
        (0.08..=POINT).contains(&width)
            && (0.08..=1.5 * POINT).contains(&height)
            && blot.y.start >= self.row(1.0 - POINT)
            && blot.y.start < self.rows.end
    }
}

/// What a stroke between the feet is.
enum Shape {
    /// `I`: its columns in the middle.
    Upright(Range<u32>),
    /// `\`, the left leg of a V.
    Falling,
    /// `/`, its right leg.
    Rising,
    /// Both legs, that meet at the bottom.
    V,
    /// Two strokes that cross in the middle.
    X,
}

fn shape(strokes: &Ink, stroke: &Blot) -> Option<Shape> {
    let rows: Vec<Vec<Range<u32>>> = stroke.y.clone().map(|y| strokes.runs(stroke, y)).collect();
    let height = rows.len() as f32;
    let width = |row: &Vec<Range<u32>>| {
        row.last().map_or(0, |r| r.end) - row.first().map_or(0, |r| r.start)
    };
    let parted = |rows: &[Vec<Range<u32>>]| rows.iter().filter(|row| row.len() == 2).count();
    if rows.iter().any(|row| row.len() > 2) {
        return None;
    }
    let quarter = (rows.len() / 4).max(1);
    let (top, bottom) = (&rows[..quarter], &rows[rows.len() - quarter..]);
    if parted(&rows) == 0 {
        let middle = |rows: &[Vec<Range<u32>>]| {
            let sum: u32 = rows.iter().map(|row| row[0].start + row[0].end).sum();
            sum as f32 / (2 * rows.len()) as f32
        };
        let mut widths: Vec<u32> = rows.iter().map(width).collect();
        widths.sort_unstable();
        let usual = widths[widths.len() / 2] as f32;
        let even = *widths.last()? as f32 <= 1.5 * usual + 1.0;
        // The columns of a stroke are those of the band; a leg of a V leans by a third.
        let drift = (middle(bottom) - middle(top)) / (0.75 * height);
        let full = height / (BETWEEN_FEET[1] - BETWEEN_FEET[0]);
        return match drift {
            _ if !even || usual > THIN * full => None,
            d if d.abs() <= UPRIGHT => Some(Shape::Upright(stroke.x.clone())),
            d if d > 0.2 => Some(Shape::Falling),
            d if d < -0.2 => Some(Shape::Rising),
            _ => None,
        };
    }
    let widths =
        |rows: &[Vec<Range<u32>>]| rows.iter().map(width).sum::<u32>() as f32 / rows.len() as f32;
    let (above, below) = (widths(top), widths(bottom));
    let middle = &rows[rows.len() / 2 - quarter / 2..][..quarter];
    if parted(top) == quarter && parted(bottom) == quarter {
        let waist = widths(middle);
        let crosses = parted(middle) == 0 && waist < 0.75 * above.min(below);
        return crosses.then_some(Shape::X);
    }
    let meets = parted(top) == quarter
        && parted(&rows) as f32 >= 0.6 * height
        && rows[rows.len() - 1].len() == 1
        && below < 0.6 * above;
    meets.then_some(Shape::V)
}
