//! Files that are broken, or built to hurt: each ends with a clear reason within its limits, and the
//! batch goes on to its good neighbour.

mod files;

use crate::desk::{Desk, LETTER};
use std::fs;

/// Reads the inputs of a desk, with little time for each; every one is listed, those that are not
/// done with a reason, and the good neighbour is done.
fn ingest(desk: &Desk, seconds: &str) -> Vec<serde_json::Value> {
    desk.text("zz-good\nneighbour.txt", LETTER);
    let inputs = fs::read_dir(desk.path("in")).unwrap();
    let count = inputs
        .filter(|e| e.as_ref().unwrap().path().is_file())
        .count();
    let limits = ["--page-seconds", seconds, "--document-seconds", seconds];
    let run = desk.ingest(&limits).output().unwrap();
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(7), "{stderr}");
    let index = desk.index();
    assert_eq!(index.len(), count, "every input is listed");
    for line in &index {
        let state = line["state"].as_str().unwrap();
        assert!(
            state == "done" || line["reason"].as_str().is_some_and(|r| r.len() > 5),
            "{line}"
        );
        assert_ne!(state, "queued", "{line}");
        println!("{} {state} {}", line["path"], line["reason"]);
    }
    let good = index.last().unwrap();
    assert_eq!(good["path"], "zz-good%0Aneighbour.txt");
    assert_eq!(good["state"], "done");
    index
}

#[test]
fn hostile_files_end_with_a_reason_and_the_batch_goes_on() {
    let desk = Desk::new();
    for (name, bytes) in files::files() {
        fs::write(desk.path("in").join(name), bytes).unwrap();
    }
    std::os::unix::fs::symlink(desk.path("in"), desk.path("in/loop")).unwrap();
    let index = ingest(&desk, "20");
    for (name, state, reason) in [
        ("bomb-chained.pdf", "failed", "inflates to more"),
        ("bomb-deflated.pdf", "failed", "inflates to more"),
        ("tree-flat.pdf", "failed", "100000 pages, more than"),
        ("huge-page.pdf", "failed", "too large"),
        ("million-objects.pdf", "done", ""),
        ("empty.pdf", "failed", ""),
        ("invalid.txt", "skipped", "not UTF-8"),
        ("nul.bin", "skipped", "not a PDF"),
        ("long-line.txt", "done", ""),
    ] {
        let line = index.iter().find(|line| line["path"] == name).unwrap();
        assert_eq!(line["state"], state, "{line}");
        assert!(
            line["reason"].as_str().unwrap_or("").contains(reason),
            "{line}"
        );
    }
}

#[test]
fn a_line_of_100_megabytes_is_stopped_by_its_limit() {
    let desk = Desk::new();
    desk.text("line.txt", &"việc ".repeat(100_000_000 / "việc ".len()));
    let index = ingest(&desk, "3");
    let reason = index[0]["reason"].as_str().unwrap();
    assert!(reason.contains("stopped after 3 CPU seconds"), "{reason}");
}
