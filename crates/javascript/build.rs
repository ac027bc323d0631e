//! Writes the TypeScript types from the model's tables, so that they cannot get out of date.

use std::path::Path;
use std::{env, fs, io};

#[path = "src/types.rs"]
mod types;

fn main() -> io::Result<()> {
    // `model` is a dependency of this script: cargo runs it again whenever the tables change.
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    fs::write(Path::new(&folder).join("types.d.ts"), types::declarations())
}
