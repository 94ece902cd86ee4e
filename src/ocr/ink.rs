//! The ink of a small part of a page, by its connected blots.

use image::{DynamicImage, GrayImage, ImageBuffer, Luma};
use imageproc::region_labelling::{Connectivity, connected_components};
use std::ops::Range;

/// Ink that hangs together, in pixels of its part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blot {
    /// Its name in [`Ink::labels`].
    pub(super) label: u32,
    /// Columns.
    pub(super) x: Range<u32>,
    /// Rows.
    pub(super) y: Range<u32>,
}

impl Blot {
    pub(super) fn width(&self) -> u32 {
        self.x.end - self.x.start
    }

    pub(super) fn height(&self) -> u32 {
        self.y.end - self.y.start
    }
}

/// A part of a page, black on white.
pub(super) struct Ink {
    /// For each pixel the blot that it belongs to; 0 is paper.
    pub(super) labels: ImageBuffer<Luma<u32>, Vec<u32>>,
    /// From left to right.
    pub(super) blots: Vec<Blot>,
}

impl Ink {
    /// What is darker than the middle between the darkest and the lightest pixel.
    pub(super) fn of(part: &DynamicImage) -> Self {
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
    pub(super) fn where_black(width: u32, height: u32, is_ink: impl Fn(u32, u32) -> bool) -> Self {
        let ink = GrayImage::from_fn(width, height, |x, y| Luma([u8::from(is_ink(x, y))]));
        let labels = connected_components(&ink, Connectivity::Eight, Luma([0]));
        let mut blots: Vec<Blot> = Vec::new();
        for (x, y, label) in labels.enumerate_pixels() {
            let Some(at) = (label[0] as usize).checked_sub(1) else {
                continue;
            };
            while blots.len() <= at {
                let label = blots.len() as u32 + 1;
                blots.push(Blot {
                    label,
                    x: u32::MAX..0,
                    y: u32::MAX..0,
                });
            }
            let blot = &mut blots[at];
            blot.x = blot.x.start.min(x)..blot.x.end.max(x + 1);
            blot.y = blot.y.start.min(y)..blot.y.end.max(y + 1);
        }
        blots.sort_by_key(|blot| (blot.x.start, blot.y.start));
        Self { labels, blots }
    }

    /// The runs of a blot's ink in a row.
    pub(super) fn runs(&self, blot: &Blot, y: u32) -> Vec<Range<u32>> {
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
