//! What a run and its worker processes say to each other, over pipes: frames of JSON.

use super::inputs::Input;
use super::job::Finished;
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::{Identity, PageRead, Settings};
use crate::source::Limits;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// What a worker process is told when it starts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Start {
    /// Settings of the stages.
    pub settings: Settings,
    /// Identity that the outputs carry.
    pub identity: Identity,
    /// Password of encrypted PDFs.
    pub password: Option<String>,
    /// What a file may cost at most.
    pub limits: Limits,
    /// Bytes of address space of the worker process; 0 for no limit.
    pub memory: u64,
}

/// A step that a worker is asked to carry out.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// Open the input and look at its pages.
    Survey(Input),
    /// Read a page (from 1) from its image.
    OcrPage(Input, u32),
    /// Make the outputs from these pages, read by OCR, and those that need none.
    Finish(Input, Vec<PageRead>),
}

/// The answer to a [`Request`].
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The worker is ready.
    Ready,
    /// To a survey: the pages that are to be read by OCR, and how many the input has. The others
    /// are read and kept: the words of a text layer are not sent to and fro.
    Surveyed(Vec<u32>, u32),
    /// To a page.
    Page(Box<PageRead>),
    /// To a finish.
    Finished(Finished),
    /// The document cannot be read.
    DocumentFailed(SentError),
    /// Nothing can be read.
    RunFailed(SentError),
}

/// An error on its way between processes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentError {
    kind: ErrorKind,
    message: String,
    page: Option<u32>,
}

impl From<&Error> for SentError {
    fn from(error: &Error) -> Self {
        let mut message = error.message().to_owned();
        if let Some(cause) = std::error::Error::source(error) {
            message += &format!(": {cause}");
        }
        Self {
            kind: error.kind(),
            message,
            page: error.page(),
        }
    }
}

impl From<SentError> for Error {
    fn from(sent: SentError) -> Self {
        let error = Error::new(sent.kind, sent.message);
        match sent.page {
            Some(page) => error.at_page(page),
            None => error,
        }
    }
}

/// Writes a value as its length (4 bytes, little-endian) and its JSON.
///
/// # Errors
/// [`ErrorKind::Internal`] when the other side is gone.
pub fn send(to: &mut impl Write, value: &impl Serialize) -> Result<()> {
    let json = serde_json::to_vec(value).map_err(broken)?;
    let length = u32::try_from(json.len()).map_err(broken)?;
    to.write_all(&length.to_le_bytes())
        .and_then(|()| to.write_all(&json))
        .and_then(|()| to.flush())
        .map_err(broken)
}

/// Reads what [`send`] wrote; `None` where the other side has closed the pipe.
///
/// # Errors
/// [`ErrorKind::Internal`] when the frame is cut off or is not such a value.
pub fn receive<T: DeserializeOwned>(from: &mut impl Read) -> Result<Option<T>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read.map_err(broken)?,
    }
    let mut json = Vec::new();
    let length = u64::from(u32::from_le_bytes(length));
    if from.take(length).read_to_end(&mut json).map_err(broken)? as u64 != length {
        return Err(Error::new(ErrorKind::Internal, "a cut-off frame"));
    }
    serde_json::from_slice(&json).map(Some).map_err(broken)
}

fn broken(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Internal, "the pipe to a worker process broke").caused_by(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cross_the_pipe_and_cut_frames_are_told() {
        let error = Error::new(ErrorKind::Limit, "too much").at_page(3);
        let mut pipe = Vec::new();
        send(&mut pipe, &SentError::from(&error)).unwrap();
        let back: SentError = receive(&mut pipe.as_slice()).unwrap().unwrap();
        let back = Error::from(back);
        assert_eq!((back.kind(), back.page()), (ErrorKind::Limit, Some(3)));
        assert!(receive::<SentError>(&mut [].as_slice()).unwrap().is_none());
        let cut = &pipe[..pipe.len() - 1];
        assert!(receive::<SentError>(&mut &cut[..]).is_err());
    }
}
