//! One mention of a document, put together around its code: type before it, date and issuer behind it.

mod date_issuer;
mod doc_type;
mod list;

use super::code::{self, Code};
use crate::document::context::Context;
use crate::document::dates::scan::Found;
use crate::document::types::{IssuerPosition, Locator, ReferenceKind, ZoneKind};
use crate::span::Span;

pub use date_issuer::complete;
pub use doc_type::amending_start;
pub use list::OfList;

use date_issuer::issuer_before;
use doc_type::{is_law, type_and_body_before, type_before};
use list::{listed, share_end};

/// A mention of a document, in positions of the parsed text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mention {
    /// From type (or code) through issuer.
    pub span: Span,
    /// What it points to.
    pub kind: ReferenceKind,
    /// The type as the text says it, in sentence case.
    pub doc_type: Option<String>,
    /// The code.
    pub code: Option<Code>,
    /// The date of the document.
    pub date: Option<Found>,
    /// The issuer.
    pub issuer: Option<Span>,
    /// Where the issuer stands.
    pub issuer_position: Option<IssuerPosition>,
    /// The date and the issuer that a list gives all its codes at its end.
    pub of_list: OfList,
    /// What the cited document is about.
    pub subject: Option<Span>,
    /// Places inside the cited document.
    pub locators: Vec<Locator>,
    /// The unit of this document that is meant.
    pub target_path: Option<String>,
}

/// All mentions of documents with codes, in order.
pub fn coded(context: &Context, dates: &[Found]) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut list = 0;
    for code in code::scan(context) {
        if is_of_the_frame(context, &code) {
            continue;
        }
        let Some(head) = head(context, &code, mentions.last()) else {
            continue;
        };
        let mut mention = Mention {
            span: Span::new(head.start, code.span.end),
            doc_type: head.doc_type,
            ..Mention::default()
        };
        complete(context, dates, &mut mention, code.span.end);
        mention.code = Some(code);
        if let Some(issuer) = head.issuer {
            mention.issuer = Some(issuer);
            mention.issuer_position = Some(IssuerPosition::After);
        }
        if mention.issuer.is_none() {
            issuer_before(context, dates, &mut mention);
        }
        // `Văn bản số … kèm theo Báo cáo số … của Công ty …`
        if let Some(before) = mentions.last_mut()
            && before.issuer.is_none()
            && context
                .folded
                .get(before.span.end..mention.span.start)
                .is_some_and(|between| between.trim() == "kem theo")
        {
            before.issuer = mention.issuer;
            before.issuer_position = mention.issuer_position;
        }
        mentions.push(mention);
        if head.is_listed {
            share_end(context, &mut mentions[list..]);
        } else {
            list = mentions.len() - 1;
        }
    }
    mentions
}

/// How a mention begins.
struct Head {
    start: usize,
    doc_type: Option<String>,
    /// The body named between type and number.
    issuer: Option<Span>,
    /// Whether it goes on with a list, and has its type from the code before.
    is_listed: bool,
}

/// What the words before a code make of it; nothing where they do not say that it is one, and its symbol
/// does not, either.
fn head(context: &Context, code: &Code, previous: Option<&Mention>) -> Option<Head> {
    let (before, number_word) = type_before(context, code);
    // `theo Mẫu số 01/XLN`: the number of a form.
    if number_word && before.is_none() && numbers_a_form(context, code) {
        return None;
    }
    let (before, issuer) = match before {
        Some(before) => (Some(before), None),
        None => type_and_body_before(context, code).unzip(),
    };
    let mut head = Head {
        start: before.as_ref().map_or(code.span.start, |t| t.start),
        doc_type: before.as_ref().and_then(|t| t.name).map(str::to_owned),
        issuer,
        is_listed: false,
    };
    if head.doc_type.as_deref().is_some_and(is_law)
        && let Some(amending) = amending_start(context, head.start)
    {
        head.start = amending;
        head.doc_type = Some("Luật".to_owned());
    }
    if let Some(previous) = previous {
        if head.start < previous.span.end {
            head.start = code.span.start;
            (head.doc_type, head.issuer) = (None, None);
        }
        if head.doc_type.is_none()
            && before.is_none_or(|t| t.start < previous.span.end)
            && listed(context, previous.span.end, code.span.start)
        {
            head.doc_type = previous.doc_type.clone();
            head.is_listed = true;
            head.start = number_word_before(context, code).unwrap_or(head.start);
        }
    }
    let typed = head.doc_type.is_some() || head.start < code.span.start;
    (typed || head.is_listed || number_word || code.is_known()).then_some(head)
}

/// Where the `số` right before a code stands.
fn number_word_before(context: &Context, code: &Code) -> Option<usize> {
    let before = context.folded[..code.span.start].trim_end_matches([' ', '\n', ':']);
    let at = before.strip_suffix("so")?.len();
    let apart = context.folded[..at].ends_with([' ', '\n', ',', '(']);
    apart.then_some(at)
}

/// Whether a code numbers the document itself or a form in it.
fn is_of_the_frame(context: &Context, code: &Code) -> bool {
    match context.zone_at(code.span.start) {
        ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature => true,
        ZoneKind::Appendix => numbers_a_letterhead(context, code),
        _ => false,
    }
}

/// Whether `mẫu số` or `biểu số` stands before a code.
fn numbers_a_form(context: &Context, code: &Code) -> bool {
    let number = number_word_before(context, code).unwrap_or(code.span.start);
    let before = context.folded[..number].trim_end_matches([' ', '\n']);
    let word = before.rsplit([' ', '\n', '(']).next();
    matches!(word, Some("mau" | "bieu"))
}

/// `Số 57-BSL/VPTU` at the head of a line below the document: the number of a copy or a form.
fn numbers_a_letterhead(context: &Context, code: &Code) -> bool {
    let start = context.lines[context.line_at(code.span.start)].trim.start;
    let label = context.fold(Span::new(start, code.span.start));
    matches!(
        label.trim_end().trim_end_matches([':', '.']).trim_end(),
        "so"
    )
}

#[cfg(test)]
mod tests {
    use crate::document::parse;
    use crate::restore::Restored;

    #[test]
    fn a_law_keeps_the_words_of_its_name() {
        for law in [
            "Luật Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng số 69/2020/QH14",
            "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
            "Luật sửa đổi, bổ sung một số điều của Luật Lưu trữ và Luật Thư viện số 90/2025/QH15",
        ] {
            let text = format!("KẾ HOẠCH\nThử\n\nI. CĂN CỨ\n1. Thực hiện {law} về quản lý.\n");
            let document = parse(&Restored::unchanged(text));
            let raw: Vec<_> = document
                .legal_references
                .iter()
                .map(|r| r.raw.clone())
                .collect();
            assert_eq!(raw, [Some(law.to_owned())]);
        }
    }
}
