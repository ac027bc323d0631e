//! `cargo xtask measure compare`: installs the public calculators, builds our programs, and runs the comparison.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xtask::project;

use crate::command::{cargo, find, program, run, say};
use crate::{browsers, tools};

/// Runs the comparison with the site that is in dist/.
///
/// # Errors
/// When something cannot be installed or built, or the comparison fails.
pub(crate) fn compare(rest: &[String]) -> Result<()> {
    browsers::ensure(&[browsers::Need::Chromium])?;
    tools::ensure_npm_packages()?;
    ensure_peers()?;
    let programs = target().join("release");
    run(&mut cargo(["build", "--release", "--package", "model", "--examples"]))?;
    run(&mut cargo(["build", "--release", "--package", "calculator"]))?;
    let mut comparing = cargo(["run", "--quiet", "--package", "e2e", "--bin", "compare", "--", "--programs"]);
    run(comparing.arg(programs).args(rest))
}

/// Where cargo builds.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| project::root().join("target"), PathBuf::from)
}

/// Installs the public calculators at their locked versions, in a Python environment of their own.
fn ensure_peers() -> Result<()> {
    let wanted = "xtask/compare/requirements.txt";
    let wanted_text = fs::read_to_string(project::root().join(wanted)).context(wanted)?;
    let folder = project::root().join("target/compare");
    let stamp = folder.join("installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted_text) {
        return Ok(());
    }
    if find("python3").is_none() {
        bail!("the public calculators are Python: there is no `python3` on PATH");
    }
    say("installing the public calculators into target/compare/: about half a minute");
    fs::create_dir_all(&folder)?;
    run(program("python3").args(["-m", "venv", "--clear", "target/compare/venv"]))?;
    let quiet = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", wanted];
    run(program("target/compare/venv/bin/pip").args(quiet))?;
    fs::write(stamp, wanted_text)?;
    Ok(())
}
