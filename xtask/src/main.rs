//! The project's chores: `cargo xtask serve`, `build`, `test`, `calibrate`, `measure`, `measure-model`, `compare`, `load`,
//! `lighthouse`, `pictures`.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

mod browsers;
mod checks;
mod command;
mod compare;
mod cut;
mod lighthouse;
mod load;
mod model;
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
    /// Cuts the page's program in two; called by the build of the page.
    #[command(hide = true)]
    Cut,
    /// Runs everything that must hold.
    Test(checks::Selection),
    /// Fits the model's constants to the measured rows: what the fit gives, and how well it foretells unseen rows.
    Calibrate,
    /// Builds the site and measures it: what it weighs, how soon it answers, how it follows a finger, and Lighthouse's
    /// scores; arguments go to the program that measures (try `--help` there).
    Measure(PassedOn),
    /// Measures the model: its questions natively and in Chromium's wasm, how their cost grows, long sweeps; arguments go to
    /// the program that measures (try `--help` there).
    MeasureModel(Rest),
    /// Builds the site and holds it and the model beside public calculators and a plain page; arguments go to the program that
    /// compares (try `--help` there).
    Compare(PassedOn),
    /// Builds the site and counts the readers that nginx serves on one core; arguments go to the program that counts (try
    /// `--help` there).
    Load(PassedOn),
    /// Builds the site and takes Lighthouse's scores of it, and nothing else.
    Lighthouse(lighthouse::Wanted),
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
struct Rest {
    /// Such as: --out docs/measurements --rows 100000,1000000.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    rest: Vec<String>,
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
        Chore::Cut => cut::cut()?,
        Chore::Test(selection) => return checks::run(&selection),
        Chore::Calibrate => {
            let flags = ["--package", "validation", "--features", "fit", "--bin", "calibrate"];
            command::run(command::cargo(["run", "--quiet", "--release"]).args(flags))?;
        }
        Chore::Measure(arguments) => {
            in_chromium("measure", &arguments)?;
            lighthouse::measure(&lighthouse::Wanted::beside(&arguments.rest))?;
        }
        Chore::MeasureModel(arguments) => model::measure(&arguments.rest)?,
        Chore::Compare(arguments) => compare::run_all(built(&arguments)?)?,
        Chore::Lighthouse(wanted) => {
            if !wanted.no_build {
                site::build()?;
            }
            lighthouse::measure(&wanted)?;
        }
        Chore::Load(arguments) => load::run_all(built(&arguments)?)?,
        Chore::Pictures(arguments) => in_chromium("pictures", &arguments)?,
    }
    Ok(true)
}

/// Runs one of the programs that look at the built site.
fn in_chromium(program: &str, arguments: &PassedOn) -> Result<()> {
    browsers::ensure(&[browsers::Need::Chromium])?;
    let rest = built(arguments)?;
    let mut looking = command::cargo(["run", "--quiet", "--package", "e2e", "--bin", program, "--"]);
    command::run(looking.args(rest))
}

/// Builds the site, if it is not to be taken as it is; gives the arguments that are left.
fn built(arguments: &PassedOn) -> Result<&[String]> {
    if !arguments.no_build {
        site::build()?;
    }
    Ok(&arguments.rest)
}
