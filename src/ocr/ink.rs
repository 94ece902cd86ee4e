//! The ink of a small part of a page, by its connected blots.

use image::{DynamicImage, GrayImage, ImageBuffer, Luma};
use imageproc::region_labelling::{Connectivity, connected_components};
use std::collections::BTreeMap;
use std::ops::Range;

/// Ink that hangs together, in pixels of its part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blot {
    /// Its name in [`Ink::labels`].
    pub label: u32,
    /// Columns.
    pub x: Range<u32>,
    /// Rows.
    pub y: Range<u32>,
}

impl Blot {
    pub fn width(&self) -> u32 {
        self.x.end - self.x.start
    }

    pub fn height(&self) -> u32 {
        self.y.end - self.y.start
    }
}

/// A part of a page, black on white.
pub struct Ink {
    /// For each pixel the blot that it belongs to; 0 is paper.
    pub labels: ImageBuffer<Luma<u32>, Vec<u32>>,
    /// From left to right.
    pub blots: Vec<Blot>,
}

impl Ink {
    /// What is darker than the middle between the darkest and the lightest pixel.
    pub fn of(part: &DynamicImage) -> Self {
        let grey = part.to_luma8();
        let (dark, light) = grey
            .as_raw()
            .iter()
            .fold((255, 0), |(dark, light), &p| (p.min(dark), p.max(light)));
        let middle = ((u16::from(dark) + u16::from(light)) / 2) as u8;
        Self::where_black(grey.width(), grey.height(), |x, y| {
            grey.get_pixel(x, y)[0] <= middle
        })
    }

    /// The blots of what `is_ink` holds of.
    pub fn where_black(width: u32, height: u32, is_ink: impl Fn(u32, u32) -> bool) -> Self {
        let ink = GrayImage::from_fn(width, height, |x, y| Luma([u8::from(is_ink(x, y))]));
        let labels = connected_components(&ink, Connectivity::Eight, Luma([0]));
        let mut blots: BTreeMap<u32, Blot> = BTreeMap::new();
        for (x, y, &Luma([label])) in labels.enumerate_pixels().filter(|(.., l)| l[0] > 0) {
            let first = || Blot {
                label,
                x: x..x + 1,
                y: y..y + 1,
            };
            let blot = blots.entry(label).or_insert_with(first);
            blot.x = blot.x.start.min(x)..blot.x.end.max(x + 1);
            blot.y = blot.y.start.min(y)..blot.y.end.max(y + 1);
        }
        let mut blots: Vec<Blot> = blots.into_values().collect();
        blots.sort_by_key(|blot| (blot.x.start, blot.y.start));
        Self { labels, blots }
    }

    /// The runs of a blot's ink in a row.
    pub fn runs(&self, blot: &Blot, y: u32) -> Vec<Range<u32>> {
        let mut runs: Vec<Range<u32>> = Vec::new();
        for x in blot.x.clone() {
            if self.labels.get_pixel(x, y)[0] != blot.label {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.end == x => run.end = x + 1,
                _ => runs.push(x..x + 1),
            }
        }
        runs
    }
}
