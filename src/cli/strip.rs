//! `vanban strip`: the canonical stripped input for benchmarks of diacritic restoration.

use super::{inputs, print_data};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::{Result, eval};

/// Remove every mark and đ (NFC out); everything else stays, lines too.
#[derive(Args)]
pub struct StripArgs {
    /// Text files in UTF-8; `-` or none for standard input.
    files: Vec<PathBuf>,
}

pub fn run(args: &StripArgs) -> Result<ExitCode> {
    inputs::for_each(&args.files, |_, bytes| {
        // Bytes that are not UTF-8 pass through.
        for chunk in bytes.utf8_chunks() {
            print_data(eval::strip(chunk.valid()).as_bytes())?;
            print_data(chunk.invalid())?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}
