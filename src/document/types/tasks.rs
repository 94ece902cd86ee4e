//! Who has to do what, with whom, by when.

use super::Recurrence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One value or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// What kind of deadline a task has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// `Thường xuyên`
    Ongoing,
    /// `Hoàn thành trong năm 2025`
    Within,
    /// `trước ngày …`
    Before,
    /// `hằng năm`
    Recurring,
    /// `Năm 2024 - 2025`
    Period,
    /// None of these.
    #[default]
    Unspecified,
}

/// The deadline of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct TaskDeadline {
    /// The words, restored.
    pub raw: String,
    /// The kind.
    pub kind: DeadlineKind,
    /// ISO 8601 or EDTF.
    pub normalized: Option<String>,
    /// How often.
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// Path of the unit (`III/1/a/-1`, `II/t1/3`).
    pub id: String,
    /// Path of the section.
    pub section_path: String,
    /// What has to be done.
    pub content: String,
    /// Who leads (*chủ trì*), verbatim.
    pub lead: Option<String>,
    /// The original characters, where the restorer changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_raw: Option<String>,
    /// The label of a labelled line (`Đơn vị chủ trì`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_label: Option<String>,
    /// Who takes part (*phối hợp*), verbatim.
    pub coop: Option<String>,
    /// The leading bodies one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead_entities: Vec<String>,
    /// The bodies that take part one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coop_entities: Vec<String>,
    /// By when.
    pub deadline: Option<TaskDeadline>,
    /// What comes out (*sản phẩm*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Who pays (*kinh phí*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<String>,
    /// Who approves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    /// To whom it is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_to: Option<String>,
    /// First line, from 1.
    pub line: usize,
    /// Last line.
    #[serde(default)]
    pub line_end: usize,
    /// First code point of the original text.
    #[serde(default)]
    pub start: usize,
    /// One past the last code point.
    #[serde(default)]
    pub end: usize,
    /// How surely it is right, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}

/// A duty with a date.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// The original characters.
    pub raw: String,
    /// First line, from 1.
    pub line: usize,
    /// First code point of the original text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// ISO 8601 or EDTF, several when the words name several.
    pub normalized: Option<OneOrMany>,
    /// How often.
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
    /// Who.
    pub actor: Option<String>,
    /// What.
    pub action: Option<String>,
    /// How surely it is right, 0 to 1.
    #[serde(default)]
    pub confidence: f32,
}
