//! `vanban ingest`: files and folders in, one JSON for each document out.

use super::batch::{self, BatchArgs};
use super::{exit, print_data};
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::batch::inputs::{self, Input};
use vanban::batch::shard::Shard;
use vanban::pipeline::{Opened, Worker};
use vanban::{Error, ErrorKind, Result};

/// Read scans, PDFs and texts, and write one JSON for each document
///
/// Folders are walked. What an earlier run has done with the same settings is skipped. A file that
/// cannot be read is listed with its reason in OUT/index.jsonl, and the batch goes on.
///
/// Examples:
///   vanban ingest scans/ --out out/
///   vanban ingest decision.pdf --out out/ --pages 1-3 --words
///   vanban ingest pages/ --group folder --out out/ --format json,txt
///   pdfunite a.pdf b.pdf /dev/stdout | vanban ingest - --out out/
///   vanban ingest scans/ --out out/ --dry-run
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pub batch: BatchArgs,
    /// Read only one part of the inputs, such as 1/4, by their content (see vanban merge)
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Only list the files, their pages, and the time that it would take
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let effective = args.batch.settings.resolve(&args.batch.file)?;
    let mut inputs = inputs::collect(&args.paths, effective.group, &args.batch.store.out)?;
    if inputs.is_empty() {
        return Err(Error::new(
            ErrorKind::Input,
            "there is no file to read below these paths",
        ));
    }
    if let Some(shard) = args.shard {
        inputs = shard.select(inputs);
    }
    // Standard input becomes a file, so that it can be read twice and by another process.
    let spool = spool_stdin(&mut inputs)?;
    let code = if args.dry_run {
        dry_run(args, &effective, &inputs)
    } else {
        let summary = batch::run(&args.batch, &effective, &inputs)?;
        Ok(exit::of_summary(&summary, inputs.is_empty()))
    };
    drop(spool);
    code
}

fn spool_stdin(inputs: &mut [Input]) -> Result<Option<tempfile::TempDir>> {
    let Some(input) = inputs
        .iter_mut()
        .find(|i| i.files[0].as_os_str() == inputs::STDIN)
    else {
        return Ok(None);
    };
    let failed = |e: std::io::Error| {
        Error::new(ErrorKind::Input, "standard input cannot be read").caused_by(e)
    };
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = folder.path().join("stdin");
    let mut file = std::fs::File::create(&path).map_err(failed)?;
    input.size = std::io::copy(&mut std::io::stdin().lock(), &mut file).map_err(failed)?;
    input.files = vec![path];
    Ok(Some(folder))
}

/// CPU seconds to read a page image, before anything has been measured on this machine.
const SECONDS_A_PAGE: f64 = 2.2;

fn dry_run(
    args: &Args,
    effective: &super::settings::Effective,
    inputs: &[Input],
) -> Result<ExitCode> {
    let identity = batch::identity(&effective.settings)?;
    let worker = Worker::new(&effective.settings, &identity, None);
    let options = args.batch.open_options();
    let (mut pages, mut to_ocr, mut unreadable) = (0, 0, 0);
    let mut listing = String::new();
    for input in inputs {
        let opened = match &input.problem {
            Some(problem) => Err(problem.clone()),
            None => Opened::open(&input.name, &input.files, &options).map_err(|e| e.to_string()),
        };
        match opened {
            Ok(opened) => {
                let survey = worker.survey(&opened);
                pages += opened.page_count();
                to_ocr += survey.to_ocr.len();
                listing += &format!(
                    "{}\t{} pages\t{} to OCR\n",
                    input.name,
                    opened.page_count(),
                    survey.to_ocr.len()
                );
            }
            Err(problem) => {
                unreadable += 1;
                listing += &format!("{}\t{problem}\n", input.name);
            }
        }
    }
    let seconds = to_ocr as f64 * SECONDS_A_PAGE / effective.threads as f64;
    listing += &format!(
        "{} documents ({unreadable} cannot be read), {pages} pages, {to_ocr} to OCR: about {:.0} s on {} threads\n",
        inputs.len(),
        seconds,
        effective.threads
    );
    print_data(listing.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
