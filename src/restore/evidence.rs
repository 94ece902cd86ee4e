//! Whether marked Vietnamese has lost tones: what each line says for it, and runs of lines that agree.
//!
//! A right text has no errors at all, so a few doubtful changes here and there mean that the model does not
//! know the subject; a text from an OCR engine has one wrong syllable in thirty to two hundred, most of them beyond
//! doubt. Each word adds the logarithm of the ratio of both explanations, and a hidden Markov model over the
//! lines draws the borders.

/// Share of wrong words in the cleanest text that an OCR engine gives.
const ERROR_RATE: f32 = 0.005;
/// Most that one changed word says, in nats: one name that the model takes for a slip proves nothing.
const MOST: f32 = 4.0;
/// Taken off a margin: the channel's own belief in errors, and the model's mistakes on unknown subjects.
const DOUBT: f32 = 3.0;
/// Cost of a border between clean and damaged lines, in nats.
const BORDER: f32 = 8.0;

/// What one word says for damage, in nats: its margin if it would be changed, `None` if it would be kept.
pub fn of_word(margin: Option<f32>) -> f32 {
    let odds = margin.map_or(0.0, |margin| (margin - DOUBT).min(20.0).exp());
    (1.0 - ERROR_RATE + ERROR_RATE * odds).ln().min(MOST)
}

/// Which lines are damaged, from what each says; `prior` speaks for damage (or against it) before any line.
pub fn damaged(lines: &[f32], prior: f32) -> Vec<bool> {
    let mut cost = [0.0, -prior];
    let mut back = Vec::with_capacity(lines.len());
    for line in lines {
        let from = [cost[1] + BORDER < cost[0], cost[0] + BORDER >= cost[1]];
        let clean = cost[usize::from(from[0])] + if from[0] { BORDER } else { 0.0 };
        let bad = cost[usize::from(from[1])] + if from[1] { 0.0 } else { BORDER } - line;
        back.push(from);
        let least = clean.min(bad);
        cost = [clean - least, bad - least];
    }
    let mut state = cost[1] < cost[0];
    let mut damaged = vec![false; lines.len()];
    for (at, from) in back.iter().enumerate().rev() {
        damaged[at] = state;
        state = from[usize::from(state)];
    }
    damaged
}
