//! Cost: both ledgers line by line, what follows from their totals, and the money spent through time.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Input, Overflow};
use crate::families::outputs::{Cost, CostMoment, Ledgers, Line, LineItem, Training};
use crate::families::training::price_of_labels;
use crate::quantities::units::{
    Count, Fraction, Months, Requests, Usd, UsdPerMillionTokens, UsdPerMonth, UsdPerRequest,
};
use crate::workings::trace::{Operand, Record, compute};

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
/// use model::cost::months_at_todays_price;
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
/// let path = model::cost::PricePath { trend: 0.0, change: 2.0, change_month: 1.0 };
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
/// assert!((model::cost::request_price(500.0, 200.0, 1.5, 2.0, 0.0, 0.9) - 0.00115).abs() < 1e-15);
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

/// Money through time on both sides: what is spent up front, what a month costs at a constant price, and what it costs
/// at the API's price of the first day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Flows {
    own: Flow,
    rent: Flow,
    price: PricePath,
    horizon: f64,
}

/// What each month at the API counts, in months at the price of the first day: the first, and each from the one before.
struct ApiMonths {
    price: PricePath,
    ratio: f64,
    month: f64,
    counts: f64,
}

impl ApiMonths {
    fn new(price: PricePath) -> Self {
        let ratio = libm::exp(libm::log1p(price.trend) / 12.0);
        let change = if price.change_month == 0.0 { price.change } else { 1.0 };
        Self { price, ratio, month: 0.0, counts: months_at_todays_price(price.trend, 1.0) * change }
    }

    /// Goes on to the next month. A change comes between two months, as its month is a whole number.
    fn advance(&mut self) {
        self.month += 1.0;
        self.counts *= self.ratio;
        if self.month == self.price.change_month {
            self.counts *= self.price.change;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Flow {
    upfront: f64,
    constant: f64,
    at_the_api: f64,
}

impl Flow {
    fn until(&self, months: f64, api_months: f64) -> f64 {
        self.upfront + self.constant * months + self.at_the_api * api_months
    }
}

impl Flows {
    /// Cumulative cost at the end of each month of the horizon; month 0 is what is spent up front.
    pub(crate) fn path(&self) -> Vec<CostMoment> {
        let mut path = Vec::with_capacity(self.horizon as usize + 1);
        let mut month = 0.0;
        while month <= self.horizon {
            let api_months = self.price.months_until(month);
            path.push(CostMoment {
                month: Months::new(month),
                own: Usd::new(self.own.until(month, api_months)),
                rent: Usd::new(self.rent.until(month, api_months)),
            });
            month += 1.0;
        }
        path
    }

    /// The month from which the money spent on owning stays below the money spent on renting until the horizon's end,
    /// between two month ends by straight line; none if it lies above at the end.
    fn payback(&self) -> Option<f64> {
        let (upfront, constant, at_the_api) = (
            self.rent.upfront - self.own.upfront,
            self.rent.constant - self.own.constant,
            self.rent.at_the_api - self.own.at_the_api,
        );
        let (mut ahead, mut months, mut month) = (upfront, ApiMonths::new(self.price), 0.0);
        let mut since = if ahead >= 0.0 { Some(0.0) } else { None };
        while month < self.horizon {
            let next = ahead + constant + at_the_api * months.counts;
            months.advance();
            month += 1.0;
            if next < 0.0 {
                since = None;
            } else if since.is_none() {
                since = Some(month - next / (next - ahead));
            }
            ahead = next;
        }
        since
    }

    /// What is saved month by month, each month's saving discounted from its end.
    fn net_present_value(&self, discount_rate: f64) -> f64 {
        let discount = libm::exp(-libm::log1p(discount_rate) / 12.0);
        let mut months = ApiMonths::new(self.price);
        let (mut value, mut worth, mut month) = (self.rent.upfront - self.own.upfront, discount, 0.0);
        while month < self.horizon {
            let saved = self.rent.constant - self.own.constant
                + (self.rent.at_the_api - self.own.at_the_api) * months.counts;
            value += saved * worth;
            worth *= discount;
            months.advance();
            month += 1.0;
        }
        value
    }
}

/// What both sides cost a month, line by line and in all, and what the rest follows from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bills {
    own: OwnLines,
    rent: RentLines,
    pub(crate) own_cost: UsdPerMonth,
    pub(crate) rent_cost: UsdPerMonth,
    pub(crate) saving: UsdPerMonth,
    upfront: Usd,
    integration: Usd,
    traffic: Traffic,
    api: Api,
}

/// Requests a month: all of them, and where they are answered.
#[derive(Clone, Copy, Debug)]
struct Traffic {
    all: Requests,
    to_api: Requests,
    answered: Requests,
}

/// Where the requests go.
///
/// Moved requests that the GPUs cannot take overflow to the API or are refused, as the scenario says. A model that
/// does not fit serves nothing, and then the API answers everything.
fn traffic(
    values: &Values,
    assumptions: &Assumptions,
    fits: bool,
    share_served: Fraction,
    trace: &mut impl Record,
) -> Traffic {
    let all = compute!(trace, requests_month "Requests a month": Requests =
        requests_per_day * days_per_month;
        where requests_per_day = values.term(Input::RequestsPerDay),
            days_per_month = assumptions.term(Assumption::DaysPerMonth));
    let served_share = if fits { share_served } else { Fraction::new(0.0) };
    let served = compute!(trace, requests_served "Requests a month that the own GPUs serve": Requests =
        requests_month * open_share * share_served;
        where requests_month = all, open_share = values.term(Input::OpenShare), share_served = served_share);
    let to_api = match values.chosen() {
        Overflow::Refuse if fits => {
            compute!(trace, requests_api "Requests a month that stay on the API": Requests =
            requests_month * (1.0 - open_share);
            where requests_month = all, open_share = values.term(Input::OpenShare))
        }
        Overflow::Refuse | Overflow::Api => {
            compute!(trace, requests_api "Requests a month that stay on the API or overflow to it": Requests =
            requests_month * (1.0 - open_share * share_served);
            where requests_month = all, open_share = values.term(Input::OpenShare), share_served = served_share)
        }
    };
    let answered = compute!(trace, requests_answered "Requests a month that are answered": Requests =
        requests_served + requests_api; where requests_served = served, requests_api = to_api);
    Traffic { all, to_api, answered }
}

/// What both sides cost: the lines of their ledgers, and the totals.
///
/// # Formula
/// ```text
/// own  = GPUs·price·(1 − discount)·hours·(1 + host) + rounds·(GPU-hours·runs·price + labels + evaluation)
///        + (work to build + first fine-tune, labels, evaluation) / horizon + work to run + monitoring
///        + requests that stay on the API · price of a request · trend
/// rent = requests · price of a request · trend + evaluations + work to integrate / horizon + work to run
/// ```
/// The API's prices follow a yearly trend through the horizon, and what its list announces; all others stay. Retraining and its labels accrue
/// evenly: a round a year is a twelfth of a round a month.
///
/// # Units
/// US dollars a month, averaged over the horizon; the lines of a ledger add up to its total exactly.
///
/// # Source
/// Definitions. Monitoring, evaluation and people: see `data/inputs.toml` and `data/assumptions/cost.toml`.
pub(crate) fn bills(
    values: &Values,
    assumptions: &Assumptions,
    fits: bool,
    share_served: Fraction,
    training: &Training,
    trace: &mut impl Record,
) -> Bills {
    let traffic = traffic(values, assumptions, fits, share_served, trace);
    let api = Api::new(values, trace);
    let (own, upfront) = own_lines(values, assumptions, training, &traffic, &api, trace);
    let (rent, integration) = rent_lines(values, assumptions, &traffic, &api, trace);
    let OwnLines { serving_gpus, host_and_network, retraining_compute, api_remainder, .. } = own;
    let own_cost = compute!(trace, own_cost "Owning, a month": UsdPerMonth =
        serving_gpus + host_and_network + retraining_compute + labelling_cost + evaluation_cost_month + build_month
            + run_month + monitoring_month + api_remainder;
        where serving_gpus, host_and_network,
            retraining_compute, labelling_cost = own.labelling, evaluation_cost_month = own.evaluation,
            build_month = own.build, run_month = own.run, monitoring_month = own.monitoring, api_remainder);
    let rent_cost = compute!(trace, rent_cost "Renting, a month": UsdPerMonth =
        input_tokens_cost + output_tokens_cost + api_evaluation + integration_month + api_run;
        where input_tokens_cost = rent.input_tokens, output_tokens_cost = rent.output_tokens,
            api_evaluation = rent.evaluation, integration_month = rent.integration, api_run = rent.run);
    let saving = compute!(trace, saving "Renting minus owning": UsdPerMonth = rent_cost - own_cost;
        where rent_cost, own_cost);
    Bills { own, rent, own_cost, rent_cost, saving, upfront, integration, traffic, api }
}

/// What follows from both sides' bills: the horizon's sums, the path through time, the costs of a request.
pub(crate) fn cost(values: &Values, bills: &Bills, trace: &mut impl Record) -> (Cost, Ledgers, Flows) {
    let Bills { own, rent, own_cost, rent_cost, saving, upfront, integration, ref traffic, ref api } = *bills;
    let OwnLines { serving_gpus, host_and_network, retraining_compute, labelling, evaluation, run, .. } = own;
    let saving_share = compute!(trace, saving_share "Saving, as a share of renting": Fraction = saving / rent_cost;
        where saving, rent_cost);

    let gpu_cost = compute!(trace, gpu_cost "GPUs, hosts and network, a month": UsdPerMonth =
        serving_gpus + host_and_network;
        where serving_gpus, host_and_network);
    let people_cost = compute!(trace, people_cost "People who build and run the open model, a month": UsdPerMonth =
        build_effort * loaded_cost / 12.0 / horizon + run_month;
        where build_effort = values.term(Input::BuildEffort), loaded_cost = values.term(Input::LoadedCost),
            horizon = values.term(Input::Horizon), run_month = run);
    let own_cost_horizon = compute!(trace, own_cost_horizon "Owning, whole horizon": Usd = own_cost * horizon;
        where own_cost, horizon = values.term(Input::Horizon));
    let rent_cost_horizon = compute!(trace, rent_cost_horizon "Renting, whole horizon": Usd = rent_cost * horizon;
        where rent_cost, horizon = values.term(Input::Horizon));

    let flows = Flows {
        own: Flow {
            upfront: upfront.number(),
            constant: serving_gpus.number()
                + host_and_network.number()
                + retraining_compute.number()
                + labelling.number()
                + evaluation.number()
                + run.number()
                + own.monitoring.number(),
            at_the_api: traffic.to_api.number() * (api.input.number() + api.output.number()),
        },
        rent: Flow {
            upfront: integration.number(),
            constant: rent.evaluation.number() + rent.run.number(),
            at_the_api: traffic.all.number() * (api.input.number() + api.output.number()),
        },
        price: price_path(values),
        horizon: values.number(Input::Horizon),
    };
    let (payback_month, net_present_value) =
        through_time(values, &flows, saving, upfront, integration, trace);
    let rent_invoice = compute!(trace, rent_invoice "The closed API's invoice for a month at today's prices": UsdPerMonth =
        requests_month * (request_input_price + request_output_price);
        where requests_month = traffic.all, request_input_price = api.input, request_output_price = api.output);
    let units = unit_costs(values, traffic, own_cost, rent_cost, trace);
    let cost = Cost {
        own_cost,
        rent_cost,
        rent_invoice,
        saving,
        saving_share,
        own_cost_per_million_tokens: units.own_tokens,
        rent_cost_per_million_tokens: units.rent_tokens,
        own_cost_per_request: units.own_request,
        rent_cost_per_request: units.rent_request,
        gpu_cost,
        people_cost,
        labelling_cost: labelling,
        evaluation_cost_month: evaluation,
        own_cost_horizon,
        rent_cost_horizon,
        own_cost_upfront: upfront,
        payback_month,
        net_present_value,
    };
    (cost, Ledgers { own: own.lines(), rent: rent.lines() }, flows)
}

/// The lines of owning's ledger, a month.
#[derive(Clone, Copy, Debug)]
struct OwnLines {
    serving_gpus: UsdPerMonth,
    host_and_network: UsdPerMonth,
    retraining_compute: UsdPerMonth,
    labelling: UsdPerMonth,
    evaluation: UsdPerMonth,
    build: UsdPerMonth,
    run: UsdPerMonth,
    monitoring: UsdPerMonth,
    api_remainder: UsdPerMonth,
}

impl OwnLines {
    /// The lines in the order in which they are shown.
    fn lines(self) -> [Line; 9] {
        [
            Line { item: LineItem::ServingGpus, cost: self.serving_gpus },
            Line { item: LineItem::HostAndNetwork, cost: self.host_and_network },
            Line { item: LineItem::RetrainingCompute, cost: self.retraining_compute },
            Line { item: LineItem::Labelling, cost: self.labelling },
            Line { item: LineItem::Evaluation, cost: self.evaluation },
            Line { item: LineItem::Build, cost: self.build },
            Line { item: LineItem::Run, cost: self.run },
            Line { item: LineItem::Monitoring, cost: self.monitoring },
            Line { item: LineItem::ApiRemainder, cost: self.api_remainder },
        ]
    }
}

/// The lines of renting's ledger, a month.
#[derive(Clone, Copy, Debug)]
struct RentLines {
    input_tokens: UsdPerMonth,
    output_tokens: UsdPerMonth,
    evaluation: UsdPerMonth,
    integration: UsdPerMonth,
    run: UsdPerMonth,
}

impl RentLines {
    /// The lines in the order in which they are shown.
    fn lines(self) -> [Line; 5] {
        [
            Line { item: LineItem::InputTokens, cost: self.input_tokens },
            Line { item: LineItem::OutputTokens, cost: self.output_tokens },
            Line { item: LineItem::Evaluation, cost: self.evaluation },
            Line { item: LineItem::Build, cost: self.integration },
            Line { item: LineItem::Run, cost: self.run },
        ]
    }
}

/// What a request costs at the closed API, and how its price changes on average.
#[derive(Clone, Copy, Debug)]
struct Api {
    input: UsdPerRequest,
    output: UsdPerRequest,
    trend_mean: Count,
}

impl Api {
    fn new(values: &Values, trace: &mut impl Record) -> Self {
        let input = compute!(trace, request_input_price "Input tokens of one request, today": UsdPerRequest =
            request_price(prompt_tokens, 0.0, api_input_price, 0.0, cached_share, cached_discount);
            where prompt_tokens = values.term(Input::PromptTokens),
                api_input_price = values.term(Input::ApiInputPrice), cached_share = values.term(Input::CachedShare),
                cached_discount = values.term(Input::CachedDiscount));
        let output = compute!(trace, request_output_price "Output tokens of one request, today": UsdPerRequest =
            output_tokens * api_output_price / 1e6;
            where output_tokens = values.term(Input::OutputTokens),
                api_output_price = values.term(Input::ApiOutputPrice));
        let trend_mean = compute!(trace, price_trend_mean "The API's mean price, relative to today's": Count =
            PricePath { trend: price_trend, change: price_change, change_month: price_change_month }.months_until(horizon)
                / horizon;
            where price_trend = values.term(Input::PriceTrend), price_change = values.term(Input::PriceChange),
                price_change_month = values.term(Input::PriceChangeMonth), horizon = values.term(Input::Horizon));
        Self { input, output, trend_mean }
    }
}

fn price_path(values: &Values) -> PricePath {
    let [trend, change, change_month] =
        [Input::PriceTrend, Input::PriceChange, Input::PriceChangeMonth].map(|input| values.number(input));
    PricePath { trend, change, change_month }
}

fn own_lines(
    values: &Values,
    assumptions: &Assumptions,
    training: &Training,
    traffic: &Traffic,
    api: &Api,
    trace: &mut impl Record,
) -> (OwnLines, Usd) {
    let serving_gpus = compute!(trace, serving_gpus "Rent of the GPUs that serve": UsdPerMonth =
        gpu_count * gpu_hour_price * (1.0 - reserved_discount) * days_per_month * 24.0;
        where gpu_count = values.term(Input::GpuCount), gpu_hour_price = values.term(Input::GpuHourPrice),
            reserved_discount = values.term(Input::ReservedDiscount),
            days_per_month = assumptions.term(Assumption::DaysPerMonth));
    let host_and_network = compute!(trace, host_and_network "Hosts, storage and network": UsdPerMonth =
        serving_gpus * host_overhead;
        where serving_gpus, host_overhead = values.term(Input::HostOverhead));
    let retraining_compute = compute!(trace, retraining_compute "Compute of retraining": UsdPerMonth =
        retrains_per_year / 12.0 * retrain_gpu_hours * training_runs * gpu_hour_price;
        where retrains_per_year = values.term(Input::RetrainsPerYear),
            retrain_gpu_hours = training.retrain_gpu_hours,
            training_runs = assumptions.term(Assumption::TrainingRuns),
            gpu_hour_price = values.term(Input::GpuHourPrice));
    let labelling = compute!(trace, labelling_cost "Labels for the rounds": UsdPerMonth =
        price_of_labels(retrains_per_year / 12.0 * examples_per_round, label_cost);
        where retrains_per_year = values.term(Input::RetrainsPerYear),
            examples_per_round = values.term(Input::ExamplesPerRound), label_cost = values.term(Input::LabelCost));
    let evaluation = compute!(trace, evaluation_cost_month "Evaluation of the rounds": UsdPerMonth =
        retrains_per_year / 12.0 * evaluation_cost;
        where retrains_per_year = values.term(Input::RetrainsPerYear),
            evaluation_cost = values.term(Input::EvaluationCost));
    let upfront = compute!(trace, own_cost_upfront "Work, first fine-tune, first labels, first evaluation": Usd =
        build_effort * loaded_cost / 12.0 + initial_gpu_hours * training_runs * gpu_hour_price
            + price_of_labels(initial_examples * labels_bought, label_cost) + evaluation_cost;
        where build_effort = values.term(Input::BuildEffort), loaded_cost = values.term(Input::LoadedCost),
            initial_gpu_hours = training.initial_gpu_hours,
            training_runs = assumptions.term(Assumption::TrainingRuns),
            gpu_hour_price = values.term(Input::GpuHourPrice),
            initial_examples = values.term(Input::InitialExamples),
            labels_bought = values.term(Input::LabelsBought), label_cost = values.term(Input::LabelCost),
            evaluation_cost = values.term(Input::EvaluationCost));
    let build = compute!(trace, build_month "Building, spread over the horizon": UsdPerMonth =
        own_cost_upfront / horizon;
        where own_cost_upfront = upfront, horizon = values.term(Input::Horizon));
    let run = compute!(trace, run_month "People who run the open model": UsdPerMonth =
        run_effort * loaded_cost / 12.0;
        where run_effort = values.term(Input::RunEffort), loaded_cost = values.term(Input::LoadedCost));
    let monitoring = compute!(trace, monitoring_month "Orchestration, monitoring, patching, guardrails": UsdPerMonth =
        monitoring_per_month; where monitoring_per_month = assumptions.term(Assumption::MonitoringPerMonth));
    let api_remainder = compute!(trace, api_remainder "Requests that the API serves although we own": UsdPerMonth =
        requests_api * (request_input_price + request_output_price) * price_trend_mean;
        where requests_api = traffic.to_api, request_input_price = api.input, request_output_price = api.output,
            price_trend_mean = api.trend_mean);
    let lines = OwnLines {
        serving_gpus,
        host_and_network,
        retraining_compute,
        labelling,
        evaluation,
        build,
        run,
        monitoring,
        api_remainder,
    };
    (lines, upfront)
}

fn rent_lines(
    values: &Values,
    assumptions: &Assumptions,
    traffic: &Traffic,
    api: &Api,
    trace: &mut impl Record,
) -> (RentLines, Usd) {
    let input = compute!(trace, input_tokens_cost "Input tokens": UsdPerMonth =
        requests_month * request_input_price * price_trend_mean;
        where requests_month = traffic.all, request_input_price = api.input, price_trend_mean = api.trend_mean);
    let output = compute!(trace, output_tokens_cost "Output tokens": UsdPerMonth =
        requests_month * request_output_price * price_trend_mean;
        where requests_month = traffic.all, request_output_price = api.output, price_trend_mean = api.trend_mean);
    let evaluation = compute!(trace, api_evaluation "Evaluation of the closed model": UsdPerMonth =
        api_evaluations_per_year / 12.0 * evaluation_cost;
        where api_evaluations_per_year = assumptions.term(Assumption::ApiEvaluationsPerYear),
            evaluation_cost = values.term(Input::EvaluationCost));
    let integration = compute!(trace, integration_upfront "Work to integrate the API": Usd =
        integration_effort * loaded_cost / 12.0;
        where integration_effort = values.term(Input::IntegrationEffort), loaded_cost = values.term(Input::LoadedCost));
    let integration_month = compute!(trace, integration_month "Integration, spread over the horizon": UsdPerMonth =
        integration_upfront / horizon;
        where integration_upfront = integration, horizon = values.term(Input::Horizon));
    let run = compute!(trace, api_run "People who look after the use of the API": UsdPerMonth =
        api_run_effort * loaded_cost / 12.0;
        where api_run_effort = values.term(Input::ApiRunEffort), loaded_cost = values.term(Input::LoadedCost));
    let lines = RentLines {
        input_tokens: input,
        output_tokens: output,
        evaluation,
        integration: integration_month,
        run,
    };
    (lines, integration)
}

fn through_time(
    values: &Values,
    flows: &Flows,
    saving: UsdPerMonth,
    upfront: Usd,
    integration: Usd,
    trace: &mut impl Record,
) -> (Option<Months>, Usd) {
    let payback = flows.payback().map(Months::new);
    let value = Usd::new(flows.net_present_value(values.number(Input::DiscountRate)));
    let operands = [
        ("saving", saving.term()),
        ("own_cost_upfront", upfront.term()),
        ("integration_upfront", integration.term()),
        ("price_trend", values.term(Input::PriceTrend)),
        ("price_change", values.term(Input::PriceChange)),
        ("price_change_month", values.term(Input::PriceChangeMonth)),
        ("horizon", values.term(Input::Horizon)),
        ("discount_rate", values.term(Input::DiscountRate)),
    ];
    let [undiscounted @ .., _] = operands;
    trace.note(
        "payback_month",
        "Month from which owning has cost less in all, and does so until the end",
        "from this month on, money spent on owning <= money spent on renting",
        &undiscounted,
        payback,
    );
    trace.note(
        "net_present_value",
        "All savings at today's worth, month by month",
        "integration_upfront - own_cost_upfront + sum over months of saved in that month / (1 + discount_rate)^(month / 12)",
        &operands,
        value,
    );
    (payback, value)
}

struct UnitCosts {
    own_tokens: UsdPerMillionTokens,
    rent_tokens: UsdPerMillionTokens,
    own_request: UsdPerRequest,
    rent_request: UsdPerRequest,
}

/// Costs of a request and of a million tokens, in and out, over the requests that are answered.
fn unit_costs(
    values: &Values,
    traffic: &Traffic,
    own_cost: UsdPerMonth,
    rent_cost: UsdPerMonth,
    trace: &mut impl Record,
) -> UnitCosts {
    let own_request = compute!(trace, own_cost_per_request "Owning, a request": UsdPerRequest =
        own_cost / requests_answered; where own_cost, requests_answered = traffic.answered);
    let rent_request = compute!(trace, rent_cost_per_request "Renting, a request": UsdPerRequest =
        rent_cost / requests_month; where rent_cost, requests_month = traffic.all);
    let own_tokens = compute!(trace, own_cost_per_million_tokens "Owning, a million tokens": UsdPerMillionTokens =
        own_cost_per_request / (prompt_tokens + output_tokens) * 1e6;
        where own_cost_per_request = own_request, prompt_tokens = values.term(Input::PromptTokens),
            output_tokens = values.term(Input::OutputTokens));
    let rent_tokens = compute!(trace, rent_cost_per_million_tokens "Renting, a million tokens": UsdPerMillionTokens =
        rent_cost_per_request / (prompt_tokens + output_tokens) * 1e6;
        where rent_cost_per_request = rent_request, prompt_tokens = values.term(Input::PromptTokens),
            output_tokens = values.term(Input::OutputTokens));
    UnitCosts { own_tokens, rent_tokens, own_request, rent_request }
}
