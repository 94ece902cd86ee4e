//! What the numbered units are, once all lines are read: their extents, headings and first words.

use super::Built;
use super::headings::{heading_kind, is_cut_sentence, run_in_title};
use super::wording::Wording;
use crate::document::context::{Context, ParagraphKind};
use crate::document::types::{HeadingKind, LevelType};
use crate::span::Span;

/// Completes the units that were built: each ends where the next one that is not inside it begins.
pub(super) fn finish(context: &Context, mut built: Built) -> Built {
    let count = built.nodes.len();
    let mut has_children = vec![false; count];
    for i in 0..count {
        if let Some(parent) = built.nodes[i].parent {
            has_children[parent] = true;
        }
        if built.nodes[i].out.bullet_count > 0 {
            has_children[i] = true;
        }
    }
    let mut end_of = vec![0usize; count];
    for paragraph in &built.paragraphs {
        let mut section = paragraph.section;
        // `5. Bộ Tài chính:` leads in its paragraph.
        if let (Some(node), ParagraphKind::Plain) = (section, paragraph.kind) {
            let head = built.paragraphs[built.nodes[node].paragraph];
            has_children[node] |= context.fold(head.content).trim_end().ends_with(':');
        }
        while let Some(node) = section {
            end_of[node] = end_of[node].max(paragraph.span.end);
            section = built.nodes[node].parent;
        }
    }
    for i in 0..count {
        let paragraph = built.paragraphs[built.nodes[i].paragraph];
        let text = Wording::new(context, paragraph.content);
        // `Điều 1.` alone has no heading.
        let kind =
            heading_kind(text.tail, has_children[i]).filter(|_| !paragraph.content.is_empty());
        // `Quyết định này có hiệu lực …` is a sentence, though its point was lost.
        let level = built.nodes[i].out.level_type;
        let kind = kind.filter(|kind| {
            let content = context.fold(paragraph.content);
            let head = paragraph.content;
            let head = Span::new(head.start, head.end.min(head.start + 60));
            let said =
                level == LevelType::Article && context.fold(head).contains(" nay co hieu luc");
            !said && (*kind != HeadingKind::Title || !is_cut_sentence(content))
        });
        let original = context.original(paragraph.span);
        let (line, line_end) = context.line_numbers(paragraph.span);
        let node = &mut built.nodes[i];
        node.extent = Span::new(paragraph.span.start, end_of[i].max(paragraph.span.end));
        let out = &mut node.out;
        out.is_heading = kind.is_some();
        out.heading_kind = kind;
        (out.line, out.line_end) = (line, line_end);
        (out.start, out.end) = (original.start, original.end);
        out.page = context.page_at(paragraph.span.start);
        if kind.is_some() {
            out.heading = Some(text.whole());
        } else {
            let head = text.head();
            let eighth = head.match_indices(' ').nth(7);
            let start = eighth.map_or(head.as_str(), |(at, _)| &head[..at]);
            out.text_start = Some(start.to_owned());
            out.run_in_title = run_in_title(&head);
        }
    }
    built
}
