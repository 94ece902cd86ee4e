//! Paragraphs and the tree of numbered units (document model §5).
//!
//! A stack holds the open levels. A kind of number already on the stack closes down to it and is a
//! sibling; a new kind opens a child. Damaged numbers are repaired by sequence, never by shape alone.

mod builder;
mod dashes;
mod headings;
pub mod lines;
pub mod marker;
mod sequence;
mod units;
mod wording;

pub use builder::build;
pub use headings::tree;

use super::context::{Context, Node, Paragraph, ParagraphKind};
use super::types::*;

/// What was built from a stretch of lines.
#[derive(Debug, Default)]
pub struct Built {
    /// The paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// The numbered units, in order.
    pub nodes: Vec<Node>,
    /// The page breaks inside paragraphs.
    pub joins: Vec<PageBreakJoin>,
    /// Gaps in the numbering.
    pub warnings: Vec<Warning>,
}

/// What the whole document gives besides paragraphs and units.
#[derive(Debug, Default)]
pub struct Joined {
    /// The page breaks inside paragraphs.
    pub joins: Vec<PageBreakJoin>,
    /// Gaps in the numbering.
    pub warnings: Vec<Warning>,
}

/// Builds the paragraphs of title, preamble, body and closing, and the units of the body;
/// fills [`Context::paragraphs`] and [`Context::nodes`].
pub fn build_document(
    context: &mut Context,
    title: Option<usize>,
    header_end: usize,
    body: usize,
    footer: &super::footer::Extent,
) -> Joined {
    let last = context.lines.len();
    let stretches = [
        (
            title.unwrap_or(header_end).min(header_end),
            header_end,
            false,
        ),
        (header_end, body, false),
        (body, footer.closing, true),
        (footer.closing, footer.start, false),
        (footer.end.max(footer.start), last, true),
    ];
    let mut joined = Joined::default();
    let (mut paragraphs, mut nodes) = (Vec::new(), Vec::new());
    for (index, (from, to, structured)) in stretches.into_iter().enumerate() {
        if from >= to {
            continue;
        }
        // Units of appendices belong to the attachments, not to the document's own tree.
        let appendix = index == 4;
        if appendix && context.zone_of_line[from..to].contains(&ZoneKind::Chrome) {
            continue;
        }
        let mut built = build(context, from, to, structured && !appendix);
        for paragraph in &mut built.paragraphs {
            if let ParagraphKind::Numbered(node) = &mut paragraph.kind {
                *node += nodes.len();
            }
            paragraph.section = paragraph.section.map(|s| s + nodes.len());
        }
        for node in &mut built.nodes {
            node.parent = node.parent.map(|p| p + nodes.len());
            node.paragraph += paragraphs.len();
        }
        paragraphs.extend(built.paragraphs);
        nodes.extend(built.nodes);
        joined.joins.extend(built.joins);
        joined.warnings.extend(built.warnings);
    }
    context.paragraphs = paragraphs;
    context.nodes = nodes;
    joined
}
