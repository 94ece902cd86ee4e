//! What the language model says of a page's words.
//!
//! Shares of legal syllables cannot tell `Cộng hòa` from `Cọng hỏa`: wrong marks make other syllables.
//! The model can, but it is 15 MB to load, so it is asked only where the shares leave a doubt, and where
//! two readings of a page are compared.

use super::PageWords;
use crate::lm::{LanguageModel, Model, Size, TokenId, TokenKind, segment};
use serde::Serialize;

/// Cost of each letter of a word that the model does not know, in nats: about that of a letter of a
/// foreign name.
const UNKNOWN_LETTER: f32 = 2.2;

/// Mean cost of a word of what is no language, in nats.
const GIBBERISH: f32 = 9.0;

/// The words of a text and what they cost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Fluency {
    /// Words scored; numbers and codes are none.
    pub words: usize,
    /// Their costs together, in nats.
    pub nats: f32,
}

impl Fluency {
    /// Scores a text; `None` where the program was built with a damaged model. Linear in the text.
    pub fn of(text: &str) -> Option<Self> {
        let model = Model::shipped(Size::Default).ok()?;
        let vocabulary = model.vocabulary();
        let mut fluency = Self::default();
        let mut state = model.start();
        for token in segment(text) {
            let word = &text[token.range];
            let id = match token.kind {
                TokenKind::Boundary => TokenId::BOUNDARY,
                TokenKind::Number => TokenId::NUMBER,
                TokenKind::Code => TokenId::CODE,
                TokenKind::Word => vocabulary.find(word).unwrap_or(TokenId::FOREIGN),
            };
            let scored = model.advance(&state, id);
            state = scored.state;
            if token.kind == TokenKind::Word {
                fluency.words += 1;
                fluency.nats += scored.cost;
                if id == TokenId::FOREIGN {
                    fluency.nats += UNKNOWN_LETTER * word.chars().count() as f32;
                }
            }
        }
        Some(fluency)
    }

    /// The same of a page's words, line by line.
    pub fn of_words(words: &PageWords) -> Option<Self> {
        Self::of(&words.running_text())
    }

    /// The nats that the words are likelier than gibberish, together; less than 0 for gibberish.
    pub fn worth(self) -> f32 {
        GIBBERISH * self.words as f32 - self.nats
    }

    /// Mean cost of a word in nats: 3 to 5 in Vietnamese print, over 8 in what is no language.
    pub fn a_word(self) -> f32 {
        self.nats / self.words.max(1) as f32
    }
}
