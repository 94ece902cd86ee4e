//! The reading stage: for every page the decision where its text comes from, and its words.
//!
//! Text layers cost a millisecond a page and are read in one go, by one thread with its fonts
//! loaded once. Pages that need OCR cost a thousand times as much: each is a step of its own, so
//! that all threads can share a long scan.

use super::compare::compare;
use super::opened::Opened;
use super::settings::{Cleaning, OcrMode, Settings};
use super::worker::Restoring;
use crate::error::{Error, ErrorKind, Result};
use crate::ocr::Engine;
use crate::ocr::{cells, hand, numerals, parted, second, signature, under_stamp};
use crate::output::record::PageFacts;
use crate::page::clean::{self, Step};
use crate::page::{
    Comparison, Decision, PageWords, Rule, SecondReading, TextSource, Verdict, blank, merge, rules,
};
use crate::source::Page;
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// A page as far as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageRead {
    /// Size, source of the text and its reason.
    pub facts: PageFacts,
    /// The words; empty for blank pages and for those that could not be read.
    pub words: PageWords,
    /// Its ruling lines, in points as displayed.
    pub rules: Vec<Rule>,
    /// Microseconds that it took.
    pub micros: u64,
}

impl PageRead {
    fn failed(index: u32, width: f32, height: f32, error: &Error, begun: Instant) -> Self {
        Self {
            facts: PageFacts {
                index,
                width,
                height,
                dpi: None,
                text_source: None,
                reason: what_happened(error),
                text_layer: None,
                exact: false,
                comparison: None,
                cleaning: Vec::new(),
                second_reading: None,
                raw_text: None,
            },
            words: PageWords::default(),
            rules: Vec::new(),
            micros: micros(begun),
        }
    }

    /// A page that was stopped by a limit.
    pub(crate) fn stopped(index: u32, why: &str) -> Self {
        let error = Error::new(ErrorKind::Limit, why);
        Self::failed(index, 0.0, 0.0, &error, Instant::now())
    }

    /// A page whose reading broke down.
    pub(super) fn broken(index: u32, message: &str) -> Self {
        let error = Error::new(
            ErrorKind::Internal,
            format!("reading broke down, please report it: {message}"),
        );
        Self::failed(index, 0.0, 0.0, &error, Instant::now())
    }

    /// Why the page could not be read, if so.
    pub fn failure(&self) -> Option<&str> {
        self.facts
            .text_source
            .is_none()
            .then_some(self.facts.reason.as_str())
    }
}

/// The message without file and page, which stand beside it.
fn what_happened(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{}: {cause}", error.message()),
        None => error.message().to_owned(),
    }
}

fn micros(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// What a first look at a document gave.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Survey {
    /// The pages that are done with: text layers, blank pages, failures.
    pub read: Vec<PageRead>,
    /// The pages (from 1) whose image is to be read by OCR.
    pub to_ocr: Vec<u32>,
}

/// Looks at the selected pages and reads all those that need no OCR. Text files have no pages to
/// survey: their text is taken whole.
pub fn survey(opened: &Opened, settings: &Settings) -> Survey {
    let mut survey = Survey::default();
    if opened.text().is_some() {
        return survey;
    }
    let mut index = 0;
    for source in opened.sources() {
        let mut reader = source.reader();
        for local in 1..=source.page_count() {
            index += 1;
            if !settings.pages.holds(index) {
                continue;
            }
            let begun = Instant::now();
            match reader.page(local) {
                Err(error) => survey
                    .read
                    .push(PageRead::failed(index, 0.0, 0.0, &error, begun)),
                Ok(page) => {
                    let decision = decide(&page, settings);
                    if decision.source == TextSource::Ocr {
                        survey.to_ocr.push(index);
                    } else {
                        let words = match decision.source {
                            TextSource::Blank => PageWords::default(),
                            _ => page.words.clone(),
                        };
                        survey.read.push(PageRead {
                            facts: PageFacts {
                                raw_text: page.raw_words.as_ref().map(PageWords::running_text),
                                ..facts(index, &page, &decision, None)
                            },
                            words,
                            rules: page.rules.clone(),
                            micros: micros(begun),
                        });
                    }
                }
            }
        }
    }
    survey
}

fn decide(page: &Page<'_>, settings: &Settings) -> Decision {
    let found = &page.decision;
    match (settings.ocr, found.source) {
        (OcrMode::Always, TextSource::TextLayer) => Decision::new(
            TextSource::Ocr,
            format!("OCR is asked for always (otherwise: {})", found.reason),
        ),
        (OcrMode::Never, TextSource::Ocr) => Decision::new(
            TextSource::TextLayer,
            format!("OCR is switched off (otherwise: {})", found.reason),
        ),
        _ => found.clone(),
    }
}

fn facts(index: u32, page: &Page<'_>, decision: &Decision, dpi: Option<f32>) -> PageFacts {
    PageFacts {
        index,
        width: page.width,
        height: page.height,
        dpi,
        text_source: Some(decision.source),
        reason: decision.reason.clone(),
        text_layer: Some(page.judgement.clone()),
        exact: decision.source == TextSource::TextLayer
            && page.judgement.verdict.is_good()
            && !page.is_scan(),
        comparison: None,
        cleaning: Vec::new(),
        second_reading: None,
        raw_text: None,
    }
}

/// Reads the image of page `index` (from 1). At most one page image and its cleaned copy are held.
/// A failure is a [`PageRead`] that says why: it never stops the document.
pub fn ocr_page(
    opened: &Opened,
    index: u32,
    engine: &mut dyn Engine,
    restoring: &mut Restoring<'_>,
    settings: &Settings,
) -> PageRead {
    let begun = Instant::now();
    let (source, local) = match opened.locate(index) {
        Ok(found) => found,
        Err(error) => return PageRead::failed(index, 0.0, 0.0, &error, begun),
    };
    let page = match source.page(local) {
        Ok(page) => page,
        Err(error) => return PageRead::failed(index, 0.0, 0.0, &error, begun),
    };
    match read_image(&page, index == 1, engine, restoring, settings) {
        Ok(image) => PageRead {
            facts: PageFacts {
                comparison: image.comparison,
                cleaning: image.cleaning,
                second_reading: image.second_reading,
                ..facts(index, &page, &image.decision, Some(image.dpi))
            },
            words: image.words,
            rules: image.rules,
            micros: micros(begun),
        },
        Err(error) => PageRead {
            facts: PageFacts {
                text_layer: Some(page.judgement.clone()),
                ..PageRead::failed(index, page.width, page.height, &error, begun).facts
            },
            words: PageWords::default(),
            rules: Vec::new(),
            micros: micros(begun),
        },
    }
}

/// A page image as read.
struct ImageRead {
    decision: Decision,
    comparison: Option<Comparison>,
    dpi: f32,
    cleaning: Vec<Step>,
    second_reading: Option<SecondReading>,
    words: PageWords,
    rules: Vec<Rule>,
}

/// A letterhead stands in this share of the first page from the top.
const LETTERHEAD: f32 = 0.25;

fn read_image(
    page: &Page<'_>,
    first: bool,
    engine: &mut dyn Engine,
    restoring: &mut Restoring<'_>,
    settings: &Settings,
) -> Result<ImageRead> {
    let raster = page.raster()?;
    let dpi = raster.dpi;
    if let Some(reason) = blank::blank_reason(&raster) {
        return Ok(ImageRead {
            decision: Decision::new(TextSource::Blank, reason),
            comparison: None,
            dpi,
            cleaning: Vec::new(),
            second_reading: None,
            words: PageWords::default(),
            rules: Vec::new(),
        });
    }
    let (prepared, cleaning) = match settings.clean {
        Cleaning::Auto => {
            let cleaned = clean::prepare(&raster);
            drop(raster);
            cleaned
        }
        Cleaning::Never => (raster, Vec::new()),
    };
    let mut rules = rules::of(&prepared);
    let mut words = engine.read(&prepared)?;
    let height = prepared.image.height() as f32 * 72.0 / prepared.dpi;
    let head = if first { LETTERHEAD * height } else { 0.0 };
    let cells = cells::read_again(engine, &prepared, &rules, &mut words)?;
    let mut second = second::read_again(engine, &prepared, &mut words, head)?;
    let frames = clean::prepared_frames(&cleaning);
    let hidden = under_stamp::read_again(engine, &prepared, &frames, &mut words)?;
    let signature = signature::read_again(engine, &prepared, &mut words)?;
    let numerals = numerals::count(&prepared, &mut words);
    second.lines += hidden.lines + signature.lines + cells.lines + numerals.lines;
    second.changed += hidden.changed + signature.changed + cells.changed + numerals.changed;
    parted::join(&mut words);
    hand::mark(&prepared, &mut words, head);
    if !cleaning.is_empty() {
        words.quarters = clean::quarters(&cleaning);
        for line in &mut words.lines {
            line.bbox = clean::page_box(&cleaning, line.bbox);
            for word in &mut line.words {
                word.bbox = clean::page_box(&cleaning, word.bbox);
            }
        }
        for rule in &mut rules {
            *rule = rule.led(|end| clean::page_box(&cleaning, end));
        }
    }
    if page.judgement.verdict == Verdict::Partial {
        // A stamp's text is not in the scan's pixels.
        words = merge::overlay(words, &page.words);
    }
    let mut comparison = None;
    if page.judgement.verdict.is_restorable() && settings.ocr == OcrMode::Auto {
        comparison = compare(page, &words, restoring, settings)?;
        if comparison.is_some_and(Comparison::is_for_text_layer) {
            // Nothing that was found on the image is of the layer.
            return Ok(ImageRead {
                decision: Decision::new(
                    TextSource::TextLayer,
                    "the text layer, restored, reads better than the page image",
                ),
                comparison,
                dpi,
                cleaning: Vec::new(),
                second_reading: None,
                words: page.words.clone(),
                rules,
            });
        }
    }
    Ok(ImageRead {
        decision: decide(page, settings),
        comparison,
        dpi,
        cleaning,
        second_reading: (second != SecondReading::default()).then_some(second),
        words,
        rules,
    })
}
