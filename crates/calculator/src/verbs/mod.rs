//! The verbs, one file each: read the flags, ask the model, print the answer.

mod bill;
mod breakeven;
mod challenges;
mod claims;
mod code;
mod compare;
mod completions;
mod evaluate;
mod explain;
mod frontier;
mod hosted;
mod lists;
mod prices;
mod scenarios;
mod sensitivity;
mod set;
mod sweep;
mod validate;
mod ways;

use std::io::Write;

pub(crate) use bill::BillArgs;
pub(crate) use breakeven::BreakevenArgs;
pub(crate) use challenges::ChallengesArgs;
pub(crate) use claims::ClaimsArgs;
pub(crate) use code::CodeArgs;
pub(crate) use compare::CompareArgs;
pub(crate) use completions::{CompletionsArgs, ManArgs};
pub(crate) use evaluate::EvaluateArgs;
pub(crate) use explain::ExplainArgs;
pub(crate) use frontier::FrontierArgs;
pub(crate) use lists::{AssumptionsArgs, InputsArgs, OutputsArgs, PresetsArgs, SourcesArgs};
pub(crate) use prices::PricesArgs;
pub(crate) use scenarios::ScenariosArgs;
pub(crate) use sensitivity::SensitivityArgs;
pub(crate) use set::SetArgs;
pub(crate) use sweep::SweepArgs;
pub(crate) use validate::ValidateArgs;
pub(crate) use ways::WaysArgs;

use crate::cli::Verb;
use crate::failure::Failure;

/// Runs a verb.
pub(crate) fn run(verb: &Verb, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    match verb {
        Verb::Evaluate(args) => evaluate::run(args, out, messages),
        Verb::Explain(args) => explain::run(args, out, messages),
        Verb::Sweep(args) => sweep::run(args, out, messages),
        Verb::Breakeven(args) => breakeven::run(args, out, messages),
        Verb::Sensitivity(args) => sensitivity::run(args, out, messages),
        Verb::Frontier(args) => frontier::run(args, out, messages),
        Verb::Ways(args) => ways::run(args, out, messages),
        Verb::Bill(args) => bill::run(args, out),
        Verb::Compare(args) => compare::run(args, out, messages),
        Verb::Set(args) => set::run(args, out, messages),
        Verb::Code(args) => code::run(args, out, messages),
        Verb::Challenges(args) => challenges::run(args, out, messages),
        Verb::Validate(args) => validate::run(args, out),
        Verb::Claims(args) => claims::run(args, out),
        Verb::Presets(args) => lists::presets(args, out),
        Verb::Inputs(args) => lists::inputs(args, out),
        Verb::Outputs(args) => lists::outputs(args, out),
        Verb::Assumptions(args) => lists::assumptions(args, out),
        Verb::Prices(args) => prices::run(args, out),
        Verb::Sources(args) => lists::sources(args, out),
        Verb::Completions(args) => completions::completions(args, out),
        Verb::Man(args) => completions::man(args, out),
        Verb::Scenarios(args) => scenarios::run(args, out),
    }
}
