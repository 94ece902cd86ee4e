//! `vanban convert`: text in older Vietnamese encodings, or misread from them, to Unicode.

use super::{inputs, print_data};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use vanban::legacy::{Encoding, convert_bytes, repair_unicode};
use vanban::{Error, ErrorKind, Result};

/// Convert text in TCVN3, VNI, VISCII, VPS, Windows-1258 or VIQR to Unicode (UTF-8, NFC).
///
/// Reads 8-bit files and UTF-8 text in which such encodings show as Western letters (`B¸o c¸o`). Lines
/// that are proper Unicode stay as they are. The encoding found is reported on standard error.
#[derive(Args)]
pub struct ConvertArgs {
    /// Text files; `-` or none for standard input.
    files: Vec<PathBuf>,
    /// The encoding of the input.
    #[arg(long, value_enum, default_value_t = From::Auto)]
    from: From,
    /// Make every letter a capital, as fonts like .VnTimeH draw them.
    #[arg(long)]
    upper: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    /// Found by what the text says.
    Auto,
    Tcvn3,
    Vni,
    Viscii,
    Vps,
    #[value(name = "windows-1258")]
    Windows1258,
    Viqr,
    /// UTF-8 that was shown as Windows-1252.
    #[value(name = "utf8-as-windows-1252")]
    Utf8AsWindows1252,
}

impl From {
    fn encoding(self) -> Option<Encoding> {
        Some(match self {
            Self::Auto => return None,
            Self::Tcvn3 => Encoding::Tcvn3,
            Self::Vni => Encoding::Vni,
            Self::Viscii => Encoding::Viscii,
            Self::Vps => Encoding::Vps,
            Self::Windows1258 => Encoding::Windows1258,
            Self::Viqr => Encoding::Viqr,
            Self::Utf8AsWindows1252 => Encoding::Utf8AsWindows1252,
        })
    }
}

pub fn run(args: &ConvertArgs) -> Result<ExitCode> {
    inputs::for_each(&args.files, |file, bytes| {
        let Some((text, found)) = convert_bytes(&bytes, args.from.encoding()) else {
            let message =
                "neither UTF-8 nor Vietnamese in an encoding that was found; name it with --from";
            return Err(Error::new(ErrorKind::Malformed, message).at_path(file));
        };
        if let (From::Auto, Some(found)) = (args.from, found) {
            eprintln!(
                "vanban: {}: {} ({:.1} % of {} words become syllables)",
                file.display(),
                found.encoding.name(),
                found.score * 100.0,
                found.words
            );
        }
        let text = repair_unicode(&text);
        if args.upper {
            print_data(text.to_uppercase().as_bytes())
        } else {
            print_data(text.as_bytes())
        }
    })?;
    Ok(ExitCode::SUCCESS)
}
