//! A row of the ledger: its columns, its checksum, and how an entry is written and read back.

use super::entry::Entry;
use crate::error::Error;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Version of the tables below; a ledger of another version is rebuilt from the outputs.
pub(super) const VERSION: i64 = 2;

pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS documents (
    path TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    config_id TEXT NOT NULL,
    outputs TEXT NOT NULL,
    index_lines TEXT NOT NULL,
    pages INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    deaths INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_by_digest ON documents (sha256, config_id, state);
CREATE INDEX IF NOT EXISTS documents_by_state ON documents (state);
";

/// The columns of a row without its checksum, in the order of [`read`].
pub(super) const COLUMNS: &str = "path, origin, size, sha256, state, reason, config_id, outputs, \
                       index_lines, pages, attempts, deaths, wall_ms";

const VALUES: &str = "?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13";

/// Writes a row, in place of the one of the same path.
pub(super) fn put(connection: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    connection
        .prepare_cached(&format!(
            "INSERT OR REPLACE INTO documents ({COLUMNS}, checksum)
             VALUES ({VALUES}, checksum({VALUES}))"
        ))?
        .execute(params![
            entry.path,
            to_json(&Origin(entry.origin.clone())),
            entry.size as i64,
            entry.sha256,
            entry.state.as_str(),
            entry.reason,
            entry.config_id,
            to_json(&entry.outputs),
            entry.index,
            entry.pages,
            entry.attempts,
            entry.deaths,
            entry.wall_ms as i64,
        ])
        .map(|_| ())
}

/// Makes `checksum(field, …)` known to the database: the CRC-32 of the fields, each with its end.
pub(super) fn add_checksum(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("checksum", -1, flags, |fields| {
        let mut sum = crc32fast::Hasher::new();
        for field in 0..fields.len() {
            match fields.get_raw(field) {
                ValueRef::Null => sum.update(b"null"),
                ValueRef::Integer(number) => sum.update(&number.to_le_bytes()),
                ValueRef::Real(number) => sum.update(&number.to_le_bytes()),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => sum.update(bytes),
            }
            sum.update(b"\0");
        }
        Ok(i64::from(sum.finalize()))
    })
}

/// The paths of an input as they stand in their column.
#[derive(Serialize, Deserialize)]
struct Origin(#[serde(with = "super::paths")] Vec<PathBuf>);

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data serialises")
}

/// The entry whose columns begin at column `first`.
pub(super) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Entry> {
    let json = |column: usize| row.get::<_, String>(first + column);
    Ok(Entry {
        path: row.get(first)?,
        origin: serde_json::from_str::<Origin>(&json(1)?)
            .map_err(|e| text_is_wrong(1, e))?
            .0,
        size: row.get::<_, i64>(first + 2)? as u64,
        sha256: row.get(first + 3)?,
        state: json(4)?.parse().map_err(|e: Error| text_is_wrong(4, e))?,
        reason: row.get(first + 5)?,
        config_id: row.get(first + 6)?,
        outputs: serde_json::from_str(&json(7)?).map_err(|e| text_is_wrong(7, e))?,
        index: row.get(first + 8)?,
        pages: row.get(first + 9)?,
        attempts: row.get(first + 10)?,
        deaths: row.get(first + 11)?,
        wall_ms: row.get::<_, i64>(first + 12)? as u64,
    })
}

/// A text in a column that is not what the column holds.
fn text_is_wrong(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}
