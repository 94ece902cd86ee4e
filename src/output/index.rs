//! A line of `index.jsonl`: what an archivist sorts by, and what needs a look.

use crate::document::{Field, FieldSource};
use crate::output::record::DocumentRecord;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One input, or one document of an input that holds several.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct IndexLine {
    /// Relative path of the input.
    pub path: String,
    /// What became of it: `done`, `failed`, `quarantined`, `skipped`, `duplicate`, `queued`.
    pub state: String,
    /// Why, where it is not done; the first of the same bytes for a duplicate.
    pub reason: Option<String>,
    /// The file of the document below the output folder.
    pub output: Option<String>,
    /// Pages of the file on which the document stands, from 1, both ends included.
    pub page_range: Option<[u32; 2]>,
    /// Number and symbol (*số, ký hiệu*).
    pub code: Option<String>,
    /// Date of issue, ISO 8601.
    pub date: Option<String>,
    /// Type (*tên loại*).
    #[serde(rename = "type")]
    pub doc_type: Option<String>,
    /// Subject (*trích yếu*).
    pub subject: Option<String>,
    /// Issuing agency (*cơ quan ban hành*).
    pub issuer: Option<String>,
    /// Name of the signer (*người ký*).
    pub signer: Option<String>,
    /// Pages of the file.
    pub pages: u32,
    /// The lowest confidence of the fields of this line, 0 to 1.
    pub lowest_confidence: Option<f32>,
    /// Whether a person should look at it.
    pub needs_review: bool,
    /// Why.
    pub review_reasons: Vec<String>,
    /// SHA-256 of the input.
    pub sha256: String,
    /// Identity of the configuration.
    pub config_id: String,
}

/// Below this a field is worth a look.
const DOUBTFUL_FIELD: f32 = 0.6;
/// Below this mean confidence of its words a page is worth a look.
const DOUBTFUL_PAGE: f32 = 0.8;

impl IndexLine {
    /// The line as it stands in the file, without its end.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serialises")
    }

    /// The line of a document that was read.
    pub fn of(record: &DocumentRecord) -> Self {
        let header = &record.document.header;
        let signer = &record.document.footer.signature.signer_name;
        let fields = [
            ("code", Some(&header.code.field)),
            ("date", header.issue_date.as_ref().map(|date| &date.field)),
            ("type", header.doc_type.as_ref()),
            ("subject", header.subject.as_ref()),
            ("issuer", header.issuing_agency.as_ref()),
            ("signer", Some(signer)),
        ];
        let mut reasons = Vec::new();
        for page in &record.pages {
            if page.text_source.is_none() {
                reasons.push(format!("page {}: {}", page.index, page.text_source_reason));
            }
            if page.confidence.is_some_and(|c| c < DOUBTFUL_PAGE) {
                reasons.push(format!("page {}: read with low confidence", page.index));
            }
        }
        let warnings = &record.document.warnings;
        if warnings.iter().any(|w| w.code == "words_hidden") {
            reasons.push("a stamp hides words".into());
        }
        if let Some(part) = &record.input.part {
            reasons.push(format!(
                "document {} of {} in the file",
                part.number, part.count
            ));
        }
        let mut lowest: Option<f32> = None;
        for (name, field) in fields {
            match field {
                None => reasons.push(format!("{name}: not found")),
                Some(field) if field.source == FieldSource::Missing => {
                    reasons.push(format!("{name}: not found"));
                }
                Some(field) => {
                    lowest = Some(lowest.map_or(field.confidence, |l| l.min(field.confidence)));
                    if field.source == FieldSource::Inferred {
                        reasons.push(format!("{name}: inferred"));
                    } else if field.confidence < DOUBTFUL_FIELD {
                        reasons.push(format!("{name}: low confidence"));
                    }
                }
            }
        }
        let value = |field: Option<&Field>| field.and_then(|f| f.value.clone());
        let date = fields[1].1.and_then(|f| f.normalized.clone());
        Self {
            path: record.document.source.file.clone(),
            state: "done".into(),
            page_range: record.input.part.as_ref().map(|part| part.page_range),
            code: value(fields[0].1),
            date: date.or_else(|| value(fields[1].1)),
            doc_type: value(fields[2].1),
            subject: value(fields[3].1),
            issuer: value(fields[4].1),
            signer: value(fields[5].1),
            pages: record.input.page_count,
            lowest_confidence: lowest,
            needs_review: !reasons.is_empty(),
            review_reasons: reasons,
            sha256: record.document.source.sha256.clone(),
            config_id: record.config.id.clone(),
            ..Self::default()
        }
    }

    /// The line of an input of which there is no document.
    pub fn without_document(path: &str, state: &str, reason: &str) -> Self {
        Self {
            path: path.into(),
            state: state.into(),
            reason: Some(reason.into()),
            needs_review: state != "duplicate" && state != "queued",
            review_reasons: match state {
                "duplicate" | "queued" => Vec::new(),
                _ => vec![format!("{state}: {reason}")],
            },
            ..Self::default()
        }
    }
}
