//! All words that may have been printed, as a trie that is searched with the channel's costs.
//!
//! The search goes down the trie with one row of costs for each node: the least cost at which the letters so
//! far can have given the first `j` seen letters. A branch whose best entry is past the bound is left.

use super::costs::{Channel, IMPOSSIBLE, PrintedId, WordCosts};
use crate::lm::TokenId;
use crate::syllable::Case;
use std::collections::BTreeMap;

/// Longest seen word that is searched for, in letters.
const LONGEST: usize = 16;
type Costs = [f32; LONGEST + 1];

/// The words, letter by letter.
#[derive(Debug, Clone)]
pub struct WordTrie {
    nodes: Vec<Node>,
    words: Vec<Word>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Number of the small letter that leads here.
    letter: PrintedId,
    children: std::ops::Range<u32>,
    words: std::ops::Range<u32>,
}

#[derive(Debug, Clone)]
struct Word {
    id: TokenId,
    variant: u8,
}

/// A printed word that explains a seen one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The word.
    pub id: TokenId,
    /// Which of its spellings, as given to [`WordTrie::new`].
    pub variant: u8,
    /// The channel's cost, in nats.
    pub cost: f32,
    /// The case in which it was printed.
    pub case: Case,
}

/// Bounds of a search.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// How much dearer than the best word another may be, in nats.
    pub window: f32,
    /// How many words are kept at most.
    pub most: usize,
}

impl WordTrie {
    /// The trie of `words`: small letters, the word's number, and which spelling of it this is. Words with
    /// letters that the channel does not know are left out.
    pub fn new<'w>(
        words: impl IntoIterator<Item = (&'w str, TokenId, u8)>,
        channel: &Channel,
    ) -> Self {
        let mut sorted: BTreeMap<Vec<PrintedId>, Vec<Word>> = BTreeMap::new();
        for (word, id, variant) in words {
            let letters: Option<Vec<PrintedId>> =
                word.chars().map(|c| channel.printed_id(c)).collect();
            if let Some(letters) = letters.filter(|l| !l.is_empty() && l.len() <= LONGEST) {
                sorted
                    .entry(letters)
                    .or_default()
                    .push(Word { id, variant });
            }
        }
        let entries: Vec<(Vec<PrintedId>, Vec<Word>)> = sorted.into_iter().collect();
        let mut trie = Self {
            nodes: vec![Node::default()],
            words: Vec::new(),
        };
        // Breadth first, so that the children of a node are neighbours.
        let mut queue = std::collections::VecDeque::from([(0usize, 0usize, 0..entries.len())]);
        while let Some((node, depth, range)) = queue.pop_front() {
            let mut at = range.start;
            if at < range.end && entries[at].0.len() == depth {
                let first = trie.words.len() as u32;
                trie.words.extend(entries[at].1.iter().cloned());
                trie.nodes[node].words = first..trie.words.len() as u32;
                at += 1;
            }
            let first = trie.nodes.len() as u32;
            while at < range.end {
                let letter = entries[at].0[depth];
                let end = at + entries[at..range.end].partition_point(|(l, _)| l[depth] == letter);
                queue.push_back((trie.nodes.len(), depth + 1, at..end));
                trie.nodes.push(Node {
                    letter,
                    ..Node::default()
                });
                at = end;
            }
            trie.nodes[node].children = first..trie.nodes.len() as u32;
        }
        trie
    }

    /// The words that explain what is seen, printed in `case`, cheapest first. `found` is cleared first.
    pub fn search(
        &self,
        channel: &Channel,
        seen: &WordCosts,
        case: Case,
        bounds: &Search,
        found: &mut Vec<Found>,
    ) {
        found.clear();
        if seen.is_empty() || seen.len() > LONGEST {
            return;
        }
        let mut root = [IMPOSSIBLE; LONGEST + 1];
        root[0] = 0.0;
        for at in 0..seen.len() {
            root[at + 1] = root[at] + seen.insertion(at);
        }
        let mut walk = Walk {
            trie: self,
            channel,
            seen,
            case,
            bounds,
            limit: 6.0 + 3.5 * seen.len() as f32,
            cheapest: Vec::new(),
            open: Vec::new(),
            found,
        };
        walk.descend(0, &root, None, 0);
        found.sort_by(|a, b| {
            a.cost
                .total_cmp(&b.cost)
                .then(a.id.cmp(&b.id))
                .then(a.variant.cmp(&b.variant))
        });
        let limit = found.first().map_or(0.0, |f| f.cost + bounds.window);
        found.retain(|f| f.cost <= limit);
        found.truncate(bounds.most);
    }
}

/// How far the printed letters may run ahead of the seen ones, or behind: a row is computed only so far from
/// its depth.
const BAND: usize = 4;

struct Walk<'a> {
    trie: &'a WordTrie,
    channel: &'a Channel,
    seen: &'a WordCosts,
    case: Case,
    bounds: &'a Search,
    limit: f32,
    /// The costs of the cheapest words so far, at most as many as are kept.
    cheapest: Vec<f32>,
    /// Children under way: the best entry of the row, the node, its letter and its row.
    open: Vec<(f32, u32, PrintedId, Costs)>,
    found: &'a mut Vec<Found>,
}

impl Walk<'_> {
    fn descend(
        &mut self,
        node: usize,
        row: &Costs,
        before: Option<(&Costs, PrintedId)>,
        depth: usize,
    ) {
        let trie = self.trie;
        let length = self.seen.len();
        let capitals = match self.case {
            Case::Upper => 1,
            Case::Title if depth == 0 => 1,
            _ => 0,
        };
        let first = self.open.len();
        for child in trie.nodes[node].children.clone() {
            let letter = trie.nodes[child as usize].letter + capitals;
            let (least, costs) = self.row(row, before, letter, depth + 1);
            if least <= self.limit {
                self.open.push((least, child, letter, costs));
            }
        }
        // The dearest first, since they are taken from the end.
        self.open[first..].sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        while self.open.len() > first {
            let Some((least, child, letter, costs)) = self.open.pop() else {
                break;
            };
            if least > self.limit {
                self.open.truncate(first);
                break;
            }
            self.take_words(child as usize, costs[length]);
            self.descend(child as usize, &costs, Some((row, letter)), depth + 1);
        }
    }

    /// The row after one more printed letter, and its best entry.
    fn row(
        &self,
        row: &Costs,
        before: Option<(&Costs, PrintedId)>,
        letter: PrintedId,
        depth: usize,
    ) -> (f32, Costs) {
        let length = self.seen.len();
        let deletion = self.seen.deletion(letter);
        let pair = before.and_then(|(_, first)| self.channel.pair_id(first, letter));
        let mut costs = [IMPOSSIBLE; LONGEST + 1];
        let mut least = IMPOSSIBLE;
        for j in depth.saturating_sub(BAND)..=(depth + BAND).min(length) {
            let mut cost = row[j] + deletion;
            if j > 0 {
                cost = cost.min(row[j - 1] + self.seen.substitution(letter, j - 1, 1));
                cost = cost.min(costs[j - 1] + self.seen.insertion(j - 1));
                for k in 2..=3.min(j) {
                    if self.seen.may_merge(j - k, k) {
                        cost = cost.min(row[j - k] + self.seen.substitution(letter, j - k, k));
                    }
                }
                if let (Some(pair), Some((grand, _))) = (pair, before) {
                    cost = cost.min(grand[j - 1] + self.seen.substitution(pair, j - 1, 1));
                }
            }
            costs[j] = cost;
            least = least.min(cost);
        }
        (least, costs)
    }

    /// Notes the words that end at a node.
    fn take_words(&mut self, node: usize, cost: f32) {
        let words = self.trie.nodes[node].words.clone();
        if cost > self.limit || words.is_empty() {
            return;
        }
        for word in &self.trie.words[words.start as usize..words.end as usize] {
            self.found.push(Found {
                id: word.id,
                variant: word.variant,
                cost,
                case: self.case,
            });
        }
        self.limit = self.limit.min(cost + self.bounds.window);
        let at = self.cheapest.partition_point(|c| *c <= cost);
        self.cheapest.insert(at, cost);
        self.cheapest.truncate(self.bounds.most);
        if self.cheapest.len() == self.bounds.most {
            self.limit = self.limit.min(self.cheapest[self.bounds.most - 1]);
        }
    }
}
