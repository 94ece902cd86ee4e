//! Names of bodies and provinces with one wrong mark: what stands there can only be the name that is known.
//!
//! One slip in a page says nothing about the page, so lines that are right but for it count as clean, and what
//! the document says elsewhere may even speak for it. But where all syllables of a long name stand as the
//! dictionary has them, seen or restored, and one differs by its marks alone (`Công Thông tin điện tử`, `BÀ RỊA - VÙNG
//! TÀU`), it was printed as it is known.

use super::Condition;
use super::drafts::Draft;
use super::known::Known;
use super::pieces::{Piece, PieceKind};
use super::view::View;
use crate::lexicon::{Phrases, agencies, provinces};
use crate::syllable::{Syllable, bare, copy_case};
use std::ops::Range;
use std::sync::OnceLock;

/// Shorter names have neighbours that differ by a mark (`Bộ Công an`, `bộ công án`).
const SHORTEST: usize = 4;

/// All thirteen such changes in 78 MB of offices', legal and web text with its marks were right (development data): what
/// the rule of succession makes of thirteen of thirteen.
const CONFIDENCE: f32 = 0.93;

/// The long names of the dictionaries.
fn names() -> &'static Known<'static> {
    static CELL: OnceLock<Known> = OnceLock::new();
    CELL.get_or_init(|| {
        let bodies = agencies().iter().map(|agency| agency.name);
        let places = provinces().iter().map(|province| province.name);
        let is_long = |name: &&str| {
            let words = name.split(|c: char| !c.is_alphanumeric());
            !name.contains('{') && words.filter(|w| !w.is_empty()).count() >= SHORTEST
        };
        Known::new(bodies.chain(places).filter(is_long))
    })
}

/// Adds the changes to names; where nothing else was wrong the lines are no longer clean. Names of the user's own
/// (`lexicon`) are right as they are.
pub fn mend(view: &mut View, drafts: &mut Vec<Draft>, lexicon: Option<&Phrases>) {
    let mut names = Vec::new();
    for at in 0..view.pieces.len() {
        let Some((wrong, known, length)) = misspelt(view, drafts, at) else {
            continue;
        };
        let seen = view.seen[view.range(&(at..at + length))].to_lowercase();
        let is_own = |phrase: &str| phrase.to_lowercase().contains(&seen);
        if lexicon.is_some_and(|lexicon| lexicon.iter().any(is_own)) {
            continue;
        }
        let range = view.pieces[wrong].range.clone();
        let line = view.line_of(wrong);
        if view.conditions[line] == Condition::Clean {
            view.conditions[line] = Condition::Vietnamese;
        }
        let draft = Draft {
            after: copy_case(&view.seen[range.clone()], &known),
            range,
            condition: view.conditions[line],
            reason: "name",
            confidence: CONFIDENCE,
            margin: 99.0,
        };
        match overlapping(drafts, &draft.range) {
            Some(other) if drafts[other].range == draft.range => drafts[other] = draft,
            Some(_) => {}
            None => names.push(draft),
        }
    }
    drafts.append(&mut names);
    drafts.sort_by_key(|d| d.range.start);
}

/// The draft that changes some of these bytes.
fn overlapping(drafts: &[Draft], range: &Range<usize>) -> Option<usize> {
    let next = drafts.partition_point(|d| d.range.end <= range.start);
    drafts.get(next).filter(|d| d.range.start < range.end)?;
    Some(next)
}

/// What a piece is read as so far.
fn written<'a>(view: &View<'a>, drafts: &'a [Draft], at: usize) -> &'a str {
    let piece = &view.pieces[at];
    match overlapping(drafts, &piece.range) {
        Some(draft) if drafts[draft].range == piece.range => &drafts[draft].after,
        _ => view.word(piece),
    }
}

/// The one piece of a known name from `at` on whose marks are wrong, how it is spelt, and the pieces of the name.
fn misspelt(view: &View, drafts: &[Draft], at: usize) -> Option<(usize, String, usize)> {
    let is_name = view.word(&view.pieces[at]).starts_with(char::is_uppercase);
    if !is_name || !is_word(&view.pieces[at]) {
        return None;
    }
    let names = names().beginning(written(view, drafts, at));
    let differing = |name: &Vec<&str>| {
        let mut wrong = Vec::new();
        for (i, known) in name.iter().enumerate() {
            if i > 0 && !is_next(view, at + i) {
                return None;
            }
            let seen = written(view, drafts, at + i);
            // Most phrases that begin alike part here. The first words are alike: that is how they were found.
            if i > 0 && bare(seen) != bare(known) {
                return None;
            }
            let (seen, known) = (seen.to_lowercase(), known.to_lowercase());
            let same = seen == known || {
                let syllable = Syllable::parse(&seen);
                syllable.is_some() && syllable == Syllable::parse(&known)
            };
            if !same {
                wrong.push((at + i, known, name.len()));
            }
        }
        Some(wrong)
    };
    let mut wrong = names.iter().find_map(differing)?;
    wrong.pop().filter(|_| wrong.is_empty())
}

fn is_word(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Word | PieceKind::Damaged)
}

/// Whether a piece is a word that goes on the name before it: only blanks, commas and dashes between them.
fn is_next(view: &View, at: usize) -> bool {
    let word = view.pieces.get(at).filter(|p| is_word(p));
    word.is_some_and(|word| {
        let between = &view.seen[view.pieces[at - 1].range.end..word.range.start];
        between.len() <= 4
            && between
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, ',' | '-' | '–'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_restored_but_for_one_mark_is_the_known_one() {
        let mut view = View::new("BA RIA - VUONG TAU", Some(Condition::Foreign));
        let words = ["BÀ", "RỊA", "VÙNG", "TÀU"];
        let mut drafts: Vec<Draft> = (view.pieces.iter().zip(words))
            .map(|(piece, after)| Draft {
                range: piece.range.clone(),
                after: after.to_owned(),
                condition: Condition::Foreign,
                reason: "letters",
                confidence: 0.8,
                margin: 2.0,
            })
            .collect();
        mend(&mut view, &mut drafts, None);
        let after: Vec<&str> = drafts.iter().map(|d| d.after.as_str()).collect();
        assert_eq!(after, ["BÀ", "RỊA", "VŨNG", "TÀU"]);
        assert_eq!(
            (drafts[2].reason, drafts[2].condition),
            ("name", Condition::Foreign)
        );
    }
}
