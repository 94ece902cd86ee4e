//! Which units are headings, and the tree of them.

use crate::document::context::Node;
use crate::document::types::*;

/// The gold rule of the document model, §5.4.
pub(super) fn heading_kind(text: &str, has_children: bool) -> Option<HeadingKind> {
    // What a bracket or quotation mark closes may have ended the sentence: `(báo, đài, mạng xã hội...)`.
    let open = text.trim_end_matches([')', '”', '"', '’']);
    let text = if open.ends_with('.') { open } else { text };
    // `…, (Chi tiết tại Phụ lục kèm theo)`: the remark stands behind the sentence.
    let text = text.strip_suffix(')').map_or(text, |remark| {
        let sentence = remark.rsplit_once('(').map(|(s, _)| s.trim_end());
        sentence
            .filter(|s| s.ends_with(['.', ';', ',']))
            .unwrap_or(text)
    });
    match text.chars().last() {
        None => Some(HeadingKind::Title),
        Some(':') => has_children.then_some(HeadingKind::LeadIn),
        Some('.') => (has_children && !text.ends_with("/.")).then_some(HeadingKind::Sentence),
        Some(';' | ',') => None,
        Some(_) => Some(HeadingKind::Title),
    }
}

/// Whether the words of a unit without a mark at its end are more than a title: clauses parted by a semicolon
/// or point, or longer than any. Its end was lost.
pub(super) fn is_cut_sentence(text: &str) -> bool {
    const LONGEST: usize = 400;
    text.contains("; ") || text.contains(". ") && text.len() > 160 || text.len() > LONGEST
}

/// The most words that a title before a colon has.
pub(super) const TITLE_WORDS: usize = 12;

/// The words before a colon, at most [`TITLE_WORDS`] of them (`a) Về nhân sự: …`).
pub(super) fn run_in_title(text: &str) -> Option<String> {
    let (head, rest) = text.split_once(':')?;
    let words = head.split(' ').count();
    (words <= TITLE_WORDS && !rest.trim().is_empty()).then(|| head.trim().to_owned())
}

/// The headings as a tree.
pub fn tree(nodes: &[Node]) -> Vec<OutlineNode> {
    let mut roots: Vec<OutlineNode> = Vec::new();
    // The chain of open headings: path and depth in the tree of headings.
    let mut chain: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let out = &node.out;
        let (true, Some(heading)) = (out.is_heading, &out.heading) else {
            continue;
        };
        let heading = OutlineNode {
            path: out.path.clone(),
            label: out.label.clone(),
            label_raw: out.label_raw.clone(),
            level_type: out.level_type,
            heading: heading.clone(),
            heading_kind: out.heading_kind,
            line: out.line,
            line_end: out.line_end,
            start: out.start,
            end: out.end,
            page: out.page,
            children: Vec::new(),
        };
        // The nearest heading above.
        let mut ancestor = node.parent;
        while let Some(a) = ancestor {
            if nodes[a].out.is_heading {
                break;
            }
            ancestor = nodes[a].parent;
        }
        while chain.last().is_some_and(|(i, _)| Some(*i) != ancestor) {
            chain.pop();
        }
        let address = match chain.last() {
            None => {
                roots.push(heading);
                vec![roots.len() - 1]
            }
            Some((_, address)) => {
                let mut children = &mut roots;
                for step in address {
                    children = &mut children[*step].children;
                }
                children.push(heading);
                let mut address = address.clone();
                address.push(children.len() - 1);
                address
            }
        };
        chain.push((index, address));
    }
    roots
}
