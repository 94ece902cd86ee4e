//! Which Tesseract model reads: the one that is shipped, or one that is installed.

use crate::error::{Error, ErrorKind, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// A Tesseract model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Model {
    /// The Vietnamese integer "best" model that is part of this program.
    Shipped,
    /// `LANGUAGE.traineddata` in a folder.
    Installed {
        /// The folder with the `.traineddata` files.
        folder: PathBuf,
        /// Tesseract's name of the language, or several joined by `+`.
        language: String,
    },
}

/// Where Debian and Ubuntu put models, and where others do.
const FOLDERS: &[&str] = &[
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
];

impl Model {
    /// The shipped model's file (origin, licence and digest in `dictionaries/README.md`).
    pub const SHIPPED: &'static [u8] =
        include_bytes!("../../dictionaries/vie.best_int.traineddata");
    /// The language of the shipped model.
    pub const SHIPPED_LANGUAGE: &'static str = "vie";

    /// The model for `language` (Tesseract's names, such as `vie` or `vie+eng`) from `folder`; with
    /// neither the shipped one, with a language alone the installed one.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when there is no such model, with the command that installs it.
    pub fn find(language: Option<&str>, folder: Option<&Path>) -> Result<Self> {
        let name = language.unwrap_or(Self::SHIPPED_LANGUAGE);
        if folder.is_none() && name == Self::SHIPPED_LANGUAGE {
            return Ok(Self::Shipped);
        }
        let has = |folder: &Path| {
            name.split('+')
                .all(|one| folder.join(format!("{one}.traineddata")).is_file())
        };
        let found = match folder {
            Some(folder) => has(folder).then(|| folder.to_owned()),
            None => std::env::var_os("TESSDATA_PREFIX")
                .map(PathBuf::from)
                .into_iter()
                .chain(FOLDERS.iter().map(PathBuf::from))
                .find(|folder| has(folder)),
        };
        match found {
            Some(folder) => Ok(Self::Installed {
                folder,
                language: name.to_owned(),
            }),
            None => {
                let place =
                    folder.map_or("the usual folders".to_owned(), |f| f.display().to_string());
                Err(Error::new(
                    ErrorKind::Dependency,
                    format!(
                        "no Tesseract model for {name} in {place}; install it with: {}",
                        install_command(name)
                    ),
                ))
            }
        }
    }

    /// Name and digest of the model file or files.
    pub fn identity(&self) -> String {
        match self {
            Self::Shipped => format!("vie.best_int {}", digest(Self::SHIPPED)),
            Self::Installed { .. } => self
                .files()
                .iter()
                .map(|file| {
                    let bytes = std::fs::read(file).unwrap_or_default();
                    let name = file.file_stem().unwrap_or_default().to_string_lossy();
                    format!("{name} {}", digest(&bytes))
                })
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// The files of an installed model; none for the shipped one.
    pub fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Shipped => Vec::new(),
            Self::Installed { folder, language } => language
                .split('+')
                .map(|one| folder.join(format!("{one}.traineddata")))
                .collect(),
        }
    }

    /// The failure of a model that is there and cannot be loaded.
    #[cfg(feature = "ocr")]
    pub(super) fn cannot_load(&self) -> Error {
        Error::new(
            ErrorKind::Dependency,
            match self {
                Self::Shipped => "Tesseract cannot load the model that is part of this program; \
                                  Tesseract 4.1 or newer is needed: apt-get install -y libtesseract-dev"
                    .to_owned(),
                Self::Installed { folder, language } => format!(
                    "Tesseract cannot load {language} from {}; install it again with: {}",
                    folder.display(),
                    install_command(language)
                ),
            },
        )
    }
}

/// The command that installs the models of a language on Debian and Ubuntu.
pub fn install_command(language: &str) -> String {
    let packages: Vec<String> = language
        .split('+')
        .map(|one| format!("tesseract-ocr-{}", one.replace('_', "-")))
        .collect();
    format!("apt-get install -y {}", packages.join(" "))
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
