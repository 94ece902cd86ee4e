//! Whether a tool's confidences keep their word: shares of right changes by class, and what a bound on them would do.
//!
//! Comes in: a truth, the text that a tool gave, and the changes that it lists with how sure it is of each. Goes out:
//! [`Reliability`], over all documents together. A change is right when all its syllables are those of the truth that
//! they are aligned with (as in [`super::score()`]); it did harm when they are not and what stood there before was.

use super::align::{Step, Vocabulary};
use super::normal;
use super::sequence::Sequence;
use crate::restore::Restored;
use crate::span::{Span, pieces};
use serde::Serialize;
use std::fmt::Write as _;
use std::ops::Range;

/// Lower bounds of the classes of confidence.
const CLASSES: [f64; 9] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];

/// Share of right syllables that a tool may harm where its repairs are asked for: one in two thousand.
pub const HARM_ALLOWED: f64 = 0.0005;

/// A change that a tool lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Code points of the text that the tool gave.
    pub span: Span,
    /// What stood there before.
    pub before: String,
    /// How sure the tool is, 0 to 1.
    pub confidence: f64,
}

/// The changes that restoration lists.
pub fn changes_of(restored: &Restored) -> impl Iterator<Item = Change> {
    restored.edits.iter().map(|edit| Change {
        span: edit.after_span,
        before: edit.before.clone(),
        confidence: f64::from(edit.confidence),
    })
}

/// A change held against the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// How sure the tool is, 0 to 1.
    pub confidence: f64,
    /// Whether the truth has what stood there before.
    pub was_right: bool,
    /// Whether the truth has what stands there now.
    pub is_right: bool,
}

/// The changes of one class of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Class {
    /// Least confidence in the class; the next class begins where it ends.
    pub from: f64,
    /// Number of changes.
    pub changes: u64,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them that are right.
    pub right: f64,
}

/// What a tool's confidences are worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reliability {
    /// Number of changes that could be judged.
    pub changes: u64,
    /// Mean squared distance of a change's confidence from what it came to (1 right, 0 wrong); Brier 1950.
    pub brier: f64,
    /// Mean distance of confidence and share right over the classes, weighed by their changes.
    pub distance: f64,
    /// The classes that hold a change, from the least confidence on.
    pub classes: Vec<Class>,
    /// Least confidence that a change must have for harm to stay within [`HARM_ALLOWED`]; none if no bound does.
    pub bound: Option<f64>,
    /// Share of the syllables wrong on the way in that the changes above the bound repair.
    pub repair_at_bound: Option<f64>,
}

/// The syllables of a truth and of the text that a tool gave, aligned.
pub(super) struct Aligned<'a> {
    /// The text that the tool gave, as it is scored.
    pub(super) text: &'a str,
    pub(super) truth: &'a Sequence<'a>,
    pub(super) given: &'a Sequence<'a>,
    pub(super) steps: &'a [Step],
}

/// Holds the `changes` of a tool, which stand at `ranges` of the bytes of its text, against the truth.
pub(super) fn judge(
    aligned: &Aligned<'_>,
    changes: &[Change],
    ranges: &[Range<usize>],
    vocabulary: &mut Vocabulary,
) -> Vec<Judged> {
    let (text, truth, given) = (aligned.text, aligned.truth, aligned.given);
    let mut counterpart = vec![None; given.tokens.len()];
    for step in aligned.steps {
        if let Step::Pair(i, j) = *step {
            counterpart[j] = Some(i);
        }
    }
    let at = |surface: &str| surface.as_ptr() as usize - text.as_ptr() as usize;
    let mut judged = Vec::with_capacity(changes.len());
    let mut next = 0;
    for (change, range) in changes.iter().zip(ranges) {
        let surfaces = &given.surfaces;
        while next < surfaces.len() && at(surfaces[next]) + surfaces[next].len() <= range.start {
            next += 1;
        }
        let end = next
            + surfaces[next..]
                .iter()
                .take_while(|s| at(s) < range.end)
                .count();
        let Some(wanted) = counterpart[next..end]
            .iter()
            .copied()
            .collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let (Some(first), Some(last)) = (surfaces.get(next), surfaces[..end].last()) else {
            continue;
        };
        if wanted.is_empty() {
            continue;
        }
        // The syllables as they were: one may begin before the change and end behind it.
        let (start, stop) = (
            at(first).min(range.start),
            (at(last) + last.len()).max(range.end),
        );
        let before = normal::prepare(&change.before);
        let before = format!(
            "{}{before}{}",
            &text[start..range.start],
            &text[range.end..stop]
        );
        let before: Vec<_> = (normal::letter_runs(&before).into_iter())
            .map(|(a, b)| vocabulary.token(&before[a..b]).exact)
            .collect();
        let wanted: Vec<_> = wanted.into_iter().map(|i| truth.tokens[i].exact).collect();
        judged.push(Judged {
            confidence: change.confidence,
            was_right: before == wanted,
            is_right: (next..end).map(|j| given.tokens[j].exact).eq(wanted),
        });
    }
    judged
}

/// The text as it is scored, and the bytes of the changes in it.
pub(super) fn prepare_with(text: &str, changes: &[Change]) -> (String, Vec<Range<usize>>) {
    let end = Span::new(text.chars().count(), usize::MAX);
    let spans = changes.iter().map(|change| change.span).chain([end]);
    let mut passed = 0;
    // What stands before each change, and the change itself.
    let parts: Vec<Span> = spans
        .flat_map(|span| {
            let before = Span::new(passed, span.start);
            passed = span.end;
            [before, span]
        })
        .collect();
    let mut prepared = String::with_capacity(text.len());
    let mut ranges = Vec::with_capacity(changes.len());
    for pair in pieces(text, &parts[..parts.len() - 1]).chunks(2) {
        prepared += &normal::prepare(pair[0]);
        if let Some(change) = pair.get(1) {
            let start = prepared.len();
            prepared += &normal::prepare(change);
            ranges.push(start..prepared.len());
        }
    }
    (prepared, ranges)
}

impl Reliability {
    /// What `changes` come to, of a text with so many syllables `right` and `wrong` on the way in. None without a change.
    pub fn new(changes: &[Judged], right: u64, wrong: u64) -> Option<Self> {
        if changes.is_empty() {
            return None;
        }
        let all = changes.len() as f64;
        let came_to = |change: &Judged| f64::from(u8::from(change.is_right));
        let squared = |change: &Judged| (change.confidence - came_to(change)).powi(2);
        let classes: Vec<Class> = (0..CLASSES.len())
            .filter_map(|class| {
                let above = CLASSES.get(class + 1).copied().unwrap_or(f64::INFINITY);
                let inside = |c: &&Judged| (CLASSES[class]..above).contains(&c.confidence);
                let inside: Vec<&Judged> = changes.iter().filter(inside).collect();
                let mean = |of: &dyn Fn(&Judged) -> f64| {
                    inside.iter().map(|c| of(c)).sum::<f64>() / inside.len() as f64
                };
                (!inside.is_empty()).then(|| Class {
                    from: CLASSES[class],
                    changes: inside.len() as u64,
                    confidence: mean(&|c| c.confidence),
                    right: mean(&came_to),
                })
            })
            .collect();
        let distance =
            |class: &Class| class.changes as f64 * (class.confidence - class.right).abs();
        let bound = bound(changes, right);
        let repaired = bound.map(|bound| {
            let repairs = |c: &&Judged| c.confidence >= bound && c.is_right && !c.was_right;
            changes.iter().filter(repairs).count() as f64
        });
        Some(Self {
            changes: changes.len() as u64,
            brier: changes.iter().map(squared).sum::<f64>() / all,
            distance: classes.iter().map(distance).sum::<f64>() / all,
            classes,
            bound,
            repair_at_bound: repaired.filter(|_| wrong > 0).map(|n| n / wrong as f64),
        })
    }

    /// As a table.
    pub fn table(&self) -> String {
        let mut out = format!(
            "\n{:>12} {:>9} {:>12} {:>9}\n",
            "confidence", "changes", "mean", "right, %"
        );
        for class in &self.classes {
            let _ = writeln!(
                out,
                "{:>12} {:>9} {:>12.4} {:>9.2}",
                format!("from {}", class.from),
                class.changes,
                class.confidence,
                class.right * 100.0
            );
        }
        let _ = writeln!(
            out,
            "Brier score {:.5}, mean distance {:.2} points, {} changes",
            self.brier,
            self.distance * 100.0,
            self.changes
        );
        if let (Some(bound), Some(repair)) = (self.bound, self.repair_at_bound) {
            let _ = writeln!(
                out,
                "at most {} % of right syllables harmed: changes from {bound:.4} on, repair {:.3} %",
                HARM_ALLOWED * 100.0,
                repair * 100.0
            );
        }
        out
    }
}

/// The least confidence from which on the changes harm no more than is allowed.
fn bound(changes: &[Judged], right: u64) -> Option<f64> {
    let mut sorted: Vec<&Judged> = changes.iter().collect();
    sorted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let allowed = (HARM_ALLOWED * right as f64) as usize;
    let mut harm = 0;
    let mut bound = None;
    // Changes that are equally sure stand or fall together.
    for equal in sorted.chunk_by(|a, b| a.confidence == b.confidence) {
        harm += equal.iter().filter(|c| c.was_right && !c.is_right).count();
        if harm > allowed {
            break;
        }
        bound = Some(equal[0].confidence);
    }
    bound
}
