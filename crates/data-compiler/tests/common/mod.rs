//! A small but complete `data/`, and how to break it.

use std::fs;
use std::path::{Path, PathBuf};

use data_compiler::Files;

/// The fixture's folder.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/data")
}

/// The fixture with the first occurrence of a text in one of its files replaced.
pub(crate) fn changed(path: &str, from: &str, to: &str) -> Files {
    let text = fs::read_to_string(folder().join(path)).unwrap();
    assert!(text.contains(from), "{path} holds no '{from}'");
    Files::read(&folder()).unwrap().with(path, &text.replacen(from, to, 1))
}

/// The fixture with a text appended to one of its files.
pub(crate) fn extended(path: &str, more: &str) -> Files {
    let text = fs::read_to_string(folder().join(path)).unwrap_or_default();
    Files::read(&folder()).unwrap().with(path, &(text + more))
}

/// The problems that the compiler reports.
pub(crate) fn refused(files: &Files) -> Vec<String> {
    match data_compiler::article_source_of(files) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}
