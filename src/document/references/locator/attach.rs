//! Whose a place is: a cited document's, or this document's own.

use super::target::Index;
use super::{Chain, chains, locators};
use crate::document::anchors::pattern;
use crate::document::context::{Context, Node, ParagraphKind};
use crate::document::references::mention::Mention;
use crate::document::types::{LevelType, ReferenceKind, ZoneKind};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// Words that may stand between a place and the document it lies in.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u)^[ \n]{0,2}(?:,[ \n]{1,2})?(?:cua[ \n])?(?:ban hanh kem theo[ \n])?$")
        .expect("a fixed pattern")
});

static OWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?-u)^[ \n]{1,2}(?:cua[ \n])?(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet|quyet dinh|thong tu|quy che|quy dinh|",
        r"ke hoach|chi thi|huong dan|chuong trinh|de an|dieu le|van ban)[ \n]nay\b"
    ))
    .expect("a fixed pattern")
});

pattern!(
    /// Behind a place: another document, named or left without its number (`Điều 6 của Hiệp định`).
    OTHERS = r"^\s*(?:(?:cua\s)?(?:luat|bo luat|phap lenh|nghi dinh|nghi quyet|thong tu|quy che|dieu le|hien phap|hiep dinh|hiep uoc|cong uoc|thoa thuan)|cua\s(?:quyet dinh|quy dinh))\b"
);

/// Gives mentions their places, and returns the references to places of this document.
pub fn attach(context: &Context, mentions: &mut [Mention]) -> Vec<Mention> {
    let mut internal = Vec::new();
    let chains = chains(context);
    let index = Index::new(context);
    let articles = |n: &Node| n.out.level_type == LevelType::Article;
    let has_articles = context.nodes.iter().any(articles);
    let mut listed = None;
    for chain in &chains {
        let zone = context.zone_at(chain.span.start);
        if matches!(
            zone,
            ZoneKind::Chrome | ZoneKind::Header | ZoneKind::Recipients | ZoneKind::Signature
        ) {
            continue;
        }
        let after = mentions.partition_point(|m| m.span.start < chain.span.end);
        if let Some(mention) = mentions.get_mut(after) {
            let between = &context.folded[chain.span.end..mention.span.start];
            if between.len() < 28 && LINK.is_match(between) {
                mention.locators.extend(locators(chain));
                continue;
            }
        }
        listed = behind_colon(context, &mentions[..after], chain, listed);
        if let Some((mention, _)) = listed {
            mentions[mention].locators.extend(locators(chain));
            continue;
        }
        let inside = after
            .checked_sub(1)
            .is_some_and(|i| mentions[i].span.end > chain.span.start);
        let line = context.lines[context.line_at(chain.span.start)];
        let before = &context.folded[line.trim.start.min(chain.span.start)..chain.span.start];
        let heading = before.trim_matches(['"', '*', ' ']).is_empty();
        let rest = &context.folded[chain.span.end..(chain.span.end + 40).min(context.folded.len())];
        let named = OWN.find(rest);
        let this = chain.units.iter().any(|u| u.values.contains(&"này"));
        let article = chain.units.iter().any(|u| u.word == "dieu");
        if inside || (heading && named.is_none() && !this) {
            continue;
        }
        let law_follows = OTHERS.is_match(rest);
        if named.is_none() && !this && (law_follows || !(article || cued(context, chain))) {
            continue;
        }
        // `theo điểm a khoản 8 Điều 112` in a letter: an article that this document has not is another's.
        if article && named.is_none() && !this && !has_articles {
            continue;
        }
        if named.is_none()
            && !this
            && let Some(amended) = amended_above(context, &mentions[..after], chain)
        {
            mentions[amended].locators.extend(locators(chain));
            continue;
        }
        let end = chain.span.end + named.map_or(0, |m| m.end());
        internal.push(Mention {
            span: Span::new(chain.span.start, end),
            kind: ReferenceKind::Internal,
            target_path: index.target(chain),
            locators: locators(chain),
            ..Mention::default()
        });
    }
    internal
}

/// So far before the document's name the heading of an article says that it changes it, in characters.
const HEADING: usize = 160;

/// The document whose articles a unit changes, named by the article around it: `Điều 1. Sửa đổi, bổ sung một số điều của
/// Nghị định số …` over `1. Sửa đổi khoản 2 Điều 6 như sau:`.
fn amended_above(context: &Context, before: &[Mention], chain: &Chain) -> Option<usize> {
    static CHANGES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\b(?:sua[ \n]doi|bo[ \n]sung|bai[ \n]bo|thay[ \n]the)\b")
            .expect("a fixed pattern")
    });
    let paragraph = context.paragraph_at(chain.span.start)?;
    let mut unit = match paragraph.kind {
        ParagraphKind::Numbered(node) => context.nodes[node].parent,
        _ => paragraph.section,
    };
    while let Some(node) = unit {
        let above = &context.nodes[node];
        if above.out.level_type == LevelType::Article {
            let heading = context.paragraphs[above.paragraph].content;
            // Mentions are in order; one that the heading cuts begins before it.
            let named = before.partition_point(|m| m.span.end <= heading.start);
            let start = before
                .get(named)
                .filter(|m| heading.overlaps(m.span))?
                .span
                .start;
            let start = start.max(heading.start);
            let from = start.saturating_sub(HEADING).max(heading.start);
            let words = context.fold(Span::new(from, start));
            return CHANGES.is_match(words).then_some(named);
        }
        unit = above.parent;
    }
    None
}

/// The document whose places are listed behind a colon (`Luật Đầu tư số …: khoản 2 Điều 44; Điều 5`) if
/// this is one of them, and where it ends.
fn behind_colon(
    context: &Context,
    before: &[Mention],
    chain: &Chain,
    listed: Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    let between = |from: usize| context.folded.get(from..chain.span.start).map(str::trim);
    if let Some((document, end)) = listed
        && matches!(between(end), Some(";" | "," | "va" | "; va"))
    {
        return Some((document, chain.span.end));
    }
    let last = before.len().checked_sub(1)?;
    (between(before[last].span.end)? == ":").then(|| (amended(context, before), chain.span.end))
}

/// The last of some mentions, or the one that it and others before it amend (`Nghị định A được sửa đổi,
/// bổ sung bởi Nghị định B, Nghị định C`).
fn amended(context: &Context, mentions: &[Mention]) -> usize {
    let last = mentions.len() - 1;
    for (at, pair) in mentions.windows(2).enumerate().rev() {
        let between = context.folded.get(pair[0].span.end..pair[1].span.start);
        match between.map(str::trim) {
            Some("," | "va") => {}
            Some(words) if words.len() < 60 && words.ends_with(" boi") => return at,
            _ => break,
        }
    }
    last
}

/// Whether the words before say that a place is meant: `tại mục 2, phần II`, `theo phụ lục I`.
fn cued(context: &Context, chain: &Chain) -> bool {
    let before = context.folded[chain.span.start.saturating_sub(16)..chain.span.start].trim_end();
    let cue = [
        "tai", "theo", "o", "neu", "dinh", "cac", "cua", "thuoc", "cu", "kem",
    ]
    .iter()
    .any(|w| {
        before
            .strip_suffix(w)
            .is_some_and(|r| !r.ends_with(|c: char| c.is_ascii_alphanumeric()))
    });
    cue && chain.units.iter().any(|u| {
        u.word != "phan"
            || chain.units.len() > 1
            || u.values.iter().all(|v| v.chars().all(char::is_uppercase))
    })
}
