//! State name, motto and Party title (*quốc hiệu, tiêu ngữ*; document model §1.1, §1.14).

use super::Reader;
use super::pieces::motto_in;
use crate::document::anchors::{self, pattern};
use crate::document::types::{Field, FieldSource};
use crate::span::Span;

pattern!(
    UNION_BESIDE =
        r"^[a-z ]*\bdoan [a-z ]+ (?P<title>doan (?:tncs|thanh nien cong san) ho chi minh)$"
);

impl Reader<'_> {
    /// Cuts state name, motto and Party title out of a line.
    pub(super) fn anchored(&mut self, line: usize) -> Vec<Span> {
        let context = self.context;
        let trim = context.lines[line].trim;
        let folded = anchors::head(context, line);
        let mut cuts = Vec::new();
        let take = |cuts: &mut Vec<Span>,
                    slot: &mut Option<Field>,
                    anchor: &str,
                    value: &str,
                    ratio: f64,
                    capitals: bool| {
            if slot.as_ref().is_some_and(|f| !f.is_missing()) {
                // A second letterhead on another column: cut it all the same.
                if let Some((at, _)) = anchors::find_anchor(folded, anchor, 0.95) {
                    cuts.push(Span::new(trim.start + at.start, trim.start + at.end));
                }
                return;
            }
            let Some((at, score)) = anchors::find_anchor(folded, anchor, ratio) else {
                return;
            };
            let span = Span::new(trim.start + at.start, trim.start + at.end);
            let share = anchors::capital_share(context.slice(span));
            // A font of capitals loses all of them; running text has some.
            let lost = score == 1.0 && share == 0.0;
            if capitals && share < 0.6 && !lost {
                return;
            }
            let mut field = context.field_with(span, value, score as f32 * 0.99);
            let raw = field.raw.as_deref().unwrap_or_default();
            let printed = |s: &str| -> String {
                s.to_uppercase()
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .collect()
            };
            let same = printed(raw) == printed(value)
                || printed(raw) == printed(&value.replace('Ò', "O").replace('A', "À"));
            if (score < 1.0 || !same) && field.source == FieldSource::Text {
                field.source = FieldSource::Restored;
            }
            *slot = Some(field);
            cuts.push(span);
        };
        take(
            &mut cuts,
            &mut self.header.national_name,
            "cong hoa xa hoi chu nghia viet nam",
            anchors::NATIONAL_NAME,
            0.8,
            true,
        );
        let motto = if folded.contains("tu do") {
            motto_in(folded)
        } else {
            None
        };
        match motto {
            Some(at) => {
                let span = Span::new(trim.start + at.start, trim.start + at.end);
                if self.header.national_motto.is_none() {
                    self.header.national_motto =
                        Some(context.field_with(span, anchors::NATIONAL_MOTTO, 0.99));
                }
                cuts.push(span);
            }
            None => take(
                &mut cuts,
                &mut self.header.national_motto,
                "doc lap - tu do - hanh phuc",
                anchors::NATIONAL_MOTTO,
                0.7,
                false,
            ),
        }
        take(
            &mut cuts,
            &mut self.header.party_title,
            "dang cong san viet nam",
            anchors::PARTY_TITLE,
            0.85,
            true,
        );
        cuts.extend(self.broken_party_title(line));
        // `BCH ĐOÀN TỈNH …   ĐOÀN TNCS HỒ CHÍ MINH`: the Union's own name beside that of one of its bodies.
        if let Some(title) = UNION_BESIDE.captures(folded).and_then(|c| c.name("title")) {
            let span = Span::new(trim.start + title.start(), trim.start + title.end());
            let field = context.field_with(span, context.slice(span), 0.95);
            self.header.party_title.get_or_insert(field);
            cuts.push(span);
        }
        // `… CHỦ NGHĨA VIỆT` and `NAM` below it.
        let broken = line > 0 && context.folded_line(line - 1).ends_with("chu nghia viet");
        if broken && folded.split([' ', '\t']).next_back() == Some("nam") {
            cuts.push(Span::new(
                trim.start + folded.len() - 3,
                trim.start + folded.len(),
            ));
        }
        cuts
    }

    /// A line that is one part of the Party title, which a narrow cell breaks: `ĐẢNG CỘNG SẢN` + `VIỆT NAM`.
    fn broken_party_title(&mut self, line: usize) -> Option<Span> {
        const TITLE: &str = "dang cong san viet nam";
        let context = self.context;
        let joins = |above: usize| {
            let upper = anchors::head(context, above);
            let lower = context.lines.get(above + 1)?;
            let rest = TITLE.strip_prefix(upper)?.strip_prefix(' ')?;
            let both = Span::new(context.lines[above].trim.start, lower.trim.end);
            let whole = !upper.is_empty() && rest == anchors::head(context, above + 1);
            (whole && context.is_capitals(both)).then_some(both)
        };
        let both = joins(line).or_else(|| joins(line.checked_sub(1)?))?;
        self.header
            .party_title
            .get_or_insert_with(|| context.field_with(both, anchors::PARTY_TITLE, 0.95));
        Some(context.lines[line].trim)
    }
}
