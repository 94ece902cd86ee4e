//! What `ingest`, `retry` and `watch` share: their arguments, and the run itself.

use super::progress::Progress;
use super::settings::{ConfigFile, Effective, SettingsArgs};
use super::signals;
use std::path::PathBuf;
use vanban::batch::inputs::Input;
use vanban::batch::job::InProcess;
use vanban::batch::ledger::Journal;
use vanban::batch::run::{self, RunOptions, Summary};
use vanban::batch::store::Store;
use vanban::lexicon::Phrases;
use vanban::pipeline::{Identity, Settings, Worker, engine_identity};
use vanban::source::OpenOptions;
use vanban::{Error, ErrorKind, Result};

/// Where the outputs go, and how the work is done.
#[derive(clap::Args)]
pub struct BatchArgs {
    #[command(flatten)]
    pub store: StoreArgs,
    /// Read again what is done
    #[arg(long)]
    pub force: bool,
    /// Password of encrypted PDFs
    #[arg(long, env = "VANBAN_PASSWORD", hide_env_values = true)]
    pub password: Option<String>,
    /// Accepted for clarity: outputs never hold times, hosts or absolute paths
    #[arg(long)]
    pub reproducible: bool,
    /// No progress, only failures and the summary
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub file: ConfigFile,
    #[command(flatten)]
    pub settings: SettingsArgs,
}

/// The output folder and its ledger.
#[derive(clap::Args)]
pub struct StoreArgs {
    /// Folder of the outputs
    #[arg(
        long,
        short,
        value_name = "DIR",
        env = "VANBAN_OUT",
        default_value = "out"
    )]
    pub out: PathBuf,
    /// The ledger, where it is not to lie in the output folder (such as one on a network disk)
    #[arg(long, value_name = "FILE", env = "VANBAN_LEDGER")]
    pub ledger: Option<PathBuf>,
    /// How the ledger keeps its journal
    #[arg(long, value_enum, default_value = "wal", env = "VANBAN_LEDGER_JOURNAL")]
    pub ledger_journal: JournalArg,
}

/// How the ledger keeps its journal.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum JournalArg {
    /// Write-ahead log: fast, for local disks
    Wal,
    /// Rollback journal: for network file systems
    Rollback,
}

impl StoreArgs {
    /// Takes hold of the output folder.
    pub fn open(&self) -> Result<Store> {
        let journal = match self.ledger_journal {
            JournalArg::Wal => Journal::Wal,
            JournalArg::Rollback => Journal::Rollback,
        };
        let store = Store::open(&self.out, self.ledger.as_deref(), journal)?;
        if let Some(found) = store.rebuilt() {
            tracing::warn!(
                found,
                "the ledger was lost or damaged: rebuilt from the outputs"
            );
        }
        Ok(store)
    }
}

impl StoreArgs {
    /// Takes hold of an output folder that must be there.
    pub fn open_existing(&self) -> Result<Store> {
        if !self.out.is_dir() {
            return Err(Error::new(
                ErrorKind::Usage,
                "there is no such output folder: name the one of an earlier run with --out",
            )
            .at_path(&self.out));
        }
        self.open()
    }
}

impl BatchArgs {
    pub fn open_options(&self) -> OpenOptions {
        OpenOptions {
            password: self.password.clone(),
            ..OpenOptions::default()
        }
    }
}

/// The identity of the settings. Without an OCR engine texts can still be read, so that it is
/// missing is told when the first page image needs it.
pub fn identity(settings: &Settings) -> Result<Identity> {
    let engine = engine_identity(settings).ok();
    Identity::new(settings, engine.as_deref())
}

/// Runs a batch with its display, until it is done or a signal stops it.
pub fn run(args: &BatchArgs, effective: &Effective, inputs: &[Input]) -> Result<Summary> {
    let settings = &effective.settings;
    let identity = identity(settings)?;
    let lexicon = settings.lexicon.as_ref().map(Phrases::read).transpose()?;
    let store = args.store.open()?;
    let stop = signals::stop_flag()?;
    let progress = Progress::new(args.quiet);
    let options = RunOptions {
        threads: effective.threads,
        force: args.force,
        max_deaths: 2,
    };
    let reader = || {
        let worker = Worker::new(settings, &identity, lexicon.as_ref())?;
        Ok(InProcess::new(worker, settings, args.open_options()))
    };
    let observe = |event: &run::Event<'_>| progress.show(event);
    let summary = run::run(&store, inputs, &identity, &options, &reader, &observe, stop)?;
    progress.end(&summary, &args.store.out);
    Ok(summary)
}
