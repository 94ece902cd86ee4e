//! Which OCR engine the settings ask for.

use super::settings::Settings;
use crate::error::Result;
use crate::ocr::Engine;
use crate::ocr::recorded::RecordedEngine;
#[cfg(feature = "ocr")]
use crate::ocr::{Model, TesseractEngine};

/// Loads the engine: once for each thread.
///
/// # Errors
/// [`ErrorKind::Dependency`](crate::ErrorKind::Dependency) when a library or model is missing,
/// saying how to install it.
pub fn load(settings: &Settings) -> Result<Box<dyn Engine>> {
    match &settings.recorded_ocr {
        Some(folder) => Ok(Box::new(RecordedEngine::new(folder)?)),
        None => load_tesseract(settings),
    }
}

/// Name, version and model digest of the engine that [`load`] would load.
///
/// # Errors
/// As [`load`].
pub fn identity(settings: &Settings) -> Result<String> {
    match &settings.recorded_ocr {
        Some(folder) => Ok(RecordedEngine::new(folder)?.identity()),
        None => tesseract_identity(settings),
    }
}

#[cfg(feature = "ocr")]
fn load_tesseract(settings: &Settings) -> Result<Box<dyn Engine>> {
    Ok(Box::new(TesseractEngine::load(model(settings)?)?))
}

/// Told without loading the model, since texts and text layers need none.
#[cfg(feature = "ocr")]
fn tesseract_identity(settings: &Settings) -> Result<String> {
    let version = TesseractEngine::version();
    Ok(format!(
        "tesseract {version} {}",
        model(settings)?.identity()
    ))
}

#[cfg(feature = "ocr")]
fn model(settings: &Settings) -> Result<Model> {
    Model::find(settings.lang.as_deref(), settings.tessdata.as_deref())
}

#[cfg(not(feature = "ocr"))]
fn load_tesseract(_: &Settings) -> Result<Box<dyn Engine>> {
    Err(built_without())
}

#[cfg(not(feature = "ocr"))]
fn tesseract_identity(_: &Settings) -> Result<String> {
    Err(built_without())
}

#[cfg(not(feature = "ocr"))]
fn built_without() -> crate::Error {
    crate::Error::new(
        crate::ErrorKind::Dependency,
        "this program was built without OCR: build it with `--features ocr`",
    )
}
