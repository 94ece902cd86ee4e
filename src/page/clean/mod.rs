//! Bad page images made readable: each step only where the page's measured quality asks for it.
//!
//! Comes in: a page image. Goes out: the image to read, and the steps that were taken, in order.
//! A page that needs nothing comes back pixel for pixel, with no steps.

mod borders;
mod colour;
mod frame;
mod quality;
mod shading;
mod skew;
mod specks;
mod turn;

pub use quality::Quality;

use super::Raster;
use crate::span::BBox;
use image::DynamicImage;
use image::imageops::FilterType;
use serde::{Deserialize, Serialize};

/// What was done to a page image.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Coloured ink (a seal, a signature) was lifted off.
    LiftColour {
        /// Share of the page that it covered, 0 to 1.
        share: f32,
    },
    /// Black borders were whitened.
    Borders,
    /// The page was turned clockwise by quarters.
    Turn {
        /// Quarters, 1 to 3.
        quarters: u8,
        /// Width and height in points before.
        size: [f32; 2],
    },
    /// Uneven light or faint print was levelled to white paper and black ink.
    Level,
    /// The page was turned to make its lines level.
    Deskew {
        /// Degrees, clockwise positive.
        degrees: f32,
        /// Centre of the turn in points.
        centre: [f32; 2],
    },
    /// Single specks were removed by a median of 3 × 3 pixels.
    Despeckle,
    /// The page was made black and white by a local threshold.
    Binarise,
    /// The ruled frame of an incoming-mail stamp was lifted off.
    Unframe {
        /// The frame on the page as displayed, in points.
        bbox: BBox,
    },
    /// The page was enlarged.
    Enlarge {
        /// Linear factor.
        factor: f32,
    },
}

/// Lines that slant less are read as well as level ones.
const SKEW_TO_CORRECT: f32 = 0.4;
/// Share of dark pixels that stand alone, from which specks hurt.
const SPECKS_TO_REMOVE: f32 = 0.02;
/// From this share on, a local threshold helps as well.
const SPECKS_TO_BINARISE: f32 = 0.06;
/// Specks are removed only where a full stop is larger than one, in pixels per inch.
const DPI_TO_DESPECKLE: f32 = 220.0;
/// Difference in grey levels of the paper across the page from which it is uneven.
const SHADING_TO_LEVEL: f32 = 55.0;
/// Grey levels between ink and paper under which print is faint.
const FAINT: f32 = 90.0;
/// Coarser images are enlarged.
const DPI_TO_ENLARGE: f32 = 160.0;
/// To this resolution.
const ENLARGED_DPI: f32 = 250.0;

/// The image to read, and the steps that led to it: none for a page that is good as it is.
///
/// Boxes found on the prepared image are led back to the page by [`page_box`].
pub fn prepare(raster: &Raster) -> (Raster, Vec<Step>) {
    let mut steps = Vec::new();
    let dpi = raster.dpi;
    let mut grey = match &raster.image {
        DynamicImage::ImageRgb8(rgb) => {
            let (grey, share) = colour::lifted(rgb, dpi);
            if share > 0.0 {
                steps.push(Step::LiftColour { share });
            }
            grey
        }
        other => other.to_luma8(),
    };
    if borders::whiten(&mut grey) {
        steps.push(Step::Borders);
    }
    let before = Quality::of(&grey, dpi);
    if let Some(quarters) = turn::quarters(&grey, dpi) {
        let size = [grey.width(), grey.height()].map(|pixels| pixels as f32 * 72.0 / dpi);
        grey = turn::turned(&grey, quarters);
        steps.push(Step::Turn { quarters, size });
    }
    if before.shading > SHADING_TO_LEVEL || before.contrast < FAINT {
        shading::level(&mut grey, dpi);
        steps.push(Step::Level);
    }
    let specks = before.specks > SPECKS_TO_REMOVE && dpi >= DPI_TO_DESPECKLE;
    if specks {
        grey = specks::median(&grey);
        steps.push(Step::Despeckle);
    }
    let degrees = skew::degrees(&grey, dpi);
    if degrees.abs() >= SKEW_TO_CORRECT {
        let centre = [grey.width(), grey.height()].map(|pixels| pixels as f32 * 36.0 / dpi);
        grey = skew::turned(&grey, -degrees);
        steps.push(Step::Deskew {
            degrees: -degrees,
            centre,
        });
    }
    if let Some(bbox) = frame::lift(&mut grey, dpi) {
        let bbox = page_box(&steps, bbox);
        steps.push(Step::Unframe { bbox });
    }
    if specks && before.specks > SPECKS_TO_BINARISE || quality::is_drowned(&grey) {
        grey = shading::binarised(&grey, dpi);
        steps.push(Step::Binarise);
    }
    let mut prepared_dpi = dpi;
    if dpi < DPI_TO_ENLARGE {
        let factor = ENLARGED_DPI / dpi;
        let size = |pixels: u32| (pixels as f32 * factor).round() as u32;
        let (width, height) = (size(grey.width()), size(grey.height()));
        grey = image::imageops::resize(&grey, width, height, FilterType::CatmullRom);
        prepared_dpi = ENLARGED_DPI;
        steps.push(Step::Enlarge { factor });
    }
    if steps.is_empty() {
        return (raster.clone(), steps);
    }
    let image = DynamicImage::ImageLuma8(grey);
    (
        Raster {
            image,
            dpi: prepared_dpi,
        },
        steps,
    )
}

/// The frames of stamps that were lifted off, on the page as displayed, in points.
pub fn frames(steps: &[Step]) -> Vec<BBox> {
    let frame = |step: &Step| match step {
        Step::Unframe { bbox } => Some(*bbox),
        _ => None,
    };
    steps.iter().filter_map(frame).collect()
}

/// The clockwise quarters by which the page was turned.
pub fn quarters(steps: &[Step]) -> u8 {
    let turn = steps.iter().find_map(|step| match step {
        Step::Turn { quarters, .. } => Some(*quarters),
        _ => None,
    });
    turn.unwrap_or_default()
}

/// The same frames on the prepared image, in points.
pub fn prepared_frames(steps: &[Step]) -> Vec<BBox> {
    let prepared = |frame| prepared_box(steps, frame);
    frames(steps).into_iter().map(prepared).collect()
}

/// A box on the page before the steps as a box on the prepared image: the way back of [`page_box`].
fn prepared_box(steps: &[Step], bbox: BBox) -> BBox {
    steps.iter().fold(bbox, |bbox, step| match *step {
        Step::Turn { quarters, size } => bbox.turned(quarters, size),
        Step::Deskew { degrees, centre } => skew::box_before(bbox, -degrees, centre),
        _ => bbox,
    })
}

/// A box found on the prepared image, in points, as a box on the page before the steps.
pub fn page_box(steps: &[Step], bbox: BBox) -> BBox {
    steps.iter().rev().fold(bbox, |bbox, step| match *step {
        Step::Turn { quarters, size } => turn::box_before(bbox, quarters, size),
        Step::Deskew { degrees, centre } => skew::box_before(bbox, degrees, centre),
        _ => bbox,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_come_back_from_the_prepared_image() {
        let steps = [
            Step::Turn {
                quarters: 1,
                size: [842.0, 595.0],
            },
            Step::Deskew {
                degrees: 1.5,
                centre: [297.5, 421.0],
            },
            Step::Enlarge { factor: 2.0 },
        ];
        let bbox = BBox([500.0, 120.0, 560.0, 300.0]);
        let back = page_box(&steps, prepared_box(&steps, bbox));
        for (a, b) in back.0.iter().zip(bbox.0) {
            assert!((a - b).abs() < 0.1, "{back:?}");
        }
    }
}
