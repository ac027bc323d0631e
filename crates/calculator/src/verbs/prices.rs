//! `calculator prices`: the prices asked for GPU-hours and for tokens, by whom, and which one the model uses; and what
//! hosts ask for open models by the token.

use std::io::Write;
use std::time::SystemTime;

use clap::Args;
use model::catalogue::Quote;
use model::days::day_number;
use model::quotes::{Asked, Price, Priced, prices};
use model::units::Unit;
use model::written::shown;
use serde::Serialize;

use super::hosted::{self, Age, HostedModel, hosted_models};
use crate::failure::Failure;
use crate::print::{CsvArgs, Format, FormatArgs, csv, json, table};
use crate::suggest;

/// What stands below the flags in the help.
const HELP: &str = "\
Examples:
  calculator prices
  calculator prices h100-sxm
  calculator prices gpt-oss-120b
  calculator prices groq --on 2027-01-01
  calculator prices --old
  calculator prices --format csv

GPUs and closed models come first: who asks what, and which price the model takes. Open models by the token follow, \
with a row for each host, the cheapest first, and the median over the hosts that offer the model now; a withdrawn price \
comes last and counts in no median. All prices of tokens are US dollars for a million. A price is old after \
price_shelf_life days. In CSV every kind of row leaves the columns empty that are the others'.";

/// Flags of `prices`.
#[derive(Args, Clone, Debug)]
#[command(after_help = HELP)]
pub(crate) struct PricesArgs {
    /// Only this GPU, model or host
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The day from which ages are counted, such as 2026-11-29; today if left out
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Only what is past its shelf life, or was to be withdrawn by that day
    #[arg(long)]
    old: bool,
    #[command(flatten)]
    pub(crate) format: FormatArgs<Format>,
    #[command(flatten)]
    pub(crate) csv: CsvArgs,
}

/// An item of the list, as it is in JSON.
#[derive(Serialize)]
#[serde(untagged)]
enum Item<'a> {
    /// A price that the model can take, with the age of the one that it takes.
    Taken {
        #[serde(flatten)]
        price: &'a Price,
        #[serde(flatten)]
        age: Age,
    },
    /// An open model by the token.
    Hosted(&'a HostedModel),
}

pub(crate) fn run(args: &PricesArgs, out: &mut dyn Write) -> Result<(), Failure> {
    let name = args.name.as_deref();
    let today = match &args.on {
        None => today(),
        Some(day) => day_number(day).ok_or_else(|| no_day(day))?,
    };
    let mut taken = prices();
    taken.retain(|price| name.is_none_or(|name| price.id == name));
    let mut hosted = hosted_models(name, today);
    if let Some(name) = name.filter(|_| taken.is_empty() && hosted.is_empty()) {
        return Err(unknown(name));
    }
    if args.old {
        taken.retain(|price| Age::of(price.date, today).is_old());
        hosted.retain_mut(HostedModel::retain_old);
    }
    let of_taken = |price| Item::Taken { price, age: Age::of(price.date, today) };
    let items = taken.iter().map(of_taken).chain(hosted.iter().map(Item::Hosted));
    match args.format.get() {
        Format::Json => json::write(&items.collect::<Vec<_>>(), out),
        Format::Jsonl => json::lines(items, out),
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
                "age_days",
                "is_old",
            ];
            let mut rows = csv::Rows::new(&[&head[..], &hosted::COLUMNS].concat(), &args.csv, out)?;
            let unit = Unit::UsdPerMillionTokens.name();
            let of_taken = taken.iter().flat_map(|price| csv_rows(price, today));
            let of_hosts = hosted.iter().flat_map(|model| model.csv_rows(unit));
            of_taken.chain(of_hosts).try_for_each(|row| rows.write(&row))
        }
        Format::Table => {
            let head = ["id", "of", "taken", "asked", "price", "kind", "source", "date", "confidence"];
            let rows: Vec<Vec<String>> = taken.iter().flat_map(table_rows).collect();
            if !rows.is_empty() {
                table::write(&head, &rows, out)?;
            }
            if !rows.is_empty() && !hosted.is_empty() {
                writeln!(out)?;
            }
            let rows: Vec<Vec<String>> = hosted.iter().flat_map(HostedModel::table_rows).collect();
            if rows.is_empty() { Ok(()) } else { table::write(&hosted::TABLE, &rows, out) }
        }
    }
}

/// Today, in days since 1 January 1970.
fn today() -> f64 {
    const SECONDS_A_DAY: u64 = 86_400;
    // A clock that stands before 1970 is read as that year.
    let seconds = SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    (seconds / SECONDS_A_DAY) as f64
}

fn no_day(day: &str) -> Failure {
    Failure::Refused(format!("--on: '{}' is no day such as 2026-11-29", shown(day)))
}

fn unknown(name: &str) -> Failure {
    let (taken, hosted) = (prices(), hosted_models(None, 0.0));
    let of_hosts = hosted.iter().flat_map(|model| model.hosts().chain([model.id()]));
    let hint = suggest::hint(name, taken.iter().map(|price| price.id).chain(of_hosts));
    let hint = if hint.is_empty() { "; 'calculator prices' lists them".to_owned() } else { hint };
    Failure::Refused(format!("no price is known of a GPU, model or host called '{}'{hint}", shown(name)))
}

/// The unit of a price.
fn unit(of: Priced) -> Unit {
    match of {
        Priced::GpuHour => Unit::UsdPerGpuHour,
        Priced::InputTokens | Priced::OutputTokens => Unit::UsdPerMillionTokens,
    }
}

/// A row for each quote, in full.
fn csv_rows(price: &Price, today: f64) -> Vec<Vec<String>> {
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
        .into_iter()
        .chain(Age::of(quote.date, today).cells())
        .chain(hosted::COLUMNS.map(|_| String::new()))
        .collect()
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
