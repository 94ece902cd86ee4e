//! `vanban strip`: the canonical stripped input for benchmarks of diacritic restoration.

use super::inputs;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::{Error, ErrorKind, Result, eval};

/// Remove every mark and đ (NFC out); everything else stays, lines too.
#[derive(Args)]
pub struct StripArgs {
    /// Text files in UTF-8; `-` or none for standard input.
    files: Vec<PathBuf>,
}

pub fn run(args: &StripArgs) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    inputs::for_each(&args.files, |_, bytes| {
        // Bytes that are not UTF-8 pass through.
        for chunk in bytes.utf8_chunks() {
            out.write_all(eval::strip(chunk.valid()).as_bytes())
                .and_then(|()| out.write_all(chunk.invalid()))
                .map_err(|e| Error::new(ErrorKind::Output, "cannot write").caused_by(e))?;
        }
        Ok(())
    })?;
    out.flush()
        .map_err(|e| Error::new(ErrorKind::Output, "cannot write").caused_by(e))?;
    Ok(ExitCode::SUCCESS)
}
