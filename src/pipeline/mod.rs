//! One document through all the stages, under one configuration.
//!
//! ```text
//! Opened ──survey──> text layers, blank pages ─┐
//!        └─ocr_page─> words of page images ────┴─> finish: assemble, restore, parse ─> Report
//! ```
//!
//! Each step can be called alone, so that [`batch`](crate::batch) can share them among threads and
//! worker processes; [`Worker::ingest`] calls them all.

mod compare;
mod engine;
mod finish;
mod identity;
mod opened;
mod read;
mod settings;
mod worker;

pub use engine::{identity as engine_identity, load as load_engine};
pub use finish::{Report, Timings};
pub use identity::{Identity, canonical, sha256};
pub use opened::Opened;
pub use read::{PageRead, Survey};
pub use settings::{Cleaning, Format, OcrMode, PageSelection, Settings, Split};
pub use worker::Worker;
