//! Two texts cut into lines and tokens, and brought together.

use super::align::{Step, Token, Vocabulary, align};
use super::normal;

/// How the lines of truth and hypothesis were brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pairing {
    /// Line by line: both sides have the same lines.
    Lines,
    /// The text as a whole: lines differ.
    Text,
}

/// One of the texts, cut into lines, words and syllables.
pub(super) struct Side<'a> {
    pub(super) lines: Vec<&'a str>,
    pub(super) words: Sequence<'a>,
    pub(super) syllables: Sequence<'a>,
}

/// Tokens of a text with their line.
#[derive(Default)]
pub(super) struct Sequence<'a> {
    pub(super) tokens: Vec<Token>,
    pub(super) surfaces: Vec<&'a str>,
    pub(super) line_of: Vec<usize>,
    /// For each line, where its tokens begin; one more at the end.
    pub(super) starts: Vec<usize>,
}

impl<'a> Sequence<'a> {
    pub(super) fn of(
        lines: &[&'a str],
        cut: impl Fn(&str) -> Vec<(usize, usize)>,
        vocabulary: &mut Vocabulary,
    ) -> Self {
        let mut sequence = Self::default();
        for (number, line) in lines.iter().enumerate() {
            sequence.starts.push(sequence.tokens.len());
            for (start, end) in cut(line) {
                sequence.tokens.push(vocabulary.token(&line[start..end]));
                sequence.surfaces.push(&line[start..end]);
                sequence.line_of.push(number);
            }
        }
        sequence.starts.push(sequence.tokens.len());
        sequence
    }
}

impl<'a> Side<'a> {
    pub(super) fn of(text: &'a str, vocabulary: &mut Vocabulary) -> Self {
        let mut lines: Vec<&str> = text.split('\n').collect();
        if lines.last().is_some_and(|last| last.is_empty()) {
            lines.pop();
        }
        Self {
            words: Sequence::of(&lines, normal::tokens, vocabulary),
            syllables: Sequence::of(&lines, normal::letter_runs, vocabulary),
            lines,
        }
    }
}

impl Pairing {
    /// Lines correspond when there are as many on both sides and their lengths differ by a tenth at most.
    pub(super) fn between(truth: &Sequence, given: &Sequence) -> Self {
        let lengths = |s: &Sequence| s.starts.windows(2).map(|w| w[1] - w[0]).collect::<Vec<_>>();
        let differing: usize = lengths(truth)
            .iter()
            .zip(lengths(given))
            .map(|(a, b)| a.abs_diff(b))
            .sum();
        if truth.starts.len() == given.starts.len() && differing * 10 <= truth.tokens.len() {
            Self::Lines
        } else {
            Self::Text
        }
    }
}

/// The tokens of both sides aligned, line by line or over the whole text.
pub(super) fn aligned(truth: &Sequence, given: &Sequence, pairing: Pairing) -> Vec<Step> {
    if pairing == Pairing::Text {
        return align(&truth.tokens, &given.tokens);
    }
    let mut steps = Vec::with_capacity(truth.tokens.len());
    for (a, b) in truth.starts.windows(2).zip(given.starts.windows(2)) {
        let line = align(&truth.tokens[a[0]..a[1]], &given.tokens[b[0]..b[1]]);
        steps.extend(line.into_iter().map(|step| match step {
            Step::Pair(i, j) => Step::Pair(i + a[0], j + b[0]),
            Step::Delete(i) => Step::Delete(i + a[0]),
            Step::Insert(j) => Step::Insert(j + b[0]),
        }));
    }
    steps
}

/// The steps with the truth line each belongs to: an insertion to the line of the token before it,
/// or its own where lines correspond.
pub(super) fn by_line<'s>(
    steps: &'s [Step],
    truth: &'s Sequence,
    given: &'s Sequence,
    pairing: Pairing,
) -> impl Iterator<Item = (usize, Step)> + 's {
    let mut line = truth.line_of.first().copied().unwrap_or(0);
    steps.iter().map(move |&step| {
        match step {
            Step::Pair(i, _) | Step::Delete(i) => line = truth.line_of[i],
            Step::Insert(j) if pairing == Pairing::Lines => line = given.line_of[j],
            Step::Insert(_) => {}
        }
        (line, step)
    })
}
