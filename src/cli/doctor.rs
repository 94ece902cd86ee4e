//! `vanban doctor`: what is found and used, and how to install what is missing.

use super::print_data;
use super::settings::{ConfigFile, SettingsArgs};
use std::process::ExitCode;
use vanban::batch::confine;
use vanban::pipeline::{engine_identity, load_engine};
use vanban::restore::Restorer;
use vanban::{ErrorKind, Result};

/// Show what is found and used, and the command that installs what is missing
///
/// Ends with 5 when something that ingest needs is missing.
///
/// Examples:
///   vanban doctor
///   vanban doctor --lang vie+eng --tessdata /opt/tessdata
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
    let settings = &effective.settings;
    let mut missing = false;
    let mut report = format!("vanban {}\n", env!("CARGO_PKG_VERSION"));
    let mut line = |name: &str, found: Result<String>| match found {
        Ok(found) => report += &format!("ok       {name}: {found}\n"),
        Err(error) => {
            missing |= error.kind() == ErrorKind::Dependency;
            report += &format!("MISSING  {name}: {error}\n");
        }
    };
    line(
        "OCR engine",
        engine_identity(settings).and_then(|identity| load_engine(settings).map(|_| identity)),
    );
    line(
        "restorer",
        Restorer::builtin(settings.profile).map(|_| "model and dictionaries are whole".to_owned()),
    );
    line("threads", Ok(effective.threads.to_string()));
    line(
        "OMP_THREAD_LIMIT",
        Ok("1 during ingest (set by the program)".to_owned()),
    );
    line(
        "settings file",
        Ok(args
            .file
            .path()
            .map_or_else(|| "none".to_owned(), |path| path.display().to_string())),
    );
    report += &fences();
    print_data(report.as_bytes())?;
    Ok(if missing {
        ExitCode::from(5)
    } else {
        ExitCode::SUCCESS
    })
}

/// What holds worker processes beside their resource limits. A kernel without is no failure.
fn fences() -> String {
    let fences = confine::available();
    let line = |name, what, found: std::result::Result<(), String>| match found {
        Ok(()) => format!("ok       {name}: {what}\n"),
        Err(why) => format!("without  {name}: {why}\n"),
    };
    line(
        "Landlock",
        "worker processes change no file and no folder",
        fences.landlock,
    ) + &line(
        "seccomp",
        "worker processes reach no network and start no program",
        fences.seccomp,
    )
}
