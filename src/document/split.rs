//! Several documents in one file, parted at letterheads that follow a signature block.

use super::anchors;
use super::context::Context;
use super::footer::{office, recipients, signature};
use super::header::{code, place_date};
use crate::restore::{Edit, Restored};
use crate::span::{Span, pieces};

/// One document of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its text, cut out of the whole; spans of its edits count from its own beginning.
    pub restored: Restored,
    /// Where it stands: code points of the whole original text.
    pub span: Span,
    /// How surely it begins there, 0 to 1 (1 for the first).
    pub confidence: f32,
}

/// So far above a letterhead a signature must stand, in lines.
const SIGNATURE_WITHIN: usize = 60;
/// So far below its first line a letterhead must have its code and date.
const LETTERHEAD_LINES: usize = 14;

/// The documents of a text, at least one.
pub fn split(restored: &Restored) -> Vec<Part> {
    let context = Context::new(restored);
    let last = context.lines.len();
    let mut starts: Vec<(usize, f32)> = vec![(0, 1.0)];
    let mut line = 1;
    while line < last {
        let folded = anchors::head(&context, line);
        let anchor = folded.contains("cong hoa xa hoi chu nghia")
            || folded.contains("dang cong san viet nam");
        let previous = starts[starts.len() - 1].0;
        if anchor && line > previous + 6 && anchors::capital_share(context.line(line)) > 0.5 {
            let begin = first_line(&context, line, previous + 1);
            if is_letterhead(&context, begin, line) && signed_above(&context, begin, previous) {
                let new_page = context.lines[begin].page != context.lines[begin - 1].page;
                starts.push((begin, if new_page { 0.95 } else { 0.85 }));
                line += LETTERHEAD_LINES;
                continue;
            }
        }
        line += 1;
    }
    // A form feed ends the page before; it does not begin the document.
    let begin = |line: usize| {
        let start = context.lines[line].span.start;
        let feeds = context.folded[start..].bytes();
        start + feeds.take_while(|b| *b == b'\x0c').count()
    };
    let ends = starts
        .iter()
        .skip(1)
        .map(|(line, _)| begin(*line))
        .chain([context.folded.len()]);
    if starts.len() == 1 {
        return vec![Part {
            restored: restored.clone(),
            span: Span::new(0, context.original_chars()),
            confidence: 1.0,
        }];
    }
    let begins = starts.iter().map(|(line, _)| begin(*line));
    let spans: Vec<Span> = begins
        .zip(ends)
        .map(|(begin, end)| context.original(Span::new(begin, end)))
        .collect();
    let confidences = starts.iter().map(|start| start.1);
    let parts = spans.iter().zip(cut(restored, &spans)).zip(confidences);
    parts
        .map(|((&span, restored), confidence)| Part {
            restored,
            span,
            confidence,
        })
        .collect()
}

/// The letterhead may begin some lines above the state name, in the left column.
fn first_line(context: &Context, anchor: usize, limit: usize) -> usize {
    let mut first = anchor;
    for line in (limit..anchor).rev().take(6) {
        let text = context.line(line);
        let folded = context.folded_line(line);
        let head =
            anchors::is_capitals(text) && anchors::begins_with_any(folded, anchors::BODY_WORDS);
        let part = head
            || anchors::RULE.is_match(folded)
            || anchors::STAR.is_match(folded)
            || (anchors::is_capitals(text)
                && anchors::begins_with_any(
                    folded,
                    &["tinh", "huyen", "thanh pho", "xa", "phuong", "va"],
                ))
            || code::find(context, line, false).is_some();
        if context.lines[line].is_blank()
            || (office::begins(context, context.lines[line].trim) && !head)
        {
            if context.lines[line].is_blank() && first == anchor {
                continue;
            }
            break;
        }
        if !part {
            break;
        }
        first = line;
    }
    first
}

/// A numbered code and a dated place near the state name: a form of an appendix has neither.
fn is_letterhead(context: &Context, begin: usize, anchor: usize) -> bool {
    let end = context.lines.len().min(anchor + LETTERHEAD_LINES);
    let numbered = (begin..end)
        .any(|l| code::find(context, l, false).is_some_and(|c| c.code.number.is_some()));
    let dated = (begin..end).any(|l| {
        place_date::find(context, l, 0).is_some_and(|d| d.date.year.is_some() && d.place.is_some())
    });
    numbered && dated
}

fn signed_above(context: &Context, begin: usize, previous: usize) -> bool {
    let from = begin.saturating_sub(SIGNATURE_WITHIN).max(previous + 4);
    (from..begin).any(|l| recipients::is_label(context, l))
        || signature::find_start(context, from, begin).is_some_and(|l| l < begin)
}

/// Ascending stretches of the original, each with the edits inside it.
fn cut(restored: &Restored, spans: &[Span]) -> Vec<Restored> {
    let after: Vec<Span> = spans.iter().map(|s| restored.to_restored(*s)).collect();
    let originals = pieces(&restored.original, spans);
    let texts = pieces(&restored.text, &after);
    let strings = originals.into_iter().zip(texts);
    let parts = spans.iter().zip(after).zip(strings);
    parts
        .map(|((span, after), (original, text))| Restored {
            original: original.to_owned(),
            text: text.to_owned(),
            edits: edits_in(restored, *span, after),
            ..Restored::default()
        })
        .collect()
}

/// The edits inside a stretch, counted from its beginning.
fn edits_in(restored: &Restored, span: Span, after: Span) -> Vec<Edit> {
    let first = restored
        .edits
        .partition_point(|e| e.before_span.start < span.start);
    let edits = restored.edits[first..].iter();
    edits
        .take_while(|e| e.before_span.end <= span.end)
        .map(|e| Edit {
            before_span: Span::new(
                e.before_span.start - span.start,
                e.before_span.end - span.start,
            ),
            after_span: Span::new(
                e.after_span.start - after.start,
                e.after_span.end - after.start,
            ),
            ..e.clone()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_in_one_file_are_parted() {
        let first = include_str!("../../tests/documents/cong-van-dau-den.txt");
        let second = include_str!("../../tests/documents/quyet-dinh-xen-ke.txt");
        let parts = split(&Restored::unchanged(format!("{first}\n\u{c}{second}")));
        assert_eq!(parts.len(), 2);
        let codes: Vec<String> = parts
            .iter()
            .map(|p| {
                crate::document::parse(&p.restored)
                    .header
                    .code
                    .field
                    .text()
                    .to_owned()
            })
            .collect();
        assert_eq!(codes, ["2306/SGDĐT-KHTC", "1487/QĐ-UBND"]);
        // An attached regulation with its own title is no second document.
        let attached = include_str!("../../tests/documents/sao-y-quy-che.txt");
        assert_eq!(split(&Restored::unchanged(attached)).len(), 1);
    }
}
