//! `calculator frontier`: the sizes, GPU counts and retrain rates that no other choice beats on cost and accuracy.

use std::io::Write;

use clap::Args;
use model::format::{self, Style};
use model::frontier::{Frontier, FrontierPoint, frontier};
use model::units::{Fraction, Unit, UsdPerMonth};
use model::{Input, Scenario};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::table::Text;
use crate::print::{Format, csv, full, headline, json, rounded, table};
use crate::scenario_args::ScenarioArgs;

/// Flags of `frontier`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  calculator frontier --preset intercom
  calculator frontier --set precision=int4 --all --format csv > configurations.csv

A configuration is a model size, a GPU count and a retrain rate, all else as in the scenario; those that do not fit are
left out. Efficient are those that serve the peak and are beaten by no other that does; the better one is the cheapest
at least as accurate as the scenario's own, and the excess cost is what that one costs less, a month. In CSV, the role
says which row is which.")]
pub(crate) struct FrontierArgs {
    /// Give every configuration that was tried, not only the efficient ones
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    scenario: &'a Scenario,
    present: FrontierPoint,
    rent_cost: f64,
    rent_accuracy: f64,
    better: Option<FrontierPoint>,
    excess_cost: f64,
    /// Cheapest first.
    efficient: &'a [FrontierPoint],
    /// Every configuration, cheapest first; left out unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<&'a [FrontierPoint]>,
}

pub(crate) fn run(args: &FrontierArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let scenario = args.scenario.one_scenario()?;
    let found = frontier(&scenario);
    match args.format {
        Format::Json => json::write(
            &Report {
                version: env!("CARGO_PKG_VERSION"),
                scenario: &scenario,
                present: found.present,
                rent_cost: found.rent.0.number(),
                rent_accuracy: found.rent.1.number(),
                better: found.better,
                excess_cost: found.excess_cost.number(),
                efficient: &found.efficient,
                points: args.all.then_some(&found.points[..]),
            },
            out,
        ),
        Format::Csv => write_rows(&found, args.all, out),
        Format::Table => write_text(&scenario, &found, args.all, out),
    }
}

/// The scenario's own configuration, then the others.
fn write_rows(found: &Frontier, all: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let head = [
        "role",
        "model_size",
        "gpu_count",
        "retrains_per_year",
        "cost",
        "accuracy",
        "serves_peak",
        "efficient",
        "excess_cost",
    ];
    let mut rows = csv::Rows::new(&head, out)?;
    let mut write = |role: &str, point: &FrontierPoint, excess: Option<f64>| {
        rows.write(&[
            role.to_owned(),
            point.model_size.to_string(),
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
    let others = if all { &found.points } else { &found.efficient };
    for point in others.iter().filter(|point| !same(point, &found.present)) {
        let role = match found.better {
            Some(better) if same(&better, point) => "better",
            _ if point.efficient => "efficient",
            _ => "other",
        };
        write(role, point, None)?;
    }
    Ok(())
}

/// Whether two points are the same configuration with the same outcome. Sizes are not compared: the scenario's is the
/// model's exact one.
fn same(a: &FrontierPoint, b: &FrontierPoint) -> bool {
    let counts = a.gpu_count == b.gpu_count && a.retrains_per_year == b.retrains_per_year;
    counts && a.cost == b.cost && a.accuracy == b.accuracy
}

fn write_text(scenario: &Scenario, found: &Frontier, all: bool, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}\n", headline(scenario))?;
    let mut text = Text::new();
    let better = found.better.filter(|better| !same(better, &found.present));
    for (name, point) in [("Present", Some(found.present)), ("Better", better)] {
        if let Some(point) = point {
            text.row([name.to_owned()].into_iter().chain(cells(&point)));
        }
    }
    let rent = ["Rented".to_owned(), String::new(), String::new(), String::new()];
    text.row(rent.into_iter().chain([money(found.rent.0), share(found.rent.1)]));
    text.right(&[4, 5]);
    text.write("", out)?;
    writeln!(out, "\n{}", verdict(found))?;
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
    let head =
        ["model size", "GPUs", "retraining", "cost a month", "accuracy", "serves the peak", "efficient"];
    table::write(&head[..if all { head.len() } else { 5 }], &rows, out)
}

/// How far the scenario's own configuration is from the frontier, in a sentence.
fn verdict(found: &Frontier) -> String {
    if found.present.efficient {
        return "The present configuration is efficient: none that was tried is cheaper and as accurate."
            .to_owned();
    }
    let late =
        if found.present.serves_peak { "" } else { "The present configuration does not serve the peak. " };
    match found.better {
        None => format!("{late}None that was tried and serves the peak is as accurate as the present one."),
        Some(_) if found.excess_cost.number() > 0.0 => format!(
            "{late}Excess cost: {} a month more than the better one, which is at least as accurate.",
            money(found.excess_cost)
        ),
        Some(_) => format!("{late}No excess cost: the better one, at least as accurate, is not cheaper."),
    }
}

/// Size, GPUs, retraining, cost and accuracy of a configuration.
fn cells(point: &FrontierPoint) -> [String; 5] {
    [
        format::input_value(Input::ModelSize, rounded(point.model_size)),
        format::input_value(Input::GpuCount, point.gpu_count),
        format::input_value(Input::RetrainsPerYear, point.retrains_per_year),
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
