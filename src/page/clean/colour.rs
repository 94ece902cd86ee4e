//! Coloured ink lifted off the print: seals over signatures, signatures over names.
//!
//! Red ink is as light as paper in the red channel, black print is dark in all three, so the
//! lightest channel shows the print alone. It is taken only where a patch of colour is as tall as
//! a seal or a signature: a line printed in colour is text and keeps its darkness.

use image::{GrayImage, Luma, RgbImage};

/// Difference between the strongest and the weakest channel from which a pixel is coloured.
const COLOURED: u8 = 55;
/// Patches are found on cells of this fraction of an inch.
const CELLS_PER_INCH: f32 = 12.0;
/// Share of coloured pixels that makes a coloured cell.
const CELL_SHARE: f32 = 0.06;
/// Height and width in cells from which a patch is a seal or a signature: 11 millimetres.
const PATCH: usize = 5;

/// The page in grey without its patches of coloured ink, and the share of it that they covered.
pub(super) fn lifted(rgb: &RgbImage, dpi: f32) -> (GrayImage, f32) {
    let cell = ((dpi / CELLS_PER_INCH) as usize).max(2);
    let cells = Cells::of(rgb, cell);
    let patches = cells.patches();
    let share = patches.iter().filter(|&&p| p).count() as f32 / patches.len().max(1) as f32;
    let mut grey = GrayImage::new(rgb.width(), rgb.height());
    for (x, y, &image::Rgb([r, g, b])) in rgb.enumerate_pixels() {
        let at = (y as usize / cell) * cells.wide + x as usize / cell;
        let level = if patches[at] {
            r.max(g).max(b)
        } else {
            ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8
        };
        grey.put_pixel(x, y, Luma([level]));
    }
    (grey, share)
}

struct Cells {
    wide: usize,
    high: usize,
    coloured: Vec<bool>,
}

impl Cells {
    fn of(rgb: &RgbImage, cell: usize) -> Self {
        let wide = (rgb.width() as usize).div_ceil(cell);
        let high = (rgb.height() as usize).div_ceil(cell);
        let mut counts = vec![0u32; wide * high];
        for (x, y, &image::Rgb([r, g, b])) in rgb.enumerate_pixels() {
            let spread = r.max(g).max(b) - r.min(g).min(b);
            counts[(y as usize / cell) * wide + x as usize / cell] += u32::from(spread > COLOURED);
        }
        let enough = (cell * cell) as f32 * CELL_SHARE;
        Self {
            wide,
            high,
            coloured: counts.iter().map(|&count| count as f32 > enough).collect(),
        }
    }

    /// The cells of patches, with one cell around each for the ink's soft edge.
    fn patches(&self) -> Vec<bool> {
        let mut seen = vec![false; self.coloured.len()];
        let mut patches = vec![false; self.coloured.len()];
        for start in 0..self.coloured.len() {
            if !self.coloured[start] || seen[start] {
                continue;
            }
            seen[start] = true;
            let mut members = vec![start];
            let mut next = 0;
            while let Some(&at) = members.get(next) {
                next += 1;
                for neighbour in self.around(at, 2) {
                    if self.coloured[neighbour] && !seen[neighbour] {
                        seen[neighbour] = true;
                        members.push(neighbour);
                    }
                }
            }
            let extent = |axis: fn(usize, usize) -> usize| {
                let places = members.iter().map(|&at| axis(at, self.wide));
                places.clone().max().unwrap_or(0) - places.min().unwrap_or(0) + 1
            };
            if extent(|at, wide| at % wide) >= PATCH && extent(|at, wide| at / wide) >= PATCH {
                for &at in &members {
                    patches[at] = true;
                    for neighbour in self.around(at, 1) {
                        patches[neighbour] = true;
                    }
                }
            }
        }
        patches
    }

    fn around(&self, at: usize, reach: usize) -> impl Iterator<Item = usize> + use<> {
        let (x, y, wide) = (at % self.wide, at / self.wide, self.wide);
        let columns = x.saturating_sub(reach)..(x + reach + 1).min(self.wide);
        let rows = y.saturating_sub(reach)..(y + reach + 1).min(self.high);
        rows.flat_map(move |y| columns.clone().map(move |x| y * wide + x))
    }
}
