//! In what capacity somebody signed (*quyền hạn*: TM., KT., TL., TUQ., Q.).

use crate::document::context::Context;
use crate::document::types::Field;
use crate::lexicon;
use crate::span::Span;

/// `KT. CHỦ TỊCH` without the line below: a deputy of that office signed.
pub(super) fn deputy(context: &Context, principal: Span) -> Field {
    let office = context.joined(principal);
    let folded = crate::document::fold::fold(&office);
    let deputy = match folded.as_str() {
        "bo truong" => Some("THỨ TRƯỞNG".to_owned()),
        _ if lexicon::is_position(&office) => {
            let deputy = format!("PHÓ {office}");
            lexicon::is_position(&deputy).then_some(deputy)
        }
        _ => None,
    };
    match deputy {
        Some(value) => Field::inferred(value, "signed in place of the head (KT.)", 0.7),
        None => Field::missing(),
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
