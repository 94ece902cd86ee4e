//! Learning the channel from aligned lines by expectation-maximisation.
//!
//! Comes in: rows `printed line <TAB> seen line` (what follows a second tab is left alone here). A printed line
//! becomes the seen one by a sequence of chunk edits: one printed letter to none, one, two or three seen ones,
//! two printed letters to one, or a seen letter out of nothing. Spaces are letters like any other, so words
//! that split or join are learned in the same pass. The alignment is hidden; each round weighs all of them
//! (forward-backward), counts, and divides the count of a chunk by the number of times its printed side
//! occurred: P(seen | printed). Same rows in, same bytes out.

use super::table::{Chunk, Row, Table};
use rustc_hash::FxHashMap;

/// How the training is done.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Rounds of expectation-maximisation.
    pub rounds: usize,
    /// Chunks with a smaller expected count are dropped; those of more than one letter a side need twice it.
    pub min_count: f64,
    /// How far the seen line may run ahead of or behind the printed one, in letters.
    pub band: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rounds: 8,
            min_count: 1.5,
            band: 8,
        }
    }
}

/// Learns a table from rows of `printed <TAB> seen`. Lines that begin with `#` are skipped.
pub fn train<'a>(rows: impl IntoIterator<Item = &'a str>, settings: &Settings) -> Table {
    let lines: Vec<(Vec<char>, Vec<char>)> = rows
        .into_iter()
        .filter(|r| !r.starts_with('#'))
        .filter_map(|r| {
            let mut columns = r.split('\t');
            let printed: Vec<char> = columns.next()?.chars().collect();
            let seen: Vec<char> = columns.next()?.chars().collect();
            // Lines that were read as something else altogether teach nothing.
            let near =
                printed.len().abs_diff(seen.len()) <= settings.band.min(printed.len() / 4 + 1);
            (near && !printed.is_empty()).then_some((printed, seen))
        })
        .collect();
    let mut model = Model {
        guess: 1.0,
        ..Model::default()
    };
    for _ in 0..settings.rounds {
        let mut counts = vec![0.0; model.chunks.len()];
        model.occurrences.clear();
        model.letters = 0.0;
        for (printed, seen) in &lines {
            model.expect(printed, seen, settings.band, &mut counts);
        }
        model.maximise(&counts, settings.min_count);
    }
    model.into_table()
}

#[derive(Debug, Clone, Default)]
struct Model {
    ids: FxHashMap<Chunk, u32>,
    chunks: Vec<Chunk>,
    /// P(seen | printed); before the first round the initial guess.
    probability: Vec<f64>,
    counts: Vec<f64>,
    occurrences: FxHashMap<(char, char), f64>,
    letters: f64,
    trained: bool,
    /// Factor of the initial guess.
    guess: f64,
}

/// Share of the first guess in the probability of an edit that a learned table does not have.
const UNLEARNED: f64 = 0.03;

/// Counts of edits beside a learned table: one round of expectation, pair by pair.
#[derive(Debug, Clone)]
pub(super) struct Expectation {
    model: Model,
    counts: Vec<f64>,
    /// The learned rows come first among the model's chunks.
    learned: Vec<Row>,
}

impl Expectation {
    /// Before the first pair.
    pub fn new(table: &Table) -> Self {
        let mut model = Model {
            guess: UNLEARNED,
            ..Model::default()
        };
        let mut counts = Vec::new();
        for row in table.rows() {
            model.id(row.chunk, &mut counts);
        }
        let costs = table.rows().iter().map(|row| f64::from(row.cost));
        model.probability = costs.map(|cost| (-cost).exp()).collect();
        Self {
            model,
            counts,
            learned: table.rows().to_vec(),
        }
    }

    /// Adds a pair; the seen letters may run `band` letters ahead of or behind the printed ones.
    pub fn add(&mut self, printed: &[char], seen: &[char], band: usize) {
        self.model.expect(printed, seen, band, &mut self.counts);
    }

    /// The learned table, counting as `prior` letters for each printed letter (or pair), with what the pairs showed.
    /// Edits that it does not have are left out below `least` expected counts.
    pub fn beside(&self, prior: f64, least: f64) -> Table {
        let rows = self.model.chunks.iter().zip(&self.counts).enumerate();
        Table::from_rows(rows.filter_map(|(at, (chunk, count))| {
            let learned = self.learned.get(at);
            if learned.is_none() && *count < least {
                return None;
            }
            let before = learned.map_or(0.0, |row| f64::from(row.cost).exp().recip());
            let base = self.model.base(chunk);
            let probability = (prior * before + count) / (prior + base);
            let count = learned.map_or(0.0, |row| row.count) + *count as f32;
            Some((*chunk, -probability.ln() as f32, count))
        }))
    }
}

/// An edit in one line: from cell to cell.
struct Arc {
    from: usize,
    to: usize,
    chunk: u32,
}

impl Model {
    /// The chunk's number, or none when training has dropped it.
    fn id(&mut self, chunk: Chunk, counts: &mut Vec<f64>) -> Option<u32> {
        if let Some(&id) = self.ids.get(&chunk) {
            return (self.probability[id as usize] > 0.0).then_some(id);
        }
        if self.trained {
            return None;
        }
        let id = self.chunks.len() as u32;
        self.ids.insert(chunk, id);
        self.chunks.push(chunk);
        self.probability.push(self.guess * initial(&chunk));
        counts.push(0.0);
        Some(id)
    }

    fn expect(&mut self, printed: &[char], seen: &[char], band: usize, counts: &mut Vec<f64>) {
        let (n, m) = (printed.len(), seen.len());
        let width = m + 1;
        let mut arcs = Vec::with_capacity(n * 60);
        for i in 0..=n {
            let middle = i * m / n;
            for j in middle.saturating_sub(band)..=(middle + band).min(m) {
                let from = i * width + j;
                if j < m
                    && let Some(chunk) = self.id(Chunk::new(&[], &seen[j..j + 1]), counts)
                {
                    arcs.push(Arc {
                        from,
                        to: from + 1,
                        chunk,
                    });
                }
                for (taken, most) in [(1, 3), (2, 1)] {
                    if i + taken > n {
                        continue;
                    }
                    let least = if taken == 1 { 0 } else { 1 };
                    for given in least..=most.min(m - j) {
                        let chunk = Chunk::new(&printed[i..i + taken], &seen[j..j + given]);
                        // A space stands or falls alone, so that words stay words.
                        if chunk.mixes_spaces() {
                            continue;
                        }
                        if let Some(chunk) = self.id(chunk, counts) {
                            arcs.push(Arc {
                                from,
                                to: (i + taken) * width + j + given,
                                chunk,
                            });
                        }
                    }
                }
            }
        }
        let cells = (n + 1) * width;
        let mut forward = vec![0.0f64; cells];
        let mut backward = vec![0.0f64; cells];
        forward[0] = 1.0;
        backward[cells - 1] = 1.0;
        for arc in &arcs {
            forward[arc.to] += forward[arc.from] * self.probability[arc.chunk as usize];
        }
        for arc in arcs.iter().rev() {
            backward[arc.from] += backward[arc.to] * self.probability[arc.chunk as usize];
        }
        let total = forward[cells - 1];
        // Too unlikely for a double: a line that was read as something else.
        if total < 1e-290 {
            return;
        }
        for (i, &c) in printed.iter().enumerate() {
            *self.occurrences.entry((c, '\0')).or_default() += 1.0;
            if let Some(&d) = printed.get(i + 1) {
                *self.occurrences.entry((c, d)).or_default() += 1.0;
            }
        }
        self.letters += printed.len() as f64;
        for arc in &arcs {
            let p = self.probability[arc.chunk as usize];
            counts[arc.chunk as usize] += forward[arc.from] * p * backward[arc.to] / total;
        }
    }

    fn maximise(&mut self, counts: &[f64], min_count: f64) {
        for (id, chunk) in self.chunks.iter().enumerate() {
            let needed = if chunk.printed().len() + chunk.seen().len() > 2 {
                2.0
            } else {
                1.0
            };
            let count = counts[id];
            let identity = chunk.printed() == chunk.seen();
            let base = self.base(chunk);
            let rare = count < min_count * needed && !identity;
            self.probability[id] = if rare || base == 0.0 {
                0.0
            } else {
                count / base
            };
        }
        self.counts = counts.to_vec();
        self.trained = true;
    }

    fn base(&self, chunk: &Chunk) -> f64 {
        match *chunk.printed() {
            [] => self.letters,
            [a] => self.occurrences.get(&(a, '\0')).copied().unwrap_or(0.0),
            [a, b, ..] => self.occurrences.get(&(a, b)).copied().unwrap_or(0.0),
        }
    }

    fn into_table(self) -> Table {
        let rows = self.chunks.iter().zip(&self.probability).zip(&self.counts);
        Table::from_rows(
            rows.filter(|((_, p), _)| **p > 0.0)
                .map(|((chunk, p), count)| (*chunk, -p.ln() as f32, *count as f32)),
        )
    }
}

/// The guess that the first round begins with: letters mostly stay, or lose their marks.
fn initial(chunk: &Chunk) -> f64 {
    let (printed, seen) = (chunk.printed(), chunk.seen());
    match (printed, seen) {
        ([a], [b]) if a == b => 0.8,
        ([a], [b]) if super::shapes::bare(*a) == super::shapes::bare(*b) => 0.3,
        ([' '], _) | (_, [' ']) => 1e-4,
        ([_], [_]) => 0.01,
        ([], [_]) | ([_], []) => 1e-3,
        ([_], [_, _]) | ([_, _], [_]) => 2e-3,
        _ => 1e-4,
    }
}
