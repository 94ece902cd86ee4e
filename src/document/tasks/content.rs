//! What has to be done, and to whom it is reported: the words of a task.

use super::due::Due;
use super::labels::Labels;
use super::view::View;
use crate::document::context::Context;
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
    let mut span = Span::new(
        view.span.start + assigned.unwrap_or(0),
        view.span.start + end,
    );
    let Some(due) = running else {
        return context.joined(span).trim_end_matches([' ', '(']).to_owned();
    };
    let sentence = dates::sentence_around(context, due.span);
    let many = sentence.start > span.start + 2;
    if many || (assigned.is_none() && due.span.start == sentence.start) {
        span = Span::new(sentence.start.max(span.start), sentence.end.min(span.end));
    }
    if assigned.is_none() && !many {
        return context.joined(span);
    }
    let before = context.joined(Span::new(span.start, due.span.start.max(span.start)));
    let after = context.joined(Span::new(due.span.end.min(span.end), span.end));
    let edge = [' ', ',', '.', ';', '('];
    let (before, after) = (
        before.trim_end_matches(edge),
        after.trim_start_matches([' ', ',', ')']),
    );
    let joined = if before.is_empty() {
        after.to_owned()
    } else {
        format!("{before} {after}")
    };
    joined.trim_matches(edge).to_owned()
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
            if let Some(issuer) =
                references::issuer::issuer_at(context, start).filter(|i| i.end <= span.end)
            {
                return Some(context.joined(issuer));
            }
        }
    }
    None
}
