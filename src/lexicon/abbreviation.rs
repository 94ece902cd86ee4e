//! Abbreviations of administrative prose and what they stand for.

use super::columns;
use crate::syllable::strip;
use std::collections::HashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/abbreviations.tsv");

/// Acronyms with a Đ, in code order: `BĐKH`. Nearly always so in the corpora where the same letters stand.
pub(super) const ACRONYMS: &str = include_str!("../../dictionaries/acronyms.txt");

/// An abbreviation and its expansion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation {
    /// As printed: `ĐMST`.
    pub abbr: &'static str,
    /// What it stands for, in running text: `đổi mới sáng tạo`.
    pub expansion: &'static str,
}

/// All abbreviations, sorted.
pub fn abbreviations() -> impl Iterator<Item = Abbreviation> {
    TEXT.lines().map(|line| {
        let [abbr, expansion] = columns(line);
        Abbreviation { abbr, expansion }
    })
}

/// What an abbreviation stands for; spelling counts (`TU` and `TƯ` differ).
pub fn expansion(abbr: &str) -> Option<&'static str> {
    static CELL: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    CELL.get_or_init(|| abbreviations().map(|a| (a.abbr, a.expansion)).collect())
        .get(abbr)
        .copied()
}

/// The one abbreviation, of prose or of an agency, or acronym that loses its marks to `stripped`: `LDTBXH` → `LĐTBXH`. None if
/// `stripped` is itself an abbreviation, or several come to it.
pub fn marked_abbreviation(stripped: &str) -> Option<&'static str> {
    static CELL: OnceLock<HashMap<String, Option<&str>>> = OnceLock::new();
    let found = CELL.get_or_init(|| {
        let mut marked: HashMap<String, Option<&str>> = HashMap::new();
        let agencies = super::agencies().iter().map(|agency| agency.abbr);
        let known = abbreviations().map(|a| a.abbr).chain(agencies);
        for abbr in known.chain(ACRONYMS.lines()) {
            let own = marked.entry(strip(abbr)).or_insert(Some(abbr));
            *own = own.filter(|known| *known == abbr);
        }
        marked.retain(|stripped, abbr| abbr.is_some_and(|abbr| abbr != stripped));
        marked
    });
    found.get(stripped).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_expand() {
        assert_eq!(expansion("CĐS"), Some("chuyển đổi số"));
        assert_eq!(expansion("CDS"), None);
    }

    #[test]
    fn lost_marks_of_abbreviations_are_known() {
        assert_eq!(marked_abbreviation("LDTBXH"), Some("LĐTBXH"));
        assert_eq!(marked_abbreviation("HDND"), Some("HĐND"));
        assert_eq!(marked_abbreviation("BDKH"), Some("BĐKH"));
        assert_eq!(marked_abbreviation("UBND"), None);
        assert_eq!(marked_abbreviation("LĐTBXH"), None);
    }
}
