//! The channel ready for use: learned costs over broad letter-shape costs, by what is seen.

use super::shapes::{self, Shape};
use super::table::Table;
use std::collections::HashMap;

/// No way from the printed to the seen letters.
pub const IMPOSSIBLE: f32 = f32::INFINITY;

/// Share of the broad letter-shape costs in the mixture: the habits of engines that were not learned from.
const SHAPE_SHARE: f32 = 0.03;
/// Weight, in counts, of the small letter's habits for its capital.
const CAPITAL_BORROWS: f32 = 4.0;
/// A seen letter out of nothing that was never counted.
const STRANGE_INSERTION: f32 = 9.0;
/// A printed letter that vanishes though none of its kind was seen to.
const STRANGE_DELETION: f32 = 8.0;

/// Printed letters: each in its small and its capital form, then the pairs that are seen as one letter.
///
/// The number of a letter is twice its place among the small letters, plus one for the capital.
pub type PrintedId = u16;

/// Two or three seen letters, and how many.
type Run = ([char; 3], usize);

/// Costs in nats of seeing letters where others were printed.
#[derive(Debug, Clone)]
pub struct Channel {
    letters: Vec<char>,
    places: HashMap<char, u16>,
    pairs: HashMap<(PrintedId, PrintedId), PrintedId>,
    /// One seen letter: the cost from each printed letter and pair.
    single: HashMap<char, Vec<f32>>,
    /// Two or three seen letters: the few printed ones that they may stand for.
    several: HashMap<Run, Vec<(PrintedId, f32)>>,
    insertion: HashMap<char, f32>,
    deletion: Vec<f32>,
}

impl Channel {
    /// The costs for words over `letters` (small; their capitals are added).
    pub fn new(table: &Table, letters: impl IntoIterator<Item = char>) -> Self {
        let mut letters: Vec<char> = letters.into_iter().collect();
        letters.sort_unstable();
        letters.dedup();
        let places: HashMap<char, u16> = letters
            .iter()
            .enumerate()
            .map(|(i, c)| (*c, i as u16))
            .collect();
        let mut channel = Self {
            deletion: vec![STRANGE_DELETION; letters.len() * 2],
            letters,
            places,
            pairs: HashMap::new(),
            single: HashMap::new(),
            several: HashMap::new(),
            insertion: HashMap::new(),
        };
        channel.learn(table);
        channel
    }

    /// The number of a printed letter, small or capital.
    pub fn printed_id(&self, letter: char) -> Option<PrintedId> {
        if let Some(place) = self.places.get(&letter) {
            return Some(place * 2);
        }
        let place = self.places.get(&small(letter))?;
        Some(place * 2 + 1)
    }

    /// The number of a pair of printed letters that may be seen as one.
    pub fn pair_id(&self, first: PrintedId, second: PrintedId) -> Option<PrintedId> {
        self.pairs.get(&(first, second)).copied()
    }

    fn printed(&self, id: PrintedId) -> char {
        let letter = self.letters[usize::from(id / 2)];
        if id.is_multiple_of(2) {
            letter
        } else {
            capital(letter)
        }
    }

    fn learn(&mut self, table: &Table) {
        let mut pairs: Vec<(PrintedId, PrintedId)> = table
            .rows()
            .iter()
            .filter_map(|row| match *row.chunk.printed() {
                [a, b] => Some((self.printed_id(a)?, self.printed_id(b)?)),
                _ => None,
            })
            .collect();
        pairs.dedup();
        let singles = self.letters.len() * 2;
        for (i, pair) in pairs.into_iter().enumerate() {
            self.pairs.insert(pair, (singles + i) as PrintedId);
        }
        let learned = self.learned(table);
        let width = singles + self.pairs.len();
        for row in table.rows() {
            if let ([], [seen]) = (row.chunk.printed(), row.chunk.seen()) {
                self.insertion
                    .insert(*seen, row.cost.min(STRANGE_INSERTION));
            }
        }
        let seen_letters: std::collections::BTreeSet<char> = learned
            .keys()
            .filter(|(_, seen)| seen.len() == 1)
            .map(|(_, seen)| seen[0])
            .chain((0..singles).map(|id| self.printed(id as PrintedId)))
            .chain('!'..='~')
            .collect();
        let shapes: Vec<Shape> = (0..singles)
            .map(|id| Shape::of(self.printed(id as PrintedId)))
            .collect();
        for seen in seen_letters {
            let seen_shape = Shape::of(seen);
            let mut costs = vec![IMPOSSIBLE; width];
            for (id, cost) in costs.iter_mut().enumerate() {
                let shape = shapes.get(id).map_or(0.0, |printed| {
                    (-shapes::substitution(*printed, seen_shape)).exp()
                });
                let p = learned
                    .get(&(id as PrintedId, vec![seen]))
                    .copied()
                    .unwrap_or(0.0);
                *cost = mixed(p, shape);
            }
            self.single.insert(seen, costs);
        }
        let mut several: HashMap<(PrintedId, Vec<char>), (f32, f32)> = HashMap::new();
        for ((id, seen), p) in &learned {
            match seen.len() {
                0 => {
                    let cost = mixed(*p, (-STRANGE_DELETION).exp());
                    if let Some(deletion) = self.deletion.get_mut(usize::from(*id)) {
                        *deletion = cost;
                    }
                }
                1 => {}
                _ => several.entry((*id, seen.clone())).or_default().0 = *p,
            }
        }
        for (printed, seen, cost) in shapes::merged() {
            if let Some(id) = self.printed_id(printed) {
                several.entry((id, seen.to_vec())).or_default().1 = (-cost).exp();
            }
        }
        for ((id, seen), (p, shape)) in several {
            let mut key = ['\0'; 3];
            key[..seen.len()].copy_from_slice(&seen);
            self.several
                .entry((key, seen.len()))
                .or_default()
                .push((id, mixed(p, shape)));
        }
        for costs in self.several.values_mut() {
            costs.sort_by_key(|(id, _)| *id);
        }
    }

    /// P(seen | printed) by number; capitals borrow from their small letters where few were counted.
    fn learned(&self, table: &Table) -> HashMap<(PrintedId, Vec<char>), f32> {
        let mut learned: HashMap<(PrintedId, Vec<char>), f32> = HashMap::new();
        let mut totals: HashMap<char, f32> = HashMap::new();
        for row in table.rows() {
            if let [printed] = row.chunk.printed() {
                *totals.entry(*printed).or_default() += row.count;
            }
        }
        for row in table.rows() {
            let p = (-row.cost).exp();
            match *row.chunk.printed() {
                [printed] => {
                    let Some(id) = self.printed_id(printed) else {
                        continue;
                    };
                    let total = |c: char| totals.get(&c).copied().unwrap_or(0.0);
                    if id % 2 == 0 {
                        *learned.entry((id, row.chunk.seen().to_vec())).or_default() += p;
                        let seen: Vec<char> =
                            row.chunk.seen().iter().map(|c| capital(*c)).collect();
                        let share = CAPITAL_BORROWS / (CAPITAL_BORROWS + total(capital(printed)));
                        *learned.entry((id + 1, seen)).or_default() += p * share;
                    } else {
                        let own = total(printed);
                        let share = own / (CAPITAL_BORROWS + own);
                        *learned.entry((id, row.chunk.seen().to_vec())).or_default() += p * share;
                    }
                }
                [a, b] => {
                    let ids = self.printed_id(a).zip(self.printed_id(b));
                    if let Some(pair) = ids.and_then(|(a, b)| self.pair_id(a, b)) {
                        *learned
                            .entry((pair, row.chunk.seen().to_vec()))
                            .or_default() += p;
                    }
                }
                _ => {}
            }
        }
        learned
    }

    /// The cost of seeing `seen` for the printed word `printed`, in nats.
    pub fn cost(&self, seen: &[char], printed: &str) -> f32 {
        let mut costs = WordCosts::default();
        self.costs_of(seen, &mut costs);
        let mut row: Vec<f32> = Vec::with_capacity(seen.len() + 1);
        row.push(0.0);
        for at in 0..seen.len() {
            row.push(row[at] + costs.insertion(at));
        }
        for letter in printed.chars() {
            let Some(id) = self.printed_id(letter) else {
                return IMPOSSIBLE;
            };
            let mut next: Vec<f32> = Vec::with_capacity(row.len());
            for j in 0..row.len() {
                let mut cost = row[j] + costs.deletion(id);
                for k in 1..=3.min(j) {
                    cost = cost.min(row[j - k] + costs.substitution(id, j - k, k));
                }
                if j > 0 {
                    cost = cost.min(next[j - 1] + costs.insertion(j - 1));
                }
                next.push(cost);
            }
            row = next;
        }
        row[seen.len()]
    }

    /// The costs of one seen word, ready for the search.
    pub fn costs_of(&self, seen: &[char], costs: &mut WordCosts) {
        let width = self.letters.len() * 2 + self.pairs.len();
        costs.width = width;
        costs.length = seen.len();
        costs.table.clear();
        costs.table.resize(seen.len() * 3 * width, IMPOSSIBLE);
        costs.insertion.clear();
        costs.several.clear();
        for (at, letter) in seen.iter().enumerate() {
            costs.insertion.push(
                self.insertion
                    .get(letter)
                    .copied()
                    .unwrap_or(STRANGE_INSERTION),
            );
            let row = &mut costs.table[at * 3 * width..][..width];
            match self.single.get(letter) {
                Some(known) => row.copy_from_slice(known),
                // A sign that no table knows may stand for any letter, at a price.
                None => row[..self.letters.len() * 2].fill(8.0),
            }
            costs.several.push([false; 2]);
            for length in 2..=3usize.min(seen.len() - at) {
                let mut key = ['\0'; 3];
                key[..length].copy_from_slice(&seen[at..at + length]);
                if let Some(printed) = self.several.get(&(key, length)) {
                    costs.several[at][length - 2] = true;
                    for (id, cost) in printed {
                        costs.table[(at * 3 + length - 1) * width + usize::from(*id)] = *cost;
                    }
                }
            }
        }
        costs.deletion.clear();
        costs.deletion.extend_from_slice(&self.deletion);
    }
}

fn mixed(learned: f32, shape: f32) -> f32 {
    -((1.0 - SHAPE_SHARE) * learned + SHAPE_SHARE * shape).ln()
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

/// The costs of every stretch of a seen word from every printed letter; scratch memory, used again and again.
#[derive(Debug, Clone, Default)]
pub struct WordCosts {
    width: usize,
    length: usize,
    table: Vec<f32>,
    /// For each place, whether the two or three letters from there may stand for one.
    several: Vec<[bool; 2]>,
    insertion: Vec<f32>,
    deletion: Vec<f32>,
}

impl WordCosts {
    /// Number of seen letters.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Seeing the `length` (1 to 3) letters from `at` for a printed letter or pair.
    pub fn substitution(&self, printed: PrintedId, at: usize, length: usize) -> f32 {
        self.table[(at * 3 + length - 1) * self.width + usize::from(printed)]
    }

    /// Whether the `length` (2 or 3) letters from `at` may stand for one printed letter at all.
    pub fn may_merge(&self, at: usize, length: usize) -> bool {
        self.several[at][length - 2]
    }

    /// Seeing the letter at `at` for nothing.
    pub fn insertion(&self, at: usize) -> f32 {
        self.insertion[at]
    }

    /// Seeing nothing for a printed letter.
    pub fn deletion(&self, printed: PrintedId) -> f32 {
        self.deletion[usize::from(printed)]
    }
}
