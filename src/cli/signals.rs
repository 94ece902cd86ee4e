//! SIGINT and SIGTERM: the first asks for an orderly end, the second ends at once.

use signal_hook::consts::{SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use vanban::{Error, ErrorKind, Result};

struct Signals {
    stop: Arc<AtomicBool>,
    which: Arc<AtomicUsize>,
}

static SIGNALS: OnceLock<Signals> = OnceLock::new();

/// A flag that the first signal sets; a second signal ends the process with 130 or 143.
pub fn stop_flag() -> Result<&'static AtomicBool> {
    if let Some(signals) = SIGNALS.get() {
        return Ok(&signals.stop);
    }
    let signals = Signals {
        stop: Arc::new(AtomicBool::new(false)),
        which: Arc::new(AtomicUsize::new(0)),
    };
    let failed =
        |e: std::io::Error| Error::new(ErrorKind::Internal, "cannot handle signals").caused_by(e);
    for signal in [SIGINT, SIGTERM] {
        let code = 128 + signal;
        // In this order: the flag is still unset when the first signal asks for it.
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&signals.stop))
            .map_err(failed)?;
        signal_hook::flag::register_usize(signal, Arc::clone(&signals.which), signal as usize)
            .map_err(failed)?;
        signal_hook::flag::register(signal, Arc::clone(&signals.stop)).map_err(failed)?;
    }
    Ok(&SIGNALS.get_or_init(|| signals).stop)
}

/// The exit code of the signal that came, if one did.
pub fn exit_code() -> Option<u8> {
    match SIGNALS.get()?.which.load(Ordering::Relaxed) {
        0 => None,
        signal => Some(128 + signal as u8),
    }
}
