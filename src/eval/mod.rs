//! Text against its truth: accuracy, error rates, repair and harm, with intervals.
//!
//! Comes in: a truth, a hypothesis (what some tool gave), and where repair and harm are asked for
//! the input that the tool was given. Goes out: [`Report`], figures by line, by document and
//! overall. The tool may be anybody's: only texts are compared.
//!
//! # Preparation
//!
//! Both sides are brought to NFC. U+FEFF, U+00AD and form feeds are dropped, white space separates
//! tokens and has no other meaning. Nothing else is normalised: punctuation, quotes and hyphens count
//! as they stand.
//!
//! *Syllables* are the maximal runs of letters (Unicode `Alphabetic`, digits excluded); *words* are
//! the white-space tokens that hold at least one letter; *tokens* are all white-space tokens.
//!
//! Vietnamese places the tone of open *oa, oe, uy* in two ways (`hòa`/`hoà`, `thúy`/`thuý`). Both
//! are spellings of one syllable, so tokens are equal when their letters without tone and their tones
//! are ([`normal::tone_key`]). Case counts; each figure whose name ends in `_ci` ignores it.
//!
//! # Alignment
//!
//! Sequences are aligned in order by the fewest insertions, deletions and replacements, ignoring
//! case; among the alignments with the fewest, the one whose replaced pairs are most alike (same
//! letters without marks, then most letters in common) is taken. If both sides have the same number of
//! lines and those agree in length, each line is aligned with its counterpart
//! ([`Pairing::Lines`]), otherwise the text as a whole ([`Pairing::Text`]): long texts are then cut at
//! runs of tokens that occur once on both sides, in the same order on both, so that the cost grows
//! about linearly and a long insertion disturbs nothing after it ([`align`]).
//!
//! # Figures
//!
//! Each figure is a ratio of two counts and is pooled (micro-averaged): the counts of all documents
//! are summed first.
//!
//! | name | of | counted |
//! |---|---|---|
//! | `syllable` | syllables of the truth | given back exactly |
//! | `alpha_word` | words of the truth (Náplava et al. 2018) | given back exactly, with their punctuation |
//! | `diacritic` | letters of the truth with a mark, and đ | given back exactly in the aligned syllable |
//! | `sentence` | lines of the truth that hold a token | all tokens equal and none inserted |
//! | `cer` | characters of the truth, one space between tokens | character edits |
//! | `wer` | tokens of the truth | token edits in the alignment |
//! | `repair` | syllables wrong on the way in | right on the way out |
//! | `harm` | syllables right on the way in | wrong on the way out |
//! | `harm_token` | tokens right on the way in (numbers, dates and codes too) | wrong on the way out |
//! | `harm_digit` | tokens with a digit right on the way in | wrong on the way out |
//! | `harm_name` | syllables of names right on the way in | wrong on the way out |
//!
//! A line of the truth is the unit that *sentence* means: give one sentence a line to get sentence
//! accuracy in the narrow sense. Characters are compared with the newer tone placement on both sides,
//! and edits are counted between tokens that agree: never below the true Levenshtein distance and
//! hardly ever above. In `diacritic`, letters of a token that is right count as right even if it is
//! written in the other tone placement. A *name* is a run of at least two capitalised syllables in a
//! line of which not all is capitals; at the start of a sentence, where capitals mean nothing, the run
//! must go on for three ([`names`]). A missing hypothesis document counts as an empty one.
//!
//! # Intervals
//!
//! 95 % percentile bootstrap over documents (over lines if there is one document): 2,000 resamples
//! drawn with a fixed seed, the ratio of sums in each ([`interval`]).
//!
//! # Confidence
//!
//! Where a tool lists its changes with how sure it is of each, [`reliability`] asks whether that keeps its word: the
//! share of right changes by class of confidence, the Brier score, the mean distance between both, and how many of the
//! wrong syllables would be repaired if only changes above a bound were made, the bound that keeps harm at 0.05 %.
//!
//! # Scans
//!
//! Transcripts of scans often have their letterhead rearranged, and a reader may order blocks
//! otherwise. [`score_transcript`] therefore looks for the transcript's syllables with block moves:
//! first in order, then runs of at least three syllables that are left over on both sides, the longest
//! first, wherever they stand. Its figures, of the syllables (marked letters) of the transcript:
//!
//! | name | counted |
//! |---|---|
//! | `found` | syllables found, in order or moved |
//! | `found_diacritic` | marked letters of the syllables found, and those right in a syllable read in its place |
//! | `moved` | syllables found, but not in order |
//! | `extra` | syllables of the hypothesis that the transcript has nowhere (running heads, stamps, misreadings) |
//!
//! What is not found is read wrong, not read, or changed by the transcriber's own hand.

pub mod align;
pub mod counts;
pub mod held_out;
pub mod interval;
pub mod names;
pub mod normal;
pub mod parse;
pub mod reliability;
pub mod report;
pub mod score;
mod sequence;
pub mod transcript;

pub use crate::syllable::strip;
pub use counts::{Counts, Metric};
pub use reliability::{Change, Judged, Reliability, changes_of};
pub use report::{Document, Report};
pub use score::{Scored, score, score_with_changes};
pub use sequence::Pairing;
pub use transcript::score_transcript;
