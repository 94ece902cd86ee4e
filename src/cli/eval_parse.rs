//! `vanban eval parse`: parsed documents against their truth.

use super::eval::{code_for_missing, print_report};
use super::inputs;
use clap::Args;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vanban::eval::parse::{ParseReport, score};
use vanban::{Error, ErrorKind, Result};

/// Score parsed documents against their truth: fields, outline, references, dates, deadlines, tasks, tables.
///
/// Both are JSON documents, or directories of them. A truth is paired with the document of its own name, with
/// the one that it names in `source.file`, or with the one file whose name begins with its own.
#[derive(Args)]
pub struct ParseArgs {
    /// The truth: a JSON file or a directory of them.
    #[arg(long, value_name = "PATH")]
    truth: PathBuf,
    /// What `vanban parse` or `vanban ingest` gave.
    #[arg(long, value_name = "PATH")]
    hypothesis: PathBuf,
    /// Print JSON instead of the table.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ParseArgs) -> Result<ExitCode> {
    let mut documents = Vec::new();
    let mut missing = 0;
    for file in truths(&args.truth)? {
        let truth = read(&file)?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let given = match counterpart(&name, &truth, &args.hypothesis) {
            Some(path) => read(&path)?,
            None => {
                eprintln!("vanban: {name}: no hypothesis, counted as empty");
                missing += 1;
                Value::Null
            }
        };
        documents.push((name, score(&truth, &given)));
    }
    let report = ParseReport::new(documents);
    print_report(args.json, &report, || report.table())?;
    Ok(code_for_missing(missing))
}

/// The truths, by name.
fn truths(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let files = json_files(path);
    if files.is_empty() {
        return Err(Error::new(
            ErrorKind::Input,
            "no JSON files in this directory of truths",
        )
        .at_path(path));
    }
    Ok(files)
}

fn json_files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

fn counterpart(name: &str, truth: &Value, other: &Path) -> Option<PathBuf> {
    if !other.is_dir() {
        return Some(other.to_owned());
    }
    let source = truth.pointer("/source/file").and_then(Value::as_str);
    let named = source.into_iter().flat_map(|s| {
        [
            format!("{s}.json"),
            Path::new(s)
                .with_extension("json")
                .to_string_lossy()
                .into_owned(),
        ]
    });
    let same = std::iter::once(name.to_owned())
        .chain(named)
        .map(|n| other.join(n))
        .find(|p| p.is_file());
    same.or_else(|| {
        let stem = name.trim_end_matches(".json").trim_end_matches(".truth");
        json_files(other).into_iter().find(|p| {
            let file = p
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            file.strip_prefix(stem)
                .is_some_and(|rest| rest.starts_with(['.', '_']))
        })
    })
}

fn read(file: &Path) -> Result<Value> {
    serde_json::from_slice(&inputs::read(file)?).map_err(|e| {
        Error::new(ErrorKind::Malformed, "not JSON")
            .at_path(file)
            .caused_by(e)
    })
}
