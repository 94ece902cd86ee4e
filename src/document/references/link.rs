//! Canonical ids, and the mentions of one document linked into one record.

use super::code::Code;
use super::full_name::{full_name, place_only};
use super::mention::Mention;
use crate::document::context::{Context, join_lines};
use crate::document::types::{DocumentSystem, Field, Profile, ReferenceKind};
use crate::lexicon::{self, Kind, Scope, System};
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
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    let mut resolved: Vec<Resolved> = mentions.iter().map(|m| first_reading(context, m)).collect();
    for (at, mention) in mentions.iter().enumerate() {
        if let Some(code) = &mention.code {
            groups.entry(code.normalized()).or_default().push(at);
        }
    }
    for members in groups.values() {
        // Codes of different bodies may agree; bodies that are named keep them apart.
        let mut dates: Vec<&str> = members
            .iter()
            .filter_map(|m| resolved[*m].date.as_deref())
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let one_date = (dates.len() == 1).then(|| dates[0].to_owned());
        let mut orgs: Vec<&str> = members
            .iter()
            .filter(|m| mentions[**m].issuer.is_some())
            .filter_map(|m| resolved[*m].org.as_deref())
            .collect();
        orgs.sort_unstable();
        orgs.dedup();
        let one_org = (orgs.len() == 1).then(|| orgs[0].to_owned());
        let issuer = members
            .iter()
            .find(|m| mentions[**m].issuer.is_some())
            .and_then(|m| resolved[*m].issuer.clone());
        let two_dates = dates.len() > 1 && one_org.is_some();
        let first_date = members.iter().find_map(|m| resolved[*m].date.clone());
        let of_list = |m: &usize| mentions[*m].of_list.date.as_ref()?.normalized.clone();
        let date_of_list = members.iter().find_map(of_list);
        let doc_type = members.iter().find_map(|m| resolved[*m].doc_type.clone());
        for at in members {
            let entry = &mut resolved[*at];
            entry.two_dates = two_dates;
            if entry.date.is_none() {
                let stated = one_date.as_ref().or(first_date.as_ref());
                entry.date = stated.or(date_of_list.as_ref()).cloned();
            }
            // A damaged issuer names no body; the other mentions do.
            if (mentions[*at].issuer.is_none() || entry.org.is_none()) && one_org.is_some() {
                entry.org = one_org.clone();
                entry.issuer = issuer.clone().or(entry.issuer.take());
            }
            if entry.doc_type.is_none() {
                entry.doc_type = doc_type.clone();
            }
        }
    }
    for (entry, mention) in resolved.iter_mut().zip(mentions) {
        entry.canonical_id = match (&mention.code, mention.kind) {
            (Some(code), _) => coded_id(code, entry),
            (None, ReferenceKind::NamedDocument) => entry.canonical_id.take(),
            _ => None,
        };
    }
    link_law_names(context, mentions, &mut resolved);
    resolved
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
            let name = context.fold(crate::span::Span::new(mention.span.start, code.span.start));
            let name = name.trim_end().trim_end_matches("so").trim_end();
            if name.len() > "luat ".len() {
                by_name.insert(lexicon::slug(name), (id.clone(), entry.date.clone()));
            }
        }
    }
    for (mention, entry) in mentions.iter().zip(resolved.iter_mut()) {
        let short = entry
            .canonical_id
            .as_deref()
            .and_then(|id| id.strip_prefix("vn/vbqppl/"));
        if mention.kind == ReferenceKind::NamedDocument
            && let Some((id, date)) = short.and_then(|s| by_name.get(s)).cloned()
        {
            entry.canonical_id = Some(id);
            entry.date = entry.date.take().or(date);
        }
    }
}

/// A mention read by itself.
fn first_reading(context: &Context, mention: &Mention) -> Resolved {
    let province = context.province.as_deref();
    let written = mention.issuer.or(mention.of_list.issuer);
    let written = written.map(|s| context.joined(s));
    let date = mention.date.as_ref().and_then(|d| d.normalized.clone());
    let mut entry = Resolved {
        issuer: written.as_deref().map(|w| full_name(w, province)),
        date,
        doc_type: mention.doc_type.clone(),
        ..Resolved::default()
    };
    if let Some(code) = &mention.code {
        entry.system = match code.system {
            System::Party => DocumentSystem::Party,
            System::LegalNormative => DocumentSystem::LegalNormative,
            _ => DocumentSystem::Administrative,
        };
        entry.org = organization(context, code, written.as_deref());
        if entry.issuer.is_none() {
            entry.issuer = entry.org.clone().filter(|o| o != "Trung ương Đảng");
        }
        if entry.doc_type.is_none() {
            entry.doc_type = code.doc_type.map(|t| t.name.to_owned());
        }
        if entry.doc_type.is_none() && entry.system == DocumentSystem::Administrative {
            entry.doc_type = Some("Công văn".to_owned());
        }
    } else if mention.kind == ReferenceKind::NamedDocument {
        let title = join_lines(context.slice(named_title(context, mention)));
        let law = mention.doc_type.as_deref() != Some("Nghị quyết");
        entry.system = if law {
            DocumentSystem::LegalNormative
        } else {
            DocumentSystem::Party
        };
        entry.org = None;
        entry.canonical_id = Some(if law {
            format!("vn/vbqppl/{}", law_slug(&title))
        } else {
            format!("vn/dang/trung-uong-dang/nq/{}", lexicon::slug(&title))
        });
        entry.issuer = Some(
            match mention.doc_type.as_deref() {
                Some("Pháp lệnh") => "Ủy ban Thường vụ Quốc hội",
                Some("Nghị quyết") if title.contains("Đại hội") => "Đại hội Đảng",
                Some("Nghị quyết") => "Ban Chấp hành Trung ương",
                _ => "Quốc hội",
            }
            .to_owned(),
        );
    }
    entry
}

/// The slug of a law by its name, a short one in full (`Luật Ngân sách`).
fn law_slug(title: &str) -> String {
    let folded = lexicon::fold(title);
    let full = folded
        .strip_prefix("luat ")
        .and_then(lexicon::law_in_full)
        .map(|name| format!("luat {name}"));
    lexicon::slug(full.as_deref().unwrap_or(title))
}

/// The name of a document cited by name, without its date and issuer.
pub fn named_title(context: &Context, mention: &Mention) -> crate::span::Span {
    let mut end = mention.span.end;
    if let Some(date) = &mention.date {
        end = end.min(date.span.start);
    }
    if let Some(issuer) = mention.issuer {
        // `của` stands before it.
        end = end.min(issuer.start.saturating_sub(4));
    }
    let kept = context
        .fold(crate::span::Span::new(mention.span.start, end))
        .trim_end_matches([' ', '\n', ','])
        .len();
    crate::span::Span::new(mention.span.start, mention.span.start + kept)
}

/// The body in whose series a code runs. The symbol decides; the words give what is relative in it.
fn organization(context: &Context, code: &Code, written: Option<&str>) -> Option<String> {
    let province = context.province.as_deref();
    let given = written.map(|w| full_name(w, province));
    let Some(agency) = code.agency().and_then(known_agency) else {
        return given;
    };
    let place = province.and_then(lexicon::province);
    match agency.scope {
        Scope::Central | Scope::Party => Some(agency.name.to_owned()),
        Scope::Locality => {
            let from_text = given.as_deref().and_then(|g| placed_body(g, agency.name));
            if from_text.is_some() || written.is_some_and(|w| !names_locality(w)) {
                return from_text.or(given);
            }
            let placed = given.as_deref().and_then(|name| {
                let level = name[name.find(agency.name)? + agency.name.len()..].trim();
                let heads = ["ubnd", "hdnd"].map(|b| format!("{b} {}", lexicon::fold(level)));
                let place = letterhead_place(context, &heads)?;
                Some(format!("{} {level} {place}", agency.name))
            });
            placed
                .or_else(|| own_body(context, agency.abbr))
                .or_else(|| place.map(|p| format!("{} {}", agency.name, p.full_name())))
        }
        Scope::Province | Scope::Mass => {
            // `Giám đốc Sở Tư pháp` signs for the body; its place makes the name complete.
            let placed = given.as_deref().and_then(|name| {
                let at = lexicon::fold(name).find(&lexicon::fold(agency.name))?;
                let tail: String = name
                    .chars()
                    .skip(at + agency.name.chars().count())
                    .collect();
                (!tail.trim().is_empty()).then(|| format!("{}{tail}", agency.name))
            });
            placed.or_else(|| place.map(|p| format!("{} {}", agency.name, p.full_name())))
        }
        Scope::PartyLocal => committee(context, agency, written),
    }
}

/// The agency of a symbol; a department may stand without its `S`: `VHTTDL`, `KHCN`.
fn known_agency(abbr: &str) -> Option<&'static lexicon::Agency> {
    lexicon::agency(abbr)
        .or_else(|| lexicon::agency(&format!("S{abbr}")).filter(|a| a.scope == Scope::Province))
}

/// `UBND tỉnh Đồng Nai` out of a fuller name (`Chủ tịch UBND tỉnh Đồng Nai`), if a level follows.
fn placed_body(name: &str, body: &str) -> Option<String> {
    let at = name.find(body)?;
    let tail = name[at + body.len()..].trim_start();
    let complete = tail.split_whitespace().count() >= 2;
    (complete && names_locality(tail)).then(|| format!("{body} {tail}"))
}

fn names_locality(text: &str) -> bool {
    let folded = format!(" {} ", lexicon::fold(text));
    [
        " tinh ",
        " thanh pho ",
        " huyen ",
        " quan ",
        " thi xa ",
        " xa ",
        " phuong ",
        " thi tran ",
        " dac khu ",
        " ubnd ",
        " hdnd ",
        "nhan dan",
    ]
    .iter()
    .any(|w| folded.contains(w))
}

/// The document's own body, when the symbol is its own.
fn own_body(context: &Context, abbr: &str) -> Option<String> {
    let header = &context.header;
    let own = header.code.agency_abbr.as_deref()?;
    let name = header.issuing_agency.as_ref()?.value.as_deref()?;
    (lexicon::agency(own)?.abbr == abbr)
        .then(|| full_name(name, context.province.as_deref()))
        .filter(|n| names_locality(n) && n.split_whitespace().count() > 2)
}

/// The place of the body in the letterhead whose folded name begins with one of `heads` (`ubnd huyen`, `tinh uy`).
fn letterhead_place(context: &Context, heads: &[String]) -> Option<String> {
    let header = &context.header;
    [&header.issuing_agency, &header.parent_agency]
        .into_iter()
        .filter_map(|field| field.as_ref()?.value.as_deref())
        .find_map(|body| {
            let body = full_name(body, None);
            let folded = lexicon::fold(&body);
            let head = heads
                .iter()
                .find(|h| folded.starts_with(&format!("{h} ")))?;
            Some(body.chars().skip(head.len() + 1).collect())
        })
}

/// A committee of the Party below the centre: `Tỉnh ủy Đồng Nai`. Nothing rather than a guess.
fn committee(context: &Context, agency: &lexicon::Agency, written: Option<&str>) -> Option<String> {
    let place = context.province.as_deref().and_then(lexicon::province);
    let folded = written.map(lexicon::fold).unwrap_or_default();
    let level = [
        ("tinh uy", "Tỉnh ủy"),
        ("thanh uy", "Thành ủy"),
        ("huyen uy", "Huyện ủy"),
        ("quan uy", "Quận ủy"),
        ("thi uy", "Thị ủy"),
        ("dang uy", "Đảng ủy"),
    ]
    .into_iter()
    .find(|(f, _)| folded.contains(f));
    let body = match level {
        Some((mark, name)) => {
            let at = folded.find(mark)? + mark.len();
            let tail: String = written?.chars().skip(at).collect();
            let tail = place_only(&tail);
            let own = match mark {
                "tinh uy" => place,
                "thanh uy" => place.filter(|p| p.kind == Kind::City),
                _ => None,
            };
            let place = match tail {
                "" => own
                    .map(|p| p.name.to_owned())
                    .or_else(|| letterhead_place(context, &[mark.to_owned()]))?,
                _ => tail.to_owned(),
            };
            format!("{name} {place}")
        }
        None if agency.name.contains('{') && context.header.profile != Profile::Party => {
            let place = place?;
            let name = if place.kind == Kind::City {
                "Thành ủy"
            } else {
                "Tỉnh ủy"
            };
            format!("{name} {}", place.name)
        }
        None => {
            let own = context.header.issuing_agency.as_ref()?.value.as_deref()?;
            let same = context.header.code.agency_abbr.as_deref() == Some(agency.abbr);
            return same.then(|| full_name(own, context.province.as_deref()));
        }
    };
    Some(if agency.name.contains('{') {
        agency.name.replace("{Tỉnh ủy}", &body)
    } else {
        body
    })
}

/// `vn/{nn|dang|vbqppl}/{body}/{type}/{year}/{number}`; nothing where the body is not known.
fn coded_id(code: &Code, entry: &Resolved) -> Option<String> {
    // A national standard's symbol names no body: its series is its own.
    if code.is_standard() && code.groups.len() == 1 {
        let series = lexicon::slug(&code.groups[0]);
        return Some(format!("vn/vbqppl/{series}/{}/{}", code.year?, code.number));
    }
    let org = lexicon::slug(entry.org.as_deref()?);
    let system = match entry.system {
        DocumentSystem::Administrative => "nn",
        DocumentSystem::Party => "dang",
        DocumentSystem::LegalNormative => "vbqppl",
    };
    let kind = match code.doc_type {
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

/// The part of an id that names a type without a symbol: `luat`, `bo-luat`, `cv`.
pub fn type_slug(name: &str) -> String {
    match lexicon::doc_type(name) {
        Some(t) if t.name == "Công văn" => "cv".to_owned(),
        Some(t) => lexicon::slug(t.abbr.unwrap_or(t.name)),
        None => lexicon::slug(name),
    }
}

/// A number without leading zeros.
pub fn plain_number(number: &str) -> String {
    let plain = number.trim_start_matches('0');
    if plain.is_empty() {
        "0".to_owned()
    } else {
        plain.to_lowercase()
    }
}

/// A committee's bare name with the body that it leads: `BAN THƯỜNG VỤ` of the `HỘI LHPN TỈNH …`.
fn with_parent(name: &str, parent: Option<&Field>) -> String {
    let bare = matches!(
        lexicon::fold(name).as_str(),
        "ban thuong vu" | "ban thuong truc" | "ban chap hanh" | "thuong truc"
    );
    match parent.filter(|p| bare && !p.is_missing()) {
        Some(parent) => format!("{name} {}", parent.text()),
        None => name.to_owned(),
    }
}

/// The canonical id of the document itself; `sn` for a number that was left blank.
pub fn own_id(context: &Context) -> String {
    let header = &context.header;
    let province = context.province.as_deref();
    let place = province.and_then(lexicon::province);
    let agency = header.code.agency_abbr.as_deref().and_then(known_agency);
    let issuing = header
        .issuing_agency
        .as_ref()
        .and_then(|f| f.value.as_deref())
        .map(|v| full_name(&with_parent(v, header.parent_agency.as_ref()), province));
    let org = match agency {
        Some(a) if matches!(a.scope, Scope::Central | Scope::Party) => Some(a.name.to_owned()),
        Some(a) if a.scope == Scope::Locality => issuing
            .as_deref()
            .and_then(|i| placed_body(i, a.name))
            .or_else(|| {
                place
                    .filter(|_| issuing.is_none())
                    .map(|p| format!("{} {}", a.name, p.full_name()))
            })
            .or(issuing),
        Some(a) if a.scope == Scope::Province => place
            .map(|p| format!("{} {}", a.name, p.full_name()))
            .or(issuing),
        _ => issuing,
    };
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
