//! `vanban watch`: a folder into which files drop, read as they arrive.

use super::batch::{self, BatchArgs};
use super::settings::Effective;
use super::{exit, signals};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};
use vanban::Result;
use vanban::batch::inputs::{self, Input};
use vanban::batch::store::Store;
use vanban::batch::writers::written_to;

/// Read what arrives in a folder, until a signal ends it
///
/// A file is read when its size and time have not changed for --settle seconds and no process of
/// this machine has it open for writing; one that changes later is read again. Folders are looked at
/// again and again, which works on network disks too. The output folder is held all the while:
/// `vanban status` can be asked, retry and verify have to wait. The first signal ends after the
/// pages under way, with all finished work kept.
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
    pub batch: BatchArgs,
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

/// The index of the output folder, rewritten as a whole because it is sorted by path, and so not for every
/// file that arrives: a rewriting costs in proportion to all that was ever read, and the next one waits for
/// [`Index::REST`] times what the last one took. However the files come, that is one hundredth of the time at
/// most: the index of a few files is always up to date, that of 100,000 (half a second and 51 MB) is rewritten
/// once a minute. What a kill leaves behind is made good by the next run: the index is made of the ledger alone.
struct Index<'s> {
    store: &'s Store,
    /// Whether the ledger has told of more since the last rewriting.
    is_behind: bool,
    due: Instant,
}

impl<'s> Index<'s> {
    /// Between two rewritings, in units of what the first of them takes.
    const REST: u32 = 100;

    /// The index as an earlier run left it, which may have been killed.
    fn new(store: &'s Store) -> Self {
        Self {
            store,
            is_behind: true,
            due: Instant::now(),
        }
    }

    /// Rewrites the index if there is anything new.
    fn write(&mut self) -> Result<()> {
        if !self.is_behind {
            return Ok(());
        }
        let begun = Instant::now();
        self.store.write_index()?;
        let took = begun.elapsed();
        tracing::debug!(seconds = took.as_secs_f64(), "the index is rewritten");
        self.is_behind = false;
        self.due = Instant::now() + took * Self::REST;
        Ok(())
    }

    /// The same, if it has rested long enough.
    fn write_if_due(&mut self) -> Result<()> {
        match Instant::now() >= self.due {
            true => self.write(),
            false => Ok(()),
        }
    }
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let effective = args.batch.settings.resolve(&args.batch.file)?;
    let look = || inputs::collect(&args.folders, effective.group, &args.batch.store.out);
    let first = look()?;
    let store = args.batch.store.open()?;
    let mut index = Index::new(&store);
    let ended = watch(args, &effective, first, look, &mut index);
    // The index tells the truth after an interruption or a failure too.
    let indexed = index.write();
    ended.and_then(|code| indexed.map(|()| code))
}

/// Reads what `look` finds, after what was there at `first`, until a signal or a failure.
fn watch(
    args: &Args,
    effective: &Effective,
    first: Vec<Input>,
    look: impl Fn() -> Result<Vec<Input>>,
    index: &mut Index<'_>,
) -> Result<ExitCode> {
    let mut inputs = first;
    let stop = signals::stop_flag()?;
    let stopped = || stop.load(Ordering::Relaxed);
    let mut seen = HashMap::new();
    while !stopped() {
        let whole = settled(inputs, &mut seen, args.settle);
        if !whole.is_empty() {
            index.is_behind = true;
            let summary = batch::run_into(index.store, &args.batch, effective, &whole, false)?;
            if summary.interrupted {
                return Ok(exit::of_summary(&summary, false));
            }
        }
        index.write_if_due()?;
        let slept = Instant::now();
        while !stopped() && slept.elapsed().as_secs_f64() < args.every {
            std::thread::sleep(Duration::from_millis(100));
        }
        // A disk of the network may be gone for a while.
        inputs = look().unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot look for new files");
            Vec::new()
        });
    }
    Ok(signals::exit_code().map_or(ExitCode::SUCCESS, ExitCode::from))
}

/// The inputs that are whole and have not been read yet, by what was seen of them before.
fn settled(inputs: Vec<Input>, seen: &mut HashMap<String, Seen>, settle: f64) -> Vec<Input> {
    let mut quiet = Vec::new();
    for input in inputs {
        let shape = Shape::of(&input);
        let fresh = || Seen {
            shape,
            since: Instant::now(),
            read: false,
        };
        let entry = seen.entry(input.name.clone()).or_insert_with(fresh);
        if entry.shape != shape {
            *entry = fresh();
        }
        if !entry.read && entry.since.elapsed().as_secs_f64() >= settle {
            quiet.push(input);
        }
    }
    let written = written_to(quiet.iter().flat_map(|input| &input.files));
    quiet.retain(|input| !input.files.iter().any(|file| written.contains(file)));
    for input in &quiet {
        if let Some(entry) = seen.get_mut(&input.name) {
            entry.read = true;
        }
    }
    quiet
}
