//! `vanban config`: the settings as they come out of flags, environment and file.

use super::print_data;
use super::settings::{ConfigFile, SettingsArgs};
use serde_json::json;
use std::process::ExitCode;
use vanban::Result;
use vanban::pipeline::{Identity, engine_identity};

/// Print the effective settings and the identity that outputs carry
///
/// Flags go before environment variables (VANBAN_LANG, VANBAN_OCR, …), those before the
/// settings file.
///
/// Examples:
///   vanban config
///   vanban config --lang vie+eng --words
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let effective = args.settings.resolve(&args.file)?;
    let engine = engine_identity(&effective.settings).ok();
    let identity = Identity::new(&effective.settings, engine.as_deref())?;
    let shown = json!({
        "id": identity.id,
        "of": identity.of,
        "settings": effective.settings,
        "group": effective.group,
        "threads": effective.threads,
        "file": args.file.path(),
    });
    print_data(format!("{shown:#}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
