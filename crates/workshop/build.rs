//! Compiles `data/workshop/` into typed constants; what is wrong there fails the build.

use std::path::Path;
use std::{env, fs};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    data_compiler::emit_and_exit_on_problems(data_compiler::workshop_source(&data), |source| {
        let out = env::var("OUT_DIR").unwrap_or_default();
        fs::write(Path::new(&out).join("numbering.rs"), source)
    });
    for file in data_compiler::WORKSHOP_FILES {
        println!("cargo::rerun-if-changed={}", data.join(file).display());
    }
}
