//! The set-up script's one decision: whether this machine's Rust is new enough.

use std::path::Path;
use std::process::Command;

fn judge(version: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/setup");
    let done = Command::new(script)
        .args(["--rust", version])
        .output()
        .unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

#[test]
fn an_older_or_missing_rust_is_installed_a_newer_one_kept() {
    let wanted = env!("CARGO_PKG_RUST_VERSION");
    for (version, verdict) in [
        ("none", "install"),
        ("0.66.0", "install"),
        ("1.63.0", "install"),
        ("1.9.0", "install"),
        (wanted, "ok"),
        (&format!("{wanted}.1"), "ok"),
        ("1.900.0", "ok"),
        ("2.0.0", "ok"),
    ] {
        assert_eq!(judge(version), verdict, "cargo {version}, wanted {wanted}");
    }
}
