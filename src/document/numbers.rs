//! Money, percentages, counts (document model §3.3).

use super::context::Context;
use super::types::Quantity;

/// The quantities, in order.
pub fn find(_context: &Context) -> Vec<Quantity> {
    Vec::new()
}
