//! `vanban eval restore`: strips texts (or takes their damaged form), restores and scores them.

use super::eval::{counterpart, documents_of, print_report, read_text, write_wrong_lines};
use super::inputs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use vanban::eval::{Change, Document, Report, changes_of, held_out, score_with_changes, strip};
use vanban::lm::{ContextModel, Model};
use vanban::restore::{Condition, Options, Profile, Restored, Restorer, Worker};
use vanban::span::Span;
use vanban::{Error, ErrorKind, Result};

/// Restore texts and score the result: the truth is stripped first unless its damaged form is given.
///
/// Refuses texts that the language model does not name as kept out of its training.
#[derive(Args)]
pub struct RestoreArgs {
    /// The truth: a text file or a directory of them.
    #[arg(long, value_name = "PATH")]
    truth: PathBuf,
    /// The damaged texts; without them the truth is stripped.
    #[arg(long, value_name = "PATH")]
    input: Option<PathBuf>,
    /// Give the truth itself to the restorer: whatever it changes is harm.
    #[arg(long, conflicts_with = "input")]
    clean: bool,
    /// What the text suffers from.
    #[arg(long, value_enum, default_value_t = From::Auto)]
    condition: From,
    /// How much work may be done.
    #[arg(long, value_enum, default_value_t = Effort::Fast)]
    profile: Effort,
    /// Restore each line for itself, as for sentences that do not belong together.
    #[arg(long)]
    by_line: bool,
    /// Another language model than the one that ships; without `--context`, no context model is used beside it.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The context model beside `--model`.
    #[arg(long, value_name = "FILE", requires = "model")]
    context: Option<PathBuf>,
    /// Score texts that may have been in the training too.
    #[arg(long)]
    allow_seen: bool,
    /// How many confusions to list.
    #[arg(long, value_name = "N", default_value_t = 30)]
    confusions: usize,
    /// Print JSON instead of the table.
    #[arg(long)]
    json: bool,
    /// Write a JSON object for each line that is not right.
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum From {
    /// Found for each group of lines.
    Auto,
    Stripped,
    Foreign,
    Vietnamese,
}

#[derive(Clone, Copy, ValueEnum)]
enum Effort {
    Fast,
    Best,
}

pub fn run(args: &RestoreArgs) -> Result<ExitCode> {
    let profile = match args.profile {
        Effort::Fast => Profile::Fast,
        Effort::Best => Profile::Best,
    };
    let own = match &args.model {
        None => None,
        Some(file) => {
            let model = Model::open(file)?;
            let context = args.context.as_ref();
            let context = context
                .map(|file| ContextModel::open(file, &model))
                .transpose()?;
            Some(Restorer::new(model, context)?)
        }
    };
    let restorer = match &own {
        Some(restorer) => restorer,
        None => Restorer::builtin(profile)?,
    };
    let options = Options {
        condition: match args.condition {
            From::Auto => None,
            From::Stripped => Some(Condition::Stripped),
            From::Foreign => Some(Condition::Foreign),
            From::Vietnamese => Some(Condition::Vietnamese),
        },
        profile,
        ..Options::default()
    };
    let mut worker = restorer.worker();
    let (mut documents, mut changes) = (Vec::new(), Vec::new());
    let (mut syllables, mut time) = (0, Duration::ZERO);
    for (name, file) in documents_of(&args.truth)? {
        if !args.allow_seen {
            let text = inputs::read(&file)?;
            for provenance in restorer.provenances() {
                held_out::check(provenance, &text).map_err(|e| e.at_path(&file))?;
            }
        }
        let truth = read_text(&file)?;
        let damaged = match &args.input {
            _ if args.clean => truth.clone(),
            None => strip(&truth),
            Some(input) => match counterpart(&name, &args.truth, input)? {
                Some(path) => read_text(&path)?,
                None => {
                    let message = "no counterpart of this truth under --input";
                    return Err(Error::new(ErrorKind::Input, message).at_path(&file));
                }
            },
        };
        let start = Instant::now();
        let restored = restore(&mut worker, &damaged, &options, args.by_line);
        time += start.elapsed();
        syllables += vanban::eval::normal::letter_runs(&damaged).len();
        let (text, made) = joined(&restored);
        let (scored, judged) = score_with_changes(&truth, &text, Some(&damaged), &made);
        changes.extend(judged);
        documents.push(Document { name, scored });
    }
    if let Some(file) = &args.lines {
        write_wrong_lines(file, &documents)?;
    }
    let report = Report::new(&documents, args.confusions).with_changes(&changes);
    print_report(args.json, &report, || report.table())?;
    eprintln!(
        "{syllables} syllables in {:.2} s on one thread: {:.0} a second",
        time.as_secs_f64(),
        syllables as f64 / time.as_secs_f64().max(1e-9)
    );
    Ok(ExitCode::SUCCESS)
}

/// The text as a whole, or line by line.
fn restore(worker: &mut Worker, text: &str, options: &Options, by_line: bool) -> Vec<Restored> {
    let parts: Vec<&str> = match by_line {
        true => text.split_inclusive('\n').collect(),
        false => vec![text],
    };
    let restore = |part| worker.restore(part, options);
    parts.into_iter().map(restore).collect()
}

/// Restored parts as one text with its changes.
fn joined(parts: &[Restored]) -> (String, Vec<Change>) {
    let (mut text, mut changes, mut passed) = (String::new(), Vec::new(), 0);
    for part in parts {
        changes.extend(changes_of(part).map(|mut change| {
            change.span = Span::new(change.span.start + passed, change.span.end + passed);
            change
        }));
        text += &part.text;
        passed += part.text.chars().count();
    }
    (text, changes)
}
