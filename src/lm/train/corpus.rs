//! Corpora into a stream of numbered written words on disk.

use super::exclude::{Exclusion, word_hash};
use super::recipe::{Corpus, Recipe, hex};
use super::{CorpusReport, scratch_error};
use crate::error::{Error, ErrorKind, Result};
use crate::lm::tokens::{TokenKind, segment};
use crate::syllable::{Case, strip};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Number in the stream of the start of a line that starts inside a sentence.
pub(super) const INSIDE: u32 = 0;
/// Number in the stream of a boundary; a line that starts a sentence starts with it.
pub(super) const BOUNDARY: u32 = 1;
pub(super) const NUMBER: u32 = 2;
pub(super) const CODE: u32 = 3;
/// Number in the stream of a corpus' end; the next corpus follows.
pub(super) const END_OF_CORPUS: u32 = 4;
/// Number of the first written word.
pub(super) const FIRST_SURFACE: u32 = 5;

/// A word as written, case and all.
#[derive(Debug, Clone, Default)]
pub(super) struct Surface {
    pub text: Box<str>,
    pub count: u64,
    /// Times inside a sentence, where a capital means something.
    pub inside: u64,
    hash: u64,
    is_marked: bool,
}

/// All written words, and the stream of their numbers in the order of the corpora.
pub(super) struct Corpora {
    pub surfaces: Vec<Surface>,
    pub stream: PathBuf,
}

/// Which held-out part a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// For reported scores.
    Test,
    /// For choosing settings.
    Development,
}

/// Whether a line of a corpus with `hold_out` is held out: FNV-1a (64 bits) of its bytes,
/// without the line end, modulo 100; 0 is the test, 1 is for development.
pub fn held_out(line: &str) -> Option<Held> {
    let hash = line.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    match hash % 100 {
        0 => Some(Held::Test),
        1 => Some(Held::Development),
        _ => None,
    }
}

/// The held-out lines of a recipe's corpora: for each corpus that has some, the name and the
/// text of its test part and of its development part.
///
/// # Errors
/// Those of reading a corpus.
pub fn held_out_lines(recipe: &Recipe, data: &Path) -> Result<Vec<(String, String)>> {
    let mut parts = Vec::new();
    for corpus in recipe.corpora.iter().filter(|corpus| corpus.hold_out) {
        let (mut test, mut development) = (String::new(), String::new());
        each_line(corpus, data, |line| {
            match held_out(line) {
                Some(Held::Test) => test.extend([line, "\n"]),
                Some(Held::Development) => development.extend([line, "\n"]),
                None => {}
            }
            Ok(())
        })?;
        parts.push((format!("{}.test.txt", corpus.title), test));
        parts.push((format!("{}.development.txt", corpus.title), development));
    }
    Ok(parts)
}

struct Reader<'a> {
    exclusion: &'a Exclusion,
    numbers: HashMap<Box<str>, u32>,
    surfaces: Vec<Surface>,
    seen: HashSet<u64>,
    out: BufWriter<File>,
    line: Vec<u32>,
    hashes: Vec<u64>,
}

/// Reads all corpora of a recipe.
pub(super) fn read(
    recipe: &Recipe,
    data: &Path,
    exclusion: &Exclusion,
    scratch: &Path,
    reports: &mut Vec<CorpusReport>,
) -> Result<Corpora> {
    let stream = scratch.join("stream");
    let mut reader = Reader {
        exclusion,
        numbers: HashMap::new(),
        surfaces: Vec::new(),
        seen: HashSet::new(),
        out: BufWriter::with_capacity(1 << 20, File::create(&stream).map_err(scratch_error)?),
        line: Vec::new(),
        hashes: Vec::new(),
    };
    for corpus in &recipe.corpora {
        let mut report = CorpusReport {
            title: corpus.title.clone(),
            ..CorpusReport::default()
        };
        each_line(corpus, data, |line| reader.take(line, corpus, &mut report))?;
        reader.write(&[END_OF_CORPUS])?;
        reports.push(report);
    }
    reader.out.flush().map_err(scratch_error)?;
    Ok(Corpora {
        surfaces: reader.surfaces,
        stream,
    })
}

/// Calls `take` with each line of a corpus, having checked its digest.
fn each_line(corpus: &Corpus, data: &Path, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let path = data.join(&corpus.file);
    let unreadable = |error: std::io::Error| {
        Error::new(ErrorKind::Input, "the corpus cannot be read")
            .at_path(&path)
            .caused_by(error)
    };
    let mut file = File::open(&path).map_err(unreadable)?;
    let mut digest = Sha256::new();
    let mut block = vec![0; 1 << 20];
    loop {
        let length = file.read(&mut block).map_err(unreadable)?;
        if length == 0 {
            break;
        }
        digest.update(&block[..length]);
    }
    if hex(&digest.finalize()) != corpus.sha256 {
        return Err(Error::new(
            ErrorKind::Input,
            "the corpus is not the one of the recipe: its SHA-256 differs",
        )
        .at_path(&path));
    }
    let file = BufReader::new(File::open(&path).map_err(unreadable)?);
    let mut lines: Box<dyn BufRead> = if corpus.file.ends_with(".zst") {
        let decoder = ruzstd::decoding::StreamingDecoder::new(file).map_err(|error| {
            Error::new(ErrorKind::Malformed, format!("not a zstd file: {error}")).at_path(&path)
        })?;
        Box::new(BufReader::with_capacity(1 << 20, decoder))
    } else {
        Box::new(file)
    };
    let mut line = Vec::new();
    while {
        line.clear();
        lines.read_until(b'\n', &mut line).map_err(unreadable)? > 0
    } {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.trim().is_empty() {
            take(text)?;
        }
    }
    Ok(())
}

impl Reader<'_> {
    fn take(&mut self, line: &str, corpus: &Corpus, report: &mut CorpusReport) -> Result<()> {
        if corpus.hold_out && held_out(line).is_some() {
            report.held_out += 1;
            return Ok(());
        }
        let normal;
        let line = if is_nfc(line) {
            line
        } else {
            normal = line.nfc().collect::<String>();
            &normal
        };
        self.number(line, corpus);
        let words = self.hashes.len() as u64;
        if words == 0 {
            return Ok(());
        }
        if !self.seen.insert(sequence_hash(&self.line)) {
            report.repeated += 1;
        } else if self.is_unmarked() {
            report.unmarked += 1;
        } else if self.exclusion.shares(&self.hashes) {
            report.excluded += 1;
            report.excluded_words += words;
        } else {
            report.lines += 1;
            report.words += words;
            self.count();
            let line = std::mem::take(&mut self.line);
            self.write(&line)?;
            self.line = line;
        }
        Ok(())
    }

    /// Cuts a line into numbers of written words.
    fn number(&mut self, line: &str, corpus: &Corpus) {
        self.line.clear();
        self.hashes.clear();
        let starts_inside = line.trim_start().starts_with(char::is_lowercase);
        self.line
            .push(if starts_inside { INSIDE } else { BOUNDARY });
        for token in segment(line) {
            let number = match token.kind {
                TokenKind::Number => NUMBER,
                TokenKind::Code => CODE,
                // The end of a line that may go on in the next is no boundary.
                TokenKind::Boundary if corpus.broken_lines && token.range.is_empty() => continue,
                TokenKind::Boundary => BOUNDARY,
                TokenKind::Word => {
                    let number = self.surface(&line[token.range]);
                    let surface = &self.surfaces[(number - FIRST_SURFACE) as usize];
                    self.hashes.push(surface.hash);
                    number
                }
            };
            self.line.push(number);
        }
    }

    fn surface(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = FIRST_SURFACE + self.surfaces.len() as u32;
        self.numbers.insert(text.into(), number);
        self.surfaces.push(Surface {
            text: text.into(),
            hash: word_hash(text),
            is_marked: strip(text) != text,
            ..Surface::default()
        });
        number
    }

    /// Whether a line of some length has almost no marks: three quarters of Vietnamese words
    /// carry one, so its marks are lost or it is in another language.
    fn is_unmarked(&self) -> bool {
        let words = self.line.iter().filter(|number| **number >= FIRST_SURFACE);
        let marked = words
            .clone()
            .filter(|number| self.surfaces[(**number - FIRST_SURFACE) as usize].is_marked)
            .count();
        words.count() >= 8 && marked * 6 < self.hashes.len()
    }

    fn count(&mut self) {
        let mut previous = BOUNDARY;
        for number in &self.line {
            if let Some(index) = number.checked_sub(FIRST_SURFACE) {
                let surface = &mut self.surfaces[index as usize];
                surface.count += 1;
                surface.inside += u64::from(previous >= FIRST_SURFACE);
            }
            previous = *number;
        }
    }

    fn write(&mut self, numbers: &[u32]) -> Result<()> {
        for number in numbers {
            self.out
                .write_all(&number.to_le_bytes())
                .map_err(scratch_error)?;
        }
        Ok(())
    }
}

impl Surface {
    /// Case of the word as written.
    pub fn case(&self) -> Case {
        Case::of(&self.text)
    }
}

fn sequence_hash(numbers: &[u32]) -> u64 {
    numbers.iter().fold(0xcbf2_9ce4_8422_2325, |hash, number| {
        (hash.rotate_left(7) ^ u64::from(*number)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}
