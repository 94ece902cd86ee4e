//! The subject (*trích yếu*; document model §1.5): where it begins below the title, and where it ends.

use super::authority::{authority_line, next_is_basis};
use crate::document::anchors::{self, pattern};
use crate::document::context::Context;
use crate::span::Span;

pattern!(
    /// A line on which no subject can go on.
    STOP = r#"^(?:so\s*:|can cu\b|xet de nghi|theo de nghi|kinh gui|k.nh g[uo]i\b|[-_=*~]{3,}|\(?kem theo |\((?:ban hanh )?kem theo|phan thu|chuong [ivx\d]|muc [ivx\d]+\s*[.:]?$|[dp]ieu \d|[ivx]{1,4}\s*[.\-]\s|[ivx]{1,4}\s*-|\d{1,2}[.)]\s|[a-e][.)]\s|ngay \d|- )"#
);
pattern!(
    /// A line that ends with the code of a document.
    CODE_AT_END = r"\bso\s*:?\s*\d{1,5}[/-][a-z0-9/&.-]+$"
);
pattern!(
    /// The first words of a document's name with its number.
    NUMBERED = r"^(?:thong tu|nghi dinh|quyet dinh|nghi quyet|luat|phap lenh)\b[a-z ]{0,60} so \d{1,4}/"
);
pattern!(
    /// What the text goes on with after a title, when it goes on with a basis.
    SENTENCE_BASIS = r"^(?:thuc hien|theo|tren co so|thi hanh|tiep theo|sau khi|nham|trien khai|de |qua |vua qua|trong thoi gian|can cu)\b"
);

pattern!(
    /// Who decides, between the type and the subject: `CỦA BỘ TRƯỞNG BỘ …`, `CỦA BAN THƯỜNG VỤ HUYỆN ỦY`.
    OF_WHOM = r"^cua (?:bo|lien bo|chinh phu|thu tuong|uy ban|ubnd|hoi dong|giam doc|tong giam doc|cuc truong|tong cuc|chu tich|hieu truong|vien truong|thong doc|ban thuong vu|ban chap hanh|thuong truc|tinh uy|thanh uy|quan uy|huyen uy|dang uy|bo chinh tri|ban bi thu|ban can su|tong (?:thanh tra|kiem toan))\b[a-z0-9 ,-]*$"
);
pattern!(ABOUT = r"^(?:ve|v/v|quy dinh|huong dan|ban hanh|sua doi|bo sung|phe duyet|thanh lap)\b");

/// Where the subject begins below lines in capitals that say whose a document is.
fn below_whose(context: &Context, line: usize) -> Option<usize> {
    if !OF_WHOM.is_match(anchors::head(context, line)) {
        return None;
    }
    let below = line + 1..context.lines.len().min(line + 5);
    let mut below = below.filter(|l| !context.lines[*l].is_blank());
    let about = |l: &usize| ABOUT.is_match(anchors::head(context, *l));
    below
        .find(|l| about(l) || !context.is_capitals(context.lines[*l].trim))
        .filter(about)
}

/// The subject below (or beside) a title, and the index of the first line after it.
pub fn subject(context: &Context, first: usize, rest: Option<Span>) -> (Option<Span>, usize) {
    let mut span = rest;
    let mut lines = usize::from(rest.is_some());
    let mut at = first;
    let mut previous: Option<usize> = rest.map(|_| first.saturating_sub(1));
    let mut blank = false;
    while at < context.lines.len() && lines < 16 {
        let line = context.lines[at];
        if line.is_blank() {
            blank = true;
            // Far from the title there is no subject.
            if span.is_none() && at > first + 6 {
                break;
            }
            at += 1;
            continue;
        }
        let folded = anchors::head(context, at);
        if anchors::RULE.is_match(folded) {
            if span.is_some() {
                break;
            }
            at += 1;
            continue;
        }
        // `… THEO VĂN BẢN SỐ 12/QĐ-SXD` + `NGÀY 05 THÁNG 3 NĂM 2019 …`
        let dated = |l: usize| CODE_AT_END.is_match(anchors::head(context, l));
        let of_code = folded.starts_with("ngay ") && !blank && previous.is_some_and(dated);
        if !of_code && STOP.is_match(folded) || anchors::STRONG_BASIS.is_match(folded) {
            break;
        }
        let text = context.slice(line.trim);
        let capitals = anchors::is_capitals(text);
        match (span, previous) {
            (Some(so_far), Some(before)) => {
                if blank && !goes_on(context, before, at) || tells_history(context, at) {
                    break;
                }
                let subject_capitals = context.is_capitals(so_far);
                if capitals && !subject_capitals {
                    break;
                }
                if capitals
                    && subject_capitals
                    && !dangles(context, before)
                    && authority_line(context, at)
                {
                    break;
                }
                if !capitals && breaks_off(context, so_far, before, at) {
                    break;
                }
                // A whole sentence of the text is not a subject's line; nor is a basis without a blank line.
                let ends = folded.ends_with(['.', ';', ':']) && !folded.ends_with("..");
                if ends
                    && (folded.ends_with(':')
                        || folded.split(' ').count() >= 12
                        || SENTENCE_BASIS.is_match(folded))
                {
                    break;
                }
                // `CỦA BAN CHẤP HÀNH ĐẢNG BỘ` is whose it is; the subject follows in small letters.
                let about = text.starts_with("về ");
                let complete = subject_capitals && !capitals && !about;
                if complete && (SENTENCE_BASIS.is_match(folded) || folded.len() > 60) {
                    break;
                }
                if SENTENCE_BASIS.is_match(folded)
                    && text.chars().next().is_some_and(char::is_uppercase)
                    && paragraph_is_basis(context, at)
                {
                    break;
                }
                span = Some(Span::new(so_far.start, line.trim.end));
            }
            _ => {
                // The first line: anything but a basis paragraph.
                if !capitals && SENTENCE_BASIS.is_match(folded) && paragraph_is_basis(context, at) {
                    break;
                }
                if folded.ends_with(':') || (folded.ends_with(';')) {
                    break;
                }
                if capitals && authority_line(context, at) && next_is_basis(context, at + 1) {
                    break;
                }
                if capitals && let Some(below) = below_whose(context, at) {
                    at = below;
                    continue;
                }
                span = Some(line.trim);
            }
        }
        lines += 1;
        previous = Some(at);
        blank = false;
        at += 1;
    }
    let end = previous.map_or(first, |p| p + 1).max(first);
    (span, if span.is_some() { end } else { first })
}

/// Whether a paragraph that begins like a basis is one: it ends in `;`, `,` or `như sau:`, or is long.
fn paragraph_is_basis(context: &Context, first: usize) -> bool {
    let mut length = 0;
    let mut last = "";
    for at in first..context.lines.len().min(first + 30) {
        if context.lines[at].is_blank() {
            break;
        }
        last = context.folded_line(at);
        length += last.len();
        if last.ends_with([';', ':', '.']) {
            break;
        }
    }
    last.ends_with([';', ':'])
        || (last.ends_with(',') && length > 60)
        || (last.ends_with('.') && length > 120)
}

/// Whether a consolidated text says on a line where it comes from: `Thông tư số … ngày … của …, có hiệu lực
/// kể từ ngày …`.
fn tells_history(context: &Context, line: usize) -> bool {
    let lines = line..context.lines.len().min(line + 4);
    NUMBERED.is_match(anchors::head(context, line))
        && lines
            .map(|l| anchors::head(context, l))
            .any(|l| l.contains("co hieu luc"))
}

/// Whether text goes on over a blank line: a page break or double spacing inside the subject.
fn goes_on(context: &Context, before: usize, after: usize) -> bool {
    let last = context.folded_line(before);
    if last.ends_with(['.', ';', ':', '!', '?']) {
        return false;
    }
    let next = context.line(after);
    let lower = next
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_lowercase);
    (lower && !next.starts_with(['-', '+', '*'])) || dangles(context, before)
}

/// Whether a line ends in a comma or in a word that no subject ends with.
fn dangles(context: &Context, line: usize) -> bool {
    let last = context.folded_line(line);
    let word = last.rsplit(' ').next().unwrap_or_default();
    last.ends_with(',')
        || matches!(
            word,
            "cac" | "cua" | "va" | "voi" | "ve" | "trong" | "den" | "theo" | "tu" | "cho"
        )
}

/// Whether the lines of a subject in small letters, centred or filled, end with one clearly shorter than those
/// before it, and a longer one follows with a capital: a paragraph of the text.
fn breaks_off(context: &Context, so_far: Span, before: usize, at: usize) -> bool {
    let first = context.line_at(so_far.start);
    let length = |line: usize| context.lines[line].trim.len();
    let longest = (first..before).map(length).max().unwrap_or(0);
    let last = length(before);
    last * 3 < longest * 2
        && length(at) > longest.min(50)
        && length(at) > last * 3 / 2
        && context.line(at).starts_with(char::is_uppercase)
        && !context.is_capitals(context.lines[before].trim)
        && !dangles(context, before)
}
