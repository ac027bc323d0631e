//! Open models by the token: what hosts ask for the catalogue's models. The schema of `hosts.toml`, its rules, and the
//! statics that are made of it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::Deserialize;

use super::check::{IdForm, check_id, check_source};
use super::schema::{Catalogue, Confidence, day};
use crate::entries::Entry;
use crate::files::Problem;
use crate::rust::{array, option, slice, string};

/// The output's price over the input's that is believed. Among 346 prices of 32 hosts it runs from 1 to 12.5: what lies
/// outside is a slip of a digit, or two prices in each other's place.
const OUTPUT_OVER_INPUT: RangeInclusive<f64> = 0.5..=30.0;

/// How a host stores the weights that it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Weights {
    Bf16,
    Fp8,
    Fp4,
    Int8,
    Int4,
}

/// Somebody who rents open models out by the token.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Host {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) source: String,
    pub(crate) note: Option<String>,
    pub(crate) prices: Vec<HostedPrice>,
}

/// What a host asks for a model, US dollars for a million tokens.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HostedPrice {
    pub(crate) model: String,
    pub(crate) input: f64,
    pub(crate) output: f64,
    pub(crate) cached: Option<f64>,
    pub(crate) batch_discount: Option<f64>,
    pub(crate) weights: Option<Weights>,
    pub(crate) context: Option<u32>,
    pub(crate) listed_as: String,
    pub(crate) ends: Option<String>,
    #[serde(default)]
    pub(crate) retired: bool,
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) confidence: Confidence,
    pub(crate) note: Option<String>,
}

/// One price of one host, as a problem names it.
struct Place<'e, 'f> {
    host: &'e Entry<'f, Host>,
    index: usize,
    model: &'e str,
}

impl Place<'_, '_> {
    /// A problem with a field of the price.
    fn problem(&self, field: &str, reason: &str) -> Problem {
        let Self { host, index, model } = self;
        host.problem(&format!("prices.{index}.{field}"), format!("'{model}' at '{}': {reason}", host.id))
    }
}

pub(super) fn check(catalogue: &Catalogue<'_>, problems: &mut Vec<Problem>) {
    let ids = &mut BTreeMap::new();
    for host in &catalogue.hosts {
        check_id(host, &host.id, IdForm::Kebab, ids, problems);
        check_source(catalogue, host, "source", &host.source, problems);
        if host.prices.is_empty() {
            problems.push(host.problem("prices", format!("'{}' has no price", host.id)));
        }
        let mut priced = BTreeSet::new();
        for (index, price) in host.prices.iter().enumerate() {
            let place = Place { host, index, model: &price.model };
            if !catalogue.models.iter().any(|model| model.id == price.model) {
                problems.push(place.problem("model", "unknown model; it must be one of data/models.toml"));
            }
            if !priced.insert(&price.model) {
                problems.push(place.problem("model", "priced twice; a host has one price of a model"));
            }
            check_source(catalogue, host, &format!("prices.{index}.source"), &price.source, problems);
            check_price(&place, price, problems);
            check_days(&place, price, catalogue.newest_day(), problems);
        }
    }
    let is_current = |host: &Entry<'_, Host>| host.prices.iter().any(|price| !price.retired);
    if let Some(first) = catalogue.hosts.first().filter(|_| !catalogue.hosts.iter().any(is_current)) {
        problems.push(first.problem("prices", "every price is withdrawn; one at least must be current"));
    }
}

/// Prices are above 0 and in proportion to each other.
fn check_price(place: &Place<'_, '_>, price: &HostedPrice, problems: &mut Vec<Problem>) {
    let HostedPrice { input, output, cached, batch_discount, context, .. } = *price;
    for (field, value) in [("input", input), ("output", output)] {
        if value <= 0.0 {
            problems.push(place.problem(field, &format!("'{field}' must be above 0, not {value}")));
        }
    }
    let (least, most) = (OUTPUT_OVER_INPUT.start() * input, OUTPUT_OVER_INPUT.end() * input);
    if input > 0.0 && output > 0.0 && !(least..=most).contains(&output) {
        let (low, high) = OUTPUT_OVER_INPUT.into_inner();
        let reason =
            format!("'output' must be {low} to {high} times 'input', {least} to {most}, not {output}");
        problems.push(place.problem("output", &reason));
    }
    if let Some(cached) = cached.filter(|cached| input > 0.0 && !(*cached > 0.0 && *cached <= input)) {
        let reason = format!("'cached' must be above 0 and at most 'input', {input}, not {cached}");
        problems.push(place.problem("cached", &reason));
    }
    if let Some(discount) = batch_discount.filter(|discount| !(*discount > 0.0 && *discount < 1.0)) {
        let reason = format!("'batch_discount' must be between 0 and 1, not {discount}");
        problems.push(place.problem("batch_discount", &reason));
    }
    if context == Some(0) {
        problems.push(place.problem("context", "'context' must be above 0, not 0"));
    }
    if price.listed_as.trim().is_empty() {
        problems.push(place.problem("listed_as", "'listed_as' must be the host's name of the model"));
    }
}

/// A price has the day on which it was read, and a withdrawal is marked once its day is past: on the newest day of the
/// data.
fn check_days(place: &Place<'_, '_>, price: &HostedPrice, read: &str, problems: &mut Vec<Problem>) {
    let days = [("date", Some(&price.date)), ("ends", price.ends.as_ref())];
    let mut are_days = true;
    for (field, date) in days.into_iter().filter_map(|(field, date)| Some((field, date?))) {
        if day(date).is_none() {
            are_days = false;
            let reason = format!("'{field}' must be a day such as 2027-01-01, not '{date}'");
            problems.push(place.problem(field, &reason));
        }
    }
    match &price.ends {
        None if price.retired => {
            problems.push(place.problem("retired", "'ends' must say on which day it was withdrawn"));
        }
        Some(ends) if are_days && price.retired && ends.as_str() > read => {
            let reason = format!("'ends' of a retired price must be {read} or before, not {ends}");
            problems.push(place.problem("ends", &reason));
        }
        Some(ends) if are_days && !price.retired && ends.as_str() <= read => {
            let reason = format!("'ends' must be after {read}, or the price be 'retired = true', not {ends}");
            problems.push(place.problem("ends", &reason));
        }
        Some(_) | None => {}
    }
}

/// The statics: all hosts, and what they ask for each model.
pub(super) fn statics(catalogue: &Catalogue<'_>) -> String {
    let hosts: Vec<_> = catalogue.hosts.iter().map(|entry| host(entry)).collect();
    let of_models: Vec<_> =
        catalogue.models.iter().map(|model| slice(prices_of(catalogue, &model.id))).collect();
    array("HOSTS", "Host", "All hosts of open models, by name.", &hosts)
        + &array(
            "HOSTED_PRICES",
            "&[HostedPrice]",
            "What hosts ask for a million tokens of each model, in the order of [`MODELS`]: current prices first, the \
             cheapest input first.",
            &of_models,
        )
        + &array(
            "HOSTED_MEDIANS",
            "Option<HostedMedian>",
            "The median of the current prices of each model, in the order of [`MODELS`]: an estimate needs no more, and a \
             program that computes nothing else is spared the list.",
            &catalogue.models.iter().map(|model| option(median_of(catalogue, &model.id))).collect::<Vec<_>>(),
        )
}

/// The medians over the current prices of one model; none without a price.
fn median_of(catalogue: &Catalogue<'_>, model: &str) -> Option<String> {
    let current = || {
        let prices = catalogue.hosts.iter().flat_map(|host| &host.prices);
        prices.filter(|price| price.model == model && !price.retired)
    };
    let input = median(current().map(|price| price.input).collect())?;
    let output = median(current().map(|price| price.output).collect())?;
    let ratio = |price: &HostedPrice| price.cached.map(|cached| cached / price.input);
    let cached = median(current().filter_map(ratio).collect());
    // Prices are read from few lists; the cheapest stands for where they come from.
    let cheapest =
        current().min_by(|a, b| a.input.total_cmp(&b.input).then(a.output.total_cmp(&b.output)))?;
    Some(format!(
        "HostedMedian {{ input_per_million: {input:?}, output_per_million: {output:?}, cached_ratio: {}, source: {} }}",
        option(cached.map(|ratio| format!("{ratio:?}"))),
        Catalogue::source_variant(&cheapest.source),
    ))
}

/// The number in the middle, or half way between the two there.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let (below, above) = (numbers.get(numbers.len().checked_sub(1)? / 2)?, numbers.get(numbers.len() / 2)?);
    Some(below + (above - below) * 0.5)
}

/// The prices of one model: current before withdrawn, the cheapest first.
fn prices_of(catalogue: &Catalogue<'_>, model: &str) -> Vec<String> {
    let hosts = catalogue.hosts.iter().enumerate();
    let mut prices: Vec<(usize, &HostedPrice)> = hosts
        .flat_map(|(at, host)| host.prices.iter().map(move |price| (at, price)))
        .filter(|(_, price)| price.model == model)
        .collect();
    let by_price = |a: &HostedPrice, b: &HostedPrice| -> Ordering {
        let by_input = a.input.total_cmp(&b.input);
        a.retired.cmp(&b.retired).then(by_input).then(a.output.total_cmp(&b.output))
    };
    prices.sort_by(|(_, a), (_, b)| by_price(a, b));
    prices.into_iter().map(|(at, price)| hosted_price(at, price)).collect()
}

fn host(host: &Host) -> String {
    format!(
        "Host {{ id: {}, label: {}, source: {}, note: {} }}",
        string(&host.id),
        string(&host.label),
        Catalogue::source_variant(&host.source),
        option(host.note.as_deref().map(string)),
    )
}

fn hosted_price(host: usize, price: &HostedPrice) -> String {
    let number = |number: Option<f64>| option(number.map(|number| format!("{number:?}")));
    format!(
        "HostedPrice {{ host: &HOSTS[{host}], listed_as: {}, input_per_million: {:?}, output_per_million: {:?}, \
         cached_per_million: {}, batch_discount: {}, weights: {}, context: {}, ends: {}, is_retired: {}, source: {}, \
         date: {}, confidence: Confidence::{:?}, note: {} }}",
        string(&price.listed_as),
        price.input,
        price.output,
        number(price.cached),
        number(price.batch_discount),
        option(price.weights.map(|weights| format!("Weights::{weights:?}"))),
        option(price.context.map(|tokens| tokens.to_string())),
        option(price.ends.as_deref().map(string)),
        price.retired,
        Catalogue::source_variant(&price.source),
        string(&price.date),
        price.confidence,
        option(price.note.as_deref().map(string)),
    )
}
