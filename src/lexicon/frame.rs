//! What the pages of legal portals say around a document, to readers without an account.

pub(super) const TEXT: &str = include_str!("../../dictionaries/page-frames.txt");

/// How clauses there begin, in small letters, sorted: fixed wordings of three words and more.
pub fn page_frames() -> impl Iterator<Item = &'static str> {
    TEXT.lines()
}
