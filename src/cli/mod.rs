//! The only room that prints: arguments in, exit codes out. One file for each command.

mod exit;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use vanban::Result;

/// Scans of Vietnamese administrative documents into clean, structured data.
#[derive(Parser)]
#[command(name = "vanban", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {}

/// Runs the command line; the code is one of those in [`exit`].
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("vanban: {error}");
            exit::code_for(error.kind())
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match command {}
}
