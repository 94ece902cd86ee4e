//! The one-way street between the rooms of `src/`, held against the `crate::…` paths in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each room with the rooms that it may use, besides itself.
const ALLOWED: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("span", &[]),
    ("syllable", &["error", "span"]),
    ("lexicon", &["error", "span", "syllable"]),
    ("lm", &["error", "span", "syllable", "lexicon"]),
    ("legacy", &["error", "span", "syllable", "lexicon"]),
    ("source", &["GROUND", "page"]),
    ("page", &["GROUND"]),
    ("ocr", &["GROUND", "page"]),
    ("text", &["GROUND", "page"]),
    ("restore", &["GROUND", "text"]),
    ("document", &["GROUND", "text", "restore"]),
    ("output", &["GROUND", "page", "text", "restore", "document"]),
    (
        "pipeline",
        &[
            "GROUND", "source", "page", "ocr", "text", "restore", "document", "output",
        ],
    ),
    (
        "batch",
        &[
            "GROUND", "source", "page", "ocr", "text", "restore", "document", "output", "pipeline",
        ],
    ),
    ("eval", &["GROUND", "text", "restore", "document", "output"]),
];

const GROUND: &[&str] = &["error", "span", "syllable", "lexicon", "lm", "legacy"];

fn rust_files(dir: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Every `crate::room` that a file names, in `use` groups (`crate::{a, b::c}`) too.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut head = true;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => head = true,
                    c if depth == 1 && head && (c.is_alphanumeric() || c == '_') => name.push(c),
                    c if depth == 1 && head && !c.is_whitespace() => head = false,
                    _ => {}
                }
                if (!head || depth == 0 || c == ',') && !name.is_empty() {
                    rooms.insert(std::mem::take(&mut name));
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            rooms.insert(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    rooms
}

#[test]
fn rooms_use_only_rooms_to_their_left() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ALLOWED
        .iter()
        .map(|(room, uses)| {
            let mut set: BTreeSet<&str> = uses.iter().copied().collect();
            if set.remove("GROUND") {
                set.extend(GROUND);
            }
            set.insert(room);
            (*room, set)
        })
        .collect();
    // Re-exports at the root stand for rooms too.
    let root = BTreeMap::from([
        ("Error", "error"),
        ("ErrorKind", "error"),
        ("Result", "error"),
        ("Span", "span"),
    ]);
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&src).unwrap();
        let room = relative
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs");
        if matches!(room, "lib" | "main" | "cli") {
            continue;
        }
        let Some(uses) = allowed.get(room) else {
            wrong.push(format!("{room}: a room that the table does not know"));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        // Links of doc comments may point anywhere.
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        for named in rooms_named(&code) {
            let named = root.get(named.as_str()).map_or(named.as_str(), |r| r);
            if !uses.contains(named) {
                wrong.push(format!("{}: uses crate::{named}", relative.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "against the one-way street:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_the_command_line_prints() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    for file in files {
        let relative = file.strip_prefix(&src).unwrap();
        if relative.starts_with("cli") || relative == Path::new("main.rs") {
            continue;
        }
        let code = fs::read_to_string(&file).unwrap();
        for macro_name in ["println!", "eprintln!", "print!(", "dbg!("] {
            let hit = code
                .lines()
                .find(|l| l.contains(macro_name) && !l.trim_start().starts_with("//"));
            assert!(hit.is_none(), "{}: {macro_name}", relative.display());
        }
    }
}
