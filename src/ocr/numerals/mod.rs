//! Numbers whose strokes can be counted on the page: Roman numerals, and the points within `1.2.`.
//!
//! An engine that reads a line as one sequence takes strokes that repeat for fewer (`III` → `II`, the
//! surer the longer the line), a stroke and its full stop for a letter (`II.` → `IL`), two strokes for
//! one letter (`II` → `H`), and passes over a point between digits (`1.2.` → `12.`). The context
//! decides none of these. Their ink does: a numeral is made of upright and crossing strokes alone, all
//! of one height, with the same feet above and below.
//!
//! Nothing is said where a stroke is any other, and digits are never changed.

mod print;
mod shape;

use crate::page::{PageWords, Raster, SecondReading, Word};
use print::Print;

/// Letters that strokes of a numeral are taken for.
const TAKEN_FOR: &str = "IVXLJHTUl1|!]";
/// One of them at least must be there: the others alone are digits, rules of a table or common initials.
const TELLING: &str = "IVXLJH";
/// The longest numeral below forty has seven letters (`XXXVIII`).
const LONGEST: usize = 7;
/// What a counted numeral is read with.
const CONFIDENCE: f32 = 0.95;

/// Counts the strokes of each Roman numeral and the points of each number that opens a line; in how many
/// lines it changed how many words. Costs one look at the ink of such a word.
pub fn count(raster: &Raster, page: &mut PageWords) -> SecondReading {
    let mut found = SecondReading::default();
    for line in &mut page.lines {
        let is_read = |word: &Word| word.text.contains(char::is_alphanumeric);
        let first = line.words.iter().position(is_read);
        let mut changed = 0;
        for (at, word) in line.words.iter_mut().enumerate() {
            let counted = if let Some(letters) = roman_like(&word.text) {
                counted_roman(raster, word, letters)
            } else if Some(at) == first && is_number(&word.text) {
                counted_points(raster, word)
            } else {
                None
            };
            if let Some(text) = counted {
                word.text = text;
                word.confidence = word.confidence.map(|_| CONFIDENCE);
                changed += 1;
            }
        }
        found.lines += u32::from(changed > 0);
        found.changed += changed;
    }
    found
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

/// The word with the numeral that its strokes make; `None` where they make none, or what was read.
fn counted_roman(raster: &Raster, word: &Word, letters: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::WordLine;
    use crate::span::BBox;
    use image::{DynamicImage, GrayImage, Luma};
    use std::ops::Range;

    /// Height of the drawn letters, in pixels: 10 points at 300 dpi, capitals.
    const HEIGHT: i32 = 28;

    /// A page on which signs are drawn with feet, as print has them.
    struct Drawn {
        image: GrayImage,
        x: i32,
    }

    impl Drawn {
        fn dot(&mut self, x: i32, y: i32) {
            self.image
                .put_pixel((self.x + x) as u32, (40 + y) as u32, Luma([0]));
        }

        fn block(&mut self, x: Range<i32>, y: Range<i32>) {
            for (x, y) in x.flat_map(|x| y.clone().map(move |y| (x, y))) {
                self.dot(x, y);
            }
        }

        /// A stroke four pixels thick from the top to the bottom.
        fn stroke(&mut self, from: i32, to: i32) {
            for y in 0..HEIGHT {
                let x = from + (to - from) * y / (HEIGHT - 1);
                self.block(x..x + 4, y..y + 1);
            }
        }

        /// Feet under or over a stroke.
        fn feet(&mut self, x: i32, top: bool) {
            let y = if top { 0 } else { HEIGHT - 2 };
            self.block(x - 3..x + 7, y..y + 2);
        }

        fn sign(&mut self, sign: char) {
            let width = match sign {
                'I' | '1' => {
                    self.stroke(3, 3);
                    self.feet(3, false);
                    match sign {
                        'I' => self.feet(3, true),
                        _ => self.block(0..3, 3..6),
                    }
                    10
                }
                'H' => {
                    for x in [3, 18] {
                        self.stroke(x, x);
                        self.feet(x, true);
                        self.feet(x, false);
                    }
                    self.block(3..22, 12..15);
                    25
                }
                'T' => {
                    self.stroke(10, 10);
                    self.feet(10, false);
                    self.block(0..24, 0..3);
                    24
                }
                'L' => {
                    self.stroke(3, 3);
                    self.feet(3, true);
                    self.block(0..20, 25..28);
                    20
                }
                'V' => {
                    self.stroke(2, 11);
                    self.stroke(20, 11);
                    22
                }
                'X' => {
                    self.stroke(2, 22);
                    self.stroke(22, 2);
                    26
                }
                '8' => {
                    self.stroke(2, 14);
                    self.stroke(14, 2);
                    self.block(2..18, 0..3);
                    self.block(2..18, 25..28);
                    18
                }
                '.' => {
                    self.block(0..4, HEIGHT - 4..HEIGHT);
                    4
                }
                ',' => {
                    self.block(0..4, HEIGHT - 4..HEIGHT + 5);
                    4
                }
                _ => panic!("no drawing of {sign}"),
            };
            self.x += width + 2;
        }
    }

    /// What becomes of a word that was read as `read` where `printed` stands.
    fn counted(printed: &str, read: &str) -> String {
        let mut drawn = Drawn {
            image: GrayImage::from_pixel(400, 120, Luma([255])),
            x: 60,
        };
        printed.chars().for_each(|sign| drawn.sign(sign));
        let scale = 72.0 / 300.0;
        let bbox = BBox([60.0, 40.0, drawn.x as f32, 40.0 + HEIGHT as f32].map(|p| p * scale));
        let words = vec![Word {
            text: read.to_owned(),
            bbox,
            confidence: Some(0.7),
            ..Word::default()
        }];
        let mut page = PageWords {
            lines: vec![WordLine { bbox, words }],
            ..PageWords::default()
        };
        let raster = Raster {
            image: DynamicImage::ImageLuma8(drawn.image),
            dpi: 300.0,
        };
        let changed = count(&raster, &mut page).changed;
        let word = &page.lines[0].words[0];
        assert_eq!(changed == 1, word.text != read, "{read}");
        assert_eq!(word.confidence != Some(0.7), changed == 1, "{read}");
        word.text.clone()
    }

    #[test]
    fn strokes_are_counted() {
        for (printed, read, is) in [
            ("III", "II", "III"),
            ("III.", "JII.", "III."),
            ("II.", "IL", "II."),
            ("II,", "IL", "II,"),
            ("I.", "L", "I."),
            ("II", "H", "II"),
            ("VII", "VU", "VII"),
            ("VIII", "VHI", "VIII"),
            ("IX.", "IX.", "IX."),
            ("XII,", "XI,", "XII,"),
            ("XIV", "XTV", "XIV"),
        ] {
            assert_eq!(counted(printed, read), is, "{printed} read as {read}");
        }
    }

    #[test]
    fn other_signs_are_left_as_they_were_read() {
        for (printed, read) in [
            ("HIV", "HIV"),
            ("HIV", "HTV"),
            ("TT", "TI"),
            ("VT", "VI"),
            ("L", "I"),
            ("LX", "IX"),
            ("8", "X"),
            // Strokes that may be rules.
            ("II", "||"),
            // No number has five strokes.
            ("IIIII", "III"),
            ("1.", "l."),
            ("11", "11"),
        ] {
            assert_eq!(counted(printed, read), read, "{printed} read as {read}");
        }
    }

    #[test]
    fn points_between_digits_are_found_and_digits_are_left_alone() {
        for (printed, read, is) in [
            ("1.1", "11", "1.1"),
            ("1.1.", "11.", "1.1."),
            ("1.1.8.", "1.18.", "1.1.8."),
            ("11.", "11.", "11."),
            ("118", "11", "11"),
        ] {
            assert_eq!(counted(printed, read), is, "{printed} read as {read}");
        }
    }
}
