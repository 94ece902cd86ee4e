//! Pages as read → one text.

use super::model::{Block, BlockKind, Line, LineRole, PageReading, Text, TextPage, WordSpan};
use crate::page::WordLine;
use crate::span::{BBox, Span};

/// Puts the pages of one document into one text in reading order.
///
/// A paragraph is one line of `original`, lines end with LF, and a page's text follows the one
/// before it. Cost: linear in the words.
pub fn assemble(pages: &[PageReading]) -> Text {
    let mut writer = Writer::default();
    for page in pages {
        let start = writer.length;
        let mut out = TextPage {
            index: page.index,
            width: page.width,
            height: page.height,
            raw_text: raw_text(page),
            ..TextPage::default()
        };
        for line in &page.words.lines {
            if writer.length > 0 {
                writer.push("\n");
            }
            let span = writer.line(page.index, line);
            out.lines.push(Line {
                role: LineRole::Body,
                text: line_text(line),
                span: Some(span),
                bbox: line.bbox,
                block: 0,
            });
        }
        let begun = out.lines.first().and_then(|l| l.span);
        out.span = Span::new(begun.map_or(start, |s| s.start), writer.length);
        if let Some(bbox) = out.lines.iter().map(|l| l.bbox).reduce(BBox::union) {
            out.blocks.push(Block {
                kind: BlockKind::Paragraph,
                bbox,
                span: Some(out.span),
            });
        }
        writer.text.pages.push(out);
    }
    writer.text
}

#[derive(Default)]
struct Writer {
    text: Text,
    length: usize,
}

impl Writer {
    fn push(&mut self, piece: &str) {
        self.text.original.push_str(piece);
        self.length += piece.chars().count();
    }

    fn line(&mut self, page: u32, line: &WordLine) -> Span {
        let start = self.length;
        for (at, word) in line.words.iter().enumerate() {
            if at > 0 {
                self.push(" ");
            }
            let from = self.length;
            self.push(&word.text);
            self.text.words.push(WordSpan {
                span: Span::new(from, self.length),
                page,
                bbox: word.bbox,
                confidence: word.confidence,
                alternatives: word.alternatives.clone(),
            });
        }
        Span::new(start, self.length)
    }
}

fn line_text(line: &WordLine) -> String {
    let words: Vec<&str> = line.words.iter().map(|w| w.text.as_str()).collect();
    words.join(" ")
}

fn raw_text(page: &PageReading) -> String {
    let lines: Vec<String> = page.words.lines.iter().map(line_text).collect();
    lines.join("\n")
}
