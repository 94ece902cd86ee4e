//! Marks in the header: secrecy, urgency, circulation, draft, copy (document model §1.12).

use crate::document::anchors::pattern;
use crate::document::context::Context;
use crate::document::types::{Field, Header};
use crate::span::Span;

pattern!(SECURITY = r"^[(\[]?\s*(?:do mat\s*:?\s*)?(?P<m>tuyet mat|toi mat|mat)\s*[)\]]?[.\s]*$");
pattern!(
    URGENCY =
        r"^[(\[]?\s*(?P<m>hoa toc hen gio|hoa toc|thuong khan|khan|toi khan)\s*[)\]]?[.!\s]*$"
);
pattern!(
    CIRCULATION = r"^\(?(?P<m>xem xong tra lai|luu hanh noi bo|tai lieu hoi nghi|khong pho bien|tai lieu mat)\)?[.\s]*$"
);
pattern!(
    DRAFT = r"^\(?(?P<m>ban du thao|du thao)(?P<n>\s*\((?:lan )?(?:thu )?\d{1,2}\)|\s*(?:lan)?\s*(?:thu\s*)?\d{0,2})(?:\s*\(?ngay.{0,20})?\)?[.:\s]*$"
);
pattern!(
    COPY = r"^\(?(?P<m>sao y ban chinh|sao y|sao luc|trich sao|ban sao y|ban sao luc|ban trich sao|ban sao|sao nguyen van)\)?[.:\s]*$"
);

pattern!(
    /// How a system marks an electronic copy on its first line (Nghị định 30/2020/NĐ-CP, Phụ lục I): form, body, time.
    ELECTRONIC_COPY = r"^(?P<m>sao y|sao luc|trich sao)\s*;"
);

/// Reads the line that marks an electronic copy; its body and time are those of the copy.
pub fn read_electronic_copy(context: &Context, line: Span, header: &mut Header) -> bool {
    let mark = ELECTRONIC_COPY.captures(context.fold(line));
    let Some(mark) = mark.as_ref().and_then(|found| found.name("m")) else {
        return false;
    };
    let mark = Span::new(line.start + mark.start(), line.start + mark.end());
    header
        .copy_mark
        .get_or_insert_with(|| context.field(mark, 0.95));
    true
}

/// Reads a mark from a piece of the header; true when it was one.
/// Only short isolated pieces in capitals (or in a box) count, never running text.
pub fn read(context: &Context, piece: Span, header: &mut Header) -> bool {
    if piece.len() > 60 {
        return false;
    }
    let text = context.slice(piece);
    let capitals = crate::document::anchors::is_capitals(text);
    let folded = context.fold(piece);
    let field = |name: &str, found: &regex::Captures| -> Field {
        let part = found.name(name).map_or(0..0, |m| m.range());
        let span = Span::new(piece.start + part.start, piece.start + part.end);
        context.field(span, 0.95)
    };
    if capitals {
        for (pattern, slot) in [
            (&SECURITY, &mut header.security_level),
            (&URGENCY, &mut header.urgency_level),
            (&CIRCULATION, &mut header.circulation_note),
            (&COPY, &mut header.copy_mark),
        ] {
            if let Some(found) = pattern.captures(folded) {
                slot.get_or_insert_with(|| field("m", &found));
                return true;
            }
        }
    }
    let short_title = text.chars().next().is_some_and(char::is_uppercase) || text.starts_with('(');
    if short_title && let Some(found) = DRAFT.captures(folded) {
        let from = found.name("m").map_or(0, |m| m.start());
        let to = found.name("n").map_or(0, |m| m.end());
        let length = folded[from..to].trim_end().len();
        let span = Span::new(piece.start + from, piece.start + from + length);
        header
            .draft_mark
            .get_or_insert_with(|| context.field(span, 0.95));
        return true;
    }
    false
}
