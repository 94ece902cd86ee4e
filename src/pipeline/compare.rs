//! Two readings of one page, its text layer and its image: each restored as it would be in the end, and
//! the better kept.

use super::finish;
use super::settings::Settings;
use super::worker::Restoring;
use crate::page::fluency::Fluency;
use crate::page::{Comparison, PageWords};
use crate::source::Page;
use crate::text::{PageReading, assemble};

/// What the text `layer` of a page and the words that `ocr` found on its image are worth; `None` without
/// a language model.
pub(super) fn compare(
    page: &Page<'_>,
    ocr: &PageWords,
    restoring: &mut Restoring<'_>,
    settings: &Settings,
) -> crate::Result<Option<Comparison>> {
    let mut worth = |words: &PageWords| -> crate::Result<Option<f32>> {
        let text = assemble(&[PageReading {
            index: page.index,
            width: page.width,
            height: page.height,
            words: words.clone(),
            frames: Vec::new(),
            rules: Vec::new(),
        }]);
        let restored = finish::restore(&text, restoring, settings)?;
        Ok(Fluency::of(&restored.text).map(Fluency::worth))
    };
    let (layer, ocr) = (worth(&page.words)?, worth(ocr)?);
    Ok(layer
        .zip(ocr)
        .map(|(text_layer, ocr)| Comparison { text_layer, ocr }))
}
