//! Hostile text costs in proportion to its length: four times the text, not sixteen times the work.
//!
//! The contracts ask for a ratio of instructions. Counters of instructions are not everywhere, so it is the
//! CPU time of the thread that is compared with itself, never with a clock: other programs do not add to it
//! but by cold caches, so the bound is twice what is linear and the best of several rounds counts. What is
//! quadratic goes far beyond it.

use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::path::Path;
use vanban::document;
use vanban::restore::Restored;

/// Rounds after which a ratio is believed to be too high.
const ROUNDS: usize = 5;
/// Four times the text may cost so many times the time.
const MOST: f64 = 8.0;

/// The texts to be repeated, with their names: `tests/cases/hostile-lines.txt` as lines and as one line,
/// and all texts of the fuzzing corpus.
fn kinds() -> Vec<(String, String)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let lines = fs::read_to_string(tests.join("cases/hostile-lines.txt")).unwrap();
    let mut kinds = Vec::new();
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let (name, line) = line.split_once(" = ").unwrap();
        let line = line.replace("\\t", "\t");
        kinds.push((name.to_owned(), format!("{line}\n")));
        kinds.push((format!("{name}, in one line"), format!("{line} ")));
    }
    kinds.push(("blank lines".to_owned(), "\n".to_owned()));
    kinds.push(("blank paragraphs".to_owned(), " \n\u{c}\n".to_owned()));
    for folder in ["parse", "restore", "text", "legacy"] {
        for entry in fs::read_dir(tests.join("fuzz/corpus").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            let name = path.strip_prefix(&tests).unwrap().display().to_string();
            kinds.push((name, text));
        }
    }
    kinds
}

/// CPU seconds of this thread for all that the parser does with `bytes` of a kind.
fn cost(kind: &str, bytes: usize) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    };
    let text = kind.repeat(bytes.div_ceil(kind.len()));
    let begun = now();
    let restored = Restored::unchanged(text);
    let parts = document::split(&restored);
    let document = document::parse(&restored);
    let cost = now() - begun;
    drop((parts, document));
    cost
}

/// The best ratio of the costs of `4 * bytes` and `bytes`, looked for until one is within the bound.
fn ratio(kind: &str, bytes: usize) -> f64 {
    let (mut small, mut large) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        small = small.min(cost(kind, bytes));
        large = large.min(cost(kind, 4 * bytes));
        if large < MOST * small {
            break;
        }
    }
    large / small
}

fn check(bytes: usize) {
    let kinds = kinds();
    assert!(kinds.len() > 100);
    // The patterns are compiled once, by whoever comes first.
    cost(&kinds[0].1, bytes);
    let ratios = kinds.iter().map(|(name, kind)| (ratio(kind, bytes), name));
    let ratios: Vec<_> = ratios
        .inspect(|(ratio, name)| println!("{ratio:5.1} {name}"))
        .collect();
    let dear: Vec<_> = ratios.iter().filter(|(ratio, _)| *ratio >= MOST).collect();
    assert!(
        dear.is_empty(),
        "four times {bytes} bytes cost so many times as much: {dear:?}"
    );
}

#[test]
fn four_times_the_hostile_text_costs_four_times_as_much() {
    check(64 << 10);
}

/// The lengths that the contracts name: 1 MB against 4, 4 against 16.
#[test]
#[ignore = "minutes, for a release build"]
fn sixteen_megabytes_of_hostile_text_cost_in_proportion() {
    check(1 << 20);
    check(4 << 20);
}
