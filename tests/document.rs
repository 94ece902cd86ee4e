//! The parser on whole documents: our own with their truth, any text at all, and the shared gold.
//!
//! A truth (`documents/NAME.truth.json`) maps paths of the output to values; `units`, `headings`,
//! `references`, `dates` and `attachments` are lists in short form. `by_hand` is no path: it says which
//! words of a scan were written by hand, and how surely they were read. It was written before the
//! parser saw the document.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use vanban::document::{Document, Mark, parse, parse_scan};
use vanban::restore::Restored;
use vanban::span::Span;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn truths() -> Vec<(String, String, Value)> {
    let mut truths = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(name) = name.strip_suffix(".truth.json") else {
            continue;
        };
        let text = fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
        let truth = serde_json::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        truths.push((name.to_owned(), text, truth));
    }
    truths.sort_by(|a, b| a.0.cmp(&b.0));
    truths
}

/// The words of a truth's `by_hand` and how surely they were read, by where they first stand.
fn by_hand(text: &str, truth: &Value) -> Vec<(Span, Mark)> {
    let words = truth["by_hand"].as_object().into_iter().flatten();
    words
        .map(|(word, sure)| {
            let at = text
                .match_indices(word.as_str())
                .map(|(at, _)| at)
                .find(|at| {
                    let after = &text[at + word.len()..];
                    text[..*at].ends_with(char::is_whitespace)
                        && after.starts_with(char::is_whitespace)
                })
                .unwrap_or_else(|| panic!("no {word}"));
            let start = text[..at].chars().count();
            let span = Span::new(start, start + word.chars().count());
            let sure = sure.as_f64().unwrap() as f32;
            (span, Mark::ByHand { sure })
        })
        .collect()
}

fn parsed(text: &str) -> Document {
    parse(&Restored::unchanged(text))
}

/// What a key of a truth stands for in the output.
fn found(document: &Document, output: &Value, key: &str, wanted: &Value) -> Value {
    let with = |value: &str, more: Option<&str>| match more {
        Some(more) => format!("{value} ({more})"),
        None => value.to_owned(),
    };
    match key {
        "units" => json!(
            document
                .numbered_nodes
                .iter()
                .map(|n| match n.heading_kind {
                    Some(kind) => format!("{} {}", n.path, json!(kind).as_str().unwrap()),
                    None => n.path.clone(),
                })
                .collect::<Vec<_>>()
        ),
        "headings" => json!(
            document
                .numbered_nodes
                .iter()
                .filter_map(|n| Some(format!("{}: {}", n.path, n.heading.as_ref()?)))
                .filter(|h| wanted.as_array().unwrap().contains(&json!(h)))
                .collect::<Vec<_>>()
        ),
        "footer.recipients" => json!(
            document
                .footer
                .recipients
                .iter()
                .map(|r| with(r.field.text(), r.purpose.as_deref()))
                .collect::<Vec<_>>()
        ),
        "header.addressees" => json!(
            document
                .header
                .addressees
                .iter()
                .map(|a| a.text())
                .collect::<Vec<_>>()
        ),
        "references" => json!(
            document
                .legal_references
                .iter()
                .filter_map(|r| Some(format!(
                    "{} {}",
                    r.code_normalized.as_ref()?,
                    r.date.as_deref().unwrap_or("None")
                )))
                .collect::<Vec<_>>()
        ),
        "dates" => json!(
            document
                .dates
                .iter()
                .map(|d| d.resolved.as_ref().or(d.normalized.as_ref()))
                .collect::<Vec<_>>()
        ),
        "attachments" => json!(
            document
                .attachments
                .iter()
                .map(|a| {
                    let units: Vec<_> = a.numbered_nodes.iter().map(|n| n.path.as_str()).collect();
                    let title = a.title.as_ref().map_or("", |t| t.text());
                    format!("{}|{title}|{}", a.label.text(), units.join(", "))
                })
                .collect::<Vec<_>>()
        ),
        _ => key
            .split('.')
            .fold(output, |value, step| &value[step])
            .clone(),
    }
}

#[test]
fn our_own_documents_match_their_truth() {
    let mut wrong = Vec::new();
    let truths = truths();
    assert!(truths.len() >= 8);
    for (name, text, truth) in truths {
        let document = parse_scan(&Restored::unchanged(&text), by_hand(&text, &truth));
        let output = serde_json::to_value(&document).unwrap();
        let keys = truth.as_object().unwrap().iter();
        for (key, wanted) in keys.filter(|(key, _)| *key != "by_hand") {
            let found = found(&document, &output, key, wanted);
            if &found != wanted {
                wrong.push(format!("{name}: {key}\n  want {wanted}\n  have {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a stamp hides or is printed over is said by the field that holds it, and by a warning.
#[test]
fn a_field_under_a_stamp_says_so() {
    let text = "ỦY BAN NHÂN DÂN TỈNH LAM GIANG\nSố: 5/QĐ-UBND\nLam Giang, ngày 02 tháng 3 năm 2031\nQUYẾT ĐỊNH\n\
                Về việc giao đất bãi bồi cho xã\nĐiều 1. Giao đất./.\n";
    let at = text.find("bãi").unwrap();
    let start = text[..at].chars().count();
    let read = |mark| {
        let marks = vec![(Span::new(start, start + 3), mark)];
        let document = parse_scan(&Restored::unchanged(text), marks);
        let subject = document.header.subject.clone().unwrap();
        let hidden =
            |w: &&vanban::document::Warning| w.code == "words_hidden" && w.start == Some(start);
        let warnings = document.warnings.iter().filter(hidden).count();
        let doubted = document.header.doc_type.unwrap().note.is_some();
        (
            subject.confidence,
            subject.note.is_some(),
            warnings,
            doubted,
        )
    };
    assert_eq!(read(Mark::UnderStamp), (0.7, true, 0, false));
    assert_eq!(read(Mark::BesideHidden), (0.5, true, 1, false));
}

/// Every claim points back: `original[start..end] == raw`, wherever a raw text and its span stand.
fn points_back(original: &[char], value: &Value) {
    match value {
        Value::Object(map) => {
            if let (Some(raw), Some(start), Some(end)) = (
                map.get("raw").and_then(Value::as_str),
                map.get("start").and_then(Value::as_u64),
                map.get("end").and_then(Value::as_u64),
            ) {
                let there: String = original[start as usize..end as usize].iter().collect();
                assert_eq!(there, raw);
            }
            map.values().for_each(|v| points_back(original, v));
        }
        Value::Array(values) => values.iter().for_each(|v| points_back(original, v)),
        _ => {}
    }
}

fn check_laws(text: &str) {
    let mut document = parsed(text);
    document.text = None;
    let original: Vec<char> = text.chars().collect();
    let output = serde_json::to_value(&document).unwrap();
    points_back(&original, &output);
    // Zones cover every line once.
    let mut next = 1;
    for zone in &document.zones {
        assert_eq!(zone.line_start, next);
        next = zone.line_end + 1;
    }
    assert_eq!(next, text.matches('\n').count() + 2);
    // No digit of a number, date or code that the text does not hold.
    let code = document.header.code.field.text();
    let raw = document
        .header
        .code
        .field
        .raw
        .as_deref()
        .unwrap_or_default();
    for digit in code.chars().filter(char::is_ascii_digit) {
        assert!(raw.contains(digit), "{code} from {raw}");
    }
}

const SCRAPS: &[&str] = &[
    "\n",
    "\n\n",
    "\u{c}",
    "   ",
    "\t",
    ";",
    ":",
    "./.",
    "\n1. ",
    "\na) ",
    "\n- ",
    "\nI. ",
    "\nI11. ",
    "Nơi nhận:",
    "\nKT. CHỦ TỊCH\n",
    "Số: 12/KH-UBND",
    "ngày 31 tháng 2 năm 2020",
    "\nĐiều 1. ",
    "\u{301}",
    "漢",
    "“",
    "\nKính gửi: ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "\nPHỤ LỤC I\n",
    "Số hiệu: 1 Người ký: A",
    "\nKẾ HOẠCH\n",
    "\r",
    "\u{feff}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_parsed(text in "\\PC{0,400}") {
        check_laws(&text);
    }

    #[test]
    fn any_heap_of_scraps_is_parsed(picks in prop::collection::vec(0..SCRAPS.len(), 0..60), words in "[a-zA-ZăâđêôơưỦĐ ,.;:/0-9\n]{0,80}") {
        let mut text = words;
        for pick in picks {
            text.push_str(SCRAPS[pick]);
        }
        check_laws(&text);
    }

    #[test]
    fn damaged_documents_are_parsed(which in 0usize..1000, cuts in prop::collection::vec((0usize..4000, 0usize..60, 0..SCRAPS.len()), 0..24)) {
        let truths = truths();
        let mut text: Vec<char> = truths[which % truths.len()].1.chars().collect();
        for (at, length, scrap) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, SCRAPS[scrap].chars());
        }
        check_laws(&text.into_iter().collect::<String>());
    }
}

/// A document whose lines are dropped, repeated, joined, cut, shuffled or set in capitals, as seeded numbers say.
fn damaged(text: &str, seed: u64) -> String {
    let mut state = seed | 1;
    let mut below = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound.max(1) as u64) as usize
    };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..1 + below(24) {
        let at = below(lines.len());
        let Some(line) = lines.get(at).cloned() else {
            break;
        };
        let cut = line
            .char_indices()
            .map(|(i, _)| i)
            .nth(below(line.chars().count()));
        match (below(6), cut) {
            (0, _) => drop(lines.remove(at)),
            (1, _) => lines.insert(below(lines.len()), line),
            (2, _) if at + 1 < lines.len() => {
                let next = lines.remove(at + 1);
                lines[at] = format!("{line} {next}");
            }
            (3, Some(cut)) => {
                lines[at] = line[..cut].to_owned();
                lines.insert(at + 1, line[cut..].to_owned());
            }
            (4, _) => lines[at] = line.to_uppercase(),
            (_, Some(cut)) => lines[at].insert(cut, [':', ';', '.', '(', ')', '/'][below(6)]),
            _ => {}
        }
    }
    lines.join("\n")
}

/// Line ends are what paragraphs and units are made of: any document whose lines are damaged is parsed.
#[test]
fn documents_with_damaged_lines_are_parsed() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let rooms = ["parsed", "documents"].map(|room| tests.join(room));
    let files = rooms.iter().flat_map(|room| fs::read_dir(room).unwrap());
    let mut texts: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    texts.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    texts.sort();
    for (at, path) in texts.iter().enumerate() {
        let text = fs::read_to_string(path).unwrap();
        for round in 0..6 {
            let text = damaged(&text, 0x9E37_79B9 * (at as u64 + 1) + round);
            println!("{} {round}", path.display());

            check_laws(&text);
        }
    }
}

/// Found by the property above: a list of codes ran backwards.
#[test]
fn scraps_that_once_overflowed_are_parsed() {
    let scraps: String = [8, 15, 3, 16, 10, 22].map(|pick| SCRAPS[pick]).concat();
    check_laws(&format!("A{scraps}"));
}

#[test]
fn numbering_never_nests_without_bound() {
    let text = "1. x\n1) y\n1- z\na) x\na. y\n".repeat(2_000);
    let document = parsed(&text);
    assert!(document.numbered_nodes.iter().all(|n| n.depth <= 10));
}

/// The shared development documents with their gold: letterhead, footer and units, word for word.
#[test]
fn gold_is_reproduced() {
    let Some(data) = std::env::var_os("VANBAN_DATA").map(PathBuf::from) else {
        println!("skipped: no VANBAN_DATA");
        return;
    };
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(data.join("spec/document.schema.json")).unwrap())
            .unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut wrong = Vec::new();
    for sample in ["000", "001", "003"] {
        let gold: Value = serde_json::from_str(
            &fs::read_to_string(data.join(format!("gold/{sample}.json"))).unwrap(),
        )
        .unwrap();
        let file = gold["source"]["file"].as_str().unwrap();
        let text = fs::read_to_string(data.join("seeds").join(file)).unwrap();
        let output = serde_json::to_value(parsed(&text)).unwrap();
        for error in schema.iter_errors(&output).take(3) {
            wrong.push(format!("{sample}: schema: {error}"));
        }
        compare(
            sample,
            "header",
            &gold["header"],
            &output["header"],
            &mut wrong,
        );
        compare(
            sample,
            "footer",
            &gold["footer"],
            &output["footer"],
            &mut wrong,
        );
        let clause = "preamble.enacting_statement";
        let of = |v: &Value| v["preamble"]["enacting_statement"].clone();
        compare(sample, clause, &of(&gold), &of(&output), &mut wrong);
        for (gold, ours) in pairs(&gold["numbered_nodes"], &output["numbered_nodes"]) {
            for key in [
                "path",
                "level_type",
                "heading_kind",
                "text_start",
                "bullet_count",
                "line",
            ] {
                if gold[key] != ours[key] {
                    wrong.push(format!("{sample}: unit {}: {key}", gold["path"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pairs<'v>(a: &'v Value, b: &'v Value) -> Vec<(&'v Value, &'v Value)> {
    let (a, b) = (a.as_array().unwrap(), b.as_array().unwrap());
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).collect()
}

/// Everything the gold says about a field, but its certainty and notes.
fn compare(sample: &str, path: &str, gold: &Value, ours: &Value, wrong: &mut Vec<String>) {
    match gold {
        Value::Object(map) => {
            for (key, value) in map {
                if !matches!(key.as_str(), "certainty" | "note" | "inferred_from") {
                    compare(sample, &format!("{path}.{key}"), value, &ours[key], wrong);
                }
            }
        }
        Value::Array(values) => {
            let count = ours.as_array().map_or(0, Vec::len);
            if values.len() != count {
                wrong.push(format!(
                    "{sample}: {path}: {} items, {count} found",
                    values.len()
                ));
            }
            for (i, value) in values.iter().enumerate().take(count) {
                compare(sample, &format!("{path}[{i}]"), value, &ours[i], wrong);
            }
        }
        _ if gold != ours => wrong.push(format!("{sample}: {path}: {gold} expected, {ours} found")),
        _ => {}
    }
}
