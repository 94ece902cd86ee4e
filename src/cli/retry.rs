//! `vanban retry`: failed and quarantined documents once more.

use super::batch::{self, BatchArgs};
use super::exit;
use std::process::ExitCode;
use vanban::batch::inputs::Input;
use vanban::batch::ledger::State;
use vanban::{Error, ErrorKind, Result};

/// Read failed or quarantined documents again
///
/// Examples:
///   vanban retry --out out/
///   vanban retry --out out/ --quarantined
///   vanban retry --out out/ a/scan.pdf --password secret
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only these documents, by the path that index.jsonl gives
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// The failed ones (the default when neither is given)
    #[arg(long)]
    failed: bool,
    /// The quarantined ones
    #[arg(long)]
    quarantined: bool,
    #[command(flatten)]
    pub batch: BatchArgs,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let effective = args.batch.settings.resolve(&args.batch.file)?;
    let named = !args.paths.is_empty();
    let wanted = |state| match state {
        State::Failed => args.failed || named || !args.quarantined,
        State::Quarantined => args.quarantined || named,
        _ => false,
    };
    let mut inputs = Vec::new();
    {
        let store = args.batch.store.open_existing()?;
        store.ledger().each(|entry| {
            if wanted(entry.state) && (!named || args.paths.contains(&entry.path)) {
                inputs.push(Input {
                    problem: entry
                        .origin
                        .is_empty()
                        .then(|| "where it was found is not known: ingest it again".to_owned()),
                    name: entry.path,
                    files: entry.origin,
                    size: entry.size,
                });
            }
            Ok(())
        })?;
        for input in &inputs {
            for state in [State::Failed, State::Quarantined] {
                store.ledger().requeue(state, Some(&input.name))?;
            }
        }
    }
    if let Some(unknown) = args
        .paths
        .iter()
        .find(|path| !inputs.iter().any(|i| i.name == **path))
    {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("`{unknown}` is neither failed nor quarantined here: see vanban status"),
        ));
    }
    let summary = batch::run(&args.batch, &effective, &inputs)?;
    Ok(exit::of_summary(&summary, inputs.is_empty()))
}
