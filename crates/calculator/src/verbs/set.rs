//! `calculator set`: scenarios gathered under names, as one file and one link.

use std::io::Write;

use clap::{Args, ValueEnum};
use workshop::{ScenarioSet, link, qr};

use super::code::{self, Coded};
use crate::failure::Failure;
use crate::print::{CsvArgs, FileFormat, Format, FormatArgs, json};
use crate::scenario_operands::ScenarioOperands;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator set canva intercom --name Ours --name Theirs
  calculator set mine.json theirs.json --output set.json
  calculator set set.json 'canal glide dragon'
  calculator set set.json --output set.svg \\
    --address https://example.org/workshop/

A set has one to six scenarios, each with a name of its own; a name that is taken gets a number. JSON is the set's file, which the \
page and every verb's --scenario read too. The table ends with the set's link: what stands behind the \
address of the workshop's page, or all of it with --address. SVG is a QR code of that link.";

/// Flags of `set`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct SetArgs {
    #[command(flatten)]
    operands: ScenarioOperands,
    /// The address of the workshop's page, for the link
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<SetFormat>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// How a set is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SetFormat {
    /// A table of the scenarios with their codes, and the link (the default).
    #[default]
    #[value(alias = "txt")]
    Table,
    /// The set's file.
    Json,
    /// JSON lines: a scenario a line.
    #[value(alias = "ndjson")]
    Jsonl,
    /// CSV with a header: a scenario a row.
    Csv,
    /// The QR code of the link.
    Svg,
}

impl FileFormat for SetFormat {
    fn is_csv(self) -> bool {
        self == Self::Csv
    }
}

pub(crate) fn run(args: &SetArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let set = args.operands.set(messages)?;
    let coded: Vec<Coded<'_>> =
        set.scenarios().iter().map(|it| Coded::new(it.name.as_str(), &it.scenario)).collect();
    match args.format.get() {
        SetFormat::Json => Ok(out.write_all(set.to_json().as_bytes())?),
        SetFormat::Jsonl => json::lines(set.scenarios(), out),
        SetFormat::Csv => code::write(&coded, Format::Csv, &args.csv, out),
        SetFormat::Svg => {
            let link = link_at(args.address.as_deref(), &set);
            let link = link.ok_or_else(|| {
                Failure::Refused("--address: a QR code needs the address of the workshop's page".to_owned())
            })?;
            let svg = qr::svg(&link).map_err(|error| Failure::Refused(error.to_string()))?;
            Ok(writeln!(out, "{svg}")?)
        }
        SetFormat::Table => {
            code::write(&coded, Format::Table, &args.csv, out)?;
            let link = link_at(args.address.as_deref(), &set).unwrap_or_else(|| link::parameter(&set));
            Ok(writeln!(out, "\n{link}")?)
        }
    }
}

/// The set's link on the page at an address.
fn link_at(address: Option<&str>, set: &ScenarioSet) -> Option<String> {
    address.map(|address| format!("{address}#{}", link::parameter(set)))
}
