//! What restoration hands back: the new text beside the old one, every change listed, and the way between both.

use super::Condition;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One change of the text: what stood there, what stands there now, why, and how surely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Edit {
    /// Code points of the original text.
    pub before_span: Span,
    /// Code points of the restored text.
    pub after_span: Span,
    /// The original characters.
    pub before: String,
    /// The characters that replace them.
    pub after: String,
    /// The condition of the line group in which the edit was made.
    pub condition: Condition,
    /// Why, in a word or two (`tone`, `channel`, `acronym`, …).
    pub reason: Cow<'static, str>,
    /// Calibrated probability that `after` is right, 0 to 1.
    pub confidence: f32,
    /// Score of `after` over the best other reading, in nats.
    pub margin: f32,
}

/// A group of lines that suffers from one condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Zone {
    /// Code points of the original text.
    pub span: Span,
    /// What the lines suffer from.
    pub condition: Condition,
}

/// A restored text beside its original, with every change listed in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Restored {
    /// The text that came in.
    pub original: String,
    /// The text after the edits.
    pub text: String,
    /// The edits, by position; spans do not overlap.
    pub edits: Vec<Edit>,
    /// The condition of each group of lines, by position; together they cover the text.
    pub zones: Vec<Zone>,
}

impl Restored {
    /// A text that nothing was changed in.
    pub fn unchanged(original: impl Into<String>) -> Self {
        let original = original.into();
        Self {
            text: original.clone(),
            original,
            ..Self::default()
        }
    }

    /// Where code points of the original stand in the restored text. A range that begins or ends inside an
    /// edit is widened to the whole edit.
    pub fn to_restored(&self, span: Span) -> Span {
        self.carry(span, |e| (e.before_span, e.after_span))
    }

    /// Where code points of the restored text come from. A range that begins or ends inside an edit is
    /// widened to the whole edit.
    pub fn to_original(&self, span: Span) -> Span {
        self.carry(span, |e| (e.after_span, e.before_span))
    }

    /// The condition at a code point of the original text.
    pub fn condition_at(&self, at: usize) -> Condition {
        let i = self.zones.partition_point(|z| z.span.end <= at);
        self.zones.get(i).map_or(Condition::Clean, |z| z.condition)
    }

    fn carry(&self, span: Span, sides: impl Fn(&Edit) -> (Span, Span)) -> Span {
        // The last edit that begins before `at` decides: inside it the point goes to one of its ends,
        // behind it the point keeps its distance.
        let point = |at: usize, to_end: bool| {
            let i = self.edits.partition_point(|e| {
                let from = sides(e).0;
                from.start < at
                    || (from.start == at && (from.end < at || (from.is_empty() && to_end)))
            });
            match i.checked_sub(1).map(|i| sides(&self.edits[i])) {
                None => at,
                Some((from, to)) if at >= from.end => to.end + (at - from.end),
                Some((_, to)) if to_end => to.end,
                Some((_, to)) => to.start,
            }
        };
        let start = point(span.start, false);
        let end = if span.is_empty() {
            start
        } else {
            point(span.end, true)
        };
        Span::new(start, end.max(start))
    }
}
