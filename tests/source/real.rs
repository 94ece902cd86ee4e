//! The real files that are not in the repository.

use std::path::{Path, PathBuf};
use vanban::page::{TextSource, Verdict};
use vanban::source::{OpenOptions, Source};

fn data(folder: &str) -> Option<Vec<PathBuf>> {
    let Some(root) = std::env::var_os("VANBAN_DATA") else {
        eprintln!("skipped: no VANBAN_DATA");
        return None;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(&root).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    Some(files)
}

fn pages(folder: &str, check: impl Fn(&str, Verdict, TextSource)) {
    for file in data(folder).unwrap_or_default() {
        let source = Source::open(&file, &OpenOptions::default()).unwrap();
        let mut reader = source.reader();
        for index in 1..=source.page_count() {
            let page = reader.page(index).unwrap();
            let name = format!("{}, page {index}: {:?}", file.display(), page.judgement);
            check(&name, page.judgement.verdict, page.decision.source);
        }
    }
}

#[test]
fn scans_are_read_from_their_pixels() {
    for folder in ["scans/with-transcript", "scans/unlabelled"] {
        pages(folder, |name, verdict, source| {
            assert!(
                matches!(verdict, Verdict::Partial | Verdict::Absent),
                "{name}"
            );
            assert_eq!(source, TextSource::Ocr, "{name}");
        });
    }
}

#[test]
fn broken_maps_are_found_on_every_page() {
    pages("scans/broken-text-layer", |name, verdict, source| {
        assert_eq!(verdict, Verdict::BrokenMap, "{name}");
        assert_eq!(source, TextSource::Ocr, "{name}");
    });
}

#[test]
fn legacy_encodings_are_found_and_converted() {
    pages("legacy-encodings", |name, verdict, source| {
        // The last page of one file holds nothing but a line of signs.
        assert!(matches!(verdict, Verdict::Legacy | Verdict::Good), "{name}");
        assert_eq!(source, TextSource::TextLayer, "{name}");
    });
}
