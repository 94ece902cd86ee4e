//! Dates and periods (document model §3.1, §3.2).

use super::context::Context;
use super::types::{DateMention, Reference};

/// The dates and periods, in order.
pub fn find(_context: &Context, _references: &[Reference]) -> Vec<DateMention> {
    Vec::new()
}
