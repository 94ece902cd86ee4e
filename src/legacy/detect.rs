//! Which encoding a text was written in: by its font's name and by what the text says.

use super::bytes::View;
use super::convert::{convert_seen_as, has_mac_only};
use super::{Encoding, encoding_of_font, evidence};

/// An encoding found, and how surely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// The encoding.
    pub encoding: Encoding,
    /// Share of the words with other than ASCII letters that the conversion makes syllables, 0 to 1;
    /// where there are no such words, 1 if the font's name decides.
    pub score: f32,
    /// How many such words there were.
    pub words: usize,
}

/// Words that a text without a telling font must have before it is judged.
const FEWEST_WORDS: usize = 3;
/// Share of words that the conversion must make syllables.
const ENOUGH: f32 = 0.75;
/// The same where the name of the font says the same.
const ENOUGH_WITH_FONT: f32 = 0.4;
/// The same where no other encoding is tried any more.
const BEYOND_DOUBT: f32 = 0.9;
/// By how much the share must rise.
const GAIN: f32 = 0.3;

/// The encoding of a text, with the name of the font it is set in where known.
///
/// `None` for text that needs no conversion: proper Unicode, other languages, ASCII. Give all the text
/// of a font at once where you can: a single word seldom decides.
pub fn detect(text: &str, font: Option<&str>) -> Option<Detected> {
    let before = evidence::of(text);
    let by_font = font.and_then(encoding_of_font);
    if before.words() == 0 {
        // Nothing but ASCII, where only the font can tell (capitals of an H font).
        return by_font.map(|encoding| Detected {
            encoding,
            score: 1.0,
            words: 0,
        });
    }
    // Letters that no 8-bit font has are proof of Unicode, unless they are few (a D for an Eth).
    if before.unicode * 5 > before.words() {
        return None;
    }
    let mut best: Option<Detected> = None;
    let candidates = by_font.into_iter().chain(Encoding::DETECTED);
    let views: &[View] = if has_mac_only(text) {
        &[View::Western, View::Mac]
    } else {
        &[View::Western]
    };
    for encoding in candidates {
        // What the font's name says and nearly all words confirm is not asked again.
        if best.is_some_and(|b| by_font == Some(b.encoding) && b.score >= BEYOND_DOUBT) {
            break;
        }
        for &view in views {
            let converted = convert_seen_as(text, encoding, view);
            if converted.changed == 0 {
                continue;
            }
            let after = evidence::of(&converted.text);
            // Words that are ASCII after the conversion speak neither for nor against it.
            let words = before.words().max(after.words());
            let score = after.good as f32 / words as f32;
            if best.is_none_or(|b| score > b.score + 1e-6) {
                best = Some(Detected {
                    encoding,
                    score,
                    words,
                });
            }
        }
    }
    let best = best?;
    if by_font == Some(best.encoding) {
        let better = best.score >= before.share();
        return (best.score >= ENOUGH_WITH_FONT && better).then_some(best);
    }
    let convincing =
        best.words >= FEWEST_WORDS && best.score >= ENOUGH && best.score >= before.share() + GAIN;
    convincing.then_some(best)
}
