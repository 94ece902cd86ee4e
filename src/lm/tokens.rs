//! Running text into the tokens that the model counts. Training and decoding share this cut.
//!
//! Comes in: any text, NFC or NFD. Goes out: tokens with their byte ranges, in order. Between
//! words only sentence ends count: OCR drops and invents commas, so the context runs over them.

use std::ops::Range;
use unicode_normalization::char::canonical_combining_class;

/// What a token is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A run of letters.
    Word,
    /// Digits, with the signs inside them (`24/7/2025`, `1.000,5`).
    Number,
    /// Letters and digits grown together (`QH13`, `s6`).
    Code,
    /// The end of a sentence, clause (`;`, `:`) or paragraph. May be empty at the end of a line.
    Boundary,
}

/// A token and where it stands, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: TokenKind,
}

/// Cuts `text` into tokens. Boundaries never follow each other, and none stands at the start.
///
/// A line end is a boundary when the next line is blank or does not begin with a small letter:
/// printed lines break inside sentences, and a new paragraph begins with a capital, a number
/// or a bullet.
pub fn segment(text: &str) -> Segments<'_> {
    Segments {
        text,
        at: 0,
        after_boundary: true,
    }
}

/// Iterator of [`segment`].
#[derive(Debug, Clone)]
pub struct Segments<'t> {
    text: &'t str,
    at: usize,
    after_boundary: bool,
}

/// A letter, or a combining mark that belongs to one.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && (c.is_alphabetic() || is_mark(c)))
}

fn is_mark(c: char) -> bool {
    canonical_combining_class(c) != 0
}

impl Segments<'_> {
    fn peek(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// End of the run of characters from `at` that `accept` accepts.
    fn run(&self, at: usize, accept: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[at..];
        at + rest.find(|c| !accept(c)).unwrap_or(rest.len())
    }

    fn word_or_number(&mut self, start: usize) -> Token {
        let mut end = self.run(start, |c| is_letter(c) || c.is_ascii_digit());
        let run = &self.text[start..end];
        let digits = run.bytes().any(|b| b.is_ascii_digit());
        let kind = match (digits, run.chars().any(is_letter)) {
            (true, true) => TokenKind::Code,
            (false, _) => TokenKind::Word,
            (true, false) => {
                end = self.number_end(end);
                TokenKind::Number
            }
        };
        self.at = end;
        Token {
            range: start..end,
            kind,
        }
    }

    /// Goes on over `sign digits` as long as no letter grows on the digits.
    fn number_end(&self, mut end: usize) -> usize {
        while let Some(sign) = self.peek(end) {
            if !matches!(sign, '.' | ',' | '/' | '-' | ':' | '–') {
                break;
            }
            let digits = end + sign.len_utf8();
            let after = self.run(digits, |c| c.is_ascii_digit());
            if after == digits || self.peek(after).is_some_and(is_letter) {
                break;
            }
            end = after;
        }
        end
    }

    /// Whether the line end before `at` ends a paragraph.
    fn paragraph_ends(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start_matches([' ', '\t', '\r', '\u{a0}']);
        !rest.starts_with(|c: char| c.is_lowercase())
    }
}

impl Iterator for Segments<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while let Some(c) = self.peek(self.at) {
            let start = self.at;
            if is_letter(c) || c.is_ascii_digit() {
                self.after_boundary = false;
                return Some(self.word_or_number(start));
            }
            self.at += c.len_utf8();
            let ends = match c {
                '.' | '!' | '?' | ';' | ':' | '…' => {
                    self.peek(self.at).is_none_or(|next| !is_letter(next))
                }
                '\n' => self.paragraph_ends(self.at),
                '\u{c}' => true,
                _ => false,
            };
            if ends && !self.after_boundary {
                self.after_boundary = true;
                return Some(Token {
                    range: start..self.at,
                    kind: TokenKind::Boundary,
                });
            }
        }
        if self.after_boundary {
            return None;
        }
        self.after_boundary = true;
        Some(Token {
            range: self.at..self.at,
            kind: TokenKind::Boundary,
        })
    }
}
