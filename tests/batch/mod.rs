//! Many documents: workers that die, runs that are disturbed, shards, folders that are watched.

mod commands;
pub mod faults;
mod limits;
mod watch;

use crate::desk::{Desk, LETTER, outputs};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;

#[test]
fn worker_processes_give_the_same_bytes_as_none() {
    let desk = Desk::new();
    desk.page("s/1.jpg", 1, LETTER);
    desk.page("s/2.jpg", 2, "trang hai");
    desk.text("a.txt", LETTER);
    for isolation in ["on", "off"] {
        desk.vanban(&[
            "ingest",
            "in",
            "--out",
            isolation,
            "--isolation",
            isolation,
            "-j",
            "2",
        ])
        .assert()
        .code(0);
    }
    assert!(outputs(&desk.path("on")) == outputs(&desk.path("off")));
}

#[test]
fn a_document_that_kills_its_workers_is_quarantined_with_last_words() {
    let desk = Desk::new();
    desk.page("bad.jpg", 1, "!abort");
    desk.page("good.jpg", 2, "trang tốt");
    desk.ingest(&[]).assert().code(7);
    let index = desk.index();
    assert_eq!(index[0]["state"], "quarantined");
    let reason = index[0]["reason"].as_str().unwrap();
    assert!(
        reason.contains("died 2 times") && reason.contains("signal 6"),
        "{reason}"
    );
    assert_eq!(index[1]["state"], "done");
    desk.ingest(&[]).assert().code(7);
    desk.page("bad.jpg", 1, "trang mới");
    desk.vanban(&["retry", "--quarantined", "--out", "out"])
        .assert()
        .code(0);
    assert_eq!(desk.json("bad.jpg.json")["pages"][0]["text"], "trang mới");
}

#[test]
fn a_second_run_on_a_held_folder_is_refused() {
    let desk = Desk::new();
    desk.page("stuck.jpg", 1, "!hang");
    let mut first = desk.spawn(&["ingest", "in", "--out", "out"]);
    assert!(faults::at_work(&mut first));
    let second = desk.ingest(&[]).assert().code(2);
    let stderr = String::from_utf8(second.get_output().stderr.clone()).unwrap();
    assert!(stderr.contains("another run is writing"), "{stderr}");
    let status = desk.vanban(&["status", "--out", "out"]).assert().code(0);
    let stdout = String::from_utf8(status.get_output().stdout.clone()).unwrap();
    assert!(
        stdout.starts_with("running") && stdout.contains(" 1 documents"),
        "{stdout}"
    );
    // The first signal asks for an orderly end, which waits for the page; the second does not.
    let terminate = || kill_process(Pid::from_child(&first), Signal::TERM).unwrap();
    terminate();
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminate();
    assert_eq!(first.wait().unwrap().code(), Some(143));
}

#[test]
fn shards_merge_into_what_one_run_gives() {
    let desk = Desk::new();
    for number in 0..12 {
        desk.text(
            &format!("t/{number}.txt"),
            &format!("{LETTER}{}", number % 10),
        );
    }
    desk.vanban(&["ingest", "in", "--out", "whole"])
        .assert()
        .code(0);
    for part in ["1", "2", "3"] {
        let shard = format!("{part}/3");
        desk.vanban(&["ingest", "in", "--out", part, "--shard", &shard])
            .assert()
            .code(0);
    }
    desk.vanban(&["merge", "1", "2", "3", "--out", "merged"])
        .assert()
        .code(0);
    assert!(outputs(&desk.path("merged")) == outputs(&desk.path("whole")));
    desk.vanban(&["verify", "--out", "merged"]).assert().code(0);
    let metrics = fs::read_to_string(desk.path("whole/.vanban/metrics.prom")).unwrap();
    assert!(
        metrics.contains("vanban_documents{state=\"done\"} 10"),
        "{metrics}"
    );
    assert!(
        metrics.contains("vanban_documents{state=\"duplicate\"} 2"),
        "{metrics}"
    );
}
