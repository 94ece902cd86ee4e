//! The output folder: its lock, its ledger, its index; rebuilt from the outputs where it must be.

use super::index::index_lines;
use super::ledger::{Entry, Journal, Ledger, OutputFile, State};
use crate::error::{Error, ErrorKind, Result};
use crate::output::index::IndexLine;
use crate::output::record::DocumentRecord;
use crate::output::write::write_with;
use crate::pipeline::sha256;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// An output folder that this process holds.
pub struct Store {
    folder: PathBuf,
    ledger: Ledger,
    rebuilt: Option<usize>,
    /// Held as long as the store lives; the kernel gives it back whatever happens to us.
    _lock: File,
}

/// Where everything but the outputs and the index lies.
const PRIVATE: &str = ".vanban";

impl Store {
    /// Opens or makes the folder and takes its lock. A ledger that is damaged is set aside, one that
    /// is missing is made; both are filled from the outputs.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] when the folder cannot be written, [`ErrorKind::Usage`] when another
    /// run holds it.
    pub fn open(folder: &Path, ledger: Option<&Path>, journal: Journal) -> Result<Self> {
        let private = folder.join(PRIVATE);
        let unwritable = |e: std::io::Error| {
            Error::new(ErrorKind::Output, "the output folder cannot be written")
                .at_path(folder)
                .caused_by(e)
        };
        fs::create_dir_all(&private).map_err(unwritable)?;
        let lock = File::create(private.join("lock")).map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(
                    ErrorKind::Usage,
                    "another run is writing to this output folder: wait for it, or choose another --out",
                )
                .at_path(folder));
            }
            Err(TryLockError::Error(e)) => return Err(unwritable(e)),
        }
        // What a killed run left half-written.
        let _ = fs::remove_dir_all(private.join("scratch"));
        let path = ledger_path(folder, ledger);
        let missing = !path.exists();
        let (ledger, empty) = match Ledger::open(&path, journal) {
            Ok(ledger) => (ledger, missing),
            Err(error) if error.kind() == ErrorKind::Malformed => {
                for end in ["", "-wal", "-shm"] {
                    let mut name = path.clone().into_os_string();
                    name.push(end);
                    let mut aside = path.clone().into_os_string();
                    aside.push(".damaged");
                    aside.push(end);
                    if Path::new(&name).exists() {
                        fs::rename(name, aside).map_err(unwritable)?;
                    }
                }
                (Ledger::open(&path, journal)?, true)
            }
            Err(error) => return Err(error),
        };
        let mut store = Self {
            folder: folder.to_owned(),
            ledger,
            rebuilt: None,
            _lock: lock,
        };
        if empty {
            let rebuilt = store.rebuild()?;
            store.rebuilt = (rebuilt > 0).then_some(rebuilt);
        }
        Ok(store)
    }

    /// The output folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger, without the folder: what is there can be looked at while a run takes the folder.
    pub fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// The ledger of `folder` to look at, which takes no lock: a run may be at work.
    ///
    /// # Errors
    /// When there is none, or it cannot be read as it is: [`Store::open`] would make it anew from the
    /// outputs.
    pub fn look(folder: &Path, ledger: Option<&Path>) -> Result<Ledger> {
        Ledger::read(&ledger_path(folder, ledger))
    }

    /// Documents found by a rebuild from the outputs, when there was one.
    pub fn rebuilt(&self) -> Option<usize> {
        self.rebuilt
    }

    /// Where files are written before they get their name.
    pub fn scratch(&self) -> PathBuf {
        self.folder.join(PRIVATE).join("scratch")
    }

    /// The metrics file (see [`metrics`](super::metrics)).
    pub fn metrics(&self) -> PathBuf {
        self.folder.join(PRIVATE).join("metrics.prom")
    }

    /// Whether the outputs of a row are there.
    pub fn has_outputs(&self, entry: &Entry) -> bool {
        !entry.outputs.is_empty()
            && entry
                .outputs
                .iter()
                .all(|output| self.folder.join(&output.file).is_file())
    }

    /// Removes what an earlier run wrote for a document and this one did not: nobody shall take it
    /// for the present result. To be called before the ledger says so, so that a kill in between
    /// only has the work done again.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] when one cannot be removed.
    pub fn remove_stale(&self, before: &[OutputFile], now: &[OutputFile]) -> Result<()> {
        for output in before {
            let path = self.folder.join(&output.file);
            if now.iter().any(|now| now.file == output.file) || !path.exists() {
                continue;
            }
            fs::remove_file(&path).map_err(|e| {
                Error::new(ErrorKind::Output, "an outdated output cannot be removed")
                    .at_path(&path)
                    .caused_by(e)
            })?;
        }
        Ok(())
    }

    /// Writes `index.jsonl`: a line for every input, sorted by path, without holding them all.
    ///
    /// # Errors
    /// [`ErrorKind::Output`] when it cannot be written.
    pub fn write_index(&self) -> Result<()> {
        let mut failed = Ok(());
        write_with(&self.scratch(), &self.folder.join("index.jsonl"), |file| {
            let mut file = BufWriter::new(file);
            failed = self.ledger.each_with_twin(|entry, twin| {
                writeln!(file, "{}", index_lines(&entry, twin.as_ref()))
                    .map_err(|e| Error::new(ErrorKind::Output, "the index").caused_by(e))
            });
            file.flush()
        })?;
        failed
    }

    /// What does not hold: outputs that are missing or changed, inputs that are not settled.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn verify(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        self.ledger.each_with_twin(|entry, twin| {
            for output in &entry.outputs {
                match fs::read(self.folder.join(&output.file)) {
                    Err(e) => wrong.push(format!("{}: {}: {e}", entry.path, output.file)),
                    Ok(bytes) if sha256(&bytes) != output.sha256 => {
                        wrong.push(format!("{}: {} has changed", entry.path, output.file));
                    }
                    Ok(_) => {}
                }
            }
            match entry.state {
                State::Done if entry.outputs.is_empty() => {
                    wrong.push(format!("{}: done, but without output", entry.path));
                }
                State::Duplicate if twin.is_none_or(|twin| twin.sha256 != entry.sha256) => {
                    let of = entry.reason.as_deref().unwrap_or("nothing");
                    wrong.push(format!(
                        "{}: a duplicate of {of}, which has other bytes",
                        entry.path
                    ));
                }
                State::Queued | State::Running => {
                    wrong.push(format!("{}: not read yet", entry.path));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(wrong)
    }

    /// Fills the ledger from the outputs, which carry all that it takes. Only rows are held.
    fn rebuild(&self) -> Result<usize> {
        let mut found: BTreeMap<String, Vec<(PathBuf, Entry)>> = BTreeMap::new();
        outputs(&self.folder, &mut |path| {
            if let Ok(bytes) = fs::read(&path)
                && let Ok(record) = serde_json::from_slice::<DocumentRecord>(&bytes)
            {
                let entry = self.entry_of(&path, &record);
                found
                    .entry(entry.path.clone())
                    .or_default()
                    .push((path, entry));
            }
        });
        let entries: Vec<Entry> = found
            .into_values()
            .filter_map(|mut parts| {
                parts.sort_by(|a, b| a.0.cmp(&b.0));
                let parts = parts.into_iter().map(|(_, entry)| entry);
                parts.reduce(|mut whole, part| {
                    whole.index = whole.index + "\n" + &part.index;
                    whole.outputs.extend(part.outputs);
                    whole
                })
            })
            .collect();
        self.ledger.put_all(&entries)?;
        Ok(entries.len())
    }

    /// The row that the output at `path` tells of.
    fn entry_of(&self, path: &Path, record: &DocumentRecord) -> Entry {
        let failures: Vec<String> = record
            .pages
            .iter()
            .filter(|page| page.text_source.is_none())
            .map(|page| format!("page {}: {}", page.index, page.text_source_reason))
            .collect();
        let state = if failures.is_empty() {
            State::Done
        } else {
            State::Failed
        };
        let reason = (!failures.is_empty()).then(|| failures.join("; "));
        let mut files = Vec::new();
        for file in [path.to_owned(), path.with_extension("txt")] {
            if let (Ok(bytes), Ok(relative)) = (fs::read(&file), file.strip_prefix(&self.folder)) {
                files.push(OutputFile {
                    file: relative.to_string_lossy().into_owned(),
                    sha256: sha256(&bytes),
                });
            }
        }
        let line = IndexLine {
            state: state.as_str().to_owned(),
            reason: reason.clone(),
            output: files.first().map(|output| output.file.clone()),
            ..IndexLine::of(record)
        };
        Entry {
            size: record.input.bytes,
            sha256: record.document.source.sha256.clone(),
            state,
            reason,
            config_id: record.config.id.clone(),
            outputs: files,
            index: line.to_json(),
            pages: record.input.page_count,
            ..Entry::new(&record.document.source.file)
        }
    }
}

fn ledger_path(folder: &Path, elsewhere: Option<&Path>) -> PathBuf {
    elsewhere.map_or_else(
        || folder.join(PRIVATE).join("ledger.sqlite"),
        Path::to_owned,
    )
}

fn outputs(folder: &Path, visit: &mut impl FnMut(PathBuf)) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name() == PRIVATE {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => outputs(&path, visit),
            Ok(kind) if kind.is_file() && path.extension().is_some_and(|e| e == "json") => {
                visit(path);
            }
            _ => {}
        }
    }
}
