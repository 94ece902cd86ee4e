//! The body: zones, section tree, tables, and what was joined or repaired in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of lines with one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// What a web site put around the document.
    Chrome,
    /// Letterhead, code, place and date.
    Header,
    /// Type and subject.
    Title,
    /// Bases and enacting clause.
    Preamble,
    /// The text proper.
    #[default]
    Body,
    /// The last paragraph.
    Closing,
    /// The list of receivers.
    Recipients,
    /// The signature block.
    Signature,
    /// Appendices and attached texts.
    Appendix,
}

impl ZoneKind {
    /// The name used in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Header => "header",
            Self::Title => "title",
            Self::Preamble => "preamble",
            Self::Body => "body",
            Self::Closing => "closing",
            Self::Recipients => "recipients",
            Self::Signature => "signature",
            Self::Appendix => "appendix",
        }
    }
}

/// A stretch of lines with one role. Zones follow one another without gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Zone {
    /// The role.
    pub zone: ZoneKind,
    /// First line, from 1.
    pub line_start: usize,
    /// Last line.
    pub line_end: usize,
    /// First code point of the original text.
    #[serde(default)]
    pub start: usize,
    /// One past the last code point.
    #[serde(default)]
    pub end: usize,
}

/// What kind of number a unit carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LevelType {
    /// *Phần*.
    Part,
    /// *Chương*.
    Chapter,
    /// *Mục*.
    Section,
    /// *Tiểu mục*.
    Subsection,
    /// *Điều*.
    Article,
    /// `I.`
    Roman,
    /// `1.`
    #[default]
    Arabic,
    /// `1.1.`
    ArabicDotted,
    /// `a)`
    Letter,
    /// `A.`
    UpperLetter,
}

impl LevelType {
    /// The name used in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Chapter => "chapter",
            Self::Section => "section",
            Self::Subsection => "subsection",
            Self::Article => "article",
            Self::Roman => "roman",
            Self::Arabic => "arabic",
            Self::ArabicDotted => "arabic_dotted",
            Self::Letter => "letter",
            Self::UpperLetter => "upper_letter",
        }
    }
}

/// What kind of heading a unit is (gold rule of the document model, §5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeadingKind {
    /// Ends in none of `. ; , :`
    Title,
    /// Ends in `:` and has children.
    LeadIn,
    /// Ends in `.` and has children.
    Sentence,
}

/// A heading in the tree of headings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct OutlineNode {
    /// Labels from the root (`III/1/a`, `Chương I/Điều 8/2/đ`).
    pub path: String,
    /// The label, repaired (`III`).
    pub label: String,
    /// The label as printed, with its mark (`I11.`).
    pub label_raw: String,
    /// What kind of number it is.
    pub level_type: LevelType,
    /// The heading without its label, lines joined.
    pub heading: String,
    /// What kind of heading it is.
    pub heading_kind: Option<HeadingKind>,
    /// First line, from 1.
    pub line: usize,
    /// Last line.
    pub line_end: usize,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Page, from 1, where pages are known.
    pub page: Option<usize>,
    /// The headings below it.
    pub children: Vec<OutlineNode>,
}

/// A numbered unit, heading or not, in document order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct NumberedNode {
    /// Labels from the root.
    pub path: String,
    /// The label, repaired.
    pub label: String,
    /// The label as printed.
    pub label_raw: String,
    /// What kind of number it is.
    pub level_type: LevelType,
    /// Depth in the tree, from 1.
    pub depth: usize,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// What kind of heading.
    pub heading_kind: Option<HeadingKind>,
    /// The heading.
    pub heading: Option<String>,
    /// For a run-in heading (`a) Về nhân sự: …`), the words before the colon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_in_title: Option<String>,
    /// The first eight words of a unit that is not a heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_start: Option<String>,
    /// Bullets directly under it.
    pub bullet_count: usize,
    /// First line, from 1.
    pub line: usize,
    /// Last line.
    pub line_end: usize,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Page, from 1, where pages are known.
    pub page: Option<usize>,
    /// How surely the number is right, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TableCell {
    /// The text, lines and pages joined; `null` for an empty cell.
    pub text: Option<String>,
    /// First code point of the original text.
    pub start: Option<usize>,
    /// One past the last code point.
    pub end: Option<usize>,
    /// Whether the text stands for a ditto mark (`nt`, `″`).
    #[serde(default)]
    pub inherited: bool,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TableRow {
    /// The cells in column order.
    pub cells: Vec<TableCell>,
    /// First line, from 1.
    pub line: usize,
    /// Last line.
    #[serde(default)]
    pub line_end: usize,
}

/// A row that was the rest of the row before it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ContinuationRow {
    /// Its line, from 1.
    pub line: usize,
    /// The row (from 1) that it belongs to.
    pub merged_into_row: usize,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// `t1`, `t2`, … in document order.
    pub id: String,
    /// The section it stands in.
    pub section_path: Option<String>,
    /// First line, from 1.
    pub line_start: usize,
    /// Last line.
    pub line_end: usize,
    /// First code point of the original text.
    #[serde(default)]
    pub start: usize,
    /// One past the last code point.
    #[serde(default)]
    pub end: usize,
    /// Names of the columns, from the header row.
    pub columns: Vec<String>,
    /// Whether it goes on over a page break.
    #[serde(default)]
    pub merged_across_page: bool,
    /// Line of the repeated header row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_header_line: Option<usize>,
    /// Rows that were merged into the one before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub continuation_rows: Vec<ContinuationRow>,
    /// The rows, header left out.
    pub rows: Vec<TableRow>,
    /// How surely it is a table, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

/// Two lines that a page break had parted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PageBreakJoin {
    /// The line before the break, from 1.
    pub line_a: usize,
    /// The line after it.
    pub line_b: usize,
    /// The last forty characters before.
    pub tail: String,
    /// The first forty characters after.
    pub head: String,
    /// `page_break` or `table_cell`.
    pub kind: String,
    /// Always true: only joins are listed.
    pub join: bool,
}

/// What a correction repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    /// A slip of the reader (the restorer's edit).
    #[default]
    Ocr,
    /// A blank too many or too few.
    Spacing,
    /// Another dash than usual.
    DashVariant,
    /// A slip of the source.
    SourceTypo,
    /// The source writes one thing in two ways.
    SourceInconsistency,
    /// Capitals of the source that are not usual.
    SourceCapitalisation,
}

/// A slip and its repaired form; slips of the source stay in `value` and `raw`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// Line, from 1.
    pub line: usize,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The original characters.
    pub raw: String,
    /// The repaired form.
    pub corrected: String,
    /// What kind of slip.
    pub kind: CorrectionKind,
}
