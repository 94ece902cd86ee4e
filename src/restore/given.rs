//! Words whose reading is given: by the user's lexicon, or by their place in a list.

use super::known::Known;
use super::labels::Labels;
use super::view::View;
use crate::lexicon::Phrases;

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
    pub fn next(&mut self, view: &View<'p>, at: usize) -> Option<(String, &'static str)> {
        let condition = view.condition(at);
        if !self.known.is_empty() && self.phrase.as_slice().is_empty() {
            let words = self.known.at(&view.pieces, at, |p| view.word(p), condition);
            self.phrase = words.unwrap_or_default().into_iter();
        }
        let label = self.labels.letter(view.seen, &view.pieces[at], condition);
        match self.phrase.next() {
            Some(written) => Some((written, "lexicon")),
            None => label.map(|letter| (letter.to_string(), "label")),
        }
    }
}
