//! PNG, JPEG and TIFF files of one picture, in the forms that scanners write.

use super::open;
use vanban::ErrorKind;
use vanban::page::blank::ink_share;
use vanban::source::{Kind, Source};

fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/pages/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn source(name: &str) -> Source {
    open(file(name)).unwrap()
}

#[test]
fn every_form_shows_the_same_page() {
    let reference = ink_share(
        &source("grey.png")
            .page(1)
            .unwrap()
            .raster()
            .unwrap()
            .image
            .to_luma8(),
    );
    assert!(reference > 0.01);
    for name in [
        "g4-two-pages.tif",
        "packbits-1bit.tif",
        "lzw-grey.tif",
        "jpeg-colour.tif",
        "turned.jpg",
    ] {
        let source = source(name);
        let page = source.page(1).unwrap();
        let raster = page.raster().unwrap();
        assert_eq!(
            (raster.image.width(), raster.image.height()),
            (620, 200),
            "{name}"
        );
        assert!((raster.dpi - 100.0).abs() < 1.0, "{name}: {}", raster.dpi);
        assert!((page.width - 446.4).abs() < 1.0, "{name}: {}", page.width);
        let ink = ink_share(&raster.image.to_luma8());
        assert!(
            (0.6..1.6).contains(&(ink / reference)),
            "{name}: {ink} of {reference}"
        );
    }
}

#[test]
fn each_directory_of_a_tiff_is_a_page() {
    let source = source("g4-two-pages.tif");
    assert_eq!((source.kind(), source.page_count()), (Kind::Tiff, 2));
    let images = [1, 2].map(|i| source.page(i).unwrap().raster().unwrap().image);
    assert!(images[0] != images[1]);
    assert_eq!(source.page(3).err().unwrap().kind(), ErrorKind::Usage);
}

#[test]
fn colour_is_kept() {
    let raster = source("jpeg-colour.tif").page(1).unwrap().raster().unwrap();
    let red = raster
        .image
        .to_rgb8()
        .pixels()
        .filter(|p| p[0] > 150 && p[1] < 100 && p[2] < 100)
        .count();
    assert!(red > 500, "{red}");
}

#[test]
fn images_cut_short_are_malformed() {
    for name in ["grey.png", "turned.jpg", "lzw-grey.tif", "g4-two-pages.tif"] {
        let whole = file(name);
        for part in [1, 3] {
            let cut = whole[..whole.len() * part / 4].to_vec();
            // A JPEG cut in its scan data still shows its upper part to some decoders.
            let failed = open(cut).and_then(|source| source.page(1)?.raster());
            if let Err(error) = failed {
                assert_eq!(error.kind(), ErrorKind::Malformed, "{name}: {error}");
            } else {
                assert_eq!(name, "turned.jpg");
            }
        }
    }
}
