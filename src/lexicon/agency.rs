//! Agencies by their abbreviation in document codes: who issued `1169/QĐ-TTg`.

use super::columns;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub(super) const TEXT: &str = include_str!("../../dictionaries/agencies.tsv");

/// What an agency's abbreviation needs beside itself to name one agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// One agency of the state in the whole country: `TTg`, `BNV`.
    Central,
    /// An agency of a province: `SKHCN` is the department of the document's own province.
    Province,
    /// An agency of any level of local government: `UBND`, `HĐND`.
    Locality,
    /// A central body of the Party.
    Party,
    /// A local body of the Party; `{Tỉnh ủy}` in its name stands for the committee.
    PartyLocal,
    /// A political or social organisation.
    Mass,
}

/// An agency and its abbreviation in codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agency {
    /// The abbreviation, as printed: `SKHCN`.
    pub abbr: &'static str,
    /// The name, without its place: `Sở Khoa học và Công nghệ`.
    pub name: &'static str,
    /// What else is needed to name one agency.
    pub scope: Scope,
}

struct Agencies {
    all: Vec<Agency>,
    by_abbr: FxHashMap<String, usize>,
}

fn table() -> &'static Agencies {
    static CELL: OnceLock<Agencies> = OnceLock::new();
    CELL.get_or_init(|| {
        let all: Vec<Agency> = TEXT
            .lines()
            .map(|line| {
                let [abbr, name, scope] = columns(line);
                let scope = match scope {
                    "province" => Scope::Province,
                    "locality" => Scope::Locality,
                    "party" => Scope::Party,
                    "party_local" => Scope::PartyLocal,
                    "mass" => Scope::Mass,
                    _ => Scope::Central,
                };
                Agency { abbr, name, scope }
            })
            .collect();
        let by_abbr = all
            .iter()
            .enumerate()
            .map(|(at, a)| (key(a.abbr), at))
            .collect();
        Agencies { all, by_abbr }
    })
}

/// Abbreviations meet without case, hyphens, blanks and ampersands; `Đ` and `D` are one.
fn key(abbr: &str) -> String {
    abbr.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| char::from(super::fold_char(c)))
        .collect()
}

/// All agencies, sorted by abbreviation.
pub fn agencies() -> &'static [Agency] {
    &table().all
}

/// The agency that an abbreviation in a code stands for: `SKH-CN`, `SNN&PTNT`, `HDND` are found.
pub fn agency(abbr: &str) -> Option<&'static Agency> {
    let table = table();
    table.by_abbr.get(&key(abbr)).map(|at| &table.all[*at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_found_in_every_spelling() {
        assert_eq!(agency("SKH-CN").unwrap().abbr, "SKHCN");
        assert_eq!(agency("SNN&PTNT").unwrap().abbr, "SNNPTNT");
        assert_eq!(agency("HDND").unwrap().scope, Scope::Locality);
        assert_eq!(agency("TW").unwrap().scope, Scope::Party);
        assert!(agency("XYZ").is_none());
    }
}
