//! In what capacity somebody signed (*quyền hạn*: TM., KT., TL., TUQ., Q.).

use crate::document::context::Context;
use crate::document::fold::fold;
use crate::document::types::{Field, FieldSource};
use crate::lexicon;
use crate::span::Span;

/// `KT. CHỦ TỊCH` without the line below: a deputy of that office signed.
pub(super) fn deputy(context: &Context, principal: Span) -> Field {
    match deputy_of(&context.joined(principal)) {
        Some(value) => Field::inferred(value, "signed in place of the head (KT.)", 0.7),
        None => Field::missing(),
    }
}

/// `THỦ TRƯỞNG` below `KT. BỘ TRƯỞNG`: only a deputy signs there, so what has other marks than the deputy's position, or
/// one letter more or less, was misread, and the head's own position has lost its first word.
pub(super) fn misread_deputy(context: &Context, principal: Span, position: Span) -> Option<Field> {
    let head = context.joined(principal);
    let deputy = deputy_of(&head)?;
    let printed = context.joined(position);
    let seen = fold(&printed);
    let is_near = seen == fold(&head) || strsim::levenshtein(&seen, &fold(deputy)) <= 1;
    let is_misread = is_near && printed.to_lowercase() != deputy.to_lowercase();
    is_misread.then(|| Field {
        source: FieldSource::Inferred,
        inferred_from: Some("signed in place of the head (KT.)".to_owned()),
        ..context.field_with(position, deputy, 0.85)
    })
}

/// Who signs in place of the head of an office, as that position is spelt.
fn deputy_of(office: &str) -> Option<&'static str> {
    let head = lexicon::position(office)?;
    match head {
        "BỘ TRƯỞNG" => Some("THỨ TRƯỞNG"),
        _ => lexicon::position(&format!("PHÓ {head}")),
    }
}

/// One way to write a capacity: as printed, without blanks, with its full stop.
pub(super) fn usual_capacity(context: &Context, span: Span) -> String {
    let text: String = context
        .slice(span)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let text = text.to_uppercase();
    let letters = text.trim_end_matches(['.', ':']);
    if letters.contains('/') || letters.chars().count() > 4 {
        return letters.to_owned();
    }
    format!("{letters}.")
}

pub(super) fn meaning(capacity: &str) -> Option<String> {
    let meaning = match capacity {
        "TM." | "T/M" => "thay mặt",
        "KT." | "K/T" => "ký thay",
        "TL." | "T/L" => "thừa lệnh",
        "TUQ." | "T.U.Q." => "thừa ủy quyền",
        "Q." => "quyền",
        _ => return None,
    };
    Some(meaning.to_owned())
}
