//! Settings from flags, environment and a TOML file, in that order of precedence.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use vanban::batch::inputs::Group;
use vanban::pipeline::{Cleaning, Format, OcrMode, Settings, Split};
use vanban::restore::{Condition, Profile};
use vanban::{Error, ErrorKind, Result};

/// What can be set; flags and environment through clap, the file through serde, under one name each.
#[derive(clap::Args, Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettingsArgs {
    /// When pages are read by OCR
    #[arg(long, value_name = "WHEN", value_parser = named::<OcrMode>(&["auto", "always", "never"]), env = "VANBAN_OCR")]
    pub ocr: Option<OcrMode>,
    /// Whether page images are cleaned before they are read, where they need it
    #[arg(long, value_name = "WHEN", value_parser = named::<Cleaning>(&["auto", "never"]), env = "VANBAN_CLEAN")]
    pub clean: Option<Cleaning>,
    /// Tesseract language models, joined by `+` [default: the Vietnamese one that ships with vanban]
    #[arg(long, env = "VANBAN_LANG")]
    pub lang: Option<String>,
    /// Folder of the Tesseract models
    #[arg(long, value_name = "DIR", env = "VANBAN_TESSDATA")]
    pub tessdata: Option<PathBuf>,
    /// Folder of recorded readings that stand in for the OCR engine (for tests)
    #[arg(long, value_name = "DIR", env = "VANBAN_RECORDED_OCR", hide = true)]
    pub recorded_ocr: Option<PathBuf>,
    /// Pages to read, such as 1-3,7,10-
    #[arg(long, value_name = "PAGES", env = "VANBAN_PAGES")]
    pub pages: Option<String>,
    /// Whether a file that holds several documents is split
    #[arg(long, value_name = "WHEN", value_parser = named::<Split>(&["auto", "never"]), env = "VANBAN_SPLIT")]
    pub split: Option<Split>,
    /// Leave the text as it was read
    #[arg(long, env = "VANBAN_NO_RESTORE", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub no_restore: Option<bool>,
    /// How much work restoration may do
    #[arg(long, value_parser = named::<Profile>(&["fast", "best"]), env = "VANBAN_PROFILE")]
    pub profile: Option<Profile>,
    /// What the text suffers from, where it is known
    #[arg(long, value_parser = named::<Condition>(&["clean", "stripped", "foreign", "vietnamese"]), env = "VANBAN_CONDITION")]
    pub condition: Option<Condition>,
    /// Local names and agencies, one a line: known, and protected from change
    #[arg(long, value_name = "FILE", env = "VANBAN_LEXICON")]
    pub lexicon: Option<PathBuf>,
    /// Write lines and words with boxes and confidences
    #[arg(long, env = "VANBAN_WORDS", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub words: Option<bool>,
    /// Files to write for each document
    #[arg(long, value_delimiter = ',', value_parser = named::<Format>(&["json", "txt"]), env = "VANBAN_FORMAT")]
    pub format: Option<Vec<Format>>,
    /// Page images that are one document: those of a folder, or those whose names differ in their last number
    #[arg(long, value_parser = named::<Group>(&["never", "folder", "prefix"]), env = "VANBAN_GROUP")]
    pub group: Option<Group>,
    /// Threads [default: one for each core]
    #[arg(long, short = 'j', env = "VANBAN_THREADS")]
    pub threads: Option<usize>,
}

/// A parser of values by the names that serde gives them, so that flags, file and output agree.
fn named<T>(names: &'static [&'static str]) -> impl clap::builder::TypedValueParser<Value = T>
where
    T: serde::de::DeserializeOwned + Clone + Send + Sync + 'static,
{
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(names).map(|name| {
        serde_json::from_value(serde_json::Value::String(name)).expect("every name is a value")
    })
}

/// The `--config` flag.
#[derive(clap::Args, Debug, Clone)]
pub struct ConfigFile {
    /// TOML file of settings [default: vanban/config.toml in the user's configuration folder]
    #[arg(long, value_name = "FILE", env = "VANBAN_CONFIG")]
    pub config: Option<PathBuf>,
}

impl ConfigFile {
    /// The file that is used, if there is one.
    pub fn path(&self) -> Option<PathBuf> {
        self.config.clone().or_else(|| {
            let home = std::env::var_os("XDG_CONFIG_HOME")
                .map(PathBuf::from)
                .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config")))?;
            let path = home.join("vanban/config.toml");
            path.is_file().then_some(path)
        })
    }

    fn read(&self) -> Result<SettingsArgs> {
        let Some(path) = self.path() else {
            return Ok(SettingsArgs::default());
        };
        let wrong = |path: &Path, what: &str| {
            Error::new(ErrorKind::Usage, format!("the settings file {what}")).at_path(path)
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|e| wrong(&path, "cannot be read").caused_by(e))?;
        toml::from_str(&text).map_err(|e| wrong(&path, "is wrong").caused_by(e))
    }
}

/// Everything that was set, and what it comes to.
pub struct Effective {
    /// Settings that go into the outputs.
    pub settings: Settings,
    /// Grouping of page images.
    pub group: Group,
    /// Number of threads.
    pub threads: usize,
}

impl SettingsArgs {
    /// Flags and environment over the file over the defaults.
    pub fn resolve(&self, file: &ConfigFile) -> Result<Effective> {
        let file = file.read()?;
        let default = Settings::default();
        macro_rules! pick {
            ($name:ident) => {
                self.$name.clone().or(file.$name.clone())
            };
        }
        let pages = match pick!(pages) {
            Some(pages) => pages.parse()?,
            None => default.pages,
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Effective {
            settings: Settings {
                ocr: pick!(ocr).unwrap_or(default.ocr),
                clean: pick!(clean).unwrap_or(default.clean),
                lang: pick!(lang).or(default.lang),
                tessdata: pick!(tessdata),
                recorded_ocr: pick!(recorded_ocr),
                pages,
                split: pick!(split).unwrap_or(default.split),
                restore: !pick!(no_restore).unwrap_or(!default.restore),
                profile: pick!(profile).unwrap_or(default.profile),
                condition: pick!(condition).or(default.condition),
                lexicon: pick!(lexicon),
                words: pick!(words).unwrap_or(default.words),
                format: pick!(format).unwrap_or(default.format),
            },
            group: pick!(group).unwrap_or_default(),
            threads: pick!(threads).unwrap_or(cores).max(1),
        })
    }
}
