//! Compiles `data/workshop/` into the names of columns and the questions; what is wrong in it fails the build.

use std::path::Path;
use std::{env, fs};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    data_compiler::emit_and_exit_on_problems(data_compiler::bill_source(&data), |source| {
        fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("bill.rs"), source)
    });
    for file in data_compiler::MODEL_FILES.iter().chain(data_compiler::BILL_FILES) {
        println!("cargo::rerun-if-changed={}", data.join(file).display());
    }
}
