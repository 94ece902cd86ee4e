//! What is printed around the text: page numbers, running heads and feet.

use super::model::LineRole;
use super::rows::Row;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Share of the page's height, at the top and at the bottom, where page numbers stand.
const MARGIN: f32 = 0.12;
/// Pages on which a line has to stand to be a running head or foot.
const PAGES: usize = 3;

/// The role of the rows of each page that are not its text: `(row, role)` by page.
pub(super) fn roles(pages: &[(&[Row<'_>], f32)]) -> Vec<Vec<(usize, LineRole)>> {
    let mut found: Vec<Vec<(usize, LineRole)>> = vec![Vec::new(); pages.len()];
    for (roles, (rows, height)) in found.iter_mut().zip(pages) {
        let Some(last) = rows.len().checked_sub(1) else {
            continue;
        };
        // A speck above the number must not hide it.
        for at in [0, 1.min(last), last.saturating_sub(1), last] {
            let row = &rows[at];
            let place = row.base / height.max(1.0);
            let outside = !(MARGIN..=1.0 - MARGIN).contains(&place);
            if outside && is_page_number(row) && !roles.iter().any(|r| r.0 == at) {
                roles.push((at, LineRole::PageNumber));
            }
        }
    }
    for (role, from_top) in [
        (LineRole::RunningHead, true),
        (LineRole::RunningFoot, false),
    ] {
        // The outermost two rows: a page number may stand outside the running head.
        for depth in 0..2 {
            let mut seen: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
            for (page, (rows, height)) in pages.iter().enumerate() {
                let mut free = (0..rows.len()).filter(|at| !found[page].iter().any(|r| r.0 == *at));
                let at = if from_top {
                    free.nth(depth)
                } else {
                    free.rev().nth(depth)
                };
                let Some(at) = at else { continue };
                let place = rows[at].base / height.max(1.0);
                let outside = if from_top { place < 0.2 } else { place > 0.8 };
                let key = letters(&rows[at]);
                if outside && key.chars().count() >= 4 {
                    seen.entry(key).or_default().push((page, at));
                }
            }
            for places in seen.into_values().filter(|p| p.len() >= PAGES) {
                for (page, at) in places {
                    found[page].push((at, role));
                }
            }
        }
    }
    found
}

/// Digits alone, perhaps between dashes or after a slash.
fn is_page_number(row: &Row) -> bool {
    let text: String = row
        .segments
        .iter()
        .flat_map(|s| &s.words)
        .flat_map(|w| w.text.chars())
        .collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=6).contains(&digits)
        && text.chars().count() <= 8
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '—' | '/' | '|'))
}

/// The base letters of a row: page numbers inside it and lost marks make no difference.
fn letters(row: &Row) -> String {
    row.segments
        .iter()
        .flat_map(|s| &s.words)
        .flat_map(|w| w.text.nfd())
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}
