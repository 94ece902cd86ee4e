//! Where the title stands, and where a header without one ends.

use super::authority;
use super::pieces::motto_in;
use super::title::{self, Title};
use super::{code, place_date};
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;

pattern!(ABOUT = r#"^["'(]?(?:v\s?/\s?v\b|ve viec\b|v\.v\b|v/y\b|vv\b)\s*[:.]?"#);
pattern!(
    GAZETTE_LINE = r"^(?:van ban (?:quy pham phap luat|phap luat khac|hop nhat.*)|cong bao\b.*|phan van ban.*)$"
);

pattern!(
    /// `VĂN PHÒNG UBND TỈNH … Kính gửi:`, the label beside the words of a stamp.
    BESIDE_STAMP = r"[a-z(]\s*kinh gui\s*:[\s:.]*$"
);

/// How many non-blank lines a header has at most.
const MAX_LINES: usize = 90;

/// A letterhead stands at most so many lines below the headline of a page.
const MAX_HEADLINES: usize = 40;

/// Whether a line has the state name or its motto.
fn names_state(folded: &str) -> bool {
    folded.contains("cong hoa xa hoi") || motto_in(folded).is_some()
}

/// The line of the title, if the header has one.
pub fn find_title(context: &Context, first: usize, last: usize) -> Option<Title> {
    for fuzzy in [false, true] {
        let mut evidence = false;
        let mut seen = 0;
        for line in first..last {
            if context.lines[line].is_blank() {
                continue;
            }
            seen += 1;
            if seen > MAX_LINES {
                break;
            }
            let folded = anchors::head(context, line);
            if ends_header(folded) {
                break;
            }
            let running = GAZETTE_LINE.is_match(folded);
            if !running && let Some(title) = title::type_line(context, line, evidence, fuzzy) {
                return Some(title);
            }
            evidence |= folded.contains("cong hoa xa hoi")
                || motto_in(folded).is_some()
                || folded.contains("dang cong san viet nam")
                || code::find(context, line, true).is_some()
                || place_date::find(context, line, 0).is_some();
        }
    }
    None
}

/// Whether a line belongs to the text below the header.
pub(super) fn ends_header(folded: &str) -> bool {
    anchors::ADDRESSEES.is_match(folded)
        || anchors::STRONG_BASIS.is_match(folded)
        || anchors::LAW_UNIT.is_match(folded)
        || anchors::RECIPIENTS.is_match(folded)
}

/// Whether a line begins a basis: `Theo đề nghị …`, not `theo kiến nghị …` in the middle of a subject.
fn begins_basis(context: &Context, line: usize) -> bool {
    let small = |c: char| c.is_lowercase();
    anchors::BASIS.is_match(anchors::head(context, line)) && !context.line(line).starts_with(small)
}

/// Where a header without a title ends.
pub(super) fn header_end(context: &Context, first: usize, last: usize) -> usize {
    pattern!(HEADING = r"^(?:[ivx]{1,4}\s*[.\-]\s|1\s*[.)]\s|a\)\s)");
    let mut seen = 0;
    let mut after_last_anchor = first;
    for line in first..last {
        if context.lines[line].is_blank() {
            continue;
        }
        seen += 1;
        let folded = anchors::head(context, line);
        if ends_header(folded)
            || BESIDE_STAMP.is_match(folded)
            || seen > 1 && authority::authority_line(context, line)
        {
            return line;
        }
        if seen > 1
            && (HEADING.is_match(folded) || begins_basis(context, line))
            && folded.len() > 12
            && !ABOUT.is_match(folded)
        {
            return line;
        }
        let named = names_state(folded);
        let sentence = folded.len() > 90 && !context.is_capitals(context.lines[line].trim);
        // A sentence may name a day or another document's number: it is no letterhead.
        let anchored = named
            || code::find(context, line, true).is_some()
            || place_date::find(context, line, 0).is_some_and(|d| !sentence || d.place.is_some());
        if seen == 1 && sentence && !anchored && !ABOUT.is_match(folded) {
            // A page's headline stands above a letterhead; without one the text begins here.
            let below = line..last.min(line + MAX_HEADLINES);
            if !below.map(|l| anchors::head(context, l)).any(names_state) {
                return line;
            }
        }
        if anchored && seen < 40 {
            after_last_anchor = line + 1;
        }
        if seen > 40 {
            break;
        }
        // A whole sentence is text.
        if sentence && !anchored && !ABOUT.is_match(folded) && seen > 1 {
            return line.max(after_last_anchor);
        }
    }
    after_last_anchor
}
