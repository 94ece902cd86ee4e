//! From pages as read to the finished document: assemble, restore, parse, write down.

use super::identity::Identity;
use super::opened::Opened;
use super::read::PageRead;
use super::settings::{Settings, Split};
use super::worker::Restoring;
use crate::document::{self, Mark, Warning};
use crate::error::{Error, ErrorKind, Result};
use crate::output::places;
use crate::output::record::{
    self, ConfigRecord, DocumentRecord, InputRecord, PageFacts, PageRecord, PartRecord,
    SCHEMA_VERSION,
};
use crate::page::{Stamped, TextSource, clean};
use crate::restore::{Options, Restored, WordHint};
use crate::span::Span;
use crate::text::{LineRole, PageReading, Text, TextPage, WordSpan, assemble};
use std::time::Instant;

/// What became of one input: its documents, and apart from them what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The documents of the file, usually one.
    pub documents: Vec<DocumentRecord>,
    /// Pages (from 1) that could not be read, with the reason. The documents hold the others.
    pub failures: Vec<(u32, String)>,
    /// What it cost; never part of a document.
    pub timings: Timings,
}

/// Microseconds of wall-clock time, by stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timings {
    /// All pages, text layers and OCR.
    pub read: u64,
    /// Assembling and restoring the text.
    pub restore: u64,
    /// Parsing.
    pub parse: u64,
}

pub(super) fn finish(
    opened: &Opened,
    mut pages: Vec<PageRead>,
    restoring: &mut Restoring<'_>,
    settings: &Settings,
    identity: &Identity,
) -> Result<Report> {
    pages.sort_by_key(|page| page.facts.index);
    let failures = pages
        .iter()
        .filter_map(|page| Some((page.facts.index, page.failure()?.to_owned())))
        .collect();
    let mut timings = Timings {
        read: pages.iter().map(|page| page.micros).sum(),
        ..Timings::default()
    };
    let (facts, text) = match opened.text() {
        Some(whole) => plain(opened, whole, settings),
        None => {
            let (facts, readings) = pages.into_iter().map(parts).unzip::<_, _, Vec<_>, Vec<_>>();
            (facts, assemble(&readings))
        }
    };
    if facts.is_empty() {
        return Err(Error::new(
            ErrorKind::Usage,
            format!(
                "none of its {} pages is selected by --pages {}",
                opened.page_count(),
                settings.pages
            ),
        ));
    }

    let begun = Instant::now();
    // What was never read from pixels has nothing to restore, unless the user says so.
    let is_exact = |page: &PageFacts| page.exact || page.text_source == Some(TextSource::Blank);
    let restored = if settings.condition.is_none() && facts.iter().all(is_exact) {
        Restored::unchanged(text.original.clone())
    } else {
        restore(&text, restoring, settings)?
    };
    timings.restore = begun.elapsed().as_micros() as u64;

    let begun = Instant::now();
    let parts = match settings.split {
        Split::Auto => document::split(&restored),
        Split::Never => Vec::new(),
    };
    let documents = if parts.len() > 1 {
        let count = parts.len() as u32;
        let spans: Vec<Span> = parts.iter().map(|part| part.span).collect();
        let texts = text.parts(&spans);
        let cut = |(at, (part, text)): (usize, (document::Part, Text))| {
            let here = |page: &&PageFacts| text.pages.iter().any(|p| p.index == page.index);
            let facts: Vec<PageFacts> = facts.iter().filter(here).cloned().collect();
            let place = PartRecord {
                number: at as u32 + 1,
                count,
                page_range: [
                    facts.first().map_or(0, |page| page.index),
                    facts.last().map_or(0, |page| page.index),
                ],
                confidence: part.confidence,
            };
            let found = (&facts[..], &text, part.restored);
            write_down(opened, found, Some(place), settings, identity)
        };
        parts
            .into_iter()
            .zip(texts)
            .enumerate()
            .map(cut)
            .collect::<Result<_>>()?
    } else {
        let found = (&facts[..], &text, restored);
        vec![write_down(opened, found, None, settings, identity)?]
    };
    timings.parse = begun.elapsed().as_micros() as u64;
    Ok(Report {
        documents,
        failures,
        timings,
    })
}

/// Parses one document of the file and writes it down.
fn write_down(
    opened: &Opened,
    (facts, text, restored): (&[PageFacts], &Text, Restored),
    part: Option<PartRecord>,
    settings: &Settings,
    identity: &Identity,
) -> Result<DocumentRecord> {
    let marks = text.words.iter().filter_map(mark).collect();
    let mut document = document::parse_scan(&restored, marks);
    if document.header.incoming_stamp.is_none() {
        document.header.incoming_stamp = text.pages.iter().find_map(stamp);
    }
    opened.name().clone_into(&mut document.source.file);
    opened.sha256().clone_into(&mut document.source.sha256);
    let blank = |page: &&PageFacts| page.text_source == Some(TextSource::Blank);
    let pages = record::pages(facts, text, &restored, settings.words);
    document.warnings.extend(page_warnings(&pages));
    let record = DocumentRecord {
        schema_version: SCHEMA_VERSION.to_owned(),
        config: ConfigRecord {
            id: identity.id.clone(),
        },
        input: InputRecord {
            part,
            ..opened.record(facts.iter().filter(blank).count() as u32)
        },
        document,
        edits: restored.edits,
        pages,
    };
    places::fill(record, text)
}

/// What the page image says of a word, for the parser.
fn mark(word: &WordSpan) -> Option<(Span, Mark)> {
    let mark = match word.stamped {
        _ if word.by_hand => Mark::ByHand {
            sure: word.confidence.unwrap_or(1.0),
        },
        Some(Stamped::Under) => Mark::UnderStamp,
        Some(Stamped::Beside) => Mark::BesideHidden,
        None => return None,
    };
    Some((word.span, mark))
}

/// The stamp of incoming mail on a page, whose lines are no part of the text.
fn stamp(page: &TextPage) -> Option<document::IncomingStamp> {
    let lines = page.lines.iter().filter(|l| l.role == LineRole::Stamp);
    let lines: Vec<_> = lines.map(|l| (l.text.as_str(), l.bbox)).collect();
    document::stamp_on_page(page.index as usize, &lines)
}

fn parts(page: PageRead) -> (PageFacts, PageReading) {
    let reading = PageReading {
        index: page.facts.index,
        width: page.facts.width,
        height: page.facts.height,
        words: page.words,
        frames: clean::frames(&page.facts.cleaning),
        rules: page.rules,
    };
    (page.facts, reading)
}

/// A text file: its whole text as it is, or the selected pages joined by the form feeds that
/// parted them.
fn plain(opened: &Opened, whole: &str, settings: &Settings) -> (Vec<PageFacts>, Text) {
    let selected: Vec<u32> = (1..=opened.page_count())
        .filter(|&index| settings.pages.holds(index))
        .collect();
    let mut text = if settings.pages.is_all() {
        Text::from_plain(whole)
    } else {
        let pages: Vec<&str> = whole.split('\u{c}').collect();
        let chosen: Vec<&str> = selected
            .iter()
            .filter_map(|&index| pages.get(index as usize - 1).copied())
            .collect();
        Text::from_plain(chosen.join("\u{c}"))
    };
    if text.pages.is_empty() {
        text.pages.push(crate::text::TextPage {
            index: 1,
            span: Span::new(0, text.original.chars().count()),
            raw_text: text.original.clone(),
            ..Default::default()
        });
    }
    for (page, &index) in text.pages.iter_mut().zip(&selected) {
        page.index = index;
    }
    let facts = selected
        .into_iter()
        .map(|index| PageFacts {
            index,
            width: 0.0,
            height: 0.0,
            dpi: None,
            text_source: Some(TextSource::File),
            reason: "the file is text".to_owned(),
            text_layer: None,
            exact: false,
            comparison: None,
            cleaning: Vec::new(),
            second_reading: None,
            raw_text: None,
        })
        .collect();
    (facts, text)
}

/// Restores a text under `settings`, with what the readers said of its words.
pub(super) fn restore(
    text: &Text,
    restoring: &mut Restoring<'_>,
    settings: &Settings,
) -> Result<Restored> {
    if !settings.restore {
        return Ok(Restored::unchanged(text.original.clone()));
    }
    let hints: Vec<WordHint> = text
        .words
        .iter()
        .filter(|word| word.confidence.is_some())
        .map(|word| WordHint {
            span: word.span,
            confidence: word.confidence,
        })
        .collect();
    let options = Options {
        condition: settings.condition,
        profile: settings.profile,
        hints: &hints,
        lexicon: restoring.lexicon,
    };
    let restorer = restoring.worker()?;
    Ok(restorer.restore(&text.original, &options))
}

fn page_warnings(pages: &[PageRecord]) -> Vec<Warning> {
    pages
        .iter()
        .filter(|page| page.text_source.is_none())
        .map(|page| {
            Warning::new(
                "page_not_read",
                format!("page {}: {}", page.index, page.text_source_reason),
            )
        })
        .collect()
}
