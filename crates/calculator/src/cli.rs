//! The command line as clap reads it.

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::print::{CsvArgs, FileFormat, FormatArgs};
use crate::verbs::{
    AssumptionsArgs, BillArgs, BreakevenArgs, ChallengesArgs, ClaimsArgs, CodeArgs, CompareArgs,
    CompletionsArgs, EvaluateArgs, ExplainArgs, FrontierArgs, InputsArgs, ManArgs, OutputsArgs, PresetsArgs,
    PricesArgs, ScenariosArgs, SensitivityArgs, SetArgs, SourcesArgs, SweepArgs, ValidateArgs, WaysArgs,
};

/// Own your AI, or rent it: what both cost, and how accurate each is.
///
/// Results go to standard output, or to the file that --output names; messages go to standard error.
///
/// Exit codes: 0, the result is written; 1, the request is refused (the message says what is allowed); 2, the command line
/// itself is wrong; 3, the result cannot be written.
#[derive(Clone, Debug, Parser)]
#[command(name = "calculator", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// Write the result to this file: it is there whole, or not at all. Its ending names the format
    #[arg(short = 'o', long = "output", global = true, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
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
    /// Compare the ways to run a model: owned in four forms, or by the token in three
    Ways(WaysArgs),
    /// Price a usage export at list prices, and make a scenario of it
    Bill(BillArgs),
    /// Compare scenarios: figures, what differs, and how much of the difference each setting makes
    Compare(CompareArgs),
    /// Gather scenarios into one named set: a file, a link, and a code for each
    Set(SetArgs),
    /// Give the code of a scenario, a few words to say, or the scenario of a code
    Code(CodeArgs),
    /// Check a workshop's challenges by the model, and judge what a room has handed in
    Challenges(ChallengesArgs),
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
    /// Write what a shell completes, to be sourced by it
    Completions(CompletionsArgs),
    /// Write the manual's page, for man
    Man(ManArgs),
    /// Draw scenarios over the whole range of every input, for tests
    #[command(hide = true)]
    Scenarios(ScenariosArgs),
}

impl Verb {
    /// Settles the format: that of the file's ending if none is named. Refuses flags that do nothing in it.
    pub(crate) fn settle_format(&mut self, file: Option<&Path>) -> Result<(), Failure> {
        match self {
            Self::Evaluate(args) => settle(&mut args.format, &args.csv, file),
            Self::Explain(args) => settle(&mut args.format, &CsvArgs::default(), file),
            Self::Sweep(args) => settle(&mut args.format, &args.csv, file),
            Self::Breakeven(args) => settle(&mut args.format, &args.csv, file),
            Self::Sensitivity(args) => settle(&mut args.format, &args.csv, file),
            Self::Frontier(args) => settle(&mut args.format, &args.csv, file),
            Self::Ways(args) => settle(&mut args.format, &args.csv, file),
            Self::Bill(args) => settle(&mut args.format, &args.csv, file),
            Self::Compare(args) => settle(&mut args.format, &args.csv, file),
            Self::Set(args) => settle(&mut args.format, &args.csv, file),
            Self::Code(args) => settle(&mut args.format, &args.csv, file),
            Self::Challenges(args) => settle(&mut args.format, &args.csv, file),
            Self::Validate(args) => settle(&mut args.format, &args.csv, file),
            Self::Claims(args) => settle(&mut args.format, &args.csv, file),
            Self::Presets(args) => settle(&mut args.format, &args.csv, file),
            Self::Inputs(args) => settle(&mut args.format, &args.csv, file),
            Self::Outputs(args) => settle(&mut args.format, &args.csv, file),
            Self::Assumptions(args) => settle(&mut args.format, &args.csv, file),
            Self::Prices(args) => settle(&mut args.format, &args.csv, file),
            Self::Sources(args) => settle(&mut args.format, &args.csv, file),
            Self::Completions(_) | Self::Man(_) | Self::Scenarios(_) => Ok(()),
        }
    }
}

fn settle<F: FileFormat>(
    format: &mut FormatArgs<F>,
    csv: &CsvArgs,
    file: Option<&Path>,
) -> Result<(), Failure> {
    file.map_or(Ok(()), |file| format.follow(file))?;
    csv.check(format.get())
}
