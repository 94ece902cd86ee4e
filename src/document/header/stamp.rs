//! The stamp of incoming mail (*dấu đến*; document model §1.12): its number and date are not the document's.
//!
//! In a text it stands among the lines of the letterhead. On a page image it is kept out of the text,
//! and its lines come from the page.

use super::{Reader, code};
use crate::document::anchors::{self, pattern};
use crate::document::fold::fold;
use crate::document::types::{Field, FieldSource, IncomingStamp};
use crate::span::{BBox, Span};

pattern!(NUMBER = r"(?:^|\s)so\s*(?:den)?\s*[:.]*\s*(?P<n>\d{1,6})\b(?:\s|$|\.)");
pattern!(DATE = r"ngay\s*(?:den)?\s*[:.]*\s*(?P<d>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})");
pattern!(TO = r"chuyen\s*(?:den)?\s*[:.]+\s*(?P<t>[^\s.].{0,60})");

impl Reader<'_> {
    /// A line of the incoming stamp; true when it was one.
    pub(super) fn stamp_line(&mut self, line: usize) -> bool {
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

/// The stamp whose lines stand on a page (from 1) but not in the text: `None` where there are none.
///
/// Its fields have page and box, and no span. What is filled in by pen and does not look like a
/// number or a date is left `None`; the lines as read are kept.
pub fn on_page(page: usize, lines: &[(&str, BBox)]) -> Option<IncomingStamp> {
    let bbox = lines.iter().map(|line| line.1).reduce(BBox::union)?;
    let find = |pattern: &regex::Regex, name: &str| {
        lines.iter().find_map(|(line, bbox)| {
            let folded = fold(line);
            let found = pattern.captures(&folded)?.name(name)?;
            let value: String = line.chars().skip(found.start()).take(found.len()).collect();
            Some(Field {
                value: Some(value.clone()),
                raw: Some(value),
                source: FieldSource::Text,
                page: Some(page),
                bbox: Some(*bbox),
                confidence: 0.5,
                note: Some("read on the stamp, which is no part of the text".to_owned()),
                ..Field::default()
            })
        })
    };
    let text: Vec<&str> = lines.iter().map(|line| line.0).collect();
    Some(IncomingStamp {
        number: find(&NUMBER, "n"),
        date: find(&DATE, "d"),
        forwarded_to: find(&TO, "t"),
        page: Some(page),
        bbox: Some(bbox),
        raw: Some(text.join("\n")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_of_a_page_keeps_its_place_and_what_was_read_of_it() {
        let line = |text, y: f32| (text, BBox([40.0, y, 170.0, y + 12.0]));
        let stamp = on_page(
            1,
            &[
                line("CÔNG VĂN ĐẾN", 150.0),
                line("Số: 417", 165.0),
                line("Ngày 4đ....tháng", 180.0),
                line("Kính chuyển:.......", 195.0),
            ],
        )
        .unwrap();
        let number = stamp.number.unwrap();
        assert_eq!(number.value.as_deref(), Some("417"));
        assert_eq!((number.page, number.start), (Some(1), None));
        // What the pen wrote and nobody could read is not made up.
        assert_eq!((stamp.date, stamp.forwarded_to), (None, None));
        assert_eq!(stamp.bbox, Some(BBox([40.0, 150.0, 170.0, 207.0])));
        assert_eq!(stamp.raw.unwrap().lines().count(), 4);
        assert_eq!(on_page(1, &[]), None);
    }
}
