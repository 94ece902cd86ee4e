//! Frequencies of surnames, middle names and given names: what tells a person from an agency.

use super::{columns, fold};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/names.tsv");

/// The place of a syllable in a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NamePart {
    /// *Họ.*
    Surname,
    /// *Tên đệm.*
    Middle,
    /// *Tên.*
    Given,
}

/// All parts of names with their counts in a list of names, sorted by part and name.
pub fn name_parts() -> impl Iterator<Item = (NamePart, &'static str, u32)> {
    TEXT.lines().map(|line| {
        let [part, name, count] = columns(line);
        let part = match part {
            "surname" => NamePart::Surname,
            "middle" => NamePart::Middle,
            _ => NamePart::Given,
        };
        (part, name, count.parse().unwrap_or(0))
    })
}

/// Counts by place and syllable.
type Counts = FxHashMap<(NamePart, String), u32>;

/// The counts of all parts of names by a spelling of theirs.
fn counted(spelling: impl Fn(&str) -> String) -> Counts {
    let mut counts = Counts::default();
    for (part, name, count) in name_parts() {
        *counts.entry((part, spelling(name))).or_insert(0) += count;
    }
    counts
}

/// How often a syllable (any case, marks or none) stands in that place of a name; 0 if never seen.
pub fn name_count(part: NamePart, syllable: &str) -> u32 {
    static CELL: OnceLock<Counts> = OnceLock::new();
    let counts = CELL.get_or_init(|| counted(fold));
    counts.get(&(part, fold(syllable))).copied().unwrap_or(0)
}

/// The same for a syllable with the marks it has, in any case.
pub fn marked_name_count(part: NamePart, syllable: &str) -> u32 {
    static CELL: OnceLock<Counts> = OnceLock::new();
    let counts = CELL.get_or_init(|| counted(str::to_lowercase));
    let key = (part, syllable.to_lowercase());
    counts.get(&key).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_surnames_are_known() {
        assert!(name_count(NamePart::Surname, "NGUYEN") > name_count(NamePart::Surname, "Huỳnh"));
        assert_eq!(name_count(NamePart::Surname, "Công"), 0);
        assert!(name_count(NamePart::Given, "hùng") > 0);
        assert_eq!(marked_name_count(NamePart::Surname, "phần"), 0);
        assert!(marked_name_count(NamePart::Surname, "Phan") > 0);
    }
}
