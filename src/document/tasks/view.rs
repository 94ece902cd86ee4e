//! A stretch of the text as one line: folded, with line ends as blanks, positions kept.

use crate::document::context::Context;
use crate::document::fold::Case;
use crate::lexicon;
use crate::span::Span;
use std::borrow::Cow;

/// The widest indent of a line that goes on in a paragraph, in characters.
const INDENT: usize = 80;

/// A stretch of the text and its folded copy in one line.
pub struct View<'c> {
    context: &'c Context,
    /// Where it lies.
    pub span: Span,
    /// One ASCII byte for each code point; line ends are blanks.
    pub folded: Cow<'c, str>,
}

impl<'c> View<'c> {
    /// The view of a span.
    pub fn new(context: &'c Context, span: Span) -> Self {
        let folded = context.fold(span);
        let folded = match memchr::memchr(b'\n', folded.as_bytes()) {
            Some(_) => Cow::Owned(folded.replace('\n', " ")),
            None => Cow::Borrowed(folded),
        };
        Self {
            context,
            span,
            folded,
        }
    }

    /// The folded copy with the line ends behind which a capital begins a line of its own.
    pub fn lines(&self) -> Cow<'_, str> {
        let folded = self.context.fold(self.span);
        let ends = memchr::memchr_iter(b'\n', folded.as_bytes());
        let blanks = |from: usize| {
            let line = folded.as_bytes()[from..].iter();
            line.take(INDENT).take_while(|b| **b == b' ').count()
        };
        let mut kept: Vec<usize> = ends
            .filter(|at| self.is_capital(at + 1 + blanks(at + 1)))
            .collect();
        if kept.is_empty() {
            return Cow::Borrowed(&self.folded);
        }
        kept.push(folded.len());
        let mut lines = String::with_capacity(folded.len());
        let mut from = 0;
        for end in kept {
            lines.push_str(&self.folded[from..end]);
            if end < folded.len() {
                lines.push('\n');
            }
            from = (end + 1).min(folded.len());
        }
        Cow::Owned(lines)
    }

    /// The span of a range of this view without blanks and commas at both ends; nothing if empty.
    pub fn trimmed(&self, from: usize, to: usize) -> Option<Span> {
        let bytes = self.folded.as_bytes();
        let (mut a, mut z) = (from, to.min(bytes.len()));
        let edge = |b: u8| matches!(b, b' ' | b',' | b'\t' | b'-');
        while a < z && edge(bytes[a]) {
            a += 1;
        }
        while z > a && edge(bytes[z - 1]) {
            z -= 1;
        }
        (a < z).then(|| Span::new(self.span.start + a, self.span.start + z))
    }

    /// The folded names of those whom the document addresses (*Kính gửi*).
    pub fn addressed(&self) -> &[String] {
        &self.context.addressed
    }

    /// What an abbreviation that fills a range stands for: as the document says, or else the dictionary.
    pub fn expansion(&self, from: usize, to: usize) -> Option<&str> {
        let range = Span::new(self.span.start + from, self.span.start + to);
        let short = self.context.slice(range);
        let mut own = self.context.preamble.abbreviations_defined.iter();
        let long = own.find(|own| own.short == short);
        long.map(|own| own.long.as_str())
            .or_else(|| lexicon::expansion(short))
    }

    /// Whether the letter at a position is a small one.
    pub fn is_small(&self, at: usize) -> bool {
        self.context.case(self.span.start + at) == Case::Lower
    }

    /// Whether the letter at a position is a capital one.
    pub fn is_capital(&self, at: usize) -> bool {
        self.context.case(self.span.start + at) == Case::Upper
    }

    /// Whether a letter of a range has marks.
    pub fn has_marks(&self, from: usize, to: usize) -> bool {
        let span = Span::new(self.span.start + from, self.span.start + to);
        !self.context.slice(span).is_ascii()
    }

    /// Whether a range that folds to the first of a pair is written as the second, or without any marks;
    /// words that are in no pair are what they fold to.
    pub fn is_word(&self, from: usize, to: usize, pairs: &[(&str, &str)]) -> bool {
        let folded = self.folded[from..to].trim();
        let Some((_, marked)) = pairs.iter().find(|(f, _)| *f == folded) else {
            return true;
        };
        let written = self
            .context
            .joined(Span::new(self.span.start + from, self.span.start + to))
            .to_lowercase();
        written == *marked || (written.is_ascii() && !marked.is_ascii())
    }

    /// A part of this view.
    pub fn part(&self, from: usize, to: usize) -> View<'c> {
        View::new(
            self.context,
            Span::new(self.span.start + from, self.span.start + to.max(from)),
        )
    }
}
