//! Cited documents and mentioned dates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a reference points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// A document with a code.
    #[default]
    Document,
    /// A document cited by name (a law, a Party resolution).
    NamedDocument,
    /// A place in this document.
    Internal,
}

/// What part a cited document plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceRole {
    /// Legal basis (*căn cứ*).
    Basis,
    /// What the document is about, in its title.
    Subject,
    /// What the enacting clause carries out.
    SubjectOfEnactment,
    /// Mentioned.
    #[default]
    Citation,
    /// Stands inside the subject of another reference.
    Nested,
    /// The proposal it answers (*xét đề nghị, tờ trình*).
    Proposal,
    /// It carries it out (*thực hiện*).
    Implements,
    /// It amends it (*sửa đổi, bổ sung*).
    Amends,
    /// It replaces it (*thay thế*).
    Replaces,
    /// It repeals it (*bãi bỏ*).
    Repeals,
    /// It is attached (*ban hành kèm theo*).
    Attaches,
}

/// Where the issuer stands, seen from the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssuerPosition {
    /// `đề nghị của Sở … tại Tờ trình …`
    Before,
    /// `Tờ trình … của Sở …`
    After,
}

/// A place inside a cited document (*điểm, khoản, Điều …*).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Locator {
    /// *Điều*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dieu: Option<String>,
    /// *Khoản*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub khoan: Option<String>,
    /// *Điểm*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diem: Option<String>,
    /// *Chương*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chuong: Option<String>,
    /// *Mục*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muc: Option<String>,
    /// *Phần*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phan: Option<String>,
    /// *Phụ lục*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phu_luc: Option<String>,
}

/// A mention of a document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// `r1`, `r2`, … in document order.
    pub id: String,
    /// What it points to.
    pub kind: ReferenceKind,
    /// The zone it stands in.
    pub zone: String,
    /// The original characters, from type through issuer.
    pub raw: Option<String>,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// First line, from 1.
    pub line: usize,
    /// Last line.
    pub line_end: usize,
    /// Page, from 1, where pages are known.
    pub page: Option<usize>,
    /// Type as written.
    pub doc_type: Option<String>,
    /// Type by the symbol, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc_type_by_symbol: Option<String>,
    /// Whether type and symbol disagree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_conflict: Option<bool>,
    /// Code as written.
    pub code_raw: Option<String>,
    /// Code in normal form.
    pub code_normalized: Option<String>,
    /// The number.
    pub number: Option<String>,
    /// The symbol.
    pub symbol: Option<String>,
    /// Date as written.
    pub date_raw: Option<String>,
    /// Date in ISO or EDTF form.
    pub date: Option<String>,
    /// Issuer as written.
    pub issuer_in_text: Option<String>,
    /// Issuer in full.
    pub issuer: Option<String>,
    /// Where the issuer stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer_position: Option<IssuerPosition>,
    /// Canonical id of the cited document.
    pub canonical_id: Option<String>,
    /// What part it plays.
    pub role: ReferenceRole,
    /// The reference in whose subject it stands.
    pub nested_in: Option<String>,
    /// The restored form, where the original was damaged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<String>,
    /// The unit that an internal reference points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_path: Option<String>,
    /// The places inside the cited document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locators: Vec<Locator>,
    /// How surely it is right, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

/// Which body of rules a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentSystem {
    /// State administration.
    #[default]
    Administrative,
    /// The Party.
    Party,
    /// Legal normative documents.
    LegalNormative,
}

/// A cited document with all its mentions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReferencedDocument {
    /// Canonical id.
    pub canonical_id: String,
    /// The body in whose series it is numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_org: Option<String>,
    /// Type.
    pub doc_type: String,
    /// Number.
    pub number: Option<String>,
    /// Symbol.
    pub symbol: Option<String>,
    /// Code in normal form.
    pub code_normalized: Option<String>,
    /// Date in ISO or EDTF form.
    pub date: Option<String>,
    /// Issuer.
    pub issuer: Option<String>,
    /// Which body of rules it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<DocumentSystem>,
    /// Its subject, from the fullest mention.
    pub subject: Option<String>,
    /// Whether it is cited by name, without code.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named: bool,
    /// Its name, when it is cited by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The mentions.
    pub mentions: Vec<String>,
    /// The spellings of its code.
    pub variants: Vec<String>,
    /// What else there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The kinds of dates and periods (document model §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// Day, month and year.
    #[default]
    Date,
    /// Parts left blank.
    DateIncomplete,
    /// Day and month.
    DateNoYear,
    /// Month and year.
    Month,
    /// Quarter.
    Quarter,
    /// Half-year.
    Half,
    /// Year.
    Year,
    /// From one year to another.
    Period,
    /// `đến năm 2030`
    TargetYear,
    /// `tầm nhìn đến năm 2045`
    Horizon,
    /// `từ năm 2026`
    StartYear,
}

/// What a date is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// Of this document.
    IssueDate,
    /// Of a cited document.
    ReferenceDate,
    /// By when something is due.
    Deadline,
    /// When a task runs.
    TaskPeriod,
    /// When a task starts.
    TaskStart,
    /// An anniversary.
    Commemoration,
    /// Anything else.
    #[default]
    Content,
}

/// How often something is due.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Recurrence {
    /// The words that say so.
    pub raw: String,
    /// `yearly`, `quarterly`, `monthly` …
    pub freq: String,
    /// RFC 5545 rules, joined by a newline when there are several.
    pub rrule: Option<String>,
}

/// A date or period in the text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DateMention {
    /// `d1`, `d2`, … in document order.
    pub id: String,
    /// The kind.
    pub kind: DateKind,
    /// The zone it stands in.
    pub zone: String,
    /// The original characters.
    pub raw: Option<String>,
    /// ISO 8601 or EDTF; `null` for an impossible date.
    pub normalized: Option<String>,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// First line, from 1.
    pub line: usize,
    /// Last line.
    pub line_end: usize,
    /// Page, from 1, where pages are known.
    pub page: Option<usize>,
    /// What it is for.
    pub role: DateRole,
    /// The reference it dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<String>,
    /// `before`, `within`, `from` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
    /// The words of the modifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier_raw: Option<String>,
    /// The full date, where the document gives the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved: Option<String>,
    /// What gave the year: `same_sentence`, `plan_year`, `issue_year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_by: Option<String>,
    /// How often, for a recurring date.
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
    /// The restored form, where the original was damaged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<String>,
    /// How surely it is right, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

/// A quantity with its unit (document model §3.3).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The original characters.
    pub raw: String,
    /// The value as an exact decimal (`58035000000000`), in the base unit.
    pub value: String,
    /// `VND`, `USD`, `%`, or the counted thing.
    pub unit: Option<String>,
    /// `min`, `max` or `exact`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Line, from 1.
    pub line: usize,
}
