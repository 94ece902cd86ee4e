//! `vanban pages`: what every page of a file is, and where its text would be taken from.

use super::{exit, print_data};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vanban::page::fluency::Fluency;
use vanban::page::measures::Measures;
use vanban::page::{blank, clean};
use vanban::source::{OpenOptions, Source};
use vanban::{Error, ErrorKind, Result};

/// Show each page's size, text layer, verdict and decision, one JSON object a line
///
/// Examples:
///   vanban pages scan.pdf
///   vanban pages --images DIR scan.pdf
///   vanban pages --text report.pdf
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// PDF, PNG, JPEG, TIFF or text files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Also write the image of every page that would be read by OCR here, as PNG
    #[arg(long, value_name = "DIR")]
    images: Option<PathBuf>,
    /// Clean these images before they are written, and give the steps taken
    #[arg(long, requires = "images")]
    clean: bool,
    /// Also give the text layer, line by line
    #[arg(long)]
    text: bool,
    /// Also give the counts that the verdict rests on
    #[arg(long)]
    measures: bool,
    /// Password of encrypted PDFs
    #[arg(long, env = "VANBAN_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let options = OpenOptions {
        password: args.password.clone(),
        ..OpenOptions::default()
    };
    let mut last_failure = None;
    for file in &args.files {
        match file_pages(args, file, &options) {
            Ok(None) => {}
            Ok(Some(error)) | Err(error) if error.kind() != ErrorKind::Output => {
                eprintln!("vanban: {error}");
                last_failure = Some(error.kind());
            }
            Ok(Some(error)) | Err(error) => return Err(error),
        }
    }
    Ok(match last_failure {
        None => ExitCode::SUCCESS,
        Some(kind) if args.files.len() == 1 => exit::code_for(kind),
        Some(_) => ExitCode::from(7),
    })
}

/// Prints the pages of a file; the last page's failure, if any.
fn file_pages(args: &Args, file: &Path, options: &OpenOptions) -> Result<Option<Error>> {
    let source = Source::open(file, options)?;
    for warning in source.warnings() {
        eprintln!("vanban: {}: {warning}", file.display());
    }
    let mut reader = source.reader();
    let mut failure = None;
    for index in 1..=source.page_count() {
        let page = match reader.page(index) {
            Ok(page) => page,
            Err(error) => {
                print_line(&json!({
                    "file": file, "page": index, "error": error.message(),
                }))?;
                failure = Some(error);
                continue;
            }
        };
        let mut row = json!({
            "file": file,
            "page": index,
            "width": page.width,
            "height": page.height,
            "verdict": page.judgement.verdict,
            "reasons": page.judgement.reasons,
            "text_source": page.decision.source,
            "reason": page.decision.reason,
        });
        if args.text {
            row["text"] = lines(&page.words).into();
        }
        if args.measures {
            row["measures"] = json!(Measures::of(&page.words));
            row["fluency"] = json!(Fluency::of_words(&page.words));
        }
        if let Some(folder) = &args.images
            && page.decision.source == vanban::page::TextSource::Ocr
        {
            match page.raster() {
                Ok(raster) => {
                    row["dpi"] = json!(raster.dpi);
                    row["pixels"] = json!([raster.image.width(), raster.image.height()]);
                    row["blank"] = json!(blank::blank_reason(&raster));
                    if args.clean {
                        let (cleaned, steps) = clean::prepare(&raster);
                        row["steps"] = json!(steps);
                        save(folder, file, index, &cleaned.image)?;
                    } else {
                        save(folder, file, index, &raster.image)?;
                    }
                }
                Err(error) => {
                    row["error"] = json!(error.message());
                    failure = Some(error);
                }
            }
        }
        print_line(&row)?;
    }
    Ok(failure)
}

fn lines(words: &vanban::page::PageWords) -> Vec<String> {
    let text = |line: &vanban::page::WordLine| {
        let words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    };
    words.lines.iter().map(text).collect()
}

fn save(folder: &Path, file: &Path, index: u32, image: &image::DynamicImage) -> Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!("{name}.{index}.png"));
    std::fs::create_dir_all(folder)
        .map_err(image::ImageError::IoError)
        .and_then(|()| image.save(&path))
        .map_err(|e| {
            Error::new(ErrorKind::Output, "the page image cannot be written")
                .caused_by(e)
                .at_path(&path)
        })
}

fn print_line(row: &serde_json::Value) -> Result<()> {
    print_data(format!("{row}\n").as_bytes())
}
