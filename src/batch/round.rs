//! One pass over the documents of a run: each is looked up, opened, read and settled.

use super::commit::Pending;
use super::inputs::Input;
use super::job::{Failure, Finished, Job, Reader};
use super::ledger::{Entry, OutputFile, State};
use super::run::{Batch, Event, origin};
use super::schedule::Work;
use super::twins::hash;
use crate::error::{Error, ErrorKind, Result};
use crate::output::name::output_file;
use crate::output::write::write_unnamed;
use crate::pipeline::{PageRead, sha256};
use std::io::Write;
use std::sync::Mutex;
use std::sync::mpsc::SyncSender;

/// One pass over the documents that are not settled.
pub(super) struct Round<'a, R> {
    pub batch: &'a Batch<'a, R>,
    pub inputs: &'a [Input],
    /// For each input the first of the same bytes, if it is another one.
    pub twins: &'a [Option<usize>],
    /// The inputs of this pass.
    pub round: &'a [usize],
    /// Those that the next pass shall read again.
    pub again: &'a Mutex<Vec<usize>>,
    /// Where written documents go to be settled.
    pub written: &'a SyncSender<Pending>,
}

/// A document while it is read.
pub(super) struct Running {
    number: usize,
    job: Job,
    entry: Entry,
}

impl<R: Reader> Round<'_, R> {
    /// The row of a document that is to be read, marked as running; none where there is nothing to read, and
    /// that is settled here.
    fn begin(&self, number: usize) -> Result<Option<Entry>> {
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
        if let Some(twin) = self.twin_of(number, &entry)? {
            entry.state = State::Duplicate;
            entry.reason = Some(twin);
            self.settle_without_outputs(entry)?;
            return Ok(None);
        }
        entry.state = State::Running;
        entry.attempts += 1;
        ledger.put(&entry)?;
        Ok(Some(entry))
    }

    /// The name of the first input of the same bytes, in this run or one before.
    fn twin_of(&self, number: usize, entry: &Entry) -> Result<Option<String>> {
        if let Some(twin) = self.twins[number] {
            return Ok(Some(self.inputs[twin].name.clone()));
        }
        if self.batch.options.force {
            return Ok(None);
        }
        let store = self.batch.store;
        let twin = store
            .ledger()
            .done_twin(&entry.sha256, &entry.config_id, &entry.path)?
            .filter(|twin| store.has_outputs(twin));
        Ok(twin.map(|twin| twin.path))
    }

    /// Settles a document that has no outputs now, whatever an earlier run wrote for it.
    fn settle_without_outputs(&self, mut entry: Entry) -> Result<()> {
        let before = std::mem::take(&mut entry.outputs);
        self.batch.store.remove_stale(&before, &entry.outputs)?;
        self.batch.settle(&entry, true)
    }

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
        self.settle_without_outputs(entry)
    }

    /// Writes the outputs, and leaves it to the commits to name them and to settle the document.
    fn write(&self, mut entry: Entry, finished: Finished) -> Result<()> {
        let store = self.batch.store;
        let failures = finished.failures.iter();
        let failures: Vec<_> = failures
            .map(|(page, reason)| format!("page {page}: {reason}"))
            .collect();
        (entry.state, entry.reason) = match failures.is_empty() {
            true => (State::Done, None),
            false => (State::Failed, Some(failures.join("; "))),
        };
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
            lines.push(line.to_json());
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
        let Some(mut entry) = self.begin(number)? else {
            return Ok(None);
        };
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
