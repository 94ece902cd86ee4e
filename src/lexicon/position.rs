//! Positions of those who sign (*chức vụ*).

use super::fold;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/positions.txt");

/// All positions in capitals, sorted.
pub fn positions() -> impl Iterator<Item = &'static str> {
    TEXT.lines()
}

/// Whether a line is a position (any case, marks or none).
pub fn is_position(line: &str) -> bool {
    static CELL: OnceLock<FxHashSet<String>> = OnceLock::new();
    CELL.get_or_init(|| positions().map(fold).collect())
        .contains(fold(line.trim()).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_folded() {
        assert!(is_position(" Phó Chủ tịch"));
        assert!(is_position("PHO GIAM DOC"));
        assert!(!is_position("NGUYỄN VĂN A"));
    }
}
