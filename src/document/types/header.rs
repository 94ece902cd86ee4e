//! What stands above the body: letterhead, code, date, title (*thể thức phần đầu*), and the preamble.

use super::Field;
use crate::span::BBox;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The family of layout rules that a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Administrative document (*văn bản hành chính*, Nghị định 30/2020/NĐ-CP).
    Administrative,
    /// Document of the Party (*văn bản của Đảng*).
    Party,
    /// Legal normative document (*văn bản quy phạm pháp luật*).
    LegalNormative,
    /// Certified copy or extract (*sao y, sao lục, trích sao*).
    Copy,
    /// Not enough evidence for any.
    #[default]
    Unknown,
}

/// Number and symbol (*số, ký hiệu*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Code {
    /// The whole code and its evidence.
    #[serde(flatten)]
    pub field: Field,
    /// The number as written (`45`, `02a`); `null` where it was left blank.
    pub number: Option<String>,
    /// What follows the number (`KH-UBND`, `NĐ-CP`).
    pub symbol: Option<String>,
    /// Abbreviation of the type inside the symbol (`KH`).
    pub type_abbr: Option<String>,
    /// Abbreviation of the agency inside the symbol (`UBND`).
    pub agency_abbr: Option<String>,
    /// The year inside a legal normative code (`30/2020/NĐ-CP`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

/// Date of issue (*thời gian ban hành*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct IssueDate {
    /// ISO date in `value` when complete; EDTF in `normalized` in any case.
    #[serde(flatten)]
    pub field: Field,
    /// The year.
    #[serde(default)]
    pub year: Option<i32>,
    /// The month, 1 to 12.
    #[serde(default)]
    pub month: Option<u8>,
    /// The day, 1 to 31.
    #[serde(default)]
    pub day: Option<u8>,
}

/// Stamp of the registry that received the document (*dấu đến*): never its own number and date.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct IncomingStamp {
    /// The number given on arrival (*số đến*).
    pub number: Option<Field>,
    /// The day of arrival (*ngày đến*).
    pub date: Option<Field>,
    /// To whom it was passed on (*chuyển*).
    pub forwarded_to: Option<Field>,
    /// The page that it stands on, from 1; `null` where it stands in the text.
    #[serde(default)]
    pub page: Option<usize>,
    /// Its box on that page.
    #[serde(default)]
    pub bbox: Option<BBox>,
    /// Its lines as read, where they are no part of the text.
    #[serde(default)]
    pub raw: Option<String>,
}

/// The letterhead and title.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// The family of layout rules.
    pub profile: Profile,
    /// State name (*Quốc hiệu*).
    pub national_name: Option<Field>,
    /// State motto (*Tiêu ngữ*).
    pub national_motto: Option<Field>,
    /// `ĐẢNG CỘNG SẢN VIỆT NAM` on documents of the Party.
    pub party_title: Option<Field>,
    /// The line with a star under a Party body's name.
    #[serde(default)]
    pub star_line: Option<Field>,
    /// The superior body (*cơ quan chủ quản*).
    pub parent_agency: Option<Field>,
    /// The issuing body (*cơ quan ban hành*).
    pub issuing_agency: Option<Field>,
    /// Further bodies that issue a joint document (*văn bản liên tịch*).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_issuing_agencies: Vec<Field>,
    /// Number and symbol.
    pub code: Code,
    /// Place of issue (*địa danh*).
    pub place: Option<Field>,
    /// Date of issue.
    pub issue_date: Option<IssueDate>,
    /// Type (*tên loại*): name in `value`, abbreviation in `normalized`.
    pub doc_type: Option<Field>,
    /// Subject (*trích yếu*).
    pub subject: Option<Field>,
    /// Degree of secrecy (*độ mật*).
    pub security_level: Option<Field>,
    /// Degree of urgency (*độ khẩn*).
    pub urgency_level: Option<Field>,
    /// Limits of circulation (*phạm vi lưu hành*).
    pub circulation_note: Option<Field>,
    /// Draft mark (*dự thảo*).
    pub draft_mark: Option<Field>,
    /// Mark of a certified copy (*sao y, sao lục, trích sao*).
    #[serde(default)]
    pub copy_mark: Option<Field>,
    /// To whom it is addressed (*kính gửi*).
    pub addressees: Vec<Field>,
    /// The stamp of arrival.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incoming_stamp: Option<IncomingStamp>,
}

/// A document that the preamble rests on (*căn cứ*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LegalBasis {
    /// Its code in normal form; `null` for a law cited by name.
    pub code: Option<String>,
    /// Its canonical id.
    pub canonical_id: Option<String>,
    /// The reference that names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ref_id: Option<String>,
}

/// The clause that enacts (*lời ban hành*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct EnactingStatement {
    /// The clause.
    #[serde(flatten)]
    pub field: Field,
    /// Who enacts, in the document's words.
    pub enacting_authority: Option<String>,
}

/// An abbreviation that the document introduces (`Ủy ban nhân dân (UBND)`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Abbreviation {
    /// The short form.
    pub short: String,
    /// What it stands for, as far as the text shows it.
    pub long: String,
    /// First code point of the short form in the original text.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
}

/// What stands between title and body.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Preamble {
    /// The documents it rests on, in order.
    pub legal_bases: Vec<LegalBasis>,
    /// The words that introduce them (`Căn cứ`, `Thực hiện`).
    #[serde(default)]
    pub basis_verbs: Vec<String>,
    /// The enacting clause.
    pub enacting_statement: Option<EnactingStatement>,
    /// Abbreviations that the document defines.
    #[serde(default)]
    pub abbreviations_defined: Vec<Abbreviation>,
}
