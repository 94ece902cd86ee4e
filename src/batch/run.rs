//! A whole run: every input settled, every output whole, the ledger never ahead of the disk.

use super::commit::{Pending, commit};
use super::inputs::{Input, STDIN};
use super::job::Reader;
use super::ledger::{Entry, Ledger, State};
use super::round::Round;
use super::store::Store;
use super::{schedule, twins};
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::Identity;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

/// What a run does beside reading: nothing here can change the bytes of an output.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Threads, each with its own OCR engine.
    pub threads: usize,
    /// Read again what is done.
    pub force: bool,
    /// Worker deaths after which a document is quarantined.
    pub max_deaths: u32,
    /// Whether the index is rewritten at the end, which costs in proportion to all that the ledger holds.
    /// A caller with many small runs leaves it out and calls [`Store::write_index`] now and then; until
    /// then the ledger alone tells the truth.
    pub index: bool,
}

/// Something that happened, for progress displays.
#[derive(Debug)]
pub enum Event<'a> {
    /// The inputs are known.
    Started {
        /// How many there are.
        documents: usize,
    },
    /// A document was opened.
    Opened {
        /// Pages that are read by OCR.
        to_ocr: usize,
    },
    /// A page was read by OCR.
    PageRead {
        /// The document.
        path: &'a str,
        /// Page number, from 1.
        index: u32,
        /// Why it could not be read, if so.
        failure: Option<&'a str>,
    },
    /// A document is done with, for this run or since an earlier one.
    Settled {
        /// Its row in the ledger.
        entry: &'a Entry,
        /// Whether this run did it.
        now: bool,
    },
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// Inputs in each state, those of earlier runs too.
    pub documents: HashMap<State, u64>,
    /// Pages of the documents that this run read.
    pub pages: u64,
    /// Documents that this run read.
    pub read_now: u64,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Whether it was stopped before all was done.
    pub interrupted: bool,
}

impl Summary {
    /// Inputs in `state`.
    pub fn count(&self, state: State) -> u64 {
        self.documents.get(&state).copied().unwrap_or(0)
    }
}

/// Reads `inputs` into the outputs of `store`. `reader` makes what a thread reads with; `stop` ends
/// the run with finished work kept.
///
/// # Errors
/// What ends a run: an output that cannot be written, an OCR engine that is missing, a worker
/// process that cannot be started, inputs that would write over the outputs of others.
pub fn run<R: Reader>(
    store: &Store,
    inputs: &[Input],
    identity: &Identity,
    options: &RunOptions,
    reader: &(dyn Fn() -> Result<R> + Sync),
    observe: &(dyn Fn(&Event<'_>) + Sync),
    stop: &AtomicBool,
) -> Result<Summary> {
    let begun = Instant::now();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .stack_size(8 << 20)
        .build()
        .map_err(|e| Error::new(ErrorKind::Internal, "cannot start threads").caused_by(e))?;
    observe(&Event::Started {
        documents: inputs.len(),
    });
    store.ledger().return_running()?;
    enlist(store.ledger(), inputs)?;
    let twins = pool.install(|| twins::twins(inputs));
    let batch = Batch {
        store,
        identity,
        options,
        reader,
        observe,
        tally: Mutex::new(Summary::default()),
    };
    let (written, to_commit) = sync_channel(WAITING);
    let ended = std::thread::scope(|threads| {
        let committing = threads.spawn(|| batch.commit(to_commit));
        let ended = pool.install(|| rounds(&batch, inputs, &twins, written, stop));
        // What failed the run first is told; a step after it only found the commits at an end.
        committing.join().expect("no commit panics").and(ended)
    });
    store.ledger().return_running()?;
    // The index tells the truth after an interruption or a failure too.
    let indexed = match options.index {
        true => store.write_index(),
        false => Ok(()),
    };
    ended.and(indexed)?;
    let mut summary = batch.tally.into_inner().expect("no step panics");
    summary.seconds = begun.elapsed().as_secs_f64();
    let settled: u64 = summary.documents.values().sum();
    let left = (inputs.len() as u64).saturating_sub(settled);
    summary.interrupted = left > 0 && stop.load(Ordering::Relaxed);
    if left > 0 {
        summary.documents.insert(State::Queued, left);
    }
    Ok(summary)
}

/// Written documents that may wait for the disk; a kill loses no more than these.
const WAITING: usize = 256;

/// Reads all documents. One whose worker died is read again after all others, until it is
/// quarantined.
fn rounds<R: Reader>(
    batch: &Batch<'_, R>,
    inputs: &[Input],
    twins: &[Option<usize>],
    written: SyncSender<Pending>,
    stop: &AtomicBool,
) -> Result<()> {
    let mut round: Vec<usize> = (0..inputs.len()).collect();
    while !round.is_empty() && !stop.load(Ordering::Relaxed) {
        let again = Mutex::new(Vec::new());
        let work = Round {
            batch,
            inputs,
            twins,
            round: &round,
            again: &again,
            written: &written,
        };
        schedule::run(&work, round.len(), stop)?;
        let mut next = again.into_inner().expect("no step panics");
        next.sort_unstable();
        round = next;
    }
    Ok(())
}

/// Gives every input its row before any is read, so that none can be lost.
fn enlist(ledger: &Ledger, inputs: &[Input]) -> Result<()> {
    let mut new = Vec::new();
    for input in inputs {
        let origin = origin(input);
        match ledger.get(&input.name)? {
            None => new.push(Entry {
                origin,
                size: input.size,
                ..Entry::new(&input.name)
            }),
            Some(entry) if entry.origin != origin => {
                let other = entry.origin.iter().find(|path| path.exists());
                if let (Some(other), false) = (other, entry.outputs.is_empty())
                    && twins::hash(&input.files).ok().as_ref() != Some(&entry.sha256)
                {
                    return Err(Error::new(
                        ErrorKind::Usage,
                        format!(
                            "its output would replace that of {}: choose another --out",
                            other.display()
                        ),
                    )
                    .at_path(&input.files[0]));
                }
            }
            Some(_) => {}
        }
    }
    ledger.put_all(&new)
}

/// The files of an input, from the root; none for standard input.
pub(super) fn origin(input: &Input) -> Vec<PathBuf> {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    match input.files.as_slice() {
        [one] if one.as_os_str() == STDIN => Vec::new(),
        files => files.iter().map(absolute).collect(),
    }
}

/// What the steps of a run share.
pub(super) struct Batch<'a, R> {
    pub store: &'a Store,
    pub identity: &'a Identity,
    pub options: &'a RunOptions,
    pub reader: &'a (dyn Fn() -> Result<R> + Sync),
    pub observe: &'a (dyn Fn(&Event<'_>) + Sync),
    tally: Mutex<Summary>,
}

impl<R> Batch<'_, R> {
    /// Settles what has been written, as it comes: while the disk takes one group, the next gathers.
    fn commit(&self, written: Receiver<Pending>) -> Result<()> {
        while let Ok(first) = written.recv() {
            let group = std::iter::once(first)
                .chain(written.try_iter().take(WAITING))
                .collect();
            for entry in commit(self.store, group)? {
                self.count(&entry, true);
            }
        }
        Ok(())
    }

    /// Settles a document that has no new outputs.
    pub fn settle(&self, entry: &Entry, now: bool) -> Result<()> {
        if now {
            self.store.ledger().put(entry)?;
        }
        self.count(entry, now);
        Ok(())
    }

    fn count(&self, entry: &Entry, now: bool) {
        let mut tally = self.tally.lock().expect("no step panics");
        *tally.documents.entry(entry.state).or_default() += 1;
        if now && !matches!(entry.state, State::Duplicate | State::Skipped) {
            tally.read_now += 1;
            tally.pages += u64::from(entry.pages);
        }
        drop(tally);
        (self.observe)(&Event::Settled { entry, now });
    }

    /// Whether an earlier run's row still holds for the same bytes and configuration.
    pub fn holds(&self, entry: &Entry, sha256: &str) -> bool {
        entry.sha256 == sha256
            && entry.config_id == self.identity.id
            && match entry.state {
                State::Done => self.store.has_outputs(entry),
                State::Failed | State::Quarantined | State::Skipped => true,
                State::Queued | State::Running | State::Duplicate => false,
            }
    }
}
