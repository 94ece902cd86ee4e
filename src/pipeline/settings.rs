//! What can change the output of a document: one value, from flags, environment and file alike.

use crate::error::{Error, ErrorKind, Result};
use crate::restore::{Condition, Profile};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The settings of the stages. Everything here goes into [`Identity`](super::Identity); what only
/// changes how the work is done (threads, limits, folders) does not belong here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// When pages are read by OCR.
    pub ocr: OcrMode,
    /// Whether page images are cleaned before they are read.
    pub clean: Cleaning,
    /// Tesseract language models (`vie`, `vie+eng`); `None` takes the one that ships with us.
    pub lang: Option<String>,
    /// Folder of the Tesseract models; `None` looks where they are installed.
    pub tessdata: Option<PathBuf>,
    /// Folder of recorded readings that stand in for the OCR engine, for tests.
    pub recorded_ocr: Option<PathBuf>,
    /// Pages to read.
    pub pages: PageSelection,
    /// Whether a file that holds several documents is split.
    pub split: Split,
    /// Whether the text is restored.
    pub restore: bool,
    /// How much work restoration may do.
    pub profile: Profile,
    /// The condition of the text, where the user knows it.
    pub condition: Option<Condition>,
    /// File of local names and agencies that are known and protected from change.
    pub lexicon: Option<PathBuf>,
    /// Whether lines and words with boxes and confidences are written.
    pub words: bool,
    /// The files that are written for each document.
    pub format: Vec<Format>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ocr: OcrMode::Auto,
            clean: Cleaning::Auto,
            lang: None,
            tessdata: None,
            recorded_ocr: None,
            pages: PageSelection::default(),
            split: Split::Auto,
            restore: true,
            profile: Profile::Fast,
            condition: None,
            lexicon: None,
            words: false,
            format: vec![Format::Json],
        }
    }
}

/// When pages are read by OCR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OcrMode {
    /// Where the page has no text layer worth using.
    #[default]
    Auto,
    /// Every page that has an image or can be drawn, whatever its text layer says.
    Always,
    /// No page: text layers and text files only.
    Never,
}

/// Whether page images are cleaned before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cleaning {
    /// Where the page's measured quality asks for it.
    #[default]
    Auto,
    /// Never: pages are read as they are.
    Never,
}

/// Whether a file that holds several documents is split into them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// At letterheads that follow a signature block.
    #[default]
    Auto,
    /// One file is one document.
    Never,
}

/// A kind of output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The parsed document.
    Json,
    /// The restored text, a paragraph a line.
    Txt,
}

impl Format {
    /// The end of the file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Txt => "txt",
        }
    }
}

/// Which pages of a file are read: `1-3,7,10-` as ranges from 1; empty means all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageSelection(Vec<(u32, Option<u32>)>);

impl PageSelection {
    /// Whether page `index` (from 1) is to be read.
    pub fn holds(&self, index: u32) -> bool {
        self.0.is_empty()
            || self
                .0
                .iter()
                .any(|&(from, to)| from <= index && to.is_none_or(|to| index <= to))
    }

    /// Whether all pages are to be read.
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for PageSelection {
    type Err = Error;

    fn from_str(ranges: &str) -> Result<Self> {
        let wrong = || {
            Error::new(
                ErrorKind::Usage,
                format!(
                    "`{ranges}` is no page selection: write pages and ranges from 1, such as 1-3,7,10-"
                ),
            )
        };
        let number = |digits: &str| match digits.trim().parse::<u32>() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(wrong()),
        };
        let mut selection = Vec::new();
        for range in ranges.split(',').filter(|r| !r.trim().is_empty()) {
            selection.push(match range.split_once('-') {
                None => (number(range)?, Some(number(range)?)),
                Some((from, to)) if to.trim().is_empty() => (number(from)?, None),
                Some((from, to)) => {
                    let (from, to) = (number(from)?, number(to)?);
                    if to < from {
                        return Err(wrong());
                    }
                    (from, Some(to))
                }
            });
        }
        Ok(Self(selection))
    }
}

impl TryFrom<String> for PageSelection {
    type Error = Error;

    fn try_from(ranges: String) -> Result<Self> {
        ranges.parse()
    }
}

impl From<PageSelection> for String {
    fn from(selection: PageSelection) -> Self {
        selection.to_string()
    }
}

impl fmt::Display for PageSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (from, to)) in self.0.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            match to {
                Some(to) if to == from => write!(f, "{comma}{from}")?,
                Some(to) => write!(f, "{comma}{from}-{to}")?,
                None => write!(f, "{comma}{from}-")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_selected_by_ranges() {
        let selection: PageSelection = "1-3, 7,10-".parse().unwrap();
        let held: Vec<u32> = (1..=12).filter(|&p| selection.holds(p)).collect();
        assert_eq!(held, [1, 2, 3, 7, 10, 11, 12]);
        assert_eq!(selection.to_string(), "1-3,7,10-");
        assert!(PageSelection::default().holds(9));
        for wrong in ["0", "3-1", "x", "-2", "1--2"] {
            assert!(wrong.parse::<PageSelection>().is_err(), "{wrong}");
        }
    }
}
