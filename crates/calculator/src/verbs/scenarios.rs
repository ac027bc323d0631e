//! `calculator scenarios`: scenarios over the whole range of every input, for tests that compare engines.

use std::io::Write;

use clap::Args;

use crate::draw;
use crate::failure::Failure;
use crate::print::json;
use crate::scenario_args::refusal;

/// Flags of `scenarios`.
#[derive(Args, Clone, Debug)]
pub(crate) struct ScenariosArgs {
    /// How many scenarios
    #[arg(long, default_value_t = 200)]
    count: u32,
    /// The seed of the sample
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// How the scenarios are written
    #[arg(long, value_parser = ["json"], default_value = "json")]
    format: String,
}

pub(crate) fn run(args: &ScenariosArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let mut list = json::List::new(out)?;
    for scenario in draw::scenarios(args.count, args.seed).map_err(refusal)? {
        list.write(&scenario)?;
    }
    list.finish()
}
