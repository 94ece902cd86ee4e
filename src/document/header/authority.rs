//! The line that names who decides (*thẩm quyền ban hành*): it stands between the subject and the bases.

use crate::document::anchors;
use crate::document::context::Context;

/// Words that begin the line which names who decides.
const AUTHORITIES: &[&str] = &[
    "chu tich",
    "pho chu tich",
    "thu tuong",
    "chinh phu",
    "quoc hoi",
    "uy ban",
    "ubnd",
    "hoi dong",
    "bo truong",
    "giam doc",
    "tong giam doc",
    "cuc truong",
    "tong cuc truong",
    "chi cuc truong",
    "hieu truong",
    "truong ban",
    "truong phong",
    "chanh",
    "thong doc",
    "tong thanh tra",
    "tong kiem toan",
    "vien truong",
    "ban chap hanh",
    "ban thuong vu",
    "ban bi thu",
    "bo chinh tri",
    "thuong truc",
    "thu truong",
    "bo ",
    "tong lien doan",
];

/// Whether a line in capitals names a body or officer that decides.
pub fn authority_line(context: &Context, line: usize) -> bool {
    context.is_capitals(context.lines[line].trim) && decides(context, line)
}

/// The same in whatever print.
pub fn decides(context: &Context, line: usize) -> bool {
    anchors::begins_with_any(anchors::head(context, line), AUTHORITIES)
        && context.lines[line].trim.len() <= 120
        && next_is_basis(context, line + 1)
}

/// Whether the first lines from one on, in capitals but for the last, lead to a legal basis.
pub(super) fn next_is_basis(context: &Context, from: usize) -> bool {
    let mut seen = 0;
    for at in from..context.lines.len().min(from + 8) {
        if context.lines[at].is_blank() {
            continue;
        }
        let folded = anchors::head(context, at);
        if anchors::RULE.is_match(folded) {
            continue;
        }
        if anchors::BASIS.is_match(folded) || folded.starts_with("khoa ") {
            return true;
        }
        seen += 1;
        if seen > 2 || !context.is_capitals(context.lines[at].trim) {
            return false;
        }
    }
    false
}
