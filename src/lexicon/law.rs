//! Names of laws, codes and ordinances (*luật, bộ luật, pháp lệnh*), without the word for their kind.

use super::fold;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/laws.txt");

/// The names in sentence case, sorted.
pub fn law_names() -> impl Iterator<Item = &'static str> {
    TEXT.lines()
}

/// The folded names by their first words, the longest first.
fn by_first_word() -> &'static FxHashMap<String, Vec<String>> {
    static CELL: OnceLock<FxHashMap<String, Vec<String>>> = OnceLock::new();
    CELL.get_or_init(|| {
        let mut names: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for name in law_names().map(fold) {
            names
                .entry(first_word(&name).to_owned())
                .or_default()
                .push(name);
        }
        for list in names.values_mut() {
            list.sort_by_key(|n| std::cmp::Reverse(n.len()));
        }
        names
    })
}

/// The length of the longest name that a folded text begins with, a whole word at its end.
pub fn law_name_at(folded: &str) -> Option<usize> {
    let ends = |name: &&String| {
        folded
            .strip_prefix(name.as_str())
            .is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let list = by_first_word().get(first_word(folded))?;
    list.iter().find(ends).map(String::len)
}

/// The name in full, folded, of a law that is called by a shorter one: `ngan sach` for `ngan sach nha nuoc`.
/// What was left out says only whose it is; a short name that is a law's own is no short one.
pub fn law_in_full(folded: &str) -> Option<&'static str> {
    let list = by_first_word().get(first_word(folded))?;
    let is_short = |name: &&String| {
        let rest = name.strip_prefix(folded);
        matches!(rest, Some(" nha nuoc" | " nhan dan" | " viet nam"))
    };
    let own = list.iter().any(|name| name == folded);
    list.iter()
        .find(|name| !own && is_short(name))
        .map(String::as_str)
}

fn first_word(folded: &str) -> &str {
    let end = folded.find(|c: char| !c.is_ascii_alphanumeric());
    &folded[..end.unwrap_or(folded.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_counts() {
        let name = "bao ve bi mat nha nuoc";
        assert_eq!(
            law_name_at("bao ve bi mat nha nuoc nam 2018"),
            Some(name.len())
        );
        assert_eq!(law_name_at("dau tu cong;"), Some("dau tu cong".len()));
        assert_eq!(law_name_at("dau tuong"), None);
    }

    #[test]
    fn short_names_of_laws_are_known() {
        assert_eq!(law_in_full("ngan sach"), Some("ngan sach nha nuoc"));
        assert_eq!(law_in_full("ngan sach nha nuoc"), None);
        assert_eq!(law_in_full("giao duc"), None);
    }
}
