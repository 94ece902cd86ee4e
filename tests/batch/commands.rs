//! `status`, `verify`, `retry`, `merge`, the place of the ledger, and what a run reports, as their
//! users meet them.

use crate::desk::{Desk, LETTER, outputs};
use serde_json::Value;
use std::fs;

/// Standard output of a command that ends with the code.
fn says(desk: &Desk, arguments: &[&str], code: i32) -> String {
    let run = desk.vanban(arguments).assert().code(code);
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

#[test]
fn verify_names_what_was_changed_removed_or_not_read() {
    let desk = Desk::new();
    for name in ["changed.txt", "good.txt", "removed.txt"] {
        desk.text(name, &format!("{LETTER}{name}\n"));
    }
    desk.ingest(&[]).assert().code(0);
    assert!(says(&desk, &["verify", "--out", "out"], 0).starts_with("3 documents: all accounted"));
    let changed = desk.path("out/changed.txt.json");
    let mut bytes = fs::read(&changed).unwrap();
    let last = bytes.len() - 2;
    bytes[last] ^= 1;
    fs::write(&changed, bytes).unwrap();
    fs::remove_file(desk.path("out/removed.txt.json")).unwrap();
    let wrong = says(&desk, &["verify", "--out", "out"], 7);
    let lines: Vec<&str> = wrong.lines().collect();
    assert_eq!(lines.len(), 2, "{wrong}");
    assert!(
        lines[0].starts_with("changed.txt: ") && lines[0].ends_with("has changed"),
        "{wrong}"
    );
    assert!(
        lines[1].starts_with("removed.txt: ") && lines[1].contains("No such file"),
        "{wrong}"
    );
    desk.ingest(&["--force"]).assert().code(0);
    says(&desk, &["verify", "--out", "out"], 0);
}

#[test]
fn retry_takes_the_failed_the_quarantined_or_those_named() {
    let desk = Desk::new();
    desk.page("deadly.jpg", 1, "!abort");
    desk.page("failing.jpg", 2, "!error");
    desk.page("other.jpg", 3, "!error");
    desk.text("good.txt", LETTER);
    desk.ingest(&[]).assert().code(7);
    let list = |state| says(&desk, &["status", "--out", "out", "--state", state], 0);
    let failed = list("failed");
    assert!(
        failed.contains("failing.jpg\tpage 1: ") && failed.contains("other.jpg\t"),
        "{failed}"
    );
    assert!(list("quarantined").contains("died 2 times"));
    // What was wrong is mended, for one after the other.
    desk.page("failing.jpg", 2, "trang hai");
    says(&desk, &["retry", "failing.jpg", "--out", "out"], 0);
    assert!(!list("failed").contains("failing.jpg") && list("failed").contains("other.jpg"));
    desk.page("other.jpg", 3, "trang ba");
    desk.page("deadly.jpg", 1, "trang một");
    says(&desk, &["retry", "--failed", "--out", "out"], 0);
    assert_eq!(list("failed"), "");
    assert!(list("quarantined").contains("deadly.jpg"));
    says(&desk, &["retry", "--quarantined", "--out", "out"], 0);
    says(&desk, &["retry", "good.txt", "--out", "out"], 2);
    says(&desk, &["retry", "unknown.txt", "--out", "out"], 2);
    assert_eq!(list("done").lines().count(), 4);
    desk.vanban(&["ingest", "in", "--out", "calm"])
        .assert()
        .code(0);
    assert!(outputs(&desk.path("out")) == outputs(&desk.path("calm")));
}

#[test]
fn the_ledger_may_lie_elsewhere_with_another_journal() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    let elsewhere = [
        "--ledger",
        "kept/ledger.sqlite",
        "--ledger-journal",
        "rollback",
    ];
    desk.ingest(&elsewhere).assert().code(0);
    assert!(desk.path("kept/ledger.sqlite").exists());
    assert!(!desk.path("kept/ledger.sqlite-wal").exists());
    assert!(!desk.path("out/.vanban/ledger.sqlite").exists());
    for command in ["status", "verify"] {
        let mut arguments = vec![command, "--out", "out"];
        arguments.extend(elsewhere);
        assert!(says(&desk, &arguments, 0).contains("1 documents"));
    }
    // Without its place the outputs alone are left to tell, and that is said.
    let run = desk.vanban(&["status", "--out", "out"]).assert().code(0);
    let stderr = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(stderr.contains("rebuilt from the outputs"), "{stderr}");
    says(&desk, &["status", "--out", "out", "--state", "lost"], 2);
}

#[test]
fn logs_are_json_if_so_asked_and_metrics_are_lines_of_prometheus() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    desk.page("b.jpg", 1, "!error");
    let run = desk.ingest(&["--log-format", "json"]).assert().code(7);
    let stderr = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    let logs: Vec<Value> = stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    let of = |message: &str| {
        let found = logs.iter().find(|log| log["fields"]["message"] == message);
        found.unwrap_or_else(|| panic!("no `{message}` in {stderr}"))
    };
    assert_eq!(of("settled")["fields"]["path"], "a.txt");
    assert_eq!(of("page not read")["level"], "WARN");
    assert_eq!(of("not read")["fields"]["path"], "b.jpg");
    assert_eq!(of("run ended")["fields"]["failed"], 1);
    let metrics = fs::read_to_string(desk.path("out/.vanban/metrics.prom")).unwrap();
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(
            name.starts_with("vanban_") && value.parse::<f64>().is_ok(),
            "{line}"
        );
    }
    for line in [
        "vanban_documents{state=\"done\"} 1",
        "vanban_documents{state=\"failed\"} 1",
        "vanban_last_run_interrupted 0",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{metrics}");
    }
}
