//! Page images damaged on purpose, and what cleaning makes of them.

use super::pdf::{Page, pdf};
use super::{NOTICE, open};
use image::{DynamicImage, GrayImage, Luma, Rgb};
use imageproc::geometric_transformations::{Border, Interpolation, rotate_about_center};
use vanban::page::clean::{Step, page_box, prepare};
use vanban::page::{Raster, blank};
use vanban::span::BBox;

/// A page of print at 300 dpi.
fn page() -> GrayImage {
    let mut page = Page::new("");
    for i in 0..36 {
        let line = NOTICE[i % NOTICE.len()];
        // Letters of equal width must not stand in columns, as they never do in print.
        let indent = (i * 37 % 11) as f32;
        page.text(line, 12.0, (60.0 + indent, 780.0 - 19.0 * i as f32));
    }
    let source = open(pdf(&[page])).unwrap();
    source.page(1).unwrap().raster().unwrap().image.to_luma8()
}

fn raster(grey: GrayImage) -> Raster {
    Raster {
        image: DynamicImage::ImageLuma8(grey),
        dpi: 300.0,
    }
}

#[test]
fn a_good_page_keeps_its_pixels() {
    let good = raster(page());
    let (prepared, steps) = prepare(&good);
    assert_eq!(steps, []);
    assert!(prepared.image == good.image);
}

#[test]
fn a_crooked_page_is_made_level_and_boxes_are_led_back() {
    for degrees in [-2.5f32, 1.2] {
        let crooked = rotate_about_center(
            &page(),
            degrees.to_radians(),
            Interpolation::Bilinear,
            Border::Constant(Luma([255])),
        );
        let (_, steps) = prepare(&raster(crooked));
        let [
            Step::Deskew {
                degrees: found,
                centre,
            },
        ] = steps[..]
        else {
            panic!("{steps:?}");
        };
        assert!((found + degrees).abs() < 0.15, "{degrees}: {found}");
        // A box right of the centre stood higher or lower on the crooked page.
        let level = BBox([
            centre[0] + 195.0,
            centre[1] - 5.0,
            centre[0] + 205.0,
            centre[1] + 5.0,
        ]);
        let back = page_box(&steps, level).0;
        let drop = (back[1] + back[3]) / 2.0 - centre[1];
        assert!(
            (drop - 200.0 * degrees.to_radians().sin()).abs() < 1.0,
            "{drop}"
        );
    }
}

#[test]
fn a_turned_page_is_set_upright() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cases/pages/print-150dpi.png"
    );
    let source = open(std::fs::read(file).unwrap()).unwrap();
    let upright = source.page(1).unwrap().raster().unwrap();
    let grey = upright.image.to_luma8();
    let turns = |image: GrayImage| {
        let (prepared, steps) = prepare(&Raster {
            image: DynamicImage::ImageLuma8(image),
            dpi: upright.dpi,
        });
        let turns = steps.iter().filter_map(|step| match step {
            Step::Turn { quarters, .. } => Some(*quarters),
            _ => None,
        });
        (turns.collect::<Vec<_>>(), prepared.image)
    };
    let (none, expected) = turns(grey.clone());
    assert!(none.is_empty(), "{none:?}");
    for (quarters, image) in [
        (1, image::imageops::rotate270(&grey)),
        (2, image::imageops::rotate180(&grey)),
        (3, image::imageops::rotate90(&grey)),
    ] {
        let (found, prepared) = turns(image);
        assert_eq!(found, [quarters]);
        assert!(prepared == expected);
    }
}

#[test]
fn a_red_seal_is_lifted_off_and_red_print_is_not() {
    let print = page();
    let mut sealed = DynamicImage::ImageLuma8(print.clone()).to_rgb8();
    for (x, y, pixel) in sealed.enumerate_pixels_mut() {
        let radius = f32::hypot(x as f32 - 1200.0, y as f32 - 1500.0);
        // A ring of red ink, over the print as ink is: it darkens.
        if (180.0..210.0).contains(&radius) || radius < 60.0 {
            let dark = pixel[0];
            *pixel = Rgb([dark.min(215), dark.min(40), dark.min(60)]);
        }
    }
    let coloured = Raster {
        image: DynamicImage::ImageRgb8(sealed),
        dpi: 300.0,
    };
    let (prepared, steps) = prepare(&coloured);
    assert!(matches!(steps[..], [Step::LiftColour { .. }]), "{steps:?}");
    let grey = prepared.image.to_luma8();
    let dark = |image: &GrayImage| image.pixels().filter(|p| p[0] < 128).count() as f32;
    assert!((dark(&grey) / dark(&print) - 1.0).abs() < 0.02);
    let mut red_line = DynamicImage::ImageLuma8(print.clone()).to_rgb8();
    for (_, y, pixel) in red_line.enumerate_pixels_mut() {
        if (230..275).contains(&y) && pixel[0] < 128 {
            *pixel = Rgb([200, 20, 30]);
        }
    }
    let (prepared, _) = prepare(&Raster {
        image: DynamicImage::ImageRgb8(red_line),
        dpi: 300.0,
    });
    let grey = prepared.image.to_luma8();
    assert!((dark(&grey) / dark(&print) - 1.0).abs() < 0.02);
}

#[test]
fn borders_and_shadows_go_and_the_print_stays() {
    let print = page();
    let mut bordered = print.clone();
    for (x, _, pixel) in bordered.enumerate_pixels_mut() {
        if x < 70 {
            *pixel = Luma([10]);
        }
    }
    let (prepared, steps) = prepare(&raster(bordered));
    assert_eq!(steps, [Step::Borders]);
    assert!(prepared.image.to_luma8() == print);
    let width = print.width() as f32;
    let mut shaded = print.clone();
    for (x, _, pixel) in shaded.enumerate_pixels_mut() {
        *pixel = Luma([(f32::from(pixel[0]) * (1.0 - 0.5 * x as f32 / width)) as u8]);
    }
    let (prepared, steps) = prepare(&raster(shaded));
    assert_eq!(steps, [Step::Level]);
    let dark = |image: &GrayImage| image.pixels().filter(|p| p[0] < 128).count() as f32;
    let ratio = dark(&prepared.image.to_luma8()) / dark(&print);
    assert!((0.85..1.15).contains(&ratio), "{ratio}");
}

#[test]
fn a_faint_page_is_not_blank_and_is_brought_up() {
    let mut faint = page();
    faint.pixels_mut().for_each(|p| p[0] = 200 + p[0] / 6);
    let faint = raster(faint);
    assert_eq!(blank::blank_reason(&faint), None);
    let (prepared, steps) = prepare(&faint);
    assert_eq!(steps, [Step::Level]);
    let darkest = prepared.image.to_luma8().pixels().map(|p| p[0]).min();
    assert!(darkest < Some(40), "{darkest:?}");
}
