//! Abbreviations of administrative prose and what they stand for.

use super::columns;
use std::collections::HashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/abbreviations.tsv");

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_expand() {
        assert_eq!(expansion("CĐS"), Some("chuyển đổi số"));
        assert_eq!(expansion("CDS"), None);
    }
}
