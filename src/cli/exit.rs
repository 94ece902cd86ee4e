//! Exit codes: an interface that scripts rely on.
//!
//! 0 all done, 1 internal, 2 usage, 3 no readable input, 4 output not writable or full,
//! 5 missing dependency, 7 something failed, 130/143 interrupted.

use super::signals;
use std::process::ExitCode;
use vanban::ErrorKind;
use vanban::batch::ledger::State;
use vanban::batch::run::Summary;

/// The exit code for a failure that ends the whole run.
pub fn code_for(kind: ErrorKind) -> ExitCode {
    ExitCode::from(match kind {
        ErrorKind::Usage => 2,
        ErrorKind::Input | ErrorKind::Unsupported | ErrorKind::Password | ErrorKind::Malformed => 3,
        ErrorKind::Output => 4,
        ErrorKind::Dependency => 5,
        ErrorKind::Limit => 7,
        ErrorKind::Interrupted => 130,
        _ => 1,
    })
}

/// The exit code for the state of the whole input set after a run; `nothing_asked` when there was
/// nothing to do, which is no failure.
pub fn of_summary(summary: &Summary, nothing_asked: bool) -> ExitCode {
    if let (true, Some(code)) = (summary.interrupted, signals::exit_code()) {
        return ExitCode::from(code);
    }
    let failed = summary.count(State::Failed) + summary.count(State::Quarantined);
    let good = summary.count(State::Done) + summary.count(State::Duplicate);
    ExitCode::from(match (failed, good) {
        (0, 0) if !nothing_asked => 3,
        (0, _) => 0,
        _ => 7,
    })
}
