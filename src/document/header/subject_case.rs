//! A subject that a web site printed in capitals gets back its sentence case (document model §1.5).
//!
//! The case of each word is borrowed from the body: first from a run of the same words (the closing
//! sentence repeats the subject), else word by word from names of the dictionaries.

use crate::document::anchors;
use crate::document::context::Context;
use crate::lexicon;
use crate::span::Span;

/// So much of the body is looked at, in characters.
const BODY_LIMIT: usize = 200_000;

/// The normal form of a subject in capitals; `None` when it is not in capitals.
pub fn sentence_case(context: &Context, text: &str, body_from: usize) -> Option<String> {
    if !anchors::is_capitals(text) || text.chars().filter(|c| c.is_alphabetic()).count() < 12 {
        return None;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let keys: Vec<String> = words
        .iter()
        .map(|w| crate::document::fold::fold(w))
        .collect();
    let mut result: Vec<Option<String>> = vec![None; words.len()];
    let from = body_from.min(context.folded.len());
    let body = &context.folded[from..context.folded.len().min(from + BODY_LIMIT)];
    // Longest runs of the same words, found from the left.
    let mut at = 0;
    while at < words.len() {
        let longest = longest_run(body, &keys[at..]);
        match longest {
            Some((offset, count))
                if count >= 2
                    && !printed_large(context, body_from + offset, &keys[at..at + count]) =>
            {
                let mut from = body_from + offset;
                for slot in result.iter_mut().skip(at).take(count) {
                    let length = context.folded[from..]
                        .bytes()
                        .position(|b| b.is_ascii_whitespace())
                        .unwrap_or(context.folded.len() - from);
                    *slot = Some(context.slice(Span::new(from, from + length)).to_owned());
                    from += length;
                    from += context.folded[from..]
                        .bytes()
                        .position(|b| !b.is_ascii_whitespace())
                        .unwrap_or(0);
                }
                at += count;
            }
            _ => at += 1,
        }
    }
    let mut out = String::new();
    let mut i = 0;
    while i < words.len() {
        if !out.is_empty() {
            out.push(' ');
        }
        if let Some(known) = &result[i] {
            out.push_str(known);
            i += 1;
            continue;
        }
        let code = words[i].chars().any(|c| c.is_ascii_digit()) && words[i].contains(['/', '-']);
        if code {
            out.push_str(words[i]);
            i += 1;
            continue;
        }
        // A place of the dictionaries keeps its capitals.
        let place = (1..=4usize).rev().find(|n| {
            i + n <= words.len() && lexicon::province(&words[i..i + n].join(" ")).is_some()
        });
        if let Some(n) = place {
            let name = words[i..i + n].join(" ");
            out.push_str(lexicon::province(&name).map_or(name.as_str(), |p| p.name));
            i += n;
            continue;
        }
        out.push_str(&words[i].to_lowercase());
        i += 1;
    }
    let mut chars = out.chars();
    let first = chars.next()?;
    Some(first.to_uppercase().collect::<String>() + chars.as_str())
}

/// The longest run of words at the head of `keys` that stands in `body`: where, and how many words.
fn longest_run(body: &str, keys: &[String]) -> Option<(usize, usize)> {
    let pair = keys.get(..2)?.join(" ");
    if pair.len() < 4 {
        return None;
    }
    let mut best: Option<(usize, usize)> = None;
    for (offset, _) in body.match_indices(pair.as_str()).take(200) {
        if offset > 0 && body.as_bytes()[offset - 1].is_ascii_alphanumeric() {
            continue;
        }
        let count = body[offset..]
            .split_ascii_whitespace()
            .zip(keys)
            .take_while(|(a, b)| {
                a.trim_end_matches(['.', ';', ':']) == b.trim_end_matches(['.', ';', ':']) && a == b
            })
            .count();
        if best.is_none_or(|(_, c)| count > c) {
            best = Some((offset, count));
        }
    }
    best
}

/// Whether a run of words stands in capitals in the body too, as in a heading.
fn printed_large(context: &Context, from: usize, keys: &[String]) -> bool {
    let length: usize = keys.iter().map(|k| k.len() + 1).sum();
    let end = (from + length).min(context.folded.len());
    context.is_capitals(Span::new(from, end))
}
