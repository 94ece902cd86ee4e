//! The report of an evaluation: as JSON for programs, as a table for people.

use super::counts::{Counts, Metric, Ratio};
use super::interval::intervals;
use super::reliability::{Judged, Reliability};
use super::score::Scored;
use super::sequence::Pairing;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// A document to report on.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is called in the report.
    pub name: String,
    /// Its lines and counts.
    pub scored: Scored,
}

/// One figure with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// The share, 0 to 1 (error rates can be above 1).
    pub value: f64,
    /// 95 % bootstrap interval, where there are units to resample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<[f64; 2]>,
    /// The counts behind it.
    #[serde(flatten)]
    pub ratio: Ratio,
}

/// Figures by name.
pub type Figures = BTreeMap<&'static str, Figure>;

/// The columns of the table of documents.
const COLUMNS: [Metric; 8] = [
    Metric::Syllable,
    Metric::Diacritic,
    Metric::Cer,
    Metric::Repair,
    Metric::Harm,
    Metric::FoundCi,
    Metric::FoundDiacritic,
    Metric::Moved,
];

/// The figures of one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentFigures {
    /// What the document is called.
    pub name: String,
    /// How its lines were brought together.
    pub pairing: Pairing,
    /// Its figures; intervals over its lines.
    pub figures: Figures,
}

/// A syllable of the truth that came back as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// What the truth has.
    pub truth: String,
    /// What the hypothesis has; empty where it has nothing.
    pub hypothesis: String,
    /// How often.
    pub count: u64,
}

/// All figures of an evaluation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What was resampled for the overall intervals: `documents` or `lines`.
    pub interval_over: &'static str,
    /// Figures over all documents together.
    pub overall: Figures,
    /// Figures of each document.
    pub documents: Vec<DocumentFigures>,
    /// What was confused with what, most frequent first.
    pub confusions: Vec<Confusion>,
    /// What the tool's confidences are worth, where it lists its changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Reliability>,
}

impl Report {
    /// The report on `documents`, with at most `confusions` confusions.
    pub fn new(documents: &[Document], confusions: usize) -> Self {
        let lines_of = |d: &Document| {
            d.scored
                .lines
                .iter()
                .map(|line| line.counts)
                .collect::<Vec<_>>()
        };
        let (interval_over, units) = match documents {
            [one] => ("lines", lines_of(one)),
            _ => (
                "documents",
                documents.iter().map(|d| d.scored.counts()).collect(),
            ),
        };
        Self {
            interval_over,
            overall: figures(&units),
            documents: documents
                .iter()
                .map(|d| DocumentFigures {
                    name: d.name.clone(),
                    pairing: d.scored.pairing,
                    figures: figures(&lines_of(d)),
                })
                .collect(),
            confusions: most_confused(documents, confusions),
            confidence: None,
        }
    }

    /// The report with what the `changes` that the tool lists in all documents are worth.
    pub fn with_changes(mut self, changes: &[Judged]) -> Self {
        let of = |metric: Metric| self.overall.get(metric.name()).map_or(0, |f| f.ratio.of);
        self.confidence = Reliability::new(changes, of(Metric::Harm), of(Metric::Repair));
        self
    }

    /// The report as a table of percentages: overall with intervals, then a row for each document.
    pub fn table(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(
            out,
            "{:14} {:>9}  {:^19}  {:>9} / of",
            "", "%", "95 %", "count"
        );
        for metric in Metric::ALL {
            if let Some(figure) = self.overall.get(metric.name()) {
                let interval = figure.interval.map_or(String::new(), |[low, high]| {
                    format!("{:.3} – {:.3}", low * 100.0, high * 100.0)
                });
                let _ = writeln!(
                    out,
                    "{:14} {:>9.3}  {interval:^19}  {:>9} / {}",
                    metric.name(),
                    figure.value * 100.0,
                    figure.ratio.count,
                    figure.ratio.of
                );
            }
        }
        let _ = writeln!(
            out,
            "95 %: bootstrap over {} {}",
            match self.interval_over {
                "lines" => "the lines of",
                _ => "",
            },
            match self.documents.len() {
                1 => "one document".to_owned(),
                n => format!("{n} documents"),
            }
        );
        if self.documents.len() > 1 {
            let shown: Vec<Metric> = COLUMNS
                .into_iter()
                .filter(|metric| self.overall.contains_key(metric.name()))
                .collect();
            let _ = writeln!(out);
            for metric in &shown {
                let _ = write!(out, "{:>16}", metric.name());
            }
            let _ = writeln!(out, "  document");
            for document in &self.documents {
                for metric in &shown {
                    match document.figures.get(metric.name()) {
                        Some(figure) => {
                            let _ = write!(out, "{:>16.3}", figure.value * 100.0);
                        }
                        None => {
                            let _ = write!(out, "{:>16}", "–");
                        }
                    }
                }
                let _ = writeln!(out, "  {}", document.name);
            }
        }
        if !self.confusions.is_empty() {
            let _ = writeln!(out, "\n{:>6}  truth → hypothesis", "times");
            for confusion in &self.confusions {
                let given = match confusion.hypothesis.as_str() {
                    "" => "(nothing)",
                    given => given,
                };
                let _ = writeln!(out, "{:>6}  {} → {given}", confusion.count, confusion.truth);
            }
        }
        if let Some(confidence) = &self.confidence {
            out += &confidence.table();
        }
        out
    }
}

fn figures(units: &[Counts]) -> Figures {
    let mut sum = Counts::default();
    for unit in units {
        sum += unit;
    }
    intervals(units)
        .into_iter()
        .filter_map(|(metric, interval)| {
            let ratio = sum.get(metric);
            Some((
                metric.name(),
                Figure {
                    value: ratio.value()?,
                    interval,
                    ratio,
                },
            ))
        })
        .collect()
}

fn most_confused(documents: &[Document], limit: usize) -> Vec<Confusion> {
    let mut counts: HashMap<(&str, &str), u64> = HashMap::new();
    for line in documents.iter().flat_map(|d| &d.scored.lines) {
        for (truth, hypothesis) in &line.errors {
            *counts.entry((truth, hypothesis)).or_default() += 1;
        }
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    sorted
        .into_iter()
        .take(limit)
        .map(|((truth, hypothesis), count)| Confusion {
            truth: truth.to_owned(),
            hypothesis: hypothesis.to_owned(),
            count,
        })
        .collect()
}
