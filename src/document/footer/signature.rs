//! The signature (*quyền hạn, chức vụ, họ tên của người ký*; document model §1.9, §1.10): where it begins
//! and ends, and its rows read.

use super::columns;
use super::digital::{digital_signature, is_digital};
use super::name::is_name;
use super::office::{begins, is_capacity, is_signed, is_small_capacity};
use super::signer::SideBySide;
use crate::document::anchors;
use crate::document::context::Context;
use crate::document::types::Footer;
use crate::lexicon;
use crate::span::Span;

/// So many lines of a signature are read.
const LINES: usize = 60;
/// So many rows that are nothing of a signature (scraps of the seal) may stand between its parts.
const SCRAPS: usize = 6;

/// What was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found {
    /// First and last line index of the signature, the last one excluded.
    pub lines: Option<(usize, usize)>,
    /// First line after it.
    pub end: usize,
}

/// Whether a row among the recipients goes on with a signature that began in another row: a position
/// behind a capacity that is not in capitals, or a mark of signing.
pub fn goes_on(context: &Context, pieces: &[Span], row: Span) -> bool {
    let small = pieces
        .last()
        .is_some_and(|p| is_small_capacity(context, *p));
    is_signed(context, row) || small && lexicon::is_position(context.slice(row))
}

/// The first line at or after `from` that begins a signature whose name follows soon.
pub fn find_start(context: &Context, from: usize, to: usize) -> Option<usize> {
    (from..to).find(|line| {
        let row = context.lines[*line].trim;
        !row.is_empty()
            && row.len() <= 160
            && (is_whole(context, row) || in_a_column(context, row) && is_followed(context, *line))
    })
}

/// Whether a signature begins in a row, or in the last of its columns, all in capitals: `Ý KIẾN CỦA XÃ     CHỦ TỊCH`.
fn in_a_column(context: &Context, row: Span) -> bool {
    let beside = || match columns::pieces(context, row)[..] {
        [ref before @ .., last] if !before.is_empty() => {
            let capitals = before.iter().all(|piece| context.is_capitals(*piece));
            capitals && begins(context, last)
        }
        _ => false,
    };
    begins(context, row) || beside()
}

/// Whether a row is a whole signature: `CHỦ TỊCH     Trần Văn A`.
fn is_whole(context: &Context, row: Span) -> bool {
    let pieces = columns::pieces(context, row);
    pieces.len() > 1
        && begins(context, pieces[0])
        && pieces.iter().any(|piece| is_name(context, *piece))
}

/// Whether a signature follows where a line may begin one. A heading or a list of positions is none: a name
/// must come, or a mark of signing.
fn is_followed(context: &Context, line: usize) -> bool {
    let mut seen = 0;
    let mut strong = is_capacity(context, context.lines[line].trim);
    for next in line + 1..context.lines.len().min(line + 16) {
        let row = context.lines[next].trim;
        if row.is_empty() {
            continue;
        }
        seen += 1;
        let mut parts = columns::pieces(context, row).into_iter();
        if parts.any(|p| is_name(context, p) || is_signed(context, p)) {
            return true;
        }
        strong |= is_capacity(context, row);
        if seen > 5 || (!context.is_capitals(row) && row.len() > 25) {
            break;
        }
    }
    // The name may be lost: two lines of capacity and position are enough, at the end of the text.
    let below = (line..context.lines.len()).filter(|l| !context.lines[*l].is_blank());
    strong && below.take(6).count() < 6
}

/// Reads a signature from the lines `from..to` and the pieces cut out of the recipients.
pub fn read(
    context: &Context,
    from: usize,
    to: usize,
    pieces: &[Span],
    footer: &mut Footer,
) -> Found {
    let mut found = Found {
        lines: None,
        end: from,
    };
    let rows = (from..to.min(from + LINES))
        .map(|l| (Some(l), context.lines[l].trim))
        .filter(|(_, row)| !row.is_empty());
    let below: Vec<Span> = rows.clone().map(|(_, row)| row).collect();
    let mut signers = SideBySide::of(context, &below);
    let mut digital: Option<Span> = None;
    let mut scraps = 0;
    for (line, row) in pieces.iter().map(|p| (None, *p)).chain(rows) {
        let mut used = false;
        for column in columns::side_by_side(context, row) {
            used |= signers.take(context, &column);
        }
        let folded = context.fold(row);
        if !used && super::DRAFTER.is_match(folded) {
            continue;
        }
        if !used && is_digital(folded) {
            digital = Some(Span::new(digital.map_or(row.start, |d| d.start), row.end));
            used = true;
        }
        match line {
            Some(line) if used => {
                found.lines = Some((found.lines.map_or(line, |(first, _)| first), line + 1));
                found.end = line + 1;
                scraps = 0;
            }
            Some(_) if signers.are_complete() || ends(folded) || scraps == SCRAPS => break,
            Some(_) => scraps += 1,
            None => {}
        }
    }
    let mut signatures = signers.signatures(context).into_iter();
    footer.signature = signatures.next().unwrap_or_default();
    footer.further_signatures = signatures.filter(|s| !s.signer_name.is_missing()).collect();
    footer.signature.digital_signature = digital.map(|span| digital_signature(context, span));
    found
}

/// Whether a row cannot be a scrap inside a signature: it begins something else.
fn ends(folded: &str) -> bool {
    anchors::APPENDIX.is_match(folded) || folded.len() > 100 || folded.contains("cong hoa xa hoi")
}
