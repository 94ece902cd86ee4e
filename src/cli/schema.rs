//! `vanban schema`: the JSON Schema of what is written.

use super::print_data;
use std::process::ExitCode;
use vanban::Result;
use vanban::output::schema;

/// Print the JSON Schema of a document, or of a line of index.jsonl
///
/// Examples:
///   vanban schema > document.schema.json
///   vanban schema index
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// What to describe
    #[arg(value_enum, default_value = "document")]
    of: Of,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Of {
    /// The JSON of a document
    Document,
    /// A line of index.jsonl
    Index,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let schema = match args.of {
        Of::Document => schema::document(),
        Of::Index => schema::index_line(),
    };
    print_data(format!("{schema:#}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
