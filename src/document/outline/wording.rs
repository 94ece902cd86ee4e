//! The words of a unit: whole for a heading, both ends for the rest.

use super::headings::TITLE_WORDS;
use crate::document::context::Context;
use crate::span::Span;

/// The words of a unit, of which mostly only both ends are needed.
pub(super) struct Wording<'c> {
    context: &'c Context,
    content: Span,
    /// The end, without blanks and marks of emphasis.
    pub(super) tail: &'c str,
}

impl<'c> Wording<'c> {
    /// So many characters hold the words that show what a unit is.
    const HEAD: usize = 240;
    const TAIL: usize = 96;

    pub(super) fn new(context: &'c Context, content: Span) -> Self {
        let end = |from: usize| {
            let text = context.slice(Span::new(from, content.end));
            text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))
        };
        let last = content.end.saturating_sub(Self::TAIL).max(content.start);
        let tail = match end(last) {
            "" => end(content.start),
            tail => tail,
        };
        Self {
            context,
            content,
            tail,
        }
    }

    /// The words in one line, without marks of emphasis at the end.
    fn plain(&self, span: Span) -> String {
        let mut text = self.context.joined(span);
        text.truncate(text.trim_end_matches(['*', '_', ' ']).len());
        text
    }

    pub(super) fn whole(&self) -> String {
        self.plain(self.content)
    }

    /// The first words: more than a title before a colon may have, or all.
    pub(super) fn head(&self) -> String {
        if self.content.len() > Self::HEAD {
            let end = self.content.start + Self::HEAD;
            let head = self.plain(Span::new(self.content.start, end));
            if head.split(' ').nth(TITLE_WORDS + 1).is_some() {
                return head;
            }
        }
        self.whole()
    }
}
