//! Ways on GPUs of one's own: round the clock, following the load, bought, and with a closed model for the rest.

use super::bill::WayEstimate;
use super::ground::Ground;
use super::way::{Obstacle, Way};
use crate::catalogue::{Assumption, GpuMarket, Input};
use crate::families::flows::{Follows, WayLine};
use crate::families::outputs::{Condition, Ledger, LineItem};
use crate::families::training::price_of_labels;
use crate::quantities::exact::{ceil, sqrt};
use crate::quantities::units::{
    Count, Fraction, GpuHours, Gpus, Seconds, Unit, Usd, UsdPerMonth, UsdPerYear,
};
use crate::workings::trace::{Operand, Record, Term, Trace, compute};

/// GPUs rented round the clock.
///
/// # Formula
/// The lines of the headline's owning, with spare replicas: `spares · GPUs of a replica · price · (1 − discount) · hours ·
/// (1 + host)`.
pub(super) fn own_steady(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let lines = steady_lines(ground, trace);
    WayEstimate::new(Way::OwnSteady, ground, lines, ground.accuracy.own_accuracy, obstacles(ground), trace)
}

/// GPUs rented by the second, as many as the load needs, and none while nobody asks.
///
/// # Formula
/// ```text
/// idle      = min(most, idle at 1/s · rate^−exponent)
/// replicas  = min(all, max(1 − idle, GPUs that follow over the mean · rate / capacity of a replica))
/// price     = price of a GPU-hour · by the second over plain · spot over on demand
/// starts    = hours · idle · starts for each idle hour
/// start     = fixed + bytes of weights / rate of reading
/// GPUs      = replicas · GPUs of a replica · hours · price
/// starts    = starts · start · GPUs of a replica · price
/// ```
/// While more than one request in a hundred waits for a start, and a start takes longer than the objective, the way misses its
/// limits.
///
/// # Source
/// Shapes of load: production traffic of 46 and 41 customers. Starts: a profile of vLLM. Prices: lists.
pub(super) fn own_scaled(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let (values, assumptions, serving) = (ground.values, ground.assumptions, &ground.placement.serving);
    let idle = compute!(trace, idle_share "Hours without a request": Fraction =
        most_idle_share.min(idle_share_at_one * libm::pow(rate_mean, -idle_share_exponent));
        where most_idle_share = assumptions.term(Assumption::MostIdleShare),
            idle_share_at_one = assumptions.term(Assumption::IdleShareAtOne),
            rate_mean = ground.placement.rate_mean,
            idle_share_exponent = assumptions.term(Assumption::IdleShareExponent));
    let busy = compute!(trace, busy_replicas "Replicas in use, averaged over all hours": Count =
        if capacity > 0.0 {
            own_replicas.min((1.0 - idle_share).max(scaled_over_mean * rate_mean * share_served / (capacity / own_replicas)))
        } else {
            0.0
        };
        where own_replicas = serving.own_replicas, idle_share = idle, capacity = serving.capacity,
            scaled_over_mean = assumptions.term(Assumption::ScaledOverMean),
            rate_mean = ground.placement.rate_mean, share_served = ground.placement.share_served);
    let cold_start = compute!(trace, cold_start "Time of a cold start": Seconds =
        cold_start_fixed + weight_bytes / weight_load_rate;
        where cold_start_fixed = assumptions.term(Assumption::ColdStartFixed), weight_bytes = serving.weight_bytes,
            weight_load_rate = assumptions.term(Assumption::WeightLoadRate));
    let starts = compute!(trace, starts "Cold starts a month": Count =
        days_per_month * 24.0 * idle_share * starts_per_idle_hour;
        where days_per_month = assumptions.term(Assumption::DaysPerMonth), idle_share = idle,
            starts_per_idle_hour = assumptions.term(Assumption::StartsPerIdleHour));
    let spot = match values.chosen::<GpuMarket>() {
        GpuMarket::OnDemand => Count::new(1.0).term(),
        GpuMarket::Spot => assumptions.term(Assumption::SpotPriceRatio),
    };
    let price = compute!(trace, scaled_gpu_price "A GPU-hour that follows the load": Usd =
        gpu_hour_price * serverless_price_ratio * spot_price_ratio;
        where gpu_hour_price = values.term(Input::GpuHourPrice),
            serverless_price_ratio = assumptions.term(Assumption::ServerlessPriceRatio), spot_price_ratio = spot);
    let hours = compute!(trace, scaled_gpu_hours "GPU-hours a month that serve": GpuHours =
        (busy_replicas + spare_replicas) * tp_degree * days_per_month * 24.0;
        where busy_replicas = busy, spare_replicas = values.term(Input::SpareReplicas),
            tp_degree = serving.tp_degree, days_per_month = assumptions.term(Assumption::DaysPerMonth));
    let gpus = compute!(trace, scaled_gpus "GPUs that follow the load": UsdPerMonth =
        scaled_gpu_hours * scaled_gpu_price; where scaled_gpu_hours = hours, scaled_gpu_price = price);
    let cold = compute!(trace, cold_start_cost "GPU-hours of starts": UsdPerMonth =
        starts * cold_start / 3600.0 * tp_degree * scaled_gpu_price;
        where starts, cold_start, tp_degree = serving.tp_degree, scaled_gpu_price = price);
    let host = compute!(trace, scaled_host "Hosts, storage and network": UsdPerMonth =
        (scaled_gpus + cold_start_cost) * host_overhead;
        where scaled_gpus = gpus, cold_start_cost = cold, host_overhead = values.term(Input::HostOverhead));
    let mut lines = Ledger::new(
        [
            WayLine::new(LineItem::ServingGpus, "scaled_gpus", gpus),
            WayLine::new(LineItem::HostAndNetwork, "scaled_host", host),
            WayLine::new(LineItem::ColdStarts, "cold_start_cost", cold),
        ]
        .map(|line| line.if_counted(ground.counts_hardware())),
    );
    lines.extend(software(ground, trace));
    let requests = ground.bills.traffic.served;
    let cold_share = compute!(trace, cold_share "Requests that wait for a start": Fraction =
        if requests_served > 0.0 { (starts / requests_served).min(1.0) } else { 0.0 };
        where starts, requests_served = requests);
    let waits = cold_share.number() > assumptions.number(Assumption::MostColdRequests)
        && cold_start.number() > values.number(Input::TtftObjective);
    let mut obstacles = obstacles(ground);
    obstacles.extend(waits.then_some(Obstacle::ColdStarts));
    WayEstimate::new(Way::OwnScaled, ground, lines, ground.accuracy.own_accuracy, obstacles, trace)
}

/// Machines bought: whole servers, written off over their life, in a space that somebody else powers.
///
/// # Formula
/// ```text
/// GPUs      = ⌈(GPUs + spare replicas · GPUs of a replica) / GPUs of a server⌉ · GPUs of a server
/// price     = GPUs · price of a GPU's share of a server · (1 + fit-out)
/// annuity   = i / (1 − (1 + i)^−life)                                    1 / life for i = 0
/// waited    = min(lead time, horizon) / horizon
/// servers   = (price − resale · price · (1 + i)^−life) · annuity / 12 · (1 − waited)
/// space     = GPUs · TDP · server's power over its GPUs' / 1000 · price of a kilowatt · (1 − waited)
/// support   = price · support / 12 · (1 − waited)
/// meanwhile = rent of the GPUs, hosts and network round the clock · waited
/// ```
/// What is bought is paid: no trend moves it. Until it serves, the same GPUs are rented. What trains is rented, as for every way.
///
/// # Source
/// Street prices of servers with eight GPUs; price of colocation: a survey; lead times: sellers. `data/gpus.toml`, `data/assumptions/ways.toml`.
pub(super) fn own_bought(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let (values, assumptions, gpu) = (ground.values, ground.assumptions, ground.values.gpu());
    let accuracy = ground.accuracy.own_accuracy;
    let Some((share, source)) = gpu.server_share() else {
        let mut obstacles = obstacles(ground);
        obstacles.push(Obstacle::NoServerPrice);
        return WayEstimate::unpriced(Way::OwnBought, ground, accuracy, obstacles);
    };
    let gpus = compute!(trace, gpus_bought "GPUs bought, in whole servers": Gpus =
        ceil((gpu_count + spare_replicas * tp_degree) / gpus_per_host) * gpus_per_host;
        where gpu_count = values.term(Input::GpuCount), spare_replicas = values.term(Input::SpareReplicas),
            tp_degree = ground.placement.serving.tp_degree,
            gpus_per_host = Term::catalogue(f64::from(gpu.gpus_per_host), Unit::Gpus, gpu.source));
    let price = compute!(trace, servers_price "Price of the servers, with network and cabling": Usd =
        gpus_bought * server_share * machine_price_error * (1.0 + fit_out);
        where gpus_bought = gpus, server_share = Term::catalogue(share, Unit::Usd, source),
            machine_price_error = assumptions.term(Assumption::MachinePriceError),
            fit_out = assumptions.term(Assumption::FitOut));
    let annuity = compute!(trace, annuity "Part of a price that a year of its life costs": Fraction =
        annuity(discount_rate, machine_life);
        where discount_rate = values.term(Input::DiscountRate),
            machine_life = assumptions.term(Assumption::MachineLife));
    let capital = compute!(trace, servers_year "The servers, a year": UsdPerYear =
        servers_price * (1.0 - machine_resale * libm::exp(-libm::log1p(discount_rate) * machine_life)) * annuity;
        where servers_price = price, machine_resale = assumptions.term(Assumption::MachineResale),
            discount_rate = values.term(Input::DiscountRate),
            machine_life = assumptions.term(Assumption::MachineLife), annuity);
    let waited = compute!(trace, waited_share "Share of the horizon until the servers serve": Fraction =
        lead_time.min(horizon) / horizon;
        where lead_time = assumptions.term(Assumption::LeadTime), horizon = values.term(Input::Horizon));
    let meanwhile = compute!(trace, rented_meanwhile "GPUs rented until the servers serve": UsdPerMonth =
        (serving_gpus + host_and_network) * waited_share;
        where serving_gpus = ground.bills.own.serving_gpus,
            host_and_network = ground.bills.own.host_and_network, waited_share = waited);
    let servers = compute!(trace, servers_month "The servers, a month": UsdPerMonth =
        servers_year / 12.0 * (1.0 - waited_share);
        where servers_year = capital, waited_share = waited);
    let colocation = compute!(trace, colocation "Space and power": UsdPerMonth =
        gpus_bought * tdp * server_power_ratio / 1000.0 * colocation_price * (1.0 - waited_share);
        where gpus_bought = gpus, tdp = Term::catalogue(gpu.tdp_watts, Unit::Watts, gpu.source),
            server_power_ratio = assumptions.term(Assumption::ServerPowerRatio),
            colocation_price = assumptions.term(Assumption::ColocationPrice), waited_share = waited);
    let support = compute!(trace, machine_support_month "Support and spare parts": UsdPerMonth =
        servers_price * machine_support / 12.0 * (1.0 - waited_share);
        where servers_price = price, machine_support = assumptions.term(Assumption::MachineSupport),
            waited_share = waited);
    let mut lines = Ledger::new([
        WayLine::new(LineItem::ServingGpus, "rented_meanwhile", meanwhile)
            .if_counted(ground.counts_hardware()),
        WayLine::new(LineItem::Servers, "servers_month", servers).if_counted(ground.counts_hardware()),
        WayLine::new(LineItem::Colocation, "colocation", colocation),
        WayLine::new(LineItem::Support, "machine_support_month", support),
    ]);
    lines.extend(software(ground, trace));
    WayEstimate::new(Way::OwnBought, ground, lines, accuracy, obstacles(ground), trace)
}

/// What a year of the life of something bought costs, of its price.
///
/// # Formula
/// ```text
/// i / (1 − (1 + i)^−life)        1 / life for i = 0
/// ```
fn annuity(rate: f64, years: f64) -> f64 {
    if rate < 1e-9 { 1.0 / years } else { rate / -libm::expm1(-libm::log1p(rate) * years) }
}

/// GPUs round the clock that pass on to the closed model what they cannot answer.
///
/// # Formula
/// ```text
/// passed on = requests served · share · price of a request at the closed model
/// routing   = requests served · price of a request at the closed model · routing
/// right     = (1 − skill)·own + skill·max(0, own + share − 1)/share       of the answers passed on, those that were right
/// P(wrong)  = rent − ρ·√(rent·(1 − rent)·own/(1 − own))                   the closed model right where the open one is wrong
/// P(right)  = (rent − (1 − own)·P(wrong)) / own                           and where it is right
/// accuracy  = own − share·right + share·(right·P(right) + (1 − right)·P(wrong))
/// ```
/// A router without skill passes on answers at random; one with all of it wrong ones first. `ρ` is the correlation of both
/// models' errors: what is hard for one is often hard for the other.
pub(super) fn mixed(ground: &Ground<'_>, trace: &mut impl Record) -> WayEstimate {
    let (values, assumptions, served) = (ground.values, ground.assumptions, ground.bills.traffic.served);
    let passed_on = compute!(trace, passed_on_cost "Answers passed on to the closed model": UsdPerMonth =
        requests_served * escalated_share * passed_on_request;
        where requests_served = served, escalated_share = values.term(Input::EscalatedShare),
            passed_on_request = ground.request);
    let routing = routing(ground, trace);
    let accuracy = compute!(trace, mixed_accuracy "Own answers and those passed on": Fraction =
        mixed_accuracy(own_accuracy, rent_accuracy, escalated_share, router_skill, error_correlation);
        where own_accuracy = ground.accuracy.own_accuracy, rent_accuracy = ground.accuracy.rent_accuracy,
            escalated_share = values.term(Input::EscalatedShare),
            router_skill = assumptions.term(Assumption::RouterSkill),
            error_correlation = assumptions.term(Assumption::ErrorCorrelation));
    let mut lines = steady_lines(ground, trace);
    lines.push(WayLine::new(LineItem::PassedOn, "passed_on_cost", passed_on).follows(Follows::ApiPrice));
    lines.push(WayLine::new(LineItem::Routing, "routing_cost", routing).follows(Follows::ApiPrice));
    let mut obstacles = obstacles(ground);
    obstacles.extend(ground.obstacles(|it| it == Obstacle::PromptTooLongForApi));
    WayEstimate::new(Way::Mixed, ground, lines, accuracy, obstacles, trace)
}

fn routing(ground: &Ground<'_>, trace: &mut impl Record) -> UsdPerMonth {
    compute!(trace, routing_cost "Finding out which answers to pass on": UsdPerMonth =
        requests_served * passed_on_request * router_cost;
        where requests_served = ground.bills.traffic.served, passed_on_request = ground.request,
            router_cost = ground.assumptions.term(Assumption::RouterCost))
}

/// The share passed on from which the mix costs more than the closed model alone.
///
/// # Formula
/// ```text
/// (closed − own − routing) / (requests served · price of a request at the closed model)
/// ```
pub(super) fn escalation_limit(
    ground: &Ground<'_>,
    closed: Option<UsdPerMonth>,
    steady: Option<UsdPerMonth>,
    trace: &mut impl Record,
) -> Option<Fraction> {
    let (closed, steady) = (closed?, steady?);
    let (served, routing) = (ground.bills.traffic.served, routing(ground, &mut Trace::off()));
    let all = served.number() * ground.request.number();
    let share = (closed.number() - steady.number() - routing.number()) / all;
    let limit = (all > 0.0 && share >= 0.0).then(|| Fraction::new(share.min(1.0)));
    trace.note(
        "mixed_escalation_limit",
        "The share passed on from which the mix costs more than the closed model alone",
        "(closed_api_cost - own_steady_cost - routing_cost) / (requests_served * passed_on_request), none below 0, at most 1",
        &[
            ("closed_api_cost", closed.term()),
            ("own_steady_cost", steady.term()),
            ("routing_cost", routing.term()),
            ("requests_served", served.term()),
            ("passed_on_request", ground.request.term()),
        ],
        limit,
    )
}

/// The accuracy of own answers and of those passed on: see [`mixed`].
fn mixed_accuracy(own: f64, rent: f64, share: f64, skill: f64, correlation: f64) -> f64 {
    if share <= 0.0 {
        return own;
    }
    let right = (1.0 - skill) * own + skill * (own + share - 1.0).max(0.0) / share;
    // Chances of the closed model: two shares cannot be more correlated than they are far from equal.
    let where_wrong =
        (rent - correlation * sqrt(rent * (1.0 - rent) * own / (1.0 - own).max(1e-9))).clamp(0.0, 1.0);
    let where_right = ((rent - (1.0 - own) * where_wrong) / own.max(1e-9)).clamp(0.0, 1.0);
    own - share * right + share * (right * where_right + (1.0 - right) * where_wrong)
}

/// The lines of the headline's owning, and spare replicas.
fn steady_lines(ground: &Ground<'_>, trace: &mut impl Record) -> Ledger<WayLine> {
    let (values, own) = (ground.values, &ground.bills.own);
    let spares = compute!(trace, spares "Spare replicas": UsdPerMonth =
        spare_replicas * tp_degree * gpu_hour_price * (1.0 - reserved_discount) * days_per_month * 24.0
            * (1.0 + host_overhead);
        where spare_replicas = values.term(Input::SpareReplicas), tp_degree = ground.placement.serving.tp_degree,
            gpu_hour_price = values.term(Input::GpuHourPrice),
            reserved_discount = values.term(Input::ReservedDiscount),
            days_per_month = ground.assumptions.term(Assumption::DaysPerMonth),
            host_overhead = values.term(Input::HostOverhead));
    let [gpus, host, spares] = [
        WayLine::new(LineItem::ServingGpus, "serving_gpus", own.serving_gpus),
        WayLine::new(LineItem::HostAndNetwork, "host_and_network", own.host_and_network),
        WayLine::new(LineItem::Spares, "spares", spares),
    ]
    .map(|line| line.if_counted(ground.counts_hardware()));
    let mut lines = Ledger::new([gpus, host]);
    lines.extend(software(ground, trace));
    lines.push(spares);
    lines
}

/// What every own machine takes beside itself: retraining, people, monitoring, and the closed API for the rest.
fn software(ground: &Ground<'_>, trace: &mut impl Record) -> [WayLine; 7] {
    let (values, own) = (ground.values, &ground.bills.own);
    let people = ground.counts_people();
    let build = if people {
        WayLine::new(LineItem::Build, "build_month", own.build).upfront(ground.bills.upfront)
    } else {
        let rest = compute!(trace, build_without_people "First fine-tune, labels and evaluation, spread over the horizon": UsdPerMonth =
            (initial_gpu_hours * training_runs * gpu_hour_price
                + price_of_labels(initial_examples * labels_bought, label_cost) + evaluation_cost) / horizon;
            where initial_gpu_hours = ground.training.initial_gpu_hours,
                training_runs = ground.assumptions.term(Assumption::TrainingRuns),
                gpu_hour_price = values.term(Input::GpuHourPrice),
                initial_examples = values.term(Input::InitialExamples),
                labels_bought = values.term(Input::LabelsBought), label_cost = values.term(Input::LabelCost),
                evaluation_cost = values.term(Input::EvaluationCost), horizon = values.term(Input::Horizon));
        WayLine::new(LineItem::Build, "build_without_people", rest)
            .upfront(Usd::new(rest.number() * values.number(Input::Horizon)))
    };
    let remainder = compute!(trace, own_remainder "Requests that the closed API serves although we own": UsdPerMonth =
        requests_api * (request_input_price + request_output_price * (1.0 + reasoning)) * price_trend_mean * tier_price;
        where requests_api = ground.bills.traffic.to_api, request_input_price = ground.bills.api.input,
            request_output_price = ground.bills.api.output, reasoning = values.term(Input::Reasoning),
            price_trend_mean = ground.bills.api.trend_mean, tier_price = ground.tier);
    [
        WayLine::new(LineItem::RetrainingCompute, "retraining_compute", own.retraining_compute),
        WayLine::new(LineItem::Labelling, "labelling_cost", own.labelling),
        WayLine::new(LineItem::Evaluation, "evaluation_cost_month", own.evaluation),
        build,
        WayLine::new(LineItem::Run, "run_month", own.run).if_counted(people),
        WayLine::new(LineItem::Monitoring, "monitoring_month", own.monitoring),
        WayLine::new(LineItem::ApiRemainder, "own_remainder", remainder).follows(Follows::ApiPrice),
    ]
}

/// What stands against own machines.
fn obstacles(ground: &Ground<'_>) -> Vec<Obstacle> {
    let (placement, load) = (&ground.placement, ground.load.as_ref());
    let mut obstacles = ground.obstacles(|it| it != Obstacle::PromptTooLongForApi);
    let nothing_moved = ground.conditions.contains(&Condition::NoTrafficMoved);
    let least = ground.assumptions.number(Assumption::LeastShareServed);
    let too_little = placement.serving.fits && !nothing_moved && placement.share_served.number() < least;
    obstacles.extend(too_little.then_some(Obstacle::ServesTooLittle));
    let too_slow = placement.serving.fits && load.is_some_and(|load| !load.meets_objective);
    obstacles.extend(too_slow.then_some(Obstacle::TooSlow));
    obstacles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annuity_pays_a_price_back() {
        assert_eq!(annuity(0.0, 5.0), 0.2);
        // 10 % and 5 years: 0.2638, as tables of annuities have it.
        assert!((annuity(0.1, 5.0) - 0.263_797).abs() < 1e-6);
    }

    #[test]
    fn a_mix_lies_between_random_and_perfect_routing() {
        // 80 % right, 90 % at the closed model, a quarter passed on, errors independent. At random: 0.8 + 0.25·0.1 = 0.825.
        // Wrong ones first: all 20 points of wrong answers and 5 of right ones go, so 0.75 stay right, and 0.9·0.25 come back.
        let mix = |share, skill, correlation| mixed_accuracy(0.8, 0.9, share, skill, correlation);
        assert!((mix(0.25, 0.0, 0.0) - 0.825).abs() < 1e-12);
        assert!((mix(0.25, 1.0, 0.0) - 0.975).abs() < 1e-12);
        // A correlation of 0.4: where the open model is wrong, the closed one is right in 0.9 − 0.4·√(0.9·0.1·4) = 0.66, and
        // where it is right in (0.9 − 0.2·0.66)/0.8 = 0.96. So 0.75 + 0.05·0.96 + 0.2·0.66 = 0.93.
        assert!((mix(0.25, 1.0, 0.4) - 0.93).abs() < 1e-12);
        // However errors are correlated, all or none of the answers passed on are those of one model.
        assert_eq!(mix(0.0, 0.5, 0.4), 0.8);
        assert!((mix(1.0, 0.5, 0.4) - 0.9).abs() < 1e-12);
    }
}
