//! The messages that tell a host our height, letter by letter: `tests/height.test.mjs`, in Node, which the build needs anyway.

use std::path::Path;
use std::process::Command;

#[test]
fn every_host_is_told_the_height_in_its_own_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let result = Command::new("node").args(["--test", "tests/height.test.mjs"]).current_dir(root).output();
    let output = result.unwrap_or_else(|error| panic!("node: {error}"));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("# pass") && !said.contains("# pass 0"), "no test ran: {said}");
}
