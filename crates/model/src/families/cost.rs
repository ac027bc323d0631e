//! Cost: both ledgers line by line, what follows from their totals, and the money spent through time.

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Input, Overflow};
use crate::families::api_price::{Api, ApiMonths, PricePath};
use crate::families::flows::{Follows, WayLine};
use crate::families::outputs::{Cost, CostMoment, Ledger, Ledgers, Line, LineItem, Training};
use crate::families::training::price_of_labels;
use crate::families::turns;
use crate::quantities::units::{
    Fraction, Months, Requests, Unit, Usd, UsdPerMillionTokens, UsdPerMonth, UsdPerRequest,
};
use crate::workings::trace::{Operand, Record, Term, compute};

/// Money through time on both sides: what is spent up front, what a month costs at a constant price, and what it costs
/// at the prices of the first day that the API's list or a yearly trend moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Flows {
    own: Flow,
    rent: Flow,
    price: PricePath,
    horizon: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Flow {
    upfront: f64,
    constant: f64,
    at_the_api: f64,
    at_the_trend: f64,
}

impl Flow {
    /// The flow of a ledger's lines: what a line costs at first is its mean over the horizon by the mean of what it follows.
    fn of(ledger: &Ledger<WayLine>, api_mean: f64, trend_mean: f64, horizon: f64) -> Self {
        let mut flow = Self { upfront: 0.0, constant: 0.0, at_the_api: 0.0, at_the_trend: 0.0 };
        for line in ledger {
            let upfront = line.upfront.number();
            let monthly = line.cost.number() - upfront / horizon;
            flow.upfront += upfront;
            match line.follows {
                Follows::Nothing => flow.constant += monthly,
                Follows::ApiPrice => flow.at_the_api += monthly / api_mean,
                Follows::Trend => flow.at_the_trend += monthly / trend_mean,
            }
        }
        flow
    }

    fn until(&self, months: f64, api_months: f64, trend_months: f64) -> f64 {
        self.upfront
            + self.constant * months
            + self.at_the_api * api_months
            + self.at_the_trend * trend_months
    }
}

impl Flows {
    /// The flows of two ledgers.
    pub(crate) fn of(values: &Values, own: &Ledger<WayLine>, rent: &Ledger<WayLine>, api: &Api) -> Self {
        let (price, horizon) = (PricePath::of(values), values.number(Input::Horizon));
        let trend_mean = price.trend_alone().months_until(horizon) / horizon;
        let flow = |ledger| Flow::of(ledger, api.trend_mean.number(), trend_mean, horizon);
        Self { own: flow(own), rent: flow(rent), price, horizon }
    }

    /// Cumulative cost at the end of each month of the horizon; month 0 is what is spent up front.
    pub(crate) fn path(&self) -> Vec<CostMoment> {
        let mut path = Vec::with_capacity(self.horizon as usize + 1);
        let mut month = 0.0;
        while month <= self.horizon {
            let (api_months, trend_months) =
                (self.price.months_until(month), self.price.trend_alone().months_until(month));
            path.push(CostMoment {
                month: Months::new(month),
                own: Usd::new(self.own.until(month, api_months, trend_months)),
                rent: Usd::new(self.rent.until(month, api_months, trend_months)),
            });
            month += 1.0;
        }
        path
    }

    /// The month from which the money spent on owning stays below the money spent on renting until the horizon's end,
    /// between two month ends by straight line; none if it lies above at the end.
    fn payback(&self) -> Option<f64> {
        let mut ahead = self.rent.upfront - self.own.upfront;
        let (mut saved, mut month) = (Saved::new(self), 0.0);
        let mut since = if ahead >= 0.0 { Some(0.0) } else { None };
        while month < self.horizon {
            let next = saved.next(ahead);
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
        let mut saved = Saved::new(self);
        let (mut value, mut worth, mut month) = (self.rent.upfront - self.own.upfront, discount, 0.0);
        while month < self.horizon {
            value += saved.next(0.0) * worth;
            worth *= discount;
            month += 1.0;
        }
        value
    }
}

/// What owning saves in each month, one month after the other.
struct Saved {
    constant: f64,
    at_the_api: f64,
    at_the_trend: f64,
    api: ApiMonths,
    trend: ApiMonths,
}

impl Saved {
    fn new(flows: &Flows) -> Self {
        let Flows { own, rent, price, .. } = flows;
        Self {
            constant: rent.constant - own.constant,
            at_the_api: rent.at_the_api - own.at_the_api,
            at_the_trend: rent.at_the_trend - own.at_the_trend,
            api: ApiMonths::new(*price),
            trend: ApiMonths::new(price.trend_alone()),
        }
    }

    /// What is saved until this month's end, if `before` was until the month before.
    fn next(&mut self, before: f64) -> f64 {
        let mut saved = before + self.constant + self.at_the_api * self.api.counts;
        self.api.advance();
        // No host is paid in most cases.
        if self.at_the_trend != 0.0 {
            saved += self.at_the_trend * self.trend.counts;
            self.trend.advance();
        }
        saved
    }
}

/// What both sides cost a month, line by line and in all, and what the rest follows from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bills {
    pub(crate) own: OwnLines,
    pub(crate) rent: RentLines,
    pub(crate) own_cost: UsdPerMonth,
    pub(crate) rent_cost: UsdPerMonth,
    pub(crate) saving: UsdPerMonth,
    pub(crate) upfront: Usd,
    pub(crate) integration: Usd,
    pub(crate) traffic: Traffic,
    pub(crate) api: Api,
}

/// What the two sides of the headline cost a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Costs {
    pub(crate) own_cost: UsdPerMonth,
    pub(crate) rent_cost: UsdPerMonth,
    pub(crate) saving: UsdPerMonth,
}

/// What the two sides of the headline come to, whichever ways they are.
pub(crate) struct Headline {
    pub(crate) costs: Costs,
    pub(crate) ledgers: Ledgers,
    /// The closed model's invoice for a month at today's prices.
    pub(crate) invoice: UsdPerMonth,
    /// GPUs, hosts and network of owning.
    pub(crate) gpus: UsdPerMonth,
    /// People who build and run what is owned.
    pub(crate) people: UsdPerMonth,
    /// Labels, evaluations, and what is still paid to the closed API, of owning.
    pub(crate) labelling: UsdPerMonth,
    pub(crate) evaluation: UsdPerMonth,
    pub(crate) api_remainder: UsdPerMonth,
    /// Requests a month that owning and renting answer.
    pub(crate) answered: [Answered; 2],
    /// Spent before the first month, owning and renting.
    pub(crate) upfront: [Usd; 2],
    pub(crate) flows: Flows,
}

/// The requests a month that a side answers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answered {
    /// All of them.
    All(Requests),
    /// Those that its GPUs, and the API beside them, take.
    Some(Requests),
}

impl Answered {
    /// What a side's cost is for each of its requests: `formulas` for all requests, and for some.
    pub(crate) fn each(
        self,
        name: &'static str,
        meaning: &'static str,
        [of_all, of_some]: [&'static str; 2],
        (cost_name, cost): (&'static str, UsdPerMonth),
        trace: &mut impl Record,
    ) -> UsdPerRequest {
        let (formula, requests_name, requests) = match self {
            Self::All(requests) => (of_all, "requests_month", requests),
            Self::Some(requests) => (of_some, "requests_answered", requests),
        };
        let operands = [(cost_name, cost.term()), (requests_name, requests.term())];
        trace.note(name, meaning, formula, &operands, UsdPerRequest::new(cost.number() / requests.number()))
    }
}

/// Requests a month: all of them, and where they are answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traffic {
    pub(crate) all: Requests,
    pub(crate) served: Requests,
    pub(crate) to_api: Requests,
    pub(crate) answered: Requests,
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
    Traffic { all, served, to_api, answered }
}

/// What both sides cost: the lines of their ledgers, and the totals.
///
/// # Formula
/// ```text
/// own  = GPUs·price·(1 − discount)·hours·(1 + host) + rounds·(GPU-hours·runs·price + labels + evaluation)
///        + (work to build + first fine-tune, labels, evaluation) / horizon + work to run·fleet + monitoring
///        + requests that stay on the API · price of a request · trend
/// rent = requests · price of a request · trend + evaluations + work to integrate / horizon + work to run
/// ```
/// with `fleet = 1 + growth·`[`doublings`]. The API's prices follow a yearly trend through the horizon, and what its list announces; all others stay. Retraining and its labels accrue
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
    let tasks = turns::tasks(values, assumptions, trace);
    let (asked, constants) = turns::seen(&tasks, values, assumptions);
    let api = Api::new(asked, constants, trace);
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

impl Bills {
    pub(crate) fn costs(&self) -> Costs {
        Costs { own_cost: self.own_cost, rent_cost: self.rent_cost, saving: self.saving }
    }

    /// What the plain two ways come to: GPUs round the clock, and the closed model at list price.
    pub(crate) fn headline(&self, values: &Values, trace: &mut impl Record) -> Headline {
        let Self { own, rent, upfront, integration, traffic, api, .. } = self;
        let gpus = compute!(trace, gpu_cost "GPUs, hosts and network, a month": UsdPerMonth =
            serving_gpus + host_and_network;
            where serving_gpus = own.serving_gpus, host_and_network = own.host_and_network);
        let people = compute!(trace, people_cost "People who build and run the open model, a month": UsdPerMonth =
            build_effort * loaded_cost / 12.0 / horizon + run_month;
            where build_effort = values.term(Input::BuildEffort), loaded_cost = values.term(Input::LoadedCost),
                horizon = values.term(Input::Horizon), run_month = own.run);
        let invoice = compute!(trace, rent_invoice "The closed API's invoice for a month at today's prices": UsdPerMonth =
            requests_month * (request_input_price + request_output_price);
            where requests_month = traffic.all, request_input_price = api.input, request_output_price = api.output);
        let flows = Flows {
            own: Flow {
                upfront: upfront.number(),
                constant: own.serving_gpus.number()
                    + own.host_and_network.number()
                    + own.retraining_compute.number()
                    + own.labelling.number()
                    + own.evaluation.number()
                    + own.run.number()
                    + own.monitoring.number(),
                at_the_api: traffic.to_api.number() * (api.input.number() + api.output.number()),
                at_the_trend: 0.0,
            },
            rent: Flow {
                upfront: integration.number(),
                constant: rent.evaluation.number() + rent.run.number(),
                at_the_api: traffic.all.number() * (api.input.number() + api.output.number()),
                at_the_trend: 0.0,
            },
            price: PricePath::of(values),
            horizon: values.number(Input::Horizon),
        };
        Headline {
            costs: self.costs(),
            ledgers: Ledgers { own: own.lines(), rent: rent.lines() },
            invoice,
            gpus,
            people,
            labelling: own.labelling,
            evaluation: own.evaluation,
            api_remainder: own.api_remainder,
            answered: [Answered::Some(traffic.answered), Answered::All(traffic.all)],
            upfront: [*upfront, *integration],
            flows,
        }
    }
}

/// What follows from both sides' totals: the horizon's sums, the path through time, the costs of a request.
pub(crate) fn cost(values: &Values, headline: &Headline, trace: &mut impl Record) -> Cost {
    let Headline { costs, invoice, gpus, people, upfront, flows, .. } = headline;
    let Costs { own_cost, rent_cost, saving } = *costs;
    let saving_share = compute!(trace, saving_share "Saving, as a share of renting": Fraction = saving / rent_cost;
        where saving, rent_cost);
    let own_cost_horizon = compute!(trace, own_cost_horizon "Owning, whole horizon": Usd = own_cost * horizon;
        where own_cost, horizon = values.term(Input::Horizon));
    let rent_cost_horizon = compute!(trace, rent_cost_horizon "Renting, whole horizon": Usd = rent_cost * horizon;
        where rent_cost, horizon = values.term(Input::Horizon));
    let (payback_month, net_present_value) = through_time(values, flows, saving, *upfront, trace);
    let units = unit_costs(values, headline.answered, own_cost, rent_cost, trace);
    Cost {
        own_cost,
        rent_cost,
        rent_invoice: *invoice,
        saving,
        saving_share,
        own_cost_per_million_tokens: units.own_tokens,
        rent_cost_per_million_tokens: units.rent_tokens,
        own_cost_per_request: units.own_request,
        rent_cost_per_request: units.rent_request,
        gpu_cost: *gpus,
        people_cost: *people,
        labelling_cost: headline.labelling,
        evaluation_cost_month: headline.evaluation,
        api_remainder: headline.api_remainder,
        own_cost_horizon,
        rent_cost_horizon,
        own_cost_upfront: upfront[0],
        payback_month,
        net_present_value,
    }
}

/// The lines of owning's ledger, a month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnLines {
    pub(crate) serving_gpus: UsdPerMonth,
    pub(crate) host_and_network: UsdPerMonth,
    pub(crate) retraining_compute: UsdPerMonth,
    pub(crate) labelling: UsdPerMonth,
    pub(crate) evaluation: UsdPerMonth,
    pub(crate) build: UsdPerMonth,
    pub(crate) run: UsdPerMonth,
    pub(crate) monitoring: UsdPerMonth,
    pub(crate) api_remainder: UsdPerMonth,
}

impl OwnLines {
    /// The lines in the order in which they are shown.
    fn lines(self) -> Ledger {
        Ledger::of([
            Line { item: LineItem::ServingGpus, cost: self.serving_gpus },
            Line { item: LineItem::HostAndNetwork, cost: self.host_and_network },
            Line { item: LineItem::RetrainingCompute, cost: self.retraining_compute },
            Line { item: LineItem::Labelling, cost: self.labelling },
            Line { item: LineItem::Evaluation, cost: self.evaluation },
            Line { item: LineItem::Build, cost: self.build },
            Line { item: LineItem::Run, cost: self.run },
            Line { item: LineItem::Monitoring, cost: self.monitoring },
            Line { item: LineItem::ApiRemainder, cost: self.api_remainder },
        ])
    }
}

/// The lines of renting's ledger, a month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RentLines {
    pub(crate) input_tokens: UsdPerMonth,
    pub(crate) output_tokens: UsdPerMonth,
    pub(crate) evaluation: UsdPerMonth,
    pub(crate) integration: UsdPerMonth,
    pub(crate) run: UsdPerMonth,
}

impl RentLines {
    /// The lines in the order in which they are shown.
    fn lines(self) -> Ledger {
        Ledger::of([
            Line { item: LineItem::InputTokens, cost: self.input_tokens },
            Line { item: LineItem::OutputTokens, cost: self.output_tokens },
            Line { item: LineItem::Evaluation, cost: self.evaluation },
            Line { item: LineItem::Build, cost: self.integration },
            Line { item: LineItem::Run, cost: self.run },
        ])
    }
}

/// How often a fleet has doubled since it was one server.
///
/// # Formula
/// ```text
/// max(0, log₂(GPUs / GPUs of a server))
/// ```
///
/// # Source
/// Our own judgement: what one server takes is known better than what many do, and few teams run many.
///
/// # Examples
/// Eight GPUs are one server, 32 are four: twice doubled.
/// ```
/// use model::cost::doublings;
/// assert_eq!(doublings(2.0, 8.0), 0.0);
/// assert_eq!(doublings(32.0, 8.0), 2.0);
/// ```
pub fn doublings(gpus: f64, gpus_per_host: f64) -> f64 {
    // Most fleets are one server: no need for a logarithm.
    if gpus <= gpus_per_host { 0.0 } else { libm::log2(gpus / gpus_per_host) }
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
    let gpu = values.gpu();
    let run = compute!(trace, run_month "People who run the open model": UsdPerMonth =
        run_effort * (1.0 + fleet_effort * doublings(gpu_count, gpus_per_host)) * loaded_cost / 12.0;
        where run_effort = values.term(Input::RunEffort), fleet_effort = values.term(Input::FleetEffort),
            gpu_count = values.term(Input::GpuCount),
            gpus_per_host = Term::catalogue(f64::from(gpu.gpus_per_host), Unit::Gpus, gpu.source),
            loaded_cost = values.term(Input::LoadedCost));
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
    [upfront, integration]: [Usd; 2],
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
    [own_requests, rent_requests]: [Answered; 2],
    own_cost: UsdPerMonth,
    rent_cost: UsdPerMonth,
    trace: &mut impl Record,
) -> UnitCosts {
    let own_request = own_requests.each(
        "own_cost_per_request",
        "Owning, a request",
        ["own_cost / requests_month", "own_cost / requests_answered"],
        ("own_cost", own_cost),
        trace,
    );
    let rent_request = rent_requests.each(
        "rent_cost_per_request",
        "Renting, a request",
        ["rent_cost / requests_month", "rent_cost / requests_answered"],
        ("rent_cost", rent_cost),
        trace,
    );
    let task = turns::task_values(values, trace);
    let values = task.as_ref().unwrap_or(values);
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
