//! The channel ready for use: learned costs over broad letter-shape costs, by what is seen.

use super::shapes::{self, Shape};
use super::table::Table;
use rustc_hash::FxHashMap;

/// No way from the printed to the seen letters.
pub const IMPOSSIBLE: f32 = f32::INFINITY;

/// Share of the broad letter-shape costs in the mixture: the habits of engines that were not learned from.
const SHAPE_SHARE: f32 = 0.03;
/// Weight, in counts, of the small letter's habits for its capital.
const CAPITAL_BORROWS: f32 = 4.0;
/// A seen letter out of nothing that was never counted.
const STRANGE_INSERTION: f32 = 9.0;
/// A sign that no table knows may stand for any letter, at a price.
const STRANGE_SIGN: f32 = 8.0;
/// A printed letter that vanishes though none of its kind was seen to.
const STRANGE_DELETION: f32 = 8.0;

/// Printed letters: each in its small and its capital form, then the pairs that are seen as one letter.
///
/// The number of a letter is twice its place among the small letters, plus one for the capital.
pub type PrintedId = u16;

/// Two or three seen letters, and how many.
type Run = ([char; 3], usize);

/// What one seen letter costs from each printed letter and pair.
#[derive(Debug, Clone)]
pub(super) struct SeenLetter {
    /// By number of what was printed.
    pub costs: Vec<f32>,
    /// The least of them.
    pub least: f32,
    /// Out of nothing.
    pub insertion: f32,
    /// The pairs that it may stand for.
    pub pairs: Vec<(PrintedId, PrintedId, PrintedId)>,
}

/// Costs in nats of seeing letters where others were printed.
#[derive(Debug, Clone)]
pub struct Channel {
    letters: Vec<char>,
    places: FxHashMap<char, u16>,
    pairs: FxHashMap<(PrintedId, PrintedId), PrintedId>,
    /// The row of each seen letter.
    rows: FxHashMap<char, u32>,
    /// What one seen letter costs; the first row is that of signs which no table knows.
    single: Vec<SeenLetter>,
    /// Two or three seen letters: the few printed ones that they may stand for.
    several: FxHashMap<Run, Vec<(PrintedId, f32)>>,
    deletion: Vec<f32>,
}

impl Channel {
    /// The costs for words over `letters` (small; their capitals are added).
    pub fn new(table: &Table, letters: impl IntoIterator<Item = char>) -> Self {
        let mut letters: Vec<char> = letters.into_iter().collect();
        letters.sort_unstable();
        letters.dedup();
        Self::over(table, letters)
    }

    /// The costs of another table for the same words.
    pub fn with(&self, table: &Table) -> Self {
        Self::over(table, self.letters.clone())
    }

    /// The costs for words over sorted small letters.
    fn over(table: &Table, letters: Vec<char>) -> Self {
        let places: FxHashMap<char, u16> = letters
            .iter()
            .enumerate()
            .map(|(i, c)| (*c, i as u16))
            .collect();
        let mut channel = Self {
            deletion: vec![STRANGE_DELETION; letters.len() * 2],
            letters,
            places,
            pairs: FxHashMap::default(),
            rows: FxHashMap::default(),
            single: Vec::new(),
            several: FxHashMap::default(),
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
    fn pair_id(&self, first: PrintedId, second: PrintedId) -> Option<PrintedId> {
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
        let mut insertion: FxHashMap<char, f32> = FxHashMap::default();
        for row in table.rows() {
            if let ([], [seen]) = (row.chunk.printed(), row.chunk.seen()) {
                insertion.insert(*seen, row.cost.min(STRANGE_INSERTION));
            }
        }
        let seen_letters: std::collections::BTreeSet<char> = learned
            .keys()
            .filter(|(_, seen)| seen.len() == 1)
            .map(|(_, seen)| seen[0])
            .chain((0..singles).map(|id| self.printed(id as PrintedId)))
            .chain('!'..='~')
            .chain(insertion.keys().copied())
            .collect();
        let shapes: Vec<Shape> = (0..singles)
            .map(|id| Shape::of(self.printed(id as PrintedId)))
            .collect();
        let mut strange = vec![STRANGE_SIGN; singles];
        strange.resize(width, IMPOSSIBLE);
        self.add_row(strange, STRANGE_INSERTION);
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
            self.rows.insert(seen, self.single.len() as u32);
            let insertion = insertion.get(&seen).copied();
            self.add_row(costs, insertion.unwrap_or(STRANGE_INSERTION));
        }
        let mut several: FxHashMap<(PrintedId, Vec<char>), (f32, f32)> = FxHashMap::default();
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

    fn add_row(&mut self, costs: Vec<f32>, insertion: f32) {
        let pairs = self.pairs.iter().map(|((a, b), pair)| (*a, *b, *pair));
        let mut pairs: Vec<_> = pairs
            .filter(|(_, _, pair)| costs[usize::from(*pair)] < IMPOSSIBLE)
            .collect();
        pairs.sort_unstable();
        self.single.push(SeenLetter {
            least: costs.iter().copied().fold(IMPOSSIBLE, f32::min),
            costs,
            insertion,
            pairs,
        });
    }

    /// P(seen | printed) by number; capitals borrow from their small letters where few were counted.
    fn learned(&self, table: &Table) -> FxHashMap<(PrintedId, Vec<char>), f32> {
        let mut learned: FxHashMap<(PrintedId, Vec<char>), f32> = FxHashMap::default();
        let mut totals: FxHashMap<char, f32> = FxHashMap::default();
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
        let insertion = |at: usize| self.seen(seen[at]).insertion;
        let mut row: Vec<f32> = Vec::with_capacity(seen.len() + 1);
        row.push(0.0);
        for at in 0..seen.len() {
            row.push(row[at] + insertion(at));
        }
        for letter in printed.chars() {
            let Some(id) = self.printed_id(letter) else {
                return IMPOSSIBLE;
            };
            let mut next: Vec<f32> = Vec::with_capacity(row.len());
            for j in 0..row.len() {
                let mut cost = row[j] + self.deletion(id);
                if j > 0 {
                    let letter = self.seen(seen[j - 1]);
                    cost = cost.min(row[j - 1] + letter.costs[usize::from(id)]);
                    cost = cost.min(next[j - 1] + letter.insertion);
                }
                for k in 2..=3.min(j) {
                    for (printed, several) in self.several(&seen[j - k..j]) {
                        if *printed == id {
                            cost = cost.min(row[j - k] + several);
                        }
                    }
                }
                next.push(cost);
            }
            row = next;
        }
        row[seen.len()]
    }

    /// What a seen letter costs.
    fn seen(&self, letter: char) -> &SeenLetter {
        self.row(self.row_of(letter))
    }

    /// The row of a seen letter.
    pub(super) fn row_of(&self, letter: char) -> u32 {
        self.rows.get(&letter).copied().unwrap_or(0)
    }

    /// What the seen letter of a row costs.
    pub(super) fn row(&self, row: u32) -> &SeenLetter {
        &self.single[row as usize]
    }

    /// The printed letters that a run of two or three seen ones may stand for, with the costs, by number.
    pub(super) fn several(&self, seen: &[char]) -> &[(PrintedId, f32)] {
        let mut key = ['\0'; 3];
        key[..seen.len()].copy_from_slice(seen);
        self.several
            .get(&(key, seen.len()))
            .map_or(&[], Vec::as_slice)
    }

    /// Seeing nothing for a printed letter.
    pub(super) fn deletion(&self, printed: PrintedId) -> f32 {
        self.deletion[usize::from(printed)]
    }

    /// How many numbers printed letters and pairs have.
    pub(super) fn width(&self) -> usize {
        self.letters.len() * 2 + self.pairs.len()
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
