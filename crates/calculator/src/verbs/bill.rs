//! `calculator bill`: a usage export at list prices, and the scenario that it describes.

use std::fs::File;
use std::io::{self, Read, Write};

use bill::{
    Bill, BillCase, BillLine, CaseError, Column, Counts, Decimal, FileError, Mapping, Options, Role,
    Unpriced, number,
};
use clap::Args;
use model::Scenario;
use model::format::grouped;
use model::written::shown;
use serde::{Serialize, Serializer};

use crate::failure::Failure;
use crate::print::source::ResultSource;
use crate::print::{CsvArgs, Format, FormatArgs, csv, full, headline, json, table};
use crate::suggest;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator bill usage.csv
  calculator bill usage.csv --columns
  calculator bill usage.csv --map model=engine
  calculator bill usage.csv --map cached_input= --days 30
  calculator bill usage.csv -o bill.json
  calculator bill - --format csv < usage.csv

The file is what a seller of tokens or a gateway exports: CSV with a header, columns separated by commas, semicolons, tabs or \
bars. Columns are found by their names; --columns shows which is read as what, and --map says otherwise. Roles are model, \
day, requests, request_id, input (cached tokens included) or uncached_input, cached_input, cache_write, hour_cache_write, \
output, batch, tier and paid; of them model, output and one of the inputs are needed.

Names of models may have a date behind them and a provider before them. What is not among the closed models of \
'calculator prices' is listed with its tokens, and is in no sum. Prices are today's list prices, in exact decimals; nothing is \
sent anywhere. The scenario is that of the model with the largest bill: what the file does not say is assumed, and told.";

/// Flags of `bill`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct BillArgs {
    /// The usage export, or standard input if it is '-'
    #[arg(value_name = "FILE.csv")]
    usage: String,
    /// Read a column as what it is not named for; without a column, the role is left out. May be repeated
    #[arg(long, value_name = "ROLE=COLUMN", value_parser = choice)]
    map: Vec<(Role, String)>,
    /// The days that the file covers, instead of those from its first to its last
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3660))]
    days: Option<u16>,
    /// Only show which column is read as what, with the first cells
    #[arg(long, conflicts_with = "days")]
    columns: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

fn choice(text: &str) -> Result<(Role, String), String> {
    let (role, column) = text.split_once('=').ok_or("expected ROLE=COLUMN, such as model=engine")?;
    let known = || Role::ALL.into_iter().map(Role::id);
    let role = role.trim();
    let found = Role::from_id(role).ok_or_else(|| {
        let allowed: Vec<&str> = known().collect();
        format!(
            "'{}' is no role (allowed: {}){}",
            shown(role),
            allowed.join(", "),
            suggest::hint(role, known())
        )
    });
    Ok((found?, column.trim().to_owned()))
}

pub(crate) fn run(args: &BillArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let options = Options { columns: args.map.clone(), days: args.days };
    let name = if args.usage == "-" { "standard input".to_owned() } else { shown(&args.usage) };
    let refused = |reason: String| Failure::Refused(format!("{name}: {reason}"));
    let file: Box<dyn Read> = if args.usage == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(&args.usage).map_err(|error| refused(error.to_string()))?)
    };
    let wrong = |error: FileError| {
        // A place follows the name as in `usage.csv:3:1: …`; a fault of the whole file as in `usage.csv: …`.
        let between = if error.place.is_some() { ":" } else { ": " };
        Failure::Refused(format!("{name}{between}{error}"))
    };
    if args.columns {
        return write_columns(&bill::preview(file, &options).map_err(wrong)?, args, out);
    }
    let usage = bill::read(file, &options).map_err(wrong)?;
    let bill = Bill::of(&usage);
    match args.format.get() {
        Format::Table => write_table(&usage.mapping, &bill, out),
        Format::Json => json::write(&Printed::of(&usage.mapping, &bill), out),
        Format::Jsonl => json::lines([Printed::of(&usage.mapping, &bill)], out),
        Format::Csv => write_csv(&bill, args, out),
    }
}

/// A column as it is in JSON.
#[derive(Serialize)]
struct PrintedColumn<'a> {
    column: &'a str,
    role: Option<&'static str>,
    chosen: bool,
    sample: &'a [String],
}

impl<'a> PrintedColumn<'a> {
    fn of(column: &'a Column) -> Self {
        Self {
            column: &column.name,
            role: column.role.map(|(role, _)| role.id()),
            chosen: matches!(column.role, Some((_, bill::Chosen::ByReader))),
            sample: &column.sample,
        }
    }
}

fn write_columns(mapping: &Mapping, args: &BillArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let cells = |column: &Column| {
        vec![
            column.name.clone(),
            column.role.map_or("", |(role, _)| role.id()).to_owned(),
            column.sample.join(" | "),
        ]
    };
    match args.format.get() {
        Format::Json => json::write(&mapping.columns.iter().map(PrintedColumn::of).collect::<Vec<_>>(), out),
        Format::Jsonl => json::lines(mapping.columns.iter().map(PrintedColumn::of), out),
        Format::Csv => {
            let mut rows = csv::Rows::new(&["column", "role", "sample"], &args.csv, out)?;
            mapping.columns.iter().try_for_each(|column| rows.write(&cells(column)))
        }
        Format::Table => {
            let row =
                |column: &Column| vec![column.name.clone(), column.to_string(), column.sample.join(" | ")];
            let rows: Vec<Vec<String>> = mapping.columns.iter().map(row).collect();
            table::write(&["column", "read as", "first cells"], &rows, out)?;
            let needed: Vec<&str> = mapping.needed().iter().map(|role| role.id()).collect();
            if !needed.is_empty() {
                writeln!(out, "\nNeeded, and not found: {}", needed.join(", "))?;
            }
            Ok(())
        }
    }
}

fn serialize_amount<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(number(*amount))
}

/// Dollars and cents.
fn cents(amount: Decimal) -> String {
    format!("${}", grouped(&format!("{:.2}", amount.round_dp(2))))
}

fn whole(n: u64) -> String {
    grouped(&n.to_string())
}

/// The number of requests, where it is known.
fn requests(bill: &Bill, counts: &Counts) -> String {
    bill.requests(counts).map_or_else(|| "not told".to_owned(), whole)
}

/// What was counted, as it is in JSON.
#[derive(Serialize)]
struct PrintedCounts {
    rows: u64,
    requests: Option<u64>,
    uncached_tokens: u64,
    cached_tokens: u64,
    written_tokens: u64,
    hour_written_tokens: u64,
    output_tokens: u64,
}

impl PrintedCounts {
    fn of(counts: &Counts, bill: &Bill) -> Self {
        Self {
            rows: counts.rows,
            requests: bill.requests(counts),
            uncached_tokens: counts.uncached,
            cached_tokens: counts.cached,
            written_tokens: counts.written,
            hour_written_tokens: counts.written_for_an_hour,
            output_tokens: counts.output,
        }
    }
}

/// A line of the bill, as it is in JSON.
#[derive(Serialize)]
struct PrintedLine<'a> {
    model: &'static str,
    names: &'a [String],
    #[serde(flatten)]
    counts: PrintedCounts,
    #[serde(serialize_with = "serialize_amount")]
    uncached_cost: Decimal,
    #[serde(serialize_with = "serialize_amount")]
    cached_cost: Decimal,
    #[serde(serialize_with = "serialize_amount")]
    written_cost: Decimal,
    #[serde(serialize_with = "serialize_amount")]
    output_cost: Decimal,
    #[serde(serialize_with = "serialize_amount")]
    cost: Decimal,
    cost_a_month: Option<f64>,
    paid: Option<f64>,
}

impl<'a> PrintedLine<'a> {
    fn of(line: &'a BillLine, bill: &Bill) -> Self {
        let total = line.amounts.total();
        Self {
            model: line.price.id,
            names: &line.names,
            counts: PrintedCounts::of(&line.counts, bill),
            uncached_cost: line.amounts.uncached,
            cached_cost: line.amounts.cached,
            written_cost: line.amounts.written,
            output_cost: line.amounts.output,
            cost: total,
            cost_a_month: bill.a_month(total).map(number),
            paid: bill.has_paid.then(|| number(line.counts.paid)),
        }
    }
}

/// Usage without a price, as it is in JSON.
#[derive(Serialize)]
struct PrintedUnpriced<'a> {
    name: &'a str,
    why: String,
    #[serde(flatten)]
    counts: PrintedCounts,
}

impl<'a> PrintedUnpriced<'a> {
    fn of(unpriced: &'a Unpriced, bill: &Bill) -> Self {
        let counts = PrintedCounts::of(&unpriced.counts, bill);
        Self { name: &unpriced.name, why: unpriced.why.to_string(), counts }
    }
}

/// A remark, as it is in JSON.
#[derive(Serialize)]
struct PrintedNote {
    id: &'static str,
    text: String,
}

/// The bill, as it is in JSON.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    source: ResultSource,
    columns: Vec<PrintedColumn<'a>>,
    days: Option<u32>,
    lines: Vec<PrintedLine<'a>>,
    #[serde(serialize_with = "serialize_amount")]
    cost: Decimal,
    cost_a_month: Option<f64>,
    paid: Option<f64>,
    unpriced: Vec<PrintedUnpriced<'a>>,
    notes: Vec<PrintedNote>,
    scenario: Option<Scenario>,
    invoice_a_month: Option<f64>,
    assumed: Vec<String>,
    no_scenario: Option<String>,
}

impl<'a> Printed<'a> {
    fn of(mapping: &'a Mapping, bill: &'a Bill) -> Self {
        let (case, no_scenario) = match bill.case() {
            Ok(case) => (Some(case), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Self {
            source: ResultSource::of_this_run(),
            columns: mapping.columns.iter().map(PrintedColumn::of).collect(),
            days: bill.span.map(bill::Span::days),
            lines: bill.lines.iter().map(|line| PrintedLine::of(line, bill)).collect(),
            cost: bill.total(),
            cost_a_month: bill.a_month(bill.total()).map(number),
            paid: bill.has_paid.then(|| number(bill.counts.paid)),
            unpriced: bill.unpriced.iter().map(|unpriced| PrintedUnpriced::of(unpriced, bill)).collect(),
            notes: bill
                .notes()
                .iter()
                .map(|note| PrintedNote { id: note.id(), text: note.to_string() })
                .collect(),
            invoice_a_month: case.as_ref().map(|case| case.invoice.total()),
            assumed: case.as_ref().map(|case| case.assumed.clone()).unwrap_or_default(),
            scenario: case.map(|case| case.scenario),
            no_scenario,
        }
    }
}

/// A row for each model, and then for each name without a price.
fn write_csv(bill: &Bill, args: &BillArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let head = [
        "model",
        "names",
        "requests",
        "uncached_tokens",
        "cached_tokens",
        "written_tokens",
        "hour_written_tokens",
        "output_tokens",
        "uncached_cost",
        "cached_cost",
        "written_cost",
        "output_cost",
        "cost",
        "cost_a_month",
        "paid",
        "why_not_priced",
    ];
    let tokens = |counts: &Counts| {
        let Counts { uncached, cached, written, written_for_an_hour, output, .. } = *counts;
        let tokens = [uncached, cached, written, written_for_an_hour, output].map(Some);
        [&[bill.requests(counts)][..], &tokens]
            .concat()
            .into_iter()
            .map(|n| n.map(|n| n.to_string()).unwrap_or_default())
            .collect::<Vec<String>>()
    };
    let paid = |counts: &Counts| full(bill.has_paid.then(|| number(counts.paid)));
    let mut rows = csv::Rows::new(&head, &args.csv, out)?;
    for line in &bill.lines {
        let total = line.amounts.total();
        let costs =
            [line.amounts.uncached, line.amounts.cached, line.amounts.written, line.amounts.output, total]
                .map(|amount| number(amount).to_string());
        let ends = [full(bill.a_month(total).map(number)), paid(&line.counts), String::new()];
        let names = [line.price.id.to_owned(), line.names.join(" ")];
        rows.write(&[&names[..], &tokens(&line.counts), &costs, &ends].concat())?;
    }
    for unpriced in &bill.unpriced {
        let names = [String::new(), unpriced.name.clone()];
        let no_costs = [const { String::new() }; 6];
        let ends = [paid(&unpriced.counts), unpriced.why.to_string()];
        rows.write(&[&names[..], &tokens(&unpriced.counts), &no_costs, &ends].concat())?;
    }
    Ok(())
}

fn write_table(mapping: &Mapping, bill: &Bill, out: &mut dyn Write) -> Result<(), Failure> {
    let total = bill.total();
    match bill.span.zip(bill.a_month(total)) {
        Some((span, month)) => {
            let (month, total, days) = (cents(month), cents(total), span.days());
            let days = if days == 1 { "the day".to_owned() } else { format!("the {days} days") };
            writeln!(
                out,
                "Your invoice now: {month} a month at list prices; {total} for {days} of the file."
            )?;
        }
        None => {
            writeln!(out, "Your invoice now: {} at list prices, for the days of the file.", cents(total))?
        }
    }
    writeln!(out, "\nColumns")?;
    let mut columns = table::Text::new();
    for column in mapping.columns.iter().filter(|column| column.role.is_some()) {
        columns.row([&shown(&column.name), &column.to_string()]);
    }
    columns.write("  ", out)?;
    let unused: Vec<String> = mapping.unused().map(|column| shown(&column.name)).collect();
    if !unused.is_empty() {
        writeln!(out, "  not used: {}", unused.join(", "))?;
    }
    writeln!(out, "\nAt list prices")?;
    let mut head = vec!["model", "requests", "prompts", "cached", "written", "answers", "cost"];
    head.extend(bill.span.map(|_| "a month"));
    head.extend(bill.has_paid.then_some("paid"));
    let row = |name: &str, counts: &Counts, amount: Decimal, paid: Decimal| {
        let written = counts.written + counts.written_for_an_hour;
        let mut row = vec![name.to_owned()];
        row.push(requests(bill, counts));
        row.extend([counts.input(), counts.cached, written, counts.output].map(whole));
        row.push(cents(amount));
        row.extend(bill.a_month(amount).map(cents));
        row.extend(bill.has_paid.then(|| cents(paid)));
        row
    };
    let mut rows: Vec<Vec<String>> = bill
        .lines
        .iter()
        .map(|line| row(line.price.id, &line.counts, line.amounts.total(), line.counts.paid))
        .collect();
    if bill.lines.len() != 1 {
        let counts = bill.priced();
        rows.push(row("all", &counts, total, counts.paid));
    }
    table::write(&head, &rows, out)?;
    if !bill.unpriced.is_empty() {
        writeln!(out, "\nNot priced")?;
        let row = |it: &Unpriced| {
            let name = if it.name.is_empty() { "(no name)".to_owned() } else { shown(&it.name) };
            let tokens = [it.counts.input(), it.counts.output].map(whole);
            [&[name, requests(bill, &it.counts)][..], &tokens, &[it.why.to_string()]].concat()
        };
        let rows: Vec<Vec<String>> = bill.unpriced.iter().map(row).collect();
        table::write(&["name", "requests", "prompts", "answers", "why"], &rows, out)?;
    }
    writeln!(out)?;
    for note in bill.notes() {
        writeln!(out, "{note}")?;
    }
    writeln!(out)?;
    write_case(bill.case(), out)
}

fn write_case(case: Result<BillCase, CaseError>, out: &mut dyn Write) -> Result<(), Failure> {
    let BillCase { scenario, invoice, assumed } = match case {
        Ok(case) => case,
        Err(error) => return Ok(writeln!(out, "{error}")?),
    };
    writeln!(out, "{}", headline(&scenario))?;
    writeln!(out, "  {}", invoice.modelled_month())?;
    for words in assumed {
        writeln!(out, "  {words}")?;
    }
    Ok(())
}
