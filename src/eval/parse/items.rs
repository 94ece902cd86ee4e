//! Lists whose items have a place and several parts.

use super::{ItemCounts, Scores, normal};
use serde_json::Value;
use std::collections::BTreeSet;

/// Scores all lists that the truth holds.
pub fn score(truth: &Value, given: &Value, scores: &mut Scores) {
    if let Some(nodes) = truth.get("numbered_nodes").and_then(Value::as_array) {
        let path = |n: &Value| string(n, "path");
        set(
            "numbered_nodes",
            nodes,
            array(given, "numbered_nodes"),
            path,
            scores,
        );
    }
    if let Some(outline) = truth.get("outline").and_then(Value::as_array) {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        flatten(outline, &mut a);
        flatten(array(given, "outline"), &mut b);
        set(
            "outline",
            &a,
            &b,
            |n| {
                string(n, "path")
                    .zip(string(n, "heading"))
                    .map(|(p, h)| format!("{p} {h}"))
            },
            scores,
        );
    }
    if let Some(expected) = truth.get("legal_references").and_then(Value::as_array) {
        references(expected, array(given, "legal_references"), scores);
    }
    if let Some(expected) = truth.get("dates").and_then(Value::as_array) {
        let list = List {
            name: "dates",
            keys: &["kind", "normalized"],
            parts: &["role"],
        };
        list.score(expected, array(given, "dates"), scores);
    }
    if let Some(expected) = truth.get("deadlines").and_then(Value::as_array) {
        let list = List {
            name: "deadlines",
            keys: &["normalized"],
            parts: &["actor"],
        };
        list.score(expected, array(given, "deadlines"), scores);
    }
    if let Some(expected) = truth.get("tasks").and_then(Value::as_array) {
        tasks(truth, expected, array(given, "tasks"), scores);
    }
    if let Some(expected) = truth.get("tables").and_then(Value::as_array) {
        tables(expected, array(given, "tables"), scores);
    }
}

fn array<'v>(document: &'v Value, key: &str) -> &'v [Value] {
    document
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn string(item: &Value, key: &str) -> Option<String> {
    match item.get(key)? {
        Value::String(s) => Some(normal(s)),
        Value::Array(a) => Some(
            a.iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" "),
        ),
        _ => None,
    }
}

fn flatten(nodes: &[Value], out: &mut Vec<Value>) {
    for node in nodes {
        out.push(node.clone());
        flatten(array(node, "children"), out);
    }
}

/// Items known by one key; doublets count as often as they stand.
fn set(
    name: &str,
    truth: &[Value],
    given: &[Value],
    key: impl Fn(&Value) -> Option<String>,
    scores: &mut Scores,
) {
    let mut rest: Vec<String> = given.iter().filter_map(&key).collect();
    let mut counts = ItemCounts {
        truth: truth.len(),
        given: given.len(),
        found: 0,
    };
    for expected in truth.iter().filter_map(&key) {
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

/// Pairs items by their place: overlapping spans, or equal raw words in order where a side has no spans.
fn pairs(truth: &[Value], given: &[Value]) -> Vec<Option<usize>> {
    let span = |v: &Value| Some((v.get("start")?.as_u64()?, v.get("end")?.as_u64()?));
    let mut used = BTreeSet::new();
    truth
        .iter()
        .map(|t| {
            let found = given
                .iter()
                .enumerate()
                .filter(|(at, _)| !used.contains(at))
                .find(|(_, g)| match (span(t), span(g)) {
                    (Some((a, b)), Some((c, d))) => a < d && c < b,
                    _ => string(t, "raw").is_some() && string(t, "raw") == string(g, "raw"),
                });
            let at = found.map(|(at, _)| at)?;
            used.insert(at);
            Some(at)
        })
        .collect()
}

/// A list whose items are right if all `keys` agree; `parts` are counted among the paired ones.
struct List {
    name: &'static str,
    keys: &'static [&'static str],
    parts: &'static [&'static str],
}

impl List {
    fn score(&self, truth: &[Value], given: &[Value], scores: &mut Scores) {
        let paired = pairs(truth, given);
        let mut counts = ItemCounts {
            truth: truth.len(),
            given: given.len(),
            found: 0,
        };
        let shown = |v: &Value| {
            format!(
                "{} {}",
                string(v, "raw").unwrap_or_default(),
                self.keys
                    .iter()
                    .filter_map(|k| string(v, k))
                    .collect::<Vec<_>>()
                    .join(" ")
            )
        };
        for (expected, at) in truth.iter().zip(&paired) {
            let Some(other) = at.map(|at| &given[at]) else {
                scores
                    .errors
                    .push(format!("{}: lost {}", self.name, shown(expected)));
                continue;
            };
            // `resolved` is as good as a year that the truth itself resolves.
            let same = |key: &&str| {
                string(expected, key) == string(other, key)
                    || (*key == "normalized"
                        && string(expected, key).is_some()
                        && string(expected, key) == string(other, "resolved"))
            };
            let right = self.keys.iter().all(same);
            counts.found += usize::from(right);
            if !right {
                scores.errors.push(format!(
                    "{}: {} instead of {}",
                    self.name,
                    shown(other),
                    shown(expected)
                ));
            }
            for part in self.parts {
                if expected.get(*part).is_some() {
                    part_of(
                        self.name,
                        part,
                        string(expected, part),
                        string(other, part),
                        scores,
                    );
                }
            }
        }
        for (at, other) in given.iter().enumerate() {
            if !paired.contains(&Some(at)) {
                scores
                    .errors
                    .push(format!("{}: invented {}", self.name, shown(other)));
            }
        }
        scores
            .items
            .entry(self.name.to_owned())
            .or_default()
            .add(counts);
    }
}

fn part_of(
    list: &str,
    part: &str,
    truth: Option<String>,
    given: Option<String>,
    scores: &mut Scores,
) {
    let right = truth == given;
    let counts = ItemCounts {
        found: usize::from(right),
        truth: 1,
        given: 1,
    };
    let name = format!("{list}.{part}");
    if !right {
        let shown = |v: Option<String>| v.unwrap_or_else(|| "nothing".to_owned());
        scores.errors.push(format!(
            "{name}: {} instead of {}",
            shown(given),
            shown(truth)
        ));
    }
    scores.items.entry(name).or_default().add(counts);
}

fn references(truth: &[Value], given: &[Value], scores: &mut Scores) {
    let list = List {
        name: "references",
        keys: &["canonical_id"],
        parts: &[
            "raw",
            "doc_type",
            "code_normalized",
            "date",
            "issuer",
            "role",
            "nested_in",
            "target_path",
        ],
    };
    list.score(truth, given, scores);
}

/// Tasks by their unit (`id`), or by place; right if who leads and by when agree.
fn tasks(document: &Value, truth: &[Value], given: &[Value], scores: &mut Scores) {
    let complete = document.get("tasks_complete").and_then(Value::as_bool) == Some(true);
    let top = |v: &Value| {
        string(v, "section_path")
            .unwrap_or_default()
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    // A truth made by hand may cover some sections, or some units of them, only.
    let sections: BTreeSet<String> = truth.iter().map(top).collect();
    let given: Vec<&Value> = given
        .iter()
        .filter(|g| complete || sections.contains(&top(g)))
        .collect();
    let mut counts = ItemCounts {
        truth: truth.len(),
        given: given.len(),
        found: 0,
    };
    let mut used = BTreeSet::new();
    // A deadline without words of which nothing is known is none.
    let named = |d: &&Value| {
        string(d, "raw").is_some() || string(d, "kind").as_deref() != Some("unspecified")
    };
    let deadline = |v: &Value, key: &str| {
        let deadline = v.get("deadline").filter(named)?;
        string(deadline, key)
    };
    for expected in truth {
        let id = string(expected, "id");
        let same_line =
            |g: &&&Value| g.get("line").is_some() && g.get("line") == expected.get("line");
        let at = given
            .iter()
            .enumerate()
            .filter(|(at, _)| !used.contains(at))
            .find(|(_, g)| string(g, "id") == id)
            .or_else(|| {
                given
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| !used.contains(at))
                    .find(|(_, g)| same_line(g))
            });
        let name = id.unwrap_or_default();
        let Some((at, other)) = at else {
            scores.errors.push(format!("tasks: lost {name}"));
            continue;
        };
        used.insert(at);
        let lead = string(expected, "lead") == string(other, "lead");
        let due = deadline(expected, "kind") == deadline(other, "kind")
            && deadline(expected, "normalized") == deadline(other, "normalized");
        counts.found += usize::from(lead && due);
        part_of(
            "tasks",
            "lead",
            string(expected, "lead"),
            string(other, "lead"),
            scores,
        );
        part_of(
            "tasks",
            "coop",
            string(expected, "coop"),
            string(other, "coop"),
            scores,
        );
        if expected.get("content").is_some() {
            part_of(
                "tasks",
                "content",
                string(expected, "content"),
                string(other, "content"),
                scores,
            );
        }
        for key in ["kind", "normalized", "raw"] {
            part_of(
                "tasks",
                &format!("deadline_{key}"),
                deadline(expected, key),
                deadline(other, key),
                scores,
            );
        }
    }
    for (at, other) in given.iter().enumerate() {
        if !used.contains(&at) {
            scores.errors.push(format!(
                "tasks: invented {}",
                string(other, "id").unwrap_or_default()
            ));
        }
    }
    scores
        .items
        .entry("tasks".to_owned())
        .or_default()
        .add(counts);
}

/// Tables in order, cell by cell; a row may hold `cells` or the annotator's short keys.
fn tables(truth: &[Value], given: &[Value], scores: &mut Scores) {
    let mut counts = ItemCounts::default();
    for at in 0..truth.len().max(given.len()) {
        let expected = truth.get(at).map(cells).unwrap_or_default();
        let other = given.get(at).map(cells).unwrap_or_default();
        counts.truth += expected.len();
        counts.given += other.len();
        for cell in &expected {
            if other.contains(cell) {
                counts.found += 1;
            } else {
                scores
                    .errors
                    .push(format!("tables: t{} lost {cell:?}", at + 1));
            }
        }
        for cell in other.iter().filter(|c| !expected.contains(c)) {
            scores
                .errors
                .push(format!("tables: t{} invented {cell:?}", at + 1));
        }
    }
    scores
        .items
        .entry("tables".to_owned())
        .or_default()
        .add(counts);
}

/// Every filled cell of a table with its row and column; row 0 holds the names of the columns.
fn cells(table: &Value) -> Vec<(usize, usize, String)> {
    let columns: Vec<String> = array(table, "columns")
        .iter()
        .filter_map(Value::as_str)
        .map(normal)
        .collect();
    let mut all: Vec<(usize, usize, String)> = columns
        .iter()
        .enumerate()
        .map(|(c, name)| (0, c, name.clone()))
        .collect();
    for (number, row) in array(table, "rows").iter().enumerate() {
        let texts: Vec<Option<String>> = match row {
            Value::Array(cells) => cells.iter().map(|c| c.as_str().map(normal)).collect(),
            _ if row.get("cells").is_some() => array(row, "cells")
                .iter()
                .map(|c| string(c, "text"))
                .collect(),
            _ => columns.iter().map(|name| short_key(row, name)).collect(),
        };
        let filled = texts
            .into_iter()
            .enumerate()
            .filter_map(|(c, t)| Some((number + 1, c, t?)));
        all.extend(filled.filter(|(_, _, t)| !t.is_empty()));
    }
    all
}

/// The cell of a column under the annotator's short key: `noi_dung` for `Nội dung tuyên truyền`.
fn short_key(row: &Value, column: &str) -> Option<String> {
    let slug = crate::lexicon::slug(column).replace('-', "_");
    let key = row
        .as_object()?
        .keys()
        .filter(|k| slug.starts_with(k.as_str()))
        .max_by_key(|k| k.len())?;
    string(row, key)
}
