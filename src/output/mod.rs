//! What is written for people and programs: the JSON of a document, its schema, names and files.

pub mod index;
pub mod name;
pub mod places;
pub mod record;
pub mod schema;
pub mod sheet;
pub mod write;

pub use index::IndexLine;
pub use record::{DocumentRecord, SCHEMA_VERSION};
