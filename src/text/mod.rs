//! From words on pages to one text in reading order: letterhead blocks, running heads, paragraphs.
//!
//! Comes in: a [`PageReading`] for each page, whoever read it (text layer or OCR), or a decoded
//! text file. Goes out: one [`Text`] whose `original` is what every later span indexes.
//! Nothing here looks at what words mean where their place on the page can decide.

mod assemble;
mod columns;
mod frame;
mod margins;
mod model;
mod noise;
mod notes;
mod paragraphs;
mod rows;
mod ruled;
mod stamp;
mod tables;
mod turned;
mod writer;

pub use assemble::assemble;
pub use model::{
    Block, BlockKind, Join, JoinKind, Line, LineRole, PageReading, Text, TextPage, WordSpan,
};
