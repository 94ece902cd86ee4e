//! `vanban merge`: the outputs of shards brought together.

use super::batch::StoreArgs;
use super::print_data;
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::batch::ledger::Journal;
use vanban::batch::shard;
use vanban::batch::store::Store;
use vanban::{Error, ErrorKind, Result};

/// Bring the outputs and ledgers of several output folders into one
///
/// Examples:
///   vanban ingest scans/ --shard 1/2 --out part1/     (on one machine)
///   vanban ingest scans/ --shard 2/2 --out part2/     (on another)
///   vanban merge part1/ part2/ --out out/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The output folders of the shards
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let into = args.store.open()?;
    let mut report = String::new();
    for part in &args.parts {
        if !part.is_dir() {
            return Err(Error::new(ErrorKind::Input, "there is no such folder").at_path(part));
        }
        let from = Store::open(part, None, Journal::Wal)?;
        let merged = shard::merge(&from, &into)?;
        report += &format!("{}: {merged} documents\n", part.display());
    }
    print_data(report.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
