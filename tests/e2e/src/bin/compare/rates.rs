//! Evaluations a second, in one thread: ours and those of public calculators, asked in turn.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use e2e::drag::median;
use serde::Serialize;
use serde_json::Value;
use xtask::project;

use crate::Arguments;

/// How often something can be asked in a second.
#[derive(Debug, Serialize)]
pub(crate) struct Rate {
    pub(crate) name: &'static str,
    /// What one call computes.
    pub(crate) what: &'static str,
    pub(crate) version: String,
    /// Calls a second, each time that it was measured.
    pub(crate) measured: Vec<f64>,
    pub(crate) median: f64,
}

/// What is asked, by the key of the program that asks it.
const OURS: [(&str, &str, &str); 3] = [
    (
        "estimate",
        "ours, `estimate`",
        "a case in all: serving (the best split over GPUs, the fewest GPUs that would do, queueing at the mean and at the \
         peak), both fine-tunes, accuracy over the horizon, both ledgers line by line, payback, energy and emissions",
    ),
    (
        "evaluate",
        "ours, `evaluate`",
        "the same with its verdict: 1,024 cases of the uncertain inputs and constants, the break-evens, what would turn the \
         answer; over a thousand estimates",
    ),
    (
        "replica",
        "ours, one replica",
        "of that only memory, throughput, queueing and latencies of one model on one GPU at one load: nearest to \
         llm-analysis' inference",
    ),
];

const SWEEP: &str = "200,000 cases through the command line, each an `estimate`, parsed from flags and written as CSV, in one \
                     thread and with the time to start";

/// The name by which peers.py knows it, and what a call computes.
const PEERS: [(&str, &str); 4] = [
    (
        "llm-analysis inference",
        "one model on one GPU at one batch: memory and latency of each part of a layer, prefill, decoding and tokens a second, \
         cost of the GPUs; no queueing, no comparison with an API; the analysis is built once, outside the time",
    ),
    ("llm-analysis training", "one training run: memory by part, time of an iteration, time and FLOP in all"),
    (
        "ecologits",
        "`llm_impacts` of one request to one API: energy, greenhouse gases, minerals, primary energy and water, as ranges; no \
         cost, no serving",
    ),
    (
        "genai-prices",
        "`calc_price` of one request: finds the model and multiplies two numbers of tokens by their prices",
    ),
];

/// Asks everyone in turn, as often as is wanted.
pub(crate) fn measure(arguments: &Arguments) -> Result<Vec<Rate>> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let rate = |name, what| Rate { name, what, version: version.clone(), measured: Vec::new(), median: 0.0 };
    let mut ours: Vec<Rate> = OURS.iter().map(|(_, name, what)| rate(name, what)).collect();
    let mut sweep = rate("ours, `calculator sweep`", SWEEP);
    let mut peers: Vec<Rate> = PEERS.iter().map(|(name, what)| rate(name, what)).collect();
    for _ in 0..arguments.rounds.max(1) {
        let found = answer(
            Command::new(arguments.programs.join("examples/rate")).arg(arguments.seconds.to_string()),
        )?;
        for (rate, (key, ..)) in ours.iter_mut().zip(OURS) {
            rate.measured.push(found[key].as_f64().context("no rate")?);
        }
        sweep.measured.push(sweep_rate(arguments)?);
        for peer in &mut peers {
            let python = project::root().join("target/compare/venv/bin/python");
            let script = project::root().join("xtask/compare/peers.py");
            let found =
                answer(Command::new(python).arg(script).args([peer.name, &arguments.seconds.to_string()]))?;
            found["version"].as_str().unwrap_or_default().clone_into(&mut peer.version);
            peer.measured.push(found["rate"].as_f64().context("no rate")?);
        }
    }
    let mut all: Vec<Rate> = ours.into_iter().chain([sweep]).chain(peers).collect();
    for rate in &mut all {
        rate.median = median(rate.measured.clone());
    }
    Ok(all)
}

/// What a program prints, as JSON.
pub(crate) fn answer(command: &mut Command) -> Result<Value> {
    let text = format!("{command:?}");
    let output = command.output().with_context(|| text.clone())?;
    ensure!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).with_context(|| text)
}

/// Rows a second of the command line.
fn sweep_rate(arguments: &Arguments) -> Result<f64> {
    const ROWS: [&str; 2] = ["model_size=0.5:405:50000:log", "gpu_count=1,2,4,8"];
    let mut sweep = Command::new(arguments.programs.join("calculator"));
    sweep.env("RAYON_NUM_THREADS", "1").args(["sweep", "--outputs", "own_cost,rent_cost"]);
    for over in ROWS {
        sweep.args(["--over", over]);
    }
    let start = Instant::now();
    let output = sweep.output().context("calculator")?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows = output.stdout.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1);
    ensure!(rows == 200_000, "{rows} rows");
    Ok(rows as f64 / seconds)
}
