//! `vanban restore`: the filter. Damaged text in, printed text out, line by line.

use super::print_data;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vanban::lexicon::Phrases;
use vanban::restore::unit::{Output, Unit, Wanted, restore_unit};
use vanban::restore::{Condition, Options, Profile, Restorer};
use vanban::{Error, ErrorKind, Result};

/// Most bytes that one unit of the input may have: a longer document is restored in stretches.
const LOOK_AHEAD: usize = 1 << 20;

/// Restore damaged Vietnamese text: exactly as many lines out as in.
///
/// Each input is a document; a form feed ends one, too. The condition of each group of lines is found; clean
/// lines come back byte for byte. At most 1 MiB of a document is looked at together. Bytes that are not UTF-8
/// pass through and are reported.
#[derive(Args)]
pub struct RestoreArgs {
    /// Text files in UTF-8; `-` or none for standard input.
    files: Vec<PathBuf>,
    /// What is restored together, each for itself.
    #[arg(long, value_enum, default_value_t = By::Document)]
    unit: By,
    /// What the text suffers from.
    #[arg(long, value_enum, default_value_t = ConditionArg::Auto)]
    condition: ConditionArg,
    /// How much work may be done.
    #[arg(long, value_enum, default_value_t = ProfileArg::Fast)]
    profile: ProfileArg,
    /// Write every change as a line of JSON: positions are code points in the line.
    #[arg(long, value_name = "FILE")]
    edits: Option<PathBuf>,
    /// Names and agencies, one a line, that are right as they are.
    #[arg(long, value_name = "FILE")]
    lexicon: Option<PathBuf>,
    /// Bring the whole output to a Unicode normal form.
    #[arg(long, value_enum)]
    normalize: Option<Form>,
    /// Units restored at the same time; 0 for one on each core. The output does not depend on it.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum By {
    /// A whole input, up to a form feed.
    Document,
    /// Up to a blank line.
    Paragraph,
    /// Each line is its own context.
    Line,
}

#[derive(Clone, Copy, ValueEnum)]
enum ConditionArg {
    /// Found for each group of lines.
    Auto,
    /// Marks are missing altogether.
    Stripped,
    /// Read with an OCR model of another language.
    Foreign,
    /// Read with a Vietnamese OCR model: tones lost here and there.
    Vietnamese,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProfileArg {
    /// Narrow beam.
    Fast,
    /// Larger language model, wide beam; the words on both sides in text of a wrong OCR model too.
    Best,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    /// Composed letters.
    Nfc,
}

pub fn run(args: &RestoreArgs) -> Result<ExitCode> {
    let lexicon = args.lexicon.as_ref().map(Phrases::read).transpose()?;
    let options = Options {
        condition: match args.condition {
            ConditionArg::Auto => None,
            ConditionArg::Stripped => Some(Condition::Stripped),
            ConditionArg::Foreign => Some(Condition::Foreign),
            ConditionArg::Vietnamese => Some(Condition::Vietnamese),
        },
        profile: match args.profile {
            ProfileArg::Fast => Profile::Fast,
            ProfileArg::Best => Profile::Best,
        },
        lexicon: lexicon.as_ref(),
        ..Options::default()
    };
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads)
        .build()
        .map_err(|e| Error::new(ErrorKind::Internal, "cannot start threads").caused_by(e))?;
    let mut filter = Filter {
        restorer: Restorer::builtin(options.profile)?,
        options,
        wanted: Wanted {
            nfc: args.normalize.is_some(),
            edits: args.edits.is_some(),
        },
        by: args.unit,
        edits: args.edits.as_deref().map(EditFile::create).transpose()?,
    };
    let stdin = [PathBuf::from("-")];
    let files = if args.files.is_empty() {
        &stdin[..]
    } else {
        &args.files
    };
    for file in files {
        threads.install(|| filter.file(file))?;
    }
    if let Some(edits) = &mut filter.edits {
        edits.finish()?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Filter<'a> {
    restorer: &'static Restorer,
    options: Options<'a>,
    wanted: Wanted,
    by: By,
    edits: Option<EditFile>,
}

impl Filter<'_> {
    fn file(&mut self, path: &Path) -> Result<()> {
        let unreadable = |e| {
            Error::new(ErrorKind::Input, "cannot read")
                .at_path(path)
                .caused_by(e)
        };
        let (name, reader): (String, Box<dyn Read + Send>) = if path == Path::new("-") {
            ("stdin".into(), Box::new(io::stdin()))
        } else {
            (
                path.display().to_string(),
                Box::new(File::open(path).map_err(unreadable)?),
            )
        };
        let mut units = Units::new(BufReader::new(reader), self.by);
        loop {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while bytes < LOOK_AHEAD {
                let Some(unit) = units.next().map_err(unreadable)? else {
                    break;
                };
                bytes += unit.bytes.len();
                batch.push(unit);
            }
            if batch.is_empty() {
                return Ok(());
            }
            let outputs: Vec<Output> = batch
                .par_iter()
                .map_init(
                    || self.restorer.worker(),
                    |worker, unit| restore_unit(worker, unit, &name, &self.options, self.wanted),
                )
                .collect();
            for output in outputs {
                self.write(&name, &output)?;
            }
        }
    }

    fn write(&mut self, name: &str, output: &Output) -> Result<()> {
        for (line, count) in &output.bad_lines {
            eprintln!("vanban: {name}: line {line}: {count} bytes are not UTF-8, passed through");
        }
        if let Some(edits) = &mut self.edits {
            edits.write(output)?;
        }
        print_data(&output.bytes)
    }
}

/// Cuts an input into units without holding more than one of them.
struct Units<R> {
    reader: R,
    by: By,
    /// Bytes read but not yet given away: the start of the next unit.
    rest: Vec<u8>,
    document: usize,
    line: usize,
    column: usize,
}

impl<R: BufRead> Units<R> {
    fn new(reader: R, by: By) -> Self {
        Self {
            reader,
            by,
            rest: Vec::new(),
            document: 1,
            line: 1,
            column: 0,
        }
    }

    fn next(&mut self) -> io::Result<Option<Unit>> {
        let mut bytes = std::mem::take(&mut self.rest);
        let mut ended_document = false;
        let mut looked = 0;
        loop {
            // A form feed ends the unit, even inside a line.
            if let Some(at) = memchr::memchr(b'\x0c', &bytes[looked..]) {
                self.rest = bytes.split_off(looked + at + 1);
                ended_document = true;
                break;
            }
            if looked > 0 {
                let line = &bytes[..looked];
                let is_blank = || {
                    let body = line.strip_suffix(b"\n").unwrap_or(line);
                    let start = memchr::memrchr(b'\n', body).map_or(0, |at| at + 1);
                    body[start..].trim_ascii().is_empty()
                };
                let ends = match self.by {
                    By::Line => true,
                    By::Paragraph => is_blank(),
                    By::Document => false,
                };
                if ends || bytes.len() >= LOOK_AHEAD {
                    break;
                }
            }
            looked = bytes.len();
            let room = (LOOK_AHEAD.saturating_sub(bytes.len())).max(1) as u64;
            let read = self
                .reader
                .by_ref()
                .take(room)
                .read_until(b'\n', &mut bytes)?;
            if read == 0 {
                break;
            }
            if memchr::memchr(b'\x0c', &bytes[looked..]).is_none() {
                looked = bytes.len();
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() >= LOOK_AHEAD && !bytes.ends_with(b"\n") && !ended_document {
            // A line without end: cut at a space, or else anywhere but inside a letter.
            let cut = memchr::memrchr(b' ', &bytes).map_or(bytes.len(), |at| at + 1);
            self.rest = bytes.split_off(cut);
        }
        let unit = Unit {
            document: self.document,
            line: self.line,
            column: self.column,
            bytes,
        };
        self.document += usize::from(ended_document);
        self.line += memchr::memchr_iter(b'\n', &unit.bytes).count();
        let last = memchr::memrchr(b'\n', &unit.bytes);
        let tail = String::from_utf8_lossy(&unit.bytes[last.map_or(0, |at| at + 1)..])
            .chars()
            .count();
        self.column = if last.is_some() {
            tail
        } else {
            self.column + tail
        };
        Ok(Some(unit))
    }
}

struct EditFile {
    path: PathBuf,
    file: BufWriter<File>,
}

impl EditFile {
    fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).map_err(|e| unwritable(path, e))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    fn write(&mut self, output: &Output) -> Result<()> {
        for edit in &output.edits {
            serde_json::to_writer(&mut self.file, edit)
                .map_err(io::Error::from)
                .and_then(|()| self.file.write_all(b"\n"))
                .map_err(|e| unwritable(&self.path, e))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        self.file.flush().map_err(|e| unwritable(&self.path, e))
    }
}

fn unwritable(path: &Path, e: io::Error) -> Error {
    Error::new(ErrorKind::Output, "cannot write")
        .at_path(path)
        .caused_by(e)
}
