//! A whole run: every input settled, every output whole, the ledger never ahead of the disk.

use super::commit::{Pending, commit};
use super::inputs::{Input, STDIN};
use super::job::{Failure, Finished, Job, Reader};
use super::ledger::{Entry, Ledger, OutputFile, State};
use super::schedule::{self, Work};
use super::store::Store;
use crate::error::{Error, ErrorKind, Result};
use crate::output::index::IndexLine;
use crate::output::name::output_file;
use crate::output::write::write_unnamed;
use crate::pipeline::{Identity, PageRead, sha256};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
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
    let twins = pool.install(|| duplicates(inputs));
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
    let indexed = store.write_index();
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
                    && hash(&input.files).ok().as_ref() != Some(&entry.sha256)
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

fn origin(input: &Input) -> Vec<PathBuf> {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    match input.files.as_slice() {
        [one] if one.as_os_str() == STDIN => Vec::new(),
        files => files.iter().map(absolute).collect(),
    }
}

/// SHA-256 of the input's bytes; for several files that of the list of their digests.
pub(super) fn hash(files: &[PathBuf]) -> std::io::Result<String> {
    let one = |path: &Path| -> std::io::Result<String> {
        use std::io::BufRead;
        let mut hash = Sha256::new();
        let mut file = std::io::BufReader::with_capacity(1 << 16, std::fs::File::open(path)?);
        loop {
            let bytes = file.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            hash.update(bytes);
            let taken = bytes.len();
            file.consume(taken);
        }
        Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
    };
    match files {
        [file] => one(file),
        files => {
            let digests = files
                .iter()
                .map(|f| one(f))
                .collect::<std::io::Result<Vec<_>>>()?;
            Ok(sha256(digests.join("\n").as_bytes()))
        }
    }
}

/// For each input the first of the same bytes, if it is another one. Only files of equal size can
/// be equal, so only those are hashed.
fn duplicates(inputs: &[Input]) -> Vec<Option<usize>> {
    use rayon::prelude::*;
    let mut by_size: HashMap<(u64, usize), Vec<usize>> = HashMap::new();
    for (number, input) in inputs.iter().enumerate() {
        if input.problem.is_none() {
            let key = (input.size, input.files.len());
            by_size.entry(key).or_default().push(number);
        }
    }
    let alike: Vec<usize> = by_size
        .into_values()
        .filter(|numbers| numbers.len() > 1)
        .flatten()
        .collect();
    let mut hashed: Vec<(usize, String)> = alike
        .into_par_iter()
        .filter_map(|number| Some((number, hash(&inputs[number].files).ok()?)))
        .collect();
    hashed.sort_unstable();
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut twins = vec![None; inputs.len()];
    for (number, digest) in hashed {
        let earlier = *first.entry(digest).or_insert(number);
        twins[number] = (earlier != number).then_some(earlier);
    }
    twins
}

struct Batch<'a, R> {
    store: &'a Store,
    identity: &'a Identity,
    options: &'a RunOptions,
    reader: &'a (dyn Fn() -> Result<R> + Sync),
    observe: &'a (dyn Fn(&Event<'_>) + Sync),
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
    fn settle(&self, entry: &Entry, now: bool) -> Result<()> {
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
    fn holds(&self, entry: &Entry, sha256: &str) -> bool {
        entry.sha256 == sha256
            && entry.config_id == self.identity.id
            && match entry.state {
                State::Done => self.store.has_outputs(entry),
                State::Failed | State::Quarantined | State::Skipped => true,
                State::Queued | State::Running | State::Duplicate => false,
            }
    }
}

/// One pass over the documents that are not settled.
struct Round<'a, R> {
    batch: &'a Batch<'a, R>,
    inputs: &'a [Input],
    twins: &'a [Option<usize>],
    round: &'a [usize],
    again: &'a Mutex<Vec<usize>>,
    written: &'a SyncSender<Pending>,
}

/// A document while it is read.
struct Running {
    number: usize,
    job: Job,
    entry: Entry,
}

impl<R: Reader> Round<'_, R> {
    /// Settles a document that was given up.
    fn give_up(&self, number: usize, mut entry: Entry, failure: Failure) -> Result<()> {
        entry.reason = Some(match failure {
            Failure::Run(error) => return Err(error),
            Failure::Death(words) => {
                entry.deaths += 1;
                if entry.deaths < self.batch.options.max_deaths {
                    entry.state = State::Queued;
                    self.again.lock().expect("no step panics").push(number);
                    return self.batch.store.ledger().put(&entry);
                }
                entry.state = State::Quarantined;
                format!(
                    "its worker process died {} times, last with: {words}",
                    entry.deaths
                )
            }
            Failure::Document(error) => {
                entry.state = match error.kind() {
                    ErrorKind::Unsupported => State::Skipped,
                    _ => State::Failed,
                };
                reason(&error)
            }
        });
        let before = std::mem::take(&mut entry.outputs);
        self.batch.store.remove_stale(&before, &entry.outputs)?;
        self.batch.settle(&entry, true)
    }

    /// Writes the outputs, and leaves it to the commits to name them and to settle the document.
    fn write(&self, mut entry: Entry, finished: Finished) -> Result<()> {
        let store = self.batch.store;
        let failure = finished
            .failures
            .iter()
            .map(|(page, reason)| format!("page {page}: {reason}"))
            .collect::<Vec<_>>()
            .join("; ");
        entry.state = if failure.is_empty() {
            State::Done
        } else {
            State::Failed
        };
        entry.reason = (!failure.is_empty()).then_some(failure);
        let before = std::mem::take(&mut entry.outputs);
        let (mut lines, mut files) = (Vec::new(), Vec::new());
        let split = finished.documents.len() > 1;
        for (at, document) in finished.documents.into_iter().enumerate() {
            let part = split.then_some(at as u32 + 1);
            let mut line = document.index;
            line.state = entry.state.as_str().to_owned();
            line.reason.clone_from(&entry.reason);
            for (format, content) in document.files {
                let file = output_file(&entry.path, part, format.extension());
                files.push(write_unnamed(
                    &store.scratch(),
                    &store.folder().join(&file),
                    |file| file.write_all(content.as_bytes()),
                )?);
                let file = file.to_string_lossy().into_owned();
                line.output.get_or_insert_with(|| file.clone());
                entry.outputs.push(OutputFile {
                    file,
                    sha256: sha256(content.as_bytes()),
                });
            }
            lines.push(to_json(&line));
        }
        entry.index = lines.join("\n");
        let pending = Pending {
            entry,
            files,
            before,
        };
        self.written
            .send(pending)
            .map_err(|_| Error::new(ErrorKind::Internal, "what is written is no longer settled"))
    }
}

/// What happened, without the path, which stands beside it.
fn reason(error: &Error) -> String {
    let mut reason = String::new();
    if let Some(page) = error.page() {
        reason = format!("page {page}: ");
    }
    reason += error.message();
    if let Some(cause) = std::error::Error::source(error) {
        reason += &format!(": {cause}");
    }
    reason
}

impl<R: Reader> Work for Round<'_, R> {
    type Hands = R;
    type Document = Running;
    type Page = PageRead;
    type Failure = Failure;

    fn hands(&self) -> Result<R> {
        (self.batch.reader)()
    }

    fn open(&self, hands: &mut R, number: usize) -> Result<Option<(Running, usize)>> {
        let number = self.round[number];
        let input = &self.inputs[number];
        let ledger = self.batch.store.ledger();
        let mut entry = ledger
            .get(&input.name)?
            .unwrap_or_else(|| Entry::new(&input.name));
        let digest = match &input.problem {
            Some(problem) => Err(problem.clone()),
            None => hash(&input.files).map_err(|e| format!("cannot be read: {e}")),
        };
        if let Ok(digest) = &digest
            && !self.batch.options.force
            && self.batch.holds(&entry, digest)
        {
            self.batch.settle(&entry, false)?;
            return Ok(None);
        }
        entry.origin = origin(input);
        entry.size = input.size;
        entry.config_id.clone_from(&self.batch.identity.id);
        entry.reason = None;
        entry.index.clear();
        let digest = match digest {
            Ok(digest) => digest,
            Err(problem) => {
                entry.sha256.clear();
                let error = Error::new(ErrorKind::Input, problem);
                self.give_up(number, entry, Failure::Document(error))?;
                return Ok(None);
            }
        };
        if entry.sha256 != digest {
            entry.sha256 = digest;
            entry.deaths = 0;
        }
        let twin = match self.twins[number] {
            Some(twin) => Some(self.inputs[twin].name.clone()),
            None if self.batch.options.force => None,
            None => ledger
                .done_twin(&entry.sha256, &entry.config_id, &entry.path)?
                .filter(|twin| self.batch.store.has_outputs(twin))
                .map(|twin| twin.path),
        };
        if let Some(twin) = twin {
            entry.state = State::Duplicate;
            entry.reason = Some(twin);
            let before = std::mem::take(&mut entry.outputs);
            self.batch.store.remove_stale(&before, &entry.outputs)?;
            self.batch.settle(&entry, true)?;
            return Ok(None);
        }
        entry.state = State::Running;
        entry.attempts += 1;
        ledger.put(&entry)?;
        match hands.survey(input) {
            Ok(job) => {
                entry.pages = job.page_count;
                let to_ocr = job.survey.to_ocr.len();
                (self.batch.observe)(&Event::Opened { to_ocr });
                let running = Running { number, job, entry };
                Ok(Some((running, to_ocr)))
            }
            Err(failure) => {
                self.give_up(number, entry, failure)?;
                Ok(None)
            }
        }
    }

    fn page(
        &self,
        hands: &mut R,
        document: &Running,
        page: usize,
    ) -> std::result::Result<PageRead, Failure> {
        let index = document.job.survey.to_ocr[page];
        let read = hands.ocr_page(&document.job, index)?;
        (self.batch.observe)(&Event::PageRead {
            path: &document.entry.path,
            index,
            failure: read.failure(),
        });
        Ok(read)
    }

    fn finish(
        &self,
        hands: &mut R,
        document: &Running,
        pages: std::result::Result<Vec<PageRead>, Failure>,
    ) -> Result<()> {
        let finished = pages.and_then(|pages| hands.finish(&document.job, pages));
        let mut entry = document.entry.clone();
        entry.wall_ms = document.job.begun.elapsed().as_millis() as u64;
        match finished {
            Ok(finished) => self.write(entry, finished),
            Err(failure) => self.give_up(document.number, entry, failure),
        }
    }
}

/// The lines of a row in the index: those that its documents gave, those of its twin for a
/// duplicate, or one that tells why there is no document.
pub fn index_lines(entry: &Entry, twin: Option<&Entry>) -> String {
    if !entry.index.is_empty() {
        return entry.index.clone();
    }
    if let Some(twin) = twin {
        return index_lines(twin, None)
            .lines()
            .map(|line| to_json(&of_duplicate(line, entry)))
            .collect::<Vec<_>>()
            .join("\n");
    }
    to_json(&IndexLine {
        pages: entry.pages,
        sha256: entry.sha256.clone(),
        config_id: entry.config_id.clone(),
        ..IndexLine::without_document(
            &entry.path,
            entry.state.as_str(),
            entry.reason.as_deref().unwrap_or("not read yet"),
        )
    })
}

/// What `line` says of the first of the same bytes holds for its duplicate too, doubts included.
fn of_duplicate(line: &str, entry: &Entry) -> IndexLine {
    IndexLine {
        path: entry.path.clone(),
        state: entry.state.as_str().to_owned(),
        reason: entry.reason.clone(),
        ..serde_json::from_str(line).unwrap_or_default()
    }
}

fn to_json(line: &IndexLine) -> String {
    serde_json::to_string(line).expect("an index line serialises")
}
