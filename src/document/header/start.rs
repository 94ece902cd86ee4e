//! Where the letterhead begins below the lines of a web page: its menu, headline and summary.

use super::extent::{ABOUT, ends_header};
use super::{DIGITAL, SIGNING_TIME, code};
use crate::document::anchors;
use crate::document::context::Context;
use crate::lexicon;
use crate::span::Span;

/// The letterhead is looked for in so many lines.
const TOP: usize = 60;
/// A line as long as this, not in capitals, is a sentence.
const SENTENCE: usize = 70;
/// A document's name with as many words is a headline.
const HEADLINE_WORDS: usize = 6;

/// The first line below the page's own lines; `first` where there are none.
pub fn find(context: &Context, first: usize) -> usize {
    let top = first..context.lines.len().min(first + TOP);
    let Some(name) = top.clone().find(|l| names_state(context, *l)) else {
        return first;
    };
    let page = (first..name)
        .rev()
        .find(|l| is_of_page(context, *l))
        .filter(|last| !(first..*last).any(|l| is_of_document(context, l)));
    page.map_or(first, |last| last + 1)
}

/// State name or Party title in capitals.
fn names_state(context: &Context, line: usize) -> bool {
    let folded = anchors::head(context, line);
    let start = context.lines[line].trim.start;
    let names = [
        "cong hoa xa hoi chu nghia viet nam",
        "dang cong san viet nam",
    ];
    names.iter().any(|name| {
        let at = folded.find(name);
        at.is_some_and(|at| context.is_capitals(Span::new(start + at, start + at + name.len())))
    })
}

/// A sentence, or the name of a document as a headline has it.
fn is_of_page(context: &Context, line: usize) -> bool {
    let trim = context.lines[line].trim;
    let folded = anchors::head(context, line);
    let name = (1..=3).rev().find(|n| {
        let words: Vec<&str> = folded.splitn(n + 1, ' ').take(*n).collect();
        lexicon::doc_type(&words.join(" ")).is_some()
    });
    let headline = name.is_some() && folded.split(' ').count() >= HEADLINE_WORDS;
    !context.is_capitals(trim)
        && (trim.len() >= SENTENCE || headline)
        && !DIGITAL.is_match(folded)
        && !SIGNING_TIME.is_match(folded)
}

/// What stands in a document and not above it.
fn is_of_document(context: &Context, line: usize) -> bool {
    let folded = anchors::head(context, line);
    ends_header(folded)
        || ABOUT.is_match(folded)
        || folded.starts_with('s') && code::find(context, line, false).is_some()
}
