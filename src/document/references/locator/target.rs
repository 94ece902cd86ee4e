//! The unit of this document that a place names.

use super::{Chain, Unit};
use crate::document::context::Context;
use crate::document::types::LevelType;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// More units than these with one label are not told apart.
const MANY: usize = 64;

/// The numbered units of this document by level and label.
pub(super) struct Index<'c> {
    context: &'c Context,
    nodes: FxHashMap<(LevelType, &'c str), Vec<usize>>,
}

impl<'c> Index<'c> {
    pub(super) fn new(context: &'c Context) -> Self {
        let mut nodes: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (at, node) in context.nodes.iter().enumerate() {
            let key = (node.out.level_type, node.out.label.as_str());
            nodes.entry(key).or_default().push(at);
        }
        Self { context, nodes }
    }

    /// The units with a label among the nodes of a range.
    fn within(
        &self,
        word: &str,
        label: &'c str,
        range: Range<usize>,
    ) -> impl Iterator<Item = usize> {
        levels(word).iter().flat_map(move |level| {
            let all = self
                .nodes
                .get(&(*level, label))
                .map_or(&[][..], Vec::as_slice);
            let from = all.partition_point(|n| *n < range.start);
            let end = range.end;
            all[from..].iter().copied().take_while(move |n| *n < end)
        })
    }

    /// The nodes inside a node: those that follow it up to its end.
    fn inside(&self, node: usize) -> Range<usize> {
        let nodes = &self.context.nodes;
        let end = nodes[node].extent.end;
        node + 1..nodes.partition_point(|n| n.extent.start < end)
    }

    /// The path of the unit that a chain points to, if the tree has exactly one such unit.
    pub(super) fn target(&self, chain: &'c Chain) -> Option<String> {
        let context = self.context;
        let mut units: Vec<&Unit> = chain.units.iter().collect();
        units.sort_by_key(|u| {
            [
                "phu luc", "phan", "chuong", "muc", "tieu muc", "dieu", "khoan", "diem",
            ]
            .iter()
            .position(|x| *x == u.word)
        });
        let mut found: Vec<usize> = Vec::new();
        for (depth, unit) in units.into_iter().enumerate() {
            let value = *unit.values.first()?;
            if value == "này" {
                found = enclosing(context, chain.span.start, unit.word)?;
                continue;
            }
            let ranges: Vec<Range<usize>> = match depth {
                0 => std::iter::once(0..context.nodes.len()).collect(),
                _ => found.iter().map(|n| self.inside(*n)).collect(),
            };
            let fitting = ranges
                .into_iter()
                .flat_map(|r| self.within(unit.word, value, r));
            found = fitting.take(MANY + 1).collect();
            found.sort_unstable();
            found.dedup();
            if found.len() > MANY {
                return None;
            }
        }
        let [node] = found[..] else { return None };
        Some(context.nodes[node].out.path.clone())
    }
}

/// The levels of the tree that a word may name; `mục` and `phụ lục` may name any but an article.
fn levels(word: &str) -> &'static [LevelType] {
    use LevelType::*;
    match word {
        "phan" => &[Part, Roman, UpperLetter],
        "chuong" => &[Chapter],
        "dieu" => &[Article],
        "khoan" => &[Arabic],
        "diem" => &[Letter],
        _ => &[
            Part,
            Chapter,
            Section,
            Subsection,
            Roman,
            Arabic,
            ArabicDotted,
            Letter,
            UpperLetter,
        ],
    }
}

/// The unit around a position that `Điều này`, `khoản này` means.
fn enclosing(context: &Context, at: usize, word: &str) -> Option<Vec<usize>> {
    let level = match word {
        "dieu" => LevelType::Article,
        "khoan" => LevelType::Arabic,
        "chuong" => LevelType::Chapter,
        "phan" => LevelType::Part,
        _ => return None,
    };
    let last = context.nodes.partition_point(|n| n.extent.start <= at);
    let node = (0..last).rev().take(400).find(|n| {
        let node = &context.nodes[*n];
        node.out.level_type == level && node.extent.end >= at
    })?;
    Some(vec![node])
}
