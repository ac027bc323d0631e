//! `calculator prices`: the prices asked for GPU-hours and for tokens, by whom, and which one the model uses.

use std::io::Write;

use clap::Args;
use model::catalogue::Quote;
use model::quotes::{Asked, Price, Priced, prices};
use model::units::Unit;

use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, csv, json, table};

/// Flags of `prices`.
#[derive(Args, Clone, Debug)]
pub(crate) struct PricesArgs {
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

pub(crate) fn run(args: &PricesArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let prices = prices();
    match args.format.get() {
        Format::Json => json::write(&prices, out),
        Format::Jsonl => json::lines(&prices, out),
        Format::Csv => {
            let head = [
                "id",
                "label",
                "of",
                "taken",
                "taken_source",
                "low",
                "high",
                "price",
                "unit",
                "kind",
                "source",
                "date",
                "confidence",
            ];
            let mut rows = csv::Rows::new(&head, &args.csv, out)?;
            prices.iter().flat_map(csv_rows).try_for_each(|row| rows.write(&row))
        }
        Format::Table => {
            let head = ["id", "of", "taken", "asked", "price", "kind", "source", "date", "confidence"];
            let rows: Vec<Vec<String>> = prices.iter().flat_map(table_rows).collect();
            table::write(&head, &rows, out)
        }
    }
}

/// The unit of a price.
fn unit(of: Priced) -> Unit {
    match of {
        Priced::GpuHour => Unit::UsdPerGpuHour,
        Priced::InputTokens | Priced::OutputTokens => Unit::UsdPerMillionTokens,
    }
}

/// A row for each quote, in full.
fn csv_rows(price: &Price) -> Vec<Vec<String>> {
    let end = |end: fn(Asked) -> f64| {
        Asked::of(price.quotes).map(|asked| end(asked).to_string()).unwrap_or_default()
    };
    let (low, high) = (end(|asked| asked.low.price), end(|asked| asked.high.price));
    let row = |quote: &Quote| {
        [
            price.id,
            price.label,
            price.of.id(),
            &price.taken.to_string(),
            price.source.source().id,
            &low,
            &high,
            &quote.price.to_string(),
            unit(price.of).name(),
            quote.kind,
            quote.source.source().id,
            quote.date,
            quote.confidence.id(),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    price.quotes.iter().map(row).collect()
}

/// A row for each quote; only the first shows the price used and the range.
fn table_rows(price: &Price) -> Vec<Vec<String>> {
    let taken = match price.quote() {
        Some(_) => price.taken.to_string(),
        None => format!("{} ({})", price.taken, price.source.source().id),
    };
    let asked =
        price.asked().map(|asked| format!("{} to {}", asked.low.price, asked.high.price)).unwrap_or_default();
    let row = |(index, quote): (usize, &Quote)| {
        let once = |text: &str| if index == 0 { text.to_owned() } else { String::new() };
        vec![
            price.id.to_owned(),
            price.of.id().to_owned(),
            once(&taken),
            once(&asked),
            quote.price.to_string(),
            quote.kind.to_owned(),
            quote.source.source().id.to_owned(),
            quote.date.to_owned(),
            quote.confidence.id().to_owned(),
        ]
    };
    price.quotes.iter().enumerate().map(row).collect()
}
