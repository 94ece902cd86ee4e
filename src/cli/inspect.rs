//! `vanban inspect`: a contact sheet of what was read, for eyes.

use super::settings::{ConfigFile, SettingsArgs};
use image::RgbImage;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vanban::output::sheet::{self, Pictures};
use vanban::page::clean;
use vanban::pipeline::{Opened, Settings, Split, Worker};
use vanban::source::{OpenOptions, Source};
use vanban::{Error, ErrorKind, Result};

/// Draw what was read on the pages of a file: boxes, kinds, confidences, verdicts, and cleaned pages
///
/// Writes a picture of every page, one more of every page that was cleaned, and DIR/index.html, which
/// shows them beside the fields and blocks. The file is read in this process.
///
/// Examples:
///   vanban inspect scan.pdf --out sheet/
///   vanban inspect --pages 1-2 --ocr always report.pdf --out sheet/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// PDF, PNG, JPEG or TIFF file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the sheet
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Password of encrypted PDFs
    #[arg(long, env = "VANBAN_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    #[command(flatten)]
    config: ConfigFile,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let settings = Settings {
        words: true,
        // One sheet for the file, whatever it holds.
        split: Split::Never,
        ..args.settings.resolve(&args.config)?.settings
    };
    let options = OpenOptions {
        password: args.password.clone(),
        ..OpenOptions::default()
    };
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let opened = Opened::open(&name, std::slice::from_ref(&args.file), &options)?;
    if opened.text().is_some() {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "a text file has no pages to draw on",
        )
        .at_path(&args.file));
    }
    let identity = super::batch::identity(&settings)?;
    let report = Worker::new(&settings, &identity, None).ingest(&opened)?;
    let cannot_write = |error: std::io::Error, path: &Path| {
        Error::new(ErrorKind::Output, "the sheet cannot be written")
            .caused_by(error)
            .at_path(path)
    };
    std::fs::create_dir_all(&args.out).map_err(|e| cannot_write(e, &args.out))?;
    let source = Source::open(&args.file, &options)?;
    for document in &report.documents {
        let mut shown = Vec::new();
        for page in &document.pages {
            let mut pictures = Pictures::default();
            match source.page(page.index).and_then(|page| page.raster()) {
                Ok(raster) => {
                    let picture = sheet::boxed(&raster.image, page);
                    pictures.boxed = Some(save(&args.out, page.index, "", &picture)?);
                    if !page.cleaning.is_empty() {
                        let (cleaned, _) = clean::prepare(&raster);
                        let steps = sheet::step_names(page);
                        let picture = sheet::cleaned(&cleaned.image, page, &steps);
                        pictures.cleaned = Some(save(&args.out, page.index, "-cleaned", &picture)?);
                    }
                }
                Err(error) => eprintln!("vanban: page {}: {error}", page.index),
            }
            shown.push(pictures);
        }
        let path = args.out.join("index.html");
        std::fs::write(&path, sheet::html(document, &shown)).map_err(|e| cannot_write(e, &path))?;
    }
    for (page, reason) in &report.failures {
        eprintln!("vanban: page {page}: {reason}");
    }
    Ok(match report.failures.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(7),
    })
}

/// Writes a picture; its name in the folder.
fn save(folder: &Path, index: u32, what: &str, picture: &RgbImage) -> Result<String> {
    let name = format!("page-{index:03}{what}.png");
    let path = folder.join(&name);
    picture.save(&path).map_err(|e| {
        Error::new(ErrorKind::Output, "the picture cannot be written")
            .caused_by(e)
            .at_path(&path)
    })?;
    Ok(name)
}
