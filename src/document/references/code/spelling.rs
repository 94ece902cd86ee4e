//! The symbol of a code in official spelling.

use super::letters;
use crate::lexicon::{self, System};

/// The groups in official spelling: `QD` → `QĐ`, `TTR` → `TTr`, `SKH` + `CN` → `SKHCN`.
pub(super) fn normal_groups(raw: Vec<String>) -> Vec<String> {
    let mut groups = Vec::with_capacity(raw.len());
    for (at, group) in raw.into_iter().enumerate() {
        if at == 0 {
            groups.push(normal_type(&group).unwrap_or_else(|| normal_agency(&group)));
            continue;
        }
        if at > 1 {
            let joined = format!("{}{group}", groups[at - 1..].concat());
            if let Some(agency) = groups
                .last()
                .filter(|g| lexicon::agency(g).is_none())
                .and_then(|_| lexicon::agency(&joined))
            {
                groups.pop();
                groups.push(agency.abbr.to_owned());
                continue;
            }
        }
        groups.push(normal_agency(&group));
    }
    groups
}

fn normal_type(group: &str) -> Option<String> {
    let system = [
        System::Administrative,
        System::LegalNormative,
        System::Party,
    ];
    let found = system
        .iter()
        .find_map(|s| lexicon::type_of_symbol(group, *s))?;
    let abbr = found.abbr?;
    // `DA` is a project as it stands; only the words of the text could make it an `ĐA`.
    Some(
        if group.chars().count() == abbr.chars().count() && group != "DA" && group != "ĐA" {
            abbr
        } else {
            group
        }
        .to_owned(),
    )
}

fn normal_agency(group: &str) -> String {
    let bare = letters(group);
    match lexicon::agency(bare) {
        Some(agency) if !bare.contains('&') => format!("{}{}", agency.abbr, &group[bare.len()..]),
        _ => group.to_owned(),
    }
}
