//! The build tools at their fixed versions. A tool that the machine has at that version is used; the others are installed:
//! crates into `.tools/`, npm packages into `node_modules/`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use xtask::project;

use crate::command::{cargo, find, output_of, program, run, say};

/// A program that cargo installs.
pub(crate) struct Tool {
    /// The program's name.
    name: &'static str,
    /// The crate that brings it.
    package: &'static str,
    /// Its version.
    version: String,
    /// What it is needed for.
    why: &'static str,
    /// About how long two cores take to build it.
    minutes: u32,
}

impl Tool {
    /// Builds the page.
    pub(crate) fn trunk() -> Self {
        let version = "0.21.14".to_owned();
        Self { name: "trunk", package: "trunk", version, why: "builds the page", minutes: 6 }
    }

    /// Generates the JavaScript of the wasm; must have the version that the library has in Cargo.lock.
    pub(crate) fn wasm_bindgen() -> Result<Self> {
        let lock = fs::read_to_string(project::root().join("Cargo.lock")).context("Cargo.lock")?;
        let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
        let why = "generates the JavaScript of the wasm and runs the component tests";
        Ok(Self { name: "wasm-bindgen", package: "wasm-bindgen-cli", version, why, minutes: 4 })
    }

    /// Drives Firefox.
    pub(crate) fn geckodriver() -> Self {
        let version = "0.37.1".to_owned();
        Self {
            name: "geckodriver",
            package: "geckodriver",
            version,
            why: "drives Firefox in the tests",
            minutes: 3,
        }
    }

    /// Checks licences and sources of the crates.
    pub(crate) fn cargo_deny() -> Self {
        let version = "0.20.2".to_owned();
        let why = "checks licences and sources of the crates";
        Self { name: "cargo-deny", package: "cargo-deny", version, why, minutes: 2 }
    }

    /// Installs it unless it is there at its version.
    ///
    /// # Errors
    /// When the installation fails.
    pub(crate) fn ensure(&self) -> Result<()> {
        let found = self.found_version();
        if found.as_deref() == Some(&self.version) {
            return Ok(());
        }
        let found = found.map_or_else(|| "not there".to_owned(), |version| format!("{version} is there"));
        say(&format!(
            "{} {} {} ({found}): installing it into .tools/, about {} minutes on two cores",
            self.name, self.version, self.why, self.minutes
        ));
        // With its makers' lock file; if the registry lacks one of those versions, with those that it has.
        if let Err(error) = run(&mut self.install(&["--locked"])) {
            say(&format!("{error:#}: trying without its lock file"));
            run(&mut self.install(&[]))?;
        }
        let found = self.found_version();
        ensure!(
            found.as_ref() == Some(&self.version),
            "{} is now {found:?}, not {}",
            self.name,
            self.version
        );
        Ok(())
    }

    fn install(&self, flags: &[&str]) -> Command {
        let mut install = cargo(["install", self.package]);
        install.args(["--version", &format!("={}", self.version)]).args(flags);
        install.arg("--root").arg(project::tools());
        // Built once and run for seconds: a whole-program optimisation would take longer than it ever saves.
        install.env("CARGO_PROFILE_RELEASE_LTO", "off");
        install.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        install
    }

    fn found_version(&self) -> Option<String> {
        version_in(&output_of(program(find(self.name)?).arg("--version"))?)
    }
}

/// The wasm target of the compiler in use, and the components that the checks need.
///
/// # Errors
/// When rustup cannot add what is missing.
pub(crate) fn ensure_rust(components: &[&str]) -> Result<()> {
    let query = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
    let has_target =
        output_of(program("rustc").args(query)).is_some_and(|folder| PathBuf::from(folder).exists());
    if !has_target {
        say("the wasm32-unknown-unknown target compiles the page for the browser: adding it, under a minute");
        run(program("rustup").args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    for component in components {
        let command = if *component == "rustfmt" { "fmt" } else { component };
        if output_of(&mut cargo([command, "--version"])).is_none() {
            say(&format!("{component} is missing: adding it, under a minute"));
            run(program("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// The npm packages of package-lock.json: charts, typefaces, bundler, wasm-opt, and pym.js for the tests.
///
/// # Errors
/// When Node.js is missing or too old, or npm fails.
pub(crate) fn ensure_npm_packages() -> Result<()> {
    let Some(node) = output_of(program("node").arg("--version")) else {
        bail!("Node.js 20 or later is needed, with npm: there is no `node` on PATH");
    };
    let major = node.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    ensure!(major.is_some_and(|major| major >= 20), "Node.js 20 or later is needed; this one is {node}");
    let lock = fs::read_to_string(project::root().join("package-lock.json")).context("package-lock.json")?;
    let stamp = project::node_modules().join(".installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(
        "the npm packages bring charts, typefaces, bundler and wasm-opt: installing them, about half a minute",
    );
    run(program("npm").args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// The version of a package in a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let entry = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(entry.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

/// The first word that looks like a version.
fn version_in(text: &str) -> Option<String> {
    let is_version =
        |word: &&str| word.split('.').count() == 3 && word.starts_with(|first: char| first.is_ascii_digit());
    text.split_whitespace().find(is_version).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_lock() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }

    #[test]
    fn the_version_is_read_from_what_a_tool_prints() {
        assert_eq!(version_in("geckodriver 0.37.1 (abc 2026-01-01)").as_deref(), Some("0.37.1"));
        assert_eq!(version_in("trunk 0.21.14").as_deref(), Some("0.21.14"));
        assert_eq!(version_in("no version here."), None);
    }
}
