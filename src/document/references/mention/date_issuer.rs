//! Date and issuer around a code.

use super::Mention;
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::references::issuer::issuer_at;
use crate::document::types::{DateKind, IssuerPosition};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// What a body does with its document: the words before it.
static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u)[ \n](?:da[ \n](?:co|gui|ky|ban[ \n]hanh|ky[ \n]ban[ \n]hanh)|co|ban[ \n]hanh)$",
    )
    .expect("a fixed pattern")
});

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

/// The issuer before the reference: `đề nghị của Sở … tại Tờ trình số …`, and with the day before it
/// `Ngày …, Cục … đã có Văn bản số …`.
pub(super) fn issuer_before(context: &Context, dates: &[Found], mention: &mut Mention) {
    let from = mention.span.start.saturating_sub(170);
    let window = &context.folded[from..mention.span.start];
    let trimmed = window.trim_end_matches([' ', '\n']);
    let word = |word| trimmed.strip_suffix(word);
    if let Some(head) = word("tai").or_else(|| word("tai cac")) {
        let head = head.trim_end_matches([' ', '\n', ',']);
        let of = head.rfind("cua ").or_else(|| head.rfind("cua\n"));
        let issuer = of.and_then(|of| issuer_at(context, from + of + 4));
        if let Some(issuer) = issuer.filter(|i| i.end == from + head.len()) {
            mention.issuer = Some(issuer);
            mention.issuer_position = Some(IssuerPosition::Before);
        }
    } else if let Some(issuer) = approved_by(context, from, trimmed) {
        mention.issuer = Some(issuer);
        mention.issuer_position = Some(IssuerPosition::Before);
    } else if let Some(found) = ISSUED.find(trimmed) {
        let head = &trimmed[..found.start()];
        // A clause of its own, a line, or what a day begins: `Ngày 05/3/2031 Cục … có Văn bản số …`.
        let clauses = head.match_indices([',', '.', ';', ':', '\n']);
        let days = dates[dates.partition_point(|d| d.span.end <= from)..].iter();
        let days = days
            .filter(|d| d.kind == DateKind::Date)
            .map(|d| d.span.end - from)
            .take_while(|at| *at < head.len());
        // `2- UBND huyện ban hành …`
        let unit = context
            .paragraph_at(mention.span.start)
            .map(|p| p.content.start);
        let unit = unit.and_then(|start| start.checked_sub(from));
        let unit = unit.filter(|at| *at < head.len());
        let mut starts = clauses
            .map(|(at, sign)| at + sign.len())
            .chain(days)
            .chain(unit);
        let issuer = starts.find_map(|at| {
            let name = head[at..].trim_start_matches([' ', '\n', '-', '+']);
            let blanks = head[at..].len() - name.len();
            issuer_at(context, from + at + blanks).filter(|i| i.end == from + head.len())
        });
        let Some(issuer) = issuer else { return };
        mention.issuer = Some(issuer);
        mention.issuer_position = Some(IssuerPosition::Before);
        let before = dates.partition_point(|d| d.span.end <= issuer.start);
        let day = before.checked_sub(1).map(|at| &dates[at]);
        let day = day.filter(|d| {
            let between = &context.folded[d.span.end..issuer.start];
            d.kind == DateKind::Date && matches!(between, ", " | ",\n" | " " | "\n")
        });
        mention.date = mention.date.take().or_else(|| day.cloned());
    }
}

/// The body in `được Chủ tịch UBND tỉnh A phê duyệt theo` right before a reference; `window` begins at `from`.
fn approved_by(context: &Context, from: usize, window: &str) -> Option<Span> {
    static DID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?-u)^(?:[ \n]\([a-z0-9 ,\n~-]{1,40}\))?[ \n](?:phe[ \n]duyet|phe[ \n]chuan|ban[ \n]hanh|cong[ \n]nhan",
            r"|thanh[ \n]lap|cho[ \n]phep[ \n]thanh[ \n]lap|thong[ \n]qua)[ \n](?:theo|tai)$"
        ))
        .expect("a fixed pattern")
    });
    let by = window.rfind("duoc ").or_else(|| window.rfind("duoc\n"))?;
    let issuer = issuer_at(context, from + by + "duoc ".len())?;
    let behind = window.get(issuer.end.checked_sub(from)?..)?;
    DID.is_match(behind).then_some(issuer)
}
