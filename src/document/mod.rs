//! The grammar of Vietnamese administrative, Party and legal documents: clean text in, fields out.
//!
//! Comes in: a [`Restored`] text. Goes out: a [`Document`], every field with its evidence in code
//! points of the original. Parsing cannot fail: what is not recognised is a paragraph.
//!
//! The stages share a [`Context`] that grows from one to the next:
//!
//! ```text
//! fold, positions, context   lines and their folded copy
//! scrape, profile, zones     what is chrome, what kind of document, which line does what
//! header, preamble, footer   the fields around the body
//! tables, outline            paragraphs and the tree of numbered units
//! references, dates, numbers, deadlines, tasks    what the text says
//! archival, warnings         what follows from all of it
//! ```

pub mod archival;
pub mod content;
pub mod context;
pub mod dates;
pub mod deadlines;
pub mod fold;
pub mod numbers;
pub mod positions;
pub mod references;
pub mod tables;
pub mod tasks;
pub mod types;

pub use context::Context;
pub use types::*;

use crate::restore::Restored;

/// Takes a text apart. The caller fills in file name and digest of [`Document::source`].
pub fn parse(restored: &Restored) -> Document {
    let mut context = Context::new(restored);
    context.header.code.field = Field::missing();
    context.header.issuing_agency = Some(Field::missing());
    context.header.doc_type = Some(Field::missing());
    context.header.subject = Some(Field::missing());
    context.footer.signature.signer_name = Field::missing();
    context.footer.signature.signer_position = Field::missing();
    context.tables = tables::find(&context);
    let content = content::read(&mut context);
    context.preamble.legal_bases = content.legal_bases;
    let mut document = Document {
        source: SourceInfo {
            chars: restored.original.chars().count(),
            ..SourceInfo::default()
        },
        text: Some(Texts {
            original: restored.original.clone(),
            restored: restored.text.clone(),
        }),
        identity: Identity {
            canonical_id: references::canonical_id(&context),
        },
        numbered_nodes: context.nodes.iter().map(|n| n.out.clone()).collect(),
        legal_references: content.legal_references,
        referenced_documents: content.referenced_documents,
        dates: content.dates,
        quantities: content.quantities,
        deadlines: content.deadlines,
        tasks: content.tasks,
        warnings: content.warnings,
        tables: std::mem::take(&mut context.tables),
        header: context.header,
        preamble: context.preamble,
        footer: context.footer,
        ..Document::default()
    };
    document.archival_metadata = archival::metadata(&document);
    document.archival_records = archival::records(&document);
    document
}
