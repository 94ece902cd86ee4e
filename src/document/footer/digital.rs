//! The text that a digital signature leaves on a page (document model §1.10).

use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::document::types::DigitalSignature;
use crate::span::Span;

/// Whether a line belongs to the text of a digital signature.
pub fn is_digital(folded: &str) -> bool {
    pattern!(
        DIGITAL = r"^(?:ky boi|nguoi ky|thoi gian ky|ngay ky|co quan|to chuc|email|chuc danh|digitally signed|date)\s*:"
    );
    DIGITAL.is_match(folded)
}

/// The lines of stamps that a signing system (the Gazette's) leaves between two lines of the text, from a line on:
/// who signed, and at most two lines below it the time.
pub fn stamps(context: &Context, from: usize) -> Vec<usize> {
    pattern!(WHO = r"^(?:ky boi|nguoi ky)\s*:");
    pattern!(WHEN = r"^(?:thoi gian|ngay) ky\s*:\s*\d{1,4}[-./]\d{1,2}[-./]\d{2,4}\b");
    let lines = &context.lines;
    let is = |pattern: &anchors::Pattern, line: usize| {
        line < lines.len() && pattern.is_match(anchors::head(context, line))
    };
    (from..lines.len())
        .filter(|line| is(&WHO, *line))
        .filter_map(|line| Some(line..=(line + 1..line + 4).find(|l| is(&WHEN, *l))?))
        .flatten()
        .collect()
}

/// The text of a digital signature.
pub fn digital_signature(context: &Context, span: Span) -> DigitalSignature {
    pattern!(SIGNER = r"(?:ky boi|nguoi ky)\s*:\s*(?P<v>[^\n]{2,80})");
    pattern!(ORGAN = r"(?:co quan|to chuc)\s*:\s*(?P<v>[^\n]{2,120})");
    pattern!(
        TIME = r"(?:thoi gian ky|ngay ky)\s*:\s*(?P<d>\d{2})[./-](?P<m>\d{2})[./-](?P<y>\d{4})(?:\s+(?P<t>\d{2}:\d{2}:\d{2})(?:\s*(?P<z>[+-]\d{2}:\d{2}))?)?"
    );
    let folded = context.fold(span);
    let text = |m: regex::Match| {
        context
            .joined(Span::new(span.start + m.start(), span.start + m.end()))
            .trim()
            .to_owned()
    };
    let value =
        |pattern: &anchors::Pattern| pattern.captures(folded).and_then(|c| c.name("v")).map(text);
    let time = TIME.captures(folded).map(|c| {
        let part = |name: &str| c.name(name).map(|m| m.as_str());
        let day = format!("{}-{}-{}", &c["y"], &c["m"], &c["d"]);
        match (part("t"), part("z")) {
            (Some(t), z) => format!("{day}T{t}{}", z.unwrap_or_default()),
            _ => day,
        }
    });
    DigitalSignature {
        field: context.field(span, 0.9),
        signer: value(&SIGNER),
        organ: value(&ORGAN),
        time,
    }
}
