//! The worker process: reads what it is asked to, confined, and writes to nothing but its pipe.

use super::confine::confine;
use super::inputs::Input;
use super::job::render;
use super::protocol::{Answer, Request, SentError, Start, receive, send};
use crate::error::Result;
use crate::lexicon::Phrases;
use crate::pipeline::{Opened, PageRead, Worker};
use crate::source::OpenOptions;
use std::io::{Read, Write};

/// Serves steps from `from` until it is closed; answers go to `to`.
///
/// # Errors
/// [`ErrorKind::Internal`](crate::ErrorKind::Internal) when the pipe breaks or the limits cannot be set.
pub fn serve(mut from: impl Read, mut to: impl Write) -> Result<()> {
    let Some(start) = receive::<Start>(&mut from)? else {
        return Ok(());
    };
    confine(start.memory)?;
    let lexicon = match start
        .settings
        .lexicon
        .as_ref()
        .map(Phrases::read)
        .transpose()
    {
        Ok(lexicon) => lexicon,
        Err(error) => return send(&mut to, &Answer::RunFailed(SentError::from(&error))),
    };
    let worker = Worker::new(&start.settings, &start.identity, lexicon.as_ref());
    send(&mut to, &Answer::Ready)?;
    let mut bench = Bench {
        worker,
        start: &start,
        open: None,
    };
    while let Some(request) = receive::<Request>(&mut from)? {
        send(&mut to, &bench.answer(request))?;
    }
    Ok(())
}

struct Bench<'s> {
    worker: Worker<'s>,
    start: &'s Start,
    /// The document opened last: the next step mostly concerns it.
    open: Option<Open>,
}

struct Open {
    input: Input,
    opened: Opened,
    /// The pages that needed no OCR, from the survey to the end.
    read: Option<Vec<PageRead>>,
}

impl Bench<'_> {
    fn answer(&mut self, request: Request) -> Answer {
        let (Request::Survey(input) | Request::OcrPage(input, _) | Request::Finish(input, _)) =
            &request;
        if let Err(error) = self.open(input) {
            return Answer::DocumentFailed(SentError::from(&error));
        }
        let Some(Open { opened, read, .. }) = &mut self.open else {
            unreachable!("opened just now")
        };
        match request {
            Request::Survey(_) => {
                let survey = self.worker.survey(opened);
                *read = Some(survey.read);
                Answer::Surveyed(survey.to_ocr, opened.page_count())
            }
            Request::OcrPage(_, index) => match self.worker.ocr_page(opened, index) {
                Ok(page) => Answer::Page(Box::new(page)),
                Err(error) => Answer::RunFailed(SentError::from(&error)),
            },
            Request::Finish(_, mut pages) => {
                // Another worker may have done the survey.
                pages.extend(
                    read.take()
                        .unwrap_or_else(|| self.worker.survey(opened).read),
                );
                let finished = self
                    .worker
                    .finish(opened, pages)
                    .and_then(|report| render(report, &self.start.settings));
                match finished {
                    Ok(finished) => Answer::Finished(finished),
                    Err(error) => Answer::DocumentFailed(SentError::from(&error)),
                }
            }
        }
    }

    fn open(&mut self, input: &Input) -> Result<()> {
        if self.open.as_ref().is_some_and(|open| open.input == *input) {
            return Ok(());
        }
        self.open = None;
        let options = OpenOptions {
            password: self.start.password.clone(),
            limits: self.start.limits.clone(),
        };
        let opened = Opened::open(&input.name, &input.files, &options)?;
        self.open = Some(Open {
            input: input.clone(),
            opened,
            read: None,
        });
        Ok(())
    }
}
