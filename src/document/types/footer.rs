//! What stands below the body: closing mark, recipients, signature.

use super::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One receiver (*nơi nhận*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// The receiver.
    #[serde(flatten)]
    pub field: Field,
    /// Why it gets a copy (`b/c` to be informed, `p/h` to take part, `để biết` …).
    pub purpose: Option<String>,
}

/// The archive line (*Lưu: VT, …*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Archive {
    /// The units in one string.
    #[serde(flatten)]
    pub field: Field,
    /// The units that keep a copy.
    pub units: Vec<String>,
    /// Number of copies, where written.
    pub copies: Option<u32>,
}

/// By what right the signer signs (*quyền hạn*): `TM.`, `KT.`, `TL.`, `TUQ.`, `Q.`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Capacity {
    /// The abbreviation.
    #[serde(flatten)]
    pub field: Field,
    /// What it means (`ký thay`).
    pub meaning: Option<String>,
}

/// The text that a digital signature leaves (*thông tin chữ ký số*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct DigitalSignature {
    /// All of its text.
    #[serde(flatten)]
    pub field: Field,
    /// Who signed.
    pub signer: Option<String>,
    /// For which body.
    pub organ: Option<String>,
    /// When, as ISO 8601 where readable.
    pub time: Option<String>,
}

/// The signature block (*chữ ký*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// By what right; `null` where the head signs in person.
    pub capacity: Option<Capacity>,
    /// All capacities in order where there are several (`TM.`, `KT.`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacities: Vec<String>,
    /// The body on whose behalf it is signed (`TM. ỦY BAN NHÂN DÂN`).
    #[serde(default)]
    pub on_behalf_of: Option<Field>,
    /// The position in whose place or by whose order it is signed; a body behind `TM.` is none.
    pub principal_position: Option<Field>,
    /// The signer's own position (*chức vụ*).
    pub signer_position: Field,
    /// The signer's name (*họ tên*), without titles.
    pub signer_name: Field,
    /// Academic or military title before the name.
    #[serde(default)]
    pub signer_title: Option<Field>,
    /// Whether the text says that it is signed (`(Đã ký)`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    /// Text of a seal.
    pub seal: Option<Field>,
    /// Text of a digital signature.
    pub digital_signature: Option<DigitalSignature>,
}

/// Everything below the body.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Footer {
    /// The mark that ends the text (`./.`).
    pub closing: Option<Field>,
    /// The label of the list (`Nơi nhận:`).
    pub recipients_label: Option<Field>,
    /// The receivers, the archive line left out.
    pub recipients: Vec<Recipient>,
    /// The archive line.
    pub archive: Option<Archive>,
    /// Sign of the drafter and number of copies (*ký hiệu người soạn thảo*).
    pub drafter_code: Option<Field>,
    /// The signature block.
    pub signature: Signature,
    /// Signatures after the first (joint documents, minutes).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_signatures: Vec<Signature>,
}
