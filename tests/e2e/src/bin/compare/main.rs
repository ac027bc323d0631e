//! The project beside others, in one run on one machine: evaluations a second beside public calculators, and the ledger
//! figure beside the same one on a plain page. Written to docs/measurements/comparison.md and .json.
//!
//! `cargo xtask measure compare` installs and builds what this drives. Times are reported, never held: machines differ.

mod pages;
mod rates;
mod report;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use e2e::machine::Setting;
use serde::Serialize;
use xtask::project;

/// Comparisons with what others offer.
#[derive(Parser)]
struct Arguments {
    /// Times that everything is measured, in turn; the medians are reported.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds for which each calculator is asked, each time.
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// Seconds for which each slider is dragged, each time.
    #[arg(long, default_value_t = 5.0)]
    drag_s: f64,
    /// Where the built programs are.
    #[arg(long, value_name = "FOLDER")]
    programs: PathBuf,
    /// Where the report is written, as comparison.md and comparison.json: docs/measurements for the one that is kept.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Everything that was compared.
#[derive(Debug, Serialize)]
struct Report {
    setting: Setting,
    rounds: usize,
    rates: Vec<rates::Rate>,
    figure: pages::Figure,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let setting = Setting::now()?;
    let rates = rates::measure(&arguments)?;
    let figure = pages::compare(&arguments).await?;
    let report = Report { setting, rounds: arguments.rounds, rates, figure };
    let page = report::page(&report);
    report::say(&page);
    if let Some(folder) = &arguments.out {
        let folder = project::root().join(folder);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("comparison.json"), serde_json::to_string_pretty(&report)? + "\n")?;
        std::fs::write(folder.join("comparison.md"), page)?;
    }
    Ok(())
}
