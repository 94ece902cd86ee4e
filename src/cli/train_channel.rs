//! `vanban train-channel`: aligned pairs into a channel table, byte for byte the same from the same pairs.

use super::print_data;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::restore::channel::{Settings, train};
use vanban::{Error, ErrorKind, Result};

/// Learn a channel (printed → seen) from aligned lines, by expectation-maximisation.
///
/// Each row of the files is `printed line <TAB> seen line`, further columns are not read; lines that begin
/// with `#` are comments. Files are taken in the order of their names. The table goes to stdout.
#[derive(Args)]
pub struct TrainChannelArgs {
    /// Files of pairs, as `tests/tools/channel_pairs.py` makes them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Rounds of expectation-maximisation.
    #[arg(long, default_value_t = Settings::default().rounds)]
    rounds: usize,
    /// Expected count below which an edit is left out.
    #[arg(long, default_value_t = Settings::default().min_count)]
    min_count: f64,
}

pub fn run(args: &TrainChannelArgs) -> Result<ExitCode> {
    let mut files = args.files.clone();
    files.sort();
    let mut texts = Vec::with_capacity(files.len());
    for file in &files {
        texts.push(std::fs::read_to_string(file).map_err(|e| {
            Error::new(ErrorKind::Input, "pairs cannot be read as UTF-8 text")
                .at_path(file)
                .caused_by(e)
        })?);
    }
    let settings = Settings {
        rounds: args.rounds,
        min_count: args.min_count,
        ..Settings::default()
    };
    let table = train(texts.iter().flat_map(|t| t.lines()), &settings);
    print_data(table.write().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
