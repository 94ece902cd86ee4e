//! Pieces of the lines of a header: what stands beside what, and what is left when the anchors are cut out.

use super::letterhead;
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::span::Span;

/// A span without stray marks at its ends (`**`, quotes of a boxed subject, closing rules).
pub(super) fn trim_marks(context: &Context, span: Span) -> Span {
    let folded = context.fold(span);
    let from = folded.len()
        - folded
            .trim_start_matches(['*', '_', '#', ' ', '\n', '\t'])
            .len();
    let end = folded
        .trim_end_matches(['*', '_', '#', ' ', '\n', '\t', '-', '='])
        .len();
    // A speck behind the closing quote.
    let closed = ["\"'", "\"`", "\"."]
        .iter()
        .any(|mark| folded[..end].ends_with(mark));
    let end = end - usize::from(closed);
    let quoted = folded[from..end.max(from)].strip_prefix('"');
    let quoted = quoted.and_then(|inner| inner.strip_suffix('"'));
    let (from, end) = match quoted.filter(|inner| !inner.contains('"')) {
        Some(_) => (from + 1, end - 1),
        None => (from, end),
    };
    // `(V/v tham gia tố tụng …)`
    let inner = folded[from..end.max(from)].strip_prefix('(');
    let inner = inner.and_then(|i| i.strip_suffix(')'));
    let about = inner.is_some_and(|i| i.starts_with("v/v") && !i.contains(['(', ')']));
    let (from, end) = match about {
        true => (from + 1, end - 1),
        false => (from, end),
    };
    if end <= from {
        return span;
    }
    Span::new(span.start + from, span.start + end)
}

/// Whether a piece of a line names a body with certainty (and so ends a subject under the number).
pub(super) fn letterhead_piece(context: &Context, piece: Span) -> bool {
    letterhead::is_body_piece(context, piece)
        && anchors::begins_with_any(context.fold(piece), anchors::BODY_WORDS)
}

pub(super) fn motto_in(folded: &str) -> Option<Span> {
    pattern!(MOTTO = r"doc lap\s*-?\s*tu do\s*-?\s*hanh phuc");
    MOTTO.find(folded).map(|m| Span::new(m.start(), m.end()))
}

/// What a line holds besides the parts cut out, split at wide gaps.
pub(super) fn rest_of(context: &Context, trim: Span, cuts: &[Span]) -> Vec<Span> {
    let mut cuts = cuts.to_vec();
    cuts.sort();
    let mut rest = Vec::new();
    let mut from = trim.start;
    let mut push = |a: usize, z: usize| {
        if a < z {
            split_columns(context, Span::new(a, z), &mut rest);
        }
    };
    for cut in cuts {
        push(from, cut.start.max(from));
        from = from.max(cut.end);
    }
    push(from, trim.end);
    rest
}

/// The parts of a span that tabs or wide gaps set apart.
pub fn split_columns(context: &Context, span: Span, into: &mut Vec<Span>) {
    let folded = context.fold(span).as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at <= folded.len() {
        let gap = at == folded.len()
            || folded[at] == b'\t'
            || (folded[at..].len() >= 3 && folded[at..at + 3] == *b"   ");
        if gap {
            let piece = &context.fold(span)[start..at];
            let lead = piece.len() - piece.trim_start_matches([' ', '\t', ',', '|', ';']).len();
            let length = piece.trim_end_matches([' ', '\t', ',', '|', ';']).len();
            let ruled = piece[..length].trim_end_matches(['-', '_', '=']).len();
            // One dash goes on in the next line; three are a rule.
            let length = match length - ruled {
                3.. => piece[..ruled].trim_end().len(),
                _ => length,
            };
            if length > lead {
                into.push(Span::new(
                    span.start + start + lead,
                    span.start + start + length,
                ));
            }
            while at < folded.len() && folded[at].is_ascii_whitespace() {
                at += 1;
            }
            start = at;
            if at == folded.len() {
                break;
            }
            continue;
        }
        at += 1;
    }
}

/// `- A; - B` on one line are two addressees; `- Các sở A; các sở khác` goes on small and is one.
pub(super) fn split_items(context: &Context, span: Span) -> Vec<Span> {
    pattern!(BETWEEN = r";\s*[-+]?\s*");
    let folded = context.fold(span);
    let mut items = Vec::new();
    let mut from = 0;
    let mut push = |a: usize, z: usize| {
        let part = &folded[a..z];
        let lead = part.len() - part.trim_start().len();
        let length = part.trim_end().len();
        if length > lead {
            items.push(Span::new(span.start + a + lead, span.start + a + length));
        }
    };
    let bullet = folded.trim_start().starts_with(['-', '+']);
    for m in BETWEEN.find_iter(folded) {
        let behind = Span::new(span.start + m.end(), span.end);
        let goes_on = context.slice(behind).starts_with(char::is_lowercase);
        if bullet && goes_on && !m.as_str().contains(['-', '+']) {
            continue;
        }
        push(from, m.start() + 1);
        from = m.end();
    }
    push(from, folded.len());
    items
}

/// The Gazette prints the bodies of a joint document twice, above the letterhead and in it.
pub(super) fn halve(context: &Context, bodies: &mut Vec<Vec<Span>>) {
    let pieces: Vec<Span> = bodies.iter().flatten().copied().collect();
    let packed = |pieces: &[Span]| -> String {
        pieces
            .iter()
            .flat_map(|s| context.fold(*s).chars())
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let twice = (1..pieces.len()).find(|at| packed(&pieces[..*at]) == packed(&pieces[*at..]));
    if let Some(at) = twice {
        // A body ends where its line does not end in a dash.
        *bodies = vec![pieces[at..].to_vec()];
    }
}

/// The bodies of a joint document one by one: `BỘ TÀI CHÍNH - BỘ NỘI VỤ -` over `THANH TRA CHÍNH PHỦ`.
/// A dash inside a name (`BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI`) has no body's word behind it.
pub(super) fn co_issuers(context: &Context, bodies: &[Vec<Span>]) -> Vec<Vec<Span>> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    for piece in bodies.iter().flatten() {
        for part in between_dashes(context, *piece) {
            let begins = anchors::begins_with_any(context.fold(part), anchors::BODY_WORDS);
            match groups.last_mut() {
                Some(group) if !begins => match group.last_mut() {
                    Some(last) if last.start >= piece.start => last.end = part.end,
                    _ => group.push(part),
                },
                _ => groups.push(vec![part]),
            }
        }
    }
    groups
}

fn between_dashes(context: &Context, piece: Span) -> Vec<Span> {
    let folded = context.fold(piece);
    let mut from = 0;
    folded
        .split('-')
        .filter_map(|part| {
            let start = from + part.len() - part.trim_start().len();
            let end = from + part.trim_end().len();
            from += part.len() + 1;
            (start < end).then(|| Span::new(piece.start + start, piece.start + end))
        })
        .collect()
}
