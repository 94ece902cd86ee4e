//! Text layers set in fonts of their own encoding (TCVN3, VNI, VISCII, VPS), converted font by font.
//!
//! A document of 2003 may mix `.VnTime`, `.VnTimeH` and a Unicode font on one page, so the encoding
//! is found for all words of a font together: by its name and by what they say.

use super::PageWords;
use crate::legacy::{Encoding, convert, detect, encoding_of_font, is_capital_font};
use std::collections::BTreeMap;

/// A converted layer.
pub struct Converted {
    /// The words in Unicode, in their places.
    pub words: PageWords,
    /// For each font that was converted: its name where known, its encoding, how many words.
    pub fonts: Vec<(Option<String>, Encoding, usize)>,
}

/// Whether a font's name speaks of a legacy encoding.
pub fn has_legacy_font(words: &PageWords) -> bool {
    let mut last: Option<&str> = None;
    words
        .lines
        .iter()
        .flat_map(|line| &line.words)
        .filter_map(|word| word.font.as_deref())
        .any(|font| {
            let known = last == Some(font);
            last = Some(font);
            !known && encoding_of_font(font).is_some()
        })
}

/// Converts the words of every font whose text is in a legacy encoding; `None` where there is none.
pub fn convert_layer(words: &PageWords) -> Option<Converted> {
    let mut texts: BTreeMap<Option<&str>, (String, usize)> = BTreeMap::new();
    for word in words.lines.iter().flat_map(|line| &line.words) {
        let (text, count) = texts.entry(word.font.as_deref()).or_default();
        text.push_str(&word.text);
        text.push(' ');
        *count += 1;
    }
    let encodings: BTreeMap<Option<String>, (Encoding, usize)> = texts
        .into_iter()
        .filter_map(|(font, (text, count))| {
            let found = detect(&text, font)?;
            Some((font.map(str::to_owned), (found.encoding, count)))
        })
        .collect();
    let mut converted = words.clone();
    let mut changed = false;
    for word in converted.lines.iter_mut().flat_map(|line| &mut line.words) {
        if let Some(&(encoding, _)) = encodings.get(&word.font) {
            let upper = word.font.as_deref().is_some_and(is_capital_font);
            let text = convert(&word.text, encoding, upper).text;
            changed |= text != word.text;
            word.text = text;
        }
    }
    changed.then(|| Converted {
        words: converted,
        fonts: encodings
            .into_iter()
            .map(|(font, (encoding, count))| (font, encoding, count))
            .collect(),
    })
}
