//! Bases and enacting clause, between title and body (*căn cứ ban hành*; document model §1.6).

use super::anchors::{self, pattern};
use super::context::Context;
use super::header::authority;
use super::types::EnactingStatement;
use crate::span::Span;

pattern!(
    FORMULA = r"^[*_ ]*(?:quyet dinh|quyet nghi|nghi dinh|thong tu|chi thi|ket luan|quy dinh|lenh|nay cong bo|huong dan|thong nhat quyet dinh|thong nhat ban hanh.{0,80}|nghi quyet)\s*:[*_ ]*$"
);
pattern!(
    /// Verbs of an enacting clause.
    VERB = r"\b(?:ban hanh|xay dung|quyet dinh|quyet nghi|bao cao|thong bao|huong dan|quy dinh|de nghi|yeu cau|trinh|chi dao|thong nhat|ket luan|kinh de nghi|kinh trinh|kinh moi|tran trong|de ra|chi thi|cong bo)\b"
);
pattern!(END = r"(?:nhu sau|sau day|duoi day|cu the|cac noi dung sau|noi dung sau)\s*[:.]?$");
pattern!(
    STARTER = r#"^["'(]?(?P<w>can cu|thuc hien|xet de nghi cua|xet de nghi|xet to trinh|xet bao cao|xet|theo de nghi cua|theo de nghi|theo|tren co so|thi hanh|tiep theo|sau khi|de trien khai|de thuc hien|nham|chap hanh|trien khai|tiep tuc thuc hien)\b"#
);
pattern!(
    HEADING = r"^(?:[*_]{0,2})(?:[ivxl1]{1,5}\s*[.\-)/]\s*\S|[a-d]\s*[.)]\s+\S|\d{1,2}(?:\.\d{1,2})*\s*[.)/]\s*\S|\d{1,2}\.\d|phan (?:thu|[ivx\d])|chuong [ivx\d]|muc [ivx\d]|[dp]i.u \d)"
);

/// The lines of the preamble.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// Index of the first line of the body.
    pub body: usize,
}

/// How many lines a preamble has at most.
const MAX_LINES: usize = 200;

/// Reads the preamble that begins at `first`; fills [`Context::preamble`].
pub fn read(context: &mut Context, first: usize, last: usize) -> Extent {
    let mut preamble = std::mem::take(&mut context.preamble);
    let mut authority: Option<Span> = None;
    let mut body = first;
    let mut seen_basis = false;
    let mut at = first;
    let limit = last.min(first + MAX_LINES);
    while at < limit {
        if context.lines[at].is_blank() {
            at += 1;
            continue;
        }
        let folded = anchors::head(context, at);
        if anchors::RULE.is_match(folded) {
            at += 1;
            continue;
        }
        if is_formula(context, at)
            && (seen_basis || authority.is_some() || context.is_capitals(context.lines[at].trim))
        {
            let span = context.lines[at].trim;
            preamble.enacting_statement = Some(EnactingStatement {
                field: context.field(span, 0.97),
                enacting_authority: authority.map(|s| context.joined(s)),
            });
            body = at + 1;
            break;
        }
        if authority::authority_line(context, at) {
            let line = context.lines[at].trim;
            authority = Some(authority.map_or(line, |a| Span::new(a.start, line.end)));
            body = at + 1;
            at += 1;
            continue;
        }
        // `CHỦ TỊCH` over `NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`
        let goes_on = authority.filter(|_| {
            !seen_basis
                && folded.starts_with("nuoc ")
                && context.is_capitals(context.lines[at].trim)
        });
        if let Some(begun) = goes_on {
            authority = Some(Span::new(begun.start, context.lines[at].trim.end));
            at += 1;
            body = at;
            continue;
        }
        if authority.is_some()
            && !seen_basis
            && (folded.starts_with("khoa ")
                || folded.starts_with("nhiem ky")
                || folded.starts_with("ky hop"))
        {
            at += 1;
            body = at;
            continue;
        }
        // After `;` a basis goes on, whatever it begins with.
        let goes_on = seen_basis && body == at && context.folded_line(at - 1).ends_with([';', ',']);
        let basis = goes_on || anchors::BASIS.is_match(folded);
        if !basis && (HEADING.is_match(folded) || anchors::LAW_UNIT.is_match(folded)) {
            body = at;
            break;
        }
        if anchors::RECIPIENTS.is_match(folded) {
            body = at;
            break;
        }
        // A paragraph: up to a blank line or the next starter.
        let paragraph = paragraph(context, at, limit);
        let span = Span::new(
            context.lines[at].trim.start,
            context.lines[paragraph - 1].trim.end,
        );
        let text = context.fold(span);
        let tail = &text[text.len().saturating_sub(60)..];
        let introduces = END.is_match(tail.trim_end()) || tail.trim_end().ends_with(':');
        if basis || introduces || enacts(text) {
            collect_verbs(context, span, &mut preamble.basis_verbs);
            if let Some(clause) = enacting_clause(context, span, basis, introduces) {
                preamble.enacting_statement = Some(clause);
                body = paragraph;
                break;
            }
            if !basis {
                body = at;
                break;
            }
            seen_basis = true;
            body = paragraph;
            at = paragraph;
            continue;
        }
        body = at;
        break;
    }
    if preamble.enacting_statement.is_none() {
        preamble.enacting_statement = later_clause(context, body, limit);
    }
    context.preamble = preamble;
    Extent {
        body: body.min(last),
    }
}

/// Whether a line is the formula alone, right above the first article; in whatever print.
pub fn is_formula_above_unit(context: &Context, line: usize) -> bool {
    pattern!(ALONE = r"^(?:quyet dinh|quyet nghi|nghi dinh)\s*:?$");
    let next = (line + 1..context.lines.len()).find(|l| !context.lines[*l].is_blank());
    ALONE.is_match(context.folded_line(line))
        && next.is_some_and(|l| anchors::LAW_UNIT.is_match(anchors::head(context, l)))
}

/// Whether a line is the formula, `QUYẾT ĐỊNH` without its colon too.
fn is_formula(context: &Context, line: usize) -> bool {
    FORMULA.is_match(anchors::head(context, line))
        || context.is_capitals(context.lines[line].trim) && is_formula_above_unit(context, line)
}

/// The clause that introduces the body after some paragraphs of its own (`…, Sở … yêu cầu …:`).
fn later_clause(context: &Context, body: usize, limit: usize) -> Option<EnactingStatement> {
    let mut at = body;
    for _ in 0..5 {
        at = (at..limit).find(|l| !context.lines[*l].is_blank())?;
        let folded = anchors::head(context, at);
        if HEADING.is_match(folded)
            || anchors::LAW_UNIT.is_match(folded)
            || anchors::RECIPIENTS.is_match(folded)
            || folded.starts_with(['-', '+'])
        {
            return None;
        }
        let end = paragraph(context, at, limit);
        let span = Span::new(
            context.lines[at].trim.start,
            context.lines[end - 1].trim.end,
        );
        if context.fold(span).ends_with(':') {
            let clause = enacting_clause(context, span, true, true)?;
            return clause.enacting_authority.is_some().then_some(clause);
        }
        at = end;
    }
    None
}

/// `Chính phủ ban hành Nghị định quy định …` without `như sau:`.
fn enacts(text: &str) -> bool {
    pattern!(
        ENACTS = r"^(?:[a-z\-, ]{3,80}?) ban hanh (?:nghi dinh|thong tu|luat|bo luat|phap lenh|nghi quyet|quyet dinh|quy che|quy dinh|ke hoach|chi thi|huong dan|chuong trinh)\b"
    );
    let head = &text[..text.len().min(400)];
    anchors::begins_with_any(head, anchors::BODY_WORDS) && ENACTS.is_match(&head.replace('\n', " "))
}

/// The first line after the paragraph that begins at `first`.
fn paragraph(context: &Context, first: usize, limit: usize) -> usize {
    let mut at = first + 1;
    while at < limit {
        let folded = anchors::head(context, at);
        if context.lines[at].is_blank() {
            // A page break inside a clause: go on when the next line begins with a small letter.
            let next = (at..limit.min(at + 4)).find(|l| !context.lines[*l].is_blank());
            let before = context.folded_line(at - 1);
            let lower = next.is_some_and(|l| {
                context
                    .line(l)
                    .chars()
                    .next()
                    .is_some_and(char::is_lowercase)
            });
            if lower && !before.ends_with(['.', ';', ':']) {
                at = next.unwrap_or(at) + 1;
                continue;
            }
            return at;
        }
        let before = context.folded_line(at - 1);
        let closed = before.ends_with([';', '.', ':', ',']);
        if is_formula(context, at) || anchors::LAW_UNIT.is_match(folded) {
            return at;
        }
        let capital = context
            .line(at)
            .chars()
            .next()
            .is_some_and(char::is_uppercase);
        if closed && capital && (!before.ends_with(',') || anchors::STRONG_BASIS.is_match(folded)) {
            return at;
        }
        // `…,` + `BAN CHẤP HÀNH …` + `QUY ĐỊNH …` + `1- …`
        let shouted = context.is_capitals(context.lines[at - 1].trim);
        let shouts = before.ends_with(',') && context.is_capitals(context.lines[at].trim);
        if (closed || shouted) && HEADING.is_match(folded) || shouts {
            return at;
        }
        // An introduction may end without a mark: a basis always begins a new paragraph.
        if capital && anchors::STRONG_BASIS.is_match(folded) {
            return at;
        }
        at += 1;
    }
    limit
}

fn collect_verbs(context: &Context, span: Span, verbs: &mut Vec<String>) {
    let folded = context.fold(span);
    let mut add = |at: usize, end: usize| {
        let verb = context
            .slice(Span::new(span.start + at, span.start + end))
            .to_owned();
        if !verbs.contains(&verb) && verbs.len() < 12 {
            verbs.push(verb);
        }
    };
    if let Some(found) = STARTER.captures(folded).and_then(|c| c.name("w")) {
        add(found.start(), found.end());
    }
    for at in clause_starts(folded) {
        if let Some(found) = STARTER.captures(&folded[at..]).and_then(|c| c.name("w")) {
            add(at + found.start(), at + found.end());
        }
    }
}

/// Where a clause begins after `;` outside quotes.
fn clause_starts(folded: &str) -> Vec<usize> {
    let bytes = folded.as_bytes();
    let mut quoted = false;
    let mut starts = Vec::new();
    for (i, b) in bytes.iter().enumerate() {
        match b {
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                let mut at = i + 1;
                while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                starts.push(at);
            }
            _ => {}
        }
    }
    starts
}

/// The last clause that enacts, inside a paragraph.
fn enacting_clause(
    context: &Context,
    span: Span,
    basis: bool,
    introduces: bool,
) -> Option<EnactingStatement> {
    let folded = context.fold(span);
    if !introduces && !enacts(folded) {
        return None;
    }
    let mut start = 0;
    if basis {
        let candidate = clause_starts(folded).into_iter().rfind(|at| {
            let rest = &folded[*at..];
            !STARTER.is_match(rest) && VERB.is_match(&rest[..rest.len().min(300)])
        });
        start = match candidate.or_else(|| after_comma(context, span, folded)) {
            Some(at) => at,
            None if folded.len() < 400 => 0,
            None => return None,
        };
    }
    let clause = Span::new(span.start + start, span.end);
    let text = context.fold(clause);
    let authority = VERB
        .find(text)
        .map(|verb| text[..verb.start()].trim_end().len())
        .filter(|length| (2..=120).contains(length))
        .map(|length| Span::new(clause.start, clause.start + length))
        .filter(|s| {
            context
                .slice(*s)
                .chars()
                .next()
                .is_some_and(char::is_uppercase)
        })
        .filter(|s| anchors::begins_with_any(context.fold(*s), anchors::BODY_WORDS))
        .map(|s| context.joined(s));
    if start == 0 && basis && authority.is_none() && !introduces {
        return None;
    }
    Some(EnactingStatement {
        field: context.field(clause, if authority.is_some() { 0.95 } else { 0.7 }),
        enacting_authority: authority,
    })
}

/// `Căn cứ …, Sở … xây dựng …`: the last comma before a body that is followed by a verb.
fn after_comma(context: &Context, span: Span, folded: &str) -> Option<usize> {
    let mut found = None;
    for (at, _) in folded.match_indices([',', '.']) {
        let rest = &folded[at + 1..];
        let lead = rest.len() - rest.trim_start().len();
        let from = at + 1 + lead;
        let rest = &folded[from..];
        if lead == 0 || !anchors::begins_with_any(rest, anchors::BODY_WORDS) {
            continue;
        }
        let capital = context
            .slice(Span::new(span.start + from, span.start + from + 1))
            .chars()
            .next()
            .is_some_and(char::is_uppercase);
        let window = &rest[..rest.len().min(140)];
        if capital
            && VERB
                .find(window)
                .is_some_and(|v| !window[..v.start()].contains([';']))
        {
            found = Some(from);
        }
    }
    found
}
