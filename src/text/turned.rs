//! Pages that are read across the sheet, such as appendices in landscape: laid out as one reads them, with
//! every box where it is on the sheet.

use super::model::{PageReading, Text};
use crate::span::BBox;
use std::borrow::Cow;

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
    [page.width, page.height] = upright_size(size, quarters);
    Cow::Owned(page)
}

/// Leads the boxes of pages that were turned back to their sheets.
pub(super) fn back(text: &mut Text, sheets: &[PageReading]) {
    for (page, sheet) in text.pages.iter_mut().zip(sheets) {
        let quarters = sheet.words.quarters;
        if quarters == 0 {
            continue;
        }
        let size = upright_size([sheet.width, sheet.height], quarters);
        let turn = |bbox: &mut BBox| *bbox = bbox.turned(4 - quarters, size);
        page.lines.iter_mut().for_each(|line| turn(&mut line.bbox));
        page.blocks
            .iter_mut()
            .for_each(|block| turn(&mut block.bbox));
        let words = text.words.iter_mut().filter(|word| word.page == page.index);
        words.for_each(|word| turn(&mut word.bbox));
    }
}

fn upright_size([width, height]: [f32; 2], quarters: u8) -> [f32; 2] {
    match quarters {
        1 | 3 => [height, width],
        _ => [width, height],
    }
}
