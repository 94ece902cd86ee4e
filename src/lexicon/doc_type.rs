//! Types of documents (*tên loại văn bản*), their abbreviations and their archival codes.
//!
//! Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III; Hướng dẫn 36-HD/VPTW for the Party;
//! Luật 64/2025/QH15 for legal-normative documents; Thông tư 05/2025/TT-BNV for the codes.

use super::{columns, fold};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/document-types.tsv");

/// Which system of documents a type belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum System {
    /// Administrative documents (*văn bản hành chính*).
    Administrative,
    /// Legal-normative documents (*văn bản quy phạm pháp luật*).
    LegalNormative,
    /// Documents of the Communist Party of Vietnam (*văn bản của Đảng*).
    Party,
    /// Copies (*bản sao*).
    Copy,
}

/// A type of document in one system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocType {
    /// Its name in sentence case, e.g. `Kế hoạch`.
    pub name: &'static str,
    /// Its abbreviation in codes, e.g. `KH`; a công văn has none.
    pub abbr: Option<&'static str>,
    /// Where it belongs.
    pub system: System,
    /// The code of `typeName` in Thông tư 05/2025/TT-BNV, `01`–`31`.
    pub tt05_code: Option<&'static str>,
}

struct Types {
    all: Vec<DocType>,
    by_name: FxHashMap<String, usize>,
    /// Indices by folded abbreviation.
    by_abbr: FxHashMap<String, Vec<usize>>,
}

fn types() -> &'static Types {
    static CELL: OnceLock<Types> = OnceLock::new();
    CELL.get_or_init(|| {
        let mut all: Vec<DocType> = TEXT
            .lines()
            .map(|line| {
                let [name, abbr, system, code] = columns(line);
                DocType {
                    name,
                    abbr: (!abbr.is_empty()).then_some(abbr),
                    system: match system {
                        "legal_normative" => System::LegalNormative,
                        "party" => System::Party,
                        "copy" => System::Copy,
                        _ => System::Administrative,
                    },
                    tt05_code: (!code.is_empty()).then_some(code),
                }
            })
            .collect();
        all.sort_by_key(|t| (t.name, t.system));
        let mut by_name = FxHashMap::default();
        let mut by_abbr: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, entry) in all.iter().enumerate() {
            by_name.entry(fold(entry.name)).or_insert(at);
            if let Some(abbr) = entry.abbr {
                by_abbr.entry(fold(abbr)).or_default().push(at);
            }
        }
        Types {
            all,
            by_name,
            by_abbr,
        }
    })
}

/// All types, sorted by name and system.
pub fn doc_types() -> &'static [DocType] {
    &types().all
}

/// The type of that name (any case, marks or none); of several systems the administrative first.
pub fn doc_type(name: &str) -> Option<&'static DocType> {
    let types = types();
    types.by_name.get(&fold(name)).map(|at| &types.all[*at])
}

/// The type that an abbreviation stands for in a system (`QĐ`, `QD`; case counts only for `TTr`-like
/// marks not at all). Party `QĐ` is a decision (*Quyết định*) unless the text says otherwise.
pub fn type_of_symbol(abbr: &str, system: System) -> Option<&'static DocType> {
    let types = types();
    let found: Vec<&DocType> = types
        .by_abbr
        .get(&fold(abbr))?
        .iter()
        .map(|at| &types.all[*at])
        .filter(|t| t.system == system)
        .collect();
    // The letters as they stand (`ĐA` and `DA` fold alike); Quyết định and Quy định share a symbol in
    // Party documents: the commoner is the answer.
    let exact = found.iter().filter(|t| t.abbr == Some(abbr));
    let usual = exact.clone().find(|t| t.name == "Quyết định");
    usual
        .or(exact.clone().next())
        .or(found.iter().find(|t| t.name == "Quyết định"))
        .or(found.first())
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_by_name_and_symbol() {
        let of = |abbr| type_of_symbol(abbr, System::Administrative).unwrap().name;
        assert_eq!(
            (of("ĐA"), of("DA"), of("QD")),
            ("Đề án", "Dự án", "Quyết định")
        );
        assert_eq!(doc_type("KE HOACH").unwrap().tt05_code, Some("10"));
        assert_eq!(doc_type("công văn").unwrap().abbr, None);
        let party = type_of_symbol("QĐ", System::Party).unwrap();
        assert_eq!(party.name, "Quyết định");
        assert_eq!(
            type_of_symbol("TT", System::Party).unwrap().name,
            "Thông tri"
        );
        assert_eq!(
            type_of_symbol("TT", System::LegalNormative).unwrap().name,
            "Thông tư"
        );
        assert_eq!(
            type_of_symbol("ttr", System::Administrative).unwrap().name,
            "Tờ trình"
        );
    }

    #[test]
    fn the_29_administrative_types_have_their_codes() {
        let mut codes: Vec<_> = doc_types().iter().filter_map(|t| t.tt05_code).collect();
        codes.sort_unstable();
        let expected: Vec<String> = (1..=31).map(|n| format!("{n:02}")).collect();
        assert_eq!(codes, expected);
    }
}
