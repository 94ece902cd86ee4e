//! Boxes and labels on the picture of a page.

use super::glyphs;
use super::{block_label, colour};
use crate::output::record::PageRecord;
use crate::span::BBox;
use image::{DynamicImage, GenericImage, Rgb, RgbImage, imageops};

/// Pixels per inch of the pictures.
const DPI: f32 = 110.0;
/// Pixels of a glyph's dot.
const DOT: u32 = 2;
/// Height of the band above the page that says what it is.
const BAND: u32 = 9 * DOT + 8;
/// Width of the strips beside the page, where labels have room that print leaves free.
const STRIP: u32 = 90;
/// Share of the page's width from which on a block's middle is that of a right column.
const RIGHT: f32 = 0.55;
/// Words less sure than this are underlined.
pub(super) const DOUBTFUL: f32 = 0.8;

const PAPER: Rgb<u8> = Rgb([255, 255, 255]);
const INK: Rgb<u8> = Rgb([40, 40, 40]);
const DOUBT: Rgb<u8> = Rgb([220, 0, 0]);

/// The page with its blocks boxed, numbered and named, and its doubtful words underlined, below a
/// band that says where its text is from. `lines` of the record are needed for the words.
pub fn boxed(image: &DynamicImage, page: &PageRecord) -> RgbImage {
    let mut picture = below_band(image, page, &super::page_label(page), STRIP);
    let scale = DPI / 72.0;
    let words = page.lines.iter().flatten().flat_map(|line| &line.words);
    for word in words.filter(|w| w.confidence.is_some_and(|c| c < DOUBTFUL)) {
        let BBox([x0, _, x1, y1]) = word.bbox;
        let below = BBox([x0, y1, x1, y1 + 1.5]);
        fill(&mut picture, pixels(below, scale), DOUBT);
    }
    for (at, block) in page.blocks.iter().enumerate() {
        let colour = Rgb(colour(block.kind));
        let [x0, y0, x1, y1] = pixels(block.bbox, scale);
        let [x0, y0, x1, y1] = [x0.saturating_sub(3), y0.saturating_sub(3), x1 + 3, y1 + 3];
        for edge in [
            [x0, y0, x1, y0 + 2],
            [x0, y1 - 2, x1, y1],
            [x0, y0, x0 + 2, y1],
            [x1 - 2, y0, x1, y1],
        ] {
            fill(&mut picture, edge, colour);
        }
        // Beside the block, away from the other column.
        let label = block_label(at, block.kind, page);
        let middle = (block.bbox.0[0] + block.bbox.0[2]) / 2.0;
        let left = match middle > RIGHT * page.width {
            true => x1 + 4,
            false => x0.saturating_sub(width(&label) + 6),
        };
        write(&mut picture, [left, y0], &label, colour, PAPER);
    }
    picture
}

/// The cleaned page below a band that names the steps.
pub fn cleaned(image: &DynamicImage, page: &PageRecord, steps: &str) -> RgbImage {
    below_band(
        image,
        page,
        &format!("page {} cleaned: {steps}", page.index),
        0,
    )
}

fn below_band(image: &DynamicImage, page: &PageRecord, label: &str, strip: u32) -> RgbImage {
    let side = |points: f32| ((points * DPI / 72.0).round() as u32).max(1);
    // A page that was turned keeps its own proportions.
    let upright = (image.width() > image.height()) == (page.width > page.height);
    let (width, height) = match upright {
        true => (side(page.width), side(page.height)),
        false => (side(page.height), side(page.width)),
    };
    let small = imageops::thumbnail(&image.to_rgb8(), width, height);
    let mut picture = RgbImage::from_pixel(width + 2 * strip, height + BAND, PAPER);
    fill(&mut picture, [0, 0, width + 2 * strip, BAND], INK);
    // The picture has room for it by construction.
    let _ = picture.copy_from(&small, strip, BAND);
    write(&mut picture, [6, 6], label, PAPER, INK);
    picture
}

/// The pixels of a box given in points, below the band and between the strips.
fn pixels(bbox: BBox, scale: f32) -> [u32; 4] {
    let [x0, y0, x1, y1] = bbox
        .0
        .map(|points| (points.max(0.0) * scale).round() as u32);
    let right = x1.max(x0 + 2);
    [x0 + STRIP, y0 + BAND, right + STRIP, y1.max(y0 + 2) + BAND]
}

fn fill(picture: &mut RgbImage, [x0, y0, x1, y1]: [u32; 4], colour: Rgb<u8>) {
    for y in y0..y1.min(picture.height()) {
        for x in x0..x1.min(picture.width()) {
            picture.put_pixel(x, y, colour);
        }
    }
}

/// Pixels that a label takes.
fn width(label: &str) -> u32 {
    label.chars().count() as u32 * (glyphs::SIZE.0 + 1) * DOT
}

/// Writes a label with its top left at `at`, on a ground of its own.
fn write(picture: &mut RgbImage, [x, y]: [u32; 2], label: &str, ink: Rgb<u8>, ground: Rgb<u8>) {
    let height = glyphs::SIZE.1 * DOT;
    fill(
        picture,
        [x, y, x + width(label) + DOT, y + height + 2 * DOT],
        ground,
    );
    for (at, c) in label.chars().enumerate() {
        let left = x + DOT + at as u32 * (glyphs::SIZE.0 + 1) * DOT;
        for (row, bits) in glyphs::rows(c).into_iter().enumerate() {
            let top = y + DOT + row as u32 * DOT;
            for column in 0..glyphs::SIZE.0 {
                if bits >> (glyphs::SIZE.0 - 1 - column) & 1 == 1 {
                    let left = left + column * DOT;
                    fill(picture, [left, top, left + DOT, top + DOT], ink);
                }
            }
        }
    }
}
