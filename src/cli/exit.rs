//! Exit codes: an interface that scripts rely on.
//!
//! 0 all done, 1 internal, 2 usage, 3 no readable input, 4 output not writable or full,
//! 5 missing dependency, 7 something failed, 130/143 interrupted.

use std::process::ExitCode;
use vanban::ErrorKind;

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
