//! Runs that are disturbed: killed, out of space, not permitted, with a damaged ledger. The next run
//! goes on, and in the end the outputs are those of an undisturbed run, byte for byte.

use crate::desk::{Desk, LETTER, outputs};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use vanban::batch::ledger::{Journal, Ledger, State};

/// Numbers that are the same in every run of the tests.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A desk with `count` documents, no two alike, and the outputs of an undisturbed run in `calm`.
fn desk_of(count: u32) -> Desk {
    let desk = Desk::new();
    for number in 0..count {
        if number % 10 == 0 {
            desk.page(
                &format!("p/{number:03}.jpg"),
                number + 1,
                &format!("trang {number}\n"),
            );
        } else {
            desk.text(
                &format!("t/{number:03}.txt"),
                &format!("{LETTER}{number}\n").repeat(1 + number as usize % 20),
            );
        }
    }
    desk.vanban(&["ingest", "in", "--out", "calm"])
        .assert()
        .code(0);
    desk
}

/// Runs until all is done, and holds the outputs against those of the calm run.
fn finish(desk: &Desk, out: &str) {
    desk.vanban(&["ingest", "in", "--out", out, "--max-deaths", "1000"])
        .assert()
        .code(0);
    assert!(outputs(&desk.path(out)) == outputs(&desk.path("calm")));
    desk.vanban(&["verify", "--out", out]).assert().code(0);
}

/// The processes that `parent` has started.
fn workers(parent: u32) -> Vec<Pid> {
    let stat = |entry: fs::DirEntry| fs::read_to_string(entry.path().join("stat")).ok();
    let child = |stat: String| {
        let (head, tail) = stat.rsplit_once(')')?;
        let mother: u32 = tail.split_whitespace().nth(1)?.parse().ok()?;
        let pid = head.split(' ').next()?.parse().ok()?;
        (mother == parent).then(|| Pid::from_raw(pid))?
    };
    let mut found: Vec<Pid> = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(stat)
        .filter_map(child)
        .collect();
    found.sort_by_key(|pid| pid.as_raw_nonzero());
    found
}

/// Waits until a worker is there: from then on documents are open. `false` when the run is over.
pub fn at_work(run: &mut Child) -> bool {
    loop {
        if run.try_wait().unwrap().is_some() {
            return false;
        }
        if !workers(run.id()).is_empty() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How many kills there were, and how many of them while the ledger said that a document was open.
#[derive(Default)]
struct Kills {
    of_runs: u32,
    of_workers: u32,
    while_open: u32,
}

impl Kills {
    fn count(&self) -> u32 {
        self.of_runs + self.of_workers
    }
}

/// Documents of the ledger in a state; none while there is no ledger yet.
fn count(desk: &Desk, out: &str, state: State) -> u64 {
    let counts = Ledger::read(&desk.path(out).join(".vanban/ledger.sqlite"))
        .and_then(|ledger| ledger.counts())
        .unwrap_or_default();
    let of_state = counts.iter().find(|(found, ..)| *found == state);
    of_state.map_or(0, |(_, documents, _)| *documents)
}

/// Kills runs over all inputs into `out`, and their workers, `kills` times, then lets one finish.
fn disturb(desk: &Desk, out: &str, kills: u32, random: &mut Seeded) -> Kills {
    let mut done = Kills::default();
    while done.count() < kills {
        let mut run = desk.spawn(&[
            "ingest",
            "in",
            "--out",
            out,
            "--quiet",
            "-j",
            "2",
            "--max-deaths",
            "1000",
        ]);
        if random.below(20) == 0 {
            // Now and then before there is anything to lose.
            std::thread::sleep(Duration::from_millis(random.below(300)));
        } else if !at_work(&mut run) {
            break;
        }
        for _ in 0..random.below(8) {
            std::thread::sleep(Duration::from_millis(random.below(150)));
            let workers = workers(run.id());
            if let Some(at) = random.below(u64::MAX).checked_rem(workers.len() as u64) {
                let open = count(desk, out, State::Running) > 0;
                let _ = kill_process(workers[at as usize], Signal::KILL);
                done.of_workers += 1;
                done.while_open += u32::from(open);
            }
        }
        std::thread::sleep(Duration::from_millis(random.below(150)));
        if run.try_wait().unwrap().is_some() {
            break;
        }
        run.kill().unwrap();
        run.wait().unwrap();
        done.of_runs += 1;
        done.while_open += u32::from(count(desk, out, State::Running) > 0);
    }
    finish(desk, out);
    done
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let desk = desk_of(40);
    let kills = disturb(&desk, "wild", 12, &mut Seeded(0x2545_F491_4F6C_DD1D));
    assert!(kills.while_open > 0);
}

#[test]
#[ignore = "takes minutes; its figures are in benches/records"]
fn three_hundred_kills_lose_nothing() {
    let desk = desk_of(320);
    let mut random = Seeded(0x9E37_79B9_7F4A_7C15);
    let mut all = Kills::default();
    for round in 0.. {
        let kills = disturb(&desk, &format!("wild{round}"), 60, &mut random);
        all.of_runs += kills.of_runs;
        all.of_workers += kills.of_workers;
        all.while_open += kills.while_open;
        println!(
            "after {} rounds: {} runs and {} workers killed, {} times with a document open",
            round + 1,
            all.of_runs,
            all.of_workers,
            all.while_open
        );
        if all.count() >= 300 {
            break;
        }
    }
    assert!(10 * all.while_open >= 9 * all.count());
}

#[test]
fn a_lost_or_damaged_ledger_is_rebuilt_from_the_outputs() {
    let desk = Desk::new();
    desk.text("a.txt", LETTER);
    desk.text("b.txt", "khác");
    desk.ingest(&[]).assert().code(0);
    let before = outputs(&desk.path("out"));
    let ledger = desk.path("out/.vanban/ledger.sqlite");
    for damage in [None, Some("no database, and long enough to be looked at")] {
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", ledger.display()));
        }
        match damage {
            None => fs::remove_file(&ledger).unwrap(),
            Some(bytes) => fs::write(&ledger, bytes).unwrap(),
        }
        let run = desk.ingest(&[]).assert().code(0);
        let stderr = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(stderr.contains("read now: 0 documents"), "{stderr}");
        assert!(outputs(&desk.path("out")) == before);
    }
}

#[test]
fn a_ledger_with_changed_bytes_is_noticed_and_rebuilt() {
    let desk = desk_of(12);
    let mut random = Seeded(0xD1B5_4A32_D192_ED03);
    desk.ingest(&[]).assert().code(0);
    let path = desk.path("out/.vanban/ledger.sqlite");
    // What the log holds belongs into the file that is to be damaged.
    drop(Ledger::open(&path, Journal::Wal).unwrap());
    let whole = fs::read(&path).unwrap();
    for round in 0..8 {
        let mut damaged = whole.clone();
        if round % 4 == 3 {
            damaged.truncate(random.below(whole.len() as u64) as usize);
        }
        for _ in 0..if round % 4 == 3 { 0 } else { 40 } {
            let at = random.below(damaged.len() as u64) as usize;
            damaged[at] ^= 1 << random.below(8);
        }
        fs::write(&path, damaged).unwrap();
        finish(&desk, "out");
    }
}

/// A file system of its own, as large as is said; `None` where mounting is not permitted.
struct Mounted(PathBuf);

impl Mounted {
    fn new(path: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir(&path).unwrap();
        mount(&["-t", "tmpfs", "-o", options, "tmpfs"], &path).then_some(Self(path))
    }

    fn again(&self, options: &str) {
        assert!(mount(&["-o", &format!("remount,{options}")], &self.0));
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

fn mount(arguments: &[&str], path: &PathBuf) -> bool {
    let run = Command::new("mount").args(arguments).arg(path).output();
    run.is_ok_and(|run| run.status.success())
}

#[test]
fn a_full_or_read_only_disk_ends_the_run_and_the_next_goes_on() {
    let desk = desk_of(30);
    let Some(disk) = Mounted::new(desk.path("out"), "size=256k") else {
        println!("skipped: mounting is not permitted");
        return;
    };
    let run = desk.ingest(&[]).assert().code(4);
    let stderr = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        stderr.contains("No space left") || stderr.contains("full"),
        "{stderr}"
    );
    disk.again("size=16m,ro");
    desk.ingest(&[]).assert().code(4);
    disk.again("rw");
    finish(&desk, "out");
}

#[test]
fn what_is_not_permitted_is_told_and_read_once_it_is() {
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    /// Anybody but root, whom no permission stops.
    const NOBODY: u32 = 65534;
    let desk = desk_of(3);
    let allow = |name: &str, mode| {
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    fs::create_dir(desk.path("out")).unwrap();
    for name in ["", "in", "in/t", "in/p", "recorded", "out"] {
        allow(name, 0o777);
    }
    let is_root = chown(desk.path("in/t/001.txt"), Some(NOBODY), None).is_ok();
    let ingest = || {
        let arguments = ["ingest", "in", "--out", "out"];
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("vanban"));
        command
            .current_dir(desk.folder.path())
            .env("OMP_THREAD_LIMIT", "1")
            .env("VANBAN_RECORDED_OCR", desk.path("recorded"))
            .args(arguments);
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().map(|run| run.status.code())
    };
    allow("out", 0o555);
    let refused = match ingest() {
        Ok(code) => code,
        Err(error) => {
            println!("skipped: the binary cannot be run by another user: {error}");
            return;
        }
    };
    assert_eq!(refused, Some(4), "no output folder that can be written");
    allow("out", 0o777);
    allow("in/t/001.txt", 0o000);
    assert_eq!(ingest().unwrap(), Some(7));
    let failed = desk
        .index()
        .into_iter()
        .find(|line| line["state"] == "failed")
        .unwrap();
    assert_eq!(failed["path"], "t/001.txt");
    assert!(
        failed["reason"].as_str().unwrap().contains("denied"),
        "{failed}"
    );
    allow("in/t/001.txt", 0o644);
    assert_eq!(ingest().unwrap(), Some(0));
    assert!(outputs(&desk.path("out")) == outputs(&desk.path("calm")));
}

#[test]
fn an_input_that_vanishes_is_listed_and_read_when_it_is_back() {
    let desk = desk_of(3);
    desk.page("a.jpg", 77, "!hang");
    let gone = desk.path("in/t/002.txt");
    let bytes = fs::read(&gone).unwrap();
    let mut run = desk.spawn(&[
        "ingest",
        "in",
        "--out",
        "out",
        "-j",
        "1",
        "--stall-seconds",
        "2",
    ]);
    assert!(at_work(&mut run));
    fs::remove_file(&gone).unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(7));
    let line = desk
        .index()
        .into_iter()
        .find(|line| line["path"] == "t/002.txt")
        .unwrap();
    assert_eq!(line["state"], "failed", "{line}");
    assert!(
        line["reason"].as_str().unwrap().contains("cannot be"),
        "{line}"
    );
    fs::write(&gone, bytes).unwrap();
    fs::remove_file(desk.path("in/a.jpg")).unwrap();
    desk.ingest(&[]).assert().code(0);
    let name = "t/002.txt.json";
    let there = |out: &str| fs::read(desk.path(out).join(name)).unwrap();
    assert!(there("out") == there("calm"));
}

#[test]
fn a_clock_that_jumps_changes_nothing() {
    let desk = desk_of(12);
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/batch/clock.c");
    let clock = desk.path("clock.so");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&clock)
        .arg(source)
        .status();
    if !compiled.is_ok_and(|status| status.success()) {
        println!("skipped: no C compiler for the clock");
        return;
    }
    desk.text("t/late.txt", LETTER);
    let run = |code| {
        let run = desk
            .ingest(&["--log-format", "json", "--stall-seconds", "20"])
            .env("LD_PRELOAD", &clock)
            .assert()
            .code(code);
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    let logs = run(0);
    let years: std::collections::BTreeSet<&str> = logs
        .lines()
        .map(|line| &line[line.find("\":\"").unwrap() + 3..][..4])
        .collect();
    assert!(years.len() > 1, "the clock does not jump: {logs}");
    // Once more from within, when half of it is lost.
    for name in ["t/001.txt", "p/010.jpg"] {
        fs::remove_file(desk.path("out").join(format!("{name}.json"))).unwrap();
    }
    run(0);
    desk.vanban(&["ingest", "in", "--out", "calm"])
        .assert()
        .code(0);
    assert!(outputs(&desk.path("out")) == outputs(&desk.path("calm")));
}

#[test]
fn workers_do_not_outlive_a_killed_run() {
    let desk = Desk::new();
    desk.page("stuck.jpg", 1, "!hang");
    let mut run = desk.spawn(&["ingest", "in", "--out", "out"]);
    assert!(at_work(&mut run));
    let orphans = workers(run.id());
    std::thread::sleep(Duration::from_millis(500));
    run.kill().unwrap();
    run.wait().unwrap();
    let begun = Instant::now();
    let alive = |pid: &Pid| {
        let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    };
    while orphans.iter().any(alive) {
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "a worker lives on"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_damaged_ocr_model_is_a_missing_dependency() {
    let desk = Desk::new();
    desk.page("a.jpg", 1, "trang");
    fs::create_dir(desk.path("models")).unwrap();
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("dictionaries/vie.best_int.traineddata");
    let whole = fs::read(shipped).unwrap();
    for (what, bytes) in [
        ("empty", Vec::new()),
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("garbage", vec![0x5A; 100_000]),
    ] {
        fs::write(desk.path("models/vie.traineddata"), bytes).unwrap();
        let run = desk
            .vanban(&[
                "ingest",
                "in",
                "--out",
                what,
                "--tessdata",
                "models",
                "--lang",
                "vie",
            ])
            .env_remove("VANBAN_RECORDED_OCR")
            .timeout(Duration::from_secs(60))
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(5), "{what}: {stderr}");
    }
}
