//! Alignment of two token sequences in order, exact where they are short, about linear where they are long.
//!
//! Comes in: two sequences of [`Token`]. Goes out: the [`Step`]s that turn one into the other. Short
//! stretches are solved exactly by dynamic programming; longer ones are first cut at runs of tokens
//! that occur once on either side and in the same order (the *patience* idea), so 200 kB of text with
//! whole paragraphs missing costs milliseconds. A long stretch that shares no such run is aligned
//! within a band along its diagonal: there is nothing to find in it.

use std::collections::HashMap;

/// A token as the alignment sees it. Equal numbers mean equal forms within one [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The form that scores compare, case and all.
    pub exact: u32,
    /// The same, ignoring case.
    pub caseless: u32,
    /// The letters without marks and case.
    pub fold: u32,
    letters: u64,
}

/// Numbers the forms of tokens, so that comparing them is comparing numbers.
#[derive(Debug, Default)]
pub struct Vocabulary {
    forms: HashMap<String, u32>,
    tokens: HashMap<String, Token>,
}

impl Vocabulary {
    /// The token of a surface form in NFC.
    pub fn token(&mut self, surface: &str) -> Token {
        if let Some(token) = self.tokens.get(surface) {
            return *token;
        }
        let fold = super::normal::fold(surface);
        let token = Token {
            exact: self.form(super::normal::tone_key(surface)),
            caseless: self.form(super::normal::tone_key(&surface.to_lowercase())),
            letters: fold.chars().fold(0, |set, c| set | 1 << (c as u32 % 64)),
            fold: self.form(fold),
        };
        self.tokens.insert(surface.to_owned(), token);
        token
    }

    fn form(&mut self, form: String) -> u32 {
        let next = self.forms.len() as u32;
        *self.forms.entry(form).or_insert(next)
    }
}

/// One step of an alignment; the numbers are positions in the two sequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A token of the first sequence and its counterpart, equal or replaced.
    Pair(usize, usize),
    /// A token of the first sequence that the second lacks.
    Delete(usize),
    /// A token of the second sequence that the first lacks.
    Insert(usize),
}

/// An edit weighs more than any sum of differences between replaced pairs.
const EDIT: u64 = 1 << 32;
/// Stretches of up to this many cells are solved exactly (one byte of memory each).
const EXACT_CELLS: usize = 4 << 20;
/// Half the width of the band in a stretch that nothing anchors.
const BAND: usize = 512;

fn pair_cost(a: Token, b: Token) -> u64 {
    if a.exact == b.exact {
        0
    } else if a.caseless == b.caseless {
        1
    } else if a.fold == b.fold {
        EDIT + 2
    } else {
        EDIT + 3 + u64::from((a.letters ^ b.letters).count_ones().min(12))
    }
}

/// The alignment of `a` with `b` that has the fewest edits, replaced pairs being as alike as can be.
pub fn align(a: &[Token], b: &[Token]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(a.len().max(b.len()));
    // Stretches still to be aligned, the next one last.
    let mut open = vec![((0, a.len()), (0, b.len()))];
    while let Some(((mut a0, mut a1), (mut b0, mut b1))) = open.pop() {
        while a0 < a1 && b0 < b1 && a[a0].exact == b[b0].exact {
            steps.push(Step::Pair(a0, b0));
            a0 += 1;
            b0 += 1;
        }
        let mut tail = Vec::new();
        while a0 < a1 && b0 < b1 && a[a1 - 1].exact == b[b1 - 1].exact {
            a1 -= 1;
            b1 -= 1;
            tail.push(Step::Pair(a1, b1));
        }
        let (rows, columns) = (a1 - a0, b1 - b0);
        if rows == 0 || columns == 0 {
            steps.extend((a0..a1).map(Step::Delete));
            steps.extend((b0..b1).map(Step::Insert));
        } else if rows * columns <= EXACT_CELLS {
            solve(a, b, (a0, a1), (b0, b1), columns, &mut steps);
        } else {
            let anchors = anchors(&a[a0..a1], &b[b0..b1]);
            if anchors.is_empty() {
                solve(a, b, (a0, a1), (b0, b1), BAND, &mut steps);
            } else {
                // Everything between the anchors, and the tail, comes back as open stretches.
                let (mut ends_a, mut ends_b) = (a1 + tail.len(), b1 + tail.len());
                for &(i, j) in anchors.iter().rev() {
                    open.push(((a0 + i, ends_a), (b0 + j, ends_b)));
                    (ends_a, ends_b) = (a0 + i, b0 + j);
                }
                open.push(((a0, ends_a), (b0, ends_b)));
                continue;
            }
        }
        steps.extend(tail.into_iter().rev());
    }
    steps
}

/// Positions at which runs begin that occur once on either side, in increasing order on both.
fn anchors(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
    for length in [4, 3, 2, 1] {
        let (once_a, once_b) = (once(a, length), once(b, length));
        let mut common: Vec<(usize, usize)> = once_a
            .iter()
            .filter_map(|(run, &i)| Some((i, *once_b.get(run)?)))
            .filter(|&(i, j)| a[i].exact == b[j].exact)
            .collect();
        common.sort_unstable();
        // An anchor at (0, 0) would cut nothing off; it cannot occur, since equal heads are gone.
        let chain = increasing(&common);
        if !chain.is_empty() {
            return chain;
        }
    }
    Vec::new()
}

/// Runs of `length` tokens (by their letters) that occur exactly once, with their position.
fn once(tokens: &[Token], length: usize) -> HashMap<[u32; 4], usize> {
    let mut seen: HashMap<[u32; 4], (usize, bool)> = HashMap::with_capacity(tokens.len());
    for (at, window) in tokens.windows(length).enumerate() {
        let mut run = [u32::MAX; 4];
        for (slot, token) in run.iter_mut().zip(window) {
            *slot = token.fold;
        }
        seen.entry(run)
            .and_modify(|e| e.1 = false)
            .or_insert((at, true));
    }
    seen.into_iter()
        .filter(|(_, (_, single))| *single)
        .map(|(run, (at, _))| (run, at))
        .collect()
}

/// The longest chain of `pairs` (sorted by the first) whose second positions increase.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; pairs.len()];
    for (k, &(_, j)) in pairs.iter().enumerate() {
        let pile = tops.partition_point(|&top| pairs[top].1 < j);
        if pile > 0 {
            before[k] = tops[pile - 1];
        }
        if pile == tops.len() {
            tops.push(k);
        } else {
            tops[pile] = k;
        }
    }
    let mut chain = Vec::with_capacity(tops.len());
    let mut at = tops.last().copied().unwrap_or(usize::MAX);
    while at != usize::MAX {
        chain.push(pairs[at]);
        at = before[at];
    }
    chain.reverse();
    chain
}

/// Dynamic programming over a stretch, each row limited to `reach` columns on either side of the diagonal.
fn solve(
    a: &[Token],
    b: &[Token],
    (a0, a1): (usize, usize),
    (b0, b1): (usize, usize),
    reach: usize,
    steps: &mut Vec<Step>,
) {
    const PAIR: u8 = 0;
    const DELETE: u8 = 1;
    const INSERT: u8 = 2;
    let (rows, columns) = (a1 - a0, b1 - b0);
    let diagonal = |row: usize| row * columns / rows;
    let band = |row: usize| {
        let low = diagonal(row.saturating_sub(1)).saturating_sub(reach);
        (low, (diagonal(row + 1).min(columns) + reach).min(columns))
    };
    let mut moves: Vec<Vec<u8>> = Vec::with_capacity(rows + 1);
    let mut previous: Vec<u64> = Vec::new();
    let mut previous_low = 0;
    for row in 0..=rows {
        let (low, high) = band(row);
        let mut costs = Vec::with_capacity(high - low + 1);
        let mut choice = Vec::with_capacity(high - low + 1);
        for column in low..=high {
            let above = |column: usize| {
                column
                    .checked_sub(previous_low)
                    .filter(|_| row > 0)
                    .and_then(|k| previous.get(k))
                    .copied()
            };
            let mut best = (u64::MAX, PAIR);
            if row == 0 && column == 0 {
                best = (0, PAIR);
            }
            if column > 0
                && let Some(cost) = above(column - 1)
            {
                best = best.min((cost + pair_cost(a[a0 + row - 1], b[b0 + column - 1]), PAIR));
            }
            if let Some(cost) = above(column) {
                best = best.min((cost + EDIT, DELETE));
            }
            if column > low {
                let cost: u64 = costs[column - low - 1];
                best = best.min((cost + EDIT, INSERT));
            }
            costs.push(best.0);
            choice.push(best.1);
        }
        moves.push(choice);
        previous = costs;
        previous_low = low;
    }
    let (mut row, mut column) = (rows, columns);
    let from = steps.len();
    while row > 0 || column > 0 {
        match moves[row][column - band(row).0] {
            PAIR => {
                row -= 1;
                column -= 1;
                steps.push(Step::Pair(a0 + row, b0 + column));
            }
            DELETE => {
                row -= 1;
                steps.push(Step::Delete(a0 + row));
            }
            _ => {
                column -= 1;
                steps.push(Step::Insert(b0 + column));
            }
        }
    }
    steps[from..].reverse();
}
