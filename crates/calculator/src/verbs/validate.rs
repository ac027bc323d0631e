//! `calculator validate`: the model's prediction for measured rows, and its errors.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::{Serialize, Serializer};
use validation::anchor::{AnchoredLine, anchored_by, leave_all_but_one_out};
use validation::{Line, Prediction, Row, Table, World, predict_all, summary};

use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, Listing, csv, full, json, table};

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator validate data/validation/calibration-*.csv
  calculator validate --rows measured.csv -o predicted.csv
  calculator validate data/validation/accuracy/by-*.csv
  calculator validate --anchor data/validation/cal*-inf*.csv
  calculator validate --anchor=mine.csv --rows theirs.csv

Files are CSV with the columns of those in data/validation/, told apart by their header: serving has metric and \
value, training has tokens_per_s_per_gpu and gpu_hours; accuracy by size has size_b and benchmark, by examples n_examples, \
by age months. Semicolons or tabs may separate the columns, and numbers then \
may have decimal commas. Errors are relative to what was measured; the p90 is interpolated between rows. After the \
metrics, with the kind 'group', come the groups of rows whose errors have a limit. Accuracy is held against the law with the \
family's own offset, or the task's own start and ceiling, fitted on the same rows; its errors are also given in points.

An anchor is a row that you have measured: other rows of the same model, GPU, precision, software and GPUs to a replica \
are scaled by what it is over its forecast, the less the less alike their loads are. Without a file, each row is the anchor of \
each other row of its machine in turn, and the errors before and after are given.

A row of server_output_tps kept a limit on latency: server_output_tps@itl=200 says that it is 200 ms between tokens. Without \
it a share of the throughput is taken, and the row's note says which.

A model that is not in the catalogue is predicted from its parameters, and the row's note says so.";

/// Flags of `validate`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct ValidateArgs {
    /// Files of measured rows
    #[arg(required = true, value_name = "FILE.csv")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
    /// The rows themselves, with predicted, ape, skipped and note, instead of their summary
    #[arg(long)]
    rows: bool,
    /// Scale forecasts by measured rows of the same machine: those of a file, or each row in turn
    #[arg(long, value_name = "ROWS.csv", num_args = 0..=1, require_equals = true)]
    anchor: Option<Option<PathBuf>>,
}

/// A row and its prediction, or why there is none.
type RowResult<'a> = (&'a Row, Result<Prediction, String>);

pub(crate) fn run(args: &ValidateArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let read = |path: &PathBuf| {
        let refused = |why: String| Failure::Refused(format!("{}: {why}", path.display()));
        let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
        if bytes.trim_ascii().is_empty() {
            return Err(refused("the file is empty".to_owned()));
        }
        let table = Table::read(&bytes[..]).map_err(|error| refused(error.to_string()))?;
        if table.rows.is_empty() {
            return Err(refused("the file has a header and no rows".to_owned()));
        }
        Ok(table)
    };
    let tables = args.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let world = World::default();
    let rows: Vec<&Row> = tables.iter().flat_map(|table| &table.rows).collect();
    let predictions = match &args.anchor {
        None => predict_all(&rows, &world),
        Some(None) => {
            if args.rows {
                let why = "--anchor without a file gives the errors of pairs of rows; leave out --rows, or give \
                           --anchor=ROWS.csv";
                return Err(Failure::Refused(why.to_owned()));
            }
            return write_anchored(&leave_all_but_one_out(&rows, &world), args, out);
        }
        Some(Some(path)) => {
            let measured = read(path)?;
            let anchors: Vec<&Row> = measured.rows.iter().collect();
            anchored_by(&anchors, &rows, &world)
                .map_err(|why| Failure::Refused(format!("{}: {why}", path.display())))?
        }
    };
    let results: Vec<RowResult<'_>> = rows.iter().copied().zip(predictions).collect();
    if args.rows { write_rows(&tables, &results, args, out) } else { write_summary(&results, args, out) }
}

fn write_anchored(lines: &[AnchoredLine], args: &ValidateArgs, out: &mut dyn Write) -> Result<(), Failure> {
    if lines.is_empty() {
        let why =
            "no two rows of serving are of the same model, GPU, precision, software and GPUs to a replica";
        return Err(Failure::Refused(why.to_owned()));
    }
    fn cells(line: &AnchoredLine, error: fn(f64) -> String) -> Vec<String> {
        let before = [line.median_before, line.mean_before, line.p90_before];
        let errors = [before, [line.median, line.mean, line.p90]].concat().into_iter().map(error);
        let counts = [line.what.clone(), line.rows.to_string(), line.pairs.to_string()];
        counts.into_iter().chain(errors).collect()
    }
    Listing {
        items: lines,
        table: (
            &["what", "rows", "pairs", "median before", "mean before", "p90 before", "median", "mean", "p90"],
            |line| cells(line, |error| format!("{:.1} %", 100.0 * error)),
        ),
        csv: (
            &["what", "rows", "pairs", "median_before", "mean_before", "p90_before", "median", "mean", "p90"],
            |line| cells(line, |error| error.to_string()),
        ),
    }
    .write(args.format.get(), &args.csv, out)
}

fn write_summary(results: &[RowResult<'_>], args: &ValidateArgs, out: &mut dyn Write) -> Result<(), Failure> {
    fn percent(number: Option<f64>) -> String {
        number.map(|number| format!("{:.1} %", 100.0 * number)).unwrap_or_default()
    }
    fn points(number: Option<f64>) -> Option<String> {
        number.map(|number| format!("{number:.1} points"))
    }
    fn skipped(line: &Line) -> String {
        line.skipped.iter().map(|(reason, n)| format!("{n} × {reason}")).collect::<Vec<_>>().join("; ")
    }
    let lines = summary(results);
    Listing {
        items: &lines,
        table: (
            &[
                "metric",
                "kind",
                "rows",
                "predicted",
                "median",
                "mean",
                "p90",
                "largest",
                "mean, signed",
                "skipped",
            ],
            |line| {
                vec![
                    line.metric.clone(),
                    line.kind.clone(),
                    line.rows.to_string(),
                    line.predicted.to_string(),
                    points(line.median_points).unwrap_or_else(|| percent(line.median_ape)),
                    points(line.mean_points).unwrap_or_else(|| percent(line.mean_ape)),
                    points(line.p90_points).unwrap_or_else(|| percent(line.p90_ape)),
                    percent(line.max_ape),
                    percent(line.mean_signed),
                    skipped(line),
                ]
            },
        ),
        csv: (
            &[
                "metric",
                "kind",
                "rows",
                "predicted",
                "skipped",
                "median_ape",
                "mean_ape",
                "p90_ape",
                "max_ape",
                "mean_signed",
                "median_points",
                "mean_points",
                "p90_points",
            ],
            |line| {
                vec![
                    line.metric.clone(),
                    line.kind.clone(),
                    line.rows.to_string(),
                    line.predicted.to_string(),
                    skipped(line),
                    full(line.median_ape),
                    full(line.mean_ape),
                    full(line.p90_ape),
                    full(line.max_ape),
                    full(line.mean_signed),
                    full(line.median_points),
                    full(line.mean_points),
                    full(line.p90_points),
                ]
            },
        ),
    }
    .write(args.format.get(), &args.csv, out)
}

/// A row's cells under the columns of all files, and its prediction.
struct PrintedRow<'a> {
    columns: &'a [&'a str],
    result: &'a RowResult<'a>,
}

impl PrintedRow<'_> {
    fn cells(&self) -> Vec<String> {
        let (row, result) = self.result;
        let mut cells: Vec<String> = self.columns.iter().map(|column| row.text(column).to_owned()).collect();
        cells.extend(match result {
            Ok(found) => [
                found.predicted.to_string(),
                found.ape().to_string(),
                String::new(),
                found.note.clone(),
                full(found.points),
            ],
            Err(reason) => [String::new(), String::new(), reason.clone(), String::new(), String::new()],
        });
        cells
    }
}

impl Serialize for PrintedRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let (row, result) = self.result;
        let mut map = serializer.serialize_map(None)?;
        for column in self.columns {
            map.serialize_entry(column, row.text(column))?;
        }
        let found = result.as_ref().ok();
        map.serialize_entry("predicted", &found.map(|found| found.predicted))?;
        map.serialize_entry("ape", &found.map(Prediction::ape))?;
        map.serialize_entry("skipped", result.as_ref().err().map_or("", String::as_str))?;
        map.serialize_entry("note", found.map_or("", |found| found.note.as_str()))?;
        map.serialize_entry("points", &found.and_then(|found| found.points))?;
        map.end()
    }
}

fn write_rows(
    tables: &[Table],
    results: &[RowResult<'_>],
    args: &ValidateArgs,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut columns: Vec<&str> = Vec::new();
    for name in tables.iter().flat_map(|table| table.header.iter()) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let mut rows = results.iter().map(|result| PrintedRow { columns: &columns, result });
    match args.format.get() {
        Format::Jsonl => json::lines(rows, out),
        Format::Json => {
            let mut list = json::List::new(out)?;
            rows.try_for_each(|row| list.write(&row))?;
            list.finish()
        }
        Format::Csv => {
            let head = [&columns[..], &["predicted", "ape", "skipped", "note", "points"]].concat();
            let mut written = csv::Rows::new(&head, &args.csv, out)?;
            rows.try_for_each(|row| written.write(&row.cells()))
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = results.iter().map(short).collect();
            table::write(
                &["model", "gpu", "case", "metric", "measured", "predicted", "error", "note"],
                &rows,
                out,
            )
        }
    }
}

/// A row for reading: what identifies it, and the two values.
fn short((row, result): &RowResult<'_>) -> Vec<String> {
    let text = |column| row.text(column).to_owned();
    let case = match row.family() {
        validation::Family::Inference => {
            format!("{} TP{} {}/{}", text("precision"), text("tp"), text("input_len"), text("output_len"))
        }
        validation::Family::Training => {
            format!("{} {} × {} {}", text("precision"), text("gpus"), text("seq_len"), text("method"))
        }
        validation::Family::Sizes => format!("{} {} B {}", text("family"), text("size_b"), text("kind")),
        validation::Family::Examples => format!("{}, {} examples", text("task"), text("n_examples")),
        validation::Family::Drift => format!("{}, {} months", text("task"), text("months")),
    };
    let (measured, predicted, error, note) = match result {
        Ok(found) => {
            let digits = |number: f64| {
                if number <= 1.0 {
                    format!("{number:.3}")
                } else if number < 100.0 {
                    format!("{number:.1}")
                } else {
                    format!("{number:.0}")
                }
            };
            let error = found.points.map_or_else(
                || format!("{:+.1} %", 100.0 * found.error()),
                |points| format!("{points:+.1} points"),
            );
            (digits(found.measured), digits(found.predicted), error, found.note.clone())
        }
        Err(reason) => (String::new(), String::new(), String::new(), format!("skipped: {reason}")),
    };
    vec![text("model"), text("gpu"), case, row.metric().to_owned(), measured, predicted, error, note]
}
