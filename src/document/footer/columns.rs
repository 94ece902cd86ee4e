//! The rows of the footer parted: recipients on the left from the signature on the right, and signers side
//! by side from one another.

use super::name::{bare, name_in, names_apart};
use super::office::{begins, begins_own_position, begins_with_capacity, is_capacity, is_signed};
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::span::Span;

pattern!(
    CAPACITY_INSIDE = r"(?:^|[\s;.,])(?P<s>(?:tm|kt|tl|tuq)\s?\. ?[a-z]|(?:t/m|k/t|t/l) [a-z])"
);

/// Between two signers stand at least so many blanks.
const BETWEEN_SIGNERS: &str = "    ";

/// Cuts the part of a row that belongs to the signature (the right column) from the rest.
pub fn cut(context: &Context, row: Span) -> (Span, Option<Span>) {
    // `BS.CKII. Trần Văn A`: the title belongs to the name.
    if name_in(context, row).is_some() {
        return (row, None);
    }
    let parted = behind_gap(context, row)
        .or_else(|| at_capacity(context, row))
        .or_else(|| behind_item(context, row));
    match parted {
        Some((left, right)) => (left, Some(right)),
        None => (row, None),
    }
}

/// A wide gap parts the columns.
fn behind_gap(context: &Context, row: Span) -> Option<(Span, Span)> {
    let folded = context.fold(row);
    let gap = folded.find("   ").or_else(|| folded.find('\t'))?;
    let (left, right) = halves(context, row, gap);
    // `TM. ỦY BAN NHÂN DÂN CHỦ TỊCH     Trần Văn A`: the lines of one signature, run together.
    if begins(context, left) && name_in(context, right).is_some() {
        return Some((row.part(0..0), row));
    }
    let piece = bare(context, right);
    let is_signature = begins(context, right)
        || name_in(context, right).is_some()
        || is_signed(context, right)
        || (!piece.is_empty() && context.is_capitals(piece));
    is_signature.then_some((left, right))
}

/// A capacity inside a row begins the signature.
fn at_capacity(context: &Context, row: Span) -> Option<(Span, Span)> {
    let found = CAPACITY_INSIDE.captures(context.fold(row))?.name("s")?;
    let (left, right) = halves(context, row, found.start());
    begins(context, right).then_some((left, right))
}

/// After the end of an item, a position in capitals: `- Như trên;  CHỦ TỊCH`.
fn behind_item(context: &Context, row: Span) -> Option<(Span, Span)> {
    let folded = context.fold(row);
    let end = 1 + folded.rfind([';', ':']).or_else(|| folded.rfind(". "))?;
    let (_, right) = halves(context, row, end);
    let spaced = right.start > row.start + end;
    // `…; Nguyễn Văn A`: the name of the other column, in full.
    let full = context.fold(right).split(' ').count() >= 3 && !context.is_capitals(right);
    let is_name = || full && name_in(context, right).is_some_and(|n| n.confidence >= 0.98);
    let is_signature = begins(context, right) || is_signed(context, right) || is_name();
    (spaced && is_signature).then_some((row.part(0..end), right))
}

/// What stands before and behind a position of a row, without the blanks between.
fn halves(context: &Context, row: Span, at: usize) -> (Span, Span) {
    let (before, behind) = context.fold(row).split_at(at);
    let lead = behind.len() - behind.trim_start().len();
    let left = row.part(0..before.trim_end().len());
    (left, row.part(at + lead..row.len()))
}

/// The pieces of a row of the signature, with those of signers side by side in one list.
pub(super) fn pieces(context: &Context, row: Span) -> Vec<Span> {
    side_by_side(context, row).concat()
}

/// The pieces of a row of the signature for each signer side by side: their lines where they were run together.
pub(super) fn side_by_side(context: &Context, row: Span) -> Vec<Vec<Span>> {
    let mut columns = Vec::new();
    let mut from = 0;
    for column in context.fold(row).split(BETWEEN_SIGNERS) {
        let lead = column.len() - column.trim_start().len();
        let length = column.trim_end().len();
        if length > lead {
            let (column, signed) = mark_apart(context, row.part(from + lead..from + length));
            let mut pieces: Vec<Span> = signed.into_iter().collect();
            for line in stacked(context, column) {
                pieces.extend(names_apart(context, line));
            }
            columns.push(pieces);
        }
        from += column.len() + BETWEEN_SIGNERS.len();
    }
    columns
}

/// `PHÓ CHỦ TỊCH (Đã ký)`: what stands before the mark of signing, and the mark.
fn mark_apart(context: &Context, part: Span) -> (Span, Option<Span>) {
    let folded = context.fold(part);
    let mark = folded.rfind('(').filter(|at| *at > 0);
    let mark = mark.map(|at| (at, part.part(at..part.len())));
    match mark.filter(|(_, mark)| is_signed(context, *mark)) {
        Some((at, mark)) => (part.part(0..folded[..at].trim_end().len()), Some(mark)),
        None => (part, None),
    }
}

/// `KT. BỘ TRƯỞNG THỨ TRƯỞNG`: capacities, whose they are and the signer's position, where their lines
/// were run together.
fn stacked(context: &Context, part: Span) -> Vec<Span> {
    /// Words before a position that are part of it.
    const INSIDE: &[&str] = &["pho", "tong", "chi", "quyen", "thanh"];
    /// Words before `trưởng` that make one position of both.
    const HEADS: &[&str] = &["bo", "thu", "vu", "cuc", "vien", "hieu", "truong"];
    if !is_capacity(context, part) {
        return vec![part];
    }
    let part = bare(context, part);
    let folded = context.fold(part);
    let mut lines = Vec::new();
    let mut from = 0;
    for (at, _) in folded.match_indices(' ') {
        let (before, rest) = (folded[..at].trim_end(), &folded[at + 1..]);
        let word = before.rsplit(' ').next().unwrap_or_default();
        let inside = INSIDE.contains(&word)
            || HEADS.contains(&word) && anchors::begins_with(rest, "truong")
            || begins_with_capacity(&format!("{word} "))
            || before.ends_with([',', '-', '&']);
        if begins_with_capacity(rest) || begins_own_position(rest) && !inside {
            lines.push(part.part(from..before.len()));
            from = at + 1;
        }
    }
    lines.push(part.part(from..part.len()));
    lines
}
