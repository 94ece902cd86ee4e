//! What one thread owns to take documents through the stages.

use super::finish::{self, Report};
use super::identity::Identity;
use super::opened::Opened;
use super::read::{self, PageRead, Survey};
use super::settings::Settings;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Phrases;
use crate::ocr::Engine;
use crate::restore::{self, Profile, Restorer};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One thread's OCR engine and restorer, each loaded when something first needs it.
pub struct Worker<'s> {
    settings: &'s Settings,
    identity: &'s Identity,
    engine: Option<Box<dyn Engine>>,
    restoring: Restoring<'s>,
}

/// What restores texts, loaded with the first one.
pub(super) struct Restoring<'s> {
    /// Names and agencies of the user.
    pub lexicon: Option<&'s Phrases>,
    profile: Profile,
    worker: Option<restore::Worker<'static>>,
}

impl Restoring<'_> {
    /// # Errors
    /// [`ErrorKind::Dependency`] when the model is damaged.
    pub fn worker(&mut self) -> Result<&mut restore::Worker<'static>> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => Restorer::builtin(self.profile)?.worker(),
        };
        Ok(self.worker.insert(worker))
    }
}

impl<'s> Worker<'s> {
    /// A worker under `settings`, whose outputs carry `identity`.
    pub fn new(
        settings: &'s Settings,
        identity: &'s Identity,
        lexicon: Option<&'s Phrases>,
    ) -> Self {
        Self {
            settings,
            identity,
            engine: None,
            restoring: Restoring {
                lexicon,
                profile: settings.profile,
                worker: None,
            },
        }
    }

    /// Reads what needs no OCR, and says which pages do.
    pub fn survey(&self, opened: &Opened) -> Survey {
        read::survey(opened, self.settings)
    }

    /// Reads page `index` (from 1) from its image.
    ///
    /// # Errors
    /// [`ErrorKind::Dependency`] when there is no OCR engine: without one no page of any document
    /// can be read. What fails on the page itself is told in the result.
    pub fn ocr_page(&mut self, opened: &Opened, index: u32) -> Result<PageRead> {
        let engine = match &mut self.engine {
            Some(engine) => engine,
            None => self.engine.insert(super::engine::load(self.settings)?),
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            read::ocr_page(
                opened,
                index,
                engine.as_mut(),
                &mut self.restoring,
                self.settings,
            )
        }));
        Ok(read.unwrap_or_else(|panic| {
            // Both may be in any state after a panic.
            self.engine = None;
            self.restoring.worker = None;
            PageRead::broken(index, &panic_message(&*panic))
        }))
    }

    /// Assembles, restores and parses what was read.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`] when a stage panics on the text: a bug, which takes one document;
    /// [`ErrorKind::Dependency`] when the restorer's model is damaged.
    pub fn finish(&mut self, opened: &Opened, pages: Vec<PageRead>) -> Result<Report> {
        let finished = catch_unwind(AssertUnwindSafe(|| {
            finish::finish(
                opened,
                pages,
                &mut self.restoring,
                self.settings,
                self.identity,
            )
        }));
        finished.unwrap_or_else(|panic| {
            // Its memory may be in any state after a panic.
            self.restoring.worker = None;
            Err(Error::new(
                ErrorKind::Internal,
                format!(
                    "a stage broke down on this text, please report it: {}",
                    panic_message(&*panic)
                ),
            ))
        })
    }

    /// All stages of one document, one page after another.
    ///
    /// # Errors
    /// Those of [`Worker::ocr_page`] and [`Worker::finish`].
    pub fn ingest(&mut self, opened: &Opened) -> Result<Report> {
        let Survey { mut read, to_ocr } = self.survey(opened);
        for index in to_ocr {
            read.push(self.ocr_page(opened, index)?);
        }
        self.finish(opened, read)
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
