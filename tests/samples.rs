//! The samples through the whole pipeline, page images really read by Tesseract, against the truth
//! that their generator wrote. Fields that are not right yet stand in `samples/truth/MISSES.txt`: a
//! field that gets worse fails, and so does a line there that is no longer true.
#![cfg(feature = "ocr")]

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Spaces collapsed, every dash one dash.
fn plain(text: &str) -> String {
    let dashes = text.replace(['–', '—', '−'], "-");
    dashes.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text_at(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .map_or(String::new(), plain)
}

/// Where each header and footer field of the truth stands in the output.
const FIELDS: &[(&str, &str)] = &[
    ("/header/profile", "/header/profile"),
    ("/header/national_name", "/header/national_name/value"),
    ("/header/national_motto", "/header/national_motto/value"),
    ("/header/parent_agency", "/header/parent_agency/value"),
    ("/header/issuing_agency", "/header/issuing_agency/value"),
    ("/header/code", "/header/code/value"),
    ("/header/code_number", "/header/code/number"),
    ("/header/code_symbol", "/header/code/symbol"),
    ("/header/place", "/header/place/value"),
    ("/header/issue_date", "/header/issue_date/normalized"),
    ("/header/doc_type", "/header/doc_type/value"),
    ("/header/subject", "/header/subject/value"),
    ("/footer/closing", "/footer/closing/value"),
    (
        "/footer/signer_position",
        "/footer/signature/signer_position/value",
    ),
    ("/footer/signer_name", "/footer/signature/signer_name/value"),
];

fn strings(list: Option<&Value>) -> Vec<String> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(plain)
        .collect()
}

fn each(list: Option<&Value>, pointer: &str) -> Vec<String> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|item| text_at(item, pointer))
        .collect()
}

fn headings(nodes: Option<&Value>, out: &mut Vec<String>) {
    for node in nodes.and_then(Value::as_array).into_iter().flatten() {
        out.push(text_at(node, "/path"));
        headings(node.get("children"), out);
    }
}

/// `document field`, for each field of the truth that the output has not.
fn misses(truth: &Value, output: &Value, checked: &mut usize) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |field: &str, right: bool| {
        *checked += 1;
        if !right {
            wrong.push(field.to_owned());
        }
    };
    for (expected, given) in FIELDS {
        if let Some(value) = truth.pointer(expected).and_then(Value::as_str) {
            check(expected, plain(value) == text_at(output, given));
        }
    }
    let recipients = each(output.pointer("/footer/recipients"), "/value");
    check(
        "/footer/recipients",
        strings(truth.pointer("/footer/recipients")) == recipients,
    );
    for addressee in strings(truth.pointer("/header/addressees")) {
        let given = each(output.pointer("/header/addressees"), "/value");
        check("/header/addressees", given.contains(&addressee));
    }
    let mut paths = Vec::new();
    headings(output.get("outline"), &mut paths);
    check("/outline", strings(truth.get("outline")) == paths);
    let codes = each(output.get("legal_references"), "/code_normalized");
    for code in strings(truth.get("references")) {
        check(&format!("reference {code}"), codes.contains(&code));
    }
    let dates = each(output.get("dates"), "/normalized");
    for date in strings(truth.get("dates")) {
        check(&format!("date {date}"), dates.contains(&date));
    }
    wrong
}

#[test]
fn the_samples_give_what_their_truth_says() {
    let out = tempfile::tempdir().unwrap();
    let status = Command::cargo_bin("vanban")
        .unwrap()
        .arg("ingest")
        .arg(samples().join("documents"))
        .arg("--out")
        .arg(out.path())
        .status()
        .unwrap();
    assert!(status.success(), "ingest ended with {status}");
    let mut found = BTreeSet::new();
    let mut checked = 0;
    for entry in fs::read_dir(samples().join("documents")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.rsplit_once('.').unwrap().0;
        let truth = json(&samples().join(format!("truth/{stem}.json")));
        let output = json(&out.path().join(format!("{name}.json")));
        for miss in misses(&truth, &output, &mut checked) {
            found.insert(format!("{stem} {miss}"));
        }
    }
    let record = samples().join("truth/MISSES.txt");
    if std::env::var_os("BLESS").is_some() {
        let lines: String = found.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&record, lines).unwrap();
    }
    let known: BTreeSet<String> = fs::read_to_string(&record)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    let new: Vec<&String> = found.difference(&known).collect();
    let mended: Vec<&String> = known.difference(&found).collect();
    assert!(
        new.is_empty() && mended.is_empty(),
        "{checked} fields; newly wrong: {new:#?}; now right (BLESS=1 rewrites the record): {mended:#?}"
    );
}
