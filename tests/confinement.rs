//! Each limit of a worker process, tried twice: with it the attempt fails, without it it succeeds.

use rustix::process::{Resource, getrlimit, setrlimit};
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use vanban::batch::confine::{available, confine};

const MEMORY: u64 = 1 << 30;

/// What a worker must not be able to do, in the folder given; `Err` where it is prevented.
type Attempt = fn(&Path) -> Result<(), String>;

/// The attempts, and whether they need a fence that not every kernel has.
const ATTEMPTS: &[(&str, Attempt, Fence)] = &[
    (
        "fill an open file",
        |_| fill_standard_output(),
        Fence::Limit,
    ),
    (
        "make a file",
        |desk| fs::write(desk.join("new"), "").map_err(text),
        Fence::Landlock,
    ),
    (
        "remove a file",
        |desk| fs::remove_file(desk.join("old")).map_err(text),
        Fence::Landlock,
    ),
    (
        "rename a file",
        |desk| fs::rename(desk.join("old"), desk.join("b")).map_err(text),
        Fence::Landlock,
    ),
    (
        "empty a file",
        |desk| fs::File::create(desk.join("old")).map(drop).map_err(text),
        Fence::Landlock,
    ),
    (
        "make a folder",
        |desk| fs::create_dir(desk.join("folder")).map_err(text),
        Fence::Landlock,
    ),
    (
        "link a file",
        |desk| std::os::unix::fs::symlink("old", desk.join("link")).map_err(text),
        Fence::Landlock,
    ),
    ("reach the network", reach_the_network, Fence::Seccomp),
    (
        "start a program",
        |_| Command::new("true").status().map(drop).map_err(text),
        Fence::Seccomp,
    ),
    ("take memory", take_memory, Fence::Limit),
    ("hold files open", hold_files_open, Fence::Limit),
    ("dump core", dump_core, Fence::Limit),
];

#[derive(Clone, Copy, PartialEq)]
enum Fence {
    Limit,
    Landlock,
    Seccomp,
}

fn text(error: std::io::Error) -> String {
    error.to_string()
}

/// Standard output is a file here.
fn fill_standard_output() -> Result<(), String> {
    let mut file = std::io::stdout();
    file.write_all(b"x\n")
        .and_then(|()| file.flush())
        .map_err(text)
}

fn reach_the_network(desk: &Path) -> Result<(), String> {
    let address = fs::read_to_string(desk.join("address")).map_err(text)?;
    TcpStream::connect(address).map(drop).map_err(text)
}

fn take_memory(_: &Path) -> Result<(), String> {
    let mut hoard: Vec<u8> = Vec::new();
    hoard
        .try_reserve_exact(2 * MEMORY as usize)
        .map_err(|e| e.to_string())
}

fn hold_files_open(desk: &Path) -> Result<(), String> {
    (0..100)
        .map(|_| fs::File::open(desk.join("old")))
        .collect::<Result<Vec<_>, _>>()
        .map(drop)
        .map_err(text)
}

/// Whether a crash could leave a core file; crashing itself would depend on the system's settings.
fn dump_core(_: &Path) -> Result<(), String> {
    match getrlimit(Resource::Core).current {
        Some(0) => Err("no core file".to_owned()),
        _ => Ok(()),
    }
}

/// Carries out one attempt in a process of its own, whose limits do not reach the other tests.
#[test]
#[ignore = "run by the test below"]
fn attempt() {
    let Ok(task) = std::env::var("VANBAN_ATTEMPT") else {
        return;
    };
    let (limits, name) = task.split_once(':').unwrap();
    let (_, attempt, _) = ATTEMPTS.iter().find(|(known, ..)| *known == name).unwrap();
    if limits == "confined" {
        confine(MEMORY).unwrap();
    } else {
        // Many systems have core files off unless they are asked for.
        let mut core = getrlimit(Resource::Core);
        core.current = core.maximum;
        setrlimit(Resource::Core, core).unwrap();
    }
    let desk = std::env::current_dir().unwrap();
    match attempt(&desk) {
        Ok(()) => std::process::exit(0),
        Err(_) => std::process::exit(1),
    }
}

fn succeeds(limits: &str, name: &str) -> bool {
    let desk = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    fs::write(desk.path().join("old"), "x").unwrap();
    fs::write(
        desk.path().join("address"),
        listener.local_addr().unwrap().to_string(),
    )
    .unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "confinement::attempt", "--ignored"])
        .env("VANBAN_ATTEMPT", format!("{limits}:{name}"))
        .current_dir(desk.path())
        .stdout(fs::File::create(desk.path().join("filled")).unwrap())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    status.success()
}

#[test]
fn what_a_worker_must_not_do_is_prevented_and_only_by_its_limits() {
    let fences = available();
    for (name, _, fence) in ATTEMPTS {
        assert!(succeeds("free", name), "{name}: fails without the limit");
        let missing = match fence {
            Fence::Limit => None,
            Fence::Landlock => fences.landlock.clone().err(),
            Fence::Seccomp => fences.seccomp.clone().err(),
        };
        match missing {
            Some(why) => println!("skipped: {name}: {why}"),
            None => assert!(!succeeds("confined", name), "{name}: succeeds"),
        }
    }
}
