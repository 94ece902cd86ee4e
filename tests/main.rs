//! The one integration-test binary; a module for each room.

mod accuracy;
mod decoder;
mod document;
mod eval;
mod hostile;
mod layering;
mod legacy;
mod lm;
mod parse;
mod pipeline;
mod restore;
mod samples;
mod setup;
mod source;
mod syllable;
mod text;
