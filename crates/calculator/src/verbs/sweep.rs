//! `calculator sweep`: every combination of the swept inputs' values, a row each, written as it is computed.

use std::io::Write;

use clap::{Args, ValueEnum};
use model::outcome::OutputSpec;
use model::{Input, Scenario, evaluate};

use crate::axis::{Axis, AxisText};
use crate::failure::Failure;
use crate::print::{Fields, csv, input_value, json};
use crate::progress::Progress;
use crate::scenario_args::{ScenarioArgs, refused};
use crate::selection::SelectionArgs;

/// Flags of `sweep`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  calculator sweep --over gpu_count=1:64:7:log --outputs own_cost,rent_cost
  calculator sweep --over requests_per_day=1000:10000000:41:log --over precision=bf16,fp8 > sweep.csv

Whole inputs are rounded to whole numbers, and numbers that then are equal are taken once.
Defaults follow: sweeping over gpu, each GPU has its own price, unless gpu_hour_price is set.")]
pub(crate) struct SweepArgs {
    /// The values of an input: from, to and how many (in equal steps, or equal ratios with ':log'), or a list; a
    /// second --over gives every combination, the first changing slowest
    #[arg(long, required = true, value_name = "NAME=FROM:TO:STEPS[:log]")]
    over: Vec<AxisText>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    /// How the rows are written
    #[arg(long, value_enum, default_value_t)]
    format: RowFormat,
    /// Tell the progress on standard error even if that is no terminal
    #[arg(long)]
    progress: bool,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum RowFormat {
    /// CSV with a head.
    #[default]
    Csv,
    /// A JSON list, a row a line.
    Json,
}

pub(crate) fn run(args: &SweepArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let specs = args.selection.specs()?;
    let scenario = args.scenario.one_scenario()?;
    let axes = args.over.iter().map(AxisText::axis).collect::<Result<Vec<_>, _>>()?;
    for (index, axis) in axes.iter().enumerate() {
        let id = axis.input.spec().id;
        if axes[..index].iter().any(|earlier| earlier.input == axis.input) {
            return Err(Failure::Refused(format!("{id}: swept twice")));
        }
        if axis.values.len() < axis.asked {
            let (asked, kept) = (axis.asked, axis.values.len());
            writeln!(messages, "calculator: {id}: {asked} steps give {kept} whole numbers")?;
        }
    }
    let n_rows = axes.iter().map(|axis| axis.values.len() as u64).product();
    let mut progress = Progress::new(n_rows, args.progress);
    let mut rows = (0..n_rows).map(|index| {
        let row = row(&scenario, &point(&axes, index), &specs)?;
        progress.advance(messages);
        Ok(row)
    });
    let result = match args.format {
        RowFormat::Csv => write_csv(&axes, &specs, &mut rows, out),
        RowFormat::Json => write_json(&mut rows, out),
    };
    drop(rows);
    progress.finish();
    result
}

fn write_csv(
    axes: &[Axis],
    specs: &[&'static OutputSpec],
    rows: &mut dyn Iterator<Item = Result<Fields, Failure>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let inputs = axes.iter().map(|axis| axis.input.spec().id);
    let head: Vec<&str> = inputs.chain(specs.iter().map(|spec| spec.id)).collect();
    let mut table = csv::Rows::new(&head, out)?;
    for row in rows {
        table.write(&csv::cells(&row?))?;
    }
    Ok(())
}

fn write_json(
    rows: &mut dyn Iterator<Item = Result<Fields, Failure>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut list = json::List::new(out)?;
    for row in rows {
        list.write(&row?)?;
    }
    list.finish()
}

/// The combination of values with this number; the last axis changes fastest.
fn point(axes: &[Axis], mut index: u64) -> Vec<(Input, f64)> {
    let mut point: Vec<(Input, f64)> = axes
        .iter()
        .rev()
        .map(|axis| {
            let n = axis.values.len() as u64;
            let value = axis.values[(index % n) as usize];
            index /= n;
            (axis.input, value)
        })
        .collect();
    point.reverse();
    point
}

/// The swept inputs at a point, and the chosen outputs of the scenario there.
fn row(
    scenario: &Scenario,
    point: &[(Input, f64)],
    specs: &[&'static OutputSpec],
) -> Result<Fields, Failure> {
    let mut settings = point.to_vec();
    // In the catalogue's order, so that a choice is made before what follows from it is set.
    settings.sort_by_key(|(input, _)| *input);
    let set = |scenario: Scenario, (input, value): (Input, f64)| scenario.with(input, value);
    let scenario = settings.into_iter().try_fold(scenario.clone(), set).map_err(refused)?;
    let mut fields: Vec<_> =
        point.iter().map(|(input, value)| (input.spec().id, input_value(*input, *value))).collect();
    fields.extend(Fields::outputs(specs, &evaluate(&scenario)).0);
    Ok(Fields(fields))
}
