//! All words that may have been printed, as a trie that is searched with the channel's costs.
//!
//! The search goes down the trie with one row of costs for each node: the least cost at which the letters so
//! far can have given the first `j` seen letters. A branch is left when its best entry, with the least that the
//! letters still to be seen cost, is past the bound.

use super::costs::{Channel, PrintedId};
use super::seen::{Costs, LONGEST, Memory, SeenWord, SeenWords};
use crate::lm::TokenId;
use crate::syllable::Case;
use std::collections::BTreeMap;

/// What a word may cost at most, its prior included, and more for each letter seen, in nats: beyond that it explains
/// nothing.
const LIMIT: f32 = 10.0;
const LIMIT_PER_LETTER: f32 = 3.5;

/// The words, letter by letter.
#[derive(Debug, Clone)]
pub struct WordTrie {
    nodes: Vec<Node>,
    words: Vec<Entry>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Number of the small letter that leads here.
    letter: PrintedId,
    children: std::ops::Range<u32>,
    words: std::ops::Range<u32>,
    /// The least prior of the words below.
    prior: f32,
}

/// What [`WordTrie::new`] is to know of a word.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its number.
    pub id: TokenId,
    /// Which spelling of the word this is.
    pub variant: u8,
    /// How rare it is, in nats: of two words that explain what is seen as well, the search keeps the commoner.
    pub prior: f32,
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
    /// How much dearer than the best word another may be, in nats, priors included.
    pub window: f32,
    /// How many words are kept at most: those that are cheapest, priors included.
    pub most: usize,
    /// What a word may cost at most, in nats, prior included; infinite where its length alone decides.
    pub limit: f32,
}

impl WordTrie {
    /// The trie of words in small letters. Those with letters that the channel does not know are left out.
    pub fn new<'w>(words: impl IntoIterator<Item = (&'w str, Entry)>, channel: &Channel) -> Self {
        let mut sorted: BTreeMap<Vec<PrintedId>, Vec<Entry>> = BTreeMap::new();
        for (word, entry) in words {
            let letters = word.chars().map(|c| channel.printed_id(c));
            let letters: Option<Vec<PrintedId>> = letters.collect();
            if let Some(letters) = letters.filter(|l| !l.is_empty() && l.len() <= LONGEST) {
                sorted.entry(letters).or_default().push(entry);
            }
        }
        let entries: Vec<(Vec<PrintedId>, Vec<Entry>)> = sorted.into_iter().collect();
        let mut trie = Self {
            nodes: vec![Node::default()],
            words: Vec::new(),
        };
        // Breadth first, so that the children of a node are neighbours.
        let mut queue = std::collections::VecDeque::from([(0usize, 0usize, 0..entries.len())]);
        while let Some((node, depth, range)) = queue.pop_front() {
            let words = entries[range.clone()].iter().flat_map(|(_, words)| words);
            trie.nodes[node].prior = words.map(|word| word.prior).fold(f32::MAX, f32::min);
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

    /// The words that explain what is seen, printed in `case`, cheapest first, priors included, each in its cheaper
    /// spelling; none for a seen word that is too long. `seen` is scratch memory.
    pub fn search(
        &self,
        channel: &Channel,
        letters: &str,
        seen: &mut SeenWords,
        case: Case,
        bounds: &Search,
    ) -> Vec<Found> {
        let length = letters.chars().count();
        if letters.is_empty() || length > LONGEST {
            return Vec::new();
        }
        match seen.of(length) {
            Memory::Short(seen) => self.walk(channel, letters, seen, case, bounds),
            Memory::Long(seen) => self.walk(channel, letters, seen, case, bounds),
        }
    }

    fn walk<const PLACES: usize>(
        &self,
        channel: &Channel,
        letters: &str,
        seen: &mut SeenWord<PLACES>,
        case: Case,
        bounds: &Search,
    ) -> Vec<Found> {
        seen.take(channel, letters.chars());
        let root = seen.root();
        let mut walk = Walk {
            trie: self,
            channel,
            case,
            bounds,
            limit: bounds
                .limit
                .min(LIMIT + LIMIT_PER_LETTER * seen.length() as f32),
            seen,
            open: Vec::new(),
            kept: Vec::new(),
        };
        walk.descend(0, &root, None, 0);
        let Walk { kept, limit, .. } = walk;
        let kept = kept.into_iter().filter(|(cost, _)| *cost <= limit);
        kept.map(|(_, found)| found).collect()
    }
}

struct Walk<'a, const PLACES: usize> {
    trie: &'a WordTrie,
    channel: &'a Channel,
    seen: &'a mut SeenWord<PLACES>,
    case: Case,
    bounds: &'a Search,
    /// What a word may cost at most to be kept, its prior included.
    limit: f32,
    /// Children under way: the least cost of their words, the node, its letter and its row.
    open: Vec<(f32, u32, PrintedId, Costs<PLACES>)>,
    /// The cheapest words so far, with their costs, priors included.
    kept: Vec<(f32, Found)>,
}

impl<const PLACES: usize> Walk<'_, PLACES> {
    fn descend(
        &mut self,
        node: usize,
        row: &Costs<PLACES>,
        before: Option<(&Costs<PLACES>, PrintedId)>,
        depth: usize,
    ) {
        let trie = self.trie;
        let length = self.seen.length();
        let capitals = match self.case {
            Case::Upper => 1,
            Case::Title if depth == 0 => 1,
            _ => 0,
        };
        let first = self.open.len();
        for child in trie.nodes[node].children.clone() {
            let node = &trie.nodes[child as usize];
            let letter = node.letter + capitals;
            let limit = self.limit - node.prior;
            let reached = self.seen.row(self.channel, row, before, letter, limit);
            if let Some((least, costs)) = reached {
                self.open.push((least + node.prior, child, letter, costs));
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
            let words = trie.nodes[child as usize].words.clone();
            for word in &trie.words[words.start as usize..words.end as usize] {
                self.keep(word, costs[length]);
            }
            self.descend(child as usize, &costs, Some((row, letter)), depth + 1);
        }
    }

    /// Keeps a word if it is cheap enough.
    fn keep(&mut self, word: &Entry, cost: f32) {
        let whole = cost + word.prior;
        let place = |other: &(f32, Found)| (other.0, other.1.id) < (whole, word.id);
        let at = self.kept.partition_point(place);
        let is_other_spelling = |(_, other): &(f32, Found)| other.id == word.id;
        if whole > self.limit || self.kept[..at].iter().any(is_other_spelling) {
            return;
        }
        let found = Found {
            id: word.id,
            variant: word.variant,
            cost,
            case: self.case,
        };
        self.kept.insert(at, (whole, found));
        if let Some(dearer) = self.kept[at + 1..].iter().position(is_other_spelling) {
            self.kept.remove(at + 1 + dearer);
        }
        self.kept.truncate(self.bounds.most);
        self.limit = self.limit.min(self.kept[0].0 + self.bounds.window);
        if self.kept.len() == self.bounds.most {
            self.limit = self.limit.min(self.kept[self.bounds.most - 1].0);
        }
    }
}
