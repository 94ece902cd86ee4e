//! 256 values that stand for many: each bin holds as many values as the next.

/// The values of one table, as 8-bit codes into a book of at most 256 entries.
pub(super) struct Quantised {
    pub book: Vec<f32>,
    pub codes: Vec<u8>,
}

/// Bins `values` into equally filled bins and codes each by the mean of its bin.
/// Up to 256 different values are kept exactly.
pub(super) fn quantise(values: &[f32]) -> Quantised {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let book = if distinct.len() <= 256 {
        distinct
    } else {
        let mut book: Vec<f32> = (0..256)
            .map(|bin| {
                let from = bin * sorted.len() / 256;
                let to = (bin + 1) * sorted.len() / 256;
                let sum: f64 = sorted[from..to].iter().map(|v| f64::from(*v)).sum();
                (sum / (to - from) as f64) as f32
            })
            .collect();
        book.dedup();
        book
    };
    let codes = values.iter().map(|value| nearest(&book, *value)).collect();
    Quantised { book, codes }
}

fn nearest(book: &[f32], value: f32) -> u8 {
    let above = book.partition_point(|entry| *entry < value);
    let code = match (above.checked_sub(1), book.get(above)) {
        (Some(below), Some(next)) if value - book[below] <= next - value => below,
        (Some(below), None) => below,
        _ => above,
    };
    code as u8
}
