//! The noisy channel: what was printed → what is seen.
//!
//! Comes in: a table of costs learned by expectation-maximisation ([`train`]) and broad costs from the shapes
//! of letters. Goes out: the cost of a seen word for any printed one ([`Channel`]), and by [`WordTrie`] the
//! printed words that explain a seen one best.

mod costs;
mod habits;
mod seen;
mod shapes;
mod table;
mod train;
mod trie;

pub use costs::{Channel, IMPOSSIBLE, PrintedId};
pub use habits::Habits;
pub use seen::SeenWords;
pub use table::{Chunk, Row, Table};
pub use train::{Settings, train};
pub use trie::{Entry, Found, Search, WordTrie};
