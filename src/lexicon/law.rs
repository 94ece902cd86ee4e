//! Names of laws, codes and ordinances (*luật, bộ luật, pháp lệnh*), without the word for their kind.

use super::fold;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/laws.txt");

/// The names in sentence case, sorted.
pub fn law_names() -> impl Iterator<Item = &'static str> {
    TEXT.lines()
}

/// A folded name as it may be written, and in full.
struct Spelling {
    written: String,
    full: String,
}

/// What is abbreviated in names of laws: `Luật Tổ chức HĐND và UBND`, `Luật BHXH`.
const ABBREVIATED: &[(&str, &str)] = &[
    ("bao hiem xa hoi", "bhxh"),
    ("bao hiem y te", "bhyt"),
    ("bao ve moi truong", "bvmt"),
    ("can bo, cong chuc", "cbcc"),
    ("hoi dong nhan dan", "hdnd"),
    ("ngan sach nha nuoc", "nsnn"),
    ("phong chay, chua chay", "pccc"),
    ("phong, chong tham nhung", "pctn"),
    ("quy pham phap luat", "qppl"),
    ("to chuc chinh quyen dia phuong", "tccqdp"),
    ("uy ban nhan dan", "ubnd"),
    ("xu ly vi pham hanh chinh", "xlvphc"),
];

/// The folded names by their first words, the longest first.
fn by_first_word() -> &'static FxHashMap<String, Vec<Spelling>> {
    static CELL: OnceLock<FxHashMap<String, Vec<Spelling>>> = OnceLock::new();
    CELL.get_or_init(|| {
        let mut names: FxHashMap<String, Vec<Spelling>> = FxHashMap::default();
        for full in law_names().map(fold) {
            let short = ABBREVIATED
                .iter()
                .fold(full.clone(), |name, (words, letters)| {
                    name.replace(words, letters)
                });
            let short = Some(short).filter(|short| *short != full);
            for written in [Some(full.clone()), short].into_iter().flatten() {
                let list = names.entry(first_word(&written).to_owned()).or_default();
                let full = full.clone();
                list.push(Spelling { written, full });
            }
        }
        for list in names.values_mut() {
            list.sort_by_key(|name| std::cmp::Reverse(name.written.len()));
        }
        names
    })
}

/// The length of the longest name that a folded text begins with, a whole word at its end.
pub fn law_name_at(folded: &str) -> Option<usize> {
    let ends = |name: &&Spelling| {
        folded
            .strip_prefix(name.written.as_str())
            .is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let list = by_first_word().get(first_word(folded))?;
    list.iter().find(ends).map(|name| name.written.len())
}

/// The name in full, folded, of a law that is called by a shorter one: `ngan sach` for `ngan sach nha nuoc`.
/// What was left out says only whose it is; a short name that is a law's own is no short one. Abbreviations are
/// written out.
pub fn law_in_full(folded: &str) -> Option<&'static str> {
    let list = by_first_word().get(first_word(folded))?;
    let is_short = |name: &&Spelling| {
        let rest = name.full.strip_prefix(folded);
        matches!(rest, Some(" nha nuoc" | " nhan dan" | " viet nam"))
    };
    let own = list.iter().find(|name| name.written == folded);
    match own {
        Some(own) => (own.full != folded).then_some(own.full.as_str()),
        None => list.iter().find(is_short).map(|name| name.full.as_str()),
    }
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
        let full = "to chuc hoi dong nhan dan va uy ban nhan dan";
        assert_eq!(law_in_full("to chuc hdnd va ubnd"), Some(full));
        assert_eq!(law_in_full(full), None);
    }
}
