//! Pages as read → one text: rows, their roles, columns, tables and paragraphs, in reading order.

use super::columns::{Band, BandKind, closing, letterhead};
use super::frame::Frame;
use super::margins;
use super::model::{BlockKind, JoinKind, LineRole, PageReading, Text, TextPage};
use super::notes;
use super::paragraphs::{Printed, continues, continues_over_page, halves_of_code};
use super::rows::{Row, Segment, rows};
use super::ruled::{self, RuledTable};
use super::stamp;
use super::tables::{Table, tables as unruled};
use super::turned;
use super::writer::{Between, Writer};
use crate::lexicon::fold;
use crate::page::PageWords;
use std::borrow::Cow;

/// Puts the pages of one document into one text in reading order.
///
/// A paragraph is one line of `original`, lines end with LF, and a page's text follows the one
/// before it. A table row is one line with a TAB between cells, empty cells too. Cost: linear in
/// the words, but for sorting the words of a page.
pub fn assemble(pages: &[PageReading]) -> Text {
    let upright: Vec<Cow<PageReading>> = pages.iter().map(turned::upright).collect();
    let mut text = lay_out(&upright);
    turned::back(&mut text, pages);
    text
}

/// The same of pages as one holds them to read them.
fn lay_out(pages: &[Cow<PageReading>]) -> Text {
    let (unstamped, stamps): (Vec<Cow<PageWords>>, Vec<PageWords>) =
        pages.iter().map(|p| stamp::part(p)).unzip();
    let (parted, ruled): (Vec<Cow<PageWords>>, Vec<Vec<RuledTable>>) = unstamped
        .into_iter()
        .zip(pages)
        .map(|(own, page)| ruled::part(own, &page.rules))
        .unzip();
    let (read, notes): (Vec<Vec<Row>>, Vec<Vec<Row>>) = parted
        .iter()
        .zip(pages)
        .map(|(own, page)| notes::part(rows(own), page.width))
        .unzip();
    let around: Vec<(&[Row], f32)> = read
        .iter()
        .zip(pages)
        .map(|(rows, page)| (rows.as_slice(), page.height))
        .collect();
    let roles = margins::roles(&around);
    let mut writer = Writer::default();
    let mut before: Option<Ended> = None;
    for (at, page) in pages.iter().enumerate() {
        let (rows, roles) = (&read[at], &roles[at]);
        writer.begin_page(TextPage {
            index: page.index,
            width: page.width,
            height: page.height,
            raw_text: page.words.running_text(),
            ..TextPage::default()
        });
        let role = |at: usize| roles.iter().find(|r| r.0 == at).map(|r| r.1);
        let body: Vec<Row> = (0..rows.len())
            .filter(|&at| role(at).is_none())
            .map(|at| rows[at].clone())
            .collect();
        let outside = |writer: &mut Writer, top: bool| {
            let first_body = (0..rows.len()).find(|&at| role(at).is_none());
            for (at, row) in rows.iter().enumerate() {
                if let Some(role) = role(at)
                    && (first_body.is_none_or(|body| at < body)) == top
                {
                    writer.outside(role, block_kind(role), &row.whole());
                }
            }
        };
        outside(&mut writer, true);
        let mut aside = |role: LineRole, rows: &[Row]| {
            for row in rows {
                writer.outside(role, block_kind(role), &row.whole());
            }
        };
        aside(LineRole::Stamp, &super::rows::rows(&stamps[at]));
        aside(LineRole::MarginNote, &notes[at]);
        before = PageWriter::new(page, &body, &ruled[at]).write(&mut writer, before);
        outside(&mut writer, false);
        writer.end_page();
    }
    writer.finish()
}

fn block_kind(role: LineRole) -> BlockKind {
    match role {
        LineRole::PageNumber => BlockKind::PageNumber,
        LineRole::RunningFoot => BlockKind::RunningFoot,
        LineRole::Stamp => BlockKind::Stamp,
        LineRole::MarginNote => BlockKind::MarginNote,
        LineRole::RunningHead | LineRole::Body => BlockKind::RunningHead,
    }
}

/// The last printed line of a page, for the paragraph that may go on.
struct Ended<'p> {
    segment: Segment<'p>,
    row: Row<'p>,
    frame: Frame,
}

/// One page's body rows and what they were found to be.
struct PageWriter<'r, 'p> {
    rows: &'r [Row<'p>],
    frame: Frame,
    bands: Vec<Band>,
    tables: Vec<Table>,
    /// The ruled tables, each with the row that it stands before.
    ruled: Vec<(usize, &'r RuledTable)>,
}

impl<'r, 'p> PageWriter<'r, 'p> {
    fn new(page: &PageReading, rows: &'r [Row<'p>], ruled: &'r [RuledTable]) -> Self {
        let before = |table: &RuledTable| {
            let above = rows.iter().take_while(|row| row.base < table.top);
            above.count()
        };
        let ruled: Vec<_> = ruled.iter().map(|table| (before(table), table)).collect();
        let first = ruled.first().map_or(rows.len(), |table| table.0);
        let frame = Frame::of(rows, page.width);
        let letterhead = letterhead(&rows[..first], &frame, page.index == 1);
        let mut bands: Vec<Band> = letterhead.into_iter().collect();
        // Nothing reaches across a ruled table.
        let mut from = bands.first().map_or(0, |band| band.rows.end);
        let mut tables = Vec::new();
        for end in ruled.iter().map(|table| table.0).chain([rows.len()]) {
            tables.extend(unruled(&rows[from..end], from));
            from = end;
        }
        let below = ruled.last().map_or(0, |table| table.0);
        let last = tables.last().map_or(0, |table| table.rows.end);
        let head = bands.first().map_or(0, |band| band.rows.end);
        bands.extend(closing(rows, &frame, below.max(last).max(head)));
        Self {
            rows,
            frame,
            bands,
            tables,
            ruled,
        }
    }

    fn write(&self, writer: &mut Writer, before: Option<Ended<'p>>) -> Option<Ended<'p>> {
        let mut open = before;
        let mut over_page = true;
        let mut at = 0;
        let mut ruled = self.ruled.iter().peekable();
        loop {
            while let Some((_, table)) = ruled.next_if(|table| table.0 <= at) {
                self.ruled_table(writer, table);
                (open, over_page) = (None, false);
            }
            if at >= self.rows.len() {
                break;
            }
            if let Some(band) = self.bands.iter().find(|b| b.rows.start == at) {
                self.band(writer, band);
                (at, open) = (band.rows.end, None);
            } else if let Some(table) = self.tables.iter().find(|t| t.rows.start == at) {
                self.table(writer, table);
                (at, open) = (table.rows.end, None);
            } else {
                open = Some(self.line(writer, at, open, over_page));
                at += 1;
            }
            over_page = false;
        }
        // A page without text (a plate, a blank) does not end the paragraph before it.
        if over_page || self.ends_with_text() {
            open
        } else {
            None
        }
    }

    fn ends_with_text(&self) -> bool {
        let end = self.rows.len();
        !self.bands.iter().any(|b| b.rows.end == end)
            && !self.tables.iter().any(|t| t.rows.end == end)
            && !self.ruled.iter().any(|t| t.0 == end)
    }

    /// Writes running text, joined to the line before it where both are one paragraph.
    fn line(
        &self,
        writer: &mut Writer,
        at: usize,
        before: Option<Ended<'p>>,
        over_page: bool,
    ) -> Ended<'p> {
        let row = &self.rows[at];
        let segment = row.whole();
        let printed = Printed::new(&segment, row);
        let between = before.as_ref().map_or(Between::Line, |ended| {
            let last = Printed::new(&ended.segment, &ended.row);
            let kind = if over_page {
                continues_over_page(&last, &ended.frame, &printed, &self.frame)
                    .then_some(JoinKind::PageBreak)
            } else {
                continues(&last, &printed, &self.frame).then_some(JoinKind::Wrapped)
            };
            kind.map_or(Between::Line, |kind| {
                between(&ended.segment, &segment, kind)
            })
        });
        let kind = if is_digital_signature(&segment) {
            BlockKind::DigitalSignature
        } else if printed.centred(&self.frame) {
            BlockKind::Title
        } else {
            BlockKind::Paragraph
        };
        // A paragraph that began on this page keeps its block.
        let same_block = matches!(between, Between::Join(JoinKind::Wrapped, _));
        writer.line(kind, &segment, between, same_block);
        Ended {
            segment,
            row: row.clone(),
            frame: self.frame,
        }
    }

    fn band(&self, writer: &mut Writer, band: &Band) {
        let (left, right) = match band.kind {
            BandKind::Letterhead => (BlockKind::LetterheadLeft, BlockKind::LetterheadRight),
            BandKind::Closing => (BlockKind::Recipients, BlockKind::Signature),
        };
        for (kind, is_left) in [(left, true), (right, false)] {
            let column: Vec<Row> = self.rows[band.rows.clone()]
                .iter()
                .filter_map(|row| {
                    let part = row
                        .segments
                        .iter()
                        .filter(|s| (s.centre() < band.gutter) == is_left)
                        .cloned()
                        .collect();
                    Row::new(part)
                })
                .collect();
            let frame = Frame::of(&column, band.gutter);
            let mut last: Option<(Segment, &Row)> = None;
            for row in &column {
                let segment = row.whole();
                // Only recipients are running text; lines of the others stand for themselves.
                let joined = kind == BlockKind::Recipients
                    && last.as_ref().is_some_and(|(before, before_row)| {
                        continues(
                            &Printed::new(before, before_row),
                            &Printed::new(&segment, row),
                            &frame,
                        )
                    });
                let between = match &last {
                    Some((before, _)) if joined => between(before, &segment, JoinKind::Wrapped),
                    _ => Between::Line,
                };
                writer.line(kind, &segment, between, last.is_some());
                last = Some((segment, row));
            }
        }
    }

    fn table(&self, writer: &mut Writer, table: &Table) {
        for (number, cells) in table.cells(self.rows).into_iter().enumerate() {
            let cells: Vec<Option<Segment>> =
                cells.iter().map(|cell| Segment::merged(cell)).collect();
            writer.row(&cells, number > 0);
        }
    }

    fn ruled_table(&self, writer: &mut Writer, table: &RuledTable) {
        let mut begun = false;
        for cells in table.rows() {
            let cells: Vec<Vec<Row>> = cells
                .into_iter()
                .map(|cell| cell.map_or_else(Vec::new, rows))
                .collect();
            let cells: Vec<Option<Segment>> = cells.iter().map(|lines| whole(lines)).collect();
            writer.row(&cells, begun);
            begun |= cells.iter().any(Option::is_some);
        }
    }
}

/// The words of printed lines as one segment.
fn whole<'p>(lines: &[Row<'p>]) -> Option<Segment<'p>> {
    let lines: Vec<Segment> = lines.iter().map(Row::whole).collect();
    Segment::merged(&lines)
}

/// Whether a line belongs to what a signing system prints (`Ký bởi: …`, `Thời gian ký: …`).
fn is_digital_signature(segment: &Segment) -> bool {
    let words = segment.words.iter().take(4);
    let begins = words.map(|w| fold(&w.text)).collect::<Vec<_>>().join(" ");
    let label = begins.split_once(':').map(|(label, _)| label.trim());
    matches!(
        label,
        Some("ky boi" | "nguoi ky" | "thoi gian ky" | "ngay ky" | "digitally signed by")
    )
}

fn between(before: &Segment, segment: &Segment, kind: JoinKind) -> Between {
    let (Some(last), Some(first)) = (before.words.last(), segment.words.first()) else {
        return Between::Line;
    };
    let space = !halves_of_code(&last.text, &first.text);
    Between::Join(kind, space)
}
