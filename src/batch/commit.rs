//! The last step of a document: its outputs get their names, and then its row says so.
//!
//! Done for many documents at a time. A disk takes many files in hardly more time than one, and
//! waiting for it alone for each would take longer than reading a short text.

use super::ledger::{Entry, OutputFile};
use super::store::Store;
use crate::error::Result;
use crate::output::write::{Unnamed, name_all};

/// A document whose outputs are written and have no names yet.
pub(super) struct Pending {
    /// Its row to be.
    pub entry: Entry,
    /// Its outputs.
    pub files: Vec<Unnamed>,
    /// The outputs of an earlier run.
    pub before: Vec<OutputFile>,
}

/// Names the outputs, removes those that are outdated, and writes the rows, in this order: a kill in
/// between only has the work done again.
///
/// # Errors
/// When an output or the ledger cannot be written, or an outdated output cannot be removed.
pub(super) fn commit(store: &Store, group: Vec<Pending>) -> Result<Vec<Entry>> {
    let (mut entries, mut files) = (Vec::new(), Vec::new());
    let mut before = Vec::new();
    for pending in group {
        entries.push(pending.entry);
        files.extend(pending.files);
        before.push(pending.before);
    }
    name_all(files)?;
    for (before, entry) in before.iter().zip(&entries) {
        store.remove_stale(before, &entry.outputs)?;
    }
    store.ledger().put_all(&entries)?;
    Ok(entries)
}
