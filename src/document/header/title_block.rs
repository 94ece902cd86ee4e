//! Type and subject as fields (*tên loại, trích yếu*), and what stands between or below them.

use super::pieces::trim_marks;
use super::subject;
use super::title::{self, Title};
use super::{Extent, Reader, code, extent, infer, place_date};
use crate::document::anchors::{self, pattern};
use crate::document::types::Field;
use crate::span::Span;

impl Reader<'_> {
    pub(super) fn title(&mut self, title: &Title, extent: &mut Extent) {
        let context = self.context;
        let mut field = context.field_with(title.type_span, title.doc_type.name, title.confidence);
        field.normalized = title.doc_type.abbr.map(str::to_owned);
        self.header.doc_type = Some(field);
        let mut from = title.line + 1;
        let mut rest = title.rest;
        // The Gazette and web pages put issuer, code and date under the type.
        if let Some(found) = title::cited(context, from) {
            let line = context.lines[from].trim;
            rest = found
                .name("about")
                .map(|m| Span::new(line.start + m.start(), line.end));
            from += self.cited(from, &found);
        }
        if let Some(span) = rest {
            // `THÔNG TƯ1`: the mark of a footnote.
            if context.fold(span).bytes().all(|b| !b.is_ascii_alphabetic()) {
                rest = None;
            }
        }
        // `QUYẾT ĐỊNH CỦA CHỦ TỊCH NƯỚC`: the subject is below.
        let whose = |span: Span| match title::WHOSE.captures(context.fold(span)) {
            Some(found) => found
                .name("about")
                .map(|m| Span::new(span.start + m.start(), span.end)),
            None => Some(span),
        };
        rest = rest.and_then(whose);
        let (subject, end) = subject::subject(context, from, rest);
        let subject = subject.map(|s| {
            let line = Span::new(
                s.start,
                s.end.min(context.lines[context.line_at(s.start)].trim.end),
            );
            whose(line).map_or(s, |about| Span::new(about.start, s.end))
        });
        extent.end = end.max(from);
        self.header.subject = subject.map(|span| {
            let span = trim_marks(context, span);
            context.field(span, 0.95)
        });
        self.code_below(extent);
    }

    /// The subject of a law-making document right below its number and date, where the line of its type is lost;
    /// its other lines begin small, and it is no sentence.
    pub(super) fn untitled_subject(&mut self, from: usize, extent: &mut Extent) {
        pattern!(LAYS_DOWN = r"^(?:ve|quy dinh|sua doi|huong dan|ban hanh|bai bo)\b.*[^.:;]$");
        pattern!(LISTED = r"^[a-z]\d?[.)]");
        pattern!(
            TEXT_BEGINS = r"^(?:[^a-z]*(?:can c.|theo de nghi)\b|[a-z]?\d*[.)]|(?:nghi dinh|thong tu|quyet dinh|nghi quyet|quy chuan) nay\b|(?:chinh phu|thu tuong|bo truong|thong doc|uy ban|hoi dong|quoc hoi)\b)"
        );
        let (context, code) = (self.context, &self.header.code);
        if self.header.subject.is_some() || code.year.is_none() || code.type_abbr.is_none() {
            return;
        }
        let head = |line: usize| anchors::head(context, line);
        let blank =
            |line: usize| context.lines[line].is_blank() || anchors::RULE.is_match(head(line));
        let lines = context.lines.len();
        let Some(first) = (from..lines.min(from + 4)).find(|l| !blank(*l)) else {
            return;
        };
        let text = context.line(first);
        let begins = LAYS_DOWN.is_match(head(first)) && text.starts_with(char::is_uppercase);
        if !begins || context.is_capitals(context.lines[first].trim) {
            return;
        }
        let small = |l: usize| context.line(l).starts_with(char::is_lowercase);
        let goes_on =
            |l: &usize| small(*l) && !LISTED.is_match(head(*l)) && !extent::ends_header(head(*l));
        let end = (first + 1..lines)
            .take_while(goes_on)
            .last()
            .unwrap_or(first);
        if end > first + 6 || (first + 1..=end).any(|l| head(l).ends_with(['.', ':', ';'])) {
            return;
        }
        // What follows must be something else: a capital may begin a wrapped line too.
        let below = context.lines.get(end + 1).map_or("", |_| head(end + 1));
        if !(below.is_empty() || extent::ends_header(below) || TEXT_BEGINS.is_match(below)) {
            return;
        }
        let span = Span::new(context.lines[first].trim.start, context.lines[end].trim.end);
        self.header.subject = Some(context.field(span, 0.85));
        extent.title = Some(first);
        extent.end = extent.end.max(end + 1);
    }

    /// Contracts and records have their number under the title.
    fn code_below(&mut self, extent: &mut Extent) {
        let context = self.context;
        if self.header.code.symbol.is_some() {
            return;
        }
        let last = context.lines.len().min(extent.end + 4);
        let Some(line) = (extent.end..last).find(|l| !context.lines[*l].is_blank()) else {
            return;
        };
        let labelled = anchors::head(context, line).starts_with("so");
        if let Some(found) = code::find(context, line, false).filter(|_| labelled) {
            self.header.code = found.code;
            extent.end = line + 1;
        }
    }

    /// Issuer, code and date under the type, on one line or two: how many lines they take.
    fn cited(&mut self, line: usize, found: &regex::Captures) -> usize {
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
        if self.header.code.symbol.is_none()
            && let Some(found) = code::find(context, line, true)
        {
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
    pub(super) fn letter_subject(&mut self, about: &[Span], extent: &mut Extent) {
        let context = self.context;
        if let (Some(first), Some(last)) = (about.first(), about.last()) {
            let span = trim_marks(context, Span::new(first.start, last.end));
            // Place and date may stand between its lines; a rule or blank lines are part of none.
            let header = &*self.header;
            let between = [
                header.place.as_ref(),
                header.issue_date.as_ref().map(|d| &d.field),
            ];
            let interleaved = between.iter().flatten().any(|f| {
                let of = |f: &Field| Some(context.parsed(Span::new(f.start?, f.end?)));
                of(f).is_some_and(|f| f.overlaps(span))
            });
            let parts: Vec<String> = about.iter().map(|p| context.joined(*p)).collect();
            self.header.subject = Some(match interleaved {
                true => context.field_with(span, parts.join(" "), 0.88),
                false => context.field(span, 0.93),
            });
        }
        let typed = self
            .header
            .code
            .type_abbr
            .as_deref()
            .and_then(|t| infer::type_of_symbol(t, &self.header.code));
        let is_letter = !about.is_empty()
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
}
