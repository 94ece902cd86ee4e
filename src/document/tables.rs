//! Tables (document model §5.8).

use super::context::Context;
use super::types::Table;

/// The tables of a text, by line; called once zones are known, before paragraphs are built.
pub fn find(_context: &Context) -> Vec<Table> {
    Vec::new()
}
