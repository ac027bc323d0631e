//! The project's chores: `cargo xtask serve`, `build`, `test`, `calibrate`, `measure`, `pictures`, `check-data`, and those that write files
//! which are made from others: `tables`, `notice`, `snapshot`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use xtask::snapshot::Snapshot;
use xtask::{notice, project, release, snapshot, tables};

mod browsers;
mod checks;
mod command;
mod compare;
mod cut;
mod lighthouse;
mod load;
mod model;
mod panic_words;
mod serve;
mod site;
mod tools;

use lighthouse::LighthouseArguments;

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
    /// Builds the site and freezes it: a copy in the folder of editions and, with all earlier ones, in dist/v/. Refuses a version that is
    /// kept there with other content.
    Release(ReleaseArguments),
    /// Splits the page's program in two; called by the build of the page.
    #[command(hide = true)]
    Cut,
    /// Runs everything that must hold.
    Test(checks::Selection),
    /// Fits the model's constants to the measured rows: what the fit gives, and how well it predicts unseen rows.
    Calibrate,
    /// Measures the site, the model, or either next to others. Times are reported, never held: machines differ.
    #[command(subcommand)]
    Measure(Measure),
    /// Builds the site and takes pictures of it; arguments go to the program that takes them (try `--help` there).
    Pictures(SiteArguments),
    /// Names the prices in data/ that are past their shelf life, or were to be withdrawn by today.
    CheckData,
    /// Writes the numbers in docs/model/ that come from data/.
    Tables,
    /// Writes NOTICE.md: whose work the built site holds, and under which licence.
    Notice,
    /// Writes xtask/snapshot.toml: what the site in dist/ weighs and what the model's questions allocate.
    Snapshot,
}

/// What can be measured.
#[derive(Subcommand)]
enum Measure {
    /// Builds the site and measures what it weighs, how soon it answers, how it follows a finger, and Lighthouse's scores:
    /// about ten minutes. Arguments go to the program that measures (try `--help` there).
    Site(SiteArguments),
    /// Builds the site and measures each figure in another page's frame, before and after a touch: about four minutes. Arguments go to the
    /// program that measures.
    Embeds(SiteArguments),
    /// The model's questions natively and in Chromium's wasm, how their cost grows, long sweeps: about three minutes.
    /// Arguments go to the program that measures (try `--help` there).
    Model(ModelArguments),
    /// Builds the site and compares it and the model with public calculators and a plain page: about eight minutes.
    /// Arguments go to the program that compares (try `--help` there).
    Compare(SiteArguments),
    /// Builds the site and counts the readers that nginx serves on one core: about two minutes. Arguments go to the program
    /// that counts (try `--help` there).
    Load(SiteArguments),
    /// Builds the site and takes Lighthouse's scores of it, and nothing else.
    Lighthouse(LighthouseArguments),
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
struct ReleaseArguments {
    /// Where frozen editions are kept: never to be emptied.
    #[arg(long, default_value = "editions")]
    editions: PathBuf,
    /// Freezes dist/ as it is.
    #[arg(long)]
    no_build: bool,
}

#[derive(Args)]
struct ModelArguments {
    /// Such as: --out docs/measurements --rows 100000,1000000.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    rest: Vec<String>,
}

#[derive(Args)]
struct SiteArguments {
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
        // The failed steps have been reported.
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
        Chore::Release(arguments) => {
            if !arguments.no_build {
                site::build()?;
            }
            let editions = project::root().join(arguments.editions);
            release::freeze(&project::dist(), &editions, env!("CARGO_PKG_VERSION"))?;
            command::say(&format!("dist/ has every edition of {}", editions.display()));
        }
        Chore::Cut => cut::cut()?,
        Chore::Test(selection) => return checks::run(&selection),
        Chore::Calibrate => {
            let flags = ["--package", "validation", "--features", "fit", "--bin", "calibrate"];
            command::run(command::cargo(["run", "--quiet", "--release"]).args(flags))?;
        }
        Chore::Measure(what) => measure(what)?,
        Chore::Pictures(arguments) => in_chromium("pictures", &arguments)?,
        Chore::CheckData => {
            let flags = ["--package", "calculator", "--", "prices", "--old"];
            command::run(command::cargo(["run", "--quiet"]).args(flags))?;
        }
        Chore::Tables => write_tables()?,
        Chore::Notice => {
            tools::ensure_npm_packages()?;
            fs::write(project::root().join("NOTICE.md"), notice::page()?)?;
            command::say("NOTICE.md is written");
        }
        Chore::Snapshot => {
            let kept = Snapshot::read()?;
            let site = snapshot::site(&project::dist())?;
            Snapshot { site, allocations: checks::found_allocations()?, ..kept }.write()?;
            command::say("xtask/snapshot.toml is written");
        }
    }
    Ok(true)
}

fn measure(what: Measure) -> Result<()> {
    match what {
        Measure::Site(arguments) => {
            in_chromium("measure", &arguments)?;
            lighthouse::measure(&LighthouseArguments::for_site(&arguments.rest))
        }
        Measure::Embeds(SiteArguments { no_build, mut rest }) => {
            rest.insert(0, "--embeds".to_owned());
            in_chromium("measure", &SiteArguments { no_build, rest })
        }
        Measure::Model(arguments) => model::measure(&arguments.rest),
        Measure::Compare(arguments) => compare::compare(built(&arguments)?),
        Measure::Load(arguments) => load::count_readers(built(&arguments)?),
        Measure::Lighthouse(arguments) => {
            if !arguments.no_build {
                site::build()?;
            }
            lighthouse::measure(&arguments)
        }
    }
}

fn write_tables() -> Result<()> {
    let data = tables::Data::read(&project::root().join("data"))?;
    let outdated = tables::outdated(&project::root().join("docs/model"), &data)?;
    for (file, page) in &outdated {
        fs::write(file, page)?;
        command::say(&format!("{} is written", file.display()));
    }
    if outdated.is_empty() {
        command::say("docs/model/ says what data/ has");
    }
    Ok(())
}

/// Runs one of the programs that drive the built site in Chromium.
fn in_chromium(program: &str, arguments: &SiteArguments) -> Result<()> {
    browsers::ensure(&[browsers::Need::Chromium])?;
    let rest = built(arguments)?;
    let mut looking = command::cargo(["run", "--quiet", "--package", "e2e", "--bin", program, "--"]);
    command::run(looking.args(rest))
}

/// Builds the site unless it is to be taken as it is, and returns the remaining arguments.
fn built(arguments: &SiteArguments) -> Result<&[String]> {
    if !arguments.no_build {
        site::build()?;
    }
    Ok(&arguments.rest)
}
