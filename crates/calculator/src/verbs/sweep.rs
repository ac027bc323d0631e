//! `calculator sweep`: every combination of the swept inputs' values, a row each, written as it is computed.

use std::borrow::Cow;
use std::io::Write;

use clap::{Args, ValueEnum};
use model::distribution::quantile;
use model::outcome::{OutputSpec, estimate_specs};
use model::uncertainty::cases;
use model::units::{Unit, Value};
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
  calculator sweep --over gpu_hour_price=1:6:11 --outputs own_cost,saving --bands

Whole inputs are rounded to whole numbers, and numbers that then are equal are taken once.
Defaults follow: sweeping over gpu, each GPU has its own price, unless gpu_hour_price is set.
Bands come from the cases of the verdict's sample. Outputs that are no numbers have none, nor have the verdict's, which
speak of the whole sample. A case without a value (such as a payback that never comes) counts as above every number.")]
pub(crate) struct SweepArgs {
    /// The values of an input: from, to and how many (in equal steps, or equal ratios with ':log'), or a list; a
    /// second --over gives every combination, the first changing slowest
    #[arg(long, required = true, value_name = "NAME=FROM:TO:STEPS[:log]")]
    over: Vec<AxisText>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Add the 5th, 50th and 95th percentile of each chosen number over what is uncertain, as NAME_p05, NAME_p50 and
    /// NAME_p95
    #[arg(long)]
    bands: bool,
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
    if args.bands && !specs.iter().any(|spec| has_band(spec)) {
        let ids: Vec<&str> = specs.iter().map(|spec| spec.id).collect();
        return Err(Failure::Refused(format!(
            "--bands: none of the chosen outputs ({}) is a number of a single case; 'calculator outputs' lists the \
             outputs, and those of the family 'verdict' have no bands",
            ids.join(", ")
        )));
    }
    let n_rows = axes.iter().map(|axis| axis.values.len() as u64).product();
    let mut progress = Progress::new(n_rows, args.progress);
    let mut rows = (0..n_rows).map(|index| {
        let row = row(&scenario, &point(&axes, index), &specs, args.bands)?;
        progress.advance(messages);
        Ok(row)
    });
    let result = match args.format {
        RowFormat::Csv => write_csv(&head(&axes, &specs, args.bands), &mut rows, out),
        RowFormat::Json => write_json(&mut rows, out),
    };
    drop(rows);
    progress.finish();
    result
}

/// The percentiles of a band, and what their columns' names end in.
const PERCENTILES: [(f64, &str); 3] = [(0.05, "_p05"), (0.5, "_p50"), (0.95, "_p95")];

/// Whether an output is a number of a single case.
fn has_band(spec: &OutputSpec) -> bool {
    let is_number = !matches!(spec.unit, Unit::YesNo | Unit::Choice);
    is_number && estimate_specs().any(|other| other.id == spec.id)
}

/// The columns' names.
fn head(axes: &[Axis], specs: &[&'static OutputSpec], bands: bool) -> Vec<String> {
    let mut head: Vec<String> = axes.iter().map(|axis| axis.input.spec().id.to_owned()).collect();
    for spec in specs {
        head.push(spec.id.to_owned());
        if bands && has_band(spec) {
            head.extend(PERCENTILES.map(|(_, ending)| format!("{}{ending}", spec.id)));
        }
    }
    head
}

fn write_csv(
    head: &[String],
    rows: &mut dyn Iterator<Item = Result<Fields, Failure>>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut table = csv::Rows::new(head, out)?;
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
    bands: bool,
) -> Result<Fields, Failure> {
    let mut settings = point.to_vec();
    // In the catalogue's order, so that a choice is made before what follows from it is set.
    settings.sort_by_key(|(input, _)| *input);
    let set = |scenario: Scenario, (input, value): (Input, f64)| scenario.with(input, value);
    let scenario = settings.into_iter().try_fold(scenario.clone(), set).map_err(refused)?;
    let mut fields: Vec<_> =
        point.iter().map(|(input, value)| (input.spec().id.into(), input_value(*input, *value))).collect();
    let outputs = Fields::outputs(specs, &evaluate(&scenario)).0;
    if !bands {
        fields.extend(outputs);
        return Ok(Fields(fields));
    }
    let cases: Vec<Vec<(&OutputSpec, Value)>> = cases(&scenario.values(), &scenario.assumptions())
        .map(|case| {
            case.outputs().filter(|(spec, _)| specs.iter().any(|chosen| chosen.id == spec.id)).collect()
        })
        .collect();
    for (spec, output) in specs.iter().zip(outputs) {
        fields.push(output);
        if has_band(spec) {
            fields.extend(band(spec, &cases));
        }
    }
    Ok(Fields(fields))
}

/// The percentiles of an output over the cases. Where it has no value, there is no number high enough for one.
fn band<'a>(
    spec: &'a OutputSpec,
    cases: &[Vec<(&OutputSpec, Value)>],
) -> impl Iterator<Item = (Cow<'static, str>, Value)> + use<'a> {
    let of_spec = |case: &Vec<(&OutputSpec, Value)>| {
        case.iter().find(|(other, _)| other.id == spec.id).and_then(|(_, value)| value.number())
    };
    let mut numbers: Vec<f64> = cases.iter().map(|case| of_spec(case).unwrap_or(f64::INFINITY)).collect();
    numbers.sort_by(f64::total_cmp);
    PERCENTILES.into_iter().map(move |(p, ending)| {
        let number = quantile(&numbers, p);
        let value = if number.is_finite() { Value::Number(number) } else { Value::Missing };
        (format!("{}{ending}", spec.id).into(), value)
    })
}
