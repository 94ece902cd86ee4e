//! What a reader found of a scan's transcript, whatever order the blocks of the page came in.

use super::align::{Step, Token, Vocabulary, align};
use super::counts::{Counts, Metric};
use super::normal;
use super::score::{Scored, ScoredLine, marked_letters_kept};
use super::sequence::{Pairing, Sequence};
use std::collections::HashMap;

/// Fewest syllables that count as a moved block: fewer would be found by chance.
const SHORTEST_BLOCK: usize = 3;

/// Scores what a reader gave against a transcript, allowing blocks to have moved.
pub fn score_transcript(transcript: &str, hypothesis: &str) -> Scored {
    let transcript = normal::prepare(transcript);
    let hypothesis = normal::prepare(hypothesis);
    let mut vocabulary = Vocabulary::default();
    let lines: Vec<&str> = transcript.lines().collect();
    let given_lines: Vec<&str> = hypothesis.lines().collect();
    let truth = Sequence::of(&lines, normal::letter_runs, &mut vocabulary);
    let given = Sequence::of(&given_lines, normal::letter_runs, &mut vocabulary);

    let mut counterpart: Vec<Option<usize>> = vec![None; truth.tokens.len()];
    let mut used = vec![false; given.tokens.len()];
    let mut found = vec![false; truth.tokens.len()];
    for step in align(&truth.tokens, &given.tokens) {
        if let Step::Pair(i, j) = step {
            counterpart[i] = Some(j);
            found[i] = truth.tokens[i].caseless == given.tokens[j].caseless;
            used[j] = found[i];
        }
    }
    let in_order = found.clone();
    for (i, j, length) in moved_blocks(&truth.tokens, &found, &given.tokens, &used) {
        for k in 0..length {
            counterpart[i + k] = Some(j + k);
            found[i + k] = true;
            used[j + k] = true;
        }
    }

    let mut scored: Vec<ScoredLine> = (lines.iter())
        .map(|line| ScoredLine {
            truth: (*line).to_owned(),
            hypothesis: String::new(),
            counts: Counts::default(),
            errors: Vec::new(),
        })
        .collect();
    for (i, &surface) in truth.surfaces.iter().enumerate() {
        let line = &mut scored[truth.line_of[i]];
        // A syllable read in place of this one; none if that one was found to belong elsewhere.
        let other = counterpart[i].filter(|j| found[i] || !used[*j]);
        let seen = other.map_or("", |j| given.surfaces[j]);
        let exact = other.is_some_and(|j| truth.tokens[i].exact == given.tokens[j].exact);
        line.counts.tally(Metric::Found, exact);
        line.counts.tally(Metric::FoundCi, found[i]);
        line.counts.tally(Metric::Moved, found[i] && !in_order[i]);
        let marked = surface.chars().filter(|c| normal::is_marked(*c)).count() as u64;
        let (surface_ci, seen_ci) = (surface.to_lowercase(), seen.to_lowercase());
        let kept = if exact {
            marked
        } else {
            marked_letters_kept(surface, seen)
        };
        let kept_ci = if found[i] {
            marked
        } else {
            marked_letters_kept(&surface_ci, &seen_ci)
        };
        line.counts.add(Metric::FoundDiacritic, kept, marked);
        line.counts.add(Metric::FoundDiacriticCi, kept_ci, marked);
        if !found[i] {
            line.errors.push((surface.to_owned(), seen.to_owned()));
        }
        if !seen.is_empty() {
            if !line.hypothesis.is_empty() {
                line.hypothesis.push(' ');
            }
            line.hypothesis.push_str(seen);
        }
    }
    if let Some(first) = scored.first_mut() {
        let extra = used.iter().filter(|used| !**used).count() as u64;
        first
            .counts
            .add(Metric::Extra, extra, truth.tokens.len() as u64);
    }
    Scored {
        pairing: Pairing::Text,
        lines: scored,
    }
}

/// Common runs of syllables that neither side has used, longest first: position in either and length.
fn moved_blocks(
    truth: &[Token],
    found: &[bool],
    given: &[Token],
    used: &[bool],
) -> Vec<(usize, usize, usize)> {
    let (mut found, mut used) = (found.to_vec(), used.to_vec());
    let key = |tokens: &[Token], at: usize| -> Option<[u32; SHORTEST_BLOCK]> {
        let run = tokens.get(at..at + SHORTEST_BLOCK)?;
        Some([run[0].caseless, run[1].caseless, run[2].caseless])
    };
    let free = |flags: &[bool], at: usize| flags[at..at + SHORTEST_BLOCK].iter().all(|f| !f);
    let mut places: HashMap<[u32; SHORTEST_BLOCK], Vec<usize>> = HashMap::new();
    for j in 0..given.len().saturating_sub(SHORTEST_BLOCK - 1) {
        if let (true, Some(key)) = (free(&used, j), key(given, j)) {
            places.entry(key).or_default().push(j);
        }
    }
    let mut blocks = Vec::new();
    for i in 0..truth.len().saturating_sub(SHORTEST_BLOCK - 1) {
        if !free(&found, i) {
            continue;
        }
        for &j in key(truth, i)
            .and_then(|key| places.get(&key))
            .into_iter()
            .flatten()
        {
            let length = (i..truth.len())
                .zip(j..given.len())
                .take_while(|&(i, j)| {
                    !found[i] && !used[j] && truth[i].caseless == given[j].caseless
                })
                .count();
            blocks.push((i, j, length));
        }
    }
    blocks.sort_by_key(|&(i, j, length)| (std::cmp::Reverse(length), i, j));
    blocks
        .into_iter()
        .filter_map(|(i, j, length)| {
            // What a longer block has taken since is no longer free.
            let length = (0..length)
                .take_while(|k| !found[i + k] && !used[j + k])
                .count();
            (length >= SHORTEST_BLOCK).then(|| {
                found[i..i + length].fill(true);
                used[j..j + length].fill(true);
                (i, j, length)
            })
        })
        .collect()
}
