//! Every reader of bytes from outside, as a function that must come back from any bytes: it may
//! refuse them, but not panic, hang or break a promise. Fuzzed by `fuzz_targets/`, and replayed over
//! `corpus/` by the ordinary tests.

use serde_json::Value;
use vanban::batch::ledger::{Journal, Ledger};
use vanban::batch::store::Store;
use vanban::legacy::{Encoding, convert_bytes, convert_text, detect, repair_unicode};
use vanban::lm::{LanguageModel, Model};
use vanban::restore::unit::{Unit, Wanted, restore_unit};
use vanban::restore::{Options, Profile, Restored, Restorer};
use vanban::source::{Limits, OpenOptions, Source};

/// A reader behind its name: that of its target and of its folder in `corpus/`.
pub type Reader = (&'static str, fn(&[u8]));

/// All of them.
pub const READERS: [Reader; 9] = [
    ("pdf", pdf),
    ("image", image),
    ("text", text),
    ("legacy", legacy),
    ("restore", restore),
    ("parse", parse),
    ("model", model),
    ("ledger", ledger),
    ("outputs", outputs),
];

/// Small enough that a run is soon over, so that many runs are made.
fn limits() -> OpenOptions {
    OpenOptions {
        limits: Limits {
            file_bytes: 1 << 20,
            pages: 100,
            pixels: 1 << 20,
            rendered_pixels: 1 << 16,
            inflated_bytes: 4 << 20,
            operations: 20_000,
        },
        ..OpenOptions::default()
    }
}

/// Opens a file, and reads text and pixels of its first pages.
fn open(bytes: &[u8]) {
    let Ok(source) = Source::from_bytes(bytes.to_vec(), "fuzz", &limits()) else {
        return;
    };
    let mut reader = source.reader();
    for index in 1..=source.page_count().min(3) {
        if let Ok(page) = reader.page(index) {
            let _ = page.raster();
        }
    }
}

/// PDF triage: bytes that are no PDF are another target's.
pub fn pdf(bytes: &[u8]) {
    if bytes.windows(4).take(1024).any(|head| head == b"%PDF") {
        open(bytes);
    }
}

/// Image triage: PNG, JPEG and TIFF.
pub fn image(bytes: &[u8]) {
    if !bytes.starts_with(b"%PDF") {
        open(bytes);
    }
}

/// Text decoding: the pages lie in the text, in order.
pub fn text(bytes: &[u8]) {
    let Ok(source) = Source::from_bytes(bytes.to_vec(), "fuzz", &limits()) else {
        return;
    };
    let Some(text) = source.text() else { return };
    let mut rest = text;
    for index in 1..=source.page_count() {
        let page = source.page(index).expect("a page of a text opens");
        let own = page.file_text().expect("it has a text");
        let at = rest.find(own).expect("it stands in the whole text");
        rest = &rest[at + own.len()..];
    }
}

/// Legacy encodings, from bytes and from text; text in Unicode is repaired once and for all.
pub fn legacy(bytes: &[u8]) {
    let _ = convert_bytes(bytes, None);
    let text = String::from_utf8_lossy(bytes);
    let _ = detect(&text, None);
    for encoding in [None].into_iter().chain(Encoding::DETECTED.map(Some)) {
        let _ = convert_text(&text, encoding);
        let _ = convert_bytes(bytes, encoding);
    }
    let once = repair_unicode(&text);
    assert_eq!(repair_unicode(&once), once);
}

/// The restorer: as many lines out as in.
pub fn restore(bytes: &[u8]) {
    let restorer = Restorer::builtin(Profile::Fast).expect("what ships is whole");
    let unit = Unit {
        bytes: bytes.iter().copied().take(1 << 12).collect(),
        document: 1,
        line: 1,
        column: 0,
    };
    let output = restore_unit(
        &mut restorer.worker(),
        &unit,
        "fuzz",
        &Options::default(),
        Wanted::default(),
    );
    let lines = |bytes: &[u8]| bytes.iter().filter(|&&b| b == b'\n').count();
    assert_eq!(lines(&output.bytes), lines(&unit.bytes));
}

/// The document grammar: every span points at its raw text.
pub fn parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let restored = Restored::unchanged(text.as_ref());
    let _ = vanban::document::split(&restored);
    let document = vanban::document::parse(&restored);
    let original: Vec<char> = text.chars().collect();
    let value = serde_json::to_value(&document).expect("a document serialises");
    check_spans(&value, &original);
}

fn check_spans(value: &Value, original: &[char]) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_spans(item, original)),
        Value::Object(members) => {
            let place = |name: &str| Some(members.get(name)?.as_u64()? as usize);
            if let (Some(start), Some(end)) = (place("start"), place("end")) {
                assert!(start <= end && end <= original.len(), "{start}..{end}");
                if let Some(raw) = members.get("raw").and_then(Value::as_str) {
                    let there: String = original[start..end].iter().collect();
                    assert_eq!(there, raw, "{start}..{end}");
                }
            }
            members
                .values()
                .for_each(|member| check_spans(member, original));
        }
        _ => {}
    }
}

/// Language models. The checksum is put right, so that what lies behind it is met too.
pub fn model(bytes: &[u8]) {
    let mut bytes = bytes.to_vec();
    if bytes.len() > 16 {
        let checksum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    }
    let Ok(model) = Model::from_bytes(bytes) else {
        return;
    };
    let mut state = model.start();
    let tokens = model.vocabulary().len().min(8) as u16;
    for token in (0..tokens).map(vanban::lm::TokenId) {
        state = model.advance(&state, token).state;
    }
}

/// A ledger that someone else left.
pub fn ledger(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.sqlite");
    std::fs::write(&path, bytes).expect("a file");
    let Ok(ledger) = Ledger::open(&path, Journal::Rollback) else {
        return;
    };
    let _ = ledger.counts();
    let _ = ledger.each(|_| Ok(()));
    let _ = ledger.return_running();
}

/// Outputs that a lost ledger is rebuilt from.
pub fn outputs(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt.json"), bytes).expect("a file");
    let store = Store::open(folder.path(), None, Journal::Rollback).expect("an output folder");
    store.write_index().expect("an index");
    store.verify().expect("an account");
}
