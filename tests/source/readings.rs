//! A page with two readings: a text layer that has lost its marks, and the scan above it.

use super::pdf::pdf;
use super::scans::scan_page;
use super::{NOTICE, open};
use vanban::document::Warning;
use vanban::ocr::recorded::key;
use vanban::output::{DocumentRecord, IndexLine};
use vanban::page::TextSource;
use vanban::pipeline::{Cleaning, Identity, Opened, Settings, Worker};
use vanban::source::OpenOptions;
use vanban::syllable::strip;

/// The document whose scan is read as `recorded`, over a layer of [`NOTICE`] without marks.
fn read(recorded: &str) -> DocumentRecord {
    let mut page = scan_page("595 0 0 842 0 0", "");
    page.raw("3 Tr");
    for (i, line) in NOTICE.iter().enumerate() {
        page.text(&strip(line), 10.0, (60.0, 780.0 - 16.0 * i as f32));
    }
    let bytes = pdf(&[page]);
    let raster = open(bytes.clone()).unwrap().page(1).unwrap().raster();
    let folder = tempfile::tempdir().unwrap();
    let recording = folder.path().join(format!("{}.txt", key(&raster.unwrap())));
    std::fs::write(recording, recorded).unwrap();
    let settings = Settings {
        clean: Cleaning::Never,
        recorded_ocr: Some(folder.path().to_owned()),
        ..Settings::default()
    };
    let identity = Identity::new(&settings, None).unwrap();
    let opened = Opened::from_bytes("scan.pdf", bytes, &OpenOptions::default()).unwrap();
    let report = Worker::new(&settings, &identity, None).ingest(&opened);
    report.unwrap().documents.remove(0)
}

#[test]
fn the_better_of_two_readings_is_kept_and_both_are_weighed() {
    let right = read(&NOTICE.join("\n"));
    let page = &right.pages[0];
    assert_eq!(page.text_source, Some(TextSource::Ocr), "{page:?}");
    let weighed = page.comparison.unwrap();
    assert!(!weighed.is_for_text_layer(), "{weighed:?}");

    let garbled = NOTICE.map(|line| line.replace(['o', 'a', 'i', 'u'], "x"));
    let kept = read(&garbled.join("\n"));
    let page = &kept.pages[0];
    assert_eq!(page.text_source, Some(TextSource::TextLayer), "{page:?}");
    let weighed = page.comparison.unwrap();
    assert!(weighed.is_for_text_layer(), "{weighed:?}");
    assert!(
        page.text.contains("lịch trực của tổ bảo vệ"),
        "{}",
        page.text
    );
}

/// What no field says is asked for as well: a body line may lack words.
#[test]
fn hidden_words_ask_for_a_look() {
    let mut record = read(&NOTICE.join("\n"));
    let reason = "a stamp hides words".to_owned();
    assert!(!IndexLine::of(&record).review_reasons.contains(&reason));
    let warning = Warning::new("words_hidden", "a stamp hides words beside this one");
    record.document.warnings.push(warning);
    let line = IndexLine::of(&record);
    assert!(line.needs_review && line.review_reasons.contains(&reason));
}
