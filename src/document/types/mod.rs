//! The document as the output shows it: `document.schema.json`, field by field.

mod archive;
mod body;
mod field;
mod footer;
mod header;
mod references;
mod tasks;

pub use archive::*;
pub use body::*;
pub use field::*;
pub use footer::*;
pub use header::*;
pub use references::*;
pub use tasks::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the text was before it was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Never was on paper.
    BornDigital,
    /// Read from images or typed, with few slips.
    #[default]
    OcrClean,
    /// Read from images, badly.
    OcrDamaged,
    /// Copied from a web page, chrome and all.
    WebScrape,
}

/// The input that the document was parsed from. The caller fills in file and digest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SourceInfo {
    /// Name of the file, relative to the input folder.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Code points of the original text.
    #[serde(default)]
    pub chars: usize,
    /// What the text was before.
    #[serde(default)]
    pub kind: SourceKind,
}

/// The text before and after restoration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Texts {
    /// What every span points into.
    pub original: String,
    /// After the edits.
    pub restored: String,
}

/// The identity of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// `vn/{nn|dang|vbqppl}/{body}/{type}/{year}/{number}`.
    pub canonical_id: String,
}

/// Something that the reader of the output should look at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// One of the codes of the document model, §8.4.
    pub code: String,
    /// In words.
    pub message: String,
    /// Line, from 1, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// First code point of the original text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// One past the last code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
}

impl Warning {
    /// A warning without a place.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            ..Self::default()
        }
    }
}

/// What a web site says about the document (document model §1.16), and where its chrome lies.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SiteMetadata {
    /// Line ranges of the chrome, both ends included.
    pub site_chrome_lines: Vec<[usize; 2]>,
    /// The labelled values, by label without marks (`so_hieu`, `ngay_ban_hanh`).
    #[serde(flatten)]
    pub fields: BTreeMap<String, Field>,
}

/// A document taken apart.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The input.
    pub source: SourceInfo,
    /// Its text; left out of documents inside another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Texts>,
    /// Its identity.
    pub identity: Identity,
    /// Letterhead and title.
    pub header: Header,
    /// Bases and enacting clause.
    pub preamble: Preamble,
    /// Recipients and signature.
    pub footer: Footer,
    /// The headings as a tree.
    pub outline: Vec<OutlineNode>,
    /// All numbered units, flat.
    pub numbered_nodes: Vec<NumberedNode>,
    /// The mentions of documents.
    pub legal_references: Vec<Reference>,
    /// The documents they mention.
    pub referenced_documents: Vec<ReferencedDocument>,
    /// Dates and periods.
    pub dates: Vec<DateMention>,
    /// Money, percentages, counts.
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    /// Duties with dates.
    #[serde(default)]
    pub deadlines: Vec<Deadline>,
    /// Tasks.
    #[serde(default)]
    pub tasks: Vec<Task>,
    /// Tables.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// Paragraphs that a page break had parted.
    #[serde(default)]
    pub page_break_joins: Vec<PageBreakJoin>,
    /// Slips and their repaired forms.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// What an archive needs.
    pub archival_metadata: ArchivalMetadata,
    /// The same as the circulars' own records.
    #[serde(default)]
    pub archival_records: ArchivalRecords,
    /// What a web site says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_metadata: Option<SiteMetadata>,
    /// The stretches of lines with one role.
    pub zones: Vec<Zone>,
    /// Appendices and attached texts, each a document with its own tree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What to look at.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// An appendix or attached text (*phụ lục, văn bản ban hành kèm theo*). It has no number of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// `Phụ lục I`, `Quy chế` …
    pub label: Field,
    /// Its title.
    pub title: Option<Field>,
    /// `(Kèm theo Quyết định số …)`
    pub attached_to: Option<Field>,
    /// First line, from 1.
    pub line_start: usize,
    /// Last line.
    pub line_end: usize,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Its headings as a tree.
    pub outline: Vec<OutlineNode>,
    /// Its numbered units.
    pub numbered_nodes: Vec<NumberedNode>,
    /// Its tables.
    #[serde(default)]
    pub tables: Vec<Table>,
}
