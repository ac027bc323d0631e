//! `calculator sweep`: a row for every combination of the swept inputs' values, computed on all cores and written in order
//! while the sweep runs.

use core::ops::Range;
use core::str::FromStr;
use std::io::Write;

use clap::Args;
use model::distribution::quantile;
use model::estimate::Series;
use model::outcome::estimate_specs;
use model::uncertainty::cases;
use model::units::{Unit, Value};
use model::{Assumptions, Input, Scenario, Values};

use crate::axis::{Axis, AxisText};
use crate::failure::Failure;
use crate::print::rows::{Column, Encoder, Kind, Row};
use crate::print::{CsvArgs, FormatArgs, RowFormat, input_value};
use crate::progress::Progress;
use crate::scenario_args::{ScenarioArgs, refusal};
use crate::selection::{Cell, Cells, SelectionArgs};
use crate::stream::{self, Weight};

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator sweep --over gpu_count=1:64:7:log \\
    --outputs own_cost,rent_cost
  calculator sweep --over gpu_hour_price=1:6:11 \\
    --over precision=bf16,fp8 --output sweep.csv
  calculator sweep --over gpu_hour_price=1:6:11 \\
    --outputs own_cost,saving --bands
  calculator sweep --over model_size=1:400:1000:log \\
    --outputs saving --shard 1/8 --output part-1.parquet

In a list commas separate values: decimals have a point, thousands have nothing.

Whole inputs are rounded to whole numbers, and numbers that then are equal are taken once.

Defaults follow: sweeping over gpu, each GPU has its own price, unless gpu_hour_price is set.

Bands come from the cases of the verdict's sample. Outputs that are not numbers have none, nor do the verdict's, \
which describe the whole sample. A case without a value (such as a payback that never comes) counts as above \
every number.

Outputs that need the sample ('calculator outputs' says which) take a thousand times the work of the others.

All cores are used; RAYON_NUM_THREADS=n uses n.";

/// Flags of `sweep`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct SweepArgs {
    /// The values of an input: from, to and how many (in equal steps, or equal ratios with ':log'), or a list; a
    /// second --over gives every combination, the first changing slowest
    #[arg(long, required = true, value_name = "NAME=FROM:TO:STEPS[:log]")]
    over: Vec<AxisText>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Add the 5th, 50th and 95th percentile of each chosen number over what is uncertain, as NAME_p05, NAME_p50 and
    /// NAME_p95
    #[arg(long)]
    bands: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs<RowFormat>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
    /// Compute only this part of the rows: the second of four is 2/4. Parts of CSV and JSON lines, one after the other,
    /// are the whole, as only the first has the header; each part of Parquet is a file of its own
    #[arg(long, value_name = "PART/PARTS", default_value = "1/1")]
    shard: Shard,
    /// Report progress on standard error even if that is not a terminal
    #[arg(long)]
    progress: bool,
}

/// A part of all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shard {
    part: u64,
    parts: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(part, parts)| {
            Some(Self { part: part.trim().parse().ok()?, parts: parts.trim().parse().ok()? })
        });
        numbers.filter(|shard| shard.part >= 1 && shard.part <= shard.parts).ok_or_else(|| {
            "expected PART/PARTS, such as 2/4: PARTS is 1 or more, PART from 1 to PARTS".to_owned()
        })
    }
}

impl Shard {
    /// The rows of this part of `n_rows` rows.
    fn rows(self, n_rows: u64) -> Range<u64> {
        let before = |part: u64| (u128::from(n_rows) * u128::from(part) / u128::from(self.parts)) as u64;
        before(self.part - 1)..before(self.part)
    }
}

pub(crate) fn run(args: &SweepArgs, out: &mut dyn Write, messages: &mut dyn Write) -> Result<(), Failure> {
    if args.format.get() == RowFormat::Json && args.shard.parts > 1 {
        return Err(Failure::Refused(
            "--shard: parts of a JSON list, one after the other, are no list; use --format jsonl".to_owned(),
        ));
    }
    let sweep = Sweep::new(args, messages)?;
    let rows = args.shard.rows(sweep.n_rows()?);
    let columns = sweep.columns();
    let mut progress = Progress::new(rows.end - rows.start, args.progress);
    let is_first = args.shard.part == 1;
    let encoder = Encoder::new(args.format.get(), &columns, &args.csv, is_first)?;
    let advance = |n| progress.advance(n, messages);
    stream::write_table(
        &encoder,
        Some(&sweep.scenario),
        rows,
        sweep.weight(),
        |rows| sweep.rows(rows),
        out,
        advance,
    )?;
    progress.finish();
    Ok(())
}

/// What consecutive rows share.
struct RowCache<'a> {
    /// All inputs of the last row, and the index of its combination of the other axes.
    values: Option<(u64, Values)>,
    series: Series<'a>,
}

/// The swept inputs, and what is given at each point.
struct Sweep {
    scenario: Scenario,
    axes: Vec<Axis>,
    cells: Cells,
    bands: bool,
    /// The constants, which no axis changes.
    assumptions: Assumptions,
}

impl Sweep {
    fn new(args: &SweepArgs, messages: &mut dyn Write) -> Result<Self, Failure> {
        let axes = args.over.iter().map(AxisText::axis).collect::<Result<Vec<_>, _>>()?;
        let scenario = args.scenario.swept_scenario(&axes, messages)?;
        for (index, axis) in axes.iter().enumerate() {
            let id = axis.input.spec().id;
            if axes[..index].iter().any(|earlier| earlier.input == axis.input) {
                return Err(Failure::Refused(format!("--over: {id} is swept twice")));
            }
            if axis.values.len() < axis.requested {
                let (requested, n) = (axis.requested, axis.values.len());
                writeln!(messages, "calculator: {id}: {requested} steps give {n} whole numbers")?;
            }
        }
        let swept: Vec<Input> = axes.iter().map(|axis| axis.input).collect();
        let cells = args.selection.of_a_sweep(&scenario, &swept)?;
        if args.bands && !cells.all().iter().any(|cell| banded(*cell).is_some()) {
            let ids: Vec<&str> = cells.all().iter().map(|cell| cell.id()).collect();
            return Err(Failure::Refused(format!(
                "--bands: none of the chosen columns ({}) is an output that is a number of a single case; 'calculator \
                 outputs' lists the outputs, and those of the family 'verdict' have no bands",
                ids.join(", ")
            )));
        }
        let assumptions = scenario.assumptions();
        Ok(Self { scenario, axes, cells, bands: args.bands, assumptions })
    }

    /// How many combinations there are.
    fn n_rows(&self) -> Result<u64, Failure> {
        let n_rows = self.axes.iter().try_fold(1_u64, |n, axis| n.checked_mul(axis.values.len() as u64));
        n_rows.ok_or_else(|| {
            Failure::Refused(format!(
                "--over: more than {} combinations, the most that can be counted",
                u64::MAX
            ))
        })
    }

    /// How much work a row is.
    fn weight(&self) -> Weight {
        if self.bands { Weight::Heavy } else { self.cells.weight() }
    }

    /// The columns: the swept inputs, then the others, each output with its bands.
    fn columns(&self) -> Vec<Column> {
        let input = |axis: &Axis| Cell::Setting(axis.input.into()).column();
        let mut columns: Vec<Column> = self.axes.iter().map(input).collect();
        for cell in self.cells.all() {
            let column = cell.column();
            let (name, unit) = (column.name.clone(), column.unit);
            columns.push(column);
            if self.bands && banded(*cell).is_some() {
                columns.extend(PERCENTILES.map(|(_, ending)| Column {
                    name: format!("{name}{ending}"),
                    kind: Kind::Number,
                    unit,
                }));
            }
        }
        columns
    }

    /// Consecutive rows.
    fn rows(&self, rows: Range<u64>) -> Result<Vec<Row>, Failure> {
        let mut cache = RowCache { values: None, series: Series::new(&self.assumptions) };
        rows.map(|index| self.row(index, &mut cache)).collect()
    }

    /// The swept inputs at a point, and the chosen columns of the scenario there.
    fn row(&self, index: u64, cache: &mut RowCache<'_>) -> Result<Row, Failure> {
        let point = self.point(index);
        let values = self.values(index, &point, &mut cache.values)?;
        let outputs = self.cells.outputs().values(&values, &mut cache.series);
        let cases: Vec<Vec<Value>> = if self.bands {
            cases(&values, &self.assumptions).map(|case| case.values()).collect()
        } else {
            Vec::new()
        };
        let mut row = Row::with_capacity(point.len() + (1 + PERCENTILES.len()) * self.cells.all().len());
        row.extend(point.into_iter().map(|(input, value)| input_value(input, value)));
        for (cell, value) in self.cells.values(self.scenario.base(), &values, &self.assumptions, &outputs) {
            row.push(value);
            if self.bands
                && let Some(index) = banded(cell)
            {
                row.extend(band(cases.iter().map(|case| case[index])));
            }
        }
        Ok(row)
    }

    /// All inputs at a point. If no default depends on the last axis, its points share all other values.
    fn values(
        &self,
        index: u64,
        point: &[(Input, f64)],
        cached: &mut Option<(u64, Values)>,
    ) -> Result<Values, Failure> {
        let last = self.axes.last().zip(point.last()).filter(|(axis, _)| !axis.input.has_dependents());
        let turn = last.map(|(axis, _)| index / axis.values.len() as u64);
        if let (Some((_, (input, value))), Some((cached_turn, values))) = (last, cached.as_ref())
            && turn == Some(*cached_turn)
        {
            return Ok(values.replaced(*input, *value));
        }
        let mut settings = point.to_vec();
        // In the catalogue's order, so that a choice is set before the inputs whose defaults depend on it.
        settings.sort_by_key(|(input, _)| *input);
        let set = |scenario: Scenario, (input, value): (Input, f64)| scenario.with(input, value);
        let scenario = settings.into_iter().try_fold(self.scenario.clone(), set).map_err(refusal)?;
        let values = scenario.values();
        *cached = turn.map(|turn| (turn, values));
        Ok(values)
    }

    /// The combination of values with this number; the last axis changes fastest.
    fn point(&self, mut index: u64) -> Vec<(Input, f64)> {
        let value = |axis: &Axis| {
            let n = axis.values.len() as u64;
            let value = axis.values[(index % n) as usize];
            index /= n;
            (axis.input, value)
        };
        let mut point: Vec<(Input, f64)> = self.axes.iter().rev().map(value).collect();
        point.reverse();
        point
    }
}

/// The percentiles of a band, and the endings of their columns' names.
const PERCENTILES: [(f64, &str); 3] = [(0.05, "_p05"), (0.5, "_p50"), (0.95, "_p95")];

/// The index of a column among an estimate's outputs, if it is a number of a single case.
fn banded(cell: Cell) -> Option<usize> {
    match cell {
        Cell::Output(spec) if !matches!(spec.unit, Unit::YesNo | Unit::Choice) => {
            estimate_specs().position(|other| other.id == spec.id)
        }
        Cell::Output(_) | Cell::Preset | Cell::Setting(_) => None,
    }
}

/// The percentiles of an output over the cases. A case without a value counts as above every number.
fn band(values: impl Iterator<Item = Value>) -> impl Iterator<Item = Value> {
    let mut numbers: Vec<f64> = values.map(|value| value.number().unwrap_or(f64::INFINITY)).collect();
    numbers.sort_by(f64::total_cmp);
    PERCENTILES.into_iter().map(move |(p, _)| {
        let number = quantile(&numbers, p);
        if number.is_finite() { Value::Number(number) } else { Value::Missing }
    })
}
