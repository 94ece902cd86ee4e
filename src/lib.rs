//! Scans of Vietnamese administrative documents (*văn bản hành chính*) into clean, structured data.
//!
//! The stages are rooms, and data flows through them one way:
//!
//! ```text
//!            ground: error  span  syllable  lexicon  lm  legacy
//! source ──> page ──> ocr ──> text ──> restore ──> document ──> output
//! ```
//!
//! [`pipeline`] is the only room that sees them all, [`batch`] runs it over many documents, and
//! [`eval`] compares texts and documents with their truth. Each stage can be called alone.
//! The library prints nothing: warnings are values, errors are [`error::Error`].
#![deny(missing_docs)]
#![cfg_attr(not(feature = "ocr"), forbid(unsafe_code))]
#![deny(unsafe_code)]

pub mod batch;
pub mod document;
pub mod error;
pub mod eval;
pub mod legacy;
pub mod lexicon;
pub mod lm;
pub mod ocr;
pub mod output;
pub mod page;
pub mod pipeline;
pub mod restore;
pub mod source;
pub mod span;
pub mod syllable;
pub mod text;

pub use error::{Error, ErrorKind, Result};
pub use span::Span;

/// The example of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
