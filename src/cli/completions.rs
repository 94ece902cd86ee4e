//! `vanban completions`: what a shell needs to complete our arguments.

use super::print_data;
use clap_complete::Shell;
use std::process::ExitCode;
use vanban::Result;

/// Print the completion script for a shell
///
/// Examples:
///   vanban completions bash > ~/.local/share/bash-completion/completions/vanban
///   vanban completions zsh  > ~/.zfunc/_vanban
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: &Args, mut command: clap::Command) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "vanban", &mut script);
    print_data(&script)?;
    Ok(ExitCode::SUCCESS)
}
