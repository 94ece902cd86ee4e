//! What stands below the body: closing mark, recipients, signature (document model §1.8–§1.11, §1.13).
//!
//! The list of recipients and the signature stand side by side on paper; in text they follow one
//! another in either order or are interleaved. Recipients are read first and give up whatever
//! belongs to the signature; the signature is read from those pieces and the lines around.

mod capacity;
mod columns;
pub mod digital;
mod name;
pub mod office;
pub mod recipients;
mod scraps;
pub mod signature;
mod signer;

use super::anchors::{self, pattern};
use super::context::Context;
use super::types::*;
use crate::span::Span;

pattern!(CLOSING = r"\.\s?[/7l|]\s?\.?\s*[\W_]{0,3}$|\./\s*$");
pattern!(DRAFTER = r"^<(?P<c>[^<>]{2,40})>$");
pattern!(CLOSING_PARAGRAPH = r"^tren day la\b");

/// Where the parts of the footer lie, as line indices.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// First line of the closing paragraph (`Trên đây là …`), else the first line of the footer.
    pub closing: usize,
    /// First line of recipients or signature, whichever comes first.
    pub start: usize,
    /// The lines of the recipients.
    pub recipients: Option<(usize, usize)>,
    /// The lines of the signature.
    pub signature: Option<(usize, usize)>,
    /// First line after the footer.
    pub end: usize,
}

/// Reads the footer of the text whose body begins at `body`; fills [`Context::footer`].
pub fn read(context: &mut Context, body: usize, last: usize) -> Extent {
    let label = (body..last).find(|l| recipients::is_label(context, *l));
    let sign = signature::find_start(context, body, label.unwrap_or(last).min(last));
    // A signature above the label belongs to it when it stands close by.
    // A label far below, behind the beginning of an appendix, belongs to a form in it.
    let label = label.filter(|l| {
        sign.is_none_or(|s| {
            l.saturating_sub(s) <= 25
                || !(s..*l).any(|line| anchors::APPENDIX.is_match(anchors::head(context, line)))
        })
    });
    let sign_above = sign.filter(|s| label.is_none_or(|l| l.saturating_sub(*s) <= 25));
    // Beside the list only the first lines may stand above its label, and the name below.
    let beside = sign_above.filter(|s| {
        label.is_some_and(|l| {
            l.saturating_sub(*s) <= 3 && !(*s..l).any(|at| holds_signer(context, at))
        })
    });
    let sign_above = sign_above.filter(|_| beside.is_none());
    let mut footer = Footer::default();
    let mut extent = Extent {
        end: last,
        ..Extent::default()
    };
    let mut pieces: Vec<Span> = Vec::new();
    match label {
        Some(label) => {
            let list = recipients::read(context, label, last, &mut footer, &mut pieces);
            extent.recipients = Some((label, list));
            extent.start = sign_above.unwrap_or(label);
            if let Some(start) = beside {
                extent.start = start;
                let above = (start..label).map(|l| context.lines[l].trim);
                pieces = above.filter(|row| !row.is_empty()).chain(pieces).collect();
            } else if sign_above.is_none() {
                // On a page the position stands beside the label, and its line may come before it,
                // far from the name.
                let begins = |l: &usize| office::begins(context, context.lines[*l].trim);
                let above: Vec<usize> = (body..label).rev().take(3).take_while(begins).collect();
                extent.start = above.last().copied().unwrap_or(label);
                let above = above.iter().rev().map(|l| context.lines[*l].trim);
                pieces = above.chain(pieces).collect();
            }
            let from = sign_above.unwrap_or(list);
            let stop = if sign_above.is_some() { label } else { last };
            let found = signature::read(context, from, stop, &pieces, &mut footer);
            extent.end = found.end.max(list);
            extent.signature = found.lines;
        }
        None => match sign {
            Some(start) => {
                extent.start = start;
                let found = signature::read(context, start, last, &[], &mut footer);
                extent.signature = found.lines;
                extent.end = found.end;
            }
            None => {
                extent.start = last;
                extent.end = last;
            }
        },
    }
    digital_above(context, body, &mut extent, &mut footer);
    trailing_drafter(context, &mut extent, last, &mut footer);
    closing(context, body, &mut extent, &mut footer);
    let administrative = context.header.profile != Profile::Party;
    if footer.closing.is_none() && administrative {
        footer.closing = Some(Field::missing());
    }
    context.footer = footer;
    extent
}

/// Whether a line holds a signer's name or says that it was signed.
fn holds_signer(context: &Context, line: usize) -> bool {
    let row = context.lines[line].trim;
    let mut pieces = columns::pieces(context, row).into_iter();
    pieces.any(|piece| name::is_name(context, piece) || office::is_signed(context, piece))
}

/// The text of a digital signature just above the footer.
fn digital_above(context: &Context, body: usize, extent: &mut Extent, footer: &mut Footer) {
    let from = extent.start.saturating_sub(6).max(body);
    let is_stamp = |l: &usize| digital::is_digital(anchors::head(context, *l));
    // What stands between a stamp and the footer is text, and the stamp one between two lines of it.
    let above = (from..extent.start).rev();
    let mut above = above.skip_while(|l| context.lines[*l].is_blank());
    let Some(last) = above.next().filter(is_stamp) else {
        return;
    };
    let first = (from..last).find(is_stamp).unwrap_or(last);
    let span = Span::new(
        context.lines[first].trim.start,
        context.lines[last].trim.end,
    );
    if footer.signature.digital_signature.is_none() {
        footer.signature.digital_signature = Some(digital::digital_signature(context, span));
    }
    extent.start = first;
}

/// `<Chung-01…>` between or after the parts.
fn trailing_drafter(context: &Context, extent: &mut Extent, last: usize, footer: &mut Footer) {
    let from = extent.recipients.map_or(extent.start, |r| r.0);
    for line in from..last.min(extent.end + 4) {
        if let Some(found) = DRAFTER.captures(anchors::head(context, line)) {
            let inner = found.name("c").map_or(0..0, |m| m.range());
            let span = context.lines[line].trim;
            let value = context.slice(Span::new(span.start + inner.start, span.start + inner.end));
            if footer.drafter_code.is_none() {
                footer.drafter_code = Some(context.field_with(span, value, 0.9));
                extent.end = extent.end.max(line + 1);
            }
        }
    }
}

/// The mark `./.` and the closing paragraph.
fn closing(context: &Context, body: usize, extent: &mut Extent, footer: &mut Footer) {
    extent.closing = extent.start;
    let mut seen = 0;
    // The only paragraph of a short letter may have been read as its basis.
    let above = (0..body).rev().find(|l| !context.lines[*l].is_blank());
    for line in (above.unwrap_or(body)..extent.start).rev() {
        let trim = context.lines[line].trim;
        let folded = context.fold(trim);
        if trim.is_empty() || anchors::RULE.is_match(folded) {
            continue;
        }
        // `(Gửi kèm …)` below the last paragraph.
        let noted = folded.starts_with('(') && folded.ends_with([')', '.']);
        if seen == 0 && noted && !CLOSING.is_match(&folded[folded.len().saturating_sub(12)..]) {
            continue;
        }
        seen += 1;
        let tail_at = folded.len().saturating_sub(12);
        if footer.closing.is_none()
            && seen <= 3
            && let Some(found) = CLOSING.find(&folded[tail_at..])
        {
            let text = &folded[tail_at..][found.range()];
            let length = text.trim_end_matches(|c: char| c != '.' && c != '/').len();
            let start = trim.start + tail_at + found.start();
            let span = Span::new(start, start + length.max(2));
            footer.closing = Some(context.field_with(span, "./.", 0.98));
        }
        if CLOSING_PARAGRAPH.is_match(folded) {
            extent.closing = line;
            break;
        }
        if seen >= 30 || (seen > 3 && footer.closing.is_none()) {
            break;
        }
        // A closing paragraph is the last one: stop at a blank line above it.
        if line > body && context.lines[line - 1].is_blank() && seen >= 1 {
            let above = (body..line - 1)
                .rev()
                .find(|l| !context.lines[*l].is_blank());
            let goes_on =
                above.is_some_and(|a| !context.folded_line(a).ends_with(['.', ';', ':', '/']));
            if !goes_on {
                break;
            }
        }
    }
}
