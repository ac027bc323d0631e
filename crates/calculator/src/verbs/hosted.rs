//! The part of `calculator prices` that lists open models by the token: who hosts them, for how much, how old that is.

use model::Scenario;
use model::aged::PriceAge;
use model::catalogue::{HostedPrice, HostedSummary, MODELS, NamedModel, PriceRange};
use model::days::day_number;
use serde::Serialize;

use crate::print::full;

/// The kind of these items in `prices`, beside the kinds that the model computes with.
pub(crate) const HOSTED_TOKENS: &str = "hosted_tokens";

/// The headers of the table.
pub(crate) const TABLE: [&str; 12] =
    ["id", "host", "median", "in", "out", "cached", "weights", "date", "days", "old", "until", "confidence"];

/// The columns of CSV that only these rows fill; those of age belong to every row.
pub(crate) const COLUMNS: [&str; 11] = [
    "host",
    "input",
    "output",
    "cached",
    "batch_discount",
    "weights",
    "context",
    "listed_as",
    "ends",
    "retired",
    "note",
];

/// An open model and what hosts ask for it.
#[derive(Serialize)]
pub(crate) struct HostedModel {
    id: &'static str,
    label: &'static str,
    of: &'static str,
    n_hosts: usize,
    input: Option<PriceRange>,
    output: Option<PriceRange>,
    cached_ratio: Option<f64>,
    quotes: Vec<HostedQuote>,
    /// The day from which ages are counted.
    #[serde(skip)]
    today: f64,
}

/// A host's price with its age.
#[derive(Serialize)]
struct HostedQuote {
    #[serde(flatten)]
    price: &'static HostedPrice,
    #[serde(flatten)]
    age: Age,
}

/// The age of a price; empty if its day is not known.
#[derive(Serialize)]
pub(crate) struct Age {
    age_days: Option<i64>,
    is_old: Option<bool>,
}

impl Age {
    /// The age today of a price that was read on a day.
    pub(crate) fn of(read: &str, today: f64) -> Self {
        let age = Scenario::default().price_age(read, today);
        Self { age_days: age.map(|PriceAge { days, .. }| days as i64), is_old: age.map(|age| age.is_old) }
    }

    /// Whether the price is past its shelf life; false if its day is not known.
    pub(crate) fn is_old(&self) -> bool {
        self.is_old == Some(true)
    }

    /// The days and whether the price is old, as cells of CSV.
    pub(crate) fn cells(&self) -> [String; 2] {
        [text(self.age_days), text(self.is_old)]
    }
}

/// A value's cell, empty if there is none.
fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The open models that hosts offer or have offered. With a name, only those of this model or this host.
pub(crate) fn hosted_models(name: Option<&str>, today: f64) -> Vec<HostedModel> {
    MODELS
        .iter()
        .map(|model| hosted_model(model, name, today))
        .filter(|model| !model.quotes.is_empty())
        .collect()
}

fn hosted_model(model: &NamedModel, name: Option<&str>, today: f64) -> HostedModel {
    let is_asked_for =
        |price: &&HostedPrice| name.is_none_or(|name| [model.id, price.host.id].contains(&name));
    let quotes = model.hosted_prices().iter().filter(is_asked_for);
    let summary = model.hosted_summary();
    let range = |of: fn(HostedSummary) -> PriceRange| summary.map(of);
    HostedModel {
        id: model.id,
        label: model.label,
        of: HOSTED_TOKENS,
        n_hosts: summary.map_or(0, |summary| summary.n_hosts),
        input: range(|summary| summary.input_per_million),
        output: range(|summary| summary.output_per_million),
        cached_ratio: summary.and_then(|summary| summary.cached_ratio),
        quotes: quotes.map(|price| HostedQuote { price, age: Age::of(price.date, today) }).collect(),
        today,
    }
}

impl HostedModel {
    /// The model's name.
    pub(crate) const fn id(&self) -> &'static str {
        self.id
    }

    /// The names of the hosts.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = &'static str> {
        self.quotes.iter().map(|quote| quote.price.host.id)
    }

    /// Keeps only quotes past their shelf life, or past their announced end and not marked as withdrawn. Returns whether any
    /// is left.
    pub(crate) fn retain_old(&mut self) -> bool {
        let today = self.today;
        let has_ended = |price: &HostedPrice| price.ends.and_then(day_number).is_some_and(|day| day <= today);
        self.quotes.retain(|quote| !quote.price.is_retired && (quote.age.is_old() || has_ended(quote.price)));
        !self.quotes.is_empty()
    }

    /// The day on which a host withdraws the model, with a word if that has happened or was to have happened by now.
    fn until(&self, price: &HostedPrice) -> String {
        match price.ends {
            None => String::new(),
            Some(ends) if price.is_retired => format!("withdrawn {ends}"),
            Some(ends) if day_number(ends).is_some_and(|day| day <= self.today) => {
                format!("was to end {ends}")
            }
            Some(ends) => ends.to_owned(),
        }
    }

    /// A row for each quote; only the first shows the median over hosts.
    pub(crate) fn table_rows(&self) -> Vec<Vec<String>> {
        let medians = self.input.zip(self.output);
        let medians =
            medians.map(|(input, output)| format!("{} / {}", short(input.median), short(output.median)));
        let row = |(index, HostedQuote { price, age }): (usize, &HostedQuote)| {
            let old = age.is_old.map_or("", |is_old| if is_old { "yes" } else { "no" });
            vec![
                self.id.to_owned(),
                price.host.id.to_owned(),
                medians.clone().filter(|_| index == 0).unwrap_or_default(),
                price.input_per_million.to_string(),
                price.output_per_million.to_string(),
                full(price.cached_per_million),
                price.weights.map(|weights| weights.id().to_owned()).unwrap_or_default(),
                price.date.to_owned(),
                text(age.age_days),
                old.to_owned(),
                self.until(price),
                price.confidence.id().to_owned(),
            ]
        };
        self.quotes.iter().enumerate().map(row).collect()
    }

    /// A row for each quote: the cells that every row of `prices` has, those of age, and its own.
    pub(crate) fn csv_rows(&self, unit: &str) -> Vec<Vec<String>> {
        let row = |HostedQuote { price, age }: &HostedQuote| {
            let shared = [
                self.id,
                self.label,
                self.of,
                "",
                "",
                "",
                "",
                "",
                unit,
                "",
                price.source.source().id,
                price.date,
                price.confidence.id(),
            ];
            let own = [
                price.host.id.to_owned(),
                price.input_per_million.to_string(),
                price.output_per_million.to_string(),
                full(price.cached_per_million),
                full(price.batch_discount),
                price.weights.map(|weights| weights.id().to_owned()).unwrap_or_default(),
                text(price.context),
                price.listed_as.to_owned(),
                price.ends.unwrap_or_default().to_owned(),
                price.is_retired.to_string(),
                price.note.unwrap_or_default().to_owned(),
            ];
            shared.map(str::to_owned).into_iter().chain(age.cells()).chain(own).collect()
        };
        self.quotes.iter().map(row).collect()
    }
}

/// A median for reading: a mean of two prices may have a long tail of digits.
fn short(price: f64) -> String {
    crate::print::rounded(price).to_string()
}
