//! What the closed API charges: for a request today, and through time.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Input};
use crate::quantities::units::{Count, Fraction, Unit, UsdPerRequest};
use crate::workings::trace::{Record, Term, compute};

/// The months over which a price that changes continuously amounts to the same money as today's price.
///
/// # Formula
/// ```text
/// ∫ (1 + g)^(t/12) dt from 0 to m  =  12·((1 + g)^(m/12) − 1) / ln(1 + g)        = m for g = 0
/// ```
///
/// # Units
/// `trend` is a fraction a year, above −1; months in and out.
///
/// # Source
/// Continuous compounding.
///
/// # Examples
/// ```
/// use model::api_price::months_at_todays_price;
/// assert_eq!(months_at_todays_price(0.0, 24.0), 24.0);
/// assert!((months_at_todays_price(-0.2, 24.0) - 19.36).abs() < 0.01);
/// ```
pub fn months_at_todays_price(trend: f64, months: f64) -> f64 {
    let growth = libm::log1p(trend);
    if growth.abs() < 1e-9 {
        return months;
    }
    12.0 * libm::expm1(growth * months / 12.0) / growth
}

/// How a price goes on from the first day: by a trend all the time, and by a factor once.
///
/// # Formula
/// ```text
/// ∫ price(t)/price(0) dt from 0 to m  =  M(m)                          m ≤ c
///                                     =  M(c) + f·(M(m) − M(c))        beyond
/// ```
/// with `M` of [`months_at_todays_price`], `f` the factor and `c` the month in which it comes.
///
/// # Units
/// `trend` is a fraction a year, above −1; months in and out.
///
/// # Source
/// The trend: continuous compounding. The factor: what a price list announces.
///
/// # Examples
/// A price that doubles after the first of three months.
/// ```
/// let path = model::api_price::PricePath { trend: 0.0, change: 2.0, change_month: 1.0 };
/// assert_eq!(path.months_until(1.0), 1.0);
/// assert_eq!(path.months_until(3.0), 5.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PricePath {
    /// Change a year, as a fraction.
    pub trend: f64,
    /// What the price is multiplied by once.
    pub change: f64,
    /// The month after which it is.
    pub change_month: f64,
}

impl PricePath {
    /// That of a case's closed model.
    pub(crate) fn of(values: &Values) -> Self {
        let [trend, change, change_month] = [Input::PriceTrend, Input::PriceChange, Input::PriceChangeMonth]
            .map(|input| values.number(input));
        Self { trend, change, change_month }
    }

    /// The path of a price that the same trend moves, and no announcement.
    pub(crate) fn trend_alone(&self) -> Self {
        Self { trend: self.trend, change: 1.0, change_month: 0.0 }
    }

    /// The months at the price of the first day that amount to the same money as the first `months`.
    pub fn months_until(&self, months: f64) -> f64 {
        // Most prices are announced to stay: no need to look at two spans.
        if self.change == 1.0 {
            return months_at_todays_price(self.trend, months);
        }
        let before = months_at_todays_price(self.trend, months.min(self.change_month));
        if months <= self.change_month {
            return before;
        }
        before + self.change * (months_at_todays_price(self.trend, months) - before)
    }
}

/// What one request costs at the closed API today.
///
/// # Formula
/// ```text
/// (prompt · input price · (1 − cached share · discount) + answer · output price) / 10⁶
/// ```
///
/// # Units
/// Tokens, US dollars for a million tokens, fractions; US dollars out.
///
/// # Source
/// The providers' price lists: input, cached input and output are charged by the token.
///
/// # Examples
/// 500 tokens in and 200 out at $1.50 and $2 a million cost $0.00115.
/// ```
/// assert!((model::api_price::request_price(500.0, 200.0, 1.5, 2.0, 0.0, 0.9) - 0.00115).abs() < 1e-15);
/// ```
pub fn request_price(
    prompt: f64,
    answer: f64,
    input: f64,
    output: f64,
    cached_share: f64,
    discount: f64,
) -> f64 {
    (prompt * input * (1.0 - cached_share * discount) + answer * output) / 1e6
}

/// What each month at the API counts, in months at the price of the first day: the first, and each from the one before.
pub(crate) struct ApiMonths {
    price: PricePath,
    ratio: f64,
    month: f64,
    /// What the present month counts.
    pub(crate) counts: f64,
}

impl ApiMonths {
    pub(crate) fn new(price: PricePath) -> Self {
        let ratio = libm::exp(libm::log1p(price.trend) / 12.0);
        let change = if price.change_month == 0.0 { price.change } else { 1.0 };
        Self { price, ratio, month: 0.0, counts: months_at_todays_price(price.trend, 1.0) * change }
    }

    /// Goes on to the next month. A change comes between two months, as its month is a whole number.
    pub(crate) fn advance(&mut self) {
        self.month += 1.0;
        self.counts *= self.ratio;
        if self.month == self.price.change_month {
            self.counts *= self.price.change;
        }
    }
}

/// What a request costs at the closed API, and how its price changes on average.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Api {
    /// Input tokens of one request.
    pub(crate) input: UsdPerRequest,
    /// Output tokens of one request.
    pub(crate) output: UsdPerRequest,
    /// The mean price over the horizon, relative to today's.
    pub(crate) trend_mean: Count,
}

impl Api {
    pub(crate) fn new(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Self {
        let discount = net_discount(values, assumptions, trace);
        let invoice_ratio = invoice_ratio(values, discount, trace);
        let input = compute!(trace, request_input_price "Input tokens of one request, today": UsdPerRequest =
            request_price(prompt_tokens, 0.0, api_input_price, 0.0, cached_share, net_cached_discount) * invoice_ratio;
            where prompt_tokens = values.term(Input::PromptTokens),
                api_input_price = values.term(Input::ApiInputPrice), cached_share = values.term(Input::CachedShare),
                net_cached_discount = discount, invoice_ratio);
        let output = compute!(trace, request_output_price "Output tokens of one request, today": UsdPerRequest =
            output_tokens * api_output_price / 1e6 * invoice_ratio;
            where output_tokens = values.term(Input::OutputTokens),
                api_output_price = values.term(Input::ApiOutputPrice), invoice_ratio);
        let trend_mean = compute!(trace, price_trend_mean "The API's mean price, relative to today's": Count =
            PricePath { trend: price_trend, change: price_change, change_month: price_change_month }.months_until(horizon)
                / horizon;
            where price_trend = values.term(Input::PriceTrend), price_change = values.term(Input::PriceChange),
                price_change_month = values.term(Input::PriceChangeMonth), horizon = values.term(Input::Horizon));
        Self { input, output, trend_mean }
    }
}

/// What a cached token costs less, after it was written.
///
/// # Formula
/// ```text
/// max(0, discount − (write − 1)·session share)
/// ```
/// Where a seller charges for writing, each token of a session's history is written once, and at least once read. The beginning
/// that all prompts share is written so seldom that it costs nothing.
///
/// # Units
/// A fraction of the input price; `write` is a ratio to it.
///
/// # Source
/// The providers' price lists. That a token is read once for each time it is written is the least that a cache does.
fn net_discount(values: &Values, assumptions: &Assumptions, trace: &mut impl Record) -> Fraction {
    let api = values.api();
    compute!(trace, net_cached_discount "What a cached token costs less, after it was written": Fraction =
        (cached_discount - (cache_write - 1.0) * session_share).max(0.0);
        where cached_discount = values.term(Input::CachedDiscount),
            cache_write = Term::catalogue(api.cache_write, Unit::One, api.source),
            session_share = assumptions.term(Assumption::SessionShare))
}

/// What the reader's invoice is of what its tokens cost by the list, with the share and the discount of cached input that the
/// case has; 1 without an invoice of this closed model.
///
/// # Formula
/// ```text
/// invoice / (input tokens · input price · (1 − cached share · discount) + output tokens · output price)
/// ```
/// Whatever the list does not show is in it: caching that is better or worse than assumed, tiers, retries, discounts.
fn invoice_ratio(values: &Values, discount: Fraction, trace: &mut impl Record) -> Count {
    let is_of_this = values.choice(Input::InvoicedApi) == values.choice(Input::Api);
    if !(values.number(Input::Invoiced) > 0.0 && is_of_this) {
        return trace.note(
            "invoice_ratio",
            "Your invoice over the list's price of its tokens",
            "1 without an invoice of this closed model",
            &[("invoiced", values.term(Input::Invoiced))],
            Count::new(1.0),
        );
    }
    compute!(trace, invoice_ratio "Your invoice over the list's price of its tokens": Count =
        invoiced / request_price(invoiced_input_tokens, invoiced_output_tokens, api_input_price,
            api_output_price, cached_share, net_cached_discount);
        where invoiced = values.term(Input::Invoiced),
            invoiced_input_tokens = values.term(Input::InvoicedInputTokens),
            invoiced_output_tokens = values.term(Input::InvoicedOutputTokens),
            api_input_price = values.term(Input::ApiInputPrice), api_output_price = values.term(Input::ApiOutputPrice),
            cached_share = values.term(Input::CachedShare), net_cached_discount = discount)
}
