//! `calculator frontier`: the configurations that no other beats on cost and accuracy, and the change that helps most.

use std::io::Write;

use clap::Args;
use model::format::{self, Style};
use model::frontier::{Change, Frontier, FrontierPoint, Space, explore};
use model::units::{Fraction, Unit, UsdPerMonth};
use model::{Input, Scenario};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::source::ResultSource;
use crate::print::table::Text;
use crate::print::{CsvArgs, Format, FormatArgs, csv, full, headline, json, rounded, table};
use crate::progress::Progress;
use crate::scenario_args::ScenarioArgs;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator frontier --preset intercom
  calculator frontier --all --output configurations.csv
  calculator frontier --hardware

A configuration is a model size, a GPU count and a retrain rate, with --hardware also a precision and a GPU \
kind, all else as in the scenario; those that do not fit are left out. Another GPU kind has its own list price.

Efficient are those that serve the peak and are beaten by no other that does; the better one is the cheapest at \
least as accurate as the scenario's own, and the excess cost is what that one costs less, a month.

The best change is the one of a single input, hardware included, that saves most without losing accuracy or, if \
the peak is not served, serves it at least cost, if possible without losing accuracy. In CSV, the role says \
which row is which.";

/// Flags of `frontier`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct FrontierArgs {
    /// Give every configuration that was tried, not only the efficient ones
    #[arg(long)]
    all: bool,
    /// Try every precision and every GPU kind as well
    #[arg(long)]
    hardware: bool,
    /// Report progress on standard error even if that is not a terminal
    #[arg(long)]
    progress: bool,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    source: ResultSource,
    scenario: &'a Scenario,
    present: FrontierPoint,
    rent_cost: f64,
    rent_accuracy: f64,
    better: Option<FrontierPoint>,
    excess_cost: f64,
    best_change: Option<Change>,
    /// Cheapest first.
    efficient: &'a [FrontierPoint],
    /// Every configuration, cheapest first; left out unless requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<&'a [FrontierPoint]>,
}

pub(crate) fn run(args: &FrontierArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let scenario = args.scenario.one_scenario(messages)?;
    let around = Space::around(&scenario);
    let space = if args.hardware { around.all_hardware() } else { around };
    let mut progress = Progress::new(space.configurations() as u64, args.progress);
    let found = explore(&scenario, &space, || progress.advance(1, messages));
    progress.finish();
    let report = || Report {
        source: ResultSource::of_this_run(),
        scenario: &scenario,
        present: found.present,
        rent_cost: found.rent.0.number(),
        rent_accuracy: found.rent.1.number(),
        better: found.better,
        excess_cost: found.excess_cost.number(),
        best_change: found.best_change,
        efficient: &found.efficient,
        points: args.all.then_some(&found.points[..]),
    };
    match args.format.get() {
        Format::Json => json::write(&report(), out),
        Format::Jsonl => json::lines([report()], out),
        Format::Csv => write_rows(&found, args.all, &args.csv, out),
        Format::Table => write_text(&scenario, &found, args.all, out),
    }
}

/// The scenario's own configuration, then the others.
fn write_rows(found: &Frontier, all: bool, args: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let head = [
        "role",
        "model_size",
        "precision",
        "gpu",
        "gpu_count",
        "retrains_per_year",
        "cost",
        "accuracy",
        "serves_peak",
        "efficient",
        "excess_cost",
    ];
    let mut rows = csv::Rows::new(&head, args, out)?;
    let mut write = |role: &str, point: &FrontierPoint, excess: Option<f64>| {
        rows.write(&[
            role.to_owned(),
            point.model_size.to_string(),
            point.precision.id.to_owned(),
            point.gpu.id.to_owned(),
            point.gpu_count.to_string(),
            point.retrains_per_year.to_string(),
            point.cost.number().to_string(),
            point.accuracy.number().to_string(),
            point.serves_peak.to_string(),
            point.efficient.to_string(),
            full(excess),
        ])
    };
    write("present", &found.present, Some(found.excess_cost.number()))?;
    if let Some(change) = found.best_change {
        write("best_change", &change.point, None)?;
    }
    let others = if all { &found.points } else { &found.efficient };
    for point in others.iter().filter(|point| !is_present(point, found)) {
        let role = match found.better {
            Some(better) if better == *point => "better",
            _ if point.efficient => "efficient",
            _ => "other",
        };
        write(role, point, None)?;
    }
    Ok(())
}

/// Whether a point is the scenario's own configuration.
fn is_present(point: &FrontierPoint, found: &Frontier) -> bool {
    FrontierPoint { efficient: point.efficient, ..found.present } == *point
}

fn write_text(scenario: &Scenario, found: &Frontier, all: bool, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}\n", headline(scenario))?;
    let mut text = Text::new();
    let better = found.better.filter(|better| !is_present(better, found));
    let change = found.best_change.map(|change| change.point);
    for (name, point) in [("Present", Some(found.present)), ("Best change", change), ("Better", better)] {
        if let Some(point) = point {
            text.row([name.to_owned()].into_iter().chain(cells(&point)));
        }
    }
    let rent = std::iter::once("Rented".to_owned()).chain(std::iter::repeat_n(String::new(), 5));
    text.row(rent.chain([money(found.rent.0), share(found.rent.1)]));
    text.right(&[6, 7]);
    text.write("", out)?;
    writeln!(out, "\n{}\n{}", verdict(found), change_sentence(found))?;
    let (title, points) = if all {
        ("Every configuration that fits, cheapest first", &found.points)
    } else {
        ("Efficient configurations, cheapest first", &found.efficient)
    };
    writeln!(out, "\n{title}")?;
    let yes_or_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let rows: Vec<Vec<String>> = points
        .iter()
        .map(|point| {
            let flags = [point.serves_peak, point.efficient].map(yes_or_no);
            cells(point).into_iter().chain(flags.into_iter().filter(|_| all)).collect()
        })
        .collect();
    let head = [
        "model size",
        "precision",
        "GPU kind",
        "GPUs",
        "retraining",
        "cost a month",
        "accuracy",
        "serves the peak",
        "efficient",
    ];
    table::write(&head[..if all { head.len() } else { 7 }], &rows, out)
}

/// How far the scenario's own configuration is from the frontier, in a sentence.
fn verdict(found: &Frontier) -> String {
    if found.present.efficient {
        return "The present configuration is efficient: none that was tried is cheaper and as accurate."
            .to_owned();
    }
    let unserved =
        if found.present.serves_peak { "" } else { "The present configuration does not serve the peak. " };
    match found.better {
        None => {
            format!("{unserved}None that was tried and serves the peak is as accurate as the present one.")
        }
        Some(_) if found.excess_cost.number() > 0.0 => format!(
            "{unserved}Excess cost: {} a month more than the better one, which is at least as accurate.",
            money(found.excess_cost)
        ),
        Some(_) => format!("{unserved}No excess cost: the better one, at least as accurate, is not cheaper."),
    }
}

/// The change of one input that helps most, in a sentence.
fn change_sentence(found: &Frontier) -> String {
    let Some(change) = found.best_change else {
        return "Best change: none; no single change helps.".to_owned();
    };
    let settings = change.point.settings();
    let value = settings.iter().find(|(input, _)| *input == change.input).map_or(0.0, |(_, value)| *value);
    let to = change.input.reading(if change.input == Input::ModelSize { rounded(value) } else { value });
    let (amount, less) = (change.saving.number().abs(), change.saving.number() >= 0.0);
    format!(
        "Best change: {} to {to}, for {} a month {} at {}.",
        change.input.spec().id,
        money(UsdPerMonth::new(amount)),
        if less { "less" } else { "more" },
        share(change.point.accuracy),
    )
}

/// Size, precision, GPUs, retraining, cost and accuracy of a configuration.
fn cells(point: &FrontierPoint) -> [String; 7] {
    [
        Input::ModelSize.reading(rounded(point.model_size)),
        point.precision.label.to_owned(),
        point.gpu.label.to_owned(),
        Input::GpuCount.reading(point.gpu_count),
        Input::RetrainsPerYear.reading(point.retrains_per_year),
        money(point.cost),
        share(point.accuracy),
    ]
}

fn money(cost: UsdPerMonth) -> String {
    format::number(cost.number(), Unit::UsdPerMonth, Style::Prose)
}

fn share(accuracy: Fraction) -> String {
    format::number(accuracy.number(), Unit::Fraction, Style::Prose)
}
