//! Duties with dates (document model §6).

use super::context::Context;
use super::types::{DateMention, Deadline};

/// The duties with dates, in order.
pub fn find(_context: &Context, _dates: &[DateMention]) -> Vec<Deadline> {
    Vec::new()
}
