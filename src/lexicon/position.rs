//! Positions of those who sign (*chức vụ*).

use super::fold;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/positions.txt");

/// All positions in capitals, sorted.
pub fn positions() -> impl Iterator<Item = &'static str> {
    TEXT.lines()
}

/// The position that a line names (any case, marks or none), as it is spelt.
pub fn position(line: &str) -> Option<&'static str> {
    static CELL: OnceLock<FxHashMap<String, &str>> = OnceLock::new();
    let positions = CELL.get_or_init(|| positions().map(|p| (fold(p), p)).collect());
    positions.get(fold(line.trim()).as_str()).copied()
}

/// Whether a line is a position (any case, marks or none).
pub fn is_position(line: &str) -> bool {
    position(line).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_found_folded() {
        assert!(is_position(" Phó Chủ tịch"));
        assert_eq!(position("PHO GIAM DOC"), Some("PHÓ GIÁM ĐỐC"));
        assert!(!is_position("NGUYỄN VĂN A"));
    }
}
