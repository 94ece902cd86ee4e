//! Names of bodies with one wrong mark: what stands there can only be the name that is known.
//!
//! One slip in a page says nothing about the page, so lines that are right but for it count as clean, and what
//! the document says elsewhere may even speak for it. But where all syllables of a long name stand as the
//! dictionary has them and one differs by its marks alone (`Công Thông tin điện tử`), it was printed as it is known.

use super::Condition;
use super::drafts::Draft;
use super::pieces::PieceKind;
use super::view::View;
use crate::lexicon::{Phrases, agencies};
use crate::syllable::{Syllable, bare, copy_case};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Shorter names have neighbours that differ by a mark (`Bộ Công an`, `bộ công án`).
const SHORTEST: usize = 4;

/// All thirteen such changes in 78 MB of offices', legal and web text were right (development data): what the rule of
/// succession makes of thirteen of thirteen.
const CONFIDENCE: f32 = 0.93;

/// The words of long names, small and with their marks, by the bare form of the first; the longest first.
fn names() -> &'static FxHashMap<String, Vec<Vec<String>>> {
    static CELL: OnceLock<FxHashMap<String, Vec<Vec<String>>>> = OnceLock::new();
    CELL.get_or_init(|| {
        let mut names: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
        for agency in agencies().iter().filter(|a| !a.name.contains('{')) {
            let words: Vec<String> = agency
                .name
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
                .map(str::to_lowercase)
                .collect();
            if words.len() >= SHORTEST {
                names.entry(bare(&words[0])).or_default().push(words);
            }
        }
        for list in names.values_mut() {
            list.sort_by_key(|words| std::cmp::Reverse(words.len()));
        }
        names
    })
}

/// Adds the changes to names in lines that are otherwise right or have lost tones; these lines are no longer clean.
/// Names of the user's own (`lexicon`) are right as they are.
pub fn mend(view: &mut View, drafts: &mut Vec<Draft>, lexicon: Option<&Phrases>) {
    let mut names = Vec::new();
    for at in 0..view.pieces.len() {
        let Some((wrong, known, length)) = misspelt(view, at) else {
            continue;
        };
        let seen = view.seen[view.range(&(at..at + length))].to_lowercase();
        let is_own = |phrase: &str| phrase.to_lowercase().contains(&seen);
        if lexicon.is_some_and(|lexicon| lexicon.iter().any(is_own)) {
            continue;
        }
        let range = view.pieces[wrong].range.clone();
        let next = drafts.partition_point(|d| d.range.end <= range.start);
        if drafts.get(next).is_some_and(|d| d.range.start < range.end) {
            continue;
        }
        let line = view.line_of(wrong);
        view.conditions[line] = Condition::Vietnamese;
        names.push(Draft {
            after: copy_case(&view.seen[range.clone()], known),
            range,
            condition: Condition::Vietnamese,
            reason: "name",
            confidence: CONFIDENCE,
            margin: 99.0,
        });
    }
    drafts.append(&mut names);
    drafts.sort_by_key(|d| d.range.start);
}

/// The one piece of a known name from `at` on whose marks are wrong, how it is spelt, and the pieces of the name.
fn misspelt(view: &View, at: usize) -> Option<(usize, &'static str, usize)> {
    let first = view.pieces.get(at).filter(|p| p.kind == PieceKind::Word)?;
    let word = view.word(first);
    if !word.starts_with(char::is_uppercase) || !is_marked_text(view.condition(at)) {
        return None;
    }
    let names = names().get(&bare(word))?;
    let differing = |name: &'static Vec<String>| {
        let mut wrong = Vec::new();
        for (i, known) in name.iter().enumerate() {
            if i > 0 && !is_next(view, at + i) {
                return None;
            }
            let seen = view.word(&view.pieces[at + i]).to_lowercase();
            let same = seen == *known || {
                let syllable = Syllable::parse(&seen);
                syllable.is_some() && syllable == Syllable::parse(known)
            };
            if !same && bare(&seen) != bare(known) {
                return None;
            }
            if !same {
                wrong.push((at + i, known.as_str(), name.len()));
            }
        }
        Some(wrong)
    };
    match names.iter().find_map(differing)?[..] {
        [one] if is_marked_text(view.condition(one.0)) => Some(one),
        _ => None,
    }
}

/// Lines without marks, or from a wrong OCR model, are read as a whole.
fn is_marked_text(condition: Condition) -> bool {
    matches!(condition, Condition::Clean | Condition::Vietnamese)
}

/// Whether a piece is a word that goes on the name before it: only blanks, commas and dashes between them.
fn is_next(view: &View, at: usize) -> bool {
    let word = view.pieces.get(at).filter(|p| p.kind == PieceKind::Word);
    word.is_some_and(|word| {
        let between = &view.seen[view.pieces[at - 1].range.end..word.range.start];
        between.len() <= 4
            && between
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, ',' | '-' | '–'))
    })
}
