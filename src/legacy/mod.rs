//! Legacy Vietnamese encodings and damaged Unicode, to NFC Unicode.
//!
//! Until about 2005 Vietnamese was typed with 8-bit fonts that drew Vietnamese letters at the codes of
//! Western ones. Files and PDF text layers of that time come out as Western gibberish (`B¸o c¸o` for
//! `Báo cáo`). Comes in: such text with the name of its font where known, as a PDF reader or a wrong
//! decoding gives it (Windows-1252, Mac Roman, symbol-font code points), or the bytes of an 8-bit file.
//! Goes out: the encoding that was used ([`detect`]) and the text in Unicode ([`convert`]), with the
//! place of every character in what came in.
//!
//! Sources of the tables: TCVN 5712:1993 (VN3, and the capitals of VN2), RFC 1456 (VISCII, VIQR), the
//! font tables of VNI and VPS, Microsoft's code page 1258. Text that is proper Vietnamese, French or
//! English is not recognised as any of them and [`convert_text`] returns it as it is.

mod bytes;
mod convert;
mod detect;
mod evidence;
mod font;
mod mixed;
mod tables;
mod unicode;
mod viqr;

pub use convert::{Converted, convert, encode};
pub use detect::{Detected, detect};
pub use font::{encoding_of_font, is_capital_font};
pub use mixed::{convert_bytes, convert_text};
pub use unicode::repair_unicode;

use serde::{Deserialize, Serialize};

/// How Vietnamese was written before Unicode, or was misread since.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// TCVN 5712 / ABC fonts (`.VnTime`): one byte a letter; capitals with tones come from fonts
    /// whose name ends in `H`.
    Tcvn3,
    /// VNI for Windows (`VNI-Times`): a vowel and a byte for its marks.
    Vni,
    /// VISCII (RFC 1456): one byte a letter.
    Viscii,
    /// VPS: one byte a letter.
    Vps,
    /// Windows code page 1258: letters with combining tones.
    Windows1258,
    /// VIQR (RFC 1456): marks typed as punctuation (`Tie^'ng Vie^.t`). Never detected, only asked for.
    Viqr,
    /// UTF-8 that was decoded as Windows-1252 (`Tiáº¿ng`).
    Utf8AsWindows1252,
}

impl Encoding {
    /// Those that [`detect`] chooses from, the most common first.
    pub const DETECTED: [Self; 6] = [
        Self::Tcvn3,
        Self::Vni,
        Self::Utf8AsWindows1252,
        Self::Viscii,
        Self::Vps,
        Self::Windows1258,
    ];

    /// The name used on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Viscii => "viscii",
            Self::Vps => "vps",
            Self::Windows1258 => "windows-1258",
            Self::Viqr => "viqr",
            Self::Utf8AsWindows1252 => "utf8-as-windows-1252",
        }
    }
}
