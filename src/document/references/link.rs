//! The mentions of one document linked: a short form takes what it lacks from a fuller one.

use super::canonical_id::{coded_id, law_id, law_slug, resolution_id};
use super::code::Code;
use super::full_name::full_name;
use super::mention::Mention;
use super::named::one_line;
use super::organization::organization;
use crate::document::context::{Context, join_lines};
use crate::document::types::{DocumentSystem, ReferenceKind};
use crate::lexicon::{self, Scope, System};
use crate::span::Span;
use std::collections::HashMap;

/// What is known of a cited document once its mentions are read together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolved {
    /// The body in whose series it is numbered.
    pub org: Option<String>,
    /// The issuer in full.
    pub issuer: Option<String>,
    /// Date in ISO or EDTF form.
    pub date: Option<String>,
    /// Canonical id.
    pub canonical_id: Option<String>,
    /// Type in sentence case.
    pub doc_type: Option<String>,
    /// Which rules it follows.
    pub system: DocumentSystem,
    /// Whether its mentions give different dates.
    pub two_dates: bool,
}

/// Reads all mentions together: a short form takes date and issuer from a fuller one.
pub fn resolve(context: &Context, mentions: &[Mention]) -> Vec<Resolved> {
    let mut resolved: Vec<Resolved> = mentions.iter().map(|m| first_reading(context, m)).collect();
    let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, mention) in mentions.iter().enumerate() {
        if let Some(code) = &mention.code {
            by_code.entry(code.normalized()).or_default().push(at);
        }
    }
    for members in by_code.values() {
        share(mentions, members, &mut resolved);
    }
    share_bodies(mentions, &mut resolved);
    for (entry, mention) in resolved.iter_mut().zip(mentions) {
        if let Some(code) = &mention.code {
            entry.canonical_id = coded_id(code, entry);
        }
    }
    link_law_names(context, mentions, &mut resolved);
    resolved
}

/// Gives the mentions with one code what the others among them say.
fn share(mentions: &[Mention], members: &[usize], resolved: &mut [Resolved]) {
    let dates = members.iter().filter_map(|m| resolved[*m].date.as_deref());
    let dates = distinct(dates);
    // Codes of different bodies may agree; bodies that are named keep them apart.
    let named = || members.iter().filter(|m| mentions[**m].issuer.is_some());
    let org = match distinct(named().filter_map(|m| resolved[*m].org.as_deref()))[..] {
        [org] => Some(org.to_owned()),
        _ => None,
    };
    let two_dates = dates.len() > 1 && org.is_some();
    let issuer = named().next().and_then(|m| resolved[*m].issuer.clone());
    let of_list = |m: &usize| mentions[*m].of_list.date.as_ref()?.normalized.clone();
    let date = members
        .iter()
        .find_map(|m| resolved[*m].date.clone())
        .or_else(|| members.iter().find_map(of_list));
    let doc_type = members.iter().find_map(|m| resolved[*m].doc_type.clone());
    for at in members {
        let entry = &mut resolved[*at];
        entry.two_dates = two_dates;
        entry.date = entry.date.take().or_else(|| date.clone());
        entry.doc_type = entry.doc_type.take().or_else(|| doc_type.clone());
        // A damaged issuer names no body; the other mentions do.
        if org.is_some() && (mentions[*at].issuer.is_none() || entry.org.is_none()) {
            entry.org.clone_from(&org);
            entry.issuer = issuer.clone().or(entry.issuer.take());
        }
    }
}

/// A code whose body nobody names (`UBND` in a ministry's letter) is of the one body that other mentions name for
/// its symbol, if they name one only.
fn share_bodies(mentions: &[Mention], resolved: &mut [Resolved]) {
    let body = |mention: &Mention| {
        let agency = mention.code.as_ref()?.agency().and_then(lexicon::agency)?;
        (agency.scope == Scope::Locality).then_some(agency.name)
    };
    let mut named: HashMap<&str, Vec<&str>> = HashMap::new();
    for (mention, entry) in mentions.iter().zip(resolved.iter()) {
        if let (Some(body), Some(org), Some(_)) = (body(mention), &entry.org, mention.issuer) {
            named.entry(body).or_default().push(org);
        }
    }
    let only: HashMap<&str, String> = named
        .into_iter()
        .filter_map(|(body, orgs)| match distinct(orgs.into_iter())[..] {
            [org] => Some((body, org.to_owned())),
            _ => None,
        })
        .collect();
    for (mention, entry) in mentions.iter().zip(resolved.iter_mut()) {
        if entry.org.is_none() && mention.issuer.is_none() {
            entry.org = body(mention).and_then(|b| only.get(b)).cloned();
        }
    }
}

/// The values, each once.
fn distinct<'v>(values: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// A law cited by name alone is the one that is elsewhere cited by name and code.
fn link_law_names(context: &Context, mentions: &[Mention], resolved: &mut [Resolved]) {
    let mut by_name: HashMap<String, (String, Option<String>)> = HashMap::new();
    for (mention, entry) in mentions.iter().zip(resolved.iter()) {
        if let (Some(code), Some(id)) = (&mention.code, &entry.canonical_id)
            && code
                .groups
                .first()
                .is_some_and(|g| g.starts_with("QH") || g.starts_with("UBTVQH"))
        {
            let name = context.fold(Span::new(mention.span.start, code.span.start));
            let name = name.trim_end().trim_end_matches("so").trim_end();
            if name.len() > "luat ".len() {
                by_name.insert(lexicon::slug(name), (id.clone(), entry.date.clone()));
            }
        }
    }
    for (mention, entry) in mentions.iter().zip(resolved.iter_mut()) {
        let slug = entry.canonical_id.as_deref().and_then(law_slug);
        if mention.kind == ReferenceKind::NamedDocument
            && let Some((id, date)) = slug.and_then(|s| by_name.get(s)).cloned()
            && same_year(entry.date.as_deref(), &id)
        {
            entry.canonical_id = Some(id);
            entry.date = entry.date.take().or(date);
        }
    }
}

/// Whether a law of that year may be the one of an id: `Luật Đất đai năm 2013` is not that of 2024.
fn same_year(date: Option<&str>, id: &str) -> bool {
    let year = date.and_then(|date| date.get(..4));
    let mut parts = id.rsplit('/').skip(1);
    year.is_none_or(|year| parts.next().is_none_or(|of_id| of_id == year))
}

/// A mention read by itself.
fn first_reading(context: &Context, mention: &Mention) -> Resolved {
    let written = mention.issuer.or(mention.of_list.issuer);
    let written = written.map(|s| context.joined(s));
    let province = context.province.as_deref();
    let entry = Resolved {
        issuer: written.as_deref().map(|w| full_name(w, province)),
        date: mention.date.as_ref().and_then(|d| d.normalized.clone()),
        doc_type: mention.doc_type.clone(),
        ..Resolved::default()
    };
    match &mention.code {
        Some(code) => coded(context, code, written.as_deref(), entry),
        None if mention.kind == ReferenceKind::NamedDocument => named(context, mention, entry),
        None => entry,
    }
}

/// What the code of a document says of it.
fn coded(context: &Context, code: &Code, written: Option<&str>, entry: Resolved) -> Resolved {
    let system = system(code, written, entry.doc_type.as_deref());
    let org = organization(context, code, written);
    let series = || org.clone().filter(|o| o != "Trung ương Đảng");
    let by_symbol = || match code.doc_type {
        Some(by_symbol) => Some(by_symbol.name.to_owned()),
        None => (system == DocumentSystem::Administrative).then(|| "Công văn".to_owned()),
    };
    // `UBND huyện` of the one district that it can be.
    let placed = |name: String| match &org {
        Some(org) if org.starts_with(&format!("{name} ")) => org.clone(),
        _ => name,
    };
    Resolved {
        system,
        issuer: entry.issuer.map(placed).or_else(series),
        doc_type: entry.doc_type.or_else(by_symbol),
        org,
        ..entry
    }
}

/// The system of a cited code by its form, but decrees and circulars are laws in any (`Nghị định số 87/CP`,
/// `Nghị định số 106/NĐ-CP`), and ministries used the Party's form, too, in the nineties (`Quyết định số 999-TC/QĐ`).
fn system(code: &Code, written: Option<&str>, said: Option<&str>) -> DocumentSystem {
    const BODIES: &[&str] = &[
        "bo ",
        "uy ban",
        "ubnd",
        "chinh phu",
        "thu tuong",
        "tong cuc",
        "so ",
        "hoi dong bo truong",
    ];
    let of_the_state = || {
        let known = code.agency().and_then(lexicon::agency);
        let name = written.map(lexicon::fold).unwrap_or_default();
        let body = name.strip_prefix("chu tich ").unwrap_or(&name);
        let state = BODIES.iter().any(|head| body.starts_with(head));
        known.is_none() && state && !body.starts_with("bo chinh tri")
    };
    let law = matches!(said, Some("Nghị định" | "Thông tư" | "Thông tư liên tịch"));
    match code.system {
        _ if law => DocumentSystem::LegalNormative,
        System::Party if of_the_state() => DocumentSystem::Administrative,
        System::Party => DocumentSystem::Party,
        System::LegalNormative => DocumentSystem::LegalNormative,
        _ => DocumentSystem::Administrative,
    }
}

/// What the name of a law or of a resolution of the Party says of it.
fn named(context: &Context, mention: &Mention, entry: Resolved) -> Resolved {
    let (title, _) = one_line(context.slice(named_title(context, mention)));
    let title = join_lines(&title);
    let (system, id) = match mention.doc_type.as_deref() {
        Some("Nghị quyết") => (DocumentSystem::Party, resolution_id(&title)),
        _ => (DocumentSystem::LegalNormative, law_id(&title)),
    };
    let issuer = match mention.doc_type.as_deref() {
        Some("Pháp lệnh") => "Ủy ban Thường vụ Quốc hội",
        Some("Nghị quyết") if title.contains("Đại hội") => "Đại hội Đảng",
        Some("Nghị quyết") => "Ban Chấp hành Trung ương",
        _ => "Quốc hội",
    };
    Resolved {
        system,
        issuer: Some(issuer.to_owned()),
        canonical_id: Some(id),
        ..entry
    }
}

/// The name of a document cited by name, without its date, its issuer and `(sửa đổi)`.
pub fn named_title(context: &Context, mention: &Mention) -> Span {
    let mut end = mention.span.end;
    if let Some(date) = &mention.date {
        end = end.min(date.span.start);
    }
    if let Some(issuer) = mention.issuer {
        // `của` stands before it.
        end = end.min(issuer.start.saturating_sub(4));
    }
    let name = context.fold(Span::new(mention.span.start, end));
    let name = name.trim_end_matches([' ', '\n', ',']);
    // `Luật Đầu tư (sửa đổi)` is a later law of the same name.
    let kept = name.strip_suffix(" (sua doi)").unwrap_or(name).len();
    Span::new(mention.span.start, mention.span.start + kept)
}
