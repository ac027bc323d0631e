//! `calculator set`: cases gathered under names, as one file and one link.

use std::io::Write;

use clap::Args;
use workshop::link;

use super::code::{self, Coded};
use crate::case_args::CaseArgs;
use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, json};

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator set canva intercom --name Ours --name Theirs
  calculator set mine.json theirs.json --output set.json
  calculator set set.json 'canal glide dragon'

A set has one to six cases, each with a name of its own; a name that is taken gets a number. JSON is the set's file, which the \
page and every verb's --scenario read too. The table ends with what the set is in a link, behind the workshop's \
address and '#'.";

/// Flags of `set`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    cases: CaseArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

pub(crate) fn run(args: &SetArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let set = args.cases.set(messages)?;
    let coded: Vec<Coded<'_>> =
        set.scenarios().iter().map(|it| Coded::new(it.name.as_str(), &it.scenario)).collect();
    match args.format.get() {
        Format::Json => Ok(out.write_all(set.to_json().as_bytes())?),
        Format::Jsonl => json::lines(set.scenarios(), out),
        Format::Csv => code::write(&coded, Format::Csv, &args.csv, out),
        Format::Table => {
            code::write(&coded, Format::Table, &args.csv, out)?;
            Ok(writeln!(out, "\n{}", link::parameter(&set))?)
        }
    }
}
