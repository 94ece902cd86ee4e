//! Date and issuer around a code.

use super::Mention;
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::references::issuer::issuer_at;
use crate::document::types::{DateKind, IssuerPosition};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Date and issuer behind position `from`, in either order; the mention's span grows with them.
pub fn complete(context: &Context, dates: &[Found], mention: &mut Mention, from: usize) {
    let mut end = from;
    if let Some(date) = date_behind(context, dates, end) {
        end = date.span.end;
        if context.folded[end..].starts_with(')') {
            end += 1;
        }
        mention.span.end = date.span.end;
        mention.date = Some(date);
    }
    if let Some(mut issuer) = issuer_behind(context, end) {
        if mention
            .doc_type
            .as_deref()
            .is_some_and(|t| t.ends_with("liên tịch"))
        {
            issuer.end = joint_issuers(context, issuer.end);
        }
        end = issuer.end;
        mention.span.end = end;
        mention.issuer = Some(issuer);
        mention.issuer_position = Some(IssuerPosition::After);
        if mention.date.is_none()
            && let Some(date) = date_behind(context, dates, end)
        {
            mention.span.end = date.span.end;
            mention.date = Some(date);
        }
    }
}

/// The position behind a page number that stands between two lines of a mention.
fn over_page(context: &Context, from: usize) -> usize {
    static PAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u)^ *\n\s*\d{1,3} *\n+ *").expect("a fixed pattern"));
    let end = (from + 160).min(context.folded.len());
    PAGE.find(&context.folded[from..end])
        .map_or(from, |m| from + m.end())
}

/// The date that follows a position with hardly a word between.
fn date_behind(context: &Context, dates: &[Found], from: usize) -> Option<Found> {
    let from = over_page(context, from);
    let date = &dates[dates.partition_point(|d| d.span.start < from)..].first()?;
    let between = context
        .folded
        .get(from..date.span.start)
        .filter(|b| b.len() <= 14)?;
    let word = between.trim_matches([' ', '\n', ',', '(']);
    let near = matches!(word, "" | "ra" | "ky" | "ban hanh" | "de" | "cua")
        && !between.contains("\n\n")
        && !between.contains('\t');
    let kind = matches!(
        date.kind,
        DateKind::Date | DateKind::DateIncomplete | DateKind::Year | DateKind::Month
    );
    (near && kind && word != "cua").then(|| (*date).clone())
}

/// The issuer behind a `của` at a position.
fn issuer_behind(context: &Context, from: usize) -> Option<Span> {
    let rest = &context.folded[from..(from + 14).min(context.folded.len())];
    let trimmed = rest.trim_start_matches([' ', '\n', ',']);
    let lead = rest.len() - trimmed.len();
    if lead == 0 || lead > 4 || rest[..lead].contains("\n\n") {
        return None;
    }
    let word = trimmed.split([' ', '\n']).next()?;
    if !is_of(word) {
        return None;
    }
    let at = from + lead + word.len();
    let blanks = context.folded[at..]
        .bytes()
        .take(3)
        .take_while(u8::is_ascii_whitespace)
        .count();
    (blanks > 0)
        .then(|| issuer_at(context, at + blanks))
        .flatten()
}

/// Whether a word is `của`, as OCR may leave it: c, one to three signs that it makes of ủ, an a.
fn is_of(word: &str) -> bool {
    let middle = word.strip_prefix('c').and_then(|w| w.strip_suffix('a'));
    middle.is_some_and(|m| {
        (1..=3).contains(&m.len()) && m.bytes().all(|b| matches!(b, b'u' | b'a' | b't' | b'i'))
    })
}

/// The end of a list of issuers (`Bộ trưởng Bộ A, Bộ trưởng Bộ B và …`) whose first one ends at `end`.
fn joint_issuers(context: &Context, mut end: usize) -> usize {
    for _ in 0..8 {
        let rest = &context.folded[end..(end + 8).min(context.folded.len())];
        let Some(lead) = [", ", ",\n", " va ", " - ", "\nva ", " va\n"]
            .iter()
            .find(|l| rest.starts_with(**l))
        else {
            break;
        };
        let Some(next) = issuer_at(context, end + lead.len()) else {
            break;
        };
        end = next.end;
    }
    end
}

/// `đề nghị của Sở … tại Tờ trình số …`: the issuer before the reference.
pub(super) fn issuer_before(context: &Context, mention: &mut Mention) {
    let from = mention.span.start.saturating_sub(170);
    let window = &context.folded[from..mention.span.start];
    let trimmed = window.trim_end_matches([' ', '\n']);
    let Some(head) = trimmed
        .strip_suffix("tai")
        .or_else(|| trimmed.strip_suffix("tai cac"))
    else {
        return;
    };
    let head = head.trim_end_matches([' ', '\n', ',']);
    let Some(of) = head.rfind("cua ").or_else(|| head.rfind("cua\n")) else {
        return;
    };
    let start = from + of + 4;
    let Some(issuer) = issuer_at(context, start) else {
        return;
    };
    if issuer.end == from + head.len() {
        mention.issuer = Some(issuer);
        mention.issuer_position = Some(IssuerPosition::Before);
    }
}
