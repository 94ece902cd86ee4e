//! The body in whose series a code runs (*cơ quan ban hành*): its symbol decides, the words give what is relative in it.

use super::code::Code;
use super::full_name::{full_name, place_only};
use crate::document::anchors::{self, PLACE_LEVELS};
use crate::document::context::Context;
use crate::document::types::{Field, Profile};
use crate::lexicon::{self, Agency, Kind, Province, Scope};

/// A committee of the Party below the centre.
struct Committee {
    /// Its folded name.
    mark: &'static str,
    name: &'static str,
    /// The folded level of its place; nothing where the name leaves that open.
    level: &'static str,
}

/// All of them, by level.
const COMMITTEES: &[Committee] = &[
    Committee {
        mark: "tinh uy",
        name: "Tỉnh ủy",
        level: "tinh",
    },
    Committee {
        mark: "thanh uy",
        name: "Thành ủy",
        level: "thanh pho",
    },
    Committee {
        mark: "huyen uy",
        name: "Huyện ủy",
        level: "huyen",
    },
    Committee {
        mark: "quan uy",
        name: "Quận ủy",
        level: "quan",
    },
    Committee {
        mark: "thi uy",
        name: "Thị ủy",
        level: "thi xa",
    },
    Committee {
        mark: "dang uy",
        name: "Đảng ủy",
        level: "",
    },
];

/// The folded names of the bodies of a place of that level, whose name follows them in a letterhead.
fn bodies_at(level: &str) -> [String; 3] {
    let committee = COMMITTEES.iter().find(|c| c.level == level);
    let committee = committee.map_or_else(|| format!("dang uy {level}"), |c| c.mark.to_owned());
    [format!("ubnd {level}"), format!("hdnd {level}"), committee]
}

/// The body of a cited code; `written` is the issuer as the text says it. Nothing rather than a guess.
pub(super) fn organization(
    context: &Context,
    code: &Code,
    written: Option<&str>,
) -> Option<String> {
    let province = context.province.as_deref();
    let given = written.map(|w| full_name(w, province));
    let Some(agency) = code.agency().and_then(known_agency) else {
        return given.map(|name| body_of_head(&name).unwrap_or(name));
    };
    let place = own_province(context);
    let department = given.as_deref().is_some_and(|name| name.contains("Sở "));
    if !department
        && code
            .agency()
            .is_some_and(|abbr| lexicon::agency(abbr).is_none())
        && let Some(office) = office_of_district(context, agency)
    {
        return Some(office);
    }
    match agency.scope {
        Scope::Central | Scope::Party => Some(agency.name.to_owned()),
        Scope::Locality => {
            let from_text = given.as_deref().and_then(|g| placed_body(g, agency.name));
            if from_text.is_some() || written.is_some_and(|w| !names_locality(w)) {
                return from_text.or(given);
            }
            // A district's document that names `UBND tỉnh` means neither itself nor, naming `UBND xã`, its province.
            let level = given.as_deref().and_then(level_of);
            let of_province = level.is_none_or(|l| matches!(l, "tinh" | "thanh pho"));
            given
                .as_deref()
                .and_then(|name| placed_by_letterhead(context, agency, name))
                .or_else(|| {
                    let own = own_body(context, agency.abbr)?;
                    (level.is_none() || level == level_of(&own)).then_some(own)
                })
                .or_else(|| Some(at_place(agency, place.filter(|_| of_province)?)))
        }
        // `Thông tư số 23-TT/TC … của Bộ Tài chính`: the words name a body of the centre.
        Scope::Province if written.is_some_and(|w| lexicon::fold(w).starts_with("bo ")) => given,
        Scope::Province | Scope::Mass => given
            .as_deref()
            .and_then(|name| headed_body(agency, name))
            .or_else(|| place.map(|p| at_place(agency, p))),
        Scope::PartyLocal => committee(context, agency, code.agency()?, written),
    }
}

/// The body of the document itself, in full.
pub(super) fn own_organization(context: &Context) -> Option<String> {
    let header = &context.header;
    let province = context.province.as_deref();
    let place = own_province(context);
    let issuing = header
        .issuing_agency
        .as_ref()
        .and_then(|f| f.value.as_deref())
        .map(|v| full_name(&with_parent(v, header.parent_agency.as_ref()), province));
    let Some(agency) = header.code.agency_abbr.as_deref().and_then(known_agency) else {
        return issuing;
    };
    let placed = || place.map(|p| at_place(agency, p));
    match agency.scope {
        Scope::Central | Scope::Party => Some(agency.name.to_owned()),
        Scope::Locality => match issuing {
            Some(issuing) => placed_body(&issuing, agency.name).or(Some(issuing)),
            None => placed(),
        },
        Scope::Province => placed().or(issuing),
        Scope::Mass | Scope::PartyLocal => issuing,
    }
}

/// `UBND tỉnh Đồng Nai`
fn at_place(agency: &Agency, place: &Province) -> String {
    format!("{} {}", agency.name, place.full_name())
}

/// `Tờ trình số 142/TTr-TNMT` in a district's document: its office, not the department of the province.
fn office_of_district(context: &Context, agency: &Agency) -> Option<String> {
    let trade = agency.name.strip_prefix("Sở ")?;
    let own = context.header.issuing_agency.as_ref()?.value.as_deref()?;
    let own = full_name(own, None);
    let district = matches!(level_of(&own)?, "huyen" | "quan" | "thi xa");
    let place = own.strip_prefix("UBND ").filter(|_| district)?;
    Some(format!("Phòng {trade} {place}"))
}

/// The body whose head issued: `Chánh Thanh tra tỉnh …`, `Bộ trưởng Bộ …`.
fn body_of_head(name: &str) -> Option<String> {
    const HEADS: &[&str] = &[
        "Chánh ",
        "Bộ trưởng ",
        "Giám đốc ",
        "Tổng Giám đốc ",
        "Tổng giám đốc ",
        "Cục trưởng ",
        "Tổng cục trưởng ",
        "Hiệu trưởng ",
        "Chủ tịch ",
        "Thống đốc ",
    ];
    let body = HEADS.iter().find_map(|head| name.strip_prefix(head))?;
    let folded = lexicon::fold(body);
    let named = anchors::begins_with_any(&folded, anchors::BODY_WORDS);
    named.then(|| body.to_owned())
}

/// `Giám đốc Sở Tư pháp tỉnh …` signs for the body; its place makes the name complete.
fn headed_body(agency: &Agency, name: &str) -> Option<String> {
    let at = lexicon::fold(name).find(&lexicon::fold(agency.name))?;
    let tail: String = name
        .chars()
        .skip(at + agency.name.chars().count())
        .collect();
    (!tail.trim().is_empty()).then(|| format!("{}{tail}", agency.name))
}

/// `UBND huyện` of a text whose letterhead says which.
fn placed_by_letterhead(context: &Context, agency: &Agency, name: &str) -> Option<String> {
    let level = name[name.find(agency.name)? + agency.name.len()..].trim();
    let place = letterhead_place(context, &bodies_at(&lexicon::fold(level)))?;
    Some(format!("{} {level} {place}", agency.name))
}

/// The agency of a symbol; a department may stand without its `S`: `VHTTDL`, `KHCN`, and a committee of a district
/// has the bodies of a province's: `BTGHU`.
fn known_agency(abbr: &str) -> Option<&'static lexicon::Agency> {
    let department = || lexicon::agency(&format!("S{abbr}")).filter(|a| a.scope == Scope::Province);
    let of_district = || {
        let stem = abbr.strip_suffix("HU").filter(|stem| !stem.is_empty())?;
        lexicon::agency(&format!("{stem}TU")).filter(|a| a.scope == Scope::PartyLocal)
    };
    lexicon::agency(abbr)
        .or_else(department)
        .or_else(of_district)
}

/// The committee whose body a symbol names: `BTGHU`.
fn committee_of_symbol(abbr: &str) -> Option<&'static Committee> {
    let of_district = abbr.len() > 2 && abbr.ends_with("HU");
    COMMITTEES
        .iter()
        .find(|c| of_district && c.level == "huyen")
}

/// `UBND tỉnh Đồng Nai` out of a fuller name (`Chủ tịch UBND tỉnh Đồng Nai`), if a level follows.
fn placed_body(name: &str, body: &str) -> Option<String> {
    let at = name.find(body)?;
    let tail = name[at + body.len()..].trim_start();
    let complete = tail.split_whitespace().count() >= 2;
    (complete && names_locality(tail)).then(|| format!("{body} {tail}"))
}

/// The level of the place in a body's name, folded: `tinh`, `huyen`.
fn level_of(name: &str) -> Option<&'static str> {
    let folded = format!(" {} ", lexicon::fold(name));
    let found = PLACE_LEVELS.iter().copied();
    found
        .filter_map(|level| Some((folded.find(&format!(" {level} "))?, level)))
        .min()
        .map(|(_, level)| level)
}

fn names_locality(text: &str) -> bool {
    let folded = format!(" {} ", lexicon::fold(text));
    let bodies = [" ubnd ", " hdnd ", "nhan dan"];
    level_of(text).is_some() || bodies.iter().any(|body| folded.contains(body))
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

/// A committee of the Party below the centre (`Tỉnh ủy Đồng Nai`), or a body of one (`{Tỉnh ủy}` in its name).
fn committee(
    context: &Context,
    agency: &Agency,
    abbr: &str,
    written: Option<&str>,
) -> Option<String> {
    let of_a_committee = agency.name.contains('{');
    let own = context.header.code.agency_abbr.as_deref();
    // In a district's document `TU` is its province's committee.
    let of_province = abbr.ends_with("TU") && own.is_some_and(|own| !own.ends_with("TU"));
    let by_symbol = committee_of_symbol(abbr).map(|c| (c.name, c));
    let named = written
        .and_then(|w| Some((w, committee_in(w)?)))
        .or(by_symbol);
    let body = match named {
        Some((written, committee)) => placed_committee(context, written, committee)?,
        None if of_province || of_a_committee && context.header.profile != Profile::Party => {
            let place = own_province(context)?;
            let city = place.kind == Kind::City;
            let name = if city { "Thành ủy" } else { "Tỉnh ủy" };
            format!("{name} {}", place.name)
        }
        None => {
            let own = context.header.issuing_agency.as_ref()?.value.as_deref()?;
            let same = context.header.code.agency_abbr.as_deref() == Some(abbr);
            return same.then(|| full_name(own, context.province.as_deref()));
        }
    };
    Some(match of_a_committee {
        true => agency.name.replace("{Tỉnh ủy}", &body),
        false => body,
    })
}

/// The committee that a text names.
fn committee_in(text: &str) -> Option<&'static Committee> {
    let folded = lexicon::fold(text);
    COMMITTEES.iter().find(|c| folded.contains(c.mark))
}

/// A committee with its place: the one written behind it, the document's own, or that of the letterhead.
fn placed_committee(context: &Context, written: &str, committee: &Committee) -> Option<String> {
    let Committee { mark, name, level } = *committee;
    let at = lexicon::fold(written).find(mark)? + mark.len();
    let tail: String = written.chars().skip(at).collect();
    let place = match place_only(&tail) {
        "" => own_province(context)
            .filter(|p| mark == "tinh uy" || mark == "thanh uy" && p.kind == Kind::City)
            .map(|p| p.name.to_owned())
            .or_else(|| letterhead_place(context, &bodies_at(level)))?,
        // `Đảng ủy phường` of the ward in the letterhead
        level if PLACE_LEVELS.contains(&lexicon::fold(level).as_str()) => {
            let place = letterhead_place(context, &bodies_at(&lexicon::fold(level)))?;
            format!("{level} {place}")
        }
        tail => tail.to_owned(),
    };
    Some(format!("{name} {place}"))
}

/// The province that the document is of; a central body's is of none, though it sits in one.
fn own_province(context: &Context) -> Option<&'static Province> {
    let agency = context.header.code.agency_abbr.as_deref();
    let central = agency.and_then(lexicon::agency).map(|a| a.scope);
    if central == Some(Scope::Central) {
        return None;
    }
    context.province.as_deref().and_then(lexicon::province)
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
