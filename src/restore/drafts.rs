//! Changes that were decided on, and how they become edits of the original text.

use super::hints::Hints;
use super::normal::Normal;
use super::{Condition, Edit, Restored, symbols};
use crate::span::Span;
use std::ops::Range;

/// A symbol of a code that was read more surely is not mended.
const SURE_SYMBOL: f32 = 0.85;

/// A change in bytes of the NFC form.
pub struct Draft {
    pub range: Range<usize>,
    pub after: String,
    pub condition: Condition,
    pub reason: &'static str,
    pub confidence: f32,
    pub margin: f32,
}

/// Gives the symbol of a scan's code its official letters, where the reader was unsure of them.
pub fn mend_symbol(normal: &Normal, hints: &Hints, drafts: &mut Vec<Draft>) {
    let Some((range, after)) = symbols::find(normal.text()) else {
        return;
    };
    let read = hints.least(normal, &range);
    if read.is_none_or(|confidence| confidence >= SURE_SYMBOL) {
        return;
    }
    drafts.retain(|d| d.range.end <= range.start || range.end <= d.range.start);
    let at = drafts.partition_point(|d| d.range.start < range.start);
    let draft = Draft {
        range,
        after,
        condition: Condition::Vietnamese,
        reason: "symbol",
        confidence: 0.9,
        margin: 0.0,
    };
    drafts.insert(at, draft);
}

/// Carries out the changes on the original text.
pub fn write(restored: &mut Restored, normal: &Normal, drafts: Vec<Draft>) {
    let original = std::mem::take(&mut restored.original);
    let mut text = String::with_capacity(original.len() + drafts.len());
    restored.edits.reserve_exact(drafts.len());
    let (mut bytes, mut before_points, mut after_points) = (0, 0, 0);
    for draft in drafts {
        let start = normal.to_original(draft.range.start);
        let end = normal.to_original(draft.range.end);
        let kept = &original[bytes..start];
        let points = kept.chars().count();
        text.push_str(kept);
        before_points += points;
        after_points += points;
        let before = original[start..end].to_owned();
        let after = normal.written(draft.after);
        let (before_length, after_length) = (before.chars().count(), after.chars().count());
        text.push_str(&after);
        restored.edits.push(Edit {
            before_span: Span::new(before_points, before_points + before_length),
            after_span: Span::new(after_points, after_points + after_length),
            before,
            after,
            condition: draft.condition,
            reason: draft.reason.into(),
            confidence: draft.confidence,
            margin: draft.margin,
        });
        before_points += before_length;
        after_points += after_length;
        bytes = end;
    }
    text.push_str(&original[bytes..]);
    restored.text = text;
    restored.original = original;
}
