//! The one error type of the library: what went wrong, where, and what to do next.

use std::fmt;
use std::path::{Path, PathBuf};

/// Result of every fallible call of the library.
pub type Result<T> = std::result::Result<T, Error>;

/// What family of failure an [`Error`] is. The binary turns kinds into its fixed exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A bug or a broken invariant of this program.
    Internal,
    /// Arguments or settings that cannot be carried out.
    Usage,
    /// An input that cannot be opened or read.
    Input,
    /// An input of a kind that is not supported: skipped, not failed.
    Unsupported,
    /// An encrypted input whose password is missing or wrong.
    Password,
    /// An input whose content is broken.
    Malformed,
    /// An input that went past a limit (size, pages, pixels, time, memory).
    Limit,
    /// An output that cannot be written: permission, read-only, full.
    Output,
    /// A library, model or dictionary that is missing or damaged.
    Dependency,
    /// The user asked to stop.
    Interrupted,
}

/// A failure: its kind, a message for people, and the file and page it concerns.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    page: Option<u32>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A failure of `kind`; `message` says what happened and, where it helps, what to do next.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            path: None,
            page: None,
            cause: None,
        }))
    }

    /// The same failure, saying which file it concerns. An inner file already named stays.
    pub fn at_path(mut self, path: impl AsRef<Path>) -> Self {
        if self.0.path.is_none() {
            self.0.path = Some(path.as_ref().to_owned());
        }
        self
    }

    /// The same failure, saying which page (from 1) it concerns.
    pub fn at_page(mut self, page: u32) -> Self {
        if self.0.page.is_none() {
            self.0.page = Some(page);
        }
        self
    }

    /// The same failure, with the error below it.
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// The family of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, without file and page.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file that the failure concerns.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The page (from 1) that the failure concerns.
    pub fn page(&self) -> Option<u32> {
        self.0.page
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.0.path {
            write!(f, "{}: ", path.display())?;
        }
        if let Some(page) = self.0.page {
            write!(f, "page {page}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(cause) = &self.0.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|c| c as _)
    }
}
