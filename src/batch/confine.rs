//! What the kernel holds a worker process to, whatever a file makes of it.
//!
//! Resource limits always: memory, no file written, few files open, no core dump, no life after the
//! run that started it. Beside them, where the kernel has them: Landlock (no change of any file or
//! folder, no signal to others) and a seccomp filter (no network, no other program, no look into
//! other processes). Reading files stays allowed: the inputs and models lie anywhere.

use crate::error::{Error, ErrorKind, Result};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Files that a worker may hold open.
const OPEN_FILES: u64 = 64;

/// Which fences of the kernel stand around a worker, beside its resource limits; for those that do
/// not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fences {
    /// Landlock: no file or folder made, changed or removed.
    pub landlock: std::result::Result<(), String>,
    /// Seccomp: no network, no other program, no look into other processes.
    pub seccomp: std::result::Result<(), String>,
}

/// Holds this process to `memory` bytes of address space (0: no limit) and to the other limits, and
/// this thread and those it starts to what the kernel can fence off. There is no way back.
///
/// # Errors
/// [`ErrorKind::Internal`] when a resource limit cannot be set. A fence that the kernel does not
/// have is no error.
pub fn confine(memory: u64) -> Result<Fences> {
    let limit = |resource, most: u64| {
        let most = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, most).map_err(unlimited)
    };
    if memory > 0 {
        limit(Resource::As, memory)?;
    }
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nofile, OPEN_FILES)?;
    limit(Resource::Core, 0)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))
        .map_err(unlimited)?;
    Ok(fence())
}

/// The fences that this kernel has, tried on a thread of its own.
pub fn available() -> Fences {
    std::thread::spawn(fence).join().unwrap_or_else(|_| {
        let broken = || Err("trying it broke down".to_owned());
        Fences {
            landlock: broken(),
            seccomp: broken(),
        }
    })
}

fn unlimited(cause: rustix::io::Errno) -> Error {
    Error::new(
        ErrorKind::Internal,
        "cannot set the limits of a worker process",
    )
    .caused_by(cause)
}

#[cfg(target_os = "linux")]
fn fence() -> Fences {
    Fences {
        landlock: linux::no_writing(),
        seccomp: linux::no_calls(),
    }
}

#[cfg(not(target_os = "linux"))]
fn fence() -> Fences {
    let absent = || Err("only Linux has it".to_owned());
    Fences {
        landlock: absent(),
        seccomp: absent(),
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use landlock::{
        ABI, Access, AccessFs, Ruleset, RulesetAttr, RulesetError, RulesetStatus, Scope,
    };
    use seccompiler::{SeccompAction, SeccompFilter, TargetArch, apply_filter};

    /// The newest Landlock whose rights are asked for; an older kernel gives what it has.
    const LANDLOCK: ABI = ABI::V6;

    /// Every right to change something is fenced off, and nothing is let in again.
    pub(super) fn no_writing() -> Result<(), String> {
        let restrict = || -> Result<RulesetStatus, RulesetError> {
            let rules = Ruleset::default()
                .handle_access(AccessFs::from_write(LANDLOCK))?
                .scope(Scope::from_all(LANDLOCK))?
                .create()?;
            Ok(rules.restrict_self()?.ruleset)
        };
        match restrict() {
            Ok(RulesetStatus::NotEnforced) => Err("this kernel does not offer it".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// System calls that reading a document never takes.
    const REFUSED: &[i64] = &[
        // Network; the ring would open sockets past this filter.
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_io_uring_setup,
        // Other programs.
        libc::SYS_execve,
        libc::SYS_execveat,
        // Other processes.
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_kill,
    ];

    pub(super) fn no_calls() -> Result<(), String> {
        let text = |error: &dyn std::fmt::Display| error.to_string();
        let machine = TargetArch::try_from(std::env::consts::ARCH).map_err(|e| text(&e))?;
        let filter = SeccompFilter::new(
            REFUSED.iter().map(|&call| (call, Vec::new())).collect(),
            SeccompAction::Allow,
            SeccompAction::Errno(libc::EPERM as u32),
            machine,
        )
        .and_then(seccompiler::BpfProgram::try_from)
        .map_err(|e| text(&e))?;
        apply_filter(&filter).map_err(|e| text(&e))
    }
}
