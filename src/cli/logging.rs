//! Logs on stderr, as lines for people or as JSON for machines.

use std::io::IsTerminal;
use std::sync::OnceLock;
use tracing_subscriber::EnvFilter;

/// How much is logged, and in which form.
#[derive(clap::Args)]
pub struct LogArgs {
    /// Log more to stderr: -v what is done, -vv each step
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Form of what is said on stderr; as JSON every line is a log line
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "text",
        env = "VANBAN_LOG_FORMAT"
    )]
    log_format: LogFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

static JSON: OnceLock<bool> = OnceLock::new();

/// Whether a machine reads stderr, so that nothing but log lines may stand there.
pub fn is_json() -> bool {
    JSON.get().copied().unwrap_or(false)
}

/// Starts logging. `VANBAN_LOG` takes the filters of `tracing` (`vanban=debug`) and goes first.
pub fn start(args: &LogArgs) {
    let json = *JSON.get_or_init(|| args.log_format == LogFormat::Json);
    let level = match args.verbose {
        0 if !json => "warn",
        // What people are told in plain lines: each document, and the summary.
        0 => "info",
        1 => "info",
        _ => "debug",
    };
    let filter = EnvFilter::builder()
        .with_env_var("VANBAN_LOG")
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new(format!("off,vanban={level}")));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    if json {
        lines.json().init();
    } else {
        lines.without_time().with_target(false).init();
    }
}
