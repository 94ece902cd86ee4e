//! The letterhead and title: from the first line to the line where preamble or body begins.
//!
//! Side by side, one above the other or interleaved on one line, the parts are the same: known
//! anchors are cut out of each line, and what is left in capitals names the bodies.

mod addressees;
mod anchored;
pub mod authority;
mod bodies;
pub mod code;
mod extent;
pub mod infer;
pub mod letterhead;
pub mod marks;
mod pieces;
pub mod place_date;
pub mod stamp;
mod start;
mod subject;
mod subject_case;
pub mod title;
mod title_block;

use super::anchors::{self, pattern};
use super::context::Context;
use super::types::*;
use crate::lexicon;
use crate::span::Span;
pub use extent::find_title;
use extent::{ABOUT, GAZETTE_LINE, header_end};
pub use pieces::split_columns;
use pieces::{letterhead_piece, rest_of};
pub use start::find as find_start;

pattern!(DIGITAL = r"(?:^|\s)(?:ky boi|nguoi ky|thoi gian ky|ngay ky|co quan|email)\s*:");
pattern!(
    /// The time of a digital signature, to the second and with its zone.
    SIGNING_TIME = r"\b\d{1,2}[-./]\d{1,2}[-./]\d{4}\s+\d{1,2}:\d{2}:\d{2}\s*\+\d{2}"
);
/// Where the parts of the header lie.
#[derive(Debug, Clone, Default)]
pub struct Extent {
    /// Index of the first line of the title, when there is one.
    pub title: Option<usize>,
    /// Index of the first line after header and title.
    pub end: usize,
    /// Lines of a text stamp or digital signature, to be left out of everything else.
    pub digital: Vec<usize>,
}

/// Reads header and title from the lines `first..last`; fills [`Context::header`].
pub fn read(context: &mut Context, first: usize, last: usize) -> Extent {
    let mut header = std::mem::take(&mut context.header);
    let extent = Reader {
        context,
        header: &mut header,
        taken: None,
    }
    .read(first, last);
    context.header = header;
    extent
}

struct Reader<'c> {
    context: &'c Context,
    header: &'c mut Header,
    /// A line that the end of a code takes up whole.
    taken: Option<usize>,
}

impl Reader<'_> {
    fn read(&mut self, first: usize, last: usize) -> Extent {
        let context = self.context;
        let title = find_title(context, first, last);
        let stop = title
            .as_ref()
            .map_or_else(|| header_end(context, first, last), |t| t.line);
        let mut extent = Extent {
            title: title.as_ref().map(|t| t.line),
            end: stop,
            digital: Vec::new(),
        };
        let mut pieces: Vec<Span> = Vec::new();
        let mut about: Vec<Span> = Vec::new();
        let mut about_open = false;
        let mut stamp_until = 0;
        let mut named_above = false;
        let mut code_line = None;
        let mut frame_line = None;
        for line in first..stop {
            let trim = context.lines[line].trim;
            if trim.is_empty() {
                about_open &= about
                    .first()
                    .is_none_or(|s| context.line_at(s.start) + 1 >= line);
                continue;
            }
            let folded = anchors::head(context, line);
            let signing_time = SIGNING_TIME.is_match(folded);
            if signing_time || DIGITAL.is_match(folded) {
                extent.digital.push(line);
                // Names above the time, and both above the letterhead, are those of the stamp.
                let header = &self.header;
                if signing_time && header.national_name.is_none() && header.party_title.is_none() {
                    pieces.clear();
                }
                continue;
            }
            if GAZETTE_LINE.is_match(folded) || self.taken == Some(line) {
                // `VĂN BẢN HỢP NHẤT - BỘ TÀI CHÍNH`
                if let Some(at) = folded.find(" - ").filter(|_| folded.starts_with("van ban")) {
                    pieces.push(Span::new(trim.start + at + 3, trim.end));
                }
                continue;
            }
            if anchors::STAR.is_match(folded) {
                self.header
                    .star_line
                    .get_or_insert_with(|| context.field(trim, 0.95));
                continue;
            }
            if anchors::RULE.is_match(folded) {
                continue;
            }
            if anchors::STAMP.is_match(folded) && folded.len() < 60 && !folded.contains('/') {
                stamp_until = line + 5;
                self.stamp_line(line);
                continue;
            }
            if line < stamp_until && self.stamp_line(line) {
                continue;
            }
            if marks::read_electronic_copy(context, trim, self.header) {
                continue;
            }
            let mut cuts = self.anchored(line);
            let numbered = self.header.code.symbol.is_some();
            let dated = self.header.issue_date.is_some();
            named_above |= (numbered || dated) && !pieces.is_empty();
            self.code_and_date(line, &mut cuts);
            if !numbered && self.header.code.symbol.is_some() {
                code_line = Some(line);
            }
            if code_line == Some(line) || !dated && self.header.issue_date.is_some() {
                frame_line = Some(line);
            }
            // The Party's letters have their subject right below the number, without `V/v`.
            let of_party = self.header.code.type_abbr.as_deref() == Some("CV");
            let below_code = title.is_none() && line > 0 && code_line == Some(line - 1);
            for piece in rest_of(context, trim, &cuts) {
                let text = context.fold(piece);
                if below_code
                    && (of_party || text.starts_with("ve ") && trim.start == piece.start)
                    && about.is_empty()
                    && !context.is_capitals(piece)
                    && text.len() > 8
                {
                    about.push(piece);
                    about_open = true;
                    continue;
                }
                if let Some(found) = ABOUT.find(text)
                    && about.is_empty()
                    && found.start() == 0
                {
                    about.push(piece);
                    about_open = true;
                    continue;
                }
                if marks::read(context, piece, self.header) {
                    continue;
                }
                if about_open && !letterhead_piece(context, piece) {
                    about.push(piece);
                    continue;
                }
                // Bodies stand above the number; what is in capitals below it is a stamp's, and below
                // the date what does not begin as a body's name does.
                let of_stamp = numbered || dated && !letterhead::names_body(text, true);
                if of_stamp && named_above && !bodies::is_union(text) {
                    continue;
                }
                if letterhead::is_body_piece(context, piece) || self.early_name(piece, line, first)
                {
                    pieces.push(piece);
                }
            }
        }
        self.bodies(&pieces);
        match title {
            Some(title) => self.title(&title, &mut extent),
            None => {
                self.letter_subject(&about, &mut extent);
                if let Some(line) = frame_line {
                    self.untitled_subject(line + 1, &mut extent);
                }
            }
        }
        self.addressees(&mut extent, last);
        self.missing();
        extent
    }

    fn code_and_date(&mut self, line: usize, cuts: &mut Vec<Span>) {
        let context = self.context;
        let mut from = 0;
        let bare = self.header.code.number.is_none() && self.header.code.symbol.is_none();
        if let Some(found) = code::find(context, line, bare) {
            from = found.span.end;
            if bare {
                self.header.code = found.code;
            }
            cuts.push(found.span);
            let next = context.lines.get(line + 1).map(|l| l.trim);
            self.taken = next.filter(|n| n.start < found.span.end).map(|_| line + 1);
            // `Luật số: …`, `Nghị quyết số: …`
            let before = Span::new(context.lines[line].trim.start, found.span.start);
            if before.len() < 20 && lexicon::doc_type(context.fold(before).trim()).is_some() {
                cuts.push(before);
            }
        }
        if self.header.issue_date.is_some() {
            return;
        }
        if let Some(found) = place_date::find(context, line, from) {
            let mut place = found.place;
            // What the end of a line cut takes the next line whole.
            let next = context.lines.get(line + 1).map(|l| l.trim);
            let cut = next.filter(|n| !n.is_empty() && found.date_span.end >= n.end);
            self.taken = cut.map(|_| line + 1).or(self.taken);
            let start = place.map_or(found.date_span.start, |p| p.start);
            // The place may stand alone on the line above.
            if place.is_none() && line > 0 {
                let above = context.lines[line - 1].trim;
                let text = context.slice(above);
                if text.ends_with(',') && above.len() < 40 {
                    place = Some(Span::new(above.start, above.end - 1));
                }
            }
            self.header.place = place.map(|p| {
                let mut field = context.field(p, 0.97);
                field.value = field.value.map(|v| usual_place(&v));
                field
            });
            self.header.issue_date = Some(found.date);
            cuts.push(Span::new(start, found.date_span.end));
        }
    }

    /// Names in sentence case count only at the very top.
    fn early_name(&self, piece: Span, line: usize, first: usize) -> bool {
        let context = self.context;
        let text = context.slice(piece);
        let folded = context.fold(piece);
        line < first + 8
            && self.header.code.symbol.is_none()
            && piece.len() <= 60
            // `Số` alone is what is left of a number.
            && folded.contains(' ')
            && text.chars().next().is_some_and(char::is_uppercase)
            && !folded.contains([':', ';', '.', ','])
            && anchors::begins_with_any(folded, anchors::BODY_WORDS)
            && !letterhead::is_no_name(folded)
    }

    /// What belongs on the page and was not found.
    fn missing(&mut self) {
        let header = &mut *self.header;
        for slot in [
            &mut header.doc_type,
            &mut header.subject,
            &mut header.issuing_agency,
        ] {
            slot.get_or_insert_with(Field::missing);
        }
        if header.code.symbol.is_none() {
            header.code.field = Field::missing();
        }
        if header.issue_date.is_none() {
            header.issue_date = Some(IssueDate {
                field: Field::missing(),
                ..IssueDate::default()
            });
        }
        header.place.get_or_insert_with(Field::missing);
    }
}

/// One way to write the dashes of a place.
fn usual_place(name: &str) -> String {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    match lexicon::province(name) {
        Some(province) if letters(province.name) == letters(name) => province.name.to_owned(),
        _ => name.to_owned(),
    }
}

/// Parts of the letterhead that the profile asks for and that are not there.
pub fn absent_parts(header: &mut Header) {
    match header.profile {
        Profile::Party => {
            header.party_title.get_or_insert_with(Field::missing);
        }
        Profile::Unknown => {}
        _ => {
            header.national_name.get_or_insert_with(Field::missing);
            header.national_motto.get_or_insert_with(Field::missing);
        }
    }
}

/// Gives a subject in capitals its sentence case as `normalized`.
pub fn subject_in_sentence_case(context: &mut Context, header_end: usize) {
    let Some(subject) = &context.header.subject else {
        return;
    };
    let Some(value) = subject.value.clone() else {
        return;
    };
    let body = context
        .lines
        .get(header_end)
        .map_or(context.folded.len(), |l| l.span.start);
    let normal = subject_case::sentence_case(context, &value, body);
    if let Some(subject) = &mut context.header.subject {
        subject.normalized = normal;
    }
}
