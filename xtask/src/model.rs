//! `cargo xtask measure model`: builds the program of the model's questions, natively and for a browser, and measures it.

use anyhow::{Context, Result};
use xtask::project;

use crate::browsers::{self, Need};
use crate::command::{cargo, program, run};
use crate::tools::{Tool, ensure_npm_packages, ensure_rust};

/// Builds and measures.
///
/// # Errors
/// When a tool cannot be installed, something does not build, or a measurement fails.
pub(crate) fn measure(rest: &[String]) -> Result<()> {
    browsers::ensure(&[Need::Chromium, Need::Valgrind])?;
    ensure_rust(&[])?;
    Tool::wasm_bindgen()?.ensure()?;
    ensure_npm_packages()?;
    run(&mut cargo(["build", "--release", "--package", "questions", "--package", "calculator"]))?;
    let target = "wasm32-unknown-unknown";
    run(&mut cargo(["build", "--package", "questions", "--lib", "--target", target, "--profile", "web"]))?;
    let built = project::release("questions")?;
    let folder = built.ancestors().nth(2).context("no folder of builds")?;
    let module = folder.join("questions");
    let bind = ["--target", "web", "--out-name", "questions", "--out-dir"];
    let wasm = folder.join(target).join("web/questions.wasm");
    run(program("wasm-bindgen").args(bind).arg(&module).arg(wasm))?;
    // The page's wasm goes through wasm-opt, too.
    let wasm = module.join("questions_bg.wasm");
    run(program("wasm-opt").arg("-Oz").arg(&wasm).arg("--output").arg(&wasm))?;
    let mut measuring =
        cargo(["run", "--quiet", "--package", "e2e", "--bin", "measure_model", "--", "--module"]);
    run(measuring.arg(module).args(rest))
}
