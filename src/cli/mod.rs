//! The only room that prints: arguments in, exit codes out. One file for each command.

mod batch;
mod completions;
mod config;
mod convert;
mod doctor;
mod eval;
mod eval_parse;
mod eval_restore;
mod exit;
mod ingest;
mod inputs;
mod inspect;
mod logging;
mod man;
mod merge;
mod omp;
mod pages;
mod parse;
mod progress;
mod restore;
mod retry;
mod schema;
mod settings;
mod signals;
mod status;
mod strip;
mod train;
mod train_channel;
mod train_context;
mod watch;

use clap::{CommandFactory, Parser, Subcommand};
use std::process::ExitCode;
use vanban::Result;

/// Scans of Vietnamese administrative documents into clean, structured data.
#[derive(Parser)]
#[command(
    name = "vanban",
    version,
    propagate_version = true,
    after_help = "Data goes to stdout, messages to stderr. Exit codes: 0 all done, 1 internal error, \
                  2 usage, 3 no readable input, 4 output not writable or full, 5 missing dependency, \
                  7 something failed, 130/143 interrupted."
)]
struct Cli {
    #[command(flatten)]
    logging: logging::LogArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Completions(completions::Args),
    Convert(convert::ConvertArgs),
    Config(config::Args),
    Doctor(doctor::Args),
    Eval(eval::EvalArgs),
    Ingest(ingest::Args),
    Inspect(inspect::Args),
    Man(man::Args),
    Merge(merge::Args),
    Pages(pages::Args),
    Restore(restore::RestoreArgs),
    Retry(retry::Args),
    Schema(schema::Args),
    Status(status::StatusArgs),
    Verify(status::VerifyArgs),
    Parse(parse::ParseArgs),
    Watch(watch::Args),
    /// Serve the steps of documents over pipes (started by the other commands)
    #[command(hide = true)]
    Worker,
    Strip(strip::StripArgs),
    TrainChannel(train_channel::TrainChannelArgs),
    TrainContext(train_context::TrainContextArgs),
    Train(train::TrainArgs),
}

/// Runs the command line; the code is one of those in [`exit`].
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    vanban::source::silence_guarded_panics();
    logging::start(&cli.logging);
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            if logging::is_json() {
                tracing::error!("{error}");
            } else {
                eprintln!("vanban: {error}");
            }
            exit::code_for(error.kind())
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Convert(args) => convert::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Ingest(args) => {
            args.batch.one_thread();
            ingest::run(&args)
        }
        Command::Inspect(args) => {
            omp::one_thread();
            inspect::run(&args)
        }
        Command::Retry(args) => {
            args.batch.one_thread();
            retry::run(&args)
        }
        Command::Schema(args) => schema::run(&args),
        Command::Status(args) => status::status(&args),
        Command::Verify(args) => status::verify(&args),
        Command::Watch(args) => {
            args.batch.one_thread();
            watch::run(&args)
        }
        Command::Worker => {
            vanban::batch::serve::serve(std::io::stdin().lock(), std::io::stdout().lock())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Merge(args) => merge::run(&args),
        Command::Man(args) => man::run(&args, Cli::command()),
        Command::Pages(args) => pages::run(&args),
        Command::Restore(args) => restore::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Strip(args) => strip::run(&args),
        Command::TrainChannel(args) => train_channel::run(&args),
        Command::TrainContext(args) => train_context::run(&args),
        Command::Train(args) => train::run(&args),
    }
}

/// Writes data to stdout. A reader that has gone away (`vanban … | head`) is no failure.
pub(crate) fn print_data(bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(vanban::Error::new(
            vanban::ErrorKind::Output,
            "cannot write to stdout",
        )
        .caused_by(e)),
        _ => Ok(()),
    }
}
