//! `vanban watch`: a folder into which files drop, read as they arrive.

use super::batch::{self, BatchArgs};
use super::{exit, signals};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};
use vanban::Result;
use vanban::batch::inputs::{self, Input};

/// Read what arrives in a folder, until a signal ends it
///
/// A file is read when its size and time have not changed for --settle seconds, so that one still
/// being written is left alone. Folders are looked at again and again, which works on network
/// disks too. The first signal ends after the pages under way, with all finished work kept.
///
/// Examples:
///   vanban watch scanner/ --out out/
///   vanban watch //server/scans --out out/ --settle 30 --every 10
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The folders
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Seconds without a change after which a file is taken to be whole
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0)]
    settle: f64,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    every: f64,
    #[command(flatten)]
    batch: BatchArgs,
}

/// What tells that a file is still being written.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    size: u64,
    changed: Option<SystemTime>,
}

impl Shape {
    fn of(input: &Input) -> Self {
        let changed = input
            .files
            .iter()
            .filter_map(|file| file.metadata().and_then(|meta| meta.modified()).ok())
            .max();
        Self {
            size: input.size,
            changed,
        }
    }
}

struct Seen {
    shape: Shape,
    since: Instant,
    read: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let effective = args.batch.settings.resolve(&args.batch.file)?;
    let stop = signals::stop_flag()?;
    let mut seen: HashMap<String, Seen> = HashMap::new();
    let stopped = || stop.load(Ordering::Relaxed);
    while !stopped() {
        let inputs = inputs::collect(&args.folders, effective.group, &args.batch.store.out)?;
        let mut whole = Vec::new();
        for input in inputs {
            let shape = Shape::of(&input);
            let now = Instant::now();
            let entry = seen.entry(input.name.clone()).or_insert(Seen {
                shape,
                since: now,
                read: false,
            });
            if entry.shape != shape {
                *entry = Seen {
                    shape,
                    since: now,
                    read: false,
                };
            }
            if !entry.read && entry.since.elapsed().as_secs_f64() >= args.settle {
                entry.read = true;
                whole.push(input);
            }
        }
        if !whole.is_empty() {
            let summary = batch::run(&args.batch, &effective, &whole)?;
            if summary.interrupted {
                return Ok(exit::of_summary(&summary, false));
            }
        }
        let slept = Instant::now();
        while !stopped() && slept.elapsed().as_secs_f64() < args.every {
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    Ok(signals::exit_code().map_or(ExitCode::SUCCESS, ExitCode::from))
}
