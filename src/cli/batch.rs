//! What `ingest`, `retry` and `watch` share: their arguments, and the run itself.

use super::omp;
use super::progress::Progress;
use super::settings::{ConfigFile, Effective, SettingsArgs};
use super::signals;
use std::path::PathBuf;
use std::sync::Arc;
use vanban::batch::inputs::Input;
use vanban::batch::job::{InProcess, Reader};
use vanban::batch::ledger::{Journal, Ledger};
use vanban::batch::metrics;
use vanban::batch::process::{InWorkerProcess, ProcessOptions};
use vanban::batch::protocol::Start;
use vanban::batch::run::{self, RunOptions, Summary};
use vanban::batch::store::Store;
use vanban::lexicon::Phrases;
use vanban::pipeline::{Identity, Settings, Worker, engine_identity};
use vanban::source::{Limits, OpenOptions};
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
    pub limits: LimitArgs,
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
    fn journal(&self) -> Journal {
        match self.ledger_journal {
            JournalArg::Wal => Journal::Wal,
            JournalArg::Rollback => Journal::Rollback,
        }
    }

    /// Takes hold of the output folder.
    pub fn open(&self) -> Result<Store> {
        let store = Store::open(&self.out, self.ledger.as_deref(), self.journal())?;
        if let Some(found) = store.rebuilt() {
            tracing::warn!(
                found,
                "the ledger was lost or damaged: rebuilt from the outputs"
            );
        }
        Ok(store)
    }

    /// Takes hold of an output folder that must be there.
    pub fn open_existing(&self) -> Result<Store> {
        self.must_exist()?;
        self.open()
    }

    /// Looks at the ledger of an output folder, in which a run may be at work. One that is not to be
    /// read is rebuilt, and that is told.
    pub fn look(&self) -> Result<Ledger> {
        self.must_exist()?;
        match Store::look(&self.out, self.ledger.as_deref()) {
            Ok(ledger) => Ok(ledger),
            Err(_) => self.open().map(Store::into_ledger),
        }
    }

    fn must_exist(&self) -> Result<()> {
        if self.out.is_dir() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Usage,
            "there is no such output folder: name the one of an earlier run with --out",
        )
        .at_path(&self.out))
    }
}

/// What a document may cost. Limits never change an output: what goes past one is a failure.
#[derive(clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Where files are read: in worker processes that can be killed, or in this one
    #[arg(long, value_enum, default_value = "on", env = "VANBAN_ISOLATION")]
    pub isolation: Isolation,
    /// CPU seconds for one page
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60.0,
        env = "VANBAN_PAGE_SECONDS"
    )]
    pub page_seconds: f64,
    /// CPU seconds for opening a document, and for finishing it
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 300.0,
        env = "VANBAN_DOCUMENT_SECONDS"
    )]
    pub document_seconds: f64,
    /// Seconds without any progress
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60.0,
        env = "VANBAN_STALL_SECONDS"
    )]
    pub stall_seconds: f64,
    /// Seconds for a whole document; 0 for no limit
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 21600.0,
        env = "VANBAN_TOTAL_SECONDS"
    )]
    pub total_seconds: f64,
    /// Memory of a worker process, in MiB of address space; 0 for no limit
    #[arg(
        long,
        value_name = "MIB",
        default_value_t = 3072,
        env = "VANBAN_MEMORY"
    )]
    pub memory: u64,
    /// Deaths of worker processes after which a document is quarantined
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 2,
        env = "VANBAN_MAX_DEATHS"
    )]
    pub max_deaths: u32,
    /// Bytes of a file
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().file_bytes, env = "VANBAN_MAX_FILE_BYTES")]
    pub max_file_bytes: u64,
    /// Pages of a file
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().pages, env = "VANBAN_MAX_PAGES")]
    pub max_pages: u32,
    /// Pixels of a page image
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().pixels, env = "VANBAN_MAX_PIXELS")]
    pub max_pixels: u64,
}

/// Where files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Isolation {
    /// In worker processes: a file that crashes or stalls a reader takes only itself
    On,
    /// In this process: a little cheaper, for files that are trusted
    Off,
}

impl BatchArgs {
    /// Sees to it that Tesseract keeps to one thread where this process itself reads page images;
    /// worker processes are started so. To be called before anything else is done.
    pub fn one_thread(&self) {
        if self.limits.isolation == Isolation::Off {
            omp::one_thread();
        }
    }

    pub fn open_options(&self) -> OpenOptions {
        OpenOptions {
            password: self.password.clone(),
            limits: Limits {
                file_bytes: self.limits.max_file_bytes,
                pages: self.limits.max_pages,
                pixels: self.limits.max_pixels,
                ..Limits::default()
            },
        }
    }

    /// How worker processes are started; `None` where files are read in this process.
    fn workers(&self, settings: &Settings, identity: &Identity) -> Result<Option<ProcessOptions>> {
        if self.limits.isolation == Isolation::Off {
            return Ok(None);
        }
        let program = std::env::current_exe().map_err(|e| {
            Error::new(
                ErrorKind::Internal,
                "cannot find this program to start worker processes: run with --isolation off",
            )
            .caused_by(e)
        })?;
        let options = self.open_options();
        Ok(Some(ProcessOptions {
            program,
            arguments: vec!["worker".to_owned()],
            start: Start {
                settings: settings.clone(),
                identity: identity.clone(),
                password: options.password,
                limits: options.limits,
                memory: self.limits.memory << 20,
            },
            page_seconds: self.limits.page_seconds,
            document_seconds: self.limits.document_seconds,
            stall_seconds: self.limits.stall_seconds,
            total_seconds: match self.limits.total_seconds {
                0.0 => f64::INFINITY,
                seconds => seconds,
            },
        }))
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
    run_into(&args.store.open()?, args, effective, inputs, true)
}

/// The same, into an output folder that is already held, and with or without a new index at the end.
pub fn run_into(
    store: &Store,
    args: &BatchArgs,
    effective: &Effective,
    inputs: &[Input],
    index: bool,
) -> Result<Summary> {
    let settings = &effective.settings;
    let identity = identity(settings)?;
    let lexicon = settings.lexicon.as_ref().map(Phrases::read).transpose()?;
    let stop = signals::stop_flag()?;
    let progress = Progress::new(args.quiet);
    let options = RunOptions {
        threads: effective.threads,
        force: args.force,
        max_deaths: args.limits.max_deaths,
        index,
    };
    let workers = args.workers(settings, &identity)?.map(Arc::new);
    let reader = || -> Result<Box<dyn Reader + '_>> {
        Ok(match &workers {
            Some(workers) => Box::new(InWorkerProcess::new(Arc::clone(workers))),
            None => {
                let worker = Worker::new(settings, &identity, lexicon.as_ref());
                Box::new(InProcess::new(worker, settings, args.open_options()))
            }
        })
    };
    let observe = |event: &run::Event<'_>| progress.show(event);
    let summary = run::run(store, inputs, &identity, &options, &reader, &observe, stop)?;
    metrics::write(store, &summary)?;
    progress.end(&summary, &args.store.out);
    Ok(summary)
}
