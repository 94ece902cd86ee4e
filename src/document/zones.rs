//! Which line plays which part (document model §0).

use super::context::Context;
use super::types::{Zone, ZoneKind};
use crate::span::Span;

/// Where the zones begin, as line indices in ascending order; `None` for a zone that is not there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bounds {
    /// First line of the document (what stands before is chrome).
    pub first: usize,
    /// First line of the title.
    pub title: Option<usize>,
    /// First line after header and title.
    pub header_end: usize,
    /// First line of the body.
    pub body: usize,
    /// First line of the closing paragraph.
    pub closing: usize,
    /// First line of recipients or signature.
    pub footer: usize,
    /// The lines of the recipients.
    pub recipients: Option<(usize, usize)>,
    /// First line after the footer.
    pub end: usize,
    /// Whether what follows the footer is chrome and not an appendix.
    pub chrome_after: bool,
}

/// Gives every line its zone.
pub fn assign(context: &mut Context, bounds: &Bounds) {
    let last = context.lines.len();
    let subject = context.header.subject.as_ref();
    let subject = subject.and_then(|s| Some(context.parsed(Span::new(s.start?, s.end?))));
    let mut zones = vec![ZoneKind::Body; last];
    let mut fill = |from: usize, to: usize, kind: ZoneKind| {
        for zone in zones.iter_mut().take(to.min(last)).skip(from) {
            *zone = kind;
        }
    };
    fill(0, bounds.first, ZoneKind::Chrome);
    fill(bounds.first, bounds.header_end, ZoneKind::Header);
    if let Some(title) = bounds.title {
        fill(title, bounds.header_end, ZoneKind::Title);
    }
    if bounds.title.is_none() {
        // The subject of a letter stands under its number; a line that it shares with the date is the header's.
        let own = |l: &usize| {
            let trim = context.lines[*l].trim;
            !trim.is_empty() && subject.is_some_and(|s| s.start <= trim.start && trim.end <= s.end)
        };
        for line in (bounds.first..bounds.header_end).filter(own) {
            fill(line, line + 1, ZoneKind::Title);
        }
    }
    fill(bounds.header_end, bounds.body, ZoneKind::Preamble);
    fill(bounds.body, bounds.closing, ZoneKind::Body);
    // Blank lines between belong to the preamble.
    if bounds.body > bounds.header_end {
        let text = (bounds.body..bounds.closing).find(|l| !context.lines[*l].is_blank());
        fill(bounds.body, text.unwrap_or(bounds.body), ZoneKind::Preamble);
    }
    fill(bounds.closing, bounds.footer, ZoneKind::Closing);
    fill(bounds.footer, bounds.end, ZoneKind::Signature);
    if let Some((from, to)) = bounds.recipients {
        fill(from, to, ZoneKind::Recipients);
    }
    let after = if bounds.chrome_after {
        ZoneKind::Chrome
    } else {
        ZoneKind::Appendix
    };
    fill(bounds.end, last, after);
    // Blank lines at the end of the footer belong to it.
    if let Some(from) = (bounds.end..last).find(|l| !context.lines[*l].is_blank()) {
        for zone in zones.iter_mut().take(from).skip(bounds.end) {
            *zone = ZoneKind::Signature;
        }
    } else {
        for zone in zones.iter_mut().skip(bounds.end) {
            *zone = ZoneKind::Signature;
        }
        if bounds.footer >= last {
            for zone in zones.iter_mut().skip(bounds.end) {
                *zone = ZoneKind::Body;
            }
        }
    }
    context.zone_of_line = zones;
}

/// The stretches of lines with one zone; the pieces of a row (`- Lưu: VT. | CHỦ TỊCH`) go with its first.
pub fn list(context: &Context) -> Vec<Zone> {
    let mut list: Vec<Zone> = Vec::new();
    for (index, zone) in context.zone_of_line.iter().enumerate() {
        let span = context.lines[index].span;
        match list.last_mut() {
            Some(last) if last.zone == *zone || last.line_end == context.line_number(index) => {
                last.line_end = context.line_number(index);
                last.end = span.end;
            }
            _ => list.push(Zone {
                zone: *zone,
                line_start: context.line_number(index),
                line_end: context.line_number(index),
                start: span.start,
                end: span.end,
            }),
        }
    }
    for zone in &mut list {
        let original = context.original(Span::new(zone.start, zone.end));
        (zone.start, zone.end) = (original.start, original.end);
    }
    // The lines of a row with bars that were read as one are its zone's.
    for at in 1..list.len() {
        let next = list[at].line_start;
        let zone = &mut list[at - 1];
        zone.line_end = zone.line_end.max(next - 1);
    }
    list
}
