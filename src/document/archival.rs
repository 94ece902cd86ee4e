//! The records of the archives (document model §7): what a parsed document can fill, and what it cannot.
//!
//! Thông tư 05/2025/TT-BNV (in force since 1 July 2025) and Thông tư 02/2019/TT-BNV, with their own names.

use super::types::*;
use crate::lexicon::{self, System};
use std::collections::BTreeMap;

/// Fields that only the archivist can fill.
const TO_FILL: &[&str] = &[
    "fileCode",
    "docCode",
    "maintenance",
    "mode",
    "keyword",
    "inforSign",
    "autograph",
    "format",
];

/// Longest subject of both circulars, in characters.
pub const SUBJECT_LENGTH: usize = 500;

/// What an archive needs, from the parsed fields.
pub fn metadata(document: &Document) -> ArchivalMetadata {
    let header = &document.header;
    let value = |field: &Option<Field>| field.as_ref().and_then(|f| f.value.clone());
    let normal = |field: &Option<Field>| {
        field
            .as_ref()
            .and_then(|f| f.normalized.clone().or_else(|| f.value.clone()))
    };
    let type_name = value(&header.doc_type).map(|name| type_name(&name));
    let date = header.issue_date.as_ref();
    let edtf = date.and_then(|d| d.field.normalized.clone().or_else(|| d.field.value.clone()));
    let from_paper = matches!(
        document.source.kind,
        SourceKind::OcrClean | SourceKind::OcrDamaged
    );
    let pages = pages_of(document);
    ArchivalMetadata {
        type_name_code_tt05: type_name.as_deref().map(type_code),
        code_number: header.code.number.clone(),
        code_notation: header.code.symbol.clone(),
        issued_date: edtf.clone().filter(|d| is_day(d)),
        issued_date_edtf: edtf,
        organ_name: value(&header.issuing_agency),
        subject: normal(&header.subject),
        language: Some("Tiếng Việt".to_owned()),
        language_code_tt05: Some("01".to_owned()),
        page_amount: pages,
        page_amount_source: pages.map(|_| "pages".to_owned()),
        signer_position: document.footer.signature.signer_position.value.clone(),
        signer_full_name: document.footer.signature.signer_name.value.clone(),
        confidence_level: from_paper.then(|| "Số hóa".to_owned()),
        confidence_level_code_tt05: from_paper.then(|| "02".to_owned()),
        archivist_to_fill: TO_FILL.iter().map(|f| (*f).to_owned()).collect(),
        type_name,
    }
}

/// The number of pages, where the text has page marks.
fn pages_of(document: &Document) -> Option<u32> {
    let text = &document.text.as_ref()?.original;
    let feeds = memchr::memchr_iter(0x0C, text.trim_end().as_bytes()).count();
    (feeds > 0).then_some(feeds as u32 + 1)
}

/// A type's name in the case of the dictionaries: `KẾ HOẠCH` → `Kế hoạch`.
fn type_name(written: &str) -> String {
    match lexicon::doc_type(written) {
        Some(known) => known.name.to_owned(),
        None => {
            let mut letters = written.chars();
            let first = letters
                .next()
                .map(|c| c.to_uppercase().collect::<String>())
                .unwrap_or_default();
            first + &letters.as_str().to_lowercase()
        }
    }
}

/// The code of `typeName`; 32 is *Khác*.
fn type_code(name: &str) -> String {
    let types = lexicon::doc_types().iter().filter(|t| t.name == name);
    let code = types
        .filter(|t| t.system == System::Administrative)
        .find_map(|t| t.tt05_code);
    code.unwrap_or("32").to_owned()
}

fn is_day(date: &str) -> bool {
    date.len() == 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// The records of both circulars. A field that a document cannot give is `missing`.
pub fn records(document: &Document) -> ArchivalRecords {
    let meta = &document.archival_metadata;
    let header = &document.header;
    let source_of =
        |field: &Option<Field>| field.as_ref().map_or(FieldSource::Missing, |f| f.source);
    let date = header
        .issue_date
        .as_ref()
        .map_or(FieldSource::Missing, |d| d.field.source);
    let day = meta
        .issued_date
        .as_deref()
        .map(|d| format!("{}/{}/{}", &d[8..], &d[5..7], &d[..4]));
    let subject = meta
        .subject
        .as_deref()
        .map(|s| s.chars().take(SUBJECT_LENGTH).collect::<String>());
    let pages = meta.page_amount.map(|n| n.to_string());
    let notes: Vec<&str> = document
        .warnings
        .iter()
        .map(|w| w.message.as_str())
        .collect();
    let notes: String = notes.join("; ").chars().take(500).collect();
    let notes = Some(notes).filter(|n| !n.is_empty());
    let code = header.code.field.source;
    let kind = source_of(&header.doc_type);
    let organ = source_of(&header.issuing_agency);
    let about = source_of(&header.subject);
    let number = (meta.code_number.clone(), code);
    let notation = (meta.code_notation.clone(), code);
    let organ = (
        meta.organ_name
            .as_deref()
            .map(|o| o.chars().take(200).collect()),
        organ,
    );
    let inferred = |value: Option<String>| (value, FieldSource::Inferred);
    let missing = || (None, FieldSource::Missing);
    let tt05 = [
        ("docId", missing()),
        ("docCode", missing()),
        ("maintenance", missing()),
        ("typeName", (meta.type_name_code_tt05.clone(), kind)),
        ("codeNumber", number.clone()),
        ("codeNotation", notation.clone()),
        ("issuedDate", (day.clone(), date)),
        ("organName", organ.clone()),
        ("subject", (subject.clone(), about)),
        ("language", inferred(meta.language_code_tt05.clone())),
        ("numberOfPage", inferred(pages.clone())),
        ("inforSign", missing()),
        ("keyword", missing()),
        ("mode", missing()),
        (
            "confidenceLevel",
            inferred(meta.confidence_level_code_tt05.clone()),
        ),
        ("autograph", missing()),
        ("format", missing()),
        ("riskRecovery", missing()),
        ("riskRecoveryStatus", missing()),
        ("process", missing()),
        ("description", inferred(notes.clone())),
    ];
    let tt02 = [
        ("DocCode", missing()),
        ("FileCode.Identifier", missing()),
        ("FileCode.OrganId", missing()),
        ("FileCode.FileCatalog", missing()),
        ("FileCode.FileNotation", missing()),
        ("DocOrdinal", missing()),
        ("TypeName", (meta.type_name.clone(), kind)),
        ("CodeNumber", number),
        ("CodeNotation", notation),
        ("IssuedDate", (day, date)),
        ("OrganName", organ),
        ("Subject", (subject, about)),
        ("Language", inferred(meta.language.clone())),
        ("PageAmount", inferred(pages)),
        ("Description", inferred(notes)),
        ("InforSign", missing()),
        ("Keyword", missing()),
        ("Mode", missing()),
        ("ConfidenceLevel", inferred(meta.confidence_level.clone())),
        ("Autograph", missing()),
        ("Format", missing()),
    ];
    ArchivalRecords {
        tt05_2025: record(&tt05),
        tt02_2019: record(&tt02),
    }
}

/// A record; what has no value is missing whatever was hoped for.
fn record(fields: &[(&str, (Option<String>, FieldSource))]) -> BTreeMap<String, RecordField> {
    fields
        .iter()
        .map(|(name, (value, source))| {
            let source = if value.is_none() {
                FieldSource::Missing
            } else {
                *source
            };
            (
                (*name).to_owned(),
                RecordField {
                    value: value.clone(),
                    source,
                },
            )
        })
        .collect()
}

/// Values longer than their fields of Thông tư 05/2025/TT-BNV allow.
pub fn warnings(document: &Document) -> Vec<Warning> {
    let meta = &document.archival_metadata;
    let limits = [
        (
            "subject_over_500",
            "subject",
            meta.subject.as_deref(),
            SUBJECT_LENGTH,
        ),
        (
            "organ_name_over_200",
            "organName",
            meta.organ_name.as_deref(),
            200,
        ),
        (
            "code_number_over_11",
            "codeNumber",
            meta.code_number.as_deref(),
            11,
        ),
        (
            "code_notation_over_30",
            "codeNotation",
            meta.code_notation.as_deref(),
            30,
        ),
    ];
    limits
        .into_iter()
        .filter_map(|(code, field, value, limit)| {
            let length = value?.chars().count();
            (length > limit).then(|| {
                Warning::new(
                    code,
                    format!("{field} has {length} characters, the record takes {limit}"),
                )
            })
        })
        .collect()
}
