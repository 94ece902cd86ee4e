//! `vanban train-context`: a recipe and its corpora into the context model, the same bytes each time.

use super::print_data;
use super::train::{SourceArgs, output_error};
use clap::Args;
use std::process::ExitCode;
use vanban::Result;
use vanban::lm::train::train_context;

/// Train the context model of a recipe: which words on both sides tell readings apart.
///
/// The recipe is that of `vanban train`, with a table `[context]`; both models then have one vocabulary.
#[derive(Args)]
pub struct TrainContextArgs {
    #[command(flatten)]
    source: SourceArgs,
}

/// Runs the command; the report goes to standard output as JSON.
pub fn run(args: &TrainContextArgs) -> Result<ExitCode> {
    let source = &args.source;
    let (recipe, exclusion) = (source.recipe()?, source.exclusion()?);
    let model = train_context(&recipe, &source.data, &exclusion, &source.scratch())?;
    std::fs::write(&source.out, &model).map_err(|error| output_error(&source.out, error))?;
    let report = serde_json::json!({ "bytes": model.len() });
    print_data(format!("{report}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
