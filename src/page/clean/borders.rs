//! Black borders that a scanner leaves where the paper ends.

use image::{GrayImage, Luma};

/// Borders reach at most this share of the page inwards.
const REACH: f32 = 0.06;
/// A row or column is border when this share of it is dark.
const DARK_SHARE: f32 = 0.5;
const DARK: u8 = 110;

/// Whitens the border at each edge; whether there was one.
pub(super) fn whiten(grey: &mut GrayImage) -> bool {
    let (width, height) = grey.dimensions();
    let dark = |x: u32, y: u32| grey.get_pixel(x, y)[0] < DARK;
    let row = |y: u32| share(width, |x| dark(x, y)) > DARK_SHARE;
    let column = |x: u32| share(height, |y| dark(x, y)) > DARK_SHARE;
    let top = depth(height, row);
    let bottom = depth(height, |y| row(height - 1 - y));
    let left = depth(width, column);
    let right = depth(width, |x| column(width - 1 - x));
    if top + bottom + left + right == 0 {
        return false;
    }
    for (x, y, pixel) in grey.enumerate_pixels_mut() {
        if y < top || y >= height - bottom || x < left || x >= width - right {
            *pixel = Luma([255]);
        }
    }
    true
}

fn share(length: u32, dark: impl Fn(u32) -> bool) -> f32 {
    let step = (length / 400).max(1) as usize;
    let sampled = (0..length).step_by(step);
    let total = sampled.len();
    sampled.filter(|&i| dark(i)).count() as f32 / total.max(1) as f32
}

/// How far a border reaches inwards, with two pixels for its soft edge; it starts at the edge.
fn depth(length: u32, is_border: impl Fn(u32) -> bool) -> u32 {
    let reach = (length as f32 * REACH) as u32;
    if !(0..4.min(length)).any(&is_border) {
        return 0;
    }
    (0..reach)
        .rev()
        .find(|&i| is_border(i))
        .map_or(0, |last| last + 3)
}
