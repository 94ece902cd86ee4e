//! Parsed documents against their truth: fields, outline, references, dates, deadlines, tasks, tables.
//!
//! Comes in: pairs of JSON documents, both in the form of `document.schema.json`. Goes out:
//! [`ParseReport`], by field and by document. The parser may be anybody's.
//!
//! # Rules
//!
//! A truth may hold a part of the document only: what it does not hold is not scored. A field may stand
//! as a string in place of its object (`"place": "Đồng Nai"`), `null` or `"source": "missing"` says that
//! there is nothing. Values are compared in NFC with runs of blanks as one and all dashes alike. A value
//! where the truth has none is a *hallucination*. What the truth infers is counted apart.
//!
//! Lists (numbered units, headings, recipients, references, dates, deadlines, tasks, tables) are scored as sets:
//! precision, recall, F1. A numbered unit is right if its path is, a heading if path and words are; a
//! reference if it lies where the truth's does and has its canonical id; a date by place, kind and normal
//! form; a deadline by place and normal form; a task by its unit, who leads and by when; a table by its cells.
//! Where the truth gives no positions, equal raw words are paired in order. Tasks are scored in the
//! sections in which the truth has any, unless it says `"tasks_complete": true`; a deadline of kind `unspecified`
//! without words is none.

mod fields;
mod items;

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Right, wrong, missed and invented values of one field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FieldCounts {
    /// The same value, or nothing on both sides.
    pub right: usize,
    /// Another value.
    pub wrong: usize,
    /// Nothing where the truth has a value.
    pub missed: usize,
    /// A value where the truth has none.
    pub hallucinated: usize,
}

impl FieldCounts {
    /// Share of right ones, 0 to 1; 1 if nothing was scored.
    pub fn accuracy(&self) -> f64 {
        ratio(
            self.right,
            self.right + self.wrong + self.missed + self.hallucinated,
        )
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.hallucinated += other.hallucinated;
    }
}

/// Items of a list found, missed and invented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ItemCounts {
    /// In both.
    pub found: usize,
    /// In the truth.
    pub truth: usize,
    /// In the hypothesis.
    pub given: usize,
}

impl ItemCounts {
    /// Share of what was given that is right; 1 if nothing was given.
    pub fn precision(&self) -> f64 {
        ratio(self.found, self.given)
    }

    /// Share of the truth that was found; 1 if there is none.
    pub fn recall(&self) -> f64 {
        ratio(self.found, self.truth)
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.found, self.truth + self.given)
    }

    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.truth += other.truth;
        self.given += other.given;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// What one document got.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// Fields of header, preamble and footer.
    pub fields: BTreeMap<String, FieldCounts>,
    /// Fields whose truth is inferred.
    pub inferred: BTreeMap<String, FieldCounts>,
    /// Lists, and the parts of their items (`references.date`: of the references found, those with the right date).
    pub items: BTreeMap<String, ItemCounts>,
    /// Everything that is not right, for people.
    pub errors: Vec<String>,
}

impl Scores {
    fn add(&mut self, other: &Self) {
        for (name, counts) in &other.fields {
            self.fields.entry(name.clone()).or_default().add(*counts);
        }
        for (name, counts) in &other.inferred {
            self.inferred.entry(name.clone()).or_default().add(*counts);
        }
        for (name, counts) in &other.items {
            self.items.entry(name.clone()).or_default().add(*counts);
        }
    }

    /// All fields that the truth has from the page, together.
    pub fn all_fields(&self) -> FieldCounts {
        let mut all = FieldCounts::default();
        self.fields.values().for_each(|c| all.add(*c));
        all
    }
}

/// Scores one parsed document against its truth.
pub fn score(truth: &Value, given: &Value) -> Scores {
    let mut scores = Scores::default();
    fields::score(truth, given, &mut scores);
    items::score(truth, given, &mut scores);
    scores
}

/// The scores of several documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ParseReport {
    /// All documents together.
    pub total: Scores,
    /// Each document, in the order given.
    pub documents: Vec<(String, Scores)>,
}

impl ParseReport {
    /// Puts the scores of named documents together.
    pub fn new(documents: Vec<(String, Scores)>) -> Self {
        let mut total = Scores::default();
        documents.iter().for_each(|(_, scores)| total.add(scores));
        Self { total, documents }
    }

    /// The report as a table for people; the errors of each document follow it.
    pub fn table(&self) -> String {
        let mut out =
            String::from("field                          right wrong missed halluc.  accuracy\n");
        let mut row = |name: &str, c: &FieldCounts| {
            out.push_str(&format!(
                "{name:<30} {:>5} {:>5} {:>6} {:>7}  {:>8.4}\n",
                c.right,
                c.wrong,
                c.missed,
                c.hallucinated,
                c.accuracy()
            ));
        };
        self.total.fields.iter().for_each(|(name, c)| row(name, c));
        row("all fields", &self.total.all_fields());
        self.total
            .inferred
            .iter()
            .for_each(|(name, c)| row(&format!("{name} (inferred)"), c));
        out.push_str(
            "\nlist                           found truth given  precision recall     F1\n",
        );
        for (name, c) in &self.total.items {
            out.push_str(&format!(
                "{name:<30} {:>5} {:>5} {:>5}  {:>9.4} {:>6.4} {:>6.4}\n",
                c.found,
                c.truth,
                c.given,
                c.precision(),
                c.recall(),
                c.f1()
            ));
        }
        out.push_str("\ndocument                       fields  hallucinated  lists (F1)\n");
        for (name, scores) in &self.documents {
            let fields = scores.all_fields();
            let lists: Vec<String> = scores
                .items
                .iter()
                .filter(|(n, _)| !n.contains('.'))
                .map(|(n, c)| format!("{n} {:.3}", c.f1()))
                .collect();
            out.push_str(&format!(
                "{name:<30} {:.4}  {:>12}  {}\n",
                fields.accuracy(),
                fields.hallucinated,
                lists.join(", ")
            ));
        }
        for (name, scores) in &self.documents {
            for error in &scores.errors {
                out.push_str(&format!("{name}: {error}\n"));
            }
        }
        out
    }
}

/// A text in the form in which values are compared.
fn normal(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let composed: String = text
        .nfc()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '“' | '”' => '"',
            c => c,
        })
        .collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_scores_itself_in_full() {
        let document = json!({
            "header": {"place": "Đồng Nai", "subject": {"value": "về  A – B", "source": "text"}, "parent_agency": null},
            "numbered_nodes": [{"path": "I", "label": "I", "is_heading": true}],
            "legal_references": [{"raw": "Luật A", "start": 3, "end": 9, "canonical_id": "x", "role": "basis"}],
            "dates": [{"raw": "năm 2024", "start": 1, "end": 9, "kind": "year", "normalized": "2024"}],
            "tasks": [{"id": "I/1", "section_path": "I", "content": "c", "lead": "Sở A", "coop": null, "deadline": null}],
            "tables": [{"columns": ["TT", "Tên"], "rows": [{"tt": "1", "ten": "a"}]}],
        });
        let scores = score(&document, &document);
        assert!(scores.errors.is_empty(), "{:?}", scores.errors);
        assert_eq!(
            scores.all_fields(),
            FieldCounts {
                right: 3,
                ..FieldCounts::default()
            }
        );
        assert!(
            scores
                .items
                .values()
                .all(|c| c.found == c.truth && c.found == c.given && c.found > 0)
        );
    }

    #[test]
    fn inventions_and_losses_are_told_apart() {
        let truth = json!({"header": {"place": null, "subject": "s", "code": {"value": "1/A", "source": "text", "number": "1"}},
            "dates": [{"raw": "năm 2024", "start": 1, "end": 9, "kind": "year", "normalized": "2024"}]});
        let given = json!({"header": {"place": "Huế", "subject": {"value": null, "source": "missing"}, "code": {"value": "2/A", "number": "2"}},
            "dates": [{"raw": "năm 2024", "start": 1, "end": 9, "kind": "year", "normalized": "2025"}]});
        let scores = score(&truth, &given);
        assert_eq!(scores.fields["header.place"].hallucinated, 1);
        assert_eq!(scores.fields["header.subject"].missed, 1);
        assert_eq!(scores.fields["header.code"].wrong, 1);
        assert_eq!(
            scores.items["dates"],
            ItemCounts {
                found: 0,
                truth: 1,
                given: 1
            }
        );
        assert_eq!(scores.errors.len(), 5);
    }

    #[test]
    fn a_deadline_of_which_nothing_is_known_is_none() {
        let with = |deadline| json!({"tasks": [{"id": "1", "section_path": "", "lead": "Sở A", "coop": null, "deadline": deadline}]});
        let unknown = with(json!({"raw": null, "kind": "unspecified", "normalized": null}));
        let found = |given| score(&unknown, &given).items["tasks"].found;
        assert_eq!(found(with(json!(null))), 1);
        assert_eq!(found(with(json!({"raw": "sớm", "kind": "unspecified"}))), 0);
    }
}
