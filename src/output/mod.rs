//! What is written for people and programs: the JSON of a document, its schema, names and files.

pub mod name;
pub mod write;
