//! The full name of an issuer: its place added, its term left out, in the case of running text.

use crate::lexicon::{self, Scope};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The full name of an issuer: abbreviations of the commonest bodies, its place added, its term left out.
pub fn full_name(written: &str, province: Option<&str>) -> String {
    let written = crate::document::context::join_lines(written);
    let mut name = without_term(&written).to_owned();
    // `ủy ban nhân dân (UBND) tỉnh`
    if let Some(open) = name.find(" (")
        && let Some(close) = name[open..].find(") ")
    {
        name.replace_range(open..open + close + 1, "");
    }
    let town = name
        .strip_suffix(" TP")
        .map(|body| format!("{body} thành phố"))
        .or_else(|| Some(format!("{} thị xã", name.strip_suffix(" TX")?)));
    name = town.unwrap_or(name);
    for (long, short) in [
        ("BHXH ", "Bảo hiểm xã hội "),
        ("Ủy ban nhân dân", "UBND"),
        ("Uỷ ban nhân dân", "UBND"),
        ("Hội đồng nhân dân", "HĐND"),
    ] {
        if let Some(at) = find_ignoring_case(&name, long) {
            name.replace_range(at..at + long.len(), short);
        }
    }
    // `Cục Hóa chất - Bộ Công Thương`: the body above it is no part of its name.
    let parent = [" - Bộ ", " – Bộ "].iter().find_map(|dash| name.find(dash));
    name.truncate(parent.unwrap_or(name.len()));
    name = sentence_case(&name);
    let folded = lexicon::fold(&name);
    let Some(province) = province.and_then(lexicon::province) else {
        return name;
    };
    let ends = |w: &str| folded.ends_with(w);
    if ends(" tinh")
        || ends("tinh uy")
        || (ends(" thanh pho") || ends("thanh uy")) && province.kind == lexicon::Kind::City
    {
        return format!("{name} {}", province.name);
    }
    if DEPARTMENTS.contains(folded.as_str()) {
        return format!("{name} {}", province.full_name());
    }
    name
}

/// The folded names of bodies of a province.
static DEPARTMENTS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let provincial = lexicon::agencies()
        .iter()
        .filter(|a| a.scope == Scope::Province);
    provincial.map(|a| lexicon::fold(a.name)).collect()
});

fn without_term(name: &str) -> &str {
    let folded = lexicon::fold(name);
    let cut = folded.find(" khoa ").filter(|at| {
        // `Sở Khoa học` is no term: a number must follow.
        folded[at + 6..]
            .trim_end_matches(')')
            .bytes()
            .all(|b| matches!(b, b'i' | b'v' | b'x' | b'0'..=b'9'))
    });
    let cut = cut.or_else(|| folded.find(" (khoa "));
    let Some(cut) = cut else { return name };
    let byte = name.char_indices().nth(cut).map_or(name.len(), |(b, _)| b);
    name[..byte].trim_end_matches([' ', ',', '('])
}

/// The name of a place behind the name of a body, without a term: ` Đồng Nai khóa XI` → `Đồng Nai`.
pub fn place_only(tail: &str) -> &str {
    without_term(tail).trim_matches([' ', ',', '(', ')'])
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    // Lower case keeps the length of Vietnamese letters, so offsets agree.
    (lower.len() == text.len())
        .then(|| lower.find(&wanted.to_lowercase()))
        .flatten()
}

/// A name printed in capitals in the case of running text: `UBND TỈNH` → `UBND tỉnh`.
fn sentence_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) || lexicon::fold(name).len() < 6 {
        return name.to_owned();
    }
    let mut out: Vec<String> = Vec::new();
    let mut level = false;
    for word in name.split(' ') {
        let folded = lexicon::fold(word);
        let lower = word.to_lowercase();
        if matches!(folded.as_str(), "ubnd" | "hdnd") {
            out.push(word.to_owned());
        } else if matches!(
            folded.as_str(),
            "tinh" | "huyen" | "xa" | "phuong" | "quan" | "thanh" | "pho" | "uy" | "va"
        ) && !out.is_empty()
        {
            level = folded != "va";
            out.push(lower);
        } else if level || out.is_empty() {
            let mut letters = lower.chars();
            out.push(
                letters
                    .next()
                    .map(|c| c.to_uppercase().chain(letters).collect())
                    .unwrap_or_default(),
            );
        } else {
            out.push(lower);
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_carry_the_place() {
        let full = |name: &str| full_name(name, Some("Đồng Nai"));
        assert_eq!(full("Ủy ban nhân dân tỉnh"), "UBND tỉnh Đồng Nai");
        assert_eq!(full("UBND TỈNH"), "UBND tỉnh Đồng Nai");
        assert_eq!(full("Sở Xây dựng"), "Sở Xây dựng tỉnh Đồng Nai");
        assert_eq!(full("Bộ Chính trị khóa XII"), "Bộ Chính trị");
        assert_eq!(
            full("Ban Thường vụ Tỉnh ủy"),
            "Ban Thường vụ Tỉnh ủy Đồng Nai"
        );
        assert_eq!(full("BHXH Việt Nam"), "Bảo hiểm xã hội Việt Nam");
        assert_eq!(full("Chủ tịch UBND TP"), "Chủ tịch UBND thành phố");
        assert_eq!(full("HUYỆN ỦY CHÂU ĐỨC"), "Huyện ủy Châu Đức");
        assert_eq!(full("UBND huyện Châu Đức"), "UBND huyện Châu Đức");
    }
}
