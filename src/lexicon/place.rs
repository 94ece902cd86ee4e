//! Provinces, districts, wards and communes, with their periods of validity.
//!
//! On 1 July 2025 the 63 provinces became 34, and the districts ended (Nghị quyết 202/2025/QH15).

use super::{columns, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

pub(super) const PROVINCES: &str = include_str!("../../dictionaries/provinces.tsv");
pub(super) const DISTRICTS: &str = include_str!("../../dictionaries/districts.tsv");
pub(super) const WARDS_UNTIL_2025: &str = include_str!("../../dictionaries/wards-until-2025.tsv");
pub(super) const WARDS_FROM_2025: &str = include_str!("../../dictionaries/wards-from-2025.tsv");

/// The day on which districts ended and most provinces merged.
#[cfg(test)]
const REFORM: &str = "2025-07-01";

/// What kind of unit a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// *Tỉnh.*
    Province,
    /// *Thành phố*, under the centre or under a province.
    City,
    /// *Huyện.*
    RuralDistrict,
    /// *Quận.*
    UrbanDistrict,
    /// *Thị xã.*
    Town,
    /// *Thị trấn.*
    Township,
    /// *Phường.*
    Ward,
    /// *Xã.*
    Commune,
    /// *Đặc khu.*
    SpecialZone,
}

impl Kind {
    /// The Vietnamese word in lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Province => "tỉnh",
            Self::City => "thành phố",
            Self::RuralDistrict => "huyện",
            Self::UrbanDistrict => "quận",
            Self::Town => "thị xã",
            Self::Township => "thị trấn",
            Self::Ward => "phường",
            Self::Commune => "xã",
            Self::SpecialZone => "đặc khu",
        }
    }

    fn of_mark(mark: &str) -> Self {
        match mark {
            "H" => Self::RuralDistrict,
            "Q" => Self::UrbanDistrict,
            "TP" => Self::City,
            "TX" => Self::Town,
            "TT" => Self::Township,
            "P" => Self::Ward,
            "ĐK" => Self::SpecialZone,
            _ => Self::Commune,
        }
    }
}

/// A province or centrally run city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    /// Its name without its kind: `Đồng Nai`, `Bà Rịa - Vũng Tàu`.
    pub name: &'static str,
    /// Province or city.
    pub kind: Kind,
    /// First day, ISO 8601, where the dictionary knows one.
    pub from: Option<&'static str>,
    /// The day after its last, ISO 8601; `None` while it exists.
    pub until: Option<&'static str>,
    /// The province that took it in.
    pub successor: Option<&'static str>,
}

impl Province {
    /// Whether the province existed on a day, ISO 8601 (`2025-06-30`).
    pub fn valid_on(&self, day: &str) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// The name with its kind: `tỉnh Đồng Nai`, `thành phố Hà Nội`.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.kind.word(), self.name)
    }
}

/// A district, ward or commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its name without its kind; urban wards may be numbers.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The province it lies in, by the name of its time.
    pub province: &'static str,
    /// Whether it exists since the reform of July 2025 (otherwise: until then).
    pub since_reform: bool,
}

/// All provinces, sorted by name; a name may stand twice with different periods.
pub fn provinces() -> &'static [Province] {
    static CELL: OnceLock<Vec<Province>> = OnceLock::new();
    CELL.get_or_init(|| {
        let given = |cell: &'static str| (!cell.is_empty()).then_some(cell);
        PROVINCES
            .lines()
            .map(|line| {
                let [name, kind, from, until, successor] = columns(line);
                Province {
                    name,
                    kind: if kind == "thành phố" {
                        Kind::City
                    } else {
                        Kind::Province
                    },
                    from: given(from),
                    until: given(until),
                    successor: given(successor),
                }
            })
            .collect()
    })
}

/// Dashes with and without blanks, full stops after `TP` and the words for a province are one.
fn key(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    match words.as_slice() {
        ["tinh", _, ..] | ["tp", _, ..] => drop(words.drain(..1)),
        ["thanh", "pho", _, ..] => drop(words.drain(..2)),
        _ => {}
    }
    match words.join(" ").as_str() {
        "tphcm" | "hcm" => "ho chi minh".to_owned(),
        "brvt" | "br vt" => "ba ria vung tau".to_owned(),
        "dac lac" | "dak lak" | "daklak" => "dak lak".to_owned(),
        "dac nong" | "daknong" => "dak nong".to_owned(),
        other => other.to_owned(),
    }
}

/// The province of that name: any case, marks or none, with or without `tỉnh`, `thành phố`, `TP.`;
/// `Bà Rịa-Vũng Tàu` and `TPHCM` are found. Of two periods of one name the later.
pub fn province(name: &str) -> Option<&'static Province> {
    static CELL: OnceLock<FxHashMap<String, &'static Province>> = OnceLock::new();
    CELL.get_or_init(|| provinces().iter().map(|p| (key(p.name), p)).collect())
        .get(&key(name))
        .copied()
}

fn places(text: &'static str, since_reform: bool) -> impl Iterator<Item = Place> {
    text.lines().flat_map(move |line| {
        let [province, groups] = columns(line);
        groups.split(';').flat_map(move |group| {
            let (mark, names) = group.split_once(':').unwrap_or(("", group));
            names.split(',').map(move |name| Place {
                name,
                kind: Kind::of_mark(mark),
                province,
                since_reform,
            })
        })
    })
}

/// The districts, towns and provincial cities that existed until July 2025.
pub fn districts() -> impl Iterator<Item = Place> {
    places(DISTRICTS, false)
}

/// Wards, communes, townships and special zones, before and since July 2025.
pub fn wards() -> impl Iterator<Item = Place> {
    places(WARDS_UNTIL_2025, false).chain(places(WARDS_FROM_2025, true))
}

/// Whether a name (without its kind; any case, marks or none) is a province, district, ward or commune.
pub fn is_place(name: &str) -> bool {
    static CELL: OnceLock<FxHashSet<String>> = OnceLock::new();
    let known = CELL.get_or_init(|| {
        let provinces = provinces().iter().map(|p| p.name);
        provinces
            .chain(districts().map(|p| p.name))
            .chain(wards().map(|p| p.name))
            .map(fold)
            .collect()
    });
    known.contains(&fold(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provinces_are_known_by_period() {
        assert_eq!(
            provinces()
                .iter()
                .filter(|p| p.valid_on("2025-06-30"))
                .count(),
            63
        );
        assert_eq!(
            provinces().iter().filter(|p| p.valid_on(REFORM)).count(),
            34
        );
        let old = province("tỉnh Bà Rịa-Vũng Tàu").unwrap();
        assert_eq!(
            (old.until, old.successor),
            (Some(REFORM), Some("Hồ Chí Minh"))
        );
        assert_eq!(province("TP. HO CHI MINH").unwrap().kind, Kind::City);
        for p in provinces() {
            assert!(
                p.successor.is_none_or(|s| province(s).is_some()),
                "{}",
                p.name
            );
        }
    }

    #[test]
    fn places_have_kinds_and_provinces() {
        let old = districts().find(|p| p.name == "Châu Đức").unwrap();
        assert_eq!(
            (old.kind, old.province),
            (Kind::RuralDistrict, "Bà Rịa - Vũng Tàu")
        );
        assert!(wards().filter(|p| p.since_reform).count() > 3000);
        assert!(wards().all(|p| province(p.province).is_some()));
        assert!(is_place("VUNG TAU") && !is_place("không đâu cả"));
    }
}
