//! `calculator evaluate`: a scenario, or a list of them, and what comes of it.

use std::io::Write;

use clap::Args;
use model::outcome::OutputSpec;
use model::units::Value;
use model::{Input, Outcome, Scenario, Values, evaluate};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::{self, Fields, Format, csv, input_value, json};
use crate::scenario_args::{ScenarioArgs, Scenarios};
use crate::selection::SelectionArgs;

/// Flags of `evaluate`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  calculator evaluate --preset intercom
  calculator evaluate --set gpu_count=8 --set precision=int4 --outputs own_cost,rent_cost
  calculator evaluate --scenario case.toml --format json

A scenario file is a flat map, in TOML or JSON, such as
  {\"preset\": \"canva\", \"gpu_count\": 8, \"precision\": \"int4\"}
or in JSON a list of such maps, which gives a list.")]
pub(crate) struct EvaluateArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    selection: SelectionArgs,
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
}

pub(crate) fn run(args: &EvaluateArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let specs = args.selection.specs()?;
    let chosen = (!args.selection.is_all()).then_some(&specs[..]);
    let scenarios = args.scenario.scenarios()?;
    match (args.format, &scenarios) {
        (Format::Table, _) => write_tables(scenarios.all(), chosen, out),
        (Format::Csv, _) => write_rows(scenarios.all(), &specs, chosen.is_none(), out),
        (Format::Json, Scenarios::One(scenario)) => json::write(&evaluation(scenario, chosen), out),
        (Format::Json, Scenarios::List(scenarios)) => {
            let mut list = json::List::new(out)?;
            scenarios.iter().try_for_each(|scenario| list.write(&evaluation(scenario, chosen)))?;
            list.finish()
        }
    }
}

fn evaluation<'a>(scenario: &'a Scenario, chosen: Option<&[&'static OutputSpec]>) -> Evaluation<'a> {
    let outcome = evaluate(scenario);
    let outputs = chosen.map(|specs| Fields::outputs(specs, &outcome));
    Evaluation {
        version: env!("CARGO_PKG_VERSION"),
        scenario,
        inputs: scenario.values(),
        outcome: outputs.is_none().then_some(outcome),
        outputs,
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

/// A row a scenario: the chosen outputs alone, or the preset, every input and every output.
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
