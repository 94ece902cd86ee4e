//! A batch over several machines, as the example for Ray does it: really run, where Ray is installed.

use crate::desk::{Desk, LETTER, outputs};
use std::process::Command;

/// The Python that has Ray, if there is one.
fn python_with_ray() -> Option<String> {
    let python = std::env::var("VANBAN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let found = Command::new(&python).args(["-c", "import ray"]).output();
    found
        .is_ok_and(|run| run.status.success())
        .then_some(python)
}

#[test]
fn ray_gives_what_one_run_gives_and_failures_are_rows() {
    let Some(python) = python_with_ray() else {
        println!("skipped: no Python with ray");
        return;
    };
    let desk = Desk::new();
    for number in 0..12 {
        desk.text(
            &format!("t/{number}.txt"),
            &format!("{LETTER}{}", number % 10),
        );
    }
    desk.text("broken.pdf", "%PDF-1.7 and no more");
    desk.vanban(&["ingest", "in", "--out", "whole"])
        .assert()
        .code(7);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cluster/ray_shards.py");
    let binary = assert_cmd::cargo::cargo_bin("vanban");
    // Twice: the second time nothing is left to do.
    for _ in 0..2 {
        let run = Command::new(&python)
            .current_dir(desk.folder.path())
            .args([script, "in", "--out", "out", "--shards", "3", "--vanban"])
            .arg(&binary)
            .env("VANBAN_RECORDED_OCR", desk.path("recorded"))
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(7), "{stderr}");
        assert!(outputs(&desk.path("out")) == outputs(&desk.path("whole")));
    }
    let failed = desk
        .index()
        .into_iter()
        .find(|line| line["state"] == "failed")
        .unwrap();
    assert_eq!(failed["path"], "broken.pdf");
    desk.vanban(&["verify", "--out", "out"]).assert().code(0);
}
