//! The index: a line for every document of the ledger, and one for every input without any.

use super::ledger::Entry;
use crate::output::index::IndexLine;

/// The lines of a row in the index: those that its documents gave, those of its twin for a
/// duplicate, or one that tells why there is no document.
pub fn index_lines(entry: &Entry, twin: Option<&Entry>) -> String {
    if !entry.index.is_empty() {
        return entry.index.clone();
    }
    if let Some(twin) = twin {
        return index_lines(twin, None)
            .lines()
            .map(|line| of_duplicate(line, entry).to_json())
            .collect::<Vec<_>>()
            .join("\n");
    }
    let line = IndexLine {
        pages: entry.pages,
        sha256: entry.sha256.clone(),
        config_id: entry.config_id.clone(),
        ..IndexLine::without_document(
            &entry.path,
            entry.state.as_str(),
            entry.reason.as_deref().unwrap_or("not read yet"),
        )
    };
    line.to_json()
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
