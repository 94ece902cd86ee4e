//! Parent and issuing agency (*cơ quan chủ quản, cơ quan ban hành*) out of the pieces in capitals.

use super::pieces::{co_issuers, halve};
use super::{Reader, letterhead};
use crate::document::anchors;
use crate::document::types::Field;
use crate::span::Span;

impl Reader<'_> {
    pub(super) fn bodies(&mut self, pieces: &[Span]) {
        let context = self.context;
        let mut bodies = letterhead::bodies(context, pieces);
        // What names no body is something else in capitals.
        bodies.retain(|b| {
            anchors::begins_with_any(
                context.fold(b[0]).trim_start_matches(['*', '_', ' ']),
                anchors::BODY_WORDS,
            )
        });
        let joint = self
            .header
            .code
            .type_abbr
            .as_deref()
            .is_some_and(|t| matches!(t, "TTLT" | "NQLT" | "CTPH" | "KHLT" | "QCPH" | "KHPH"));
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
        if let Some(issuer) = bodies.pop() {
            self.header.issuing_agency = Some(letterhead::field(context, &issuer));
        }
        if let Some(parent) = bodies.pop() {
            self.header.parent_agency = Some(letterhead::field(context, &parent));
        }
    }
}
