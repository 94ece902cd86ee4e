//! Damaged Unicode: half-composed letters, marks in the wrong order, look-alike letters.

use super::evidence::is_unicode_vietnamese;
use super::tables::is_combining;
use crate::syllable::Syllable;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Letters that stand where a Vietnamese one should (Word 2010 wrote `ƣ` for `ư`; old fonts have Eth for Đ).
const LOOK_ALIKES: &[(char, char)] = &[
    ('ƣ', 'ư'),
    ('Ƣ', 'Ư'),
    ('ð', 'đ'),
    ('Ð', 'Đ'),
    ('Ɖ', 'Đ'),
    ('ɖ', 'đ'),
    ('ǎ', 'ă'),
    ('Ǎ', 'Ă'),
    ('ı', 'i'),
    // Cyrillic and Greek letters that look like Latin ones.
    ('а', 'a'),
    ('А', 'A'),
    ('В', 'B'),
    ('е', 'e'),
    ('Е', 'E'),
    ('і', 'i'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('о', 'o'),
    ('О', 'O'),
    ('р', 'p'),
    ('Р', 'P'),
    ('с', 'c'),
    ('С', 'C'),
    ('Т', 'T'),
    ('у', 'y'),
    ('х', 'x'),
    ('Х', 'X'),
    ('ο', 'o'),
    ('Ο', 'O'),
    ('Α', 'A'),
    ('Τ', 'T'),
];

/// The text with its letters composed (NFC) and look-alikes put right; borrowed if there is nothing to do.
///
/// Marks are composed in either order (`e` + acute + circumflex is `ế`), `d` with a stroke overlay is `đ`.
/// A look-alike is replaced where that makes the word a Vietnamese syllable; `ƣ`, `ð` and `Ð` in other
/// words (`QÐ-TTg`) only in a text that is Vietnamese by its other letters. Words in other languages stay.
pub fn repair_unicode(text: &str) -> Cow<'_, str> {
    let damaged = |c: char| is_combining(c) || LOOK_ALIKES.iter().any(|(like, _)| *like == c);
    if text.is_ascii() || !text.contains(damaged) {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    loop {
        // A letter put right can make its neighbours a syllable, or take the mark after it.
        let before = out.clone();
        let in_vietnamese = before.contains(is_unicode_vietnamese);
        out = repair_runs(&compose_marks(&before), in_vietnamese);
        if out == before {
            break;
        }
    }
    if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

fn repair_runs(text: &str, in_vietnamese: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        out.push_str(&repair_run(run, in_vietnamese));
        let skip = after.find(char::is_alphabetic).unwrap_or(after.len());
        out.push_str(&after[..skip]);
        rest = &after[skip..];
    }
    out
}

/// Letters with the combining marks after them as one letter where Unicode has it.
fn compose_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(letter) = chars.next() {
        let mut marks = Vec::new();
        while let Some(mark) = chars.next_if(|c| is_combining(*c)) {
            marks.push(mark);
        }
        out.extend(compose_letter(letter, &marks));
    }
    out
}

fn compose_letter(letter: char, marks: &[char]) -> Vec<char> {
    if marks.is_empty() {
        return vec![letter];
    }
    // A stroke overlay makes đ; a dotless i takes marks as i does.
    let base = match (letter, marks[0]) {
        ('d', '\u{335}' | '\u{336}') => return [&['đ'], &marks[1..]].concat(),
        ('D', '\u{335}' | '\u{336}') => return [&['Đ'], &marks[1..]].concat(),
        ('ı', _) => 'i',
        ('ǎ', _) => 'ă',
        ('Ǎ', _) => 'Ă',
        _ => letter,
    };
    // Shapes before tones, whatever the order typed; a letter that has its tone gives it back first.
    let mut marks: Vec<char> = base.nfd().skip(1).chain(marks.iter().copied()).collect();
    marks.sort_by_key(|m| !matches!(m, '\u{302}' | '\u{306}' | '\u{31b}'));
    base.nfd().take(1).chain(marks).nfc().collect()
}

/// A run of letters with its look-alikes replaced, where that is called for.
fn repair_run(run: &str, in_vietnamese: bool) -> Cow<'_, str> {
    let replace = |letters: &str, only: fn(char) -> bool| -> String {
        let like = |c: char| LOOK_ALIKES.iter().find(|(like, _)| *like == c && only(c));
        letters
            .chars()
            .map(|c| like(c).map_or(c, |(_, right)| *right))
            .collect()
    };
    let all = replace(run, |_| true);
    if all == run {
        return Cow::Borrowed(run);
    }
    // A word all of another script is that script's, whatever it looks like.
    let is_latin = |c: char| {
        c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}')
    };
    if run.contains(is_latin) && Syllable::parse(&all).is_some() {
        return Cow::Owned(all);
    }
    if in_vietnamese {
        return Cow::Owned(replace(run, |c| {
            matches!(c, 'ƣ' | 'Ƣ' | 'ð' | 'Ð' | 'Ɖ' | 'ɖ')
        }));
    }
    Cow::Borrowed(run)
}
