//! The project's chores: `cargo xtask serve`, `build`, `test`, `calibrate`, `measure`, `pictures`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

mod browsers;
mod checks;
mod command;
mod serve;
mod site;
mod tools;

/// The project's chores. Each installs what it needs and this machine lacks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds the site and serves it at a local address.
    Serve(ServeArguments),
    /// Builds the site into dist/.
    Build,
    /// Runs everything that must hold.
    Test(checks::Selection),
    /// Fits the model's constants to the measured rows: what the fit gives, and how well it foretells unseen rows.
    Calibrate,
    /// Builds the site and measures it: what it weighs, how soon it answers, how it follows a finger; arguments go to the
    /// program that measures (try `--help` there).
    Measure(PassedOn),
    /// Builds the site and takes pictures of it; arguments go to the program that takes them (try `--help` there).
    Pictures(PassedOn),
}

#[derive(Args)]
struct ServeArguments {
    /// Port to listen on; the next free one if it is taken.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Serves dist/ as it is.
    #[arg(long)]
    no_build: bool,
}

#[derive(Args)]
struct PassedOn {
    /// Takes dist/ as it is.
    #[arg(long)]
    no_build: bool,
    /// Such as, for pictures: --out /tmp/look --width 360 --theme dark --path '?embed=ledger' --scroll-to '#figure-ledger'.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    rest: Vec<String>,
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(true) => ExitCode::SUCCESS,
        // What failed has been said.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            command::say(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether all is well.
fn run(chore: Chore) -> Result<bool> {
    match chore {
        Chore::Serve(arguments) => {
            if !arguments.no_build {
                site::build()?;
            }
            serve::serve(arguments.port)?;
        }
        Chore::Build => site::build()?,
        Chore::Test(selection) => return checks::run(&selection),
        Chore::Calibrate => {
            let flags = ["--package", "validation", "--features", "fit", "--bin", "calibrate"];
            command::run(command::cargo(["run", "--quiet", "--release"]).args(flags))?;
        }
        Chore::Measure(arguments) => in_chromium("measure", &arguments)?,
        Chore::Pictures(arguments) => in_chromium("pictures", &arguments)?,
    }
    Ok(true)
}

/// Runs one of the programs that look at the built site.
fn in_chromium(program: &str, arguments: &PassedOn) -> Result<()> {
    browsers::ensure(&[browsers::Need::Chromium])?;
    if !arguments.no_build {
        site::build()?;
    }
    let mut looking = command::cargo(["run", "--quiet", "--package", "e2e", "--bin", program, "--"]);
    command::run(looking.args(&arguments.rest))
}
