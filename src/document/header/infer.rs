//! What the letterhead would have said, from symbol, place and text (document model §1.2).
//!
//! Only parent agency, issuing agency and type may be inferred; anything unsure stays missing.

use crate::document::context::Context;
use crate::document::types::{Code, Field, FieldSource, Header, Profile};
use crate::lexicon::{self, DocType, Scope, System};
use crate::syllable::Syllable;

/// The type that a symbol names.
pub fn type_of_symbol(abbr: &str, code: &Code) -> Option<&'static DocType> {
    let party = code.field.text().contains('-')
        && code
            .symbol
            .as_deref()
            .is_some_and(|s| s.contains('/') && !s.contains('-'));
    let systems: &[System] = if party {
        &[System::Party]
    } else if code.year.is_some() {
        &[System::LegalNormative, System::Administrative]
    } else {
        &[System::Administrative, System::LegalNormative]
    };
    systems
        .iter()
        .find_map(|s| lexicon::type_of_symbol(abbr, *s))
}

/// The province that the place of issue names or the text names most often.
pub fn province(context: &Context) -> Option<String> {
    if let Some(place) = context
        .header
        .place
        .as_ref()
        .and_then(|p| p.value.as_deref())
        && let Some(province) = lexicon::province(place)
    {
        return Some(province.name.to_owned());
    }
    let agency = context
        .header
        .issuing_agency
        .iter()
        .chain(&context.header.parent_agency)
        .filter_map(|f| f.value.as_deref());
    for name in agency {
        if let Some(found) = province_in(name) {
            return Some(found);
        }
    }
    most_mentioned_province(context)
}

/// Gives a damaged province in the name of the issuing body the letters of the place of issue:
/// `TỈNH BÀ RỊA - VUONG TÀU` beside `Bà Rịa - Vũng Tàu, ngày …`.
pub fn repair_province(header: &mut Header) {
    let Some(province) = header
        .place
        .as_ref()
        .and_then(|p| lexicon::province(p.text()))
    else {
        return;
    };
    let Some(agency) = header.issuing_agency.as_mut().filter(|a| !a.is_missing()) else {
        return;
    };
    let name = agency.text().to_owned();
    let folded = lexicon::fold(&name);
    let Some(at) = ["tinh ", "thanh pho "]
        .iter()
        .find_map(|w| Some(folded.rfind(w)? + w.len()))
    else {
        return;
    };
    let tail: String = name.chars().skip(at).collect();
    let close =
        strsim::normalized_levenshtein(&lexicon::fold(&tail), &lexicon::fold(province.name));
    // `TỈNH ỦY …` names a committee, not a place.
    let committee = lexicon::fold(&tail).starts_with("uy ");
    let unknown = lexicon::province(&tail).is_none() && !lexicon::is_place(&tail);
    let damaged = unknown && close >= 0.8 || close == 1.0 && has_other_marks(&tail, province.name);
    if damaged && !committee {
        let head: String = name.chars().take(at).collect();
        agency.value = Some(format!("{head}{}", province.name.to_uppercase()));
        agency.source = FieldSource::Restored;
    }
}

/// Whether a name that folds as a province's has marks that are not the province's (`VÙNG TÀU`); where the tone
/// mark stands is the writer's choice.
fn has_other_marks(name: &str, province: &str) -> bool {
    let syllables = |text: &str| -> Vec<Option<Syllable>> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|w| !w.is_empty())
            .map(Syllable::parse)
            .collect()
    };
    !name.is_ascii() && syllables(name) != syllables(province)
}

/// The province named after `tỉnh` or `thành phố` in a body's name.
pub fn province_in(name: &str) -> Option<String> {
    let lower = lexicon::fold(name);
    let at = ["tinh ", "thanh pho ", "tp. ", "tp "]
        .iter()
        .filter_map(|w| lower.rfind(w).map(|at| at + w.len()))
        .max()?;
    let rest: String = name.chars().skip(at).collect();
    lexicon::province(rest.trim()).map(|p| p.name.to_owned())
}

fn most_mentioned_province(context: &Context) -> Option<String> {
    let head = &context.folded[..context.folded.len().min(30_000)];
    let provinces: Vec<(String, &str)> = lexicon::provinces()
        .iter()
        .map(|p| (lexicon::fold(p.name), p.name))
        .collect();
    let mut counts = vec![0usize; provinces.len()];
    for kind in ["tinh ", "thanh pho "] {
        for (at, _) in head.match_indices(kind) {
            let rest = &head[at + kind.len()..];
            for (count, (key, _)) in counts.iter_mut().zip(&provinces) {
                *count += usize::from(rest.starts_with(key.as_str()));
            }
        }
    }
    let mut best: Option<(usize, &str)> = None;
    for (count, (_, name)) in counts.into_iter().zip(provinces) {
        if count >= 2 && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// A name whose place the letterhead has lost: `ỦY BAN NHÂN DÂN` alone.
fn is_bare(issuer: &Field) -> bool {
    let name = lexicon::fold(issuer.text());
    matches!(
        name.as_str(),
        "uy ban nhan dan" | "hoi dong nhan dan" | "ubnd" | "hdnd"
    )
}

/// The whole name of a body whose place is lost, as the line of the authority below the title has it.
fn named_below(context: &Context) -> Option<Field> {
    let issuer = context.header.issuing_agency.as_ref()?;
    let statement = context.preamble.enacting_statement.as_ref()?;
    let whole = statement.enacting_authority.as_deref()?.to_uppercase();
    let whole = whole.strip_prefix("CHỦ TỊCH ").unwrap_or(&whole);
    let folded = lexicon::fold(whole);
    let place = folded.strip_prefix(&lexicon::fold(issuer.text()))?.trim();
    let kind = ["tinh ", "thanh pho ", "huyen ", "quan ", "xa ", "phuong "];
    // `tỉnh` alone names no place.
    kind.iter().any(|k| place.starts_with(k)).then(|| {
        let mut field = issuer.clone();
        field.value = Some(whole.to_owned());
        field.source = FieldSource::Restored;
        field
    })
}

/// Fills in the bodies that the letterhead would have named, or whose place it lacks.
pub fn bodies(context: &mut Context) {
    let issuer = context.header.issuing_agency.as_ref();
    let bare = issuer.is_some_and(is_bare);
    let missing = issuer.is_none_or(Field::is_missing);
    if !missing && !bare {
        return;
    }
    if let Some(whole) = bare.then(|| named_below(context)).flatten() {
        context.header.issuing_agency = Some(whole);
        return;
    }
    let party = context.header.profile == Profile::Party;
    let Some(abbr) = context.header.code.agency_abbr.clone() else {
        return;
    };
    if party && bare {
        return;
    }
    if party {
        context.header.issuing_agency =
            Some(party_body(context, &abbr).unwrap_or_else(Field::missing));
        return;
    }
    let Some(agency) = lexicon::agency(&abbr) else {
        return;
    };
    let symbol_line = context.header.code.field.line.unwrap_or_default();
    let place = context
        .header
        .place
        .as_ref()
        .filter(|p| !p.is_missing())
        .and_then(|p| p.value.clone());
    let from_place = place.as_deref().and_then(lexicon::province);
    let evidence = |what: &str| match &place {
        Some(place) => format!("symbol {what} (line {symbol_line}) and place {place}"),
        None => format!("symbol {what} (line {symbol_line})"),
    };
    let full = agency
        .name
        .replace("UBND", "Ủy ban nhân dân")
        .replace("HĐND", "Hội đồng nhân dân");
    match agency.scope {
        // A bare name above the code of a ministry is none of its own.
        Scope::Central if bare => {}
        Scope::Central => {
            context.header.issuing_agency =
                Some(Field::inferred(full.to_uppercase(), evidence(&abbr), 0.9));
        }
        Scope::Locality => {
            // The place of a provincial body is the province; for lower bodies nothing sure is known.
            if let Some(province) = from_place {
                let name = format!("{full} {}", province.full_name()).to_uppercase();
                context.header.issuing_agency = Some(Field::inferred(name, evidence(&abbr), 0.9));
            }
        }
        Scope::Province => {
            context.header.issuing_agency =
                Some(Field::inferred(full.to_uppercase(), evidence(&abbr), 0.9));
            let missing = context.header.parent_agency.is_none();
            if let (Some(province), true) = (from_place, missing) {
                let name = format!("Ủy ban nhân dân {}", province.full_name()).to_uppercase();
                context.header.parent_agency = Some(Field::inferred(
                    name,
                    format!(
                        "the issuer is a provincial department; province from place {}",
                        province.name
                    ),
                    0.85,
                ));
            }
        }
        Scope::Party | Scope::PartyLocal | Scope::Mass => {}
    }
}

/// A committee of the Party: `TU` is Tỉnh ủy or Thành ủy, as the text itself says.
fn party_body(context: &Context, abbr: &str) -> Option<Field> {
    if abbr != "TU" {
        let agency = lexicon::agency(abbr).filter(|a| !a.name.contains('{'))?;
        return Some(Field::inferred(
            agency.name.to_uppercase(),
            format!("symbol {abbr}"),
            0.8,
        ));
    }
    let count = |word: &str| context.folded.matches(word).count();
    let city = count("thanh uy");
    let province = count("tinh uy");
    let own = context
        .preamble
        .enacting_statement
        .as_ref()
        .and_then(|s| s.enacting_authority.as_deref())
        .map(lexicon::fold)
        .unwrap_or_default();
    let city_body = own.contains("thanh uy") || (!own.contains("tinh uy") && city > province);
    let (body, kind) = if city_body {
        ("THÀNH ỦY", "thanh pho ")
    } else {
        ("TỈNH ỦY", "tinh ")
    };
    let name = most_frequent_name(context, kind)?;
    Some(Field::inferred(
        format!("{body} {}", name.to_uppercase()),
        format!("symbol {abbr} and the bodies named in the text"),
        0.75,
    ))
}

/// The proper name that most often follows a word (`thành phố Vũng Tàu`).
fn most_frequent_name(context: &Context, kind: &str) -> Option<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    for (at, _) in context.folded.match_indices(kind).take(200) {
        let from = at + kind.len();
        let text = context.slice(crate::span::Span::new(
            from,
            (from + 40).min(context.folded.len()),
        ));
        let mut name = String::new();
        for word in text.split([' ', '\n']) {
            let clean = word.trim_end_matches([',', '.', ';', ':', ')', '”', '"']);
            let capital = clean.chars().next().is_some_and(char::is_uppercase);
            let dash = matches!(clean, "-" | "–") && !name.is_empty();
            if !(capital || dash) {
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(clean);
            if clean.len() != word.len() {
                break;
            }
        }
        if lexicon::is_place(&name) || lexicon::province(&name).is_some() {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(_, n)| *n)
        .map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::has_other_marks;

    #[test]
    fn marks_that_are_no_provinces_are_told() {
        assert!(has_other_marks("BÀ RỊA - VÙNG TÀU", "Bà Rịa - Vũng Tàu"));
        assert!(!has_other_marks("BÀ RỊA – VŨNG TÀU", "Bà Rịa - Vũng Tàu"));
        assert!(!has_other_marks("HOÀ BÌNH", "Hòa Bình"));
        assert!(!has_other_marks("DONG NAI", "Đồng Nai"));
    }
}
