//! What a run has come to, in the text format of Prometheus, for a collector of text files.

use super::ledger::State;
use super::run::Summary;
use super::store::Store;
use crate::error::Result;
use crate::output::write::write_atomically;
use std::fmt::Write;

/// Writes `.vanban/metrics.prom` in the output folder: documents and pages by state, over all runs,
/// and what the last run did.
///
/// # Errors
/// When the ledger cannot be read or the file cannot be written.
pub fn write(store: &Store, summary: &Summary) -> Result<()> {
    let counts = store.ledger().counts()?;
    let of = |state: State| {
        counts
            .iter()
            .find(|(s, ..)| *s == state)
            .map_or((0, 0), |&(_, documents, pages)| (documents, pages))
    };
    let mut text = String::new();
    text += "# HELP vanban_documents Documents of the ledger by state.\n\
             # TYPE vanban_documents gauge\n";
    for state in State::ALL {
        let _ = writeln!(
            text,
            "vanban_documents{{state=\"{}\"}} {}",
            state.as_str(),
            of(state).0
        );
    }
    text += "# HELP vanban_pages Pages of the documents of the ledger by state.\n\
             # TYPE vanban_pages gauge\n";
    for state in State::ALL {
        let _ = writeln!(
            text,
            "vanban_pages{{state=\"{}\"}} {}",
            state.as_str(),
            of(state).1
        );
    }
    for (name, help, value) in [
        (
            "documents",
            "Documents that the last run read.",
            summary.read_now as f64,
        ),
        (
            "pages",
            "Pages of the documents that the last run read.",
            summary.pages as f64,
        ),
        (
            "seconds",
            "Wall-clock seconds of the last run.",
            summary.seconds,
        ),
        (
            "interrupted",
            "Whether the last run was stopped before all was done.",
            f64::from(u8::from(summary.interrupted)),
        ),
    ] {
        let _ = write!(
            text,
            "# HELP vanban_last_run_{name} {help}\n\
             # TYPE vanban_last_run_{name} gauge\n\
             vanban_last_run_{name} {value}\n"
        );
    }
    write_atomically(&store.scratch(), &store.metrics(), text.as_bytes())
}
