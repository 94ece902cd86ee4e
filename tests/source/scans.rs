//! Pages that are scans: their embedded images, as they are.

use super::pdf::{Page, pdf};
use super::{lines, open};
use image::GrayImage;
use vanban::page::{TextSource, Verdict, blank};

const WIDE: usize = 248;
const HIGH: usize = 351;

/// A 30-dpi A4 picture with no symmetry: a bar at the top left, a block at the lower right.
pub fn picture() -> GrayImage {
    GrayImage::from_fn(WIDE as u32, HIGH as u32, |x, y| {
        let bar = (20..120).contains(&x) && (30..40).contains(&y);
        let block = (180..220).contains(&x) && (250..330).contains(&y);
        image::Luma([if bar || block { 0 } else { 255 }])
    })
}

/// The picture's rows as 1-bit samples, 1 for white.
fn packed(image: &GrayImage) -> Vec<u8> {
    let mut data = Vec::new();
    for row in image.rows() {
        let bits: Vec<bool> = row.map(|p| p[0] > 0).collect();
        data.extend(bits.chunks(8).map(|byte| {
            byte.iter()
                .enumerate()
                .fold(0u8, |all, (i, &bit)| all | u8::from(bit) << (7 - i))
        }));
    }
    data
}

fn keys(image: &GrayImage, more: &str) -> String {
    format!(
        "/Width {} /Height {} /BitsPerComponent 1 {more}",
        image.width(),
        image.height()
    )
}

/// An A4 page that is a scan of the picture, placed by `matrix`.
pub fn scan_page(matrix: &str, page_keys: &str) -> Page {
    let mut page = Page::new(page_keys);
    let picture = picture();
    let keys = keys(&picture, "/ColorSpace /DeviceGray");
    page.image(&keys, &packed(&picture), matrix);
    page
}

fn raster(page: Page) -> (GrayImage, f32) {
    let source = open(pdf(&[page])).unwrap();
    let page = source.page(1).unwrap();
    assert_eq!(page.decision.source, TextSource::Ocr);
    let raster = page.raster().unwrap();
    (raster.image.to_luma8(), raster.dpi)
}

#[test]
fn a_scan_is_taken_pixel_by_pixel_however_it_is_placed() {
    let upright = picture();
    let (found, dpi) = raster(scan_page("595 0 0 842 0 0", ""));
    assert!(found == upright);
    assert!((dpi - 30.0).abs() < 0.1, "{dpi}");
    let turn = |image: &GrayImage| image::imageops::rotate90(image);
    // Turned by the page, by the matrix, mirrored by the matrix.
    let (found, _) = raster(scan_page("595 0 0 842 0 0", "/Rotate 90"));
    assert!(found == turn(&upright));
    let (found, _) = raster(scan_page("595 0 0 842 0 0", "/Rotate 180"));
    assert!(found == image::imageops::rotate180(&upright));
    let (found, _) = raster(scan_page("595 0 0 -842 0 842", ""));
    assert!(found == image::imageops::flip_vertical(&upright));
    let (found, _) = raster(scan_page("-595 0 0 842 595 0", ""));
    assert!(found == image::imageops::flip_horizontal(&upright));
    let landscape = "/MediaBox [0 0 842 595]";
    let (found, _) = raster(scan_page("0 -595 842 0 0 595", landscape));
    assert!(found == turn(&upright));
    let (found, _) = raster(scan_page("0 595 -842 0 842 0", landscape));
    assert!(found == image::imageops::rotate270(&upright));
}

#[test]
fn inverted_and_masked_scans_come_out_black_on_white() {
    let upright = picture();
    let mut inverted = upright.clone();
    image::imageops::invert(&mut inverted);
    let place = "595 0 0 842 0 0";
    let mut page = Page::new("");
    page.image(
        &keys(&upright, "/ColorSpace /DeviceGray /Decode [1 0]"),
        &packed(&inverted),
        place,
    );
    assert!(raster(page).0 == upright);
    let mut page = Page::new("");
    page.raw("0 g");
    page.image(&keys(&upright, "/ImageMask true"), &packed(&upright), place);
    assert!(raster(page).0 == upright);
}

#[test]
fn stripes_are_put_together_and_margins_stay() {
    let upright = picture();
    let mut page = Page::new("");
    let half = HIGH as u32 / 3;
    let mut top = 0;
    for high in [half, half, HIGH as u32 - 2 * half] {
        let stripe = image::imageops::crop_imm(&upright, 0, top, WIDE as u32, high).to_image();
        let scale = 842.0 / HIGH as f32;
        let (height, below) = (high as f32 * scale, 842.0 - (top + high) as f32 * scale);
        page.image(
            &keys(&stripe, "/ColorSpace /DeviceGray"),
            &packed(&stripe),
            &format!("595 0 0 {height} 0 {below}"),
        );
        top += high;
    }
    assert!(raster(page).0 == upright);
    // On a larger sheet the same scan keeps its place.
    let (found, dpi) = raster(scan_page("595 0 0 842 50 30", "/MediaBox [0 0 695 902]"));
    let left = (50.0 * dpi / 72.0).round() as u32;
    let top = (30.0 * dpi / 72.0).round() as u32;
    let inner = image::imageops::crop_imm(&found, left, top, WIDE as u32, HIGH as u32);
    assert!(inner.to_image() == upright);
}

#[test]
fn a_watermark_over_a_scan_is_no_text_layer() {
    let mut page = scan_page("595 0 0 842 0 0", "");
    page.raw("q 0.7 g 0.8 0.6 -0.6 0.8 100 300 cm");
    page.text("www.vi-du.example", 30.0, (0.0, 0.0)).raw("Q");
    let source = open(pdf(&[page])).unwrap();
    let page = source.page(1).unwrap();
    assert_eq!(page.judgement.verdict, Verdict::Partial);
    assert_eq!(page.decision.source, TextSource::Ocr);
    assert!(page.words.lines.is_empty());
    assert_eq!(lines(&page.watermark), ["www.vi-du.example"]);
    assert!(page.raster().unwrap().image.to_luma8() == picture());
}

#[test]
fn a_stamp_over_a_scan_is_partial_and_keeps_its_words() {
    let mut page = scan_page("595 0 0 842 0 0", "");
    page.text("Số: 12/TB-THSM", 11.0, (60.0, 700.0));
    let source = open(pdf(&[page])).unwrap();
    let page = source.page(1).unwrap();
    assert_eq!(page.judgement.verdict, Verdict::Partial);
    assert_eq!(lines(&page.words), ["Số: 12/TB-THSM"]);
}

#[test]
fn invisible_text_over_a_scan_is_judged_by_what_it_says() {
    let page = |text: fn(&str) -> String| {
        let mut page = scan_page("595 0 0 842 0 0", "");
        page.raw("3 Tr");
        for (i, line) in super::NOTICE.iter().enumerate() {
            page.text(&text(line), 10.0, (60.0, 780.0 - 16.0 * i as f32));
        }
        page
    };
    let source = open(pdf(&[page(str::to_owned), page(vanban::syllable::strip)])).unwrap();
    let right = source.page(1).unwrap();
    assert_eq!(
        right.judgement.verdict,
        Verdict::Good,
        "{:?}",
        right.judgement
    );
    let stripped = source.page(2).unwrap();
    assert_eq!(stripped.judgement.verdict, Verdict::Stripped);
    assert_eq!(stripped.decision.source, TextSource::Ocr);
}

#[test]
fn a_blank_sheet_is_told_by_its_ink() {
    let mut page = Page::new("");
    let white = GrayImage::from_pixel(WIDE as u32, HIGH as u32, image::Luma([255]));
    page.image(
        &keys(&white, "/ColorSpace /DeviceGray"),
        &packed(&white),
        "595 0 0 842 0 0",
    );
    let source = open(pdf(&[page])).unwrap();
    let raster = source.page(1).unwrap().raster().unwrap();
    assert!(blank::blank_reason(&raster).is_some());
    let source = open(pdf(&[scan_page("595 0 0 842 0 0", "")])).unwrap();
    let raster = source.page(1).unwrap().raster().unwrap();
    assert!(blank::blank_reason(&raster).is_none());
}
