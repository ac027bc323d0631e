//! `calculator evaluate`: the outcome of a scenario, or of each in a list.

use std::io::Write;

use clap::Args;
use model::format::{self, Style};
use model::outcome::{OutputSpec, Percentiles, output_specs};
use model::uncertainty::{OutputBand, bands};
use model::units::{Unit, Value};
use model::{Input, Outcome, Scenario, Values, evaluate};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::{self, Fields, Format, Listing, csv, input_value, json};
use crate::scenario_args::{ScenarioArgs, Scenarios};
use crate::selection::SelectionArgs;

/// Flags of `evaluate`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  calculator evaluate --preset intercom
  calculator evaluate --set gpu_count=8 --set precision=int4 --outputs own_cost,rent_cost
  calculator evaluate --scenario case.toml --format json
  calculator evaluate --bands --outputs own_cost,rent_cost,own_accuracy

A scenario file is a flat map, in TOML or JSON, such as
  {\"preset\": \"canva\", \"gpu_count\": 8, \"precision\": \"int4\"}
or a list of such maps (in TOML, tables headed [[scenario]]), which gives a list. Its content tells the
format, not its name. A setting that has no effect beside the others is refused, and so is one that
is given twice.")]
pub(crate) struct EvaluateArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Give the 5th, 50th and 95th percentile of each output over the cases that are possible; instead of the outputs,
    /// as a table of their own, and in JSON beside them
    #[arg(long)]
    bands: bool,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// One evaluation as JSON.
#[derive(Serialize)]
struct Evaluation<'a> {
    /// Version of the model.
    version: &'static str,
    /// The preset and what differs from it.
    scenario: &'a Scenario,
    /// Every input's value.
    inputs: Values,
    /// The whole outcome; left out if outputs were chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// The chosen outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<Fields>,
    /// Percentiles of every output, or of the chosen ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    bands: Option<Vec<OutputBand>>,
}

pub(crate) fn run(args: &EvaluateArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let specs = args.selection.specs()?;
    let chosen = (!args.selection.is_all()).then_some(&specs[..]);
    let scenarios = args.scenario.scenarios(messages)?;
    match (args.format, &scenarios) {
        (Format::Table | Format::Csv, Scenarios::List(_)) if args.bands => Err(Failure::Refused(
            "--bands: a table of percentiles holds one scenario, and the file has a list; use --format json"
                .to_owned(),
        )),
        (Format::Table | Format::Csv, Scenarios::One(scenario)) if args.bands => {
            write_bands(scenario, &specs, args.format, out)
        }
        (Format::Table, _) => write_tables(scenarios.all(), chosen, out),
        (Format::Csv, _) => write_rows(scenarios.all(), &specs, chosen.is_none(), out),
        (Format::Json, Scenarios::One(scenario)) => {
            json::write(&evaluation(scenario, chosen, args.bands), out)
        }
        (Format::Json, Scenarios::List(scenarios)) => {
            let mut list = json::List::new(out)?;
            scenarios
                .iter()
                .try_for_each(|scenario| list.write(&evaluation(scenario, chosen, args.bands)))?;
            list.finish()
        }
    }
}

/// The bands of the chosen outputs.
fn chosen_bands(scenario: &Scenario, specs: &[&'static OutputSpec]) -> Vec<OutputBand> {
    let mut all = bands(&scenario.values(), &scenario.assumptions());
    all.retain(|band| specs.iter().any(|spec| spec.id == band.spec.id));
    all
}

/// The percentiles of an output, if any case has a value.
fn percentiles(band: &OutputBand) -> [Option<f64>; 3] {
    let of = |read: fn(&Percentiles) -> f64| band.percentiles.as_ref().map(read);
    [of(|it| it.p5), of(|it| it.p50), of(|it| it.p95)]
}

fn shown(band: &OutputBand, number: Option<f64>) -> String {
    number.map_or_else(|| "none".to_owned(), |x| format::number(x, band.spec.unit, Style::Prose))
}

/// A row for each output: its percentiles, and the share of the cases that have a value.
fn write_bands(
    scenario: &Scenario,
    specs: &[&'static OutputSpec],
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let all = chosen_bands(scenario, specs);
    if format == Format::Table {
        writeln!(out, "{}\n", print::headline(scenario))?;
    }
    Listing {
        items: &all,
        table: (&["output", "5 %", "50 %", "95 %", "cases", "id"], |band| {
            let share = format::number(band.share, Unit::Fraction, Style::Prose);
            let [p5, p50, p95] = percentiles(band).map(|number| shown(band, number));
            vec![band.spec.label.to_owned(), p5, p50, p95, share, band.spec.id.to_owned()]
        }),
        csv: (&["id", "unit", "p05", "p50", "p95", "share"], |band| {
            let [p5, p50, p95] = percentiles(band).map(print::full);
            let unit = band.spec.unit.name().to_owned();
            vec![band.spec.id.to_owned(), unit, p5, p50, p95, band.share.to_string()]
        }),
    }
    .write(format, out)
}

fn evaluation<'a>(
    scenario: &'a Scenario,
    chosen: Option<&[&'static OutputSpec]>,
    with_bands: bool,
) -> Evaluation<'a> {
    let all: Vec<&'static OutputSpec> = output_specs().collect();
    let outcome = evaluate(scenario);
    let outputs = chosen.map(|specs| Fields::outputs(specs, &outcome));
    Evaluation {
        version: env!("CARGO_PKG_VERSION"),
        scenario,
        inputs: scenario.values(),
        outcome: outputs.is_none().then_some(outcome),
        outputs,
        bands: with_bands.then(|| chosen_bands(scenario, chosen.unwrap_or(&all))),
    }
}

fn write_tables(
    scenarios: &[Scenario],
    chosen: Option<&[&'static OutputSpec]>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for (index, scenario) in scenarios.iter().enumerate() {
        if index > 0 {
            writeln!(out, "\n")?;
        }
        let outcome = evaluate(scenario);
        match chosen {
            None => print::outcome::write(scenario, &outcome, out)?,
            Some(specs) => print::outcome::write_selected(scenario, specs, &outcome, out)?,
        }
    }
    Ok(())
}

/// A row for each scenario: the chosen outputs alone, or the preset, every input and every output.
fn write_rows(
    scenarios: &[Scenario],
    specs: &[&'static OutputSpec],
    with_inputs: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let inputs: &[Input] = if with_inputs { &Input::ALL } else { &[] };
    let preset = with_inputs.then_some("preset");
    let ids = inputs.iter().map(|input| input.spec().id).chain(specs.iter().map(|spec| spec.id));
    let mut rows = csv::Rows::new(&preset.into_iter().chain(ids).collect::<Vec<_>>(), out)?;
    for scenario in scenarios {
        let preset = preset.map(|name| (name.into(), Value::Name(scenario.base().spec().id)));
        let inputs =
            inputs.iter().map(|input| (input.spec().id.into(), input_value(*input, scenario.get(*input))));
        let outputs = Fields::outputs(specs, &evaluate(scenario)).0;
        rows.write(&csv::cells(&Fields(preset.into_iter().chain(inputs).chain(outputs).collect())))?;
    }
    Ok(())
}
