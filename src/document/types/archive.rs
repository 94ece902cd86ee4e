//! The projection into the records of the archives.

use super::FieldSource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an archive needs, under neutral names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchivalMetadata {
    /// Type (*tên loại*).
    pub type_name: Option<String>,
    /// Its code in Thông tư 05/2025/TT-BNV.
    pub type_name_code_tt05: Option<String>,
    /// Number.
    pub code_number: Option<String>,
    /// Symbol.
    pub code_notation: Option<String>,
    /// ISO date, when complete.
    pub issued_date: Option<String>,
    /// The date in EDTF.
    pub issued_date_edtf: Option<String>,
    /// Author.
    pub organ_name: Option<String>,
    /// Subject.
    pub subject: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Its code in Thông tư 05/2025/TT-BNV.
    pub language_code_tt05: Option<String>,
    /// Number of pages.
    pub page_amount: Option<u32>,
    /// What the number of pages rests on.
    pub page_amount_source: Option<String>,
    /// Position of the signer.
    pub signer_position: Option<String>,
    /// Name of the signer.
    pub signer_full_name: Option<String>,
    /// *Mức độ tin cậy*.
    pub confidence_level: Option<String>,
    /// Its code in Thông tư 05/2025/TT-BNV.
    pub confidence_level_code_tt05: Option<String>,
    /// Fields that only the archivist can fill.
    pub archivist_to_fill: Vec<String>,
}

/// One field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecordField {
    /// The value in the circular's own form.
    pub value: Option<String>,
    /// Where it comes from; `missing` where only the archivist can fill it.
    pub source: FieldSource,
}

/// The records of the two circulars, with their own field names and date form.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ArchivalRecords {
    /// Thông tư 05/2025/TT-BNV.
    pub tt05_2025: BTreeMap<String, RecordField>,
    /// Thông tư 02/2019/TT-BNV.
    pub tt02_2019: BTreeMap<String, RecordField>,
}
