//! One document against its truth: the counts of every line, and what was confused with what.

use super::align::{Step, Token, Vocabulary, align};
use super::counts::{Counts, Metric};
use super::names::name_syllables;
use super::normal;
use super::reliability::{Aligned, Change, Judged, judge, prepare_with};
use super::sequence::{Pairing, Sequence, Side, aligned, by_line};

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
    score_with_changes(truth, hypothesis, input, &[]).0
}

/// The same, and the `changes` that the tool lists held against the truth; what the hypothesis has beyond the
/// truth's syllables is not judged.
pub fn score_with_changes(
    truth: &str,
    hypothesis: &str,
    input: Option<&str>,
    changes: &[Change],
) -> (Scored, Vec<Judged>) {
    let truth = normal::prepare(truth);
    let (hypothesis, ranges) = prepare_with(hypothesis, changes);
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
    let after = Aligned {
        text: &hypothesis,
        truth: &truth.syllables,
        given: &given.syllables,
        steps: &syllables,
    };
    let judged = judge(&after, changes, &ranges, &mut vocabulary);
    (Scored { pairing, lines }, judged)
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
