//! The steps of one document as the batch asks for them, and what they answer.

use super::inputs::Input;
use crate::error::{Error, ErrorKind, Result};
use crate::output::index::IndexLine;
use crate::pipeline::{Format, Opened, PageRead, Report, Settings, Survey, Worker};
use crate::source::OpenOptions;
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// A document that has been opened and looked at.
pub struct Job {
    /// What it is read from.
    pub input: Input,
    /// The open files; `None` where a worker process holds them.
    pub opened: Option<Opened>,
    /// What the first look gave. A worker process keeps the pages that are done with to itself.
    pub survey: Survey,
    /// Pages of the input.
    pub page_count: u32,
    /// When it was begun.
    pub begun: Instant,
}

/// Why a document was given up.
#[derive(Debug)]
pub enum Failure {
    /// It cannot be read: the reason, and whether its kind is one that is not read at all.
    Document(Error),
    /// The worker process died over it: its last words.
    Death(String),
    /// Nothing can be read: the run ends.
    Run(Error),
}

/// The finished output of a document, ready to be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    /// The documents of the input, usually one, each with the contents of its files by format.
    pub documents: Vec<FinishedDocument>,
    /// Pages that could not be read.
    pub failures: Vec<(u32, String)>,
}

/// The output files of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FinishedDocument {
    /// Contents, by format.
    pub files: Vec<(Format, String)>,
    /// Its line in the index, without the name of its file.
    pub index: IndexLine,
}

/// One thread's way of carrying out the steps: in this process, or in one that can be killed.
pub trait Reader {
    /// Opens the input and looks at its pages.
    ///
    /// # Errors
    /// Why the document, or the whole run, is given up.
    fn survey(&mut self, input: &Input) -> std::result::Result<Job, Failure>;

    /// Reads page `index` (from 1) from its image.
    ///
    /// # Errors
    /// As above; what fails on the page alone is told in the [`PageRead`].
    fn ocr_page(&mut self, job: &Job, index: u32) -> std::result::Result<PageRead, Failure>;

    /// Makes the outputs from the pages that the survey read and those, given here, that OCR did.
    ///
    /// # Errors
    /// As above.
    fn finish(&mut self, job: &Job, pages: Vec<PageRead>)
    -> std::result::Result<Finished, Failure>;
}

impl Reader for Box<dyn Reader + '_> {
    fn survey(&mut self, input: &Input) -> std::result::Result<Job, Failure> {
        (**self).survey(input)
    }

    fn ocr_page(&mut self, job: &Job, index: u32) -> std::result::Result<PageRead, Failure> {
        (**self).ocr_page(job, index)
    }

    fn finish(
        &mut self,
        job: &Job,
        pages: Vec<PageRead>,
    ) -> std::result::Result<Finished, Failure> {
        (**self).finish(job, pages)
    }
}

/// Reads in this process: nothing is kept from a file that crashes Tesseract, nothing is paid for.
pub struct InProcess<'s> {
    worker: Worker<'s>,
    settings: &'s Settings,
    options: OpenOptions,
}

impl<'s> InProcess<'s> {
    /// A reader with its own OCR engine and restorer.
    pub fn new(worker: Worker<'s>, settings: &'s Settings, options: OpenOptions) -> Self {
        Self {
            worker,
            settings,
            options,
        }
    }
}

impl Reader for InProcess<'_> {
    fn survey(&mut self, input: &Input) -> std::result::Result<Job, Failure> {
        let begun = Instant::now();
        let opened =
            Opened::open(&input.name, &input.files, &self.options).map_err(Failure::Document)?;
        Ok(Job {
            input: input.clone(),
            survey: self.worker.survey(&opened),
            page_count: opened.page_count(),
            opened: Some(opened),
            begun,
        })
    }

    fn ocr_page(&mut self, job: &Job, index: u32) -> std::result::Result<PageRead, Failure> {
        let opened = opened(job)?;
        self.worker.ocr_page(opened, index).map_err(Failure::Run)
    }

    fn finish(
        &mut self,
        job: &Job,
        mut pages: Vec<PageRead>,
    ) -> std::result::Result<Finished, Failure> {
        pages.extend(job.survey.read.iter().cloned());
        let report = self
            .worker
            .finish(opened(job)?, pages)
            .map_err(Failure::Document)?;
        render(report, self.settings).map_err(Failure::Document)
    }
}

fn opened(job: &Job) -> std::result::Result<&Opened, Failure> {
    job.opened.as_ref().ok_or_else(|| {
        Failure::Run(Error::new(
            ErrorKind::Internal,
            "a document that is open elsewhere",
        ))
    })
}

/// The contents of the output files of a report.
///
/// # Errors
/// [`ErrorKind::Internal`] when a record does not serialise.
pub fn render(report: Report, settings: &Settings) -> Result<Finished> {
    let documents = report
        .documents
        .iter()
        .map(|record| {
            let files = settings
                .format
                .iter()
                .map(|&format| {
                    let content = match format {
                        Format::Json => serde_json::to_string_pretty(record).map_err(|e| {
                            Error::new(ErrorKind::Internal, "the record does not serialise")
                                .caused_by(e)
                        })?,
                        Format::Txt => record
                            .document
                            .text
                            .as_ref()
                            .map(|text| text.restored.clone())
                            .unwrap_or_default(),
                    };
                    let end = if content.ends_with('\n') { "" } else { "\n" };
                    Ok((format, content + end))
                })
                .collect::<Result<Vec<_>>>()?;
            Ok(FinishedDocument {
                files,
                index: IndexLine::of(record),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Finished {
        documents,
        failures: report.failures,
    })
}
