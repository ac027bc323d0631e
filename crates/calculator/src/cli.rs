//! The command line as clap reads it.

use clap::{Parser, Subcommand};

use crate::verbs::{
    AssumptionsArgs, BreakevenArgs, ClaimsArgs, EvaluateArgs, ExplainArgs, FrontierArgs, InputsArgs,
    OutputsArgs, PresetsArgs, PricesArgs, ScenariosArgs, SensitivityArgs, SourcesArgs, SweepArgs,
    ValidateArgs,
};

/// Own your AI, or rent it: what both cost, and how accurate each is.
///
/// Results go to standard output, messages to standard error. The exit code is 0, or 1 if the request is refused
/// (the message says what is allowed), or 2 if the command line itself is wrong.
#[derive(Clone, Debug, Parser)]
#[command(name = "calculator", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What the calculator can do.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Verb {
    /// Evaluate a scenario: cost and accuracy of both sides, and the verdict
    Evaluate(EvaluateArgs),
    /// Show how an output is computed: formulas, numbers with units, sources
    Explain(ExplainArgs),
    /// Evaluate over a range of one or more inputs
    Sweep(SweepArgs),
    /// Find from which value of an input owning is cheaper, close enough or fast enough
    Breakeven(BreakevenArgs),
    /// Rank what is uncertain by how far it moves the saving
    Sensitivity(SensitivityArgs),
    /// List the configurations that no other beats on both cost and accuracy
    Frontier(FrontierArgs),
    /// Compare the model with measured rows: how far off it is
    Validate(ValidateArgs),
    /// Check what the article reports: what arithmetic says of each claim
    Claims(ClaimsArgs),
    /// List the presets
    Presets(PresetsArgs),
    /// List the inputs: unit, range, default, band, source
    Inputs(InputsArgs),
    /// List the outputs
    Outputs(OutputsArgs),
    /// List the model's constants: value, band, source
    Assumptions(AssumptionsArgs),
    /// List the prices asked for GPUs and tokens, by whom, and which one the model uses
    Prices(PricesArgs),
    /// List the sources
    Sources(SourcesArgs),
    /// Draw scenarios over the whole range of every input, for tests
    #[command(hide = true)]
    Scenarios(ScenariosArgs),
}
