//! The ledger: one row for every document that a folder of outputs has ever been asked for.
//!
//! An SQLite database, so that a kill at any moment leaves the last whole transaction. A row says
//! `done` only after the outputs are on disk, so the ledger may lag behind the outputs (the work is
//! done again, with the same bytes) but never runs ahead of them. Each row carries a checksum: the
//! database notices damage to its structure, not a changed letter in a field.

pub use super::entry::{Entry, OutputFile, State};

use super::row::{self, COLUMNS, TABLES, VERSION};
use crate::error::{Error, ErrorKind, Result};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// The database; shared by the threads of a run.
///
/// # Errors
/// Every method that asks or writes fails with [`ErrorKind::Output`] when the file cannot be read or written, is full or
/// locked by another process for longer than 30 seconds, and with [`ErrorKind::Malformed`] when it is damaged.
pub struct Ledger {
    connection: Mutex<Connection>,
    path: PathBuf,
}

/// How long a query waits for another one's lock.
const PATIENCE: Duration = Duration::from_secs(30);

const DONE_TWIN: &str = "SELECT * FROM documents WHERE sha256 = ?1 AND config_id = ?2
    AND path <> ?3 AND state = 'done' ORDER BY path LIMIT 1";

/// How the database keeps its journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journal {
    /// Write-ahead log: fast, for local disks.
    Wal,
    /// Rollback journal: for network file systems, where a log cannot be shared.
    Rollback,
}

impl Ledger {
    /// Opens the ledger at `path`, made anew where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] when the file is damaged or of another version (it can then be
    /// rebuilt from the outputs), [`ErrorKind::Output`] when it cannot be written.
    pub fn open(path: &Path, journal: Journal) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| unwritable(path, e))?;
        }
        let connection = Connection::open(path).map_err(|e| failed(path, e))?;
        let mode = match journal {
            Journal::Wal => "WAL",
            Journal::Rollback => "DELETE",
        };
        let prepare = || -> rusqlite::Result<(String, i64)> {
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", mode)?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            row::add_checksum(&connection)?;
            let check = connection.query_row("PRAGMA integrity_check(1)", [], |row| {
                row.get::<_, String>(0)
            })?;
            let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            Ok((check, version))
        };
        let (check, version) = prepare().map_err(|e| failed(path, e))?;
        if check != "ok" || !matches!(version, 0 | VERSION) {
            return Err(damaged(path, &check));
        }
        let changed: Option<String> = connection
            .execute_batch(TABLES)
            .and_then(|()| connection.pragma_update(None, "user_version", VERSION))
            .and_then(|()| {
                let changed = format!(
                    "SELECT path FROM documents WHERE checksum <> checksum({COLUMNS}) LIMIT 1"
                );
                connection
                    .query_row(&changed, [], |row| row.get(0))
                    .optional()
            })
            .map_err(|e| failed(path, e))?;
        if let Some(row) = changed {
            return Err(damaged(path, &format!("the row of {row} was changed")));
        }
        Ok(Self {
            connection: Mutex::new(connection),
            path: path.to_owned(),
        })
    }

    /// Opens the ledger at `path` to look at it, beside a run that writes to it, and without the
    /// checks of [`Ledger::open`].
    ///
    /// # Errors
    /// As [`Ledger::open`], and when there is none.
    pub fn read(path: &Path) -> Result<Self> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|e| failed(path, e))?;
        let ledger = Self {
            connection: Mutex::new(connection),
            path: path.to_owned(),
        };
        let version: i64 = ledger.with(|c| {
            c.busy_timeout(PATIENCE)?;
            c.query_row("PRAGMA user_version", [], |row| row.get(0))
        })?;
        match version {
            VERSION => Ok(ledger),
            other => Err(damaged(path, &format!("version {other}"))),
        }
    }

    fn with<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let connection = self.connection.lock().expect("no query panics");
        query(&connection).map_err(|e| failed(&self.path, e))
    }

    /// The row of an input.
    pub fn get(&self, path: &str) -> Result<Option<Entry>> {
        self.with(|c| {
            c.prepare_cached(&format!("SELECT {COLUMNS} FROM documents WHERE path = ?1"))?
                .query_row([path], first)
                .optional()
        })
    }

    /// Writes a row, in place of the one of the same path.
    pub fn put(&self, entry: &Entry) -> Result<()> {
        self.with(|c| row::put(c, entry))
    }

    /// Writes many rows, all of them or none.
    pub fn put_all(&self, entries: &[Entry]) -> Result<()> {
        self.with(|c| {
            let transaction = c.unchecked_transaction()?;
            entries.iter().try_for_each(|entry| row::put(c, entry))?;
            transaction.commit()
        })
    }

    /// A finished document of the same bytes and configuration, under another path.
    pub fn done_twin(&self, sha256: &str, config_id: &str, path: &str) -> Result<Option<Entry>> {
        self.with(|c| {
            c.prepare_cached(&DONE_TWIN.replace('*', COLUMNS))?
                .query_row([sha256, config_id, path], first)
                .optional()
        })
    }

    /// Puts back what a run that was killed had begun; says how many documents that were.
    pub fn return_running(&self) -> Result<usize> {
        let queued = COLUMNS.replace("state", "'queued'");
        self.with(|c| {
            c.execute(
                &format!(
                    "UPDATE documents SET state = 'queued', checksum = checksum({queued})
                     WHERE state = 'running'"
                ),
                [],
            )
        })
    }

    /// Sets the documents of `state` (all of them, or the one of `path`) back to queued, with their
    /// deaths forgiven; says how many.
    pub fn requeue(&self, state: State, path: Option<&str>) -> Result<usize> {
        let forgiven = COLUMNS.replace("state", "'queued'").replace("deaths", "0");
        self.with(|c| {
            c.execute(
                &format!(
                    "UPDATE documents SET state = 'queued', deaths = 0,
                     checksum = checksum({forgiven})
                     WHERE state = ?1 AND (?2 IS NULL OR path = ?2)"
                ),
                params![state.as_str(), path],
            )
        })
    }

    /// How many documents and pages stand in each state.
    pub fn counts(&self) -> Result<Vec<(State, u64, u64)>> {
        let rows = self.with(|c| {
            c.prepare("SELECT state, COUNT(*), SUM(pages) FROM documents GROUP BY state")?
                .query_map([], |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, i64>(1)? as u64,
                        row.get::<_, i64>(2)? as u64,
                    ))
                })?
                .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        let mut counts = rows
            .into_iter()
            .map(|(state, documents, pages)| Ok((state.parse()?, documents, pages)))
            .collect::<Result<Vec<_>>>()?;
        counts.sort();
        Ok(counts)
    }

    /// Visits every row, by path, without holding them all.
    pub fn each(&self, mut visit: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        self.each_of(
            &format!("SELECT {COLUMNS} FROM documents ORDER BY path"),
            first,
            &mut visit,
        )
    }

    /// As [`Ledger::each`]; beside a duplicate the row of the first of the same bytes, if it is
    /// still there.
    pub fn each_with_twin(
        &self,
        mut visit: impl FnMut(Entry, Option<Entry>) -> Result<()>,
    ) -> Result<()> {
        let of = |table: &str| {
            let columns: Vec<String> = COLUMNS
                .split(", ")
                .map(|column| format!("{table}.{}", column.trim()))
                .collect();
            columns.join(", ")
        };
        self.each_of(
            &format!(
                "SELECT {}, {} FROM documents AS own LEFT JOIN documents AS twin
                 ON own.state = 'duplicate' AND twin.path = own.reason ORDER BY own.path",
                of("own"),
                of("twin")
            ),
            |row| {
                let columns = COLUMNS.split(", ").count();
                let twin = match row.get_ref(columns)? {
                    ValueRef::Null => None,
                    _ => Some(row::read(row, columns)?),
                };
                Ok((first(row)?, twin))
            },
            &mut |(entry, twin)| visit(entry, twin),
        )
    }

    fn each_of<T>(
        &self,
        query: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
        visit: &mut impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let failed = |e| failed(&self.path, e);
        let connection = self.connection.lock().expect("no query panics");
        let mut statement = connection.prepare(query).map_err(failed)?;
        for row in statement.query_map([], read).map_err(failed)? {
            visit(row.map_err(failed)?)?;
        }
        Ok(())
    }
}

/// The entry of a row that holds nothing else.
fn first(row: &Row<'_>) -> rusqlite::Result<Entry> {
    row::read(row, 0)
}

fn unwritable(path: &Path, cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Output, "cannot write the ledger")
        .at_path(path)
        .caused_by(cause)
}

fn damaged(path: &Path, what: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("the ledger is damaged or of another version: {what}"),
    )
    .at_path(path)
}

fn failed(path: &Path, error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            return damaged(path, &error.to_string());
        }
        Some(
            ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure
            | ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked,
        ) => ErrorKind::Output,
        _ => ErrorKind::Malformed,
    };
    Error::new(kind, "the ledger cannot be used")
        .at_path(path)
        .caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> (tempfile::TempDir, Ledger) {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("l/ledger.sqlite"), Journal::Wal).unwrap();
        (folder, ledger)
    }

    #[test]
    fn rows_come_back_as_they_were_put() {
        let (_folder, ledger) = fresh();
        let entry = Entry {
            origin: vec!["/tmp/a.pdf".into()],
            state: State::Failed,
            reason: Some("page 2: broken".into()),
            outputs: vec![OutputFile {
                file: "a.pdf.json".into(),
                sha256: "ff".into(),
            }],
            pages: 3,
            ..Entry::new("a.pdf")
        };
        ledger.put(&entry).unwrap();
        assert_eq!(ledger.get("a.pdf").unwrap(), Some(entry));
        assert_eq!(ledger.get("b.pdf").unwrap(), None);
        assert_eq!(ledger.counts().unwrap(), [(State::Failed, 1, 3)]);
        assert_eq!(ledger.requeue(State::Failed, Some("b.pdf")).unwrap(), 0);
        assert_eq!(ledger.requeue(State::Failed, None).unwrap(), 1);
        assert_eq!(ledger.counts().unwrap(), [(State::Queued, 1, 3)]);
    }

    /// By its state alone every finished document would be looked at for each new one.
    #[test]
    fn a_twin_is_found_by_its_digest() {
        let (_folder, ledger) = fresh();
        let plan: String = ledger
            .with(|c| {
                c.query_row(
                    &format!("EXPLAIN QUERY PLAN {DONE_TWIN}"),
                    ["", "", ""],
                    |row| row.get(3),
                )
            })
            .unwrap();
        assert!(
            plan.contains("sha256=? AND config_id=? AND state=?"),
            "{plan}"
        );
        let done = Entry {
            sha256: "aa".into(),
            state: State::Done,
            ..Entry::new("a")
        };
        ledger.put(&done).unwrap();
        let twin = |sha256, path| ledger.done_twin(sha256, "", path).unwrap();
        assert_eq!(twin("aa", "b"), Some(done));
        assert_eq!(twin("aa", "a"), None);
        assert_eq!(twin("bb", "b"), None);
    }

    #[test]
    fn a_damaged_file_is_told_apart_from_one_that_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        std::fs::write(&path, "this is no database at all, but long enough").unwrap();
        let error = Ledger::open(&path, Journal::Wal).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        let error = Ledger::open(Path::new("/proc/none/ledger"), Journal::Wal)
            .err()
            .unwrap();
        assert_eq!(error.kind(), ErrorKind::Output);
    }

    #[test]
    fn every_state_has_a_name_that_reads_back() {
        for state in State::ALL {
            assert_eq!(state.as_str().parse::<State>().unwrap(), state);
        }
    }
}
