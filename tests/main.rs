//! The one integration-test binary; a module for each room.

mod accuracy;
mod batch;
mod cluster;
mod confinement;
mod decoder;
mod desk;
mod dictionaries;
mod digits;
mod document;
mod doubling;
mod eval;
mod fuzz_corpus;
mod hostile;
mod inspect;
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
