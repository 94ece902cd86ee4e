//! `vanban train-context`: a recipe and its corpora into the context model, the same bytes each time.

use super::print_data;
use super::train::{excluded, output_error, read_recipe};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::Result;
use vanban::lm::train::train_context;

/// Train the context model of a recipe: which words on both sides tell readings apart.
///
/// The recipe is that of `vanban train`, with a table `[context]`; both models then have one vocabulary.
#[derive(Args)]
pub struct TrainContextArgs {
    /// The recipe (TOML): corpora with digests, settings under `[context]`.
    recipe: PathBuf,
    /// Where the model goes.
    #[arg(long, value_name = "MODEL")]
    out: PathBuf,
    /// Directory that the recipe's files are under.
    #[arg(long, env = "VANBAN_DATA", value_name = "DIR")]
    data: PathBuf,
    /// Leave out every paragraph that shares a run of 14 syllables with a text in DIR.
    #[arg(long, value_name = "DIR")]
    exclude: Vec<PathBuf>,
    /// Directory for temporary files.
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
}

/// Runs the command; the report goes to standard output as JSON.
pub fn run(args: &TrainContextArgs) -> Result<ExitCode> {
    let recipe = read_recipe(&args.recipe)?;
    let exclusion = excluded(&args.exclude)?;
    let scratch = args.scratch.clone().unwrap_or_else(std::env::temp_dir);
    let model = train_context(&recipe, &args.data, &exclusion, &scratch)?;
    std::fs::write(&args.out, &model).map_err(|error| output_error(&args.out, error))?;
    let report = serde_json::json!({ "bytes": model.len() });
    print_data(format!("{report}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
