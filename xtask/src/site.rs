//! Builds the site into `dist/`: charts and typefaces, the page, the JavaScript module.

use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use xtask::project;

use crate::command::{cargo, cargo_home, program, run, say};
use crate::cut::optimise;
use crate::panic_words;
use crate::tools::{Tool, ensure_npm_packages, ensure_rust};

/// Installs what is missing and builds everything that a web server needs.
///
/// # Errors
/// When a tool cannot be installed or a step fails; `dist/` is then as it was, or lacks the module.
pub(crate) fn build() -> Result<()> {
    let start = Instant::now();
    let _only = lock()?;
    ensure_rust(&[])?;
    Tool::wasm_bindgen()?.ensure()?;
    Tool::trunk().ensure()?;
    ensure_npm_packages()?;
    ensure_vendor()?;
    let paths = short_paths()?;
    say("building the page: about four minutes the first time, half a minute when the model changed");
    let mut trunk = program("trunk");
    trunk.args(["build", "--release", "--skip-version-check"]).env_remove("NO_COLOR");
    run(trunk.env(WASM_FLAGS, &paths))?;
    say("drawing the figures' pictures: a few seconds");
    run(program("node").args(["xtask/static-figures.mjs", "dist/figures"]))?;
    build_module(&paths)?;
    build_framed(&paths)?;
    build_workshop(&paths)?;
    say("joining and compressing: a quarter of a minute");
    run(program("node").args(["xtask/lighten.mjs", "dist"]))?;
    run(program("node").args(["xtask/worker.mjs", "dist"]))?;
    run(program("node").args(["xtask/single-file.mjs", "dist"]))?;
    let size = size_of(&project::dist())?;
    let seconds = start.elapsed().as_secs();
    say(&format!("dist/ is built: {:.1} MB in all, {seconds} s", size as f64 / 1e6));
    Ok(())
}

/// The environment variable with extra compiler flags for the browser's target.
const WASM_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Flags that remove this machine's folders from the paths of our libraries. Panic messages hold such paths: without them
/// the wasm is smaller and the same wherever it is built.
fn short_paths() -> Result<String> {
    // The folders are only known once every crate has been downloaded.
    run(&mut cargo(["fetch", "--locked", "--target", "wasm32-unknown-unknown"]))?;
    let home = cargo_home().context("cargo has no home")?;
    let mut flags = String::new();
    for registry in fs::read_dir(home.join("registry/src"))? {
        let folder = registry?.path();
        flags += &format!("--remap-path-prefix={}/= ", folder.display());
    }
    Ok(flags)
}

/// A lock on dist/: two builds at once would remove each other's files.
fn lock() -> Result<File> {
    let target = project::root().join("target");
    fs::create_dir_all(&target)?;
    let file = File::create(target.join("site.lock"))?;
    if file.try_lock().is_err() {
        say("another build of the site is running: waiting for it");
        file.lock()?;
    }
    Ok(file)
}

/// Fills vendor/ unless it was made from the same packages by the same script.
fn ensure_vendor() -> Result<()> {
    let root = project::root();
    let mut made_from = String::new();
    for file in ["package-lock.json", "xtask/vendor/build.mjs", "xtask/vendor/echarts.js"] {
        made_from += &fs::read_to_string(root.join(file)).with_context(|| file.to_owned())?;
    }
    let stamp = root.join("target/vendor-made-from");
    // The script writes NOTICE last.
    let is_whole = root.join("vendor/NOTICE").exists();
    if is_whole && fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == made_from) {
        return Ok(());
    }
    say("bundling charts and typefaces into vendor/: a few seconds");
    run(program("node").arg("xtask/vendor/build.mjs"))?;
    fs::write(stamp, made_from)?;
    Ok(())
}

/// The model as a JavaScript module with its types, and the program that writes spreadsheets, in dist/module/.
fn build_module(paths: &str) -> Result<()> {
    say("building the JavaScript module: about two minutes the first time");
    let target = "wasm32-unknown-unknown";
    for (package, name) in [("own-or-rent-module", "own_or_rent"), ("spreadsheet", "spreadsheet")] {
        // A manifest that asks for a cdylib gives all builds of a library one file name: that of the calculator would be replaced.
        let mut build = cargo(["rustc", "--package", package, "--lib", "--crate-type", "cdylib"]);
        run(build.args(["--target", target, "--profile", "web"]).env(WASM_FLAGS, paths))?;
        let built = format!("target/{target}/web/{}.wasm", package.replace('-', "_"));
        let bind = ["--target", "web", "--out-dir", "dist/module", "--out-name", name];
        run(program("wasm-bindgen").args(bind).arg(built))?;
        let wasm = format!("dist/module/{name}_bg.wasm");
        run(program("wasm-opt").args(["-Oz", &wasm, "--output", &wasm]))?;
    }
    Ok(())
}

/// The small programs of the framed figures, in dist/: of those that we draw ourselves, and of the others.
fn build_framed(paths: &str) -> Result<()> {
    say("building the framed figures' programs: two minutes the first time");
    build_program("framed", "own-or-rent-framed", "", paths)?;
    build_program("charted", "own-or-rent-framed", "charts", paths)
}

/// The program of the workshop's page, in dist/.
fn build_workshop(paths: &str) -> Result<()> {
    say("building the workshop's program: two minutes the first time");
    build_program("workbench", "own-or-rent-workshop-room", "", paths)
}

/// A small program and its glue, in dist/ under this name.
fn build_program(name: &str, package: &str, features: &str, paths: &str) -> Result<()> {
    let target = "wasm32-unknown-unknown";
    let mut build = cargo(["build", "--package", package, "--target", target, "--profile", "web"]);
    run(build.args(["--features", features]).env(WASM_FLAGS, paths))?;
    let linked = package.replace('-', "_");
    let linked = project::root().join(format!("target/{target}/web/{linked}.wasm"));
    let linked = fs::read(&linked).with_context(|| linked.display().to_string())?;
    let short = panic_words::without_linking(&panic_words::without(&linked)?)?;
    let folder = tempfile::tempdir()?;
    let built = folder.path().join("program.wasm");
    fs::write(&built, short)?;
    let bind = ["--target", "web", "--no-typescript", "--out-dir", "dist", "--out-name", name];
    run(program("wasm-bindgen").args(bind).arg(built))?;
    let wasm = project::dist().join(format!("{name}_bg.wasm"));
    optimise(&wasm, &wasm)
}

fn size_of(folder: &Path) -> Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { size_of(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
