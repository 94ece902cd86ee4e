//! Text in NFC beside the text as it came, so that NFC and NFD inputs are decided alike.

use std::borrow::Cow;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The NFC form of a text, and the way back to the bytes and code points of the original.
#[derive(Debug)]
pub struct Normal<'t> {
    /// The text as it came.
    pub original: &'t str,
    text: Cow<'t, str>,
    /// Starts of the clusters (a letter with its marks) that normalisation changed the length of:
    /// byte in NFC, byte in the original; the distance holds from there on.
    shifts: Vec<(usize, usize)>,
    /// Whether marks that this program writes are to be written apart from their letters.
    writes_decomposed: bool,
}

impl<'t> Normal<'t> {
    /// Normalises `original`; text that is NFC already is not copied.
    pub fn new(original: &'t str) -> Self {
        if is_nfc(original) {
            return Self {
                original,
                text: Cow::Borrowed(original),
                shifts: Vec::new(),
                writes_decomposed: false,
            };
        }
        let mut text = String::with_capacity(original.len());
        let mut shifts = Vec::new();
        let (mut decomposed, mut composed) = (0usize, 0usize);
        let mut start = 0;
        while start < original.len() {
            let rest = &original[start..];
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| canonical_combining_class(*c) == 0)
                .map_or(rest.len(), |(at, _)| at);
            let cluster = &rest[..end];
            let before = text.len();
            if cluster.is_ascii() {
                text.push_str(cluster);
            } else {
                text.extend(cluster.nfc());
                let marked = cluster.nfd().count() > 1;
                decomposed += usize::from(marked && cluster.chars().count() > 1);
                composed += usize::from(marked && cluster.chars().count() == 1);
            }
            start += end;
            if text.len() - before != end {
                shifts.push((text.len(), start));
            }
        }
        Self {
            original,
            text: Cow::Owned(text),
            shifts,
            writes_decomposed: decomposed > composed,
        }
    }

    /// The NFC form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the original for a byte of the NFC form (a cluster's start).
    pub fn to_original(&self, at: usize) -> usize {
        let i = self.shifts.partition_point(|(normal, _)| *normal <= at);
        match i.checked_sub(1).map(|i| self.shifts[i]) {
            None => at,
            Some((normal, original)) => (original + (at - normal)).min(self.original.len()),
        }
    }

    /// `word` in the normal form that the document writes.
    pub fn written(&self, word: String) -> String {
        if self.writes_decomposed {
            word.nfd().collect()
        } else {
            word
        }
    }
}
