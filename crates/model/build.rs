//! Compiles `data/` into the model's typed catalogue; what is wrong in `data/` fails the build.

use std::path::Path;
use std::{env, fs};

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    data_compiler::emit_and_exit_on_problems(data_compiler::model_source(&data), |source| {
        let out = env::var("OUT_DIR").unwrap_or_default();
        fs::write(Path::new(&out).join("names.rs"), source.names)?;
        fs::write(Path::new(&out).join("values.rs"), source.values)?;
        fs::write(Path::new(&out).join("facts.rs"), source.facts)?;
        fs::write(Path::new(&out).join("units.rs"), source.units)
    });
    for file in data_compiler::MODEL_FILES {
        println!("cargo::rerun-if-changed={}", data.join(file).display());
    }
}
