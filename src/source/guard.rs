//! A fence around third-party readers: a panic inside becomes an error of the page it read.

use crate::error::{Error, ErrorKind, Result};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a third-party reader; a panic becomes [`ErrorKind::Malformed`] naming the `reader`.
///
/// What the closure touches must not be used after a panic, or be fine in any state: the readers'
/// caches are thrown away by the caller.
pub(super) fn guarded<T>(reader: &str, run: impl FnOnce() -> T) -> Result<T> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    GUARDED.set(before);
    result.map_err(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        if let Some(stop) = panic.downcast_ref::<Stop>() {
            return Error::new(stop.0, stop.1.clone());
        }
        Error::new(
            ErrorKind::Malformed,
            format!(
                "{reader} failed on broken content ({})",
                message.as_deref().unwrap_or("no message")
            ),
        )
    })
}

/// How a callback ends a guarded reader from inside: an error that [`guarded`] hands out.
pub(super) struct Stop(pub ErrorKind, pub String);

impl Stop {
    /// Unwinds to the nearest [`guarded`], without running the panic hook.
    pub(super) fn now(kind: ErrorKind, message: String) -> ! {
        std::panic::resume_unwind(Box::new(Stop(kind, message)))
    }
}

/// Keeps the messages of panics that a guard catches off standard error; other panics print as
/// before. For a program's start: the library itself never changes the process.
pub fn silence_guarded_panics() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            previous(info);
        }
    }));
}
