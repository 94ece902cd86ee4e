//! A batch over several machines: the example for Ray, run where Ray is installed, and the lines that
//! the notes give for Spark and Kubernetes, run as they stand there.

use crate::batch::faults::at_work;
use crate::desk::{Desk, LETTER, outputs};
use rustix::process::{Pid, Signal, kill_process};
use std::process::{Command, Output};

/// The Python that has a module, if there is one.
fn python_with(module: &str) -> Option<String> {
    let python = std::env::var("VANBAN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let import = format!("import {module}");
    let found = Command::new(&python).args(["-c", &import]).output();
    found
        .is_ok_and(|run| run.status.success())
        .then_some(python)
}

/// A desk with duplicates and a file that cannot be read, and what one run makes of it in `whole`.
fn desk_with_a_broken_file() -> Desk {
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
    desk
}

/// What stands between two marks of the notes, with the folders of the desk in place of those of a
/// cluster.
fn of_the_notes(desk: &Desk, begin: &str, end: &str) -> String {
    let notes = include_str!("cluster/README.md");
    let from = notes.find(begin).expect("the notes have it") + begin.len();
    let length = notes[from..].find(end).expect("it ends");
    let folder = desk.folder.path().to_str().unwrap();
    notes[from..from + length].replace("/data/", &format!("{folder}/"))
}

/// A program that finds the binary by its name, and is given a script.
fn scripted(desk: &Desk, program: &str, script: &str) -> Command {
    let binary = assert_cmd::cargo::cargo_bin("vanban");
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new(program);
    command
        .args(["-c", script])
        .env(
            "PATH",
            format!("{}:{path}", binary.parent().unwrap().display()),
        )
        .env("VANBAN_RECORDED_OCR", desk.path("recorded"));
    command
}

fn merges_to_the_whole(desk: &Desk, parts: &[String]) {
    let mut merge = vec!["merge", "--out", "out"];
    merge.extend(parts.iter().map(String::as_str));
    desk.vanban(&merge).assert().code(0);
    assert!(outputs(&desk.path("out")) == outputs(&desk.path("whole")));
    desk.vanban(&["verify", "--out", "out"]).assert().code(0);
}

#[test]
fn the_lines_for_spark_read_every_part() {
    let desk = desk_with_a_broken_file();
    let python = of_the_notes(&desk, "```python\n", "```");
    let command = python.split_once("f\"").unwrap().1;
    let command = command.split_once('"').unwrap().0;
    let command = command.replace("{n}", "3");
    let mut codes = String::new();
    for number in 1..=3 {
        let script = format!("echo {number} | {command}");
        let run = scripted(&desk, "sh", &script).output().unwrap();
        codes += &String::from_utf8(run.stdout).unwrap();
    }
    let each: Vec<(&str, &str)> = codes
        .lines()
        .filter_map(|line| line.split_once(' '))
        .collect();
    let numbers: Vec<&str> = each.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, ["1", "2", "3"], "{codes}");
    let failed = each.iter().filter(|(_, code)| *code == "7").count();
    let done = each.iter().filter(|(_, code)| *code == "0").count();
    assert_eq!((failed, done), (1, 2), "{codes}");
    let parts: Vec<String> = (1..=3).map(|part| format!("parts/{part}")).collect();
    merges_to_the_whole(&desk, &parts);

    let Some(interpreter) = python_with("pyspark") else {
        println!("skipped: no Python with pyspark");
        return;
    };
    std::fs::remove_dir_all(desk.path("parts")).unwrap();
    std::fs::remove_dir_all(desk.path("out")).unwrap();
    let whole = format!(
        "from pyspark import SparkContext\nn = 3\nsc = SparkContext('local[2]')\n{python}\nprint('\\n'.join(codes))"
    );
    let run = scripted(&desk, &interpreter, &whole).output().unwrap();
    let (told, stderr) = (
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr),
    );
    assert_eq!(told.trim(), codes.trim(), "{stderr}");
    merges_to_the_whole(&desk, &parts);
}

#[test]
fn the_lines_for_an_indexed_job_read_every_part() {
    let desk = desk_with_a_broken_file();
    let script = of_the_notes(&desk, "- |\n", "        resources:");
    let run = |index: u32| -> Output {
        let mut run = scripted(&desk, "sh", &script);
        run.env("JOB_COMPLETION_INDEX", index.to_string());
        run.output().unwrap()
    };
    for index in 0..8 {
        let run = run(index);
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{stderr}");
    }
    let parts: Vec<String> = (1..=8).map(|part| format!("parts/{part}")).collect();
    merges_to_the_whole(&desk, &parts);
}

#[test]
fn an_indexed_job_that_is_told_to_end_hands_the_signal_on() {
    let desk = Desk::new();
    // More than are open at a time, so that some are left.
    for number in 0..4 {
        desk.page(&format!("stuck{number}.jpg"), number, "!hang");
    }
    // All in one part, so that it is known which.
    let script = of_the_notes(&desk, "- |\n", "        resources:").replace("/8", "/1");
    let mut run = scripted(&desk, "sh", &script)
        .env("JOB_COMPLETION_INDEX", "0")
        .env("VANBAN_STALL_SECONDS", "5")
        .spawn()
        .unwrap();
    // The child of the shell is the run; that of the run is a worker.
    assert!(at_work(&mut run));
    let begun = std::time::Instant::now();
    let open = || {
        let status = desk.vanban(&["status", "--out", "parts/1"]).output();
        String::from_utf8_lossy(&status.unwrap().stdout).contains("running")
    };
    while !open() {
        assert!(begun.elapsed().as_secs() < 60, "no document is opened");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    kill_process(Pid::from_child(&run), Signal::TERM).unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(143), "an orderly end");
    assert!(!open(), "what was held is given back");
}

#[test]
fn ray_gives_what_one_run_gives_and_failures_are_rows() {
    let Some(python) = python_with("ray") else {
        println!("skipped: no Python with ray");
        return;
    };
    let desk = desk_with_a_broken_file();
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
