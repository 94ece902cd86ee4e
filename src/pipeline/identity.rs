//! The identity of a configuration: equal identities promise equal outputs for equal inputs.

use super::settings::Settings;
use crate::error::{Error, ErrorKind, Result};
use crate::output::SCHEMA_VERSION;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// All that can change the output of a document, and its digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// SHA-256, in hex, of the canonical JSON of [`Identity::of`].
    pub id: String,
    /// Versions, digests and effective settings.
    pub of: Value,
}

impl Identity {
    /// The identity of `settings`, with the OCR engine's own identity (`None` where there is no
    /// engine, so that no page can be read by it).
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when the lexicon file cannot be read.
    pub fn new(settings: &Settings, engine: Option<&str>) -> Result<Self> {
        let mut effective = serde_json::to_value(settings).expect("settings serialise");
        // Files count by what they hold, not by where they lie.
        effective["tessdata"] = Value::Null;
        effective["recorded_ocr"] = Value::Null;
        if let Some(path) = &settings.lexicon {
            let bytes = std::fs::read(path).map_err(|e| {
                Error::new(ErrorKind::Usage, "the lexicon cannot be read")
                    .at_path(path)
                    .caused_by(e)
            })?;
            effective["lexicon"] = sha256(&bytes).into();
        }
        let of = json!({
            "vanban": env!("CARGO_PKG_VERSION"),
            "schema": SCHEMA_VERSION,
            "dictionaries": env!("VANBAN_DICTIONARIES"),
            "ocr_engine": engine,
            "settings": effective,
        });
        Ok(Self {
            id: sha256(canonical(&of).as_bytes()),
            of,
        })
    }
}

/// SHA-256 of `bytes`, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// JSON without white space and with sorted keys: one text for one value.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            let members: Vec<String> = keys
                .into_iter()
                .map(|key| format!("{}:{}", json!(key), canonical(&map[key])))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_sorts_keys_at_every_depth() {
        let value = json!({"b": [{"z": 1, "a": "ế\n"}], "a": null});
        assert_eq!(canonical(&value), r#"{"a":null,"b":[{"a":"ế\n","z":1}]}"#);
    }

    #[test]
    fn what_changes_the_output_changes_the_identity() {
        let identity = |settings: &Settings, engine| Identity::new(settings, engine).unwrap().id;
        let plain = Settings::default();
        let words = Settings {
            words: true,
            ..Settings::default()
        };
        assert_eq!(identity(&plain, Some("e")), identity(&plain, Some("e")));
        assert_ne!(identity(&plain, Some("e")), identity(&words, Some("e")));
        assert_ne!(identity(&plain, Some("e")), identity(&plain, None));
    }
}
