//! The records of the archives (document model §7).

use super::types::{ArchivalMetadata, ArchivalRecords, Document};

/// What an archive needs, from the parsed fields.
pub fn metadata(_document: &Document) -> ArchivalMetadata {
    ArchivalMetadata::default()
}

/// The same as the circulars' own records.
pub fn records(_document: &Document) -> ArchivalRecords {
    ArchivalRecords::default()
}
