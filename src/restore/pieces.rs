//! A text cut into what the lattice has positions for: words that may be damaged, and what stays as it is.
//!
//! Undamaged text is cut as the model counts it ([`segment`]). In text from a wrong OCR model signs and digits
//! stand for letters (`nghi€p`, `Qué)c`, `s6`, `&`), so there a word is what stands between spaces, less the
//! punctuation around it, unless it is a number, a date or a code.

use crate::lm::{TokenKind, segment};
use crate::syllable::{Syllable, strip_char};
use std::ops::Range;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// A word as the model counts it.
    Word,
    /// A word with signs or digits in it, or whose neighbours may belong to it.
    Damaged,
    /// Digits: never changed.
    Number,
    /// Letters and digits grown together: a code, never changed.
    Code,
    /// The end of a sentence or paragraph.
    Boundary,
    /// The end of a line before a capital or a number, which may stand inside a sentence.
    LineEnd,
    /// Letters of a document code (`QĐ` of `15/QĐ-UBND`).
    CodeLetters,
}

/// A stretch of the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PieceKind,
}

/// Cuts `text` into pieces, in order. `is_damaged` tells for a byte of the text whether signs and digits may
/// stand for letters there.
pub fn cut(text: &str, is_damaged: impl Fn(usize) -> bool) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(text.len() / 4);
    let mut chunk = 0..0;
    let mut cores: Vec<Piece> = Vec::new();
    let mut is_code = false;
    let mut next_core = 0;
    for token in segment(text) {
        if token.kind == TokenKind::Boundary {
            flush(&mut pieces, &cores, &mut next_core, token.range.end);
            let kind = match is_line_end(text, &token.range) {
                true => PieceKind::LineEnd,
                false => PieceKind::Boundary,
            };
            pieces.push(Piece {
                range: token.range,
                kind,
            });
            continue;
        }
        while token.range.start >= chunk.end {
            flush(&mut pieces, &cores, &mut next_core, chunk.end);
            chunk = next_chunk(text, chunk.end);
            cores.clear();
            next_core = 0;
            is_code = is_document_code(&text[chunk.clone()]);
            if !is_code && is_damaged(chunk.start) {
                cores_of(text, &chunk, &mut cores);
            }
        }
        flush(&mut pieces, &cores, &mut next_core, token.range.start);
        let inside = cores
            .iter()
            .any(|c| c.range.start < token.range.end && token.range.start < c.range.end);
        if inside {
            flush(&mut pieces, &cores, &mut next_core, token.range.end);
            continue;
        }
        let kind = match token.kind {
            TokenKind::Word if is_code => PieceKind::CodeLetters,
            TokenKind::Word => PieceKind::Word,
            TokenKind::Number => PieceKind::Number,
            TokenKind::Code => PieceKind::Code,
            TokenKind::Boundary => PieceKind::Boundary,
        };
        pieces.push(Piece {
            range: token.range,
            kind,
        });
    }
    flush(&mut pieces, &cores, &mut next_core, text.len());
    pieces
}

/// Whether nothing but a line's end stands at `boundary`, and the next line goes on with a letter or a digit.
fn is_line_end(text: &str, boundary: &Range<usize>) -> bool {
    let next = text[boundary.end..].trim_start_matches([' ', '\t', '\r', '\u{a0}']);
    &text[boundary.clone()] == "\n" && next.starts_with(char::is_alphanumeric)
}

/// Adds the cores that begin before `before`.
fn flush(pieces: &mut Vec<Piece>, cores: &[Piece], next: &mut usize, before: usize) {
    while let Some(core) = cores.get(*next).filter(|c| c.range.start < before) {
        pieces.push(core.clone());
        *next += 1;
    }
}

/// The next run of characters other than spaces.
fn next_chunk(text: &str, from: usize) -> Range<usize> {
    let rest = &text[from..];
    let start = from
        + rest
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len());
    let rest = &text[start..];
    start..start + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// `57-NQ/TW`, `71/NQ-`, `QĐ-UBND`, `63/TTr-VHTTDL`: capitals after a digit and a stroke, or two groups of
/// capitals joined that are not all syllables (`CÁC-BON`).
pub fn is_document_code(chunk: &str) -> bool {
    if !chunk.contains(['/', '-']) {
        return false;
    }
    let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != '-');
    let (mut groups, mut digits, mut syllables) = (0, false, true);
    for part in chunk.split(['/', '-', '–']) {
        let letters = part.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = part.chars().filter(|c| c.is_uppercase()).count();
        let small = letters - capitals;
        if !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()) {
            digits = true;
            continue;
        }
        syllables &= letters == 0 || Syllable::parse(part).is_some() || Syllable::is_bare(part);
        if capitals >= 1 && (small == 0 || (capitals >= 2 && small <= 2)) && letters <= 14 {
            groups += usize::from(capitals + usize::from(small > 0) >= 2);
        } else if letters > 0 {
            return false;
        }
    }
    digits && groups >= 1 || groups >= 2 && !syllables
}

/// Signs that an OCR engine reads for whole letters.
fn is_letter_sign(c: char) -> bool {
    matches!(
        c,
        '&' | '¢' | '€' | '£' | '§' | '¥' | '@' | '$' | '©' | '®' | '°' | 'ª' | 'º'
    )
}

/// The words of a chunk whose signs and digits may be letters.
fn cores_of(text: &str, chunk: &Range<usize>, cores: &mut Vec<Piece>) {
    let word = &text[chunk.clone()];
    if !word.chars().any(|c| c.is_alphabetic() || is_letter_sign(c)) {
        return;
    }
    // Parts between joining signs are words of their own when each of them has letters.
    let mut start = 0;
    for (at, c) in word.char_indices() {
        if matches!(
            c,
            '/' | '-' | '–' | '.' | ',' | ';' | ':' | '(' | '…' | '"' | '“' | '”'
        ) {
            add_core(text, chunk.start + start..chunk.start + at, cores);
            start = at + c.len_utf8();
        }
    }
    add_core(text, chunk.start + start..chunk.end, cores);
}

fn add_core(text: &str, range: Range<usize>, cores: &mut Vec<Piece>) {
    let keep = |c: char| c.is_alphanumeric() || is_letter_sign(c) || strip_char(c).is_none();
    let part = &text[range.clone()];
    let Some(first) = part.find(keep) else { return };
    let mut end = part.rfind(keep).map_or(first, |at| {
        at + part[at..].chars().next().map_or(0, char::len_utf8)
    });
    end += lost_horn(&part[first..], end - first);
    let core = &part[first..end];
    let letters = core
        .chars()
        .filter(|c| c.is_alphabetic() || is_letter_sign(*c))
        .count();
    let digits = core.chars().filter(|c| c.is_ascii_digit()).count();
    // What begins with two digits is a number.
    let head = core.chars().take_while(|c| !c.is_alphabetic());
    let leading_digits = head.filter(char::is_ascii_digit).count();
    let capitals = core.chars().filter(|c| c.is_uppercase()).count();
    let is_code = digits > 0 && capitals >= 2 && !core.chars().all(|c| "IVXl1|".contains(c));
    if letters == 0 || is_code || digits > 3 || leading_digits >= 2 && !is_digits_for_letters(core)
    {
        return;
    }
    let kind = match is_joined_acronym(core) {
        true => PieceKind::Code,
        false => PieceKind::Damaged,
    };
    cores.push(Piece {
        range: range.start + first..range.start + end,
        kind,
    });
}

/// `16i`, `16ng` for `lời`, `lông`: an `l` and a vowel read as digits, and the end of a syllable that is no unit.
fn is_digits_for_letters(core: &str) -> bool {
    let rest = core.strip_prefix('1').map(|rest| rest.split_at_checked(1));
    let Some(Some((vowel, end))) = rest else {
        return false;
    };
    vowel.bytes().all(|b| b.is_ascii_digit()) && matches!(end, "i" | "y" | "n" | "ng" | "nh")
}

/// Length of the sign behind a word that is the horn of its last letter: `co’` for `cơ`. None closes a quotation there.
fn lost_horn(part: &str, end: usize) -> usize {
    let is_bare = part[..end].ends_with(['o', 'u', 'O', 'U']);
    let sign = part[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '’' | '\''));
    let opened = part[..end].contains(['‘', '\'']);
    sign.filter(|_| is_bare && !opened)
        .map_or(0, char::len_utf8)
}

/// `KH&CN`, `PT&TT`: initials on both sides, no letter that a syllable needs.
fn is_joined_acronym(core: &str) -> bool {
    let is_initials = |side: &str| !side.is_empty() && side.chars().all(is_initial);
    core.contains('&') && core.split('&').all(is_initials)
}

/// A capital without a vowel.
pub fn is_initial(c: char) -> bool {
    let is_vowel = matches!(strip_char(c), Some('A' | 'E' | 'I' | 'O' | 'U' | 'Y'));
    c.is_uppercase() && !is_vowel
}
