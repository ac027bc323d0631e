//! The messages between a framed figure and its host, letter by letter: `tests/height.test.mjs` and `tests/host.test.mjs`, in Node,
//! which the build needs anyway.

#![expect(clippy::unwrap_used, reason = "what fails to unwrap is a failed test")]

use std::path::Path;
use std::process::Command;

/// Runs a file of tests in Node.
fn run(file: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("node").args(["--test", file]).current_dir(root).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("# pass") && !said.contains("# pass 0"), "no test ran: {said}");
}

#[test]
fn every_host_is_told_the_height_in_its_own_words() {
    run("tests/height.test.mjs");
}

#[test]
fn a_host_is_heard_as_far_as_the_address_allows() {
    run("tests/host.test.mjs");
}
