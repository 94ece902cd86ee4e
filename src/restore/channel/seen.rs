//! One seen word made ready for the search: what each stretch of it costs from a printed letter.

use super::costs::{Channel, IMPOSSIBLE, PrintedId};

/// Longest seen word that is searched for, in letters.
pub const LONGEST: usize = LONG - 1;
/// Places of a long word: before its first letter, behind it, and so on.
const LONG: usize = 16;
/// Places of a short word: most are short, and half as many places are half the work.
const SHORT: usize = 8;

/// A cost for each place.
pub type Costs<const PLACES: usize> = [f32; PLACES];

/// Scratch memory for one seen word after the other.
#[derive(Debug, Clone, Default)]
pub struct SeenWords {
    short: SeenWord<SHORT>,
    long: SeenWord<LONG>,
}

impl SeenWords {
    /// The memory for a word of so many letters, at most [`LONGEST`].
    pub(super) fn of(&mut self, letters: usize) -> Memory<'_> {
        match letters < SHORT {
            true => Memory::Short(&mut self.short),
            false => Memory::Long(&mut self.long),
        }
    }
}

/// The memory that fits a word.
pub(super) enum Memory<'a> {
    Short(&'a mut SeenWord<SHORT>),
    Long(&'a mut SeenWord<LONG>),
}

/// The costs of one seen word of less than `PLACES` letters.
#[derive(Debug, Clone)]
pub struct SeenWord<const PLACES: usize> {
    letters: Vec<char>,
    /// The channel's row of each letter.
    rows: Vec<u32>,
    insertion: Vec<f32>,
    /// What the letters from each place on cost at least, whatever was printed.
    rest: Costs<PLACES>,
    /// By number of what was printed, filled when first asked for.
    columns: Vec<Column<PLACES>>,
    /// Which word this is: columns of others are old.
    number: u32,
    merges: Vec<Merge>,
    pairs: Vec<(PrintedId, PrintedId, PrintedId)>,
}

/// What the letters of the seen word cost from one printed letter or pair.
#[derive(Debug, Clone)]
struct Column<const PLACES: usize> {
    number: u32,
    costs: Costs<PLACES>,
    merges: std::ops::Range<usize>,
}

/// Two or three seen letters for one printed letter.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Merge {
    printed: PrintedId,
    /// Place of the first.
    pub start: usize,
    /// Place behind the last.
    pub end: usize,
    /// In nats.
    pub cost: f32,
}

impl<const PLACES: usize> Default for Column<PLACES> {
    fn default() -> Self {
        Self {
            number: 0,
            costs: [IMPOSSIBLE; PLACES],
            merges: 0..0,
        }
    }
}

impl<const PLACES: usize> Default for SeenWord<PLACES> {
    fn default() -> Self {
        Self {
            letters: Vec::new(),
            rows: Vec::new(),
            insertion: Vec::new(),
            rest: [IMPOSSIBLE; PLACES],
            columns: Vec::new(),
            number: 0,
            merges: Vec::new(),
            pairs: Vec::new(),
        }
    }
}

impl<const PLACES: usize> SeenWord<PLACES> {
    /// Takes a word of less than `PLACES` letters.
    pub fn take(&mut self, channel: &Channel, letters: impl IntoIterator<Item = char>) {
        self.letters.clear();
        self.letters.extend(letters);
        self.number = self.number.wrapping_add(1);
        if self.number == 0 || self.columns.len() != channel.width() {
            self.number = 1;
            self.columns.clear();
            self.columns.resize(channel.width(), Column::default());
        }
        self.rows.clear();
        self.insertion.clear();
        self.pairs.clear();
        self.merges.clear();
        for (start, letter) in self.letters.iter().enumerate() {
            let row = channel.row_of(*letter);
            let seen = channel.row(row);
            self.rows.push(row);
            self.insertion.push(seen.insertion);
            self.pairs.extend_from_slice(&seen.pairs);
            for end in start + 2..=(start + 3).min(self.letters.len()) {
                let several = channel.several(&self.letters[start..end]);
                self.merges
                    .extend(several.iter().map(|(printed, cost)| Merge {
                        printed: *printed,
                        start,
                        end,
                        cost: *cost,
                    }));
            }
        }
        self.merges
            .sort_unstable_by_key(|m| (m.printed, m.start, m.end));
        self.pairs.sort_unstable();
        self.pairs.dedup();
        self.count_rest(channel);
    }

    fn count_rest(&mut self, channel: &Channel) {
        self.rest = [IMPOSSIBLE; PLACES];
        self.rest[self.rows.len()] = 0.0;
        // The cheapest for two and for three letters from each place on.
        let mut several = [[IMPOSSIBLE; PLACES]; 2];
        for merge in &self.merges {
            let least = &mut several[merge.end - merge.start - 2][merge.start];
            *least = lesser(*least, merge.cost);
        }
        for (start, row) in self.rows.iter().enumerate().rev() {
            let seen = channel.row(*row);
            let mut least = self.rest[start + 1] + seen.least.min(seen.insertion);
            for (several, end) in several.iter().zip([start + 2, start + 3]) {
                if end < PLACES {
                    least = lesser(least, self.rest[end] + several[start]);
                }
            }
            self.rest[start] = least;
        }
    }

    /// Number of seen letters.
    pub fn length(&self) -> usize {
        self.letters.len()
    }

    /// The costs before anything was printed: what is seen came out of nothing.
    pub fn root(&self) -> Costs<PLACES> {
        let mut root = [IMPOSSIBLE; PLACES];
        root[0] = 0.0;
        self.insert(&mut root);
        root
    }

    /// The costs after one more printed letter, and the least that a word with this beginning can cost; nothing when
    /// that is over `limit`. `before` has the costs and the letter of one letter less.
    pub fn row(
        &mut self,
        channel: &Channel,
        row: &Costs<PLACES>,
        before: Option<(&Costs<PLACES>, PrintedId)>,
        letter: PrintedId,
        limit: f32,
    ) -> Option<(f32, Costs<PLACES>)> {
        let deletion = channel.deletion(letter);
        let mut costs = row.map(|cost| cost + deletion);
        let column = self.column(channel, letter);
        pass(&mut costs, row, &column.costs);
        let merges = column.merges.clone();
        for merge in &self.merges[merges] {
            costs[merge.end] = lesser(costs[merge.end], row[merge.start] + merge.cost);
        }
        if let Some((grand, first)) = before
            && let Some(pair) = self.pair(first, letter)
        {
            pass(&mut costs, grand, &self.column(channel, pair).costs);
        }
        let least = least_sum(&costs, &self.rest);
        if least > limit {
            return None;
        }
        // What is inserted counts in the rest, so the least stays what it is.
        self.insert(&mut costs);
        Some((least, costs))
    }

    /// The number of a pair that one of the seen letters may stand for.
    fn pair(&self, first: PrintedId, second: PrintedId) -> Option<PrintedId> {
        let mut pairs = self.pairs.iter();
        let pair = pairs.find(|(a, b, _)| (*a, *b) == (first, second));
        pair.map(|(_, _, pair)| *pair)
    }

    fn column(&mut self, channel: &Channel, printed: PrintedId) -> &Column<PLACES> {
        let column = &mut self.columns[usize::from(printed)];
        if column.number != self.number {
            column.number = self.number;
            column.costs = [IMPOSSIBLE; PLACES];
            for (cost, row) in column.costs.iter_mut().zip(&self.rows) {
                *cost = channel.row(*row).costs[usize::from(printed)];
            }
            let first = self.merges.partition_point(|m| m.printed < printed);
            let end = self.merges.partition_point(|m| m.printed <= printed);
            column.merges = first..end;
        }
        column
    }

    /// Lets seen letters come out of nothing.
    fn insert(&self, costs: &mut Costs<PLACES>) {
        for (at, insertion) in self.insertion.iter().enumerate() {
            costs[at + 1] = lesser(costs[at + 1], costs[at] + insertion);
        }
    }
}

/// One seen letter at each place, for what was printed behind the costs of `row`.
fn pass<const PLACES: usize>(
    costs: &mut Costs<PLACES>,
    row: &Costs<PLACES>,
    column: &Costs<PLACES>,
) {
    for at in 0..PLACES - 1 {
        costs[at + 1] = lesser(costs[at + 1], row[at] + column[at]);
    }
}

/// The least of the sums at each place, four by four.
fn least_sum<const PLACES: usize>(a: &Costs<PLACES>, b: &Costs<PLACES>) -> f32 {
    let mut least = [IMPOSSIBLE; 4];
    for at in 0..PLACES {
        least[at % 4] = lesser(least[at % 4], a[at] + b[at]);
    }
    least.into_iter().fold(IMPOSSIBLE, lesser)
}

/// The lesser of two numbers, in one instruction: none of them is NaN.
fn lesser(a: f32, b: f32) -> f32 {
    if b < a { b } else { a }
}
