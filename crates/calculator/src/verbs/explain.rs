//! `calculator explain`: how an output is computed, step by step.

use std::collections::BTreeMap;
use std::io::Write;

use clap::{Args, ValueEnum};
use model::Scenario;
use model::catalogue::{AssumptionSpec, Confidence, Source};
use model::outcome::OutputSpec;
use model::provenance::Provenance;
use model::quotes::Asked;
use model::trace::{Origin, Step};
use serde::Serialize;

use crate::axis::count;
use crate::failure::Failure;
use crate::print::source::ResultSource;
use crate::print::{self, FileFormat, FormatArgs, json};
use crate::scenario_args::ScenarioArgs;
use crate::selection;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator explain own_cost --depth 2
  calculator explain break_even_requests --preset canva
  calculator explain saving --set gpu_count=8 --format json";

/// Flags of `explain`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct ExplainArgs {
    /// The output to explain ('calculator outputs' lists them)
    #[arg(value_name = "OUTPUT")]
    output: String,
    /// Show only this many steps back from the output: 1 is its own formula, 2 adds those of what stands in it
    #[arg(long, value_name = "N", value_parser = depth)]
    depth: Option<u16>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<TextFormat>,
}

/// How a working is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    /// Steps to read, rounded to seven figures (the default).
    #[default]
    #[value(alias = "txt")]
    Text,
    /// JSON, with every bit of every number.
    Json,
}

impl FileFormat for TextFormat {}

/// A working as JSON.
#[derive(Serialize)]
struct Explanation<'a> {
    #[serde(flatten)]
    source: ResultSource,
    scenario: &'a Scenario,
    output: &'static OutputSpec,
    /// In order; an operand of the kind "computed" is the last earlier step of its name.
    steps: &'a [Step],
    /// Each input that a step names.
    inputs: BTreeMap<&'static str, InputOrigin>,
    /// Each constant that a step names.
    assumptions: BTreeMap<&'static str, &'static AssumptionSpec>,
    /// Each source that a step names.
    sources: BTreeMap<&'static str, &'static Source>,
}

/// Where an input's value comes from.
#[derive(Serialize)]
struct InputOrigin {
    label: &'static str,
    value: String,
    from: String,
    source: Option<&'static Source>,
    date: &'static str,
    confidence: Option<Confidence>,
    /// The lowest and the highest price asked, if sellers disagree on it.
    asked: Option<Asked>,
}

pub(crate) fn run(args: &ExplainArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let spec = selection::find(&args.output)?;
    let scenario = args.scenario.one_scenario(messages)?;
    let steps = model::explain(&scenario, spec.id)
        .ok_or_else(|| Failure::Refused(format!("{}: has no working in this scenario", spec.id)))?;
    let steps = args.depth.map_or(steps.clone(), |depth| within(&steps, depth));
    match args.format.get() {
        TextFormat::Text => print::explanation::write(&scenario, spec, &steps, out),
        TextFormat::Json => json::write(&explanation(&scenario, spec, &steps), out),
    }
}

fn depth(text: &str) -> Result<u16, String> {
    let depth = count(text, u16::MAX.into()).and_then(|n| u16::try_from(n).ok()).filter(|n| *n >= 1);
    depth.ok_or_else(|| format!("expected a number of steps from 1 to {}", u16::MAX))
}

/// The steps that are at most this far from the last one: itself at 1, what stands in its formula at 2.
fn within(steps: &[Step], depth: u16) -> Vec<Step> {
    let mut depths: Vec<Option<u16>> = vec![None; steps.len()];
    if let Some(last) = depths.last_mut() {
        *last = Some(1);
    }
    for index in (0..steps.len()).rev() {
        let Some(own) = depths[index] else { continue };
        for (name, term) in &steps[index].operands {
            let earlier = steps[..index].iter().rposition(|step| step.name == *name);
            if let Some(earlier) = earlier.filter(|_| term.origin() == Origin::Computed) {
                depths[earlier] = Some(
                    depths[earlier].map_or(own.saturating_add(1), |known| known.min(own.saturating_add(1))),
                );
            }
        }
    }
    let is_near = |of: &Option<u16>| of.is_some_and(|of| of <= depth);
    steps.iter().zip(&depths).filter(|(_, of)| is_near(of)).map(|(step, _)| step.clone()).collect()
}

fn explanation<'a>(
    scenario: &'a Scenario,
    output: &'static OutputSpec,
    steps: &'a [Step],
) -> Explanation<'a> {
    let mut explanation = Explanation {
        source: ResultSource::of_this_run(),
        scenario,
        output,
        steps,
        inputs: BTreeMap::new(),
        assumptions: BTreeMap::new(),
        sources: BTreeMap::new(),
    };
    for origin in steps.iter().flat_map(|step| &step.operands).map(|(_, term)| term.origin()) {
        match (origin, Provenance::of(scenario, origin)) {
            (Origin::Input(input), Some(provenance)) => {
                let source = provenance.source.map(|source| source.source());
                let confidence = source.map(|_| provenance.confidence);
                let (label, value) = (input.spec().label(), scenario.text(input));
                let from = InputOrigin {
                    label,
                    value,
                    from: provenance.what,
                    source,
                    date: provenance.date,
                    confidence,
                    asked: provenance.asked,
                };
                explanation.inputs.insert(input.spec().id, from);
            }
            (Origin::Assumption(assumption), _) => {
                explanation.assumptions.insert(assumption.spec().id, assumption.spec());
            }
            (Origin::Catalogue(source), _) => {
                explanation.sources.insert(source.source().id, source.source());
            }
            _ => {}
        }
    }
    explanation
}
