//! `vanban train`: a recipe and its corpora into a language model.

use clap::Args;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vanban::lm::train::{Exclusion, Recipe, held_out_lines, train};
use vanban::lm::write_arpa;
use vanban::{Error, ErrorKind, Result};

/// What a model is trained from, and where it goes.
#[derive(Args)]
pub struct SourceArgs {
    /// The recipe (TOML): corpora with digests and weights, settings of the models.
    recipe: PathBuf,
    /// Where the model goes.
    #[arg(long, value_name = "MODEL")]
    pub out: PathBuf,
    /// Directory that the recipe's files are under.
    #[arg(long, env = "VANBAN_DATA", value_name = "DIR")]
    pub data: PathBuf,
    /// Leave out every paragraph that shares a run of 14 syllables with a text in DIR.
    #[arg(long, value_name = "DIR")]
    exclude: Vec<PathBuf>,
    /// Directory for temporary files.
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
}

impl SourceArgs {
    /// The recipe, read.
    pub fn recipe(&self) -> Result<Recipe> {
        let recipe = std::fs::read_to_string(&self.recipe).map_err(|error| {
            Error::new(ErrorKind::Input, "cannot be read")
                .at_path(&self.recipe)
                .caused_by(error)
        })?;
        Recipe::parse(&recipe).map_err(|error| error.at_path(&self.recipe))
    }

    /// The texts to be kept out.
    pub fn exclusion(&self) -> Result<Exclusion> {
        let mut exclusion = Exclusion::none();
        for directory in &self.exclude {
            exclusion.add(directory)?;
        }
        Ok(exclusion)
    }

    /// Where temporary files go.
    pub fn scratch(&self) -> PathBuf {
        self.scratch.clone().unwrap_or_else(std::env::temp_dir)
    }
}

/// Train the language model of a recipe.
#[derive(Args)]
pub struct TrainArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Write the (first) model as ARPA text too.
    #[arg(long, value_name = "FILE")]
    arpa: Option<PathBuf>,
    /// Write the held-out lines into DIR (CORPUS.test.txt, CORPUS.development.txt) instead of
    /// training.
    #[arg(long, value_name = "DIR")]
    held_out: Option<PathBuf>,
    /// Size that the model must not pass, instead of the recipe's; 0 keeps every n-gram. Several
    /// sizes make several models in one run, MODEL.BYTES each.
    #[arg(long, value_name = "BYTES", value_delimiter = ',')]
    max_bytes: Vec<usize>,
}

pub(super) fn output_error(path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Output, "cannot be written")
        .at_path(path)
        .caused_by(error)
}

/// Runs the command; the report goes to standard output as JSON.
pub fn run(args: &TrainArgs) -> Result<ExitCode> {
    let recipe = args.source.recipe()?;
    if let Some(directory) = &args.held_out {
        for (name, lines) in held_out_lines(&recipe, &args.source.data)? {
            let path = directory.join(name);
            std::fs::write(&path, lines).map_err(|error| output_error(&path, error))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let exclusion = args.source.exclusion()?;
    let scratch = args.source.scratch();
    let mut sizes: Vec<Option<usize>> = args
        .max_bytes
        .iter()
        .map(|bytes| (*bytes > 0).then_some(*bytes))
        .collect();
    if sizes.is_empty() {
        sizes.push(recipe.max_bytes);
    }
    let models = train(&recipe, &sizes, &args.source.data, &exclusion, &scratch)?;
    for (size, trained) in sizes.iter().zip(&models) {
        let mut out = args.source.out.clone().into_os_string();
        if models.len() > 1 {
            out.push(format!(".{}", size.unwrap_or(0)));
        }
        let out = PathBuf::from(out);
        std::fs::write(&out, &trained.bytes).map_err(|error| output_error(&out, error))?;
    }
    if let (Some(path), Some(trained)) = (&args.arpa, models.first()) {
        let written = File::create(path).and_then(|file| {
            let mut out = BufWriter::new(file);
            write_arpa(&trained.ngrams, &mut out)?;
            out.flush()
        });
        written.map_err(|error| output_error(path, error))?;
    }
    let reports: Vec<_> = models.iter().map(|trained| &trained.report).collect();
    let reports = serde_json::to_string_pretty(&reports).map_err(|error| {
        Error::new(ErrorKind::Internal, "the report cannot be written").caused_by(error)
    })?;
    super::print_data(format!("{reports}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
