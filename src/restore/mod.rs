//! Damaged Vietnamese into what was printed; right text comes back byte for byte.
//!
//! Comes in: one document's text, and what the OCR engine said about its words. Goes out: [`Restored`], the
//! new text with every change beside the original. A [`Restorer`] holds what never changes (language model,
//! channel, lexicon) and is shared; each thread owns a [`Worker`] with its scratch memory.
//!
//! A text is read in stretches of some pages. Passes: readings of every word by the channel; weighed by the words on
//! both sides ([`crate::lm::ContextModel`]), which leaves few open where only marks were lost; n-grams over what is open;
//! votes of the stretch's own words where a doubt is left. [`Profile`] says what more there is.

mod acronyms;
mod bodies;
pub mod channel;
mod confidence;
mod decision;
pub mod decoder;
mod drafts;
mod edit;
mod engine;
mod evidence;
mod given;
mod hints;
mod known;
mod labels;
pub mod lattice;
mod left_out;
mod models;
mod normal;
mod options;
mod persons;
mod pieces;
mod place;
mod reader;
mod readings;
mod sides;
mod spaces;
mod symbols;
pub mod unit;
mod view;
mod votes;
mod zones;

pub use edit::{Edit, Restored, Zone};
pub use models::FILES;
pub use options::{Options, Profile, WordHint};

use crate::error::Result;
use crate::lm::{ContextModel, Model, Size};
use engine::Engine;
use models::{Lm, Models};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// What a text suffers from; found for each group of lines, or given by the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nothing to do.
    Clean,
    /// Marks are missing altogether (`tuyen truyen`).
    Stripped,
    /// Read with a non-Vietnamese OCR model (`tuyén truyén`, `s6`).
    Foreign,
    /// Read with a Vietnamese OCR model: now and then a lost or wrong tone (`thâm quyền`).
    Vietnamese,
}

/// The immutable part of the restorer: shared between threads.
#[derive(Debug)]
pub struct Restorer {
    models: Models,
}

impl Restorer {
    /// A restorer around a language model, and a context model of the same vocabulary if there is one.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Dependency`] when an embedded table is damaged.
    pub fn new(lm: Model, context: Option<ContextModel>) -> Result<Self> {
        let models = Models::new(Lm::Own(Box::new(lm)), context)?;
        Ok(Self { models })
    }

    /// The restorer with the tables and the models that ship with this program for a profile, made once.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Dependency`] when the program was built with damaged ones.
    pub fn builtin(profile: Profile) -> Result<&'static Self> {
        static BUILTIN: [OnceLock<Restorer>; 2] = [OnceLock::new(), OnceLock::new()];
        let (builtin, size) = match profile {
            Profile::Fast => (&BUILTIN[0], Size::Default),
            Profile::Best => (&BUILTIN[1], Size::Large),
        };
        if let Some(restorer) = builtin.get() {
            return Ok(restorer);
        }
        let lm = Model::shipped(size)?;
        let context = ContextModel::shipped(lm)?;
        let models = Models::new(Lm::Shipped(lm), Some(context))?;
        Ok(builtin.get_or_init(|| Self { models }))
    }

    /// What each of its models was made from and how, as JSON.
    pub fn provenances(&self) -> impl Iterator<Item = &str> {
        let context = self.models.context.iter().map(ContextModel::provenance);
        context.chain([self.models.lm.provenance()])
    }

    /// A worker with its own scratch memory: one for each thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            restorer: self,
            engine: Engine::default(),
        }
    }

    /// Restores one document. Many of them: keep a [`Worker`].
    pub fn restore(&self, text: &str, options: &Options) -> Restored {
        self.worker().restore(text, options)
    }
}

/// Restores documents one after another, re-using its memory; the results do not depend on what came before.
#[derive(Debug)]
pub struct Worker<'r> {
    restorer: &'r Restorer,
    engine: Engine,
}

impl Worker<'_> {
    /// Restores one document. Never fails: what cannot be decided stays as it is.
    pub fn restore(&mut self, text: &str, options: &Options) -> Restored {
        self.engine.restore(&self.restorer.models, text, options)
    }
}
