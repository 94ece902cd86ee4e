//! Codes one after another in a list: what they share.

use super::Mention;
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::lexicon::System;
use crate::span::Span;

/// What the end of a list says of a code before it: `các Quyết định số 12/QĐ-UBND, 13/QĐ-UBND ngày
/// 03/4/2024 của UBND tỉnh`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OfList {
    /// The date, of codes whose numbers follow close upon one another.
    pub date: Option<Found>,
    /// The issuer.
    pub issuer: Option<Span>,
}

/// Whether the word before a list says that there are several.
fn is_plural(context: &Context, start: usize) -> bool {
    let before = context.folded[..start].trim_end_matches([' ', '\n']);
    before
        .strip_suffix("cac")
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// So far apart two numbers may be that were given on one day.
const ONE_DAY: u32 = 5;

/// Gives the undated codes of a list of several what its last mention says at its end. Decisions whose numbers follow
/// upon one another are of one day; the Party's run too slowly for that, and no date is better than a wrong one.
pub(super) fn share_end(context: &Context, list: &mut [Mention]) {
    let Some((last, before)) = list.split_last_mut() else {
        return;
    };
    if before
        .first()
        .is_none_or(|first| !is_plural(context, first.span.start))
    {
        return;
    }
    let number = |m: &Mention| m.code.as_ref().and_then(|c| c.number.parse::<u32>().ok());
    let slow = last.code.as_ref().is_none_or(|c| c.system == System::Party);
    let mut near = last.date.clone().filter(|_| !slow);
    let mut next = number(last);
    for mention in before.iter_mut().rev() {
        if mention.date.is_some() || mention.issuer.is_some() {
            break;
        }
        let here = number(mention);
        let apart = |(a, b): (u32, u32)| a.abs_diff(b) > ONE_DAY;
        if here.zip(next).is_none_or(apart) {
            near = None;
        }
        next = here;
        mention.of_list = OfList {
            date: near.clone(),
            issuer: last.issuer,
        };
    }
}

/// Whether only commas, `và` and `số` stand between two codes of a list.
pub(super) fn listed(context: &Context, from: usize, to: usize) -> bool {
    let between = context.folded.get(from..to).unwrap_or_default();
    from <= to
        && to - from <= 16
        && between
            .split(|c: char| c.is_ascii_whitespace() || matches!(c, ',' | ';'))
            .all(|w| matches!(w, "" | "va" | "so" | "hoac" | "cac"))
        && !between.contains("\n\n")
}
