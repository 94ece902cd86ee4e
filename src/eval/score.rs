//! One document against its truth: the counts of every line, and what was confused with what.

use super::align::{Step, Token, Vocabulary, align};
use super::counts::{Counts, Metric};
use super::names::name_syllables;
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

/// A truth line with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredLine {
    /// The line of the truth, in NFC.
    pub truth: String,
    /// What the hypothesis has for it, tokens one space apart where the text was aligned as a whole.
    pub hypothesis: String,
    /// The counts of this line.
    pub counts: Counts,
    /// Syllables of the truth that came back otherwise, with what stood there (empty: nothing).
    pub errors: Vec<(String, String)>,
}

impl ScoredLine {
    /// Whether every token came back and none was added.
    pub fn is_right(&self) -> bool {
        self.counts.get(Metric::Wer).count == 0 && self.errors.is_empty()
    }
}

/// A scored document.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// How the lines were brought together.
    pub pairing: Pairing,
    /// The lines of the truth, in order.
    pub lines: Vec<ScoredLine>,
}

impl Scored {
    /// The counts of all lines.
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        for line in &self.lines {
            sum += &line.counts;
        }
        sum
    }
}

/// Characters between agreeing tokens are compared in pieces of at most about this many.
const PIECE: usize = 2_000;

/// Scores a hypothesis, and with `input` (what the tool was given) its repairs and harm.
pub fn score(truth: &str, hypothesis: &str, input: Option<&str>) -> Scored {
    let truth = normal::prepare(truth);
    let hypothesis = normal::prepare(hypothesis);
    let input = input.map(normal::prepare);
    let mut vocabulary = Vocabulary::default();
    let truth = Side::of(&truth, &mut vocabulary);
    let given = Side::of(&hypothesis, &mut vocabulary);
    let before = input.as_deref().map(|text| Side::of(text, &mut vocabulary));

    let mut lines: Vec<ScoredLine> = (truth.lines.iter())
        .map(|line| ScoredLine {
            truth: (*line).to_owned(),
            hypothesis: String::new(),
            counts: Counts::default(),
            errors: Vec::new(),
        })
        .collect();

    let pairing = Pairing::between(&truth.words, &given.words);
    let words = aligned(&truth.words, &given.words, pairing);
    let syllables = aligned(&truth.syllables, &given.syllables, pairing);
    score_words(&truth, &given, &words, pairing, &mut lines);
    score_syllables(&truth, &given, &syllables, &mut lines);
    if pairing == Pairing::Lines {
        for (line, text) in lines.iter_mut().zip(&given.lines) {
            (*text).clone_into(&mut line.hypothesis);
        }
    }
    if let Some(before) = before {
        score_change(&truth, &given, &before, &words, &syllables, &mut lines);
    }
    Scored { pairing, lines }
}

/// One of the texts, cut into lines, words and syllables.
struct Side<'a> {
    lines: Vec<&'a str>,
    words: Sequence<'a>,
    syllables: Sequence<'a>,
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
    fn of(text: &'a str, vocabulary: &mut Vocabulary) -> Self {
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
fn by_line<'s>(
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

/// Words: alpha-word and sentence accuracy, word and character error rate, the line as it came back.
fn score_words(
    truth: &Side,
    given: &Side,
    steps: &[Step],
    pairing: Pairing,
    lines: &mut [ScoredLine],
) {
    let (truth, given) = (&truth.words, &given.words);
    let mut wrong = vec![(false, false); lines.len()];
    let mut gaps = Gaps::default();
    for (line, step) in by_line(steps, truth, given, pairing) {
        let Some(scored) = lines.get_mut(line) else {
            continue; // an empty truth has no lines to charge insertions to
        };
        let (equal, equal_ci) = match step {
            Step::Pair(i, j) => {
                let (a, b) = (truth.tokens[i], given.tokens[j]);
                let equal = (a.exact == b.exact, a.caseless == b.caseless);
                if truth.surfaces[i].chars().any(normal::is_letter) {
                    scored.counts.tally(Metric::AlphaWord, equal.0);
                    scored.counts.tally(Metric::AlphaWordCi, equal.1);
                }
                equal
            }
            Step::Delete(i) => {
                if truth.surfaces[i].chars().any(normal::is_letter) {
                    scored.counts.tally(Metric::AlphaWord, false);
                    scored.counts.tally(Metric::AlphaWordCi, false);
                }
                (false, false)
            }
            Step::Insert(_) => (false, false),
        };
        let of = u64::from(!matches!(step, Step::Insert(_)));
        scored.counts.add(Metric::Wer, u64::from(!equal), of);
        scored.counts.add(Metric::WerCi, u64::from(!equal_ci), of);
        wrong[line].0 |= !equal;
        wrong[line].1 |= !equal_ci;
        let (a, b) = match step {
            Step::Pair(i, j) => (Some(truth.surfaces[i]), Some(given.surfaces[j])),
            Step::Delete(i) => (Some(truth.surfaces[i]), None),
            Step::Insert(j) => (None, Some(given.surfaces[j])),
        };
        if let Some(b) = b {
            if !scored.hypothesis.is_empty() {
                scored.hypothesis.push(' ');
            }
            scored.hypothesis.push_str(b);
        }
        gaps.step(line, a, b, equal, lines);
    }
    gaps.flush(lines);
    for (number, line) in lines.iter_mut().enumerate() {
        let characters: usize = normal::tokens(&line.truth)
            .iter()
            .map(|&(a, b)| line.truth[a..b].chars().count() + 1)
            .sum();
        let characters = characters.saturating_sub(1) as u64;
        line.counts.add(Metric::Cer, 0, characters);
        line.counts.add(Metric::CerCi, 0, characters);
        if characters > 0 {
            line.counts.tally(Metric::Sentence, !wrong[number].0);
            line.counts.tally(Metric::SentenceCi, !wrong[number].1);
        }
    }
}

/// Text between tokens that agree, compared character by character once it is whole.
#[derive(Default)]
struct Gaps {
    line: usize,
    truth: Vec<char>,
    given: Vec<char>,
}

impl Gaps {
    fn step(
        &mut self,
        line: usize,
        truth: Option<&str>,
        given: Option<&str>,
        equal: bool,
        lines: &mut [ScoredLine],
    ) {
        if equal || line != self.line || self.truth.len().max(self.given.len()) > PIECE {
            self.flush(lines);
            self.line = line;
        }
        if !equal {
            for (side, token) in [(&mut self.truth, truth), (&mut self.given, given)] {
                if let Some(token) = token {
                    side.extend(normal::newer_placement(token).chars());
                    side.push(' ');
                }
            }
        }
    }

    fn flush(&mut self, lines: &mut [ScoredLine]) {
        if self.truth.is_empty() && self.given.is_empty() {
            return;
        }
        let lower = |side: &[char]| {
            side.iter()
                .flat_map(|c| c.to_lowercase())
                .collect::<Vec<_>>()
        };
        let edits = strsim::generic_levenshtein(&self.truth, &self.given);
        let edits_ci = strsim::generic_levenshtein(&lower(&self.truth), &lower(&self.given));
        if let Some(line) = lines.get_mut(self.line) {
            line.counts.add(Metric::Cer, edits as u64, 0);
            line.counts.add(Metric::CerCi, edits_ci as u64, 0);
        }
        self.truth.clear();
        self.given.clear();
    }
}

/// Syllables: accuracy, marked letters, confusions.
fn score_syllables(truth: &Side, given: &Side, steps: &[Step], lines: &mut [ScoredLine]) {
    let (truth, given) = (&truth.syllables, &given.syllables);
    for step in steps {
        let (i, j) = match *step {
            Step::Pair(i, j) => (i, Some(j)),
            Step::Delete(i) => (i, None),
            Step::Insert(_) => continue,
        };
        let line = truth.line_of[i];
        let counts = &mut lines[line].counts;
        let equal = j.is_some_and(|j| truth.tokens[i].exact == given.tokens[j].exact);
        let equal_ci = j.is_some_and(|j| truth.tokens[i].caseless == given.tokens[j].caseless);
        counts.tally(Metric::Syllable, equal);
        counts.tally(Metric::SyllableCi, equal_ci);
        let surface = truth.surfaces[i];
        let other = j.map_or("", |j| given.surfaces[j]);
        let marked = surface.chars().filter(|c| normal::is_marked(*c)).count() as u64;
        let exact = if equal {
            marked
        } else {
            marked_letters_kept(surface, other)
        };
        let exact_ci = if equal_ci {
            marked
        } else {
            marked_letters_kept(&surface.to_lowercase(), &other.to_lowercase())
        };
        counts.add(Metric::Diacritic, exact, marked);
        counts.add(Metric::DiacriticCi, exact_ci, marked);
        if !equal {
            lines[line]
                .errors
                .push((surface.to_owned(), other.to_owned()));
        }
    }
}

/// Marked letters of `truth` that an alignment of the letters with fewest edits leaves as they are.
pub(super) fn marked_letters_kept(truth: &str, given: &str) -> u64 {
    let mut vocabulary = Vocabulary::default();
    let mut letters = |text: &str| -> Vec<Token> {
        let mut buffer = [0; 4];
        text.chars()
            .map(|c| vocabulary.token(c.encode_utf8(&mut buffer)))
            .collect()
    };
    let (a, b) = (letters(truth), letters(given));
    let characters: Vec<char> = truth.chars().collect();
    align(&a, &b)
        .into_iter()
        .filter(|step| match *step {
            Step::Pair(i, j) => a[i].exact == b[j].exact && normal::is_marked(characters[i]),
            _ => false,
        })
        .count() as u64
}

/// Repair and harm: every token of the truth as it came in and as it went out.
fn score_change(
    truth: &Side,
    given: &Side,
    before: &Side,
    words: &[Step],
    syllables: &[Step],
    lines: &mut [ScoredLine],
) {
    let pairing = Pairing::between(&truth.words, &before.words);
    let steps = aligned(&truth.words, &before.words, pairing);
    let (went_in, _) = rightness(&truth.words, &before.words, &steps);
    let (went_out, _) = rightness(&truth.words, &given.words, words);
    for (i, surface) in truth.words.surfaces.iter().enumerate() {
        if went_in[i] {
            let counts = &mut lines[truth.words.line_of[i]].counts;
            counts.tally(Metric::HarmToken, !went_out[i]);
            if surface.contains(|c: char| c.is_numeric()) {
                counts.tally(Metric::HarmDigit, !went_out[i]);
            }
        }
    }
    let steps = aligned(&truth.syllables, &before.syllables, pairing);
    let (went_in, went_in_ci) = rightness(&truth.syllables, &before.syllables, &steps);
    let (went_out, went_out_ci) = rightness(&truth.syllables, &given.syllables, syllables);
    let names: Vec<bool> = (truth.lines.iter())
        .flat_map(|line| name_syllables(line, &normal::letter_runs(line)))
        .collect();
    for i in 0..went_in.len() {
        let counts = &mut lines[truth.syllables.line_of[i]].counts;
        if went_in[i] {
            counts.tally(Metric::Harm, !went_out[i]);
            if names[i] {
                counts.tally(Metric::HarmName, !went_out[i]);
            }
        } else {
            counts.tally(Metric::Repair, went_out[i]);
        }
        if went_in_ci[i] {
            counts.tally(Metric::HarmCi, !went_out_ci[i]);
        } else {
            counts.tally(Metric::RepairCi, went_out_ci[i]);
        }
    }
}

/// For each token of the truth, whether the other side has it: with case, and ignoring it.
fn rightness(truth: &Sequence, other: &Sequence, steps: &[Step]) -> (Vec<bool>, Vec<bool>) {
    let mut right = (
        vec![false; truth.tokens.len()],
        vec![false; truth.tokens.len()],
    );
    for step in steps {
        if let Step::Pair(i, j) = *step {
            right.0[i] = truth.tokens[i].exact == other.tokens[j].exact;
            right.1[i] = truth.tokens[i].caseless == other.tokens[j].caseless;
        }
    }
    right
}
