//! Canonical ids: `vn/{nn|dang|vbqppl}/{body}/{type}/{year}/{number}`.

use super::code::Code;
use super::link::Resolved;
use super::organization::own_organization;
use crate::document::context::Context;
use crate::document::types::{DocumentSystem, Profile};
use crate::lexicon;

/// Whether the first group of a letter's symbol is not a type but the office that wrote it: `CT-KK` of a `Cục Thuế`.
fn is_office(code: &Code, entry: &Resolved) -> bool {
    let (Some(first), Some(issuer)) = (code.groups.first(), entry.issuer.as_deref()) else {
        return false;
    };
    let initials = issuer.split_whitespace().filter_map(|w| w.chars().next());
    let initials: String = initials.flat_map(char::to_uppercase).collect();
    code.groups.len() > 1 && first.len() > 1 && initials.starts_with(first.as_str())
}

/// What the ids of laws cited by name begin with.
const LAWS: &str = "vn/vbqppl/";

/// The id of a document cited by its code; nothing where its body is not known.
pub(super) fn coded_id(code: &Code, entry: &Resolved) -> Option<String> {
    // A national standard's symbol names no body: its series is its own.
    if code.is_standard() && code.groups.len() == 1 {
        let series = lexicon::slug(&code.groups[0]);
        return Some(format!("vn/vbqppl/{series}/{}/{}", code.year?, code.number));
    }
    let org = lexicon::slug(entry.org.as_deref()?);
    // `Công văn số 07/2031/ABC-XNK`: a letter lays down no law, though a year stands in its number.
    let letter = code.doc_type.is_none() && entry.doc_type.as_deref() == Some("Công văn");
    let system = match entry.system {
        DocumentSystem::LegalNormative if letter => "nn",
        DocumentSystem::Administrative => "nn",
        DocumentSystem::Party => "dang",
        DocumentSystem::LegalNormative => "vbqppl",
    };
    let said = entry.doc_type.as_deref() == Some("Công văn");
    // `Thông tư số 09 TC/NSNN`: the symbols of the nineties begin with the body, not with the type.
    let worded = matches!(
        entry.doc_type.as_deref(),
        Some("Nghị định" | "Thông tư" | "Quyết định")
    ) && entry.system != DocumentSystem::Party;
    let by_symbol = code
        .doc_type
        .filter(|_| !(worded || said && is_office(code, entry)));
    let kind = match by_symbol {
        Some(by_symbol) => lexicon::slug(by_symbol.abbr.unwrap_or(by_symbol.name)),
        None => type_slug(entry.doc_type.as_deref().unwrap_or("Công văn")),
    };
    let year = code
        .year
        .map(|y| y.to_string())
        .or_else(|| entry.date.as_deref().map(|d| d[..4].to_owned()))?;
    Some(format!(
        "vn/{system}/{org}/{kind}/{year}/{}",
        plain_number(&code.number)
    ))
}

/// The id of a law by its name, a short one in full (`Luật Ngân sách`).
pub(super) fn law_id(title: &str) -> String {
    let folded = lexicon::fold(title);
    let full = folded
        .strip_prefix("luat ")
        .and_then(lexicon::law_in_full)
        .map(|name| format!("luat {name}"));
    format!("{LAWS}{}", lexicon::slug(full.as_deref().unwrap_or(title)))
}

/// The slug of the name in the id of a law that [`law_id`] made.
pub(super) fn law_slug(id: &str) -> Option<&str> {
    id.strip_prefix(LAWS)
}

/// The id of a resolution of the Party's centre by its name.
pub(super) fn resolution_id(title: &str) -> String {
    format!("vn/dang/trung-uong-dang/nq/{}", lexicon::slug(title))
}

/// The canonical id of the document itself; `sn` for a number that was left blank.
pub fn own_id(context: &Context) -> String {
    let header = &context.header;
    let org = own_organization(context);
    let party = header.profile == Profile::Party;
    let system = match header.profile {
        Profile::Party => "dang",
        Profile::LegalNormative => "vbqppl",
        _ => "nn",
    };
    let kind = match (
        header.code.type_abbr.as_deref(),
        header.doc_type.as_ref().and_then(|f| f.value.as_deref()),
    ) {
        (Some(abbr), _) => lexicon::slug(abbr),
        (None, Some(name)) => type_slug(name),
        _ if party || header.code.symbol.is_some() => "cv".to_owned(),
        _ => "vb".to_owned(),
    };
    let year = header
        .code
        .year
        .or(header.issue_date.as_ref().and_then(|d| d.year));
    format!(
        "vn/{system}/{}/{kind}/{}/{}",
        org.as_deref()
            .map(lexicon::slug)
            .filter(|s| !s.is_empty())
            .unwrap_or_else(|| "khong-ro".to_owned()),
        year.map_or("xxxx".to_owned(), |y| y.to_string()),
        header
            .code
            .number
            .as_deref()
            .map_or("sn".to_owned(), plain_number)
    )
}

/// The part of an id that names a type without a symbol: `luat`, `bo-luat`, `cv`.
fn type_slug(name: &str) -> String {
    match lexicon::doc_type(name) {
        Some(t) if t.name == "Công văn" => "cv".to_owned(),
        Some(t) => lexicon::slug(t.abbr.unwrap_or(t.name)),
        None => lexicon::slug(name),
    }
}

/// A number without leading zeros.
fn plain_number(number: &str) -> String {
    let plain = number.trim_start_matches('0');
    if plain.is_empty() {
        "0".to_owned()
    } else {
        plain.to_lowercase()
    }
}
