//! What a cited document is about: from `về`, `phê duyệt`, … to the end of the clause or the closing quote.

use super::issuer::issuer_at;
use super::mention::Mention;
use crate::document::context::Context;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Longest subject, in code points.
const LONGEST: usize = 900;

static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = VERBS.replace(' ', r"[ \n]+");
    let pattern = format!(
        r#"(?-u)^[ \n]{{0,2}}(?:,[ \n])?(?:((?:ve[ \n]+viec|ve)[ \n]+)|(?:{verbs})\b|(\(?"))"#
    );
    Regex::new(&pattern).expect("a fixed pattern")
});

/// Words with which a subject begins without `về`; a line may end between two of them.
const VERBS: &str = concat!(
    "phe duyet|ban hanh|quy dinh|sua doi|bo sung|thuc hien|giao|huong dan|cong bo|thanh lap|trien khai|",
    "dieu chinh|bai bo|thay the|keo dai|tiep tuc|tong ket|xu phat|phan cong|uy quyen|cho phep"
);

/// The subject that follows a mention, and its end. `others` are the starts of the mentions behind it.
pub fn subject_of(context: &Context, mention: &Mention, others: &[usize]) -> Option<Span> {
    let from = mention.span.end;
    let window = &context.folded[from..(from + 40).min(context.folded.len())];
    let captures = LEAD.captures(window)?;
    let lead = captures.get(0)?;
    let start = match captures.get(1) {
        Some(about) => from + about.end(),
        None => from + lead.end() - lead.as_str().trim_start_matches([' ', '\n', ',']).len(),
    };
    let end = end_of(context, start, others);
    (end > start + 2).then(|| Span::new(start, end))
}

/// The end of a subject: a sentence mark or a closing quote that was not opened inside it.
fn end_of(context: &Context, start: usize, others: &[usize]) -> usize {
    let limit = (start + LONGEST).min(context.folded.len());
    let bytes = &context.folded.as_bytes()[..limit];
    let mut depth = 0i32;
    let mut end = start;
    let quoted = bytes.get(start).is_some_and(|b| matches!(b, b'"' | b'('));
    let mut nested = false;
    let zone = context.zone_at(start);
    let mut others = others.iter().copied().peekable();
    let text: Vec<char> = context.slice(Span::new(start, limit)).chars().collect();
    for (offset, c) in text.iter().enumerate() {
        let at = start + offset;
        while others.peek().is_some_and(|o| *o < at) {
            others.next();
        }
        if others.peek() == Some(&at) && depth == 0 {
            // A document named behind `và` or a comma stands beside this one, not inside its subject,
            // unless the subject already cites another.
            let before = context.folded[start..at].trim_end();
            if !nested
                && (before.ends_with(" va") || before.ends_with("\nva") || before.ends_with(','))
            {
                end = start + before.len() - if before.ends_with(',') { 1 } else { 2 };
                break;
            }
            nested = true;
        }
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            '"' => {
                depth += if depth > 0 && closes(&text, offset) {
                    -1
                } else {
                    1
                }
            }
            _ => {}
        }
        if depth < 0 {
            break;
        }
        let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
        let stop = depth == 0
            && match bytes[at] {
                b';' | b':' | b'\t' => true,
                b'.' => next.is_ascii_whitespace() || next == b'/',
                b'\n' => next == b'\n' || context.zone_at(at + 1) != zone,
                _ => false,
            };
        if stop {
            break;
        }
        end = at + 1;
        if quoted && depth == 0 && matches!(c, '”' | '"') {
            break;
        }
    }
    let trimmed = context.folded[start..end].trim_end_matches(EDGE);
    start + without_lead_in(context, start, trimmed)
}

/// Blanks and marks that are no part of a subject's end.
const EDGE: [char; 4] = [' ', '\n', ',', '.'];

/// The length of a subject without what leads in the words of this document: `…, cụ thể như sau`,
/// `…, Sở Nội vụ báo cáo như sau`.
fn without_lead_in(context: &Context, start: usize, subject: &str) -> usize {
    let Some(rest) = subject.strip_suffix("nhu sau") else {
        return subject.len();
    };
    let clause = rest.rmatch_indices(", ").find(|(at, _)| {
        let clause = &rest[at + 2..];
        ["cu the", "voi noi dung", "voi cac noi dung"]
            .iter()
            .any(|w| clause.starts_with(w))
            || issuer_at(context, start + at + 2).is_some()
    });
    let end = clause.map_or(rest, |(at, _)| &rest[..at]);
    end.trim_end_matches(EDGE).len()
}

/// Whether a straight quote closes: nothing or a letter stands before it, and no letter behind.
fn closes(text: &[char], at: usize) -> bool {
    !text.get(at + 1).is_some_and(|c| c.is_alphanumeric())
}
