//! PDF files: pages, text layers and scans, by hayro.

mod codestream;
mod collect;
mod inflation;
mod lines;
mod plan;
mod raster;
mod second;
mod sheet;
mod taker;

pub(super) use plan::RasterPlan;

use super::guard::guarded;
use super::{Contents, Limits};
use crate::error::{Error, ErrorKind, Result};
use crate::page::verdict::{self, Evidence};
use crate::page::{
    Decision, Judgement, PageWords, Raster, TextSource, Verdict, legacy_layer, rules, text_layer,
};
use collect::Collected;
use hayro::hayro_interpret::InterpreterCache;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use second::SecondReader;
use std::sync::Arc;

/// An opened PDF, shared by threads.
pub(super) struct PdfSource {
    pdf: Pdf,
    password: String,
    second: SecondReader,
    warnings: Vec<String>,
}

impl PdfSource {
    pub(super) fn open(bytes: Vec<u8>, password: Option<&str>, limits: &Limits) -> Result<Self> {
        inflation::check(&bytes, limits)?;
        let bytes = Arc::new(bytes);
        let open = |password: &str| {
            let bytes = Arc::clone(&bytes);
            guarded("hayro", || Pdf::new_with_password(bytes, password))
        };
        let mut opened = open("")?;
        let mut used = "";
        if let (Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)), Some(password)) =
            (&opened, password)
        {
            opened = open(password)?;
            used = password;
        }
        let pdf = opened.map_err(|e| explain(e, password.is_some()))?;
        if pdf.pages().is_empty() {
            return Err(Error::new(
                ErrorKind::Malformed,
                "the PDF has no readable page: it is damaged or cut short; fetch or scan it again",
            ));
        }
        let warnings = warnings(&pdf, &bytes);
        Ok(Self {
            pdf,
            password: used.to_owned(),
            second: SecondReader::default(),
            warnings,
        })
    }

    pub(super) fn page_count(&self) -> u32 {
        self.pdf.pages().len() as u32
    }

    pub(super) fn warnings(&self) -> &[String] {
        &self.warnings
    }

    pub(super) fn reader(&self) -> PdfReader<'_> {
        PdfReader {
            source: self,
            cache: InterpreterCache::new(),
            proven: Vec::new(),
        }
    }

    pub(super) fn raster(&self, index: u32, plan: &RasterPlan, limits: &Limits) -> Result<Raster> {
        raster::raster(&self.pdf, index, plan, limits)
    }
}

/// What is wrong with a file that opens all the same.
fn warnings(pdf: &Pdf, bytes: &[u8]) -> Vec<String> {
    use hayro::hayro_syntax::object::Dict;
    let mut warnings = Vec::new();
    let tail = &bytes[bytes.len().saturating_sub(4096)..];
    if memchr::memmem::find(tail, b"%%EOF").is_none() {
        warnings.push("the PDF has no end mark: it may be cut short".to_owned());
    }
    let declared = pdf
        .xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .and_then(|root| root.get::<Dict<'_>>(&b"Pages"[..]))
        .and_then(|pages| pages.get::<u32>(&b"Count"[..]));
    let found = pdf.pages().len();
    if let Some(declared) = declared
        && declared as usize > found
    {
        warnings.push(format!(
            "the PDF declares {declared} pages and has {found}: the others are lost"
        ));
    }
    warnings
}

fn explain(error: LoadPdfError, password_given: bool) -> Error {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::new(
            ErrorKind::Password,
            if password_given {
                "the PDF is encrypted and the password is wrong: give the right one with --password"
            } else {
                "the PDF is encrypted: give its password with --password"
            },
        ),
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Error::new(
            ErrorKind::Unsupported,
            "the PDF is encrypted by an algorithm that is not supported: save it without encryption",
        ),
        LoadPdfError::Decryption(_) => Error::new(
            ErrorKind::Malformed,
            "the PDF's encryption is broken: save it without encryption",
        ),
        LoadPdfError::Invalid => Error::new(
            ErrorKind::Malformed,
            "the PDF cannot be parsed: it is damaged or cut short; fetch or scan it again",
        ),
    }
}

/// Reads the pages of a PDF on one thread; fonts are loaded once.
pub(super) struct PdfReader<'s> {
    source: &'s PdfSource,
    cache: InterpreterCache<'s>,
    /// Fonts that most words of a good page were set in.
    proven: Vec<Option<String>>,
}

impl PdfReader<'_> {
    pub(super) fn page(&mut self, index: u32, limits: &Limits) -> Result<Contents> {
        let page = &self.source.pdf.pages()[index as usize - 1];
        let collected = guarded("hayro", || Collected::of(page, &self.cache, limits));
        let collected = match collected {
            Ok(collected) => collected,
            Err(error) => {
                self.cache = InterpreterCache::new();
                return Err(error);
            }
        };
        let (width, height) = page.render_dimensions();
        let plan = RasterPlan::of(&collected, width, height, limits);
        let scan = plan.is_scan();
        let (watermark, print): (Vec<_>, Vec<_>) =
            collected.glyphs.iter().partition(|g| g.is_watermark());
        let words = text_layer::lines(&print, &collected.fonts);
        let watermark = text_layer::lines(&watermark, &collected.fonts);
        let source = self.source;
        let main_font = words.main_font().map(str::to_owned);
        let proven = self.proven.contains(&main_font);
        let judge = |words: &PageWords| {
            let evidence = Evidence {
                words,
                scan,
                invisible: collected.is_invisible(),
                cover: cover(words, width, height),
                proven,
            };
            verdict::judge(&evidence, || {
                let bytes = source.pdf.data().as_ref();
                source.second.text(bytes, &source.password, index)
            })
        };
        let verdict::Judged {
            mut judgement,
            mut fluent,
        } = judge(&words);
        let (mut words, mut raw_words) = (words, None);
        let suspect = !matches!(judgement.verdict, Verdict::Good | Verdict::Absent);
        if (suspect || legacy_layer::has_legacy_font(&words))
            && let Some(converted) = legacy_layer::convert_layer(&words)
        {
            let after = judge(&converted.words);
            if after.judgement.verdict == Verdict::Good {
                fluent = after.fluent;
                judgement = legacy_judgement(&converted, &after.judgement);
                raw_words = Some(std::mem::replace(&mut words, converted.words));
            }
        }
        if words.lines.is_empty() && !watermark.lines.is_empty() {
            judgement = Judgement::bare(Verdict::Partial, "a watermark and no other text");
        }
        if fluent && judgement.verdict.is_good() && !proven {
            self.proven.push(main_font);
        }
        let drawn = collected.paths > 0 || !collected.images.is_empty();
        let decision = match judgement.verdict {
            Verdict::Absent if !drawn => {
                Decision::new(TextSource::Blank, "nothing is drawn on the page")
            }
            Verdict::Partial if !drawn => Decision::new(
                TextSource::Blank,
                "nothing but a watermark is drawn on the page",
            ),
            _ => verdict::decide(&judgement, scan),
        };
        Ok(Contents {
            width,
            height,
            words,
            raw_words,
            watermark,
            judgement,
            decision,
            rules: rules::joined(collected.rules),
            plan,
        })
    }
}

fn legacy_judgement(converted: &legacy_layer::Converted, after: &Judgement) -> Judgement {
    let mut reasons: Vec<String> = converted
        .fonts
        .iter()
        .map(|(font, encoding, words)| {
            let font = font.as_deref().unwrap_or("a font without a name");
            format!("{words} words in {} ({font})", encoding.name())
        })
        .collect();
    reasons.extend(after.reasons.iter().map(|r| format!("converted: {r}")));
    Judgement {
        verdict: Verdict::Legacy,
        reasons,
    }
}

/// The share of the page that the words' boxes cover.
fn cover(words: &PageWords, width: f32, height: f32) -> f32 {
    let area: f32 = words
        .lines
        .iter()
        .flat_map(|line| &line.words)
        .map(|word| word.bbox.width() * word.bbox.height())
        .sum();
    (area / (width * height)).min(1.0)
}
