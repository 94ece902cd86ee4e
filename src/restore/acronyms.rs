//! Acronyms tied to what they stand for in the same document.
//!
//! An acronym is no word of the language model, and a wrong OCR model reads it in many ways (`PMST`, `BDMST`).
//! But a document spells it out once, before a parenthesis: `khoa học, đổi mới sáng tạo (KH, ĐMST)`. The
//! initials of the words there, held against what is seen by the channel, say what was printed; from then on
//! every such group of capitals is read as the nearest of the document's own acronyms.

use super::channel::Channel;

/// Words before the parenthesis in which the expansion is looked for.
const REACH: usize = 24;
/// Most that an acronym may cost by the channel for each of its letters, in nats.
const LETTER: f32 = 1.6;
/// Least number of letters.
const SHORTEST: usize = 2;
const LONGEST: usize = 8;

/// A word of the document as it was decoded, or a group of capitals that may be an acronym.
#[derive(Debug, Clone)]
pub struct Token<'t> {
    /// What is seen.
    pub seen: &'t str,
    /// What was decoded.
    pub decoded: &'t str,
    /// Whether it stands inside a parenthesis.
    pub parenthesised: bool,
    /// Whether the decoder knew no word for it.
    pub unknown: bool,
}

/// For each token that is an acronym of the document: its place, its letters, and by how many nats they explain
/// it better than the next best.
pub fn find(tokens: &[Token], channel: &Channel) -> Vec<(usize, String, f32)> {
    let mut known: Vec<String> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.parenthesised && token.unknown && is_group(token.seen) {
            let acronym = expansion(tokens, at, channel);
            known.extend(acronym.filter(|a| !known.contains(a)));
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !token.unknown || !is_group(token.seen) {
            continue;
        }
        let seen: Vec<char> = token.seen.chars().collect();
        let mut costs: Vec<(f32, &String)> =
            known.iter().map(|k| (channel.cost(&seen, k), k)).collect();
        costs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        let (cost, acronym) = costs[0];
        if cost <= LETTER * acronym.chars().count() as f32 {
            let margin = costs.get(1).map_or(9.0, |next| (next.0 - cost).min(9.0));
            found.push((at, acronym.clone(), margin));
        }
    }
    found
}

/// Capitals that may be an acronym: mostly capitals, perhaps a digit or a small letter that was misread.
pub fn is_group(seen: &str) -> bool {
    let letters = seen.chars().count();
    let capitals = seen.chars().filter(|c| c.is_uppercase()).count();
    (SHORTEST..=LONGEST + 1).contains(&letters) && capitals >= 2 && capitals * 3 >= letters * 2
}

/// The initials of a run of words shortly before `at` that explain what is seen there best.
fn expansion(tokens: &[Token], at: usize, channel: &Channel) -> Option<String> {
    let seen: Vec<char> = tokens[at].seen.chars().collect();
    let from = at.saturating_sub(REACH);
    let initials: Vec<Option<char>> = tokens[from..at]
        .iter()
        .map(|t| {
            let first = t.decoded.chars().next()?;
            let small = t.decoded.chars().skip(1).any(char::is_lowercase);
            (small || t.decoded.chars().count() == 1)
                .then(|| first.to_uppercase().next())
                .flatten()
        })
        .collect();
    let mut best: Option<(f32, String)> = None;
    let lengths = seen.len().saturating_sub(2).max(SHORTEST)..=(seen.len() + 1).min(LONGEST);
    for length in lengths {
        for start in (0..initials.len().saturating_sub(length - 1)).rev() {
            let Some(letters) = initials[start..start + length]
                .iter()
                .copied()
                .collect::<Option<String>>()
            else {
                continue;
            };
            let cost = channel.cost(&seen, &letters);
            if cost <= LETTER * length as f32
                && best.as_ref().is_none_or(|(least, _)| cost < *least)
            {
                best = Some((cost, letters));
            }
        }
    }
    best.map(|(_, letters)| letters)
}
