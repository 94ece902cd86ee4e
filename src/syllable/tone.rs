//! Tones and the two habits of placing their mark.

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
