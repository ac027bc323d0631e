//! Compiles the article in `data/` into typed values, and computes the model's prediction for each measurement; a
//! mistake in `data/` fails the build.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use validation::anchor::leave_all_but_one_out;
use validation::{
    Family, Forecast, Group, Kept, LeftOut, Miss, Prediction, Row, World, calibration, predict, summary,
};

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in data_compiler::ARTICLE_FILES {
        println!("cargo::rerun-if-changed=data/{file}");
    }
    println!("cargo::rerun-if-changed=data/validation");
    let out = env::var("OUT_DIR").unwrap_or_default();
    data_compiler::emit_and_exit_on_problems(data_compiler::article_source(&data), |source| {
        fs::write(Path::new(&out).join("article.rs"), source)
    });
    fs::write(Path::new(&out).join("measurements.rs"), measurements()?)?;
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // The tool that cuts the page's program in two reads the linker's relocations.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    Ok(())
}

/// The calibration rows with the model's predictions, and the errors of each group, as Rust source.
fn measurements() -> Result<String, String> {
    let world = World::default();
    let tables = calibration().map_err(|error| error.to_string())?;
    let rows: Vec<(&Row, Result<Prediction, String>)> =
        tables.iter().flat_map(|table| &table.rows).map(|row| (row, predict(row, &world))).collect();
    let mut points = String::new();
    let mut n_points = 0;
    for (row, result) in &rows {
        let (Some(group), Ok(found)) = (Group::of(row), result) else { continue };
        if matches!(group, Group::TokenLatencyClosed | Group::TokenLatencyMixture) {
            // The throughput of the same run is shown, which says as much.
            continue;
        }
        let _written = writeln!(
            points,
            "    Measurement {{ kind: Kind::{}, name: {:?}, measured: {:?}, predicted: {:?} }},",
            kind(group),
            name(row),
            found.measured,
            found.predicted
        );
        n_points += 1;
    }
    let lines = summary(&rows);
    let kept = Kept::all().map_err(|error| format!("errors.csv: {error}"))?;
    let mut groups = String::new();
    for group in Group::ALL {
        let Some(line) = lines.iter().find(|line| line.metric == group.id()) else { continue };
        let left_out = match group {
            Group::OfflineDense
            | Group::OfflineVllm
            | Group::OfflineSglang
            | Group::OfflineMixture
            | Group::OfflineMixtureFourBit
            | Group::StaticBatch
            | Group::TokenLatency
            | Group::TokenLatencyClosed
            | Group::TokenLatencyMixture
            | Group::FirstToken => LeftOut::Configuration,
            Group::TrainingBenchmarks
            | Group::TrainingFp8
            | Group::AdaptersPacked
            | Group::AdaptersUnpacked
            | Group::FullRuns
            | Group::UnusualRuns
            | Group::PipelinedRuns
            | Group::TrainingMixtures
            | Group::ImpossibleTraining => LeftOut::Model,
        };
        let unseen = Forecast::of(group).into_iter().find(|forecast| forecast.left_out == left_out);
        let unseen = unseen.map(|forecast| summary_of(forecast.median, forecast.mean, forecast.p90));
        let is_before = |kept: &&Kept| {
            kept.edition + 1 == model::catalogue::EDITION && kept.group == format!("{group:?}")
        };
        let before = kept.iter().find(is_before).map(|kept| errors(kept.median, kept.p90));
        let _written = writeln!(
            groups,
            "    GroupErrors {{ label: {:?}, rows: {}, fitted: {}, unseen: {}, before: {} }},",
            group.label(),
            line.predicted,
            summary_of(
                line.median_ape.unwrap_or_default(),
                line.mean_ape.unwrap_or_default(),
                line.p90_ape.unwrap_or_default()
            ),
            option(unseen),
            option(before),
        );
    }
    let missed: String = Miss::all(&lines)
        .iter()
        .map(|miss| {
            let (off, limit) = (errors(miss.median, miss.p90), errors(miss.limit.median, miss.limit.p90));
            let without = miss.left_out.map(LeftOut::label);
            format!(
                "    MissedLimit {{ label: {:?}, without: {without:?}, off: {off}, limit: {limit} }},\n",
                miss.group.label()
            )
        })
        .collect();
    let all: Vec<&Row> = rows.iter().map(|(row, _)| *row).collect();
    let anchored = leave_all_but_one_out(&all, &world);
    let anchored: String = ["throughput", "time between tokens"]
        .into_iter()
        .filter_map(|what| anchored.iter().find(|line| line.what == what))
        .map(|line| {
            let before = summary_of(line.median_before, line.mean_before, line.p90_before);
            let after = summary_of(line.median, line.mean, line.p90);
            format!(
                "    AnchoredErrors {{ label: {:?}, rows: {}, before: {before}, after: {after} }},\n",
                line.what, line.rows
            )
        })
        .collect();
    Ok(format!(
        "/// What was measured and what the model says of it, in the order of the files.\n\
         pub static MEASURED: [Measurement; {n_points}] = [\n{points}];\n\n\
         /// The errors by kind of measurement.\n\
         pub static GROUP_ERRORS: [GroupErrors; {}] = [\n{groups}];\n\n\
         /// The limits that are missed.\n\
         pub static MISSED_LIMITS: [MissedLimit; {}] = [\n{missed}];\n\n\
         /// The errors of rows of one machine that anchor each other.\n\
         pub static ANCHORED_ERRORS: [AnchoredErrors; {}] = [\n{anchored}];\n",
        groups.lines().count(),
        missed.lines().count(),
        anchored.lines().count()
    ))
}

/// A median and a 90th percentile as the page holds them.
fn errors(median: f64, p90: f64) -> String {
    let [median, p90] = [median, p90].map(ten_thousandths);
    format!("Errors([{median}, {p90}])")
}

/// The same with their mean.
fn summary_of(median: f64, mean: f64, p90: f64) -> String {
    format!("ErrorSummary({}, {})", errors(median, p90), ten_thousandths(mean))
}

fn ten_thousandths(share: f64) -> u32 {
    (share * 1e4).round() as u32
}

/// Rust source of a value that may be absent.
fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

/// The kind of measurement under which a reader finds a group.
fn kind(group: Group) -> &'static str {
    match group {
        Group::OfflineDense
        | Group::OfflineVllm
        | Group::OfflineSglang
        | Group::OfflineMixture
        | Group::OfflineMixtureFourBit
        | Group::StaticBatch => "Throughput",
        Group::TokenLatency | Group::TokenLatencyClosed | Group::TokenLatencyMixture | Group::FirstToken => {
            "Latency"
        }
        Group::TrainingBenchmarks
        | Group::TrainingFp8
        | Group::AdaptersPacked
        | Group::AdaptersUnpacked
        | Group::TrainingMixtures
        | Group::ImpossibleTraining => "Training",
        Group::FullRuns | Group::UnusualRuns | Group::PipelinedRuns => "Runs",
    }
}

/// The subject of a row, in a few words.
fn name(row: &Row) -> String {
    let text = |column| row.text(column);
    let model = format!("{}, {}", text("model").replace('-', " "), text("precision"));
    match (row.family(), row.metric().split_once('@')) {
        (Family::Training, _) if text("gpus").is_empty() => format!("{model}, {}", text("gpu")),
        (Family::Training, _) => {
            format!(
                "{model}, {} on {} {}, sequences of {}",
                text("method"),
                text("gpus"),
                text("gpu"),
                text("seq_len")
            )
        }
        // The figure shows serving and training.
        (Family::Sizes | Family::Examples | Family::Drift, _) => model,
        (Family::Inference, load) => {
            let lengths = format!("{} tokens in, {} out", text("input_len"), text("output_len"));
            let place = format!("{model}, {} {}, {lengths}", text("tp"), text("gpu"));
            match load.and_then(|(metric, load)| Some((metric, load.strip_prefix("qps=")?))) {
                Some((metric, rate)) => {
                    let what = if metric.contains("itl") { "between tokens" } else { "to the first token" };
                    format!("{place}, {rate} requests a second, {what}")
                }
                None => {
                    let at_once = text("batch").strip_prefix("<=");
                    let at_once = at_once.map_or_else(String::new, |most| format!(", {most} at once"));
                    let engine = text("engine").split(' ').next().filter(|engine| *engine != "TensorRT-LLM");
                    let engine = engine.map_or_else(String::new, |engine| format!(", {engine}"));
                    format!("{place}{at_once}{engine}")
                }
            }
        }
    }
}
