//! Writes lines one after another into a [`Text`], keeping every span right.

use super::model::{Block, BlockKind, Join, JoinKind, Line, LineRole, Text, TextPage, WordSpan};
use super::rows::Segment;
use crate::span::{BBox, Span};

/// What parts a line from the one before it in `original`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// A line feed.
    Line,
    /// They are one paragraph: a space, or (`false`) nothing.
    Join(JoinKind, bool),
}

/// A [`Text`] in the making.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: Text,
    /// Code points of `text.original`.
    length: usize,
    /// Byte of `text.original` at which the line being written begins.
    line_start: usize,
    page: TextPage,
}

impl Writer {
    pub fn begin_page(&mut self, page: TextPage) {
        self.page = page;
    }

    pub fn end_page(&mut self) {
        let mut page = std::mem::take(&mut self.page);
        let mut spans = page.lines.iter().filter_map(|l| l.span);
        page.span = match (spans.next(), spans.next_back()) {
            (Some(first), Some(last)) => Span::new(first.start, last.end),
            (Some(only), None) => only,
            _ => Span::new(self.length, self.length),
        };
        self.text.pages.push(page);
    }

    pub fn finish(self) -> Text {
        self.text
    }

    /// A line that is printed, and no part of `original`.
    pub fn outside(&mut self, role: LineRole, kind: BlockKind, segment: &Segment) {
        let words: Vec<&str> = segment.words.iter().map(|w| w.text.as_str()).collect();
        self.page.blocks.push(Block {
            kind,
            bbox: segment.bbox,
            span: None,
        });
        self.page.lines.push(Line {
            role,
            text: words.join(" "),
            span: None,
            bbox: segment.bbox,
            block: self.page.blocks.len() - 1,
        });
    }

    /// A line of text; with `same_block` it belongs to the block of the line before it.
    pub fn line(&mut self, kind: BlockKind, segment: &Segment, between: Between, same_block: bool) {
        self.part(between);
        let start = self.length;
        self.words(segment);
        self.body(
            kind,
            Span::new(start, self.length),
            segment.bbox,
            same_block,
        );
    }

    /// A row of a table: its cells parted by TABs.
    pub fn row(&mut self, cells: &[Option<Segment>], same_block: bool) {
        let Some(bbox) = cells.iter().flatten().map(|s| s.bbox).reduce(BBox::union) else {
            return;
        };
        self.part(Between::Line);
        let start = self.length;
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.push("\t");
            }
            if let Some(cell) = cell {
                self.words(cell);
            }
        }
        self.body(
            BlockKind::Table,
            Span::new(start, self.length),
            bbox,
            same_block,
        );
    }

    fn part(&mut self, between: Between) {
        let start = self.length;
        match between {
            _ if start == 0 => {}
            Between::Line => self.push("\n"),
            Between::Join(kind, space) => {
                if space {
                    self.push(" ");
                }
                self.text.joins.push(Join {
                    at: Span::new(start, self.length),
                    kind,
                });
            }
        }
        self.line_start = self.text.original.len();
    }

    fn push(&mut self, piece: &str) {
        self.text.original.push_str(piece);
        self.length += piece.chars().count();
    }

    fn words(&mut self, segment: &Segment) {
        for (at, word) in segment.words.iter().enumerate() {
            if at > 0 {
                self.push(" ");
            }
            let from = self.length;
            self.push(&word.text);
            self.text.words.push(WordSpan {
                span: Span::new(from, self.length),
                page: self.page.index,
                bbox: word.bbox,
                confidence: word.confidence,
                by_hand: word.by_hand,
                stamped: word.stamped,
            });
        }
    }

    fn body(&mut self, kind: BlockKind, span: Span, bbox: BBox, same_block: bool) {
        match self.page.blocks.last_mut() {
            Some(block) if same_block && block.span.is_some() => {
                block.bbox = block.bbox.union(bbox);
                block.span = block.span.map(|s| Span::new(s.start, span.end));
            }
            _ => self.page.blocks.push(Block {
                kind,
                bbox,
                span: Some(span),
            }),
        }
        let text = self.text.original[self.line_start..].to_owned();
        self.page.lines.push(Line {
            role: LineRole::Body,
            text,
            span: Some(span),
            bbox,
            block: self.page.blocks.len() - 1,
        });
    }
}
