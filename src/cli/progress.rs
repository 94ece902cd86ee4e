//! What is seen of a batch while it runs: a bar on a terminal, plain lines elsewhere, or log lines.

use super::logging;
use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use vanban::batch::ledger::State;
use vanban::batch::run::{Event, Summary};

/// The display of one run.
pub struct Progress {
    quiet: bool,
    bar: Option<ProgressBar>,
    begun: Instant,
    /// When the last plain line was printed.
    spoken: Mutex<Instant>,
    documents: AtomicU64,
    settled: AtomicU64,
    pages: AtomicU64,
    pages_known: AtomicU64,
}

/// Between plain progress lines.
const EVERY: Duration = Duration::from_secs(30);

impl Progress {
    /// A display on stderr; none when `quiet`.
    pub fn new(quiet: bool) -> Self {
        let bar = (!quiet && !logging::is_json() && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            let style = "{bar:30} {pos}/{len} documents, {msg}";
            bar.set_style(ProgressStyle::with_template(style).expect("a valid template"));
            bar.enable_steady_tick(Duration::from_millis(500));
            bar
        });
        Self {
            quiet,
            bar,
            begun: Instant::now(),
            spoken: Mutex::new(Instant::now()),
            documents: AtomicU64::new(0),
            settled: AtomicU64::new(0),
            pages: AtomicU64::new(0),
            pages_known: AtomicU64::new(0),
        }
    }

    /// Shows what happened.
    pub fn show(&self, event: &Event<'_>) {
        match event {
            Event::Started { documents } => {
                self.documents.store(*documents as u64, Ordering::Relaxed);
                if let Some(bar) = &self.bar {
                    bar.set_length(*documents as u64);
                }
            }
            Event::Opened { to_ocr } => {
                self.pages_known
                    .fetch_add(*to_ocr as u64, Ordering::Relaxed);
            }
            Event::PageRead {
                path,
                index,
                failure,
            } => {
                self.pages.fetch_add(1, Ordering::Relaxed);
                match failure {
                    Some(reason) => tracing::warn!(path, page = index, reason, "page not read"),
                    None => tracing::debug!(path, page = index, "page read"),
                }
            }
            Event::Settled { entry, now } => {
                self.settled.fetch_add(1, Ordering::Relaxed);
                let reason = entry.reason.as_deref().unwrap_or("");
                let (path, state) = (entry.path.as_str(), entry.state.as_str());
                if !now {
                    tracing::info!(path, state, "settled by an earlier run");
                } else if matches!(entry.state, State::Failed | State::Quarantined) {
                    if logging::is_json() {
                        tracing::error!(path, state, reason, "not read");
                    } else {
                        self.line(&format!("{path}: {state}: {reason}"));
                    }
                } else {
                    tracing::info!(
                        path,
                        state,
                        pages = entry.pages,
                        ms = entry.wall_ms,
                        "settled"
                    );
                }
                if let Some(bar) = &self.bar {
                    bar.inc(1);
                }
            }
        }
        self.speed();
    }

    fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{text}")),
            None => eprintln!("{text}"),
        }
    }

    /// Pages a second, and the time left: pages known so far, and as many for the documents to come.
    fn speed(&self) {
        let load = |n: &AtomicU64| n.load(Ordering::Relaxed) as f64;
        let (documents, settled) = (load(&self.documents), load(&self.settled));
        let seconds = self.begun.elapsed().as_secs_f64();
        let pages = load(&self.pages);
        let share = if settled > 0.0 {
            settled / documents
        } else {
            0.0
        };
        let left = if share > 0.0 {
            let seconds = Duration::from_secs_f64(seconds * (1.0 - share) / share);
            format!("{} left", HumanDuration(seconds))
        } else {
            "time left unknown".to_owned()
        };
        let message = format!("{:.2} OCR pages/s, {left}", pages / seconds.max(0.001));
        match &self.bar {
            Some(bar) => bar.set_message(message),
            None => {
                let mut spoken = self.spoken.lock().expect("no printing panics");
                if spoken.elapsed() >= EVERY {
                    *spoken = Instant::now();
                    if logging::is_json() {
                        tracing::info!(settled, documents, pages, "under way");
                    } else if !self.quiet {
                        eprintln!("{settled}/{documents} documents, {message}");
                    }
                }
            }
        }
    }

    /// Takes the bar away and prints the summary.
    pub fn end(&self, summary: &Summary, out: &std::path::Path) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if logging::is_json() {
            tracing::info!(
                done = summary.count(State::Done),
                duplicate = summary.count(State::Duplicate),
                skipped = summary.count(State::Skipped),
                failed = summary.count(State::Failed),
                quarantined = summary.count(State::Quarantined),
                queued = summary.count(State::Queued),
                read_now = summary.read_now,
                pages = summary.pages,
                seconds = summary.seconds,
                interrupted = summary.interrupted,
                "run ended"
            );
            return;
        }
        let parts: Vec<String> = State::ALL
            .into_iter()
            .filter(|&state| summary.count(state) > 0)
            .map(|state| format!("{} {}", summary.count(state), state.as_str()))
            .collect();
        let parts = if parts.is_empty() {
            "no documents".to_owned()
        } else {
            parts.join(", ")
        };
        eprintln!(
            "{parts}; read now: {} documents, {} pages in {:.1} s{}",
            summary.read_now,
            summary.pages,
            summary.seconds,
            if summary.interrupted {
                " (interrupted: run again to go on)"
            } else {
                ""
            },
        );
        eprintln!("outputs and index.jsonl: {}", out.display());
    }
}
