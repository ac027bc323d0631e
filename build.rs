//! Compiles the article in `data/` into typed values; what is wrong in `data/` fails the build.

use std::path::Path;
use std::{env, fs};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in data_compiler::ARTICLE_FILES {
        println!("cargo::rerun-if-changed=data/{file}");
    }
    data_compiler::emit_and_exit_on_problems(data_compiler::article_source(&data), |source| {
        let out = env::var("OUT_DIR").unwrap_or_default();
        fs::write(Path::new(&out).join("article.rs"), source)
    });
}
