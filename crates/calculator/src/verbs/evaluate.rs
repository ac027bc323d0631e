//! `calculator evaluate`: the outcome of a scenario, or of each in a list.

use core::ops::Range;
use std::io::Write;

use clap::{Args, ValueEnum};
use model::estimate::Series;
use model::format::{self, Style};
use model::outcome::{OutputSpec, Percentiles};
use model::uncertainty::{OutputBand, bands};
use model::units::{Unit, Value};
use model::{InputsInUse, Outcome, Scenario, evaluate};
use serde::Serialize;

use crate::failure::Failure;
use crate::print::rows::{Column, Encoder, Kind, Row};
use crate::print::source::ResultSource;
use crate::print::{self, CsvArgs, Fields, FileFormat, Format, FormatArgs, Listing, RowFormat, json};
use crate::progress::Progress;
use crate::scenario_args::{ScenarioArgs, ScenarioList, Scenarios};
use crate::selection::{Cell, Cells, SelectionArgs};
use crate::stream::{self, Weight};

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator evaluate --preset intercom
  calculator evaluate --set gpu_count=8 --outputs own_cost
  calculator evaluate --scenario case.toml --format json
  calculator evaluate --bands --outputs own_cost,rent_cost
  calculator evaluate --scenario cases.json --with-inputs \\
    --outputs own_cost,rent_cost --output costs.csv

A scenario file is a flat map of inputs, in TOML or JSON, or a list of such maps (in TOML, tables headed \
[[scenario]]), which gives a list. Its content tells the format, not its name. A setting that has no effect beside \
the others is refused, and so is one that is given twice.

  {\"preset\": \"canva\", \"gpu_count\": 8, \"gpu\": \"h100-sxm\"}

A list is computed on all cores. Only what the chosen outputs need is computed: an estimate takes microseconds, \
the sample that some need a thousand times as long; 'calculator outputs' says which.

Table and JSON hold whole outcomes; CSV, JSON lines and Parquet a row for each scenario. A list's rows begin \
with scenario, the scenario's number from 1.";

/// Flags of `evaluate`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct EvaluateArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Give the 5th, 50th and 95th percentile of each output over the cases that are possible; instead of the outputs,
    /// as a table of their own, and in JSON beside them
    #[arg(long)]
    bands: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs<EvaluateFormat>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
    /// Report progress on standard error even if that is not a terminal
    #[arg(long)]
    progress: bool,
}

/// How evaluations are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvaluateFormat {
    /// A table, rounded for reading (the default).
    #[default]
    #[value(alias = "txt")]
    Table,
    /// JSON, with every bit of every number; a list gives a list.
    Json,
    /// JSON lines: an object a line, the columns of the CSV.
    #[value(alias = "ndjson")]
    Jsonl,
    /// CSV with a header, with every bit of every number.
    Csv,
    /// Parquet: columns with their units, compressed.
    Parquet,
}

impl FileFormat for EvaluateFormat {
    fn is_csv(self) -> bool {
        self == Self::Csv
    }

    fn has_named_cells(self) -> bool {
        matches!(self, Self::Csv | Self::Jsonl)
    }
}

/// One evaluation as JSON.
#[derive(Serialize)]
struct Evaluation<'a> {
    #[serde(flatten)]
    source: ResultSource,
    /// The preset and what differs from it.
    scenario: &'a Scenario,
    /// The value of every input that has an effect.
    inputs: InputsInUse<'a>,
    /// The whole outcome; left out if outputs were chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// The chosen outputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<Fields>,
    /// Percentiles of every output, or of the chosen ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    bands: Option<Vec<OutputBand>>,
}

/// What is asked of each scenario.
struct Request {
    /// The columns; those of the CSV if none were chosen.
    cells: Cells,
    /// Whether columns were chosen.
    is_chosen: bool,
    bands: bool,
    csv: CsvArgs,
    progress: bool,
}

pub(crate) fn run(args: &EvaluateArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    let scenarios = args.scenario.scenarios(messages)?;
    let changed = match &scenarios {
        Scenarios::One(scenario) => scenario.changes().map(|(setting, _)| setting).collect(),
        Scenarios::List(list) if args.selection.with_inputs => list.changed(),
        Scenarios::List(_) => Default::default(),
    };
    let cells = args.selection.of_scenarios(changed)?;
    let request = Request {
        cells,
        is_chosen: !args.selection.is_all(),
        bands: args.bands,
        csv: args.csv.clone(),
        progress: args.progress,
    };
    let format = match args.format.get() {
        EvaluateFormat::Table if request.bands => return request.write_bands(&scenarios, Format::Table, out),
        EvaluateFormat::Csv if request.bands => return request.write_bands(&scenarios, Format::Csv, out),
        EvaluateFormat::Jsonl | EvaluateFormat::Parquet if request.bands => {
            return Err(Failure::Refused("--bands: rows hold no percentiles; use --format json".to_owned()));
        }
        EvaluateFormat::Table => return request.write_tables(&scenarios, out),
        EvaluateFormat::Json => return request.write_json(&scenarios, out, messages),
        EvaluateFormat::Jsonl => RowFormat::Jsonl,
        EvaluateFormat::Csv => RowFormat::Csv,
        EvaluateFormat::Parquet => RowFormat::Parquet,
    };
    request.write_rows(&scenarios, format, out, messages)
}

/// A column with a scenario's number in its list.
fn number_column() -> Column {
    Column { name: "scenario".to_owned(), kind: Kind::Whole, unit: Unit::One.name() }
}

impl Request {
    /// The bands of the chosen outputs.
    fn bands(&self, scenario: &Scenario) -> Vec<OutputBand> {
        let mut all = bands(&scenario.values(), &scenario.assumptions());
        all.retain(|band| self.cells.outputs().specs().iter().any(|spec| spec.id == band.spec.id));
        all
    }

    /// The chosen columns of one scenario.
    fn values(&self, scenario: &Scenario) -> Vec<(Cell, Value)> {
        let (values, assumptions) = (scenario.values(), scenario.assumptions());
        let outputs = self.cells.outputs().values(&values, &mut Series::new(&assumptions));
        self.cells.values(scenario.base(), &values, &assumptions, &outputs).collect()
    }

    fn evaluation<'a>(&self, scenario: &'a Scenario) -> Evaluation<'a> {
        let fields = || self.values(scenario).into_iter().map(|(cell, value)| (cell.id().into(), value));
        Evaluation {
            source: ResultSource::of_this_run(),
            scenario,
            inputs: InputsInUse(scenario),
            outcome: (!self.is_chosen).then(|| evaluate(scenario)),
            outputs: self.is_chosen.then(|| Fields(fields().collect())),
            bands: self.bands.then(|| self.bands(scenario)),
        }
    }

    /// How much work a scenario is, as JSON.
    fn weight_in_json(&self) -> Weight {
        if self.is_chosen && !self.bands { self.cells.weight() } else { Weight::Heavy }
    }

    fn write_json(
        &self,
        scenarios: &Scenarios<'_>,
        out: &mut dyn Write,
        messages: &mut dyn Write,
    ) -> Result<(), Failure> {
        let list = match scenarios {
            Scenarios::One(scenario) => return json::write(&self.evaluation(scenario), out),
            Scenarios::List(list) => list,
        };
        let mut progress = Progress::new(list.len() as u64, self.progress);
        let items = |indices: Range<u64>| {
            let scenarios = list.of(indices.start as usize..indices.end as usize);
            let text =
                |scenario: Result<Scenario, Failure>| Ok(serde_json::to_vec(&self.evaluation(&scenario?))?);
            scenarios.map(text).collect::<Result<Vec<_>, Failure>>()
        };
        let mut written = json::List::new(out)?;
        stream::in_order(0..list.len() as u64, self.weight_in_json(), items, |texts, n| {
            progress.advance(n, messages);
            texts.iter().try_for_each(|text| written.write_text(text))
        })?;
        progress.finish();
        written.finish()
    }

    fn write_tables(&self, scenarios: &Scenarios<'_>, out: &mut dyn Write) -> Result<(), Failure> {
        let write = |scenario: &Scenario, out: &mut dyn Write| {
            if self.is_chosen {
                let values = self.values(scenario).into_iter();
                let rows: Vec<_> = values.map(|(cell, value)| cell.row(scenario, value)).collect();
                print::outcome::write_selected(scenario, &rows, out)
            } else {
                print::outcome::write(scenario, &evaluate(scenario), out)
            }
        };
        let list = match scenarios {
            Scenarios::One(scenario) => return write(scenario, out),
            Scenarios::List(list) => list,
        };
        for index in 0..list.len() {
            if index > 0 {
                writeln!(out, "\n")?;
            }
            list.of(index..index + 1).try_for_each(|scenario| write(&scenario?, out))?;
        }
        Ok(())
    }

    /// A row for each scenario.
    fn write_rows(
        &self,
        scenarios: &Scenarios<'_>,
        format: RowFormat,
        out: &mut dyn Write,
        messages: &mut dyn Write,
    ) -> Result<(), Failure> {
        let (number, n_rows) = match scenarios {
            Scenarios::One(_) => (None, 1),
            Scenarios::List(list) => (Some(number_column()), list.len() as u64),
        };
        let columns: Vec<Column> =
            number.into_iter().chain(self.cells.all().iter().map(|cell| cell.column())).collect();
        let mut progress = Progress::new(n_rows, self.progress);
        let rows = |indices: Range<u64>| match scenarios {
            Scenarios::One(scenario) => {
                Ok(vec![self.values(scenario).into_iter().map(|(_, it)| it).collect()])
            }
            Scenarios::List(list) => self.rows(list, indices),
        };
        let encoder = Encoder::new(format, &columns, &self.csv, true)?;
        let advance = |n| progress.advance(n, messages);
        let one = match scenarios {
            Scenarios::One(scenario) => Some(&**scenario),
            Scenarios::List(_) => None,
        };
        stream::write_table(&encoder, one, 0..n_rows, self.cells.weight(), rows, out, advance)?;
        progress.finish();
        Ok(())
    }

    /// The rows of consecutive scenarios of a list. As long as the constants stay the same, scenarios share a series.
    fn rows(&self, list: &ScenarioList<'_>, indices: Range<u64>) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::with_capacity((indices.end - indices.start) as usize);
        let mut numbers = indices.start + 1..;
        let mut scenarios = list.of(indices.start as usize..indices.end as usize);
        let mut next = scenarios.next().transpose()?;
        while let Some(first) = &next {
            let assumptions = first.assumptions();
            let mut series = Series::new(&assumptions);
            while let Some(scenario) = next.take_if(|scenario| scenario.assumptions() == assumptions) {
                let values = scenario.values();
                let outputs = self.cells.outputs().values(&values, &mut series);
                let mut row = Row::with_capacity(1 + self.cells.all().len());
                row.extend(numbers.next().map(|number| Value::Number(number as f64)));
                let cells = self.cells.values(scenario.base(), &values, &assumptions, &outputs);
                row.extend(cells.map(|(_, value)| value));
                rows.push(row);
                next = scenarios.next().transpose()?;
            }
        }
        Ok(rows)
    }

    /// A row for each output: its percentiles, and the share of the cases that have a value.
    fn write_bands(
        &self,
        scenarios: &Scenarios<'_>,
        format: Format,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let Scenarios::One(scenario) = scenarios else {
            return Err(Failure::Refused(
                "--bands: a table of percentiles holds one scenario, and the file has a list; use --format json"
                    .to_owned(),
            ));
        };
        let all = self.bands(scenario);
        if format == Format::Table {
            writeln!(out, "{}\n", print::headline(scenario))?;
        }
        Listing {
            items: &all,
            table: (&["output", "5 %", "50 %", "95 %", "cases", "id"], |band| {
                let share = format::number(band.share, Unit::Fraction, Style::Prose);
                let [p5, p50, p95] = percentiles(band).map(|number| shown(band.spec, number));
                vec![band.spec.label().to_owned(), p5, p50, p95, share, band.spec.id.to_owned()]
            }),
            csv: (&["id", "unit", "p05", "p50", "p95", "share"], |band| {
                let [p5, p50, p95] = percentiles(band).map(print::full);
                let unit = band.spec.unit.name().to_owned();
                vec![band.spec.id.to_owned(), unit, p5, p50, p95, band.share.to_string()]
            }),
        }
        .write(format, &self.csv, out)
    }
}

/// The percentiles of an output, if any case has a value.
fn percentiles(band: &OutputBand) -> [Option<f64>; 3] {
    let of = |read: fn(&Percentiles) -> f64| band.percentiles.as_ref().map(read);
    [of(|it| it.p5), of(|it| it.p50), of(|it| it.p95)]
}

fn shown(spec: &OutputSpec, number: Option<f64>) -> String {
    number.map_or_else(|| "none".to_owned(), |x| format::number(x, spec.unit, Style::Prose))
}
