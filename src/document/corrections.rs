//! Slips and their repaired forms: the restorer's edits, and codes that the source writes oddly.

use super::context::Context;
use super::types::{Correction, CorrectionKind, Reference};
use crate::restore::Restored;
use crate::span::Span;

/// The corrections, by position.
pub fn find(context: &Context, restored: &Restored, references: &[Reference]) -> Vec<Correction> {
    let mut found: Vec<Correction> = restored
        .edits
        .iter()
        .map(|edit| Correction {
            line: 0,
            start: edit.before_span.start,
            end: edit.before_span.end,
            raw: edit.before.clone(),
            corrected: edit.after.clone(),
            kind: CorrectionKind::Ocr,
        })
        .collect();
    let code = &context.header.code;
    if let (Some(raw), Some(start)) = (&code.field.raw, code.field.start) {
        // The label goes: the code begins at its first digit.
        let at = raw.find(|c: char| c.is_ascii_digit()).unwrap_or(raw.len());
        let written = &raw[at..];
        let packed: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        if packed != written && !written.is_empty() {
            let start = start + raw[..at].chars().count();
            found.push(Correction {
                line: 0,
                start,
                end: start + written.chars().count(),
                raw: written.to_owned(),
                corrected: packed,
                kind: CorrectionKind::Spacing,
            });
        }
    }
    for reference in references {
        let (Some(raw), Some(normal), Some(whole)) = (
            &reference.code_raw,
            &reference.code_normalized,
            &reference.raw,
        ) else {
            continue;
        };
        let packed: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        if &packed == normal && packed == *raw {
            continue;
        }
        let Some(at) = whole.find(raw.as_str()) else {
            continue;
        };
        let start = reference.start + whole[..at].chars().count();
        found.push(Correction {
            line: 0,
            start,
            end: start + raw.chars().count(),
            raw: raw.clone(),
            corrected: normal.clone(),
            kind: if &packed == normal {
                CorrectionKind::Spacing
            } else {
                CorrectionKind::SourceInconsistency
            },
        });
    }
    found.sort_by_key(|c| (c.start, c.end));
    found.dedup_by(|a, b| a.start < b.end && b.start < a.end);
    for correction in &mut found {
        let original = Span::new(correction.start, correction.end);
        correction.line = context.line_numbers(context.parsed(original)).0;
    }
    found
}
