//! Whole texts and 8-bit files, line by line: legacy lines are converted, all others stay as they are.

use super::bytes::windows_1252;
use super::{Converted, Detected, Encoding, convert, detect, evidence};

/// Converts the lines of `text` that are in a legacy encoding: in `from` if given, else in the one found.
///
/// Lines with Unicode Vietnamese, and lines that the conversion would not make Vietnamese, are returned
/// byte for byte; so is a text in which no encoding is found.
pub fn convert_text(text: &str, from: Option<Encoding>) -> (Converted, Option<Detected>) {
    let candidates: String = text
        .split_inclusive('\n')
        .filter(|l| may_be_legacy(l))
        .collect();
    let found = match from {
        Some(encoding) => Some(Detected {
            encoding,
            score: 1.0,
            words: 0,
        }),
        None => detect(&candidates, None),
    };
    let mut out = Converted::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let converted = found
            .filter(|_| from.is_some() || may_be_legacy(line))
            .map(|found| convert(line, found.encoding, false))
            .filter(|c| from.is_some() || improves(line, &c.text));
        match converted {
            Some(converted) => {
                for (c, origin) in converted.text.chars().zip(converted.origin) {
                    out.push(c, start + origin);
                }
                out.changed += converted.changed;
            }
            None => line
                .chars()
                .enumerate()
                .for_each(|(at, c)| out.push(c, start + at)),
        }
        start += line.chars().count();
    }
    let found = found.filter(|_| out.changed > 0);
    (out, found)
}

/// Decodes an 8-bit or UTF-8 file and converts it; `None` if its bytes are neither UTF-8 nor in an encoding that was
/// given or found.
pub fn convert_bytes(bytes: &[u8], from: Option<Encoding>) -> Option<(String, Option<Detected>)> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (converted, found) = convert_text(text, from);
        return Some((converted.text, found));
    }
    let text: String = bytes.iter().map(|b| windows_1252(*b)).collect();
    let (converted, found) = convert_text(&text, from);
    found.map(|found| (converted.text, Some(found)))
}

fn may_be_legacy(line: &str) -> bool {
    let evidence = evidence::of(line);
    evidence.words() > 0 && evidence.unicode * 5 <= evidence.words()
}

/// Whether a converted line has more syllables than before, and few words that are none.
fn improves(before: &str, after: &str) -> bool {
    let (before, after) = (evidence::of(before), evidence::of(after));
    after.good >= before.good && after.good > after.bad
}
