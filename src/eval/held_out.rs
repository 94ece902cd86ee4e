//! Whether a text was kept out of a model's training: scores of others say nothing.

use crate::error::{Error, ErrorKind, Result};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What a model's provenance says about its training: the part that matters here.
#[derive(Debug, Deserialize)]
struct Provenance {
    recipe: Recipe,
    /// Names and digests of the texts that `vanban train --exclude` kept out.
    #[serde(default)]
    excluded: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
struct Recipe {
    corpus: Vec<Corpus>,
}

#[derive(Debug, Deserialize)]
struct Corpus {
    title: String,
    sha256: Option<String>,
}

/// Refuses a text that the model was trained on, or that it cannot show to be held out.
///
/// `provenance` is [`crate::lm::Model::provenance`]; `text` the bytes of the file that is to be scored,
/// whose digest the model must name among the excluded ones.
///
/// # Errors
/// [`ErrorKind::Usage`] with what to do, [`ErrorKind::Dependency`] if the provenance cannot be read.
pub fn check(provenance: &str, text: &[u8]) -> Result<()> {
    let provenance: Provenance = serde_json::from_str(provenance).map_err(|e| {
        let message = "the language model does not say what it was trained on; train it again";
        Error::new(ErrorKind::Dependency, message).caused_by(e)
    })?;
    let digest: String = Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let trained_on = |corpus: &&Corpus| corpus.sha256.as_deref() == Some(digest.as_str());
    if let Some(corpus) = provenance.recipe.corpus.iter().find(trained_on) {
        let message = format!(
            "the language model was trained on this very text ({})",
            corpus.title
        );
        return Err(Error::new(ErrorKind::Usage, message));
    }
    if provenance
        .excluded
        .iter()
        .any(|(_, excluded)| *excluded == digest)
    {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Usage,
        "the language model does not name this text among those kept out of its training, so its score \
         may be too good: train with --exclude, or give --allow-seen and say so beside the figure",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_excluded_texts_are_scored() {
        let digest = |text: &str| -> String {
            Sha256::digest(text.as_bytes())
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect()
        };
        let provenance = format!(
            r#"{{"recipe":{{"corpus":[{{"title":"news","sha256":"{}"}}]}},"excluded":[["a","{}"]]}}"#,
            digest("seen"),
            digest("held out"),
        );
        assert!(check(&provenance, b"held out").is_ok());
        assert!(
            check(&provenance, b"seen")
                .unwrap_err()
                .message()
                .contains("news")
        );
        assert_eq!(
            check(&provenance, b"unknown").unwrap_err().kind(),
            ErrorKind::Usage
        );
        assert_eq!(
            check("{}", b"held out").unwrap_err().kind(),
            ErrorKind::Dependency
        );
    }
}
