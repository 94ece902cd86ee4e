//! One thread for Tesseract: its own threads double the cost and halve the speed of a batch.

use std::os::unix::process::CommandExt;

/// The variable that OpenMP reads once, when its library is loaded: before `main`.
const LIMIT: &str = "OMP_THREAD_LIMIT";

/// Puts `OMP_THREAD_LIMIT=1` in force, whatever the user's environment says, by running this
/// program again in its own place. Returns at once where it is in force already, or where the
/// program cannot be run again (reading is slower then, and no less right).
pub fn one_thread() {
    if std::env::var_os(LIMIT).is_some_and(|limit| limit == "1") {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    let mut again = std::process::Command::new(program);
    if let Some(name) = arguments.next() {
        again.arg0(name);
    }
    let error = again.args(arguments).env(LIMIT, "1").exec();
    tracing::warn!(%error, "cannot put {LIMIT}=1 in force: reading will be slower");
}
