//! `vanban parse`: a text taken apart, as JSON.

use super::{inputs, print_data};
use clap::Args;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::restore::{Options, Profile, Restored, Restorer};
use vanban::{Error, ErrorKind, Result, document};

/// Take a text document apart into JSON: header, outline, references, dates, tasks, signature.
#[derive(Args)]
pub struct ParseArgs {
    /// Text files in UTF-8; `-` or none for standard input.
    files: Vec<PathBuf>,
    /// Do not restore damaged text first.
    #[arg(long)]
    no_restore: bool,
    /// One line of JSON for each document instead of an indented one.
    #[arg(long)]
    compact: bool,
    /// Whether a file that holds several documents gives several.
    #[arg(long, value_enum, default_value_t = Split::Auto)]
    split: Split,
}

/// What to do with several documents in one file.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Split {
    /// Part them at letterheads that follow a signature.
    Auto,
    /// One file is one document.
    Never,
}

pub fn run(args: &ParseArgs) -> Result<ExitCode> {
    let mut worker = match args.no_restore {
        true => None,
        false => Some(Restorer::builtin(Profile::Fast)?.worker()),
    };
    inputs::for_each(&args.files, |path, bytes| {
        let text = decoded(&bytes);
        let restored = match &mut worker {
            Some(worker) => worker.restore(&text, &Options::default()),
            None => Restored::unchanged(text),
        };
        let parts = match args.split {
            Split::Auto => document::split(&restored),
            Split::Never => Vec::new(),
        };
        let texts: Vec<&Restored> = match parts.as_slice() {
            [] | [_] => vec![&restored],
            several => several.iter().map(|part| &part.restored).collect(),
        };
        let digest = Sha256::digest(&bytes);
        let sha256: String = digest.iter().map(|b| format!("{b:02x}")).collect();
        for text in texts {
            let mut parsed = document::parse(text);
            parsed.source.file = path.display().to_string();
            parsed.source.sha256.clone_from(&sha256);
            let json = if args.compact {
                serde_json::to_string(&parsed)
            } else {
                serde_json::to_string_pretty(&parsed)
            };
            let json = json.map_err(|e| {
                Error::new(
                    ErrorKind::Internal,
                    "the document cannot be written as JSON",
                )
                .caused_by(e)
            })?;
            print_data(json.as_bytes())?;
            print_data(b"\n")?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The text of a file: a byte order mark goes, bytes that are not UTF-8 become `U+FFFD`.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    String::from_utf8_lossy(bytes).into_owned()
}
