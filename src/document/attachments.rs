//! Appendices and attached texts as documents inside the document (document model §5.9).

use super::anchors::{self, pattern};
use super::context::Context;
use super::outline;
use super::types::{Attachment, Field, ZoneKind};
use crate::lexicon;
use crate::span::Span;

pattern!(
    LABEL = r"^(?:phu luc|phu bieu|bieu mau|bieu so|mau so)\b\s*(?:so\s*)?[ivxl\d]{0,4}[a-z]?\s*[.:\-]?"
);
pattern!(ATTACHED = r"^\(?\s*(?:(?:ban hanh )?kem theo|duoc ban hanh kem theo)\b");

/// The attachments in the appendix zone; their tables must already be known.
pub fn find(context: &Context) -> Vec<Attachment> {
    let last = context.lines.len();
    let Some(first) = (0..last).find(|l| context.zone_of_line[*l] == ZoneKind::Appendix) else {
        return Vec::new();
    };
    let mut starts: Vec<usize> = (first..last)
        .filter(|l| starts(context, *l, first))
        .collect();
    // What precedes the first label belongs to no attachment unless it is the only one.
    if starts.is_empty() {
        let Some(line) = (first..last).find(|l| !context.lines[*l].is_blank()) else {
            return Vec::new();
        };
        starts.push(line);
    }
    let ends = starts.iter().skip(1).copied().chain([last]);
    starts
        .iter()
        .zip(ends)
        .map(|(from, to)| read(context, *from, to))
        .collect()
}

/// Whether an attachment begins on a line: a label, or a title in capitals with `(Kèm theo …)` below.
fn starts(context: &Context, line: usize, first: usize) -> bool {
    if context.lines[line].is_blank() {
        return false;
    }
    let folded = anchors::head(context, line);
    if LABEL.is_match(folded) && folded.len() < 120 {
        let capitals = context.is_capitals(context.lines[line].trim);
        let short = LABEL.find(folded).is_some_and(|m| m.end() == folded.len());
        return capitals || short;
    }
    let is_type = context.is_capitals(context.lines[line].trim)
        && lexicon::doc_type(folded.trim_end_matches(|c: char| !c.is_ascii_alphabetic())).is_some();
    is_type
        && (line == first
            || (line + 1..context.lines.len().min(line + 12))
                .any(|l| ATTACHED.is_match(anchors::head(context, l))))
}

fn read(context: &Context, from: usize, to: usize) -> Attachment {
    let label_line = context.lines[from].trim;
    let folded = context.fold(label_line);
    let label_end = LABEL.find(folded).map_or(folded.len(), |m| {
        m.as_str().trim_end_matches([' ', '.', ':', '-']).len()
    });
    let label_span = Span::new(label_line.start, label_line.start + label_end);
    let rest = Span::new(label_span.end, label_line.end);
    let mut title: Option<Span> =
        (context.fold(rest).bytes().any(|b| b.is_ascii_alphabetic())).then_some(rest);
    let mut attached_to: Option<Span> = None;
    let mut line = from + 1;
    let mut seen = 0;
    while line < to && seen < 14 {
        let trim = context.lines[line].trim;
        let text = context.fold(trim);
        if trim.is_empty() || anchors::RULE.is_match(anchors::head(context, line)) {
            line += 1;
            continue;
        }
        seen += 1;
        if ATTACHED.is_match(text) {
            let mut end = trim.end;
            while !context.fold(Span::new(trim.start, end)).contains(')')
                && line + 1 < to
                && !context.lines[line + 1].is_blank()
                && end < trim.end + 400
            {
                line += 1;
                end = context.lines[line].trim.end;
            }
            attached_to = Some(Span::new(trim.start, end));
            line += 1;
            continue;
        }
        // A form repeats the letterhead.
        if text.contains("cong hoa xa hoi") || text.contains("tu do - hanh phuc") {
            break;
        }
        let capitals = context.is_capitals(trim);
        let marker = outline::marker::read(context.slice(trim), text).is_some();
        if marker || (!capitals && (title.is_some() || trim.len() > 120)) {
            break;
        }
        title = Some(title.map_or(trim, |t| Span::new(t.start, trim.end)));
        line += 1;
    }
    let built = outline::build(context, line, to, true);
    let whole = Span::new(label_line.start, context.lines[to - 1].span.end);
    let original = context.original(whole);
    let first_table = context.tables.partition_point(|t| t.line_start <= from);
    let tables = context.tables[first_table..]
        .iter()
        .take_while(|t| t.line_end <= to)
        .cloned()
        .collect();
    let field = |span: Span| -> Field { context.field(span, 0.9) };
    Attachment {
        label: field(label_span),
        title: title
            .map(|t| trimmed(context, t))
            .filter(|t| !t.is_empty())
            .map(field),
        attached_to: attached_to.map(field),
        line_start: from + 1,
        line_end: to,
        start: original.start,
        end: original.end,
        outline: outline::tree(&built.nodes),
        numbered_nodes: built.nodes.into_iter().map(|n| n.out).collect(),
        tables,
    }
}

fn trimmed(context: &Context, span: Span) -> Span {
    let text = context.fold(span);
    let junk = |c: char| c.is_ascii_whitespace() || matches!(c, ':' | '-' | '.' | '*');
    let lead = text.len() - text.trim_start_matches(junk).len();
    let length = text
        .trim_end_matches(|c: char| c.is_ascii_whitespace())
        .len();
    Span::new(span.start + lead.min(length), span.start + length)
}
