//! Pages that are read across the sheet, such as appendices in landscape: laid out as one reads them, with
//! every box where it is on the sheet.

use super::model::{PageReading, Text};
use crate::span::BBox;
use std::borrow::Cow;
use std::collections::HashMap;

/// The page as one holds it to read it.
pub(super) fn upright(page: &PageReading) -> Cow<'_, PageReading> {
    let quarters = page.words.quarters;
    if quarters == 0 {
        return Cow::Borrowed(page);
    }
    let size = [page.width, page.height];
    let turn = |bbox: &mut BBox| *bbox = bbox.turned(quarters, size);
    let mut page = page.clone();
    for line in &mut page.words.lines {
        turn(&mut line.bbox);
        line.words.iter_mut().for_each(|word| turn(&mut word.bbox));
    }
    page.frames.iter_mut().for_each(turn);
    for rule in &mut page.rules {
        *rule = rule.led(|end| end.turned(quarters, size));
    }
    if quarters != 2 {
        [page.height, page.width] = size;
    }
    Cow::Owned(page)
}

/// Leads the boxes of pages that were turned back to their sheets.
pub(super) fn back(text: &mut Text, sheets: &[PageReading]) {
    let mut turned: HashMap<u32, (u8, [f32; 2])> = HashMap::new();
    for (page, sheet) in text.pages.iter_mut().zip(sheets) {
        if sheet.words.quarters == 0 {
            continue;
        }
        let (quarters, size) = (4 - sheet.words.quarters, [page.width, page.height]);
        turned.insert(page.index, (quarters, size));
        [page.width, page.height] = [sheet.width, sheet.height];
        let lines = page.lines.iter_mut().map(|line| &mut line.bbox);
        for bbox in lines.chain(page.blocks.iter_mut().map(|block| &mut block.bbox)) {
            *bbox = bbox.turned(quarters, size);
        }
    }
    for word in &mut text.words {
        if let Some(&(quarters, size)) = turned.get(&word.page) {
            word.bbox = word.bbox.turned(quarters, size);
        }
    }
}
