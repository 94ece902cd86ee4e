//! `vanban eval`: a tool's output against the truth, with what the tool was given where it matters.

use super::inputs;
use clap::Args;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vanban::eval::{Document, Report, score, score_transcript};
use vanban::{Error, ErrorKind, Result};

/// Score texts against their truth: accuracy, error rates, repair and harm, with 95 % intervals.
///
/// Truth, hypothesis and input are files, or directories whose files are paired by name: `a.txt` with
/// `a.txt`, or else with the one file whose name begins with `a.`. A hypothesis that ends in `.json` is
/// a document of `vanban ingest`, whose restored text is scored.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct EvalArgs {
    #[command(subcommand)]
    what: Option<What>,
    /// The truth: a text file or a directory of them.
    #[arg(long, value_name = "PATH")]
    truth: Option<PathBuf>,
    /// What the tool gave.
    #[arg(long, value_name = "PATH")]
    hypothesis: Option<PathBuf>,
    /// What the tool was given; repair and harm are counted against it.
    #[arg(long, value_name = "PATH")]
    input: Option<PathBuf>,
    /// The truth is a transcript of a scan: blocks may stand in another order (see `found`).
    #[arg(long, conflicts_with = "input")]
    transcript: bool,
    /// How many confusions to list.
    #[arg(long, value_name = "N", default_value_t = 30)]
    confusions: usize,
    /// Print JSON instead of the table.
    #[arg(long)]
    json: bool,
    /// Write a JSON object for each line of the truth that is not right.
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
enum What {
    Parse(super::eval_parse::ParseArgs),
    Restore(super::eval_restore::RestoreArgs),
}

pub fn run(args: &EvalArgs) -> Result<ExitCode> {
    match &args.what {
        Some(What::Parse(args)) => return super::eval_parse::run(args),
        Some(What::Restore(args)) => return super::eval_restore::run(args),
        None => {}
    }
    let (Some(truth), Some(hypothesis)) = (&args.truth, &args.hypothesis) else {
        return Err(Error::new(
            ErrorKind::Usage,
            "give both --truth and --hypothesis",
        ));
    };
    let mut documents = Vec::new();
    let mut missing = 0;
    for (name, file) in documents_of(truth)? {
        let given = match counterpart(&name, truth, hypothesis)? {
            Some(path) => read_text(&path)?,
            None => {
                eprintln!("vanban: {name}: no hypothesis, counted as empty");
                missing += 1;
                String::new()
            }
        };
        let input = match &args.input {
            None => None,
            Some(input) => match counterpart(&name, truth, input)? {
                Some(path) => Some(read_text(&path)?),
                None => {
                    let message = "no counterpart of this truth under --input";
                    return Err(Error::new(ErrorKind::Input, message).at_path(&file));
                }
            },
        };
        let truth = read_text(&file)?;
        let scored = if args.transcript {
            score_transcript(&truth, &given)
        } else {
            score(&truth, &given, input.as_deref())
        };
        documents.push(Document { name, scored });
    }
    if let Some(file) = &args.lines {
        write_wrong_lines(file, &documents)?;
    }
    let report = Report::new(&documents, args.confusions);
    print_report(args.json, &report, || report.table())?;
    Ok(code_for_missing(missing))
}

/// Prints a report as JSON or as its table.
pub(super) fn print_report(
    json: bool,
    report: &impl serde::Serialize,
    table: impl FnOnce() -> String,
) -> Result<()> {
    let text = if json {
        let json = serde_json::to_string_pretty(report);
        json.map_err(|e| Error::new(ErrorKind::Internal, "cannot print the report").caused_by(e))?
            + "\n"
    } else {
        table()
    };
    super::print_data(text.as_bytes())
}

/// 7 if a hypothesis was missing: it was counted as empty.
pub(super) fn code_for_missing(missing: usize) -> ExitCode {
    if missing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(7)
    }
}

/// Writes a JSON object for each line of the truth that is not right.
pub(super) fn write_wrong_lines(file: &Path, documents: &[Document]) -> Result<()> {
    fs::write(file, wrong_lines(documents)).map_err(|e| {
        Error::new(ErrorKind::Output, "cannot write")
            .at_path(file)
            .caused_by(e)
    })
}

/// The truth documents by name: the file itself, or every text file under a directory.
pub(super) fn documents_of(truth: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    if truth.is_dir() {
        collect(truth, "", &mut found)?;
        if found.is_empty() {
            let message = "no files in this directory of truths";
            return Err(Error::new(ErrorKind::Input, message).at_path(truth));
        }
    } else {
        let name = truth
            .file_name()
            .map_or("-".into(), |n| n.to_string_lossy());
        found.insert(name.into_owned(), truth.to_owned());
    }
    Ok(found)
}

fn collect(dir: &Path, prefix: &str, found: &mut BTreeMap<String, PathBuf>) -> Result<()> {
    let unreadable = |e| {
        Error::new(ErrorKind::Input, "cannot list")
            .at_path(dir)
            .caused_by(e)
    };
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), found)?;
        } else {
            found.insert(format!("{prefix}{name}"), path);
        }
    }
    Ok(())
}

/// The file that belongs to the truth document `name`: beside it in a directory, or the file given.
pub(super) fn counterpart(name: &str, truth: &Path, other: &Path) -> Result<Option<PathBuf>> {
    if !other.is_dir() {
        if truth.is_dir() {
            let message = "the truth is a directory, so this must be one too";
            return Err(Error::new(ErrorKind::Usage, message).at_path(other));
        }
        return Ok(Some(other.to_owned()));
    }
    let same = other.join(name);
    if same.is_file() {
        return Ok(Some(same));
    }
    let stem = Path::new(name)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = same.parent().unwrap_or(other);
    let mut alike: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.strip_prefix(&*stem)
                .is_some_and(|rest| rest.starts_with('.'))
        })
        .collect();
    alike.sort();
    match alike.len() {
        0 | 1 => Ok(alike.pop()),
        _ => {
            let message = format!("several files could belong to the truth {name}");
            Err(Error::new(ErrorKind::Usage, message).at_path(other))
        }
    }
}

/// The text of a file; of a document of `vanban ingest` its restored text.
pub(super) fn read_text(file: &Path) -> Result<String> {
    let bytes = inputs::read(file)?;
    if file.extension().is_some_and(|e| e == "json") {
        let malformed = |message| Error::new(ErrorKind::Malformed, message).at_path(file);
        let document: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|e| malformed("not JSON").caused_by(e))?;
        return match document
            .pointer("/text/restored")
            .and_then(|text| text.as_str())
        {
            Some(text) => Ok(text.to_owned()),
            None => Err(malformed("no text.restored in this document")),
        };
    }
    String::from_utf8(bytes).map_err(|_| {
        let message = "not UTF-8; `vanban convert` reads older Vietnamese encodings";
        Error::new(ErrorKind::Malformed, message).at_path(file)
    })
}

fn wrong_lines(documents: &[Document]) -> String {
    let mut out = String::new();
    for document in documents {
        for (number, line) in document.scored.lines.iter().enumerate() {
            if !line.is_right() {
                let errors: Vec<_> = line
                    .errors
                    .iter()
                    .map(|(a, b)| serde_json::json!([a, b]))
                    .collect();
                let record = serde_json::json!({
                    "document": document.name,
                    "line": number + 1,
                    "truth": line.truth,
                    "hypothesis": line.hypothesis,
                    "errors": errors,
                });
                out.push_str(&record.to_string());
                out.push('\n');
            }
        }
    }
    out
}
