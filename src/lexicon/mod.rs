//! The dictionaries, embedded: syllables, document types, agencies, places, names, positions, abbreviations.
//!
//! Each is sorted text under `dictionaries/` (origin, licence and digest in its README), parsed once
//! on first use. Words are looked up by [`fold`], so that damaged and unmarked spellings find them.

mod abbreviation;
mod agency;
mod doc_type;
mod fold;
mod frame;
mod label;
mod law;
mod name;
mod phrases;
mod place;
mod position;
mod roman;

pub use abbreviation::{Abbreviation, abbreviations, expansion, marked_abbreviation};
pub use agency::{Agency, Scope, agencies, agency};
pub use doc_type::{DocType, System, doc_type, doc_types, type_of_symbol};
pub use fold::{fold, fold_char, folds_to, slug};
pub use frame::page_frames;
pub use label::POINT_LABELS;
pub use law::{law_in_full, law_name_at, law_names};
pub use name::{NamePart, marked_name_count, name_count, name_parts};
pub use phrases::Phrases;
pub use place::{Kind, Place, Province, districts, is_place, province, provinces, wards};
pub use position::{is_position, position, positions};
pub use roman::{roman_numeral, roman_value};

/// The embedded files that this room reads, by file name: what a configuration digest covers.
pub const FILES: &[(&str, &str)] = &[
    ("abbreviations.tsv", abbreviation::TEXT),
    ("acronyms.txt", abbreviation::ACRONYMS),
    ("agencies.tsv", agency::TEXT),
    ("districts.tsv", place::DISTRICTS),
    ("document-types.tsv", doc_type::TEXT),
    ("laws.txt", law::TEXT),
    ("names.tsv", name::TEXT),
    ("page-frames.txt", frame::TEXT),
    ("positions.txt", position::TEXT),
    ("provinces.tsv", place::PROVINCES),
    ("wards-from-2025.tsv", place::WARDS_FROM_2025),
    ("wards-until-2025.tsv", place::WARDS_UNTIL_2025),
];

/// The columns of a line of a tab-separated dictionary; absent ones are empty.
fn columns<const N: usize>(line: &'static str) -> [&'static str; N] {
    let mut cells = line.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or(""))
}
