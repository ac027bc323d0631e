//! Ways that are paid by the token: a closed model, the same tuned by its seller, an open model at a host.

use super::bill::WayEstimate;
use super::ground::Ground;
use super::way::{Obstacle, Way};
use crate::case::scenario::Values;
use crate::catalogue::{Adapter, Assumption, Input, Method};
use crate::families::api_price::{PricePath, request_price};
use crate::families::flows::{Follows, WayLine};
use crate::families::outputs::{Ledger, LineItem};
use crate::families::training::price_of_labels;
use crate::families::turns;
use crate::quantities::units::{
    Count, Fraction, Requests, Unit, Usd, UsdPerMillionTokens, UsdPerMonth, UsdPerRequest,
};
use crate::workings::trace::{Operand, Record, Term, compute};

/// A closed model by the token.
///
/// # Formula
/// ```text
/// tokens in and out at list price · tier + hidden tokens at the output's price
///     + evaluations + work to integrate / horizon + work to run
/// ```
/// with `tier` the mean over what can wait and what cannot.
///
/// # Units
/// US dollars a month, averaged over the horizon.
///
/// # Source
/// Price lists; batch, flex and priority: `data/assumptions/ways.toml`.
pub(super) fn closed_api(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let rent = &ground.bills.rent;
    let untuned = trace.note(
        "tuned_over_base",
        "Price over that of the base: it is the base",
        "1",
        &[],
        Count::new(1.0),
    );
    let mut lines = tokens(ground, untuned, trace);
    lines.push(WayLine::new(LineItem::Evaluation, "api_evaluation", rent.evaluation));
    lines.extend(integration(ground));
    lines.push(reasoning(ground, untuned, trace));
    let accuracy = ground.accuracy.rent_accuracy;
    WayEstimate::new(Way::ClosedApi, ground, lines, accuracy, unread_by_the_api(ground), trace)
}

/// A closed model by the token, tuned by its seller.
///
/// # Formula
/// ```text
/// tokens of the closed model · tuned over base
///     + (first tokens · max(1, horizon / life) / horizon + tokens of a round · rounds) · price of a tuned-on token
///     + labels and evaluations, as for an open model + work to integrate / horizon + work to run
/// ```
/// The seller shuts tuned models down: after `life` months another base has to be tuned, from the start.
///
/// # Source
/// `data/assumptions/ways.toml`. Which models their sellers tune, and until when: `data/prices.toml`.
pub(super) fn tuned_api(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let (values, assumptions, training) = (ground.values, ground.assumptions, &ground.training);
    let ratio = compute!(trace, tuned_over_base "Tuned over base": Count = tuned_price_ratio;
        where tuned_price_ratio = assumptions.term(Assumption::TunedPriceRatio));
    let mut lines = tokens(ground, ratio, trace);
    let tuning = compute!(trace, tuned_api_tuning "Tuning, and tuning anew when a base is shut down": UsdPerMonth =
        (initial_tokens * (horizon / tuned_life).max(1.0) / horizon + retrains_per_year / 12.0 * round_tokens)
            * tuned_training_price / 1e6;
        where initial_tokens = training.initial_tokens, horizon = values.term(Input::Horizon),
            tuned_life = assumptions.term(Assumption::TunedLife),
            retrains_per_year = values.term(Input::RetrainsPerYear), round_tokens = training.round_tokens,
            tuned_training_price = assumptions.term(Assumption::TunedTrainingPrice));
    let first = training.initial_tokens.number() * assumptions.number(Assumption::TunedTrainingPrice) / 1e6;
    lines.push(WayLine::new(LineItem::Tuning, "tuned_api_tuning", tuning).upfront(Usd::new(first)));
    lines.extend(examples(ground, trace));
    lines.extend(integration(ground));
    lines.push(reasoning(ground, ratio, trace));
    let accuracy = trace.note(
        "tuned_api_accuracy",
        "The closed model, tuned as often and on the same examples, averaged over the horizon",
        "tuned as the open model is, from closed_on_the_first_day instead of general_accuracy",
        &[("rent_accuracy", ground.accuracy.rent_accuracy.term())],
        Fraction::new(ground.laws.tuned_closed()),
    );
    let mut obstacles = unread_by_the_api(ground);
    obstacles.extend(values.api().tunable_until().is_none().then_some(Obstacle::NotTunable));
    WayEstimate::new(Way::TunedApi, ground, lines, accuracy, obstacles, trace)
}

/// Whether a host serves the open model on GPUs that are the case's alone.
fn is_dedicated(values: &Values) -> bool {
    match values.chosen::<Method>() {
        Method::Full => true,
        Method::Lora | Method::Qlora => match values.chosen::<Adapter>() {
            Adapter::Dedicated => true,
            Adapter::Shared => false,
        },
    }
}

/// An open model by the token, at a host.
///
/// # Formula
/// ```text
/// requests moved · tokens · the median host's price · your host over the median · trend
///     + tuning tokens · price + labels and evaluations + work / horizon + work to run + requests that stay on the closed API
/// tuning tokens = first tokens · (1 / horizon + withdrawals a year / 12) + tokens of a round · rounds
/// work          = work to build · (1 / horizon + withdrawals a year / 12 · work to move)
/// ```
/// Hosts withdraw models; each time, the reader moves to another host or model and tunes anew. On GPUs of its own at the host,
/// nobody withdraws it.
///
/// An adapter is served at the base model's price, or on GPUs of its own at the host: then GPU-hours stand where tokens do.
/// A fully tuned model is always served so. Hosts' prices follow the closed API's trend.
///
/// # Source
/// The median over hosts of `data/hosts.toml` for a named model; for a size, the line through those medians. Withdrawals are
/// counted in the same file.
pub(super) fn open_api(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let (values, assumptions, bills) = (ground.values, ground.assumptions, &ground.bills);
    let accuracy = compute!(trace, open_api_accuracy "The open model at a host": Fraction =
        own_accuracy - hosted_accuracy_loss;
        where own_accuracy = ground.accuracy.own_accuracy,
            hosted_accuracy_loss = assumptions.term(Assumption::HostedAccuracyLoss));
    let mut obstacles = ground.obstacles(|it| it == Obstacle::PromptTooLong);
    let is_dedicated = is_dedicated(values);
    let withdrawals =
        if is_dedicated { Count::new(0.0).term() } else { assumptions.term(Assumption::HostWithdrawals) };
    let mut lines = Ledger::new([]);
    let mut hidden = None;
    if is_dedicated {
        let endpoint = compute!(trace, endpoint "GPUs of one's own at the host": UsdPerMonth =
            gpu_count * gpu_hour_price * dedicated_price_ratio * days_per_month * 24.0;
            where gpu_count = values.term(Input::GpuCount), gpu_hour_price = values.term(Input::GpuHourPrice),
                dedicated_price_ratio = assumptions.term(Assumption::DedicatedPriceRatio),
                days_per_month = assumptions.term(Assumption::DaysPerMonth));
        lines.push(WayLine::new(LineItem::Endpoint, "endpoint", endpoint));
    } else {
        let Some(asked) = Asked::new(ground, trace) else {
            obstacles.push(Obstacle::NoHost);
            return WayEstimate::unpriced(Way::OpenApi, ground, accuracy, obstacles);
        };
        let moved = compute!(trace, requests_moved "Requests a month that the host answers": Requests =
            requests_month * open_share;
            where requests_month = bills.traffic.all, open_share = values.term(Input::OpenShare));
        let input = compute!(trace, hosted_input_cost "Input tokens at the host": UsdPerMonth =
            requests_moved * hosted_request_input * hosted_price_mean;
            where requests_moved = moved, hosted_request_input = asked.input, hosted_price_mean = asked.mean);
        let output = compute!(trace, hosted_output_cost "Output tokens at the host": UsdPerMonth =
            requests_moved * hosted_request_output * hosted_price_mean;
            where requests_moved = moved, hosted_request_output = asked.output, hosted_price_mean = asked.mean);
        lines.push(WayLine::new(LineItem::InputTokens, "hosted_input_cost", input).follows(Follows::Trend));
        lines
            .push(WayLine::new(LineItem::OutputTokens, "hosted_output_cost", output).follows(Follows::Trend));
        hidden = Some(compute!(trace, hosted_reasoning "Hidden tokens at the host": UsdPerMonth =
            hosted_output_cost * reasoning * open_reasoning_ratio;
            where hosted_output_cost = output, reasoning = values.term(Input::Reasoning),
                open_reasoning_ratio = assumptions.term(Assumption::OpenReasoningRatio)));
    }
    let tuning = compute!(trace, open_api_tuning "Tuning at the host": UsdPerMonth =
        (initial_tokens * (1.0 / horizon + host_withdrawals / 12.0) + retrains_per_year / 12.0 * round_tokens)
            * hosted_tuning_price / 1e6;
        where initial_tokens = ground.training.initial_tokens, horizon = values.term(Input::Horizon),
            host_withdrawals = withdrawals,
            retrains_per_year = values.term(Input::RetrainsPerYear), round_tokens = ground.training.round_tokens,
            hosted_tuning_price = assumptions.term(Assumption::HostedTuningPrice));
    let first =
        ground.training.initial_tokens.number() * assumptions.number(Assumption::HostedTuningPrice) / 1e6;
    lines.push(WayLine::new(LineItem::Tuning, "open_api_tuning", tuning).upfront(Usd::new(first)));
    lines.extend(examples(ground, trace));
    lines.extend(hosted_people(ground, withdrawals, trace));
    let remainder = compute!(trace, hosted_remainder "Requests that stay on the closed API": UsdPerMonth =
        requests_month * (1.0 - open_share) * passed_on_request;
        where requests_month = bills.traffic.all, open_share = values.term(Input::OpenShare),
            passed_on_request = ground.request);
    lines
        .push(WayLine::new(LineItem::ApiRemainder, "hosted_remainder", remainder).follows(Follows::ApiPrice));
    lines.extend(
        hidden
            .map(|cost| WayLine::new(LineItem::Reasoning, "hosted_reasoning", cost).follows(Follows::Trend)),
    );
    WayEstimate::new(Way::OpenApi, ground, lines, accuracy, obstacles, trace)
}

/// What a host asks for a request, and how that changes.
struct Asked {
    input: UsdPerRequest,
    output: UsdPerRequest,
    /// The mean over the horizon and over what can wait, relative to today's price of what cannot.
    mean: Count,
}

impl Asked {
    /// None for a named model that no host offers.
    fn new(ground: &Ground<'_>, trace: &mut impl Record) -> Option<Self> {
        let tasks = turns::tasks(ground.values, ground.assumptions, trace);
        let (values, assumptions) = turns::seen(&tasks, ground.values, ground.assumptions);
        let (input, output, discount) = match values.named_model() {
            Some(model) => {
                let asked = model.hosted_median()?;
                let price = |number| Term::catalogue(number, Unit::UsdPerMillionTokens, asked.source);
                let discount = 1.0 - asked.cached_ratio.unwrap_or(1.0);
                let discount = Term::catalogue(discount, Unit::Fraction, asked.source);
                (price(asked.input_per_million), price(asked.output_per_million), discount)
            }
            None => {
                let by_size = |constant, trace: &mut _| price_by_size(ground, constant, trace).term();
                let [input, output] = [Assumption::HostedInputPrice, Assumption::HostedOutputPrice]
                    .map(|constant| by_size(constant, trace));
                (input, output, Term::none(Unit::Fraction))
            }
        };
        let input = compute!(trace, hosted_request_input "Input tokens of a request at the host, today": UsdPerRequest =
            request_price(prompt_tokens, 0.0, hosted_input, 0.0, cached_share, hosted_cached_discount)
                * host_price_ratio;
            where prompt_tokens = values.term(Input::PromptTokens), hosted_input = input,
                cached_share = values.term(Input::CachedShare), hosted_cached_discount = discount,
                host_price_ratio = assumptions.term(Assumption::HostPriceRatio));
        let output = compute!(trace, hosted_request_output "Output tokens of a request at the host, today": UsdPerRequest =
            output_tokens * hosted_output / 1e6 * host_price_ratio;
            where output_tokens = values.term(Input::OutputTokens), hosted_output = output,
                host_price_ratio = assumptions.term(Assumption::HostPriceRatio));
        let mean = compute!(trace, hosted_price_mean "The host's mean price, relative to today's": Count =
            PricePath { trend: price_trend, change: 1.0, change_month: 0.0 }.months_until(horizon) / horizon
                * (1.0 - batch_share + batch_share * batch_price);
            where price_trend = values.term(Input::PriceTrend), horizon = values.term(Input::Horizon),
                batch_share = values.term(Input::BatchShare),
                batch_price = assumptions.term(Assumption::BatchPrice));
        Some(Self { input, output, mean })
    }
}

/// The median host's price for a dense model of a size.
///
/// # Formula
/// ```text
/// price of an 8B model · (size / 8B)^exponent
/// ```
fn price_by_size(ground: &Ground<'_>, constant: Assumption, trace: &mut impl Record) -> UsdPerMillionTokens {
    compute!(trace, hosted_price "The median host's price for this size": UsdPerMillionTokens =
        price_at_8b * libm::pow(model_size / 8.0, hosted_price_exponent);
        where price_at_8b = ground.assumptions.term(constant), model_size = ground.values.term(Input::ModelSize),
            hosted_price_exponent = ground.assumptions.term(Assumption::HostedPriceExponent))
}

/// The closed model's tokens, in and out, times a factor on their price.
fn tokens(ground: &Ground<'_>, factor: Count, trace: &mut impl Record) -> Ledger<WayLine> {
    let rent = &ground.bills.rent;
    let input = compute!(trace, seller_input_cost "Input tokens at the seller's tier": UsdPerMonth =
        input_tokens_cost * tier_price * tuned_over_base;
        where input_tokens_cost = rent.input_tokens, tier_price = ground.tier, tuned_over_base = factor);
    let output = compute!(trace, seller_output_cost "Output tokens at the seller's tier": UsdPerMonth =
        output_tokens_cost * tier_price * tuned_over_base;
        where output_tokens_cost = rent.output_tokens, tier_price = ground.tier, tuned_over_base = factor);
    Ledger::new([
        WayLine::new(LineItem::InputTokens, "seller_input_cost", input).follows(Follows::ApiPrice),
        WayLine::new(LineItem::OutputTokens, "seller_output_cost", output).follows(Follows::ApiPrice),
    ])
}

/// The closed model's hidden tokens, times a factor on their price.
fn reasoning(ground: &Ground<'_>, factor: Count, trace: &mut impl Record) -> WayLine {
    let cost = compute!(trace, reasoning_cost "Hidden tokens at the seller": UsdPerMonth =
        output_tokens_cost * tier_price * tuned_over_base * reasoning;
        where output_tokens_cost = ground.bills.rent.output_tokens, tier_price = ground.tier,
            tuned_over_base = factor, reasoning = ground.values.term(Input::Reasoning));
    WayLine::new(LineItem::Reasoning, "reasoning_cost", cost).follows(Follows::ApiPrice)
}

/// The people who integrate a closed model and look after it, as far as they count.
fn integration(ground: &Ground<'_>) -> [WayLine; 2] {
    let rent = &ground.bills.rent;
    [
        WayLine::new(LineItem::Build, "integration_month", rent.integration)
            .upfront(ground.bills.integration)
            .if_counted(ground.counts_people()),
        WayLine::new(LineItem::Run, "api_run", rent.run).if_counted(ground.counts_people()),
    ]
}

/// Labels and evaluations of an open or tuned model: those of the first fine-tune, spread over the horizon, and of the rounds.
fn examples(ground: &Ground<'_>, trace: &mut impl Record) -> [WayLine; 2] {
    let (values, own) = (ground.values, &ground.bills.own);
    let first = compute!(trace, first_labels "Labels for the first fine-tune": Usd =
        price_of_labels(initial_examples * labels_bought, label_cost);
        where initial_examples = values.term(Input::InitialExamples),
            labels_bought = values.term(Input::LabelsBought), label_cost = values.term(Input::LabelCost));
    let labelling = compute!(trace, labels_month "Labels, those of the first fine-tune spread over the horizon": UsdPerMonth =
        labelling_cost + first_labels / horizon;
        where labelling_cost = own.labelling, first_labels = first, horizon = values.term(Input::Horizon));
    let evaluation = compute!(trace, evaluations_month "Evaluation, the first spread over the horizon": UsdPerMonth =
        evaluation_cost_month + evaluation_cost / horizon;
        where evaluation_cost_month = own.evaluation, evaluation_cost = values.term(Input::EvaluationCost),
            horizon = values.term(Input::Horizon));
    [
        WayLine::new(LineItem::Labelling, "labels_month", labelling).upfront(first),
        WayLine::new(LineItem::Evaluation, "evaluations_month", evaluation)
            .upfront(Usd::new(values.number(Input::EvaluationCost))),
    ]
}

/// The people who build on a host and look after it, as far as they count.
fn hosted_people(ground: &Ground<'_>, withdrawals: Term, trace: &mut impl Record) -> [WayLine; 2] {
    let (values, assumptions) = (ground.values, ground.assumptions);
    let first = compute!(trace, hosted_build_upfront "Work to build on a host": Usd =
        build_effort * hosted_effort_to_build * loaded_cost / 12.0;
        where build_effort = values.term(Input::BuildEffort),
            hosted_effort_to_build = assumptions.term(Assumption::HostedEffortToBuild),
            loaded_cost = values.term(Input::LoadedCost));
    let build = compute!(trace, hosted_build "Work to build on a host, and to move where it withdraws the model": UsdPerMonth =
        hosted_build_upfront * (1.0 / horizon + host_withdrawals / 12.0 * moving_effort);
        where hosted_build_upfront = first, horizon = values.term(Input::Horizon),
            host_withdrawals = withdrawals, moving_effort = assumptions.term(Assumption::MovingEffort));
    let run = compute!(trace, hosted_run "People who look after it": UsdPerMonth =
        run_effort * hosted_effort_to_run * loaded_cost / 12.0;
        where run_effort = values.term(Input::RunEffort),
            hosted_effort_to_run = assumptions.term(Assumption::HostedEffortToRun),
            loaded_cost = values.term(Input::LoadedCost));
    [
        WayLine::new(LineItem::Build, "hosted_build", build)
            .upfront(first)
            .if_counted(ground.counts_people()),
        WayLine::new(LineItem::Run, "hosted_run", run).if_counted(ground.counts_people()),
    ]
}

/// The obstacle of a closed model that reads no prompt so long.
fn unread_by_the_api(ground: &Ground<'_>) -> Vec<Obstacle> {
    ground.obstacles(|it| it == Obstacle::PromptTooLongForApi)
}
