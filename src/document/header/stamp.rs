//! The stamp of incoming mail (*dấu đến*; document model §1.12): its number and date are not the document's.

use super::{Reader, code};
use crate::document::anchors::{self, pattern};
use crate::span::Span;

impl Reader<'_> {
    /// A line of the incoming stamp; true when it was one.
    pub(super) fn stamp_line(&mut self, line: usize) -> bool {
        pattern!(NUMBER = r"(?:^|\s)so\s*(?:den)?\s*[:.]*\s*(?P<n>\d{1,6})\b(?:\s|$|\.)");
        pattern!(DATE = r"ngay\s*(?:den)?\s*[:.]*\s*(?P<d>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})");
        pattern!(TO = r"chuyen\s*(?:den)?\s*[:.]+\s*(?P<t>\S.{0,60})");
        let context = self.context;
        let folded = anchors::head(context, line);
        if code::find(context, line, true).is_some() {
            return false;
        }
        let base = context.lines[line].trim.start;
        let stamp = self.header.incoming_stamp.get_or_insert_default();
        let mut hit = anchors::STAMP.is_match(folded);
        for (pattern, name, slot) in [
            (&NUMBER, "n", &mut stamp.number),
            (&DATE, "d", &mut stamp.date),
            (&TO, "t", &mut stamp.forwarded_to),
        ] {
            if let Some(m) = pattern.captures(folded).and_then(|c| c.name(name)) {
                let span = Span::new(base + m.start(), base + m.end());
                slot.get_or_insert_with(|| context.field(span, 0.8));
                hit = true;
            }
        }
        hit || (folded.len() < 30
            && anchors::begins_with_any(folded, &["so", "ngay", "chuyen", "luu", "gio", "den"])
            && folded.contains([':', '.']))
    }
}
