//! Words whose reading is given: by the user's lexicon, by the fixed wording of a page's frame, or by their place in a
//! list.

use super::known::Known;
use super::labels::Labels;
use super::view::View;
use crate::lexicon::{Phrases, page_frames};
use crate::syllable::copy_case;
use std::sync::OnceLock;

/// What the pages of legal portals say around a document: no document that a model learns from says so.
fn frames() -> &'static Known<'static> {
    static CELL: OnceLock<Known> = OnceLock::new();
    CELL.get_or_init(|| Known::new(page_frames()))
}

/// What a piece is, and why; nothing where the search is to find it.
pub type Told = Option<(String, &'static str)>;

/// Follows the pieces of a text in order.
pub struct Given<'p> {
    known: Known<'p>,
    /// What is left of the phrase of the lexicon that was found last.
    phrase: std::vec::IntoIter<String>,
    labels: Labels,
}

impl<'p> Given<'p> {
    /// Before the first piece.
    pub fn new(lexicon: Option<&'p Phrases>) -> Self {
        Self {
            known: Known::new(lexicon.into_iter().flat_map(Phrases::iter)),
            phrase: Vec::new().into_iter(),
            labels: Labels::default(),
        }
    }

    /// What the next piece, `at`, is, and why. Call it for the pieces of a text in order.
    pub fn next(&mut self, view: &View<'p>, at: usize) -> Told {
        let condition = view.condition(at);
        if self.phrase.as_slice().is_empty() {
            let known = Some(&self.known).filter(|known| !known.is_empty());
            let words = known.and_then(|k| k.at(&view.pieces, at, |p| view.word(p), condition));
            let words = words.or_else(|| frame(view, at));
            self.phrase = words.unwrap_or_default().into_iter();
        }
        let label = self.labels.letter(view.seen, &view.pieces[at], condition);
        match self.phrase.next() {
            Some(written) => Some((written, "lexicon")),
            None => label.map(|letter| (letter.to_string(), "label")),
        }
    }
}

/// The words of a page's frame that a line or a clause begins with at `at`, in the case that is seen.
fn frame(view: &View, at: usize) -> Option<Vec<String>> {
    let is_first = at.checked_sub(1).is_none_or(|before| {
        let between = view.pieces[before].range.end..view.pieces[at].range.start;
        let between = view.seen.get(between);
        view.line_of(before) < view.line_of(at) || between.is_some_and(|b| b.contains(','))
    });
    let known = is_first.then(frames)?;
    let words = known.at(&view.pieces, at, |p| view.word(p), view.condition(at))?;
    let seen = view.pieces[at..].iter().map(|p| view.word(p));
    let written = words.iter().zip(seen);
    Some(
        written
            .map(|(word, seen)| copy_case(seen, &word.to_lowercase()))
            .collect(),
    )
}
