//! `calculator ways`: what each way to run a model costs, how accurate it is, and how often it is the cheapest.

use std::io::Write;

use clap::Args;
use model::Scenario;
use model::format::{self, Style};
use model::units::{Fraction, Quantity, Unit, UsdPerMonth};
use model::ways::{Obstacle, Way, WayBand, WayEstimate, WaysOutcome, compare};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::source::ResultSource;
use crate::print::table::Text;
use crate::print::{CsvArgs, Format, FormatArgs, csv, full, headline, json, table};
use crate::scenario_args::ScenarioArgs;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator ways --preset stripe
  calculator ways --set model=llama-3.1-8b --set reasoning=3 --ledger
  calculator ways --set lens=hardware_paid --format json

Cheapest in: the share of the cases that are possible in which a way costs least of those within 10 % of the closed model \
that have no other obstacle. A resolved request includes the person who puts wrong answers right. The settings \
of this comparison are those of the group \"ways\" (see 'calculator inputs'). Tracing and guarding are paid on every way \
and are in no total.

CSV holds a row for each way; with --ledger, a row for each line of each way.";

/// Flags of `ways`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct WaysArgs {
    /// Give each way's ledger, line by line
    #[arg(long)]
    ledger: bool,
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
    #[serde(flatten)]
    outcome: &'a WaysOutcome,
}

pub(crate) fn run(args: &WaysArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let scenario = args.scenario.one_scenario(messages)?;
    let outcome = compare(&scenario);
    let report = || Report { source: ResultSource::of_this_run(), scenario: &scenario, outcome: &outcome };
    match args.format.get() {
        Format::Json => json::write(&report(), out),
        Format::Jsonl => json::lines([report()], out),
        Format::Csv if args.ledger => write_lines(&outcome, &args.csv, out),
        Format::Csv => write_rows(&outcome, &args.csv, out),
        Format::Table => write_text(&scenario, &outcome, args.ledger, out),
    }
}

/// Each way's estimate with its band.
fn pairs(outcome: &WaysOutcome) -> impl Iterator<Item = (&WayEstimate, &WayBand)> {
    Way::ALL.into_iter().map(|way| (outcome.ways.of(way), outcome.band(way)))
}

fn write_rows(outcome: &WaysOutcome, args: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let head = [
        "way",
        "cost",
        "cost_p05",
        "cost_p50",
        "cost_p95",
        "accuracy",
        "accuracy_p05",
        "accuracy_p95",
        "within_ten_percent",
        "cheapest",
        "cost_per_request",
        "cost_per_resolved",
        "ttft",
        "itl",
        "obstacles",
    ];
    let mut rows = csv::Rows::new(&head, args, out)?;
    for (way, band) in pairs(outcome) {
        rows.write(&[
            way.way.id().to_owned(),
            full(way.cost.map(|cost| cost.number())),
            full(band.cost.map(|cost| cost.p5)),
            full(band.cost.map(|cost| cost.p50)),
            full(band.cost.map(|cost| cost.p95)),
            way.accuracy.number().to_string(),
            band.accuracy.p5.to_string(),
            band.accuracy.p95.to_string(),
            band.within_ten_percent.number().to_string(),
            band.cheapest.number().to_string(),
            full(way.cost_per_request.map(|cost| cost.number())),
            full(way.cost_per_resolved.map(|cost| cost.number())),
            full(way.ttft.map(|time| time.number())),
            full(way.itl.map(|time| time.number())),
            way.obstacles.iter().map(|it| it.id()).collect::<Vec<_>>().join(" "),
        ])?;
    }
    Ok(())
}

fn write_lines(outcome: &WaysOutcome, args: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let mut rows = csv::Rows::new(&["way", "line", "cost"], args, out)?;
    for (way, _) in pairs(outcome) {
        for line in &way.lines {
            let cost = line.cost.number().to_string();
            rows.write(&[way.way.id().to_owned(), line.item.id().to_owned(), cost])?;
        }
    }
    Ok(())
}

fn write_text(
    scenario: &Scenario,
    outcome: &WaysOutcome,
    with_ledger: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "{}\n", headline(scenario))?;
    let head =
        ["way", "a month", "5 %", "95 %", "accuracy", "cheapest in", "a request", "resolved", "obstacles"];
    let rows: Vec<Vec<String>> = pairs(outcome)
        .map(|(way, band)| {
            vec![
                way.way.id().to_owned(),
                shown(way.cost),
                shown(band.cost.map(|cost| UsdPerMonth::new(cost.p5))),
                shown(band.cost.map(|cost| UsdPerMonth::new(cost.p95))),
                share(way.accuracy),
                share(band.cheapest),
                shown(way.cost_per_request),
                shown(way.cost_per_resolved),
                way.obstacles.iter().map(|it| it.id()).collect::<Vec<_>>().join(", "),
            ]
        })
        .collect();
    table::write(&head, &rows, out)?;
    writeln!(out, "\n{}", sentence(outcome))?;
    if with_ledger {
        for (way, _) in pairs(outcome).filter(|(way, _)| way.cost.is_some()) {
            writeln!(out, "\n{}", way.way.label())?;
            let mut text = Text::new();
            for line in way.lines.iter().filter(|line| line.cost.number() != 0.0) {
                text.row([line.item.label().to_owned(), shown(Some(line.cost))]);
            }
            text.row(["In all".to_owned(), shown(way.cost)]);
            text.right(&[1]);
            text.write("  ", out)?;
        }
    }
    Ok(())
}

/// Which way is cheapest and how often, what else is paid on every way, and how much a mix may pass on.
fn sentence(outcome: &WaysOutcome) -> String {
    let [first, ..] = outcome.by_likelihood();
    let best = match outcome.band(first).cheapest {
        none if none.number() == 0.0 => "No way does the work within the rule and the limits.".to_owned(),
        likely => format!("Cheapest most often: {}, in {} of the cases.", first.label(), share(likely)),
    };
    let all =
        format!("On every way, tracing and guarding cost {} more.", shown(Some(outcome.ways.platform_cost)));
    let limit = match outcome.ways.mixed_escalation_limit {
        Some(limit) if limit.number() < 1.0 => format!(
            "A mix costs less than the closed model alone as long as it passes on less than {} of its answers.",
            share(limit)
        ),
        Some(_) => "A mix costs less than the closed model alone whatever it passes on.".to_owned(),
        None => "A mix costs more than the closed model alone whatever it passes on.".to_owned(),
    };
    let obstacles: Vec<Obstacle> = pairs(outcome).flat_map(|(way, _)| way.obstacles.clone()).collect();
    let mut told: Vec<Obstacle> = Vec::new();
    for obstacle in obstacles {
        if !told.contains(&obstacle) {
            told.push(obstacle);
        }
    }
    let why = told.iter().map(|it| format!("\n  {}: {}", it.id(), it.text()));
    format!("{best}\n{all}\n{limit}{}", why.collect::<String>())
}

/// A quantity for reading, or that there is none.
fn shown<Q: Quantity>(quantity: Option<Q>) -> String {
    let number = quantity.and_then(|quantity| quantity.value().number());
    number.map_or_else(|| "none".to_owned(), |x| format::number(x, Q::UNIT, Style::Prose))
}

fn share(fraction: Fraction) -> String {
    format::number(fraction.number(), Unit::Fraction, Style::Prose)
}
