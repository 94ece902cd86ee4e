//! Who has to do what (document model §6).

use super::context::Context;
use super::types::{DateMention, Task};

/// The tasks, in order.
pub fn find(_context: &Context, _dates: &[DateMention]) -> Vec<Task> {
    Vec::new()
}
