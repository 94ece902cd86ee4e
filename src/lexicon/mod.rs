//! The dictionaries, embedded: syllables, document types, agencies, places, names, abbreviations.

mod phrases;

pub use phrases::Phrases;
