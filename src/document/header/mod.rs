//! The letterhead and title: from the first line to the line where preamble or body begins.
//!
//! Side by side, one above the other or interleaved on one line, the parts are the same: known
//! anchors are cut out of each line, and what is left in capitals names the bodies.

pub mod code;
mod extent;
pub mod infer;
pub mod letterhead;
pub mod marks;
mod pieces;
pub mod place_date;
mod subject_case;
pub mod title;

use super::anchors::{self, pattern};
use super::context::Context;
use super::types::*;
use crate::lexicon;
use crate::span::Span;
pub use extent::find_title;
use extent::{ABOUT, GAZETTE_LINE, header_end};
use pieces::{halve, letterhead_piece, motto_in, rest_of, split_items, trim_marks};
use title::Title;

pattern!(DIGITAL = r"(?:^|\s)(?:ky boi|nguoi ky|thoi gian ky|ngay ky|co quan|email)\s*:");
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
        let mut about: Option<Span> = None;
        let mut about_open = false;
        let mut stamp_until = 0;
        for line in first..stop {
            let trim = context.lines[line].trim;
            if trim.is_empty() {
                about_open &= about.is_none_or(|s| context.line_at(s.start) + 1 >= line);
                continue;
            }
            let folded = anchors::head(context, line);
            if DIGITAL.is_match(folded) {
                extent.digital.push(line);
                continue;
            }
            if GAZETTE_LINE.is_match(folded) || self.taken == Some(line) {
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
            let mut cuts = self.anchored(line);
            self.code_and_date(line, &mut cuts);
            for piece in rest_of(context, trim, &cuts) {
                let text = context.fold(piece);
                if let Some(found) = ABOUT.find(text)
                    && about.is_none()
                    && found.start() == 0
                {
                    about = Some(piece);
                    about_open = true;
                    continue;
                }
                if marks::read(context, piece, self.header) {
                    continue;
                }
                if about_open && !letterhead_piece(context, piece) {
                    about = about.map(|s| Span::new(s.start, piece.end));
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
            None => self.letter_subject(about, &pieces, &mut extent),
        }
        self.addressees(&mut extent, last);
        self.missing();
        extent
    }

    /// Cuts state name, motto and Party title out of a line.
    fn anchored(&mut self, line: usize) -> Vec<Span> {
        let context = self.context;
        let trim = context.lines[line].trim;
        let folded = anchors::head(context, line);
        let mut cuts = Vec::new();
        let take = |cuts: &mut Vec<Span>,
                    slot: &mut Option<Field>,
                    anchor: &str,
                    value: &str,
                    ratio: f64,
                    capitals: bool| {
            if slot.as_ref().is_some_and(|f| !f.is_missing()) {
                // A second letterhead on another column: cut it all the same.
                if let Some((at, _)) = anchors::find_anchor(folded, anchor, 0.95) {
                    cuts.push(Span::new(trim.start + at.start, trim.start + at.end));
                }
                return;
            }
            let Some((at, score)) = anchors::find_anchor(folded, anchor, ratio) else {
                return;
            };
            let span = Span::new(trim.start + at.start, trim.start + at.end);
            if capitals && anchors::capital_share(context.slice(span)) < 0.6 {
                return;
            }
            let mut field = context.field_with(span, value, score as f32 * 0.99);
            let raw = field.raw.as_deref().unwrap_or_default();
            let printed = |s: &str| -> String {
                s.to_uppercase()
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .collect()
            };
            let same = printed(raw) == printed(value)
                || printed(raw) == printed(&value.replace('Ò', "O").replace('A', "À"));
            if (score < 1.0 || !same) && field.source == FieldSource::Text {
                field.source = FieldSource::Restored;
            }
            *slot = Some(field);
            cuts.push(span);
        };
        take(
            &mut cuts,
            &mut self.header.national_name,
            "cong hoa xa hoi chu nghia viet nam",
            anchors::NATIONAL_NAME,
            0.8,
            true,
        );
        let motto = if folded.contains("tu do") {
            motto_in(folded)
        } else {
            None
        };
        match motto {
            Some(at) => {
                let span = Span::new(trim.start + at.start, trim.start + at.end);
                if self.header.national_motto.is_none() {
                    self.header.national_motto =
                        Some(context.field_with(span, anchors::NATIONAL_MOTTO, 0.99));
                }
                cuts.push(span);
            }
            None => take(
                &mut cuts,
                &mut self.header.national_motto,
                "doc lap - tu do - hanh phuc",
                anchors::NATIONAL_MOTTO,
                0.7,
                false,
            ),
        }
        take(
            &mut cuts,
            &mut self.header.party_title,
            "dang cong san viet nam",
            anchors::PARTY_TITLE,
            0.85,
            true,
        );
        cuts
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

    /// A line of the incoming stamp; true when it was one.
    fn stamp_line(&mut self, line: usize) -> bool {
        pattern!(NUMBER = r"(?:^|\s)so\s*(?:den)?\s*[:.]*\s*(?P<n>\d{1,6})\b(?:\s|$|\.)");
        pattern!(DATE = r"ngay\s*(?:den)?\s*[:.]*\s*(?P<d>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})");
        pattern!(TO = r"chuyen\s*(?:den)?\s*[:.]+\s*(?P<t>\S.{0,60})");
        let context = self.context;
        let folded = anchors::head(context, line);
        if code::find(context, line, true).is_some() {
            return false;
        }
        let base = context.lines[line].trim.start;
        let stamp = self.header.incoming_stamp.get_or_insert_default();
        let mut hit = anchors::STAMP.is_match(folded);
        for (pattern, name, slot) in [
            (&NUMBER, "n", &mut stamp.number),
            (&DATE, "d", &mut stamp.date),
            (&TO, "t", &mut stamp.forwarded_to),
        ] {
            if let Some(m) = pattern.captures(folded).and_then(|c| c.name(name)) {
                let span = Span::new(base + m.start(), base + m.end());
                slot.get_or_insert_with(|| context.field(span, 0.8));
                hit = true;
            }
        }
        hit || (folded.len() < 30
            && anchors::begins_with_any(folded, &["so", "ngay", "chuyen", "luu", "gio", "den"])
            && folded.contains([':', '.']))
    }

    /// Names in sentence case count only at the very top.
    fn early_name(&self, piece: Span, line: usize, first: usize) -> bool {
        let context = self.context;
        let text = context.slice(piece);
        let folded = context.fold(piece);
        line < first + 8
            && self.header.code.symbol.is_none()
            && piece.len() <= 60
            && text.chars().next().is_some_and(char::is_uppercase)
            && !folded.contains([':', ';', '.', ','])
            && anchors::begins_with_any(folded, anchors::BODY_WORDS)
    }

    fn bodies(&mut self, pieces: &[Span]) {
        let context = self.context;
        let mut bodies = letterhead::bodies(context, pieces);
        // What names no body is something else in capitals, unless nothing better is there.
        if bodies.len() > 1 {
            bodies.retain(|b| {
                anchors::begins_with_any(
                    context.fold(b[0]).trim_start_matches(['*', '_', ' ']),
                    anchors::BODY_WORDS,
                )
            });
        } else {
            bodies.retain(|b| {
                anchors::begins_with_any(
                    context.fold(b[0]).trim_start_matches(['*', '_', ' ']),
                    anchors::BODY_WORDS,
                )
            });
        }
        let joint = self
            .header
            .code
            .type_abbr
            .as_deref()
            .is_some_and(|t| matches!(t, "TTLT" | "NQLT" | "CTPH" | "KHLT" | "QCPH" | "KHPH"));
        if joint && bodies.len() > 1 {
            halve(context, &mut bodies);
            let fields: Vec<Field> = bodies
                .iter()
                .map(|b| letterhead::field(context, b))
                .collect();
            let mut all = fields[0].clone();
            all.value = Some(
                fields
                    .iter()
                    .map(|f| f.text().trim_end_matches([' ', '-']).to_owned())
                    .collect::<Vec<_>>()
                    .join(" - "),
            );
            self.header.issuing_agency = Some(all);
            self.header.co_issuing_agencies = fields;
            return;
        }
        if let Some(issuer) = bodies.pop() {
            self.header.issuing_agency = Some(letterhead::field(context, &issuer));
        }
        if let Some(parent) = bodies.pop() {
            self.header.parent_agency = Some(letterhead::field(context, &parent));
        }
    }

    fn title(&mut self, title: &Title, extent: &mut Extent) {
        let context = self.context;
        let mut field = context.field_with(title.type_span, title.doc_type.name, title.confidence);
        field.normalized = title.doc_type.abbr.map(str::to_owned);
        self.header.doc_type = Some(field);
        let mut from = title.line + 1;
        let mut rest = title.rest;
        // The Gazette's transcripts put issuer, code and date under the type.
        let folded = context
            .lines
            .get(from)
            .map(|_| anchors::head(context, from))
            .unwrap_or_default();
        if let Some(found) = title::GAZETTE
            .captures(folded)
            .filter(|_| self.header.code.symbol.is_none())
        {
            from += self.gazette(from, &found);
        }
        if let Some(span) = rest {
            // `THÔNG TƯ1`: the mark of a footnote.
            if context.fold(span).bytes().all(|b| !b.is_ascii_alphabetic()) {
                rest = None;
            }
        }
        let (subject, end) = title::subject(context, from, rest);
        extent.end = end.max(from);
        self.header.subject = subject.map(|span| {
            let span = trim_marks(context, span);
            context.field(span, 0.95)
        });
    }

    /// Issuer, code and date under the type, on one line or two: how many lines they take.
    fn gazette(&mut self, line: usize, found: &regex::Captures) -> usize {
        let context = self.context;
        let base = context.lines[line].trim.start;
        let part = |name: &str| {
            found
                .name(name)
                .map(|m| Span::new(base + m.start(), base + m.end()))
        };
        if let Some(span) = part("issuer")
            && self.header.issuing_agency.is_none()
        {
            self.header.issuing_agency = Some(context.field(span, 0.95));
        }
        if let Some(found) = code::find(context, line, true) {
            self.header.code = found.code;
        }
        let (dated, from) = match part("date") {
            Some(span) => (line, span.start),
            None => (line + 1, 0),
        };
        let begins = context
            .lines
            .get(dated)
            .is_some_and(|_| dated == line || anchors::head(context, dated).starts_with("ngay "));
        let date = begins
            .then(|| place_date::find(context, dated, from))
            .flatten();
        if let (Some(date), None) = (date, &self.header.issue_date) {
            self.header.issue_date = Some(date.date);
            return dated - line + 1;
        }
        1
    }

    /// A letter (*công văn*) has no title: its subject stands under the number.
    fn letter_subject(&mut self, about: Option<Span>, _pieces: &[Span], extent: &mut Extent) {
        let context = self.context;
        if let Some(span) = about {
            let span = trim_marks(context, span);
            self.header.subject = Some(context.field(span, 0.93));
        }
        let typed = self
            .header
            .code
            .type_abbr
            .as_deref()
            .and_then(|t| infer::type_of_symbol(t, &self.header.code));
        let is_letter = about.is_some()
            || extent.end < context.lines.len()
                && anchors::ADDRESSEES.is_match(anchors::head(context, extent.end));
        if let Some(entry) = typed {
            let mut field = Field::inferred(entry.name, "symbol of the code", 0.9);
            field.normalized = entry.abbr.map(str::to_owned);
            self.header.doc_type = Some(field);
        } else if self.header.code.symbol.is_some() && is_letter {
            self.header.doc_type = Some(Field::inferred(
                "Công văn",
                "no title, and no type in the symbol",
                0.95,
            ));
        }
    }

    /// `Kính gửi:` and the lines that belong to it.
    fn addressees(&mut self, extent: &mut Extent, last: usize) {
        let context = self.context;
        let from = extent.end;
        let Some(line) = (from..last.min(from + 12)).find(|l| {
            !context.lines[*l].is_blank()
                && anchors::ADDRESSEES.is_match(anchors::head(context, *l))
        }) else {
            return;
        };
        // Only blank lines, rules and leftovers of the title may stand before it.
        let between = (from..line)
            .filter(|l| !context.lines[*l].is_blank())
            .count();
        if between > 3 {
            return;
        }
        let label = anchors::ADDRESSEES
            .find(anchors::head(context, line))
            .map_or(0, |m| m.end());
        let trim = context.lines[line].trim;
        let mut items: Vec<Span> = Vec::new();
        let after = Span::new((trim.start + label).min(trim.end), trim.end);
        let mut open = false;
        let push = |span: Span, items: &mut Vec<Span>| {
            for item in split_items(context, span) {
                items.push(item);
            }
        };
        if !context.fold(after).trim_matches([' ', ':', '.']).is_empty() {
            push(after, &mut items);
            open = !context.fold(trim).ends_with([';', '.']);
        }
        let mut at = line + 1;
        let mut end = line + 1;
        let inline = !items.is_empty();
        while at < last && items.len() < 60 {
            let row = context.lines[at];
            if row.is_blank() {
                // A blank line ends an inline list; a list of bullets may be spaced.
                let next = (at..last.min(at + 3)).find(|l| !context.lines[*l].is_blank());
                let bullet =
                    next.is_some_and(|l| context.folded_line(l).starts_with(['-', '+', '*']));
                if bullet && (!items.is_empty() || end == line + 1) {
                    at += 1;
                    continue;
                }
                if items.is_empty() && end == line + 1 {
                    at += 1;
                    if at > line + 3 {
                        break;
                    }
                    continue;
                }
                break;
            }
            let folded = context.folded_line(at);
            let bullet = folded.starts_with(['-', '+', '*']);
            if bullet {
                push(row.trim, &mut items);
            } else if open
                && folded.len() < 90
                && !anchors::BASIS.is_match(folded)
                && !folded.ends_with([':'])
                && (inline || !items.is_empty())
                && context.fold(row.span).starts_with([' ', '\t'])
            {
                if let Some(last_item) = items.last_mut() {
                    *last_item = Span::new(last_item.start, row.trim.end);
                }
            } else if items.is_empty() && folded.len() < 120 && !anchors::BASIS.is_match(folded) {
                push(row.trim, &mut items);
            } else {
                break;
            }
            open = !folded.ends_with([';', '.']);
            at += 1;
            end = at;
        }
        extent.end = end.max(line + 1);
        self.header.addressees = items
            .into_iter()
            .filter_map(|span| {
                let value = context.joined(span);
                let value = value
                    .trim_start_matches(['-', '+', '*', '–', ' ', ':'])
                    .trim_end_matches([';', '.', ',', ' ']);
                (!value.is_empty()).then(|| context.field_with(span, value, 0.95))
            })
            .collect();
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
    match lexicon::province(name) {
        Some(province)
            if lexicon::fold(province.name).replace([' ', '-'], "")
                == lexicon::fold(name).replace([' ', '-'], "") =>
        {
            province.name.to_owned()
        }
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
