//! `calculator compare`: scenarios side by side, and why each differs from the first.

use std::io::Write;

use clap::{Args, ValueEnum};
use model::Scenario;
use model::format::{self, Style};
use model::units::{Unit, Value};
use serde::{Serialize, Serializer};
use spreadsheet::workbook;
use workshop::because::{Measure, Measures};
use workshop::comparison::{Comparison, Evaluated, compared, figures};
use workshop::{ScenarioSet, code};

use crate::failure::Failure;
use crate::print::source::ResultSource;
use crate::print::{CsvArgs, Fields, FileFormat, FormatArgs, csv, json, table};
use crate::scenario_operands::ScenarioOperands;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator compare support_desk intercom
  calculator compare support_desk case.json --name Today \\
    --name 'Half the GPUs'
  calculator compare set.json --format csv -o causes.csv
  calculator compare canva stripe --output cases.xlsx

Each scenario is compared with the first. The parts of a difference sum to the whole. While no more than 14 settings differ, a \
setting's part is its mean over all orders in which the settings can be changed (its Shapley value); otherwise they are \
changed one after the other, in the order of 'calculator inputs', and the result says so. What follows from a setting \
moves with it: another GPU brings its own price.

CSV holds a row for each part of each difference; the cause 'all' is the whole. XLSX is a spreadsheet of figures, ledgers, causes and \
settings, whose sums and differences are formulas.";

/// The cause of a row that has the whole difference.
const WHOLE: &str = "all";

/// Flags of `compare`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    operands: ScenarioOperands,
    #[command(flatten)]
    pub(crate) format: FormatArgs<CompareFormat>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    /// Tables and sentences, rounded for reading (the default).
    #[default]
    #[value(alias = "txt")]
    Table,
    /// JSON, with every bit of every number.
    Json,
    /// CSV with a header: the parts of the differences, with every bit of every number.
    Csv,
    /// A spreadsheet with formulas.
    Xlsx,
}

impl FileFormat for CompareFormat {
    fn is_csv(self) -> bool {
        self == Self::Csv
    }
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    source: ResultSource,
    scenarios: Vec<ScenarioReport<'a>>,
    comparisons: Vec<ComparisonReport<'a>>,
}

#[derive(Serialize)]
struct ScenarioReport<'a> {
    name: &'a str,
    code: String,
    scenario: &'a Scenario,
    figures: Fields,
}

#[derive(Serialize)]
struct ComparisonReport<'a> {
    name: &'a str,
    against: &'a str,
    attribution: &'static str,
    difference: Differences,
    causes: Vec<CauseReport>,
    sentences: Vec<String>,
}

#[derive(Serialize)]
struct CauseReport {
    settings: Vec<&'static str>,
    label: &'static str,
    difference: Differences,
}

/// A difference in each measure, under the measures' names.
struct Differences(Measures);

impl Serialize for Differences {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Measure::ALL.map(|measure| (measure.id(), self.0.of(measure))))
    }
}

pub(crate) fn run(args: &CompareArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let set = args.operands.set(messages)?;
    let n = set.scenarios().len();
    if n < 2 {
        let most = ScenarioSet::MAX;
        return Err(Failure::Refused(format!("compare: {n} scenario (allowed: 2 to {most})")));
    }
    let (evaluated, comparisons) = compared(&set);
    match args.format.get() {
        CompareFormat::Json => json::write(&report(&evaluated, &comparisons), out),
        CompareFormat::Csv => write_rows(&comparisons, &args.csv, out),
        CompareFormat::Xlsx => {
            Ok(out.write_all(&workbook(&evaluated, &comparisons, &ResultSource::of_this_run().columns())?)?)
        }
        CompareFormat::Table => write_text(&evaluated, &comparisons, out),
    }
}

fn report<'a>(evaluated: &'a [Evaluated<'_>], comparisons: &'a [Comparison<'_>]) -> Report<'a> {
    let scenario = |it: &'a Evaluated<'_>| ScenarioReport {
        name: it.named.name.as_str(),
        code: code::encode(&it.named.scenario),
        scenario: &it.named.scenario,
        figures: Fields(figures(&it.outcome).map(|(id, _, value, _)| (id.into(), value)).collect()),
    };
    let comparison = |it: &'a Comparison<'_>| ComparisonReport {
        name: it.named.name.as_str(),
        against: it.against.name.as_str(),
        attribution: it.causes.attribution.id(),
        difference: Differences(it.causes.difference),
        causes: it
            .causes
            .parts
            .iter()
            .map(|part| CauseReport {
                settings: part.settings.iter().map(|setting| setting.id()).collect(),
                label: part.label(),
                difference: Differences(part.difference),
            })
            .collect(),
        sentences: it.sentences(),
    };
    Report {
        source: ResultSource::of_this_run(),
        scenarios: evaluated.iter().map(scenario).collect(),
        comparisons: comparisons.iter().map(comparison).collect(),
    }
}

fn write_rows(comparisons: &[Comparison<'_>], args: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let head = ["name", "against", "output", "unit", "attribution", "cause", "difference"];
    let mut rows = csv::Rows::new(&head, args, out)?;
    for Comparison { named, against, causes } in comparisons {
        for measure in Measure::ALL {
            let mut write = |cause: &str, difference: Measures| {
                rows.write(&[
                    named.name.as_str(),
                    against.name.as_str(),
                    measure.id(),
                    measure.unit().name(),
                    causes.attribution.id(),
                    cause,
                    &difference.of(measure).to_string(),
                ])
            };
            write(WHOLE, causes.difference)?;
            for part in &causes.parts {
                let ids: Vec<&str> = part.settings.iter().map(|setting| setting.id()).collect();
                write(&ids.join(" "), part.difference)?;
            }
        }
    }
    Ok(())
}

fn write_text(
    evaluated: &[Evaluated<'_>],
    comparisons: &[Comparison<'_>],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let names = evaluated.iter().map(|it| it.named.name.as_str());
    let head: Vec<&str> = ["figure"].into_iter().chain(names.clone()).chain(["id"]).collect();
    let columns: Vec<Vec<_>> = evaluated.iter().map(|it| figures(&it.outcome).collect()).collect();
    let row = |(index, (id, label, _, _)): (usize, &(&str, &str, Value, Unit))| {
        let cells = columns.iter().filter_map(|column| column.get(index));
        let cells = cells.map(|(_, _, value, unit)| format::value(*value, *unit, Style::Prose));
        [(*label).to_owned()].into_iter().chain(cells).chain([(*id).to_owned()]).collect()
    };
    let rows: Vec<Vec<String>> = columns.iter().take(1).flatten().enumerate().map(row).collect();
    table::write(&head, &rows, out)?;
    let scenarios: Vec<&Scenario> = evaluated.iter().map(|it| &it.named.scenario).collect();
    let differing = workshop::differing(&scenarios);
    if !differing.is_empty() {
        writeln!(out)?;
        let head: Vec<&str> = ["setting"].into_iter().chain(names).chain(["id"]).collect();
        let rows: Vec<Vec<String>> = differing
            .into_iter()
            .map(|setting| {
                let cells = evaluated.iter().map(|it| workshop::reading(&it.named.scenario, setting));
                [setting.label().to_owned()]
                    .into_iter()
                    .chain(cells)
                    .chain([setting.id().to_owned()])
                    .collect()
            })
            .collect();
        table::write(&head, &rows, out)?;
    }
    for comparison in comparisons {
        writeln!(out)?;
        for sentence in comparison.sentences() {
            writeln!(out, "{sentence}")?;
        }
        if comparison.causes.parts.len() > 1 {
            writeln!(out, "{}", comparison.causes.attribution.sentence())?;
        }
    }
    let hindered = evaluated.iter().filter_map(|it| Some((it, it.outcome.hindrance()?)));
    for (index, (it, hindrance)) in hindered.enumerate() {
        if index == 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}: {}.", it.named.name, hindrance.words())?;
    }
    Ok(())
}
