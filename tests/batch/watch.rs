//! A folder that is watched: files half-written, renamed, changed, dropped in numbers.

use crate::desk::{Desk, LETTER, outputs};
use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::io::Write;
use std::process::Child;
use std::time::{Duration, Instant};

/// A watch at work; a test that fails leaves none behind.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Watches `in` with short waits; at work once it can be asked for an orderly end.
fn watch(desk: &Desk) -> Watch {
    let watch = Watch(desk.spawn(&[
        "watch", "in", "--out", "out", "--settle", "0.3", "--every", "0.1",
    ]));
    let status = format!("/proc/{}/status", watch.0.id());
    wait_until("signals are caught", || {
        let status = fs::read_to_string(&status).unwrap_or_default();
        let mut caught = status.lines().filter_map(|l| l.strip_prefix("SigCgt:"));
        let caught = caught
            .next()
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        caught.is_some_and(|mask| mask >> (Signal::TERM.as_raw() - 1) & 1 == 1)
    });
    watch
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(120), "not: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Asks for an orderly end; the exit code says which signal it was.
fn stop(mut watch: Watch) {
    kill_process(Pid::from_child(&watch.0), Signal::TERM).unwrap();
    assert_eq!(watch.0.wait().unwrap().code(), Some(143));
}

/// What was read of a text that has arrived, once it is there.
fn original(desk: &Desk, name: &str) -> String {
    let output = desk.path("out").join(format!("{name}.json"));
    wait_until(name, || output.exists());
    let json = desk.json(&format!("{name}.json"));
    json["text"]["original"].as_str().unwrap().to_owned()
}

#[test]
fn files_are_read_as_they_arrive() {
    let desk = Desk::new();
    desk.text("first.txt", LETTER);
    let run = watch(&desk);
    original(&desk, "first.txt");
    desk.text("late/second.txt", "đến sau");
    original(&desk, "late/second.txt");
    stop(run);
    desk.vanban(&["verify", "--out", "out"]).assert().code(0);
    assert_eq!(desk.index().len(), 2);
}

#[test]
fn a_half_written_file_is_left_alone_until_it_is_closed_or_renamed() {
    let desk = Desk::new();
    let run = watch(&desk);
    let (head, tail) = LETTER.split_at(LETTER.find("Số").unwrap());
    let mut open = File::create(desk.path("in/open.txt")).unwrap();
    open.write_all(head.as_bytes()).unwrap();
    let hidden = desk.path("in/.arriving.part");
    fs::write(&hidden, head).unwrap();
    desk.text("whole.txt", "đã xong");
    original(&desk, "whole.txt");
    // Longer than a file that is closed would have to lie still.
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(
        outputs(&desk.path("out")).len(),
        2,
        "one output, and the index"
    );
    open.write_all(tail.as_bytes()).unwrap();
    drop(open);
    let other = format!("{LETTER}2. Khác.\n");
    fs::write(&hidden, &other).unwrap();
    fs::rename(hidden, desk.path("in/renamed.txt")).unwrap();
    assert_eq!(original(&desk, "open.txt"), LETTER);
    assert_eq!(original(&desk, "renamed.txt"), other);
    stop(run);
}

#[test]
fn a_file_that_grows_after_it_was_read_is_read_again() {
    let desk = Desk::new();
    desk.text("a.txt", "nửa");
    let run = watch(&desk);
    assert_eq!(original(&desk, "a.txt"), "nửa");
    desk.text("a.txt", LETTER);
    wait_until("read again", || original(&desk, "a.txt") == LETTER);
    stop(run);
    desk.vanban(&["verify", "--out", "out"]).assert().code(0);
}

#[test]
fn a_large_drop_that_is_interrupted_is_finished_by_the_next_watch() {
    let desk = Desk::new();
    let run = watch(&desk);
    for number in 0..150 {
        desk.text(
            &format!("d/{number:03}.txt"),
            &format!("{LETTER}{number}\n"),
        );
    }
    let there = || fs::read_dir(desk.path("out/d")).map_or(0, Iterator::count);
    wait_until("begun", || there() > 5);
    stop(run);
    let after_stop = there();
    let status = desk.vanban(&["status", "--out", "out"]).output().unwrap();
    let status = String::from_utf8(status.stdout).unwrap();
    assert!(!status.contains("running"), "{status}");
    let run = watch(&desk);
    wait_until("all read", || there() == 150);
    wait_until("all listed", || {
        desk.index()
            .iter()
            .filter(|line| line["state"] == "done")
            .count()
            == 150
    });
    stop(run);
    println!("{after_stop} when it was stopped");
    desk.vanban(&["ingest", "in", "--out", "calm"])
        .assert()
        .code(0);
    assert!(outputs(&desk.path("out")) == outputs(&desk.path("calm")));
}
