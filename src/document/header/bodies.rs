//! Parent and issuing agency (*cơ quan chủ quản, cơ quan ban hành*) out of the pieces in capitals.

use super::pieces::{co_issuers, halve};
use super::{Reader, letterhead};
use crate::document::anchors::{self, pattern};
use crate::document::types::Field;
use crate::span::Span;

/// Whether a folded piece is the name of the Youth Union.
pub(super) fn is_union(folded: &str) -> bool {
    pattern!(UNION = r"^doan (?:tncs|thanh nien cong san) ho chi minh$");
    UNION.is_match(folded)
}

impl Reader<'_> {
    pub(super) fn bodies(&mut self, pieces: &[Span]) {
        let context = self.context;
        let pieces = self.without_union_title(pieces);
        let mut bodies = letterhead::bodies(context, &pieces);
        // What names no body is something else in capitals.
        bodies.retain(|b| {
            anchors::begins_with_any(
                context.fold(b[0]).trim_start_matches(['*', '_', ' ']),
                anchors::BODY_WORDS,
            )
        });
        const JOINT: &[&str] = &["TTLT", "NQLT", "CTPH", "KHLT", "QCPH", "KHPH"];
        let symbol = self.header.code.symbol.as_deref().unwrap_or_default();
        let joint = symbol.split(['/', '-']).any(|group| JOINT.contains(&group));
        if joint && !bodies.is_empty() {
            halve(context, &mut bodies);
            let fields: Vec<Field> = co_issuers(context, &bodies)
                .iter()
                .map(|b| letterhead::field(context, b))
                .collect();
            let names: Vec<&str> = fields.iter().map(Field::text).collect();
            let mut all = fields[0].clone();
            all.value = Some(names.join(" - "));
            self.header.issuing_agency = Some(all);
            self.header.co_issuing_agencies = fields;
            return;
        }
        let field = |body: Vec<Span>| letterhead::field(context, &body);
        let (issuer, parent) = (bodies.pop().map(field), bodies.pop().map(field));
        if issuer.is_some() {
            self.header.issuing_agency = issuer;
        }
        if parent.is_some() {
            self.header.parent_agency = parent;
        }
    }

    /// The Youth Union heads its documents with its own name, as the Party does; behind the name of the
    /// issuing body it is that title, before it the body above.
    fn without_union_title(&mut self, pieces: &[Span]) -> Vec<Span> {
        let context = self.context;
        let title = |at: usize, piece: Span| at > 0 && is_union(context.fold(piece));
        let (titles, rest): (Vec<_>, Vec<_>) = pieces
            .iter()
            .enumerate()
            .partition(|(at, piece)| title(*at, **piece));
        if let Some((_, title)) = titles.first() {
            self.header
                .party_title
                .get_or_insert_with(|| context.field(**title, 0.95));
        }
        rest.into_iter().map(|(_, piece)| *piece).collect()
    }
}
