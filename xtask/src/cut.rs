//! Splits the page's program in two, at the entrance that `src/page/entrance.rs` marks: what the first screen needs, and the rest.
//!
//! Trunk calls this once its own build is in its staging folder. wasm-bindgen drops the relocations that the splitter
//! needs, so the program is split as cargo linked it; the first half then goes through wasm-bindgen again and replaces the
//! whole program.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use wasm_split_cli_support::{Options, transform};
use xtask::project;

use crate::command::{program, run};
use crate::panic_words;

/// What wasm-opt does, in this order. Without `--ignore-implicit-traps`: it saves two hundred bytes of the first program and
/// costs as many of the second, but lets wasm-opt read memory before the condition that guards the read.
const PASSES: [&str; 5] = ["--generate-global-effects", "-Oz", "--generate-global-effects", "-Oz", "-Oz"];

/// The wasm features that rustc uses and wasm-opt must accept.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Splits the program in Trunk's staging folder.
///
/// # Errors
/// When there is no such folder, the program was built without the feature `split`, or a tool fails.
pub(crate) fn cut() -> Result<()> {
    let staging =
        env::var_os("TRUNK_STAGING_DIR").context("TRUNK_STAGING_DIR is not set: Trunk calls this")?;
    let staging = PathBuf::from(staging);
    let name = whole_name(&staging)?;
    let linked = project::root().join("target/wasm32-unknown-unknown/web/web.wasm");
    let linked = fs::read(&linked).with_context(|| linked.display().to_string())?;
    let linked = panic_words::without(&linked)?;

    let folder = tempfile::tempdir()?;
    let first = folder.path().join(format!("{name}.wasm"));
    let glue = format!("./{name}.js");
    let mut options = Options::new(&linked);
    options.output_dir = folder.path();
    options.main_out_path = &first;
    options.main_module = &glue;
    options.link_name = "./split.js";
    let parts = transform(options).map_err(|error| anyhow::anyhow!("splitting the program: {error:#}"))?;
    ensure!(
        parts.split_modules.len() == 1,
        "the program is split {} times, not once",
        parts.split_modules.len()
    );

    let mut bind = program("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", &name, "--out-dir"]);
    run(bind.arg(&staging).arg(&first))?;
    fs::copy(folder.path().join("split.js"), staging.join("split.js"))?;
    let bound = staging.join(format!("{name}_bg.wasm"));
    optimise(&bound, &bound)?;
    optimise(&parts.split_modules[0], &staging.join("split_late.wasm"))
}

/// The name that Trunk gave the program: `web-….js` and `web-…_bg.wasm`.
fn whole_name(staging: &Path) -> Result<String> {
    for entry in fs::read_dir(staging).with_context(|| staging.display().to_string())? {
        let name = entry?.file_name();
        if let Some(name) = name.to_str().and_then(|name| name.strip_suffix("_bg.wasm")) {
            return Ok(name.to_owned());
        }
    }
    anyhow::bail!("{}: no program", staging.display())
}

/// Runs wasm-opt three times: the second pass saves half a percent, the third a fifth of one.
pub(crate) fn optimise(from: &Path, to: &Path) -> Result<()> {
    run(program("wasm-opt").args(FEATURES).args(PASSES).arg("--output").arg(to).arg(from))
}
