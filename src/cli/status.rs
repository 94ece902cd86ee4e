//! `vanban status`, `vanban verify`: what the ledger says, and whether the disk agrees.

use super::batch::StoreArgs;
use super::print_data;
use clap::builder::PossibleValuesParser;
use std::process::ExitCode;
use vanban::Result;
use vanban::batch::ledger::State;

/// Show how many documents stand where, and why those that are not done are not
///
/// Can be asked while a run is at work.
///
/// Examples:
///   vanban status --out out/
///   vanban status --out out/ --state failed
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct StatusArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// List the documents of one state, with the reason
    #[arg(long, value_parser = PossibleValuesParser::new(State::ALL.map(State::as_str)))]
    state: Option<String>,
}

pub fn status(args: &StatusArgs) -> Result<ExitCode> {
    let ledger = args.store.look()?;
    let mut report = String::new();
    match &args.state {
        Some(name) => {
            let state: State = name.parse()?;
            ledger.each(|entry| {
                if entry.state == state {
                    let reason = entry.reason.as_deref().unwrap_or("");
                    report += &format!("{}\t{reason}\n", entry.path);
                }
                Ok(())
            })?;
        }
        None => {
            for (state, documents, pages) in ledger.counts()? {
                report += &format!(
                    "{:<12} {documents:>8} documents {pages:>8} pages\n",
                    state.as_str()
                );
            }
        }
    }
    print_data(report.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Check that every output exists and is what was written, and that every input is accounted for
///
/// Ends with 7 when something does not hold.
///
/// Example:
///   vanban verify --out out/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct VerifyArgs {
    #[command(flatten)]
    store: StoreArgs,
}

pub fn verify(args: &VerifyArgs) -> Result<ExitCode> {
    let store = args.store.open_existing()?;
    let wrong = store.verify()?;
    let mut report = String::new();
    for line in &wrong {
        report += &format!("{line}\n");
    }
    if wrong.is_empty() {
        let documents: u64 = store.ledger().counts()?.iter().map(|(_, n, _)| n).sum();
        report = format!("{documents} documents: all accounted for, outputs unchanged\n");
    }
    print_data(report.as_bytes())?;
    Ok(ExitCode::from(if wrong.is_empty() { 0 } else { 7 }))
}
