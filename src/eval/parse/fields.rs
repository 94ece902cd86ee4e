//! Single values of header, preamble and footer.

use super::{FieldCounts, ItemCounts, Scores, normal};
use serde_json::Value;

/// Objects that hold fields, with the keys in them that are none.
const PLACES: &[(&str, &[&str])] = &[
    (
        "/header",
        &[
            "profile",
            "addressees",
            "incoming_stamp",
            "co_issuing_agencies",
        ],
    ),
    (
        "/footer",
        &["recipients", "signature", "further_signatures"],
    ),
    (
        "/footer/signature",
        &["capacities", "on_behalf_of", "signed"],
    ),
];

/// Plain values inside objects.
const PARTS: &[(&str, &str)] = &[
    ("header.profile", "/header/profile"),
    ("header.code.number", "/header/code/number"),
    ("header.code.symbol", "/header/code/symbol"),
    (
        "preamble.enacting_statement",
        "/preamble/enacting_statement/value",
    ),
    (
        "preamble.enacting_authority",
        "/preamble/enacting_statement/enacting_authority",
    ),
    ("identity.canonical_id", "/identity/canonical_id"),
    (
        "archival_metadata.type_name",
        "/archival_metadata/type_name",
    ),
    (
        "archival_metadata.type_name_code_tt05",
        "/archival_metadata/type_name_code_tt05",
    ),
    (
        "archival_metadata.code_number",
        "/archival_metadata/code_number",
    ),
    (
        "archival_metadata.code_notation",
        "/archival_metadata/code_notation",
    ),
    (
        "archival_metadata.issued_date",
        "/archival_metadata/issued_date",
    ),
    (
        "archival_metadata.organ_name",
        "/archival_metadata/organ_name",
    ),
    ("archival_metadata.subject", "/archival_metadata/subject"),
    (
        "archival_metadata.signer_full_name",
        "/archival_metadata/signer_full_name",
    ),
];

/// Lists of fields: scored by their values.
const LISTS: &[(&str, &str)] = &[
    ("recipients", "/footer/recipients"),
    ("addressees", "/header/addressees"),
];

/// Scores all fields that the truth speaks of.
pub fn score(truth: &Value, given: &Value, scores: &mut Scores) {
    for (place, skipped) in PLACES {
        let Some(fields) = truth.pointer(place).and_then(Value::as_object) else {
            continue;
        };
        for (key, field) in fields {
            if skipped.contains(&key.as_str()) {
                continue;
            }
            let name = format!("{}.{key}", place[1..].replace('/', "."));
            let other = given
                .pointer(&format!("{place}/{key}"))
                .unwrap_or(&Value::Null);
            let inferred = field.get("source").and_then(Value::as_str) == Some("inferred");
            compare(&name, value(field), value(other), inferred, scores);
        }
    }
    for (name, path) in PARTS {
        // A part that the truth does not mention is not scored; `null` says that there is none.
        if let Some(expected) = truth.pointer(path) {
            compare(
                name,
                text(expected),
                given.pointer(path).and_then(text),
                false,
                scores,
            );
        }
    }
    for (name, path) in LISTS {
        if let Some(expected) = truth.pointer(path).and_then(Value::as_array) {
            let other = given
                .pointer(path)
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            list(name, expected, other, scores);
        }
    }
}

/// The value of a field, however it is written.
fn value(field: &Value) -> Option<String> {
    match field {
        Value::Object(object) => {
            if object.get("source").and_then(Value::as_str) == Some("missing") {
                return None;
            }
            // Dates that are not complete have their normal form only.
            ["value", "normalized"]
                .iter()
                .find_map(|k| object.get(*k).and_then(text))
        }
        other => text(other),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) if !s.trim().is_empty() => Some(normal(s)),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(a) if !a.is_empty() => {
            Some(a.iter().filter_map(text).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

fn compare(
    name: &str,
    truth: Option<String>,
    given: Option<String>,
    inferred: bool,
    scores: &mut Scores,
) {
    let mut counts = FieldCounts::default();
    match (&truth, &given) {
        (a, b) if a == b => counts.right = 1,
        (None, _) => counts.hallucinated = 1,
        (_, None) => counts.missed = 1,
        _ => counts.wrong = 1,
    }
    if counts.right == 0 {
        let shown = |v: &Option<String>| v.clone().unwrap_or_else(|| "nothing".to_owned());
        scores.errors.push(format!(
            "{name}: {} instead of {}",
            shown(&given),
            shown(&truth)
        ));
    }
    let table = if inferred {
        &mut scores.inferred
    } else {
        &mut scores.fields
    };
    table.entry(name.to_owned()).or_default().add(counts);
}

fn list(name: &str, truth: &[Value], given: &[Value], scores: &mut Scores) {
    let mut rest: Vec<String> = given.iter().filter_map(value).collect();
    let mut counts = ItemCounts {
        truth: truth.len(),
        given: rest.len(),
        found: 0,
    };
    for expected in truth.iter().filter_map(value) {
        match rest.iter().position(|g| *g == expected) {
            Some(at) => {
                rest.remove(at);
                counts.found += 1;
            }
            None => scores.errors.push(format!("{name}: lost {expected}")),
        }
    }
    rest.iter()
        .for_each(|g| scores.errors.push(format!("{name}: invented {g}")));
    scores.items.entry(name.to_owned()).or_default().add(counts);
}
