//! Each limit of a run, with a document that goes past it and with the limit off.

use crate::desk::{Desk, LETTER};

/// Reads `desk` with the limit: the document of `name` fails with the reason, its neighbour is done.
fn fails_with(desk: &Desk, limit: &[&str], name: &str, state: &str, reason: &str) {
    desk.text("zz.txt", "văn bản tốt");
    desk.ingest(limit).assert().code(7);
    let index = desk.index();
    let line = index.iter().find(|line| line["path"] == name).unwrap();
    assert_eq!(line["state"], state, "{line}");
    let told = line["reason"].as_str().unwrap();
    assert!(told.contains(reason), "{told}");
    assert_eq!(index.last().unwrap()["state"], "done");
}

/// The same without it: nothing fails.
fn is_read_without(desk: &Desk) {
    desk.ingest(&["--force"]).assert().code(0);
}

#[test]
fn bytes_of_a_file() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    fails_with(
        &desk,
        &["--max-file-bytes", "100"],
        "a.txt",
        "failed",
        "bytes, more than",
    );
    is_read_without(&desk);
}

#[test]
fn pages_of_a_file() {
    let desk = Desk::new();
    desk.text("a.txt", "một\u{c}hai\u{c}ba");
    fails_with(
        &desk,
        &["--max-pages", "2"],
        "a.txt",
        "failed",
        "3 pages, more than",
    );
    is_read_without(&desk);
}

#[test]
fn pixels_of_a_page() {
    let desk = Desk::new();
    desk.page("a.jpg", 1, "trang");
    fails_with(
        &desk,
        &["--max-pixels", "1000"],
        "a.jpg",
        "failed",
        "pixels, more than",
    );
    is_read_without(&desk);
}

#[test]
fn processor_seconds_of_a_page() {
    let desk = Desk::new();
    desk.page("a.jpg", 1, "!spin");
    let limit = ["--page-seconds", "1", "--stall-seconds", "50"];
    fails_with(
        &desk,
        &limit,
        "a.jpg",
        "failed",
        "stopped after 1 CPU seconds",
    );
}

#[test]
fn processor_seconds_of_a_document() {
    let desk = Desk::new();
    desk.text("a.txt", &LETTER.repeat(6000));
    let limit = ["--document-seconds", "0.3"];
    fails_with(
        &desk,
        &limit,
        "a.txt",
        "failed",
        "stopped after 0.3 CPU seconds",
    );
    is_read_without(&desk);
}

#[test]
fn seconds_without_progress() {
    let desk = Desk::new();
    desk.page("a.jpg", 1, "!hang");
    fails_with(
        &desk,
        &["--stall-seconds", "1"],
        "a.jpg",
        "failed",
        "without progress",
    );
}

#[test]
fn seconds_in_all() {
    let desk = Desk::new();
    desk.page("a.jpg", 1, "!hang");
    let limit = ["--total-seconds", "10", "--stall-seconds", "50"];
    fails_with(&desk, &limit, "a.jpg", "failed", "10 s after it was begun");
}

#[test]
fn memory() {
    let desk = Desk::new();
    desk.page("a.jpg", 1, "!allocate");
    let limit = ["--memory", "1024"];
    fails_with(&desk, &limit, "a.jpg", "quarantined", "memory allocation");
}
