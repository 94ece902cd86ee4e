//! What some documents say at their end: the code of a consolidated text, the day a law was passed.

use super::anchors::pattern;
use super::context::Context;
use super::footer;
use super::header::{code, place_date};
use crate::span::Span;

pattern!(PASSED = r"\bthong qua (?:vao )?(?P<d>ngay \d{1,2} thang)");

/// Fills in code, place and date that the letterhead lacks.
pub fn read(context: &mut Context, footer: &footer::Extent) {
    consolidated(context, footer);
    passed(context, footer);
    over_signature(context, footer);
}

/// Whether the letterhead gave a day of issue, or another reader here did.
fn is_dated(context: &Context) -> bool {
    let date = context.header.issue_date.as_ref();
    date.is_some_and(|d| !d.field.is_missing())
}

/// `Hà Nội, ngày 21 tháng 9 năm 2000` on a line of its own over the signature.
fn over_signature(context: &mut Context, footer: &footer::Extent) {
    if is_dated(context) {
        return;
    }
    let mut lines = (0..footer.start)
        .rev()
        .filter(|l| !context.lines[*l].is_blank())
        .take(2);
    let whole = lines.find_map(|line| {
        let trim = context.lines[line].trim;
        let found = place_date::find(context, line, trim.start)?;
        let place = found.place.filter(|place| place.start == trim.start)?;
        // A date that the line's end cuts goes on below.
        let end = trim.end.max(found.date_span.end);
        let alone = context.fold(Span::new(found.date_span.end, end));
        (alone.trim_matches(['.', ' ', '/']).is_empty()).then_some((place, found.date))
    });
    if let Some((place, date)) = whole {
        context.header.place = Some(context.field(place, 0.9));
        context.header.issue_date = Some(date);
    }
}

/// `XÁC THỰC VĂN BẢN HỢP NHẤT` with number and date below it.
fn consolidated(context: &mut Context, footer: &footer::Extent) {
    if context.header.code.symbol.is_some() {
        return;
    }
    let last = context.lines.len();
    let from = footer.start.saturating_sub(20);
    let Some(line) = (from..last.min(footer.end + 5)).find(|l| {
        context
            .folded_line(*l)
            .contains("xac thuc van ban hop nhat")
    }) else {
        return;
    };
    // The number stands above or below these words.
    for below in line.saturating_sub(3).max(from)..last.min(line + 8) {
        let mut behind = 0;
        if context.header.code.symbol.is_none()
            && let Some(found) = code::find(context, below, false)
        {
            behind = found.span.end;
            context.header.code = found.code;
        }
        if below < line {
            continue;
        }
        if !is_dated(context)
            && let Some(found) = place_date::find(context, below, behind)
        {
            context.header.place = found.place.map(|p| context.field(p, 0.9));
            context.header.issue_date = Some(found.date);
        }
    }
}

/// `Luật này được Quốc hội … thông qua ngày …`: laws carry no date in the letterhead.
fn passed(context: &mut Context, footer: &footer::Extent) {
    let law = context
        .header
        .doc_type
        .as_ref()
        .is_some_and(|t| matches!(t.text(), "Luật" | "Bộ luật" | "Pháp lệnh" | "Nghị quyết"));
    if is_dated(context) || !law {
        return;
    }
    let lines = (0..footer.start)
        .rev()
        .filter(|l| !context.lines[*l].is_blank())
        .take(4);
    for line in lines {
        let folded = super::anchors::head(context, line);
        let Some(found) = PASSED.captures(folded).and_then(|c| c.name("d")) else {
            continue;
        };
        let from = context.lines[line].trim.start + found.start();
        if let Some(mut date) = place_date::find(context, line, from) {
            date.date.field.confidence = 0.9;
            date.date.field.note = Some("the day it was passed".to_owned());
            context.header.issue_date = Some(date.date);
            return;
        }
    }
}
