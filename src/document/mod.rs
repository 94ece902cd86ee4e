//! The grammar of Vietnamese administrative, Party and legal documents: clean text in, fields out.
//!
//! Comes in: a [`Restored`] text. Goes out: a [`Document`], every field with its evidence in code
//! points of the original. Parsing cannot fail: what is not recognised is a paragraph.
//!
//! The stages share a [`Context`] that grows from one to the next:
//!
//! ```text
//! fold, blanks, positions, rows, capitals, context   lines and their folded copy
//! scrape, profile, zones     what is chrome, what kind of document, which line does what
//! header, preamble, footer   the fields around the body
//! tables, outline            paragraphs and the tree of numbered units
//! references, dates, numbers, deadlines, tasks    what the text says
//! archival, warnings         what follows from all of it
//! ```

mod abbreviations;
mod anchors;
pub mod archival;
mod attachments;
mod blanks;
mod capitals;
pub mod content;
pub mod context;
mod corrections;
pub mod dates;
pub mod deadlines;
pub mod fold;
mod footer;
mod gutters;
mod header;
mod late;
pub mod numbers;
mod outline;
pub mod positions;
mod preamble;
mod profile;
pub mod references;
mod rows;
mod scrape;
pub mod split;
pub mod tables;
pub mod tasks;
pub mod types;
mod warnings;
mod zones;

pub use context::{Context, Mark};
pub use header::stamp::on_page as stamp_on_page;
pub use split::{Part, split};
pub use types::*;

use crate::restore::Restored;
use crate::span::Span;

/// Takes a text apart. The caller fills in file name and digest of [`Document::source`].
pub fn parse(restored: &Restored) -> Document {
    parse_scan(restored, Vec::new())
}

/// The same for a page image, with what it says of some words (spans of the original text).
pub fn parse_scan(restored: &Restored, marks: Vec<(Span, Mark)>) -> Document {
    let mut context = Context::new(restored);
    context.marks = marks;
    let last = context.lines.len();
    let mut scrape = scrape::find(&context);
    let first = scrape.as_ref().map_or(0, |s| s.first);
    let first = header::find_start(&context, first);

    let header = header::read(&mut context, first, last);
    let preamble = preamble::read(&mut context, header.end, last);
    let mut footer = footer::read(&mut context, preamble.body, last);
    late::read(&mut context, &footer);
    context.header.profile = profile::find(&context);
    if context.header.profile == Profile::Party
        && context
            .footer
            .closing
            .as_ref()
            .is_some_and(Field::is_missing)
    {
        context.footer.closing = None;
    }
    header::absent_parts(&mut context.header);
    header::infer::repair_province(&mut context.header);
    header::infer::bodies(&mut context);
    context.province = header::infer::province(&context);
    header::subject_in_sentence_case(&mut context, header.end);
    if !header.digital.is_empty() && context.footer.signature.digital_signature.is_none() {
        let lines = (header.digital[0], header.digital[header.digital.len() - 1]);
        let span = Span::new(
            context.lines[lines.0].trim.start,
            context.lines[lines.1].trim.end,
        );
        context.footer.signature.digital_signature =
            Some(footer::digital::digital_signature(&context, span));
    }
    if let Some(scrape) = &mut scrape {
        scrape::finish(&context, scrape, footer.end);
    }
    footer.start = footer.start.max(preamble.body);
    footer.closing = footer.closing.clamp(preamble.body, footer.start);
    zones::assign(
        &mut context,
        &zones::Bounds {
            first,
            title: header.title,
            header_end: header.end,
            body: preamble.body,
            closing: footer.closing,
            footer: footer.start,
            recipients: footer.recipients,
            end: footer.end.max(footer.start),
            chrome_after: scrape.is_some(),
        },
    );
    // A date in them is no date of the document.
    for line in &header.digital {
        context.zone_of_line[*line] = ZoneKind::Signature;
    }
    context.tables = tables::find(&context);
    let body = outline::build_document(
        &mut context,
        header.title,
        header.end,
        preamble.body,
        &footer,
    );
    for line in footer::digital::stamps(&context, preamble.body) {
        context.zone_of_line[line] = ZoneKind::Signature;
    }
    let mut attachments = attachments::find(&context);
    for attachment in &mut attachments {
        attachment.line_start = context.line_number(attachment.line_start - 1);
        attachment.line_end = context.line_number(attachment.line_end - 1);
    }
    let content = content::read(&mut context);
    let hidden = warnings::hidden(&context);
    context.preamble.legal_bases = content.legal_bases;
    context.preamble.abbreviations_defined = abbreviations::find(&context);
    let mut document = Document {
        source: SourceInfo {
            chars: context.original_chars(),
            kind: source_kind(restored, scrape.is_some()),
            ..SourceInfo::default()
        },
        text: Some(Texts {
            original: restored.original.clone(),
            restored: restored.text.clone(),
        }),
        identity: Identity {
            canonical_id: references::own_id(&context),
        },
        outline: outline::tree(&context.nodes),
        page_break_joins: body.joins,
        corrections: corrections::find(&context, restored, &content.legal_references),
        legal_references: content.legal_references,
        referenced_documents: content.referenced_documents,
        dates: content.dates,
        quantities: content.quantities,
        deadlines: content.deadlines,
        tasks: content.tasks,
        zones: zones::list(&context),
        attachments,
        site_metadata: scrape.map(|s| s.metadata),
        tables: std::mem::take(&mut context.tables),
        numbered_nodes: context.nodes.into_iter().map(|n| n.out).collect(),
        header: context.header,
        preamble: context.preamble,
        footer: context.footer,
        ..Document::default()
    };
    warnings::confirm_by_site(&mut document);
    document.warnings = body.warnings;
    document.warnings.extend(content.warnings);
    document.warnings.extend(hidden);
    document.warnings.extend(warnings::check(&document));
    document.archival_metadata = archival::metadata(&document);
    document.archival_records = archival::records(&document);
    document
}

/// What the text was before: a restorer that changed much had a damaged text before it.
fn source_kind(restored: &Restored, scrape: bool) -> SourceKind {
    if scrape {
        return SourceKind::WebScrape;
    }
    let edits = restored.edits.len();
    let words = || restored.text.split_whitespace().take(edits * 20);
    // More than one word in twenty.
    if edits > 0 && words().count() < edits * 20 {
        SourceKind::OcrDamaged
    } else {
        SourceKind::OcrClean
    }
}
