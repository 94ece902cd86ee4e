//! To whom a letter, a proposal or a telegram goes (*Kính gửi*; document model §1.11).

use super::pieces::split_items;
use super::{Extent, Reader};
use crate::document::anchors::{self, pattern};
use crate::span::Span;

pattern!(
    /// `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH … điện:` before the receivers of a telegram.
    ORDERS_BY_WIRE = r"^(?:[a-z][a-z0-9 ,-]{5,110} )?(?:gui )?dien\s*:"
);

pattern!(
    /// How the body of a letter begins; no name of a body wrapped from the line above does.
    BODY_BEGINS = r"^(?:ngay \d|phuc dap|tra loi|qua |vua qua|trong thoi gian|ngay sau|de |xet |theo |tiep |hien nay)"
);

/// Whether a bracket holds an address: a label or number of a house, or names of places alone.
fn is_address(folded: &str) -> bool {
    pattern!(
        ADDRESS = r"^\((?:d/c|dia chi|so \d|so nha|\d{1,4}[a-z]?[ ,]|duong|pho|lo|km|kcn|khu|thon|ap|[a-z ]+, [a-z ]+, (?:tinh|tp|thanh pho|huyen|quan|ha noi))"
    );
    ADDRESS.is_match(folded)
}

impl Reader<'_> {
    /// Whether a line below an addressee is another one: a body's name alone, then a blank line.
    fn names_another(&self, line: usize) -> bool {
        let context = self.context;
        let folded = context.folded_line(line);
        let last = context.lines.get(line + 1).is_none_or(|l| l.is_blank());
        last && folded.len() < 60
            && !folded.contains(':')
            && context.line(line).starts_with(char::is_uppercase)
            && anchors::begins_with_any(folded, anchors::BODY_WORDS)
    }

    /// `Kính gửi:` and the lines that belong to it.
    pub(super) fn addressees(&mut self, extent: &mut Extent, last: usize) {
        let context = self.context;
        let from = extent.end;
        let telegram = self
            .header
            .doc_type
            .as_ref()
            .is_some_and(|t| t.text() == "Công điện");
        let label_of = |line: usize| {
            let folded = anchors::head(context, line);
            let telegraphs = || ORDERS_BY_WIRE.find(folded).filter(|_| telegram);
            anchors::ADDRESSEES.find(folded).or_else(telegraphs)
        };
        let Some(line) = (from..last.min(from + 12))
            .find(|l| !context.lines[*l].is_blank() && label_of(*l).is_some())
        else {
            return;
        };
        // Only blank lines, rules and leftovers of the title may stand before it.
        let between = (from..line)
            .filter(|l| !context.lines[*l].is_blank())
            .count();
        if between > 3 {
            return;
        }
        let label = label_of(line).map_or(0, |m| m.end());
        let trim = context.lines[line].trim;
        let mut items: Vec<Span> = Vec::new();
        let after = Span::new((trim.start + label).min(trim.end), trim.end);
        let mut open = false;
        let push = |span: Span, items: &mut Vec<Span>| {
            for item in split_items(context, span) {
                items.push(item);
            }
        };
        if !context.fold(after).trim_matches([' ', ':', '.']).is_empty() {
            push(after, &mut items);
            open = !context.fold(trim).ends_with([';', '.']);
        }
        let mut at = line + 1;
        let mut end = line + 1;
        let inline = !items.is_empty();
        while at < last && items.len() < 60 {
            let row = context.lines[at];
            if row.is_blank() {
                // A blank line ends an inline list; a list of bullets may be spaced.
                let next = (at..last.min(at + 3)).find(|l| !context.lines[*l].is_blank());
                let bullet =
                    next.is_some_and(|l| context.folded_line(l).starts_with(['-', '+', '*']));
                if bullet && (!items.is_empty() || end == line + 1) {
                    at += 1;
                    continue;
                }
                if items.is_empty() && end == line + 1 {
                    at += 1;
                    if at > line + 3 {
                        break;
                    }
                    continue;
                }
                break;
            }
            let folded = context.folded_line(at);
            let bullet = folded.starts_with(['-', '+', '*']);
            let bracketed =
                folded.starts_with('(') && folded.trim_end_matches([';', '.']).ends_with(')');
            // `- Các Bộ: Quốc phòng, Công an,` and more of them below.
            let above = context.folded_line(at - 1);
            let listing = above.starts_with('-') && above.contains(':') && above.ends_with(',');
            let goes_on = open
                && folded.len() < 90
                && !anchors::BASIS.is_match(folded)
                && !(BODY_BEGINS.is_match(folded)
                    && context.line(at).starts_with(char::is_uppercase))
                && !folded.ends_with([':'])
                && (inline || !items.is_empty())
                && (context.fold(row.span).starts_with([' ', '\t'])
                    || context.line(at).starts_with(char::is_lowercase)
                    || bracketed
                    || listing);
            // `(Lai Xá, Hoài Đức, Hà Nội)`: where to find them is no part of their name.
            let address = bracketed && goes_on && is_address(folded);
            if address {
                at += 1;
                end = at;
                continue;
            }
            if !bullet && goes_on {
                if let Some(last_item) = items.last_mut() {
                    *last_item = Span::new(last_item.start, row.trim.end);
                }
            } else if bullet
                || inline && self.names_another(at)
                || items.is_empty() && folded.len() < 120 && !anchors::BASIS.is_match(folded)
            {
                push(row.trim, &mut items);
            } else {
                break;
            }
            open = !folded.ends_with([';', '.']);
            at += 1;
            end = at;
        }
        extent.end = end.max(line + 1);
        self.header.addressees = items
            .into_iter()
            .filter_map(|span| {
                let value = context.joined(span);
                let value = value
                    .trim_start_matches(['-', '+', '*', '–', ' ', ':', '.', '…'])
                    .trim_end_matches([';', '.', ',', ' ', '…']);
                (!value.is_empty()).then(|| context.field_with(span, value, 0.95))
            })
            .collect();
    }
}
