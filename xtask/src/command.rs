//! Starting other programs: in the repository's root, with the project's own tools first on PATH.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use xtask::project;

/// Prints a line.
#[expect(clippy::print_stdout, reason = "a chore talks to the person who runs it")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// A program by name, in the repository's root.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(project::root()).env("PATH", path());
    // `cargo run` describes this program in its environment; the builds that it starts must not read that.
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
            .iter()
            .any(|own| name_text.starts_with(own))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// A cargo command.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = program("cargo");
    command.args(arguments);
    command
}

/// Runs to the end, showing what it prints.
///
/// # Errors
/// When it cannot be started or fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let text = text_of(command);
    say(&format!("$ {text}"));
    let status = command.status().with_context(|| format!("`{text}` cannot be started"))?;
    ensure!(status.success(), "`{text}` failed ({status})");
    Ok(())
}

/// Runs to the end, showing what it prints and handing each line of its output on; whether it succeeded.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn run_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Result<bool> {
    let text = text_of(command);
    say(&format!("$ {text}"));
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{text}` cannot be started"))?;
    let output = child.stdout.take().context("no output to read")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        say(&line);
        read(&line);
    }
    Ok(child.wait()?.success())
}

/// What a program prints, or nothing if it isn't there or fails.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program is on the PATH that [`program`] uses.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&path()).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The project's own tools, then npm's, the machine's and cargo's, which a new shell may not have on PATH.
fn path() -> OsString {
    let machine = env::var_os("PATH").unwrap_or_default();
    let mut folders = vec![project::tools().join("bin"), project::node_modules().join(".bin")];
    folders.extend(env::split_paths(&machine));
    folders.extend(cargo_home().map(|home| home.join("bin")));
    // Where Debian puts servers, which is not on every user's PATH.
    folders.push(PathBuf::from("/usr/sbin"));
    env::join_paths(folders).unwrap_or(machine)
}

/// The folder where cargo keeps downloaded and installed crates.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))
}

fn text_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
