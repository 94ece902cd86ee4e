//! Cited documents (document model §4).

use super::context::Context;
use super::types::{LegalBasis, Reference, ReferencedDocument};

/// The mentions of documents, in order.
pub fn find(_context: &Context) -> Vec<Reference> {
    Vec::new()
}

/// The mentioned documents, each with its mentions.
pub fn link(_context: &Context, _references: &[Reference]) -> Vec<ReferencedDocument> {
    Vec::new()
}

/// The documents that the preamble rests on.
pub fn legal_bases(_references: &[Reference]) -> Vec<LegalBasis> {
    Vec::new()
}

/// The canonical id of the document itself.
pub fn canonical_id(_context: &Context) -> String {
    String::new()
}
