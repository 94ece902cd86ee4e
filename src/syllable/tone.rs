//! Tones and the two habits of placing their mark.

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The six tones (*thanh điệu*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tone {
    /// *Ngang*: no mark.
    Level = 0,
    /// *Huyền*: `à`.
    Grave = 1,
    /// *Sắc*: `á`.
    Acute = 2,
    /// *Hỏi*: `ả`.
    Hook = 3,
    /// *Ngã*: `ã`.
    Tilde = 4,
    /// *Nặng*: `ạ`.
    Dot = 5,
}

impl Tone {
    /// All tones, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::Level,
        Self::Grave,
        Self::Acute,
        Self::Hook,
        Self::Tilde,
        Self::Dot,
    ];

    /// The combining mark, or `None` for the level tone.
    pub fn mark(self) -> Option<char> {
        match self {
            Self::Level => None,
            Self::Grave => Some('\u{300}'),
            Self::Acute => Some('\u{301}'),
            Self::Hook => Some('\u{309}'),
            Self::Tilde => Some('\u{303}'),
            Self::Dot => Some('\u{323}'),
        }
    }

    /// The tone of a combining mark.
    pub fn from_mark(mark: char) -> Option<Self> {
        Self::ALL.into_iter().find(|tone| tone.mark() == Some(mark))
    }
}

/// One past the last composed letter with a tone mark (`ỹ` and the Latin letters after it).
pub(super) const COMPOSED_END: usize = 0x1f00;

/// For each composed letter below [`COMPOSED_END`] its letter without the tone, and the tone.
static COMPOSED: LazyLock<Vec<(char, Tone)>> = LazyLock::new(|| {
    let split = |c: char| {
        let mut parts = 0;
        decompose_canonical(c, |_| parts += 1);
        if parts == 1 || is_combining_mark(c) {
            return (c, Tone::Level);
        }
        let marks = [c].into_iter().nfd().filter_map(Tone::from_mark);
        let [tone] = marks.collect::<Vec<_>>()[..] else {
            return (c, Tone::Level);
        };
        let letter = [c]
            .into_iter()
            .nfd()
            .filter(|m| Tone::from_mark(*m).is_none());
        match letter.nfc().collect::<Vec<_>>()[..] {
            [letter] => (letter, tone),
            _ => (c, Tone::Level),
        }
    };
    let letters = (0..COMPOSED_END as u32).filter_map(char::from_u32);
    letters.map(split).collect()
});

/// A composed letter without its tone mark, and the tone: `ế` is `ê` and [`Tone::Acute`]. Anything else is
/// itself, level; so is a combining mark.
pub fn split_tone(c: char) -> (char, Tone) {
    if c.is_ascii() {
        return (c, Tone::Level);
    }
    *COMPOSED.get(c as usize).unwrap_or(&(c, Tone::Level))
}

/// Where the tone mark goes in the open rimes `oa`, `oe`, `uy`; elsewhere both habits agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Placement {
    /// On the first vowel: `hòa`, `thúy`. What most law and administration writes.
    #[default]
    Old,
    /// On the main vowel: `hoà`, `thuý`.
    New,
}

/// How a syllable was found to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placed {
    /// As both habits would.
    Either,
    /// By the habit named, in a rime where the habits differ.
    By(Placement),
    /// On a vowel where neither habit puts it (`hòang`): a common typing slip.
    Astray,
}
