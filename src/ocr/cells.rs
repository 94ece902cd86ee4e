//! Cells of ruled tables that the engine passed over, such as the numbers of rows in a narrow column: read
//! again, a column at a time, without the rules around them.

use super::{Engine, Shape};
use crate::error::Result;
use crate::page::rules::grid::{Grid, Place, grids};
use crate::page::{PageWords, Raster, Rule, SecondReading, Word, WordLine};
use crate::span::BBox;
use image::{DynamicImage, GrayImage, Luma};
use std::collections::BTreeSet;

/// What is left out at the sides of a cell, in points: half of a thick rule and its unevenness.
const INSET: f32 = 3.0;
/// Ink of the smallest sign that is read, in square points.
const INK: f32 = 1.5;
/// Less than this share of the mean grey level is ink.
const DARK: f32 = 0.6;
/// Columns of a page that are read again at most.
const COLUMNS: usize = 12;
/// What is read less surely is no print.
const SURE: f32 = 0.5;

/// Reads the columns again that have cells with ink and without words; in how many cells words were found.
///
/// # Errors
/// Those of the engine.
pub fn read_again(
    engine: &mut dyn Engine,
    raster: &Raster,
    rules: &[Rule],
    page: &mut PageWords,
) -> Result<SecondReading> {
    let mut again = SecondReading::default();
    for grid in grids(rules) {
        let words = page.lines.iter().flat_map(|line| &line.words);
        let read: BTreeSet<Place> = words.filter_map(|word| grid.place(middle(word))).collect();
        if !grid.is_table(&read) {
            continue;
        }
        for column in 0..grid.width() {
            if again.lines as usize == COLUMNS {
                return Ok(again);
            }
            let mut cells = (0..grid.height()).map(|row| grid.cell(Place { row, column }));
            if cells.all(|place| place.column != column || read.contains(&place)) {
                continue;
            }
            let strip = Strip::of(&grid, column, raster);
            let unread: BTreeSet<Place> =
                strip.inked(&grid).filter(|p| !read.contains(p)).collect();
            if unread.is_empty() {
                continue;
            }
            again.lines += 1;
            let found = engine.read_part(&strip.raster, Shape::Block)?;
            for mut word in found.lines.into_iter().flat_map(|line| line.words) {
                word.bbox = strip.page_box(word.bbox);
                let is_print = word.text.contains(char::is_alphanumeric)
                    && word.confidence.is_none_or(|c| c >= SURE);
                if is_print
                    && grid
                        .place(middle(&word))
                        .is_some_and(|p| unread.contains(&p))
                {
                    again.changed += 1;
                    set_in(page, word);
                }
            }
        }
    }
    Ok(again)
}

fn middle(word: &Word) -> [f32; 2] {
    let BBox([x0, y0, x1, y1]) = word.bbox;
    [(x0 + x1) / 2.0, (y0 + y1) / 2.0]
}

/// Puts a word into the printed line that it stands on.
fn set_in(page: &mut PageWords, word: Word) {
    let [_, y] = middle(&word);
    let on_line = |line: &&mut WordLine| (line.bbox.0[1]..line.bbox.0[3]).contains(&y);
    match page.lines.iter_mut().find(on_line) {
        Some(line) => {
            let before = |w: &Word| w.bbox.0[0] < word.bbox.0[0];
            let at = line.words.iter().take_while(|w| before(w)).count();
            line.bbox = line.bbox.union(word.bbox);
            line.words.insert(at, word);
        }
        None => {
            let at = page.lines.iter().position(|line| line.bbox.0[1] > y);
            let bbox = word.bbox;
            let words = vec![word];
            page.lines
                .insert(at.unwrap_or(page.lines.len()), WordLine { words, bbox });
        }
    }
}

/// A column of a table without its rules, set upright.
struct Strip {
    raster: Raster,
    column: usize,
    /// For each row of pixels the pixel of the page at its left end.
    lefts: Vec<i64>,
    /// First row of pixels on the page.
    top: i64,
}

impl Strip {
    fn of(grid: &Grid, column: usize, page: &Raster) -> Self {
        let grey = match page.image.as_luma8() {
            Some(grey) => grey,
            None => &page.image.to_luma8(),
        };
        let pixels = |points: f32| (points * page.dpi / 72.0).round() as i64;
        let field = |row| grid.corners(Place { row, column });
        let last = grid.height() - 1;
        let (head, foot) = (field(0), field(last));
        let (top, bottom) = (
            pixels(head[0][1]),
            pixels(foot[2][1]).max(pixels(head[0][1]) + 1),
        );
        let (left, lean) = (head[0][0], foot[2][0] - head[0][0]);
        let width = pixels(head[1][0] - head[0][0] - 2.0 * INSET).max(1);
        let left = |row: i64| pixels(left + INSET + lean * row as f32 / (bottom - top) as f32);
        let lefts: Vec<i64> = (0..bottom - top).map(left).collect();
        let mut image = GrayImage::from_fn(width as u32, lefts.len() as u32, |x, y| {
            let (x, y) = (lefts[y as usize] + i64::from(x), top + i64::from(y));
            let inside = |v: i64, end: u32| u32::try_from(v).ok().filter(|v| *v < end);
            match inside(x, grey.width()).zip(inside(y, grey.height())) {
                Some((x, y)) => *grey.get_pixel(x, y),
                None => Luma([255]),
            }
        });
        for row in 0..=grid.height() {
            let cell = |row| grid.cell(Place { row, column });
            if row > 0 && row <= last && cell(row - 1) == cell(row) {
                continue;
            }
            let corners = if row <= last {
                [field(row)[0], field(row)[1]]
            } else {
                [foot[2], foot[3]]
            };
            let rule = corners.map(|[_, y]| pixels(y) - top);
            let (from, to) = (
                rule[0].min(rule[1]) - pixels(INSET),
                rule[0].max(rule[1]) + pixels(INSET),
            );
            for y in from.max(0)..to.min(lefts.len() as i64) {
                (0..width as u32).for_each(|x| image.put_pixel(x, y as u32, Luma([255])));
            }
        }
        Self {
            raster: Raster {
                image: DynamicImage::ImageLuma8(image),
                dpi: page.dpi,
            },
            column,
            lefts,
            top,
        }
    }

    /// The cells in this column alone that have ink.
    fn inked(&self, grid: &Grid) -> impl Iterator<Item = Place> {
        let scale = self.raster.dpi / 72.0;
        let grey = self.raster.image.to_luma8();
        let pixels = grey.as_raw();
        let mean = pixels.iter().map(|&p| f32::from(p)).sum::<f32>() / pixels.len().max(1) as f32;
        let dark: Vec<u32> = grey
            .rows()
            .map(|row| row.filter(|p| f32::from(p[0]) < DARK * mean).count() as u32)
            .collect();
        let places = (0..grid.height()).filter_map(move |row| {
            let field = Place {
                row,
                column: self.column,
            };
            let [from, _, to, _] = grid.corners(field);
            let row =
                |[_, y]: [f32; 2]| ((y * scale) as i64 - self.top).clamp(0, dark.len() as i64);
            let (from, to) = (row(from) as usize, row(to) as usize);
            let ink: u32 = dark[from..to.max(from)].iter().sum();
            (ink as f32 >= INK * scale * scale).then(|| grid.cell(field))
        });
        places.filter(|place| place.column == self.column)
    }

    /// A box on the strip, in points, as one on the page.
    fn page_box(&self, BBox([x0, y0, x1, y1]): BBox) -> BBox {
        let points = 72.0 / self.raster.dpi;
        let row = (((y0 + y1) / 2.0 / points) as usize).min(self.lefts.len() - 1);
        let (left, top) = (self.lefts[row] as f32 * points, self.top as f32 * points);
        BBox([x0 + left, y0 + top, x1 + left, y1 + top])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads one word wherever the part has ink, at its middle.
    struct Finder(usize);

    impl Engine for Finder {
        fn read(&mut self, _: &Raster) -> Result<PageWords> {
            Ok(PageWords::default())
        }

        fn read_part(&mut self, part: &Raster, _: Shape) -> Result<PageWords> {
            self.0 += 1;
            let grey = part.image.to_luma8();
            let ink = grey.enumerate_pixels().filter(|(_, _, p)| p[0] < 128);
            let boxes =
                ink.map(|(x, y, _)| [x, y, x + 1, y + 1].map(|v| v as f32 * 72.0 / part.dpi));
            let bbox = boxes.map(BBox).reduce(BBox::union).unwrap();
            let word = Word {
                text: "7".to_owned(),
                bbox,
                confidence: Some(0.9),
                ..Word::default()
            };
            let words = vec![word];
            Ok(PageWords {
                lines: vec![WordLine { words, bbox }],
                ..PageWords::default()
            })
        }

        fn identity(&self) -> String {
            String::new()
        }
    }

    #[test]
    fn a_digit_that_was_passed_over_is_read_in_its_place() {
        // Two columns and two rows at 72 dpi, leaning; a digit in the lower left cell, words in the others.
        let lean = |x: f32, y: f32| [x + 0.02 * y, y];
        let mut rules = Vec::new();
        for at in [100.0, 140.0, 300.0] {
            rules.push(Rule::new(lean(at, 100.0), lean(at, 200.0)));
        }
        for at in [100.0, 150.0, 200.0] {
            rules.push(Rule::new(lean(100.0, at), lean(300.0, at)));
        }
        let mut image = GrayImage::from_pixel(595, 842, Luma([255]));
        for rule in &rules {
            for step in 0..=400 {
                let share = step as f32 / 400.0;
                let at = |axis: usize| rule.from[axis] + share * (rule.to[axis] - rule.from[axis]);
                image.put_pixel(at(0) as u32, at(1) as u32, Luma([0]));
            }
        }
        for (x, y) in (120..124).flat_map(|x| (170..178).map(move |y| (x, y))) {
            image.put_pixel(x, y, Luma([0]));
        }
        let page = Raster {
            image: DynamicImage::ImageLuma8(image),
            dpi: 72.0,
        };
        let line = |words: &[(&str, [f32; 4])]| {
            let word = |&(text, bbox): &(&str, _)| Word {
                text: text.to_owned(),
                bbox: BBox(bbox),
                confidence: Some(0.9),
                ..Word::default()
            };
            let words: Vec<Word> = words.iter().map(word).collect();
            let bbox = words.iter().map(|w| w.bbox).reduce(BBox::union).unwrap();
            WordLine { words, bbox }
        };
        let head = [
            ("TT", [112.0, 118.0, 127.0, 129.0]),
            ("Nơi", [160.0, 118.0, 178.0, 129.0]),
        ];
        let beside = ("xã", [160.0, 168.0, 175.0, 179.0]);
        let mut words = PageWords {
            lines: vec![line(&head), line(&[beside])],
            ..PageWords::default()
        };
        let mut engine = Finder(0);
        let again = read_again(&mut engine, &page, &rules, &mut words).unwrap();
        assert_eq!((engine.0, again.changed), (1, 1));
        assert_eq!(words.running_text(), "TT Nơi\n7 xã");
        let BBox(found) = words.lines[1].words[0].bbox;
        for (found, drawn) in found.iter().zip([120.0, 170.0, 124.0, 178.0]) {
            assert!((found - drawn).abs() < 1.5, "{found} {drawn}");
        }
        // All read: nothing is asked for.
        let again = read_again(&mut engine, &page, &rules, &mut words).unwrap();
        assert_eq!((engine.0, again), (1, SecondReading::default()));
    }
}
