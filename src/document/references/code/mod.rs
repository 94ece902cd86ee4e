//! Codes of documents (*số, ký hiệu*) in running text: `57-NQ/TW`, `45 /KH-UBND`, `30/2020/NĐ-CP`.
//!
//! Digits and capitals survive damage better than words, so references are found by their codes.

mod read;
mod scan;
mod spelling;
mod standard;

pub use scan::scan;

use crate::lexicon::{self, Scope, System};
use crate::span::Span;

/// A code as it stands in the text, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Where it stands.
    pub span: Span,
    /// The number with its letter: `45`, `02a`, `66.1`.
    pub number: String,
    /// The year inside a legal-normative code.
    pub year: Option<i32>,
    /// The mark after the number: `-` in Party codes, `:` in standards (`TCVN 4453:1995`), `/` in others.
    pub mark: char,
    /// The parts of the symbol, in normal spelling: `["KH", "UBND"]`.
    pub groups: Vec<String>,
    /// The system that the form of the code belongs to.
    pub system: System,
    /// The type that the symbol names; a công văn's symbol names none.
    pub doc_type: Option<&'static lexicon::DocType>,
}

/// The system of a code with this mark, year and symbol.
fn system(mark: char, year: Option<i32>, groups: &[String]) -> System {
    let party = |g: &String| {
        lexicon::agency(letters(g))
            .is_some_and(|a| matches!(a.scope, Scope::Party | Scope::PartyLocal))
    };
    let issuer = if groups.len() > 1 {
        &groups[1..]
    } else {
        groups
    };
    let legal = |g: &String| matches!(letters(g), "QH" | "VBHN");
    if mark == ':' {
        System::LegalNormative
    } else if issuer.iter().any(party) || (mark == '-' && groups.len() > 1) {
        System::Party
    } else if year.is_some() || groups.iter().any(legal) {
        System::LegalNormative
    } else {
        System::Administrative
    }
}

/// The type that a symbol names in a system.
fn doc_type(system: System, groups: &[String]) -> Option<&'static lexicon::DocType> {
    let first = groups.first()?;
    if groups.len() == 1 && lexicon::agency(letters(first)).is_some() {
        return None;
    }
    lexicon::type_of_symbol(first, system)
        .or_else(|| lexicon::type_of_symbol(first, System::LegalNormative))
        .or_else(|| lexicon::type_of_symbol(first, System::Administrative))
}

impl Code {
    fn new(span: Span, number: String, year: Option<i32>, mark: char, groups: Vec<String>) -> Self {
        let system = system(mark, year, &groups);
        Self {
            span,
            number,
            year,
            mark,
            doc_type: doc_type(system, &groups),
            system,
            groups,
        }
    }

    /// The part of the symbol that names the issuer, without a term number (`QH15` → `QH`).
    pub fn agency(&self) -> Option<&str> {
        let has_type = self.doc_type.is_some();
        let group = if has_type {
            self.groups.get(1)?
        } else {
            self.groups.first()?
        };
        Some(letters(group))
    }

    /// The symbol in normal form: `KH-UBND`, `NQ/TW`, `NĐ-CP`.
    pub fn symbol(&self) -> String {
        let party = self.system == System::Party;
        let mut symbol = String::new();
        for (at, group) in self.groups.iter().enumerate() {
            if at > 0 {
                symbol.push(if party && at == 1 { '/' } else { '-' });
            }
            symbol.push_str(group);
        }
        symbol
    }

    /// Whether it is a technical standard or regulation (*tiêu chuẩn, quy chuẩn kỹ thuật*).
    pub fn is_standard(&self) -> bool {
        self.mark == ':'
    }

    /// The whole code in normal form.
    pub fn normalized(&self) -> String {
        if let (true, Some((series, body))) = (self.is_standard(), self.groups.split_first()) {
            let year = self.year.map_or_else(String::new, |y| format!(":{y}"));
            let body: String = body.iter().map(|b| format!("/{b}")).collect();
            return format!("{series} {}{year}{body}", self.number);
        }
        let mark = if self.system == System::Party {
            '-'
        } else {
            '/'
        };
        match self.year {
            Some(year) => format!("{}/{year}/{}", self.number, self.symbol()),
            None => format!("{}{mark}{}", self.number, self.symbol()),
        }
    }

    /// Whether type or issuer are in the dictionaries: such a code needs no word before it.
    pub fn is_known(&self) -> bool {
        self.is_standard()
            || self.groups.len() > 1
                && (self.doc_type.is_some()
                    || self.agency().is_some_and(|a| lexicon::agency(a).is_some()))
    }
}

/// A group without the number of a term at its end.
pub fn letters(group: &str) -> &str {
    group.trim_end_matches(|c: char| c.is_ascii_digit())
}
