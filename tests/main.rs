//! The one integration-test binary; a module for each room.

mod eval;
mod layering;
mod legacy;
mod restore;
mod setup;
mod syllable;
