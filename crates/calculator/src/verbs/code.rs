//! `calculator code`: the words of a case, or the case of words.

use std::io::Write;

use clap::Args;
use model::Scenario;
use serde::Serialize;
use workshop::code;

use crate::case_args::CaseArgs;
use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, Listing, difference};

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator code intercom
  calculator code case.json
  calculator code 'canal glide dragon'
  calculator code 'canal glide dragon' --format json

A code is made of common English words: a preset takes three, each setting about one more. The first four letters of a \
word are enough, and capitals and commas do not count. The last two words check the others: of one wrong word the \
place is named, and the right word. A code of an older edition keeps its meaning.";

/// Flags of `code`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    cases: CaseArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// A case with its code.
#[derive(Serialize)]
pub(super) struct Coded<'a> {
    pub(super) name: &'a str,
    pub(super) code: String,
    pub(super) scenario: &'a Scenario,
}

impl<'a> Coded<'a> {
    pub(super) fn new(name: &'a str, scenario: &'a Scenario) -> Self {
        Self { name, code: code::encode(scenario), scenario }
    }
}

pub(crate) fn run(args: &CodeArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let set = args.cases.set(messages)?;
    let coded: Vec<Coded<'_>> =
        set.scenarios().iter().map(|it| Coded::new(it.name.as_str(), &it.scenario)).collect();
    write(&coded, args.format.get(), &args.csv, out)
}

/// Writes cases with their codes.
pub(super) fn write(
    coded: &[Coded<'_>],
    format: Format,
    csv: &CsvArgs,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    Listing {
        items: coded,
        table: (&["case", "preset", "changed", "code"], cells),
        csv: (&["name", "preset", "changed", "code"], cells),
    }
    .write(format, csv, out)
}

fn cells(coded: &Coded<'_>) -> Vec<String> {
    let preset = coded.scenario.base().spec().id.to_owned();
    vec![coded.name.to_owned(), preset, difference(coded.scenario), coded.code.clone()]
}
