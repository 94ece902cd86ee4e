//! `vanban man`: the manual page, made from the same text as `--help`.

use super::print_data;
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::{Error, ErrorKind, Result};

/// Print the manual page, or write one for each command into a folder
///
/// Examples:
///   vanban man | man -l -
///   vanban man --out ~/.local/share/man/man1
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Write vanban.1 and one page for each command here
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args, command: clap::Command) -> Result<ExitCode> {
    let failed = |e: std::io::Error| {
        Error::new(ErrorKind::Output, "cannot write the manual page").caused_by(e)
    };
    match &args.out {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|e| failed(e).at_path(folder))?;
            clap_mangen::generate_to(command, folder).map_err(|e| failed(e).at_path(folder))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command)
                .render(&mut page)
                .map_err(failed)?;
            print_data(&page)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
