//! Capitals that a font drew and the text has not.
//!
//! Fonts like `.VnTimeH` draw small letters as capitals; a text taken out of them has `cộng hoà xã hội chủ
//! nghĩa Việt nam`, and so with bodies, titles and positions. Where the state name shows it, the fixed parts of
//! the frame get their capitals back, letter for letter: every position stays.

use super::anchors;
use super::context::Context;
use super::footer::{office, recipients};
use super::header::{authority, letterhead, split_columns};
use super::preamble::is_formula_above_unit;
use crate::lexicon;
use crate::span::Span;

/// The state name stands in this many lines.
const TOP: usize = 60;
/// Title, authority and formula stand in this many lines below it.
const FRAME: usize = 80;
/// The signature stands in this many lines from the label of the recipients on, and before it.
const TAIL: (usize, usize) = (3, 40);

/// Gives a text its capitals back, where its state name has lost them.
pub fn give_back(context: &mut Context) {
    let Some((line, name)) = lost_name(context) else {
        return;
    };
    let Some(motto) = motto_below(context, line) else {
        return;
    };
    let mut spans = vec![name];
    spans.extend(bodies(context, motto, name));
    let last = context.lines.len().min(line + FRAME);
    let titles = (line + 1..last).find(|l| is_title(context, *l));
    let frame = (line + 1..last).filter(|l| {
        authority::decides(context, *l) || is_formula_above_unit(context, *l) || titles == Some(*l)
    });
    spans.extend(frame.map(|l| context.lines[l].trim));
    spans.extend(signers(context, line));
    for span in spans {
        context.raise(span);
    }
}

/// The state name and its line, where it is printed neither in capitals nor as in a sentence.
fn lost_name(context: &Context) -> Option<(usize, Span)> {
    let last = context.lines.len().min(TOP);
    (0..last).find_map(|line| {
        let folded = anchors::head(context, line);
        if !folded.contains("cong hoa xa hoi") {
            return None;
        }
        let (at, _) = anchors::find_anchor(folded, "cong hoa xa hoi chu nghia viet nam", 0.9)?;
        let start = context.lines[line].trim.start;
        let name = Span::new(start + at.start, start + at.end);
        let text = context.slice(name);
        let in_sentence = text.starts_with('C') && text.ends_with("Nam") && text.contains("Việt");
        let lost = at.end == folded.len() && anchors::capital_share(text) < 0.5 && !in_sentence;
        lost.then_some((line, name))
    })
}

/// The line of the motto that belongs to a state name; running text has none.
fn motto_below(context: &Context, line: usize) -> Option<usize> {
    (line..context.lines.len().min(line + 7)).find(|l| context.folded_line(*l).contains("doc lap"))
}

/// The names of bodies, down to the line of the motto: beside or between the two, each first on its line.
fn bodies(context: &Context, motto: usize, name: Span) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for line in &context.lines[..=motto] {
        let mut pieces = Vec::new();
        let trim = line.trim;
        let end = if trim.overlaps(name) {
            name.start
        } else {
            trim.end
        };
        split_columns(context, Span::new(trim.start, end), &mut pieces);
        let body = pieces.first().copied().filter(|p| {
            let folded = context.fold(*p);
            p.len() <= 80
                && !folded.contains(|c: char| c.is_ascii_digit())
                && letterhead::names_body(folded, !found.is_empty())
        });
        found.extend(body);
    }
    found
}

fn is_title(context: &Context, line: usize) -> bool {
    let folded = context.folded_line(line);
    let words = folded.split(" cua ").next().unwrap_or_default();
    folded.len() <= 90 && lexicon::doc_type(words).is_some()
}

/// Capacities and positions around the recipients.
fn signers(context: &Context, top: usize) -> Vec<Span> {
    let last = context.lines.len();
    let label = (top..last).find(|l| recipients::is_label(context, *l));
    let from = label
        .unwrap_or(last.saturating_sub(TAIL.1))
        .saturating_sub(TAIL.0);
    let mut found = Vec::new();
    for line in from.max(top)..last.min(from + TAIL.1) {
        let trim = context.lines[line].trim;
        // `Nơi nhận: kt. Bộ trưởng`
        let label = anchors::RECIPIENTS.find(anchors::head(context, line));
        let rest = Span::new(trim.start + label.map_or(0, |m| m.end()), trim.end);
        let mut pieces = Vec::new();
        split_columns(context, rest, &mut pieces);
        found.extend(
            pieces
                .into_iter()
                .filter(|p| office::is_office(context, *p)),
        );
    }
    found
}
