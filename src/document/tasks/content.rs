//! What has to be done, and to whom it is reported: the words of a task.

use super::due::Due;
use super::labels::Labels;
use super::view::View;
use crate::document::context::Context;
use crate::document::fold::Case;
use crate::document::{dates, references};
use crate::span::Span;

/// What has to be done, without the agency that is told to and without the deadline.
pub(super) fn content(
    context: &Context,
    view: &View,
    status: &Option<(Due, usize)>,
    running: &Option<Due>,
    assigned: Option<usize>,
    labels: &Labels,
) -> String {
    let length = view.folded.len();
    let end = status
        .as_ref()
        .map(|(_, end)| *end)
        .or(labels.start)
        .unwrap_or(length);
    // A label may stand before who is told, and a deadline behind the label.
    let up_to = |start: usize, end: usize| Span::new(start, end.max(start));
    let start = view.span.start + assigned.unwrap_or(0);
    let mut span = up_to(start, view.span.start + end);
    let joined = |span| {
        let text = context.joined(span);
        text.trim_end_matches("./.").to_owned()
    };
    let Some(due) = running else {
        return joined(span).trim_end_matches([' ', '(']).to_owned();
    };
    if due.span.start >= span.end {
        return joined(span).trim_end_matches([' ', '(']).to_owned();
    }
    let sentence = dates::sentence_around(context, due.span);
    let many = sentence.start > span.start + 2;
    if many || (assigned.is_none() && due.span.start == sentence.start) {
        span = up_to(sentence.start.max(span.start), sentence.end.min(span.end));
    }
    if assigned.is_none() && !many {
        return joined(span);
    }
    let before = joined(Span::new(span.start, due.span.start.max(span.start)));
    let after = joined(Span::new(due.span.end.min(span.end), span.end));
    let edge = [' ', ',', '.', ';', '('];
    let (before, after) = (
        before.trim_end_matches(edge),
        after.trim_start_matches([' ', ',', ')']),
    );
    let rest = match after.chars().next() {
        _ if before.is_empty() => after.to_owned(),
        Some(';' | '.' | ':') => format!("{before}{after}"),
        _ => format!("{before} {after}"),
    };
    rest.trim_matches(edge).to_owned()
}

/// To whom it is reported: the agency behind `gửi về`, `báo cáo`, `trình`.
pub(super) fn report_to(context: &Context, span: Span) -> Option<String> {
    let folded = context.fold(span);
    for cue in [
        "gui ve ",
        "bao cao ve ",
        " gui ",
        "thuc hien ve ",
        "ket qua ve ",
        " bao cao ",
        " trinh ",
    ] {
        for (at, _) in folded.match_indices(cue).take(4) {
            let start = span.start + at + cue.len();
            let body = references::issuer::issuer_at(context, start)
                .or_else(|| own_body(context, start))
                .filter(|body| body.end <= span.end);
            if let Some(body) = body {
                return Some(context.joined(body));
            }
        }
    }
    None
}

/// `gửi về Sở để tổng hợp`: the department that issues the document, or stands over who is told.
fn own_body(context: &Context, at: usize) -> Option<Span> {
    let folded = context.fold(Span::new(at, at + 10));
    let head = ["so ", "bo "].iter().any(|head| folded.starts_with(head));
    let body = head
        && !folded.starts_with("bo truong")
        && context.case(at) == Case::Upper
        && context.case(at + 3) == Case::Lower;
    body.then(|| Span::new(at, at + 2))
}
