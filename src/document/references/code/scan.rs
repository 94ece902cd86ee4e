//! Where in a text a code may begin.

use super::read::{blanks, digits, read};
use super::{Code, standard};
use crate::document::context::Context;
use crate::span::Span;

/// Longest code looked at, in code points; one that a line end cuts has the indent of the next line in it.
pub(super) const LONGEST: usize = 96;

/// All codes of the text, in order. What they are codes of is decided by what stands around them.
pub fn scan(context: &Context) -> Vec<Code> {
    let bytes = context.folded.as_bytes();
    let mut codes = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        at = digits(bytes, start);
        // `20310917/CV-HD`: some number their letters by the day.
        let may_begin = plausible(bytes, start, at) || numbered_with_blank(bytes, start, at);
        if !matches!(at - start, 1..=6 | 8) || !may_begin {
            continue;
        }
        let window = Span::new(start, (start + LONGEST).min(bytes.len()));
        if let Some(code) = read(context.slice(window), start) {
            at = code.span.end;
            codes.push(code);
        }
    }
    codes.extend(standard::standards(context));
    codes.sort_by_key(|c| c.span.start);
    codes
}

/// `số 72A TC/TCT`: behind the word for a number a blank may stand for the slash.
fn numbered_with_blank(bytes: &[u8], start: usize, end: usize) -> bool {
    let before = bytes[..start].trim_ascii_end();
    let labelled = [&b"so"[..], b"so:"].iter().any(|w| {
        let rest = before.strip_suffix(*w);
        rest.is_some_and(|r| r.last().is_none_or(|b| !b.is_ascii_alphanumeric()))
    });
    let letter = usize::from(bytes.get(end).is_some_and(u8::is_ascii_lowercase));
    let at = blanks(bytes, end + letter, 2);
    let letters = bytes[at.min(bytes.len())..]
        .iter()
        .take_while(|b| b.is_ascii_lowercase());
    labelled && at > end + letter && bytes.get(at + letters.count()) == Some(&b'/')
}

/// A look at the bytes alone: nothing glued on before, and a mark with a letter or year behind.
fn plausible(bytes: &[u8], start: usize, end: usize) -> bool {
    if let Some(before) = start.checked_sub(1).map(|i| bytes[i])
        && (before.is_ascii_alphanumeric() || matches!(before, b'.' | b'/' | b'_' | b'@'))
    {
        return false;
    }
    let mut at = end;
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) && at < end + 5 {
            at += 1;
        }
    }
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase) {
        at += 1;
    }
    at = blanks(bytes, at, 3);
    if !matches!(bytes.get(at), Some(b'-' | b'/')) {
        return false;
    }
    at = blanks(bytes, at + 1, 3);
    bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_lowercase() || matches!(b, b'1' | b'2'))
}
