//! What could be rented instead: every closed model with the price of its tokens; and a few futures that stand for all
//! cases of the sample.

use super::draws::Around;
use crate::case::scenario::{Assumptions, Scenario, Values};
use crate::catalogue::{Domain, Input};
use crate::estimate::costs;
use crate::families::turns;
use crate::quantities::distribution::{quantile, sort};
use crate::quantities::order::sort_by;
use crate::quantities::units::UsdPerMillionTokens;
use crate::questions::uncertainty;
use crate::workings::trace::Trace;

/// A closed model that could be rented.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rental {
    /// The value of [`Input::Api`] that rents it.
    pub api: f64,
    /// As shown, with its maker.
    pub label: &'static str,
    /// The mean price of the case's tokens: [`blended_price`].
    pub price: UsdPerMillionTokens,
}

/// The name of a closed model without its maker, which the label has in brackets.
///
/// ```
/// assert_eq!(model::rented::short_name("GPT-5 (OpenAI)"), "GPT-5");
/// ```
pub fn short_name(label: &str) -> &str {
    label.split(" (").next().unwrap_or(label)
}

/// The mean list price of a request's tokens, before any discount.
///
/// # Formula
/// ```text
/// (prompt · input price + answer · output price) / (prompt + answer)
/// ```
///
/// # Units
/// Tokens, US dollars for a million tokens.
///
/// # Source
/// A mean, weighted by tokens.
///
/// # Examples
/// 3,000 tokens at $2 and 1,000 at $12 cost $4.50 a million on average.
/// ```
/// assert_eq!(model::rented::blended_price(3000.0, 1000.0, 2.0, 12.0), 4.5);
/// ```
pub fn blended_price(prompt: f64, answer: f64, input: f64, output: f64) -> f64 {
    (prompt * input + answer * output) / (prompt + answer)
}

/// Every closed model that could be rented in a case, cheapest first; of two at one price, the catalogue's first.
///
/// ```
/// use model::{Scenario, rented::rentals};
/// let rentals = rentals(&Scenario::default());
/// assert!(rentals.windows(2).all(|pair| pair[0].price <= pair[1].price));
/// ```
pub fn rentals(scenario: &Scenario) -> Vec<Rental> {
    let Domain::Choice(options) = Input::Api.spec().domain else { return Vec::new() };
    let at = scenario.moved(Input::Api);
    let rental = |(index, label)| {
        let api = index as f64;
        let values = at(api);
        let values = turns::task_values(&values, &mut Trace::off()).unwrap_or(values);
        let [prompt, answer, input, output] =
            [Input::PromptTokens, Input::OutputTokens, Input::ApiInputPrice, Input::ApiOutputPrice]
                .map(|input| values.number(input));
        Rental { api, label, price: UsdPerMillionTokens::new(blended_price(prompt, answer, input, output)) }
    };
    let mut rentals: Vec<Rental> =
        options.iter().map(|option| option.label).enumerate().map(rental).collect();
    sort_by(&mut rentals, |one, other| {
        one.price.number().total_cmp(&other.price.number()).then(one.api.total_cmp(&other.api))
    });
    rentals
}

/// One of a few equally likely futures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Future {
    /// The case of the sample that it stands for: the same number draws the same prices, people and accuracies in every
    /// scenario.
    pub draw: usize,
    /// What renting costs, as a multiple of what owning costs; from 0 up.
    pub rent_over_own: f64,
}

/// `n` equally likely futures, in the order of their draws.
///
/// The ratios are the quantiles of the whole sample, so that as large a share of the futures as of the cases has owning
/// cheaper. The first `n` draws take them in the order of their own ratios.
///
/// ```
/// use model::{Scenario, evaluate, rented::futures};
/// let scenario = Scenario::default();
/// let futures = futures(&scenario.values(), &scenario.assumptions(), 50);
/// let cheaper = futures.iter().filter(|future| future.rent_over_own > 1.0).count() as f64 / 50.0;
/// let probability = evaluate(&scenario).verdict.probability_own_cheaper.number();
/// assert!((cheaper - probability).abs() <= 0.02);
/// ```
pub fn futures(values: &Values, assumptions: &Assumptions, n: usize) -> Vec<Future> {
    let around = Around::new(values, assumptions);
    let ratio = |values: &Values, assumptions: &Assumptions| {
        let costs = costs(values, assumptions, &around.architecture);
        // A bill of nothing has no multiple.
        costs.rent_cost.number().max(LEAST_BILL) / costs.own_cost.number().max(LEAST_BILL)
    };
    let ratios: Vec<f64> =
        (0..uncertainty::points(assumptions)).map(|point| around.at(point, ratio)).collect();
    let mut sorted = ratios.clone();
    sort(&mut sorted);
    let mut order: Vec<usize> = (0..n.min(ratios.len())).collect();
    sort_by(&mut order, |one, other| ratios[*one].total_cmp(&ratios[*other]).then(one.cmp(other)));
    let mut futures: Vec<Future> = order
        .iter()
        .enumerate()
        .map(|(rank, draw)| Future {
            draw: *draw,
            rent_over_own: quantile(&sorted, (rank as f64 + 0.5) / order.len() as f64),
        })
        .collect();
    sort_by(&mut futures, |one, other| one.draw.cmp(&other.draw));
    futures
}

/// A cent a month.
const LEAST_BILL: f64 = 0.01;
