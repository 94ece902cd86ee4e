//! By what a piece of a row is known to belong to a signature: a capacity, a position (*quyền hạn, chức vụ*),
//! a mark of signing.

use super::name::{POSITION, bare, is_name};
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::lexicon;
use crate::span::Span;

pattern!(
    /// A capacity and what follows it, in capitals.
    CAPACITY = r"^[*_ ]*(?P<c>(?:t/?m|kt|k/t|tl|t/l|tuq|t\.u\.q|q)(?:\.|\b)|thua lenh|thua uy quyen|thay mat)\s*[.:/]?\s*(?P<p>[a-z].*)$"
);
pattern!(
    /// `kt. Thống đốc`: printed small, or in a font of capitals whose small letters were lost.
    SMALL_CAPACITY = r"^(?P<c>(?:tm|kt|tl|tuq)\s?[./]|[tk]/[tml]\b)\s*(?P<p>[a-z][a-z ]{2,45})$"
);
pattern!(
    /// A capacity at the head of a text, whatever follows.
    CAPACITY_WORD = r"^(?:(?:tm|kt|tl|tuq)(?: ?[./] ?| )|[tk]/[tml] ?)[a-z ]?"
);
pattern!(
    SIGNED = r"^[\[(]?\s*(?:da ky|signed|da ky va dong dau|ky ten,? dong dau|da ky,? dong dau)\s*[\])]?\.?$"
);

/// What a position begins with that stands alone, and does not go on with the line above.
const OWN_POSITIONS: &[&str] = &[
    "pho",
    "chu tich",
    "giam doc",
    "bi thu",
    "thu truong",
    "thu tuong",
    "chanh",
    "truong",
    "uy vien",
    "cuc truong",
    "vu truong",
    "hieu truong",
    "bo truong",
];

/// Whether a piece begins a signature: a capacity or a position in capitals.
pub fn begins(context: &Context, piece: Span) -> bool {
    if is_small_capacity(context, piece) {
        return true;
    }
    if piece.len() < 4 || piece.len() > 160 || !context.is_capitals(piece) {
        return false;
    }
    let piece = bare(context, piece);
    if piece.len() < 4 || piece.len() > 110 {
        return false;
    }
    let folded = context.fold(piece);
    CAPACITY.is_match(folded)
        || POSITION.is_match(folded)
        || lexicon::is_position(context.slice(piece))
}

/// Whether a piece is a capacity or a position and nothing else, in whatever print.
pub fn is_office(context: &Context, piece: Span) -> bool {
    let folded = context.fold(piece);
    let bullet = folded.starts_with(['-', '+', '*']);
    let listed = folded.ends_with([',', ';', ':', '.']) || folded.contains([',', ';']);
    !bullet
        && !listed
        && piece.len() <= 60
        && !is_name(context, piece)
        && (is_small_capacity(context, piece)
            || begins_with_capacity(folded) && CAPACITY.is_match(folded)
            || POSITION.is_match(folded))
}

/// Whether a piece is a capacity with what follows it.
pub(super) fn is_capacity(context: &Context, piece: Span) -> bool {
    let piece = bare(context, piece);
    is_small_capacity(context, piece)
        || context.is_capitals(piece) && CAPACITY.is_match(context.fold(piece))
}

/// Whether a piece that is not written in capitals is a capacity with a whole position or a body.
pub(super) fn is_small_capacity(context: &Context, piece: Span) -> bool {
    let folded = context.fold(piece);
    if !folded.starts_with(['t', 'k']) || context.is_capitals(piece) {
        return false;
    }
    let Some(found) = SMALL_CAPACITY.captures(folded) else {
        return false;
    };
    let of_body = found["c"].starts_with("tm") || &found["c"] == "t/m";
    lexicon::is_position(&found["p"])
        || of_body && anchors::begins_with_any(&found["p"], anchors::BODY_WORDS)
}

/// Whether a piece says that it was signed: `(Đã ký)`.
pub(super) fn is_signed(context: &Context, piece: Span) -> bool {
    SIGNED.is_match(context.fold(piece))
}

/// Whether a folded text begins with an abbreviated capacity.
pub(super) fn begins_with_capacity(folded: &str) -> bool {
    CAPACITY_WORD.is_match(folded)
}

/// Whether a folded text begins a position of its own, rather than the second line of one.
pub(super) fn begins_own_position(folded: &str) -> bool {
    anchors::begins_with_any(folded, OWN_POSITIONS)
}
