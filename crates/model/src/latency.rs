//! Load: what the demand does to the replicas, on average and at the peak.

use crate::catalogue::{Assumption as A, Domain, Input};
use crate::outcome::{Architecture, Condition, Load, Serving};
use crate::queueing;
use crate::scenario::{Assumptions, Values};
use crate::serving::Replica;
use crate::trace::Trace;
use crate::units::{Count, Fraction, Gpus, Requests, RequestsPerSecond, Seconds, TokensPerSecond};

/// Above so many places in the batch, Sakasegawa's closed form stands for Erlang C: they agree there.
const EXACT_SERVERS: f64 = 64.0;
/// Halvings of an interval of requests in flight: beyond the resolution that a reader could see.
const HALVINGS: usize = 40;

/// One replica under a steady rate of requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// Requests in flight.
    pub in_flight: Requests,
    /// Time between tokens.
    pub itl: Seconds,
    /// Time to the first token, waiting included.
    pub ttft: Seconds,
    /// The wait for a place in the batch that 95 of 100 requests stay below.
    pub wait_p95: Seconds,
}

/// What a replica can do at most, computed once for many rates.
#[derive(Clone, Copy, Debug)]
struct Limits {
    batch: f64,
    prefill: f64,
    capacity: f64,
    /// For a dense model a step's time is a line in the batch: its value at one request, and its slope.
    line: Option<(f64, f64)>,
}

impl Limits {
    fn of(replica: &Replica<'_>) -> Self {
        let off = &mut Trace::off();
        let line = replica.architecture.experts.is_none().then(|| {
            let [one, two] = [1.0, 2.0].map(|batch| replica.step(Requests::new(batch), off).number());
            (one, two - one)
        });
        Self {
            batch: replica.batch_max(off).number(),
            prefill: replica.prefill(off).number(),
            capacity: replica.capacity(off).number(),
            line,
        }
    }

    /// Time of a step with so many requests in flight; with fewer than one, a step still serves one.
    fn step(&self, replica: &Replica<'_>, in_flight: f64) -> f64 {
        let batch = libm::fmax(in_flight, 1.0);
        match self.line {
            Some((at_one, slope)) => at_one + slope * (batch - 1.0),
            None => replica.step(Requests::new(batch), &mut Trace::off()).number(),
        }
    }

    /// Requests in flight at a steady rate: the fixed point of [`steady`], at most the largest batch.
    fn in_flight(&self, replica: &Replica<'_>, rate: f64) -> f64 {
        let free = 1.0 - rate * self.prefill;
        let output = replica.output.number;
        let arriving = |in_flight: f64| rate * (output * self.step(replica, in_flight) / free + self.prefill);
        if arriving(1.0) <= 1.0 {
            return arriving(1.0);
        }
        if let Some((at_one, slope)) = self.line {
            let rest = 1.0 - rate * output * slope / free;
            let found = rate * (output * (at_one - slope) / free + self.prefill) / rest;
            return if rest > 0.0 { libm::fmin(found, self.batch) } else { self.batch };
        }
        let (mut low, mut high) = (1.0, self.batch);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if arriving(middle) > middle { low = middle } else { high = middle }
        }
        high
    }
}

/// A replica at a steady rate, at most its capacity.
///
/// # Formula
/// A fixed point: `N` requests in flight slow each step down, and slower steps keep more requests in flight.
/// ```text
/// ITL = t_step(N) / (1 − λ·t_pre)          N = λ·(output·ITL + t_pre)
/// TTFT = wait + t_pre / (1 − λ·t_pre) + t_step(N) + overhead
/// ```
/// The wait is that of `c` places in the batch (Erlang C), each held for `S = N/λ`.
pub fn steady(replica: &Replica<'_>, rate: RequestsPerSecond) -> Steady {
    at_rate(replica, &Limits::of(replica), rate.number())
}

fn at_rate(replica: &Replica<'_>, limits: &Limits, rate: f64) -> Steady {
    let rate = libm::fmin(rate, limits.capacity);
    let free = 1.0 - rate * limits.prefill;
    let output = replica.output.number;
    let in_flight = limits.in_flight(replica, rate);
    let itl = limits.step(replica, in_flight) / free;
    let service = output * itl + limits.prefill;
    let places = libm::floor(limits.batch);
    let offered = libm::fmin(rate * service, places * (1.0 - 1e-6));
    let (wait, wait_p95) = if places <= EXACT_SERVERS {
        let c = places as u32;
        (queueing::mean_wait(c, offered), queueing::wait_percentile(c, offered, 0.95))
    } else {
        let mean = queueing::sakasegawa(places as u32, offered);
        let waiting = mean.map(|wait| wait * (places - offered));
        let p95 = waiting.map(|share| if share <= 0.05 { 0.0 } else { libm::log(share / 0.05) / (places - offered) });
        (mean, p95)
    };
    let overhead = replica.assumptions.number(A::RequestOverhead);
    Steady {
        in_flight: Requests::new(in_flight),
        itl: Seconds::new(itl),
        ttft: Seconds::new(wait.unwrap_or(0.0) * service + limits.prefill / free + itl * free + overhead),
        wait_p95: Seconds::new(wait_p95.unwrap_or(0.0) * service),
    }
}

/// The fewest replicas, up to `most`, among which the peak can be spread so that `holds` is true of each one's rate.
///
/// Latency falls as replicas are added, so the search halves the range; most often the first one tried will do.
fn replicas_needed(rate_peak: f64, capacity: f64, most: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    let fewest = libm::fmax(libm::ceil(rate_peak / capacity), 1.0);
    if fewest > most || !holds(rate_peak / most) {
        return None;
    }
    let (mut low, mut high) = (fewest - 1.0, most);
    let mut middle = fewest;
    while high - low > 1.0 {
        if holds(rate_peak / middle) { high = middle } else { low = middle }
        middle = libm::floor(0.5 * (low + high));
    }
    Some(high)
}

/// The share of a day's requests that a capacity serves, where the rate follows a load-duration curve.
///
/// # Formula
/// The busiest share `u` of the day runs at `peak·(1−u)^(p−1)` with `p = peak / mean`: the mean is then `peak / p`.
/// ```text
/// served = 1                                        for capacity ≥ peak
/// served = u^p + (1 − u)·p·capacity/peak            otherwise, u = (capacity/peak)^(1/(p−1))
/// ```
/// # Examples
/// ```
/// assert_eq!(model::latency::share_served(2.0, 1.0, 3.0), 1.0);
/// // A flat day: half the capacity serves half.
/// assert_eq!(model::latency::share_served(0.5, 1.0, 1.0), 0.5);
/// // A peak three times the mean, and capacity for a third of the peak: the mean, yet not all of the day.
/// assert!((model::latency::share_served(1.0, 3.0, 3.0) - 0.6151).abs() < 1e-4);
/// ```
pub fn share_served(capacity: f64, peak: f64, peak_to_mean: f64) -> f64 {
    if capacity >= peak {
        return 1.0;
    }
    let ratio = libm::fmax(capacity / peak, 0.0);
    let below = if peak_to_mean > 1.0 { libm::pow(ratio, 1.0 / (peak_to_mean - 1.0)) } else { 0.0 };
    (libm::pow(below, peak_to_mean) + (1.0 - below) * peak_to_mean * ratio).clamp(0.0, 1.0)
}

/// Lays the model on the GPUs and puts the demand on it.
pub fn serve(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut Trace,
) -> (Serving, Load, Vec<Condition>) {
    let gpus = values.number(Input::GpuCount);
    let (ttft_limit, itl_limit) = (values.number(Input::TtftObjective), values.number(Input::ItlObjective));
    let per_host = f64::from(values.gpu().gpus_per_host);
    let rate_mean = crate::compute!(trace, rate_mean "Requests a second to the open model, mean": RequestsPerSecond =
        requests * moved / seconds_per_day;
        where requests = values.term(Input::RequestsPerDay), moved = values.term(Input::OpenShare),
            seconds_per_day = assumptions.term(A::SecondsPerDay));
    let rate_peak = crate::compute!(trace, rate_peak "Requests a second at the peak": RequestsPerSecond =
        mean * peak_to_mean; where mean = rate_mean, peak_to_mean = values.term(Input::PeakToMean));
    let mut conditions = Vec::new();
    if architecture.interpolated {
        conditions.push(Condition::ModelInterpolated);
    }
    if rate_mean.number() <= 0.0 {
        conditions.push(Condition::NoTrafficMoved);
    }

    // The degree that serves most within the objectives; a model that fits on fewer GPUs is replicated, not spread.
    let most_gpus = match Input::GpuCount.spec().domain {
        Domain::Number { max, .. } => max,
        Domain::Choice(_) => gpus,
    };
    let mut best: Option<(bool, f64, Replica<'_>, Limits)> = None;
    let mut fewest: Option<f64> = None;
    let mut unfit = Condition::ModelDoesNotFit;
    let mut tp = 1.0;
    while tp <= per_host {
        let replica = Replica::new(values, assumptions, architecture, Gpus::new(tp));
        match replica.fit() {
            Err(condition) if tp <= gpus => unfit = condition,
            Err(_) => {}
            Ok(()) => {
                let limits = Limits::of(&replica);
                let holds = |rate: f64| {
                    let state = at_rate(&replica, &limits, rate);
                    state.ttft.number() <= ttft_limit && state.itl.number() <= itl_limit
                };
                let most = libm::floor(fewest.unwrap_or(most_gpus) / tp);
                if let Some(replicas) = replicas_needed(rate_peak.number(), limits.capacity, most, holds) {
                    fewest = Some(replicas * tp);
                }
                if tp <= gpus {
                    let candidate = (holds(0.0), libm::floor(gpus / tp) * limits.capacity);
                    if best.as_ref().is_none_or(|(met, most, ..)| candidate > (*met, *most)) {
                        best = Some((candidate.0, candidate.1, replica, limits));
                    }
                }
            }
        }
        tp *= 2.0;
    }
    let gpus_needed = fewest.map(Gpus::new);

    let Some((_, _, replica, limits)) = best else {
        conditions.push(unfit);
        return nothing_served(values, assumptions, architecture, rate_mean, rate_peak, gpus_needed, conditions, trace);
    };
    let tp = replica.tp;
    let replicas = crate::compute!(trace, own_replicas "Replicas": Count = libm::floor(gpus / tp);
        where gpus = values.term(Input::GpuCount), tp = tp);
    let idle = crate::compute!(trace, gpus_idle "GPUs in no replica": Gpus = gpus - replicas * tp;
        where gpus = values.term(Input::GpuCount), replicas = replicas, tp = tp);
    let batch_max = replica.batch_max(trace);
    let one = replica.capacity(trace);
    let capacity = crate::compute!(trace, capacity "Requests a second that all replicas can serve": RequestsPerSecond =
        replicas * one; where replicas = replicas, one = one);
    let capacity_output_tokens = crate::compute!(trace, capacity_output_tokens "Output tokens a second at capacity": TokensPerSecond =
        capacity * output; where capacity = capacity, output = values.term(Input::OutputTokens));
    let full = replica.step(batch_max, &mut Trace::off());
    let serving = Serving {
        fits: true,
        tp_degree: tp,
        own_replicas: replicas,
        gpus_idle: idle,
        weight_bytes: replica.weights(&mut Trace::off()),
        kv_bytes_per_token: replica.kv_per_token(&mut Trace::off()),
        kv_bytes_free: replica.kv_free(&mut Trace::off()),
        batch_max,
        prefill_time: replica.prefill(&mut Trace::off()),
        step_time_full: full,
        capacity,
        capacity_output_tokens,
    };
    let share = crate::compute!(trace, share_served "Share of the open model's requests that its GPUs serve": Fraction =
        share_served(capacity, peak, peak_to_mean);
        where capacity = capacity, peak = rate_peak, peak_to_mean = values.term(Input::PeakToMean));
    let overflow = crate::compute!(trace, rate_overflow_peak "Requests a second beyond capacity at the peak": RequestsPerSecond =
        libm::fmax(peak - capacity, 0.0); where peak = rate_peak, capacity = capacity);
    let utilisation_peak = crate::compute!(trace, utilisation_peak "Share of capacity in use at the peak": Fraction =
        libm::fmin(peak / capacity, 1.0); where peak = rate_peak, capacity = capacity);
    let utilisation_mean = crate::compute!(trace, utilisation_mean "Share of capacity in use on average": Fraction =
        libm::fmin(mean * share / capacity, 1.0); where mean = rate_mean, share = share, capacity = capacity);
    let n = replicas.number();
    let mean = at_rate(&replica, &limits, rate_mean.number() * share.number() / n);
    let peak = at_rate(&replica, &limits, rate_peak.number() / n);
    let meets = peak.ttft.number() <= ttft_limit && peak.itl.number() <= itl_limit;
    let (_, _, emulated) = replica.precision.arithmetic(values.gpu());
    let refuses = values.option(Input::Overflow) == "refuse";
    let notes = [
        (emulated, Condition::PrecisionEmulated),
        (overflow.number() > 0.0 && refuses, Condition::OverflowRefused),
        (overflow.number() > 0.0 && !refuses, Condition::OverflowToApi),
        (peak.ttft.number() > ttft_limit, Condition::TtftMissed),
        (peak.itl.number() > itl_limit, Condition::ItlMissed),
        (idle.number() > 0.0, Condition::GpusIdle),
    ];
    conditions.extend(notes.into_iter().filter(|(holds, _)| *holds).map(|(_, condition)| condition));
    let load = Load {
        rate_mean,
        rate_peak,
        utilisation_mean,
        utilisation_peak,
        batch_mean: mean.in_flight,
        batch_peak: peak.in_flight,
        ttft_mean: mean.ttft,
        ttft_peak: peak.ttft,
        itl_mean: mean.itl,
        itl_peak: peak.itl,
        wait_p95_peak: peak.wait_p95,
        share_served: share,
        rate_overflow_peak: overflow,
        meets_objective: meets,
        gpus_needed,
    };
    (serving, load, conditions)
}

/// The outcome where no replica fits: nothing is served, and nothing takes any time.
#[expect(clippy::too_many_arguments, reason = "the rest of one function, cut out of it to be read by itself")]
fn nothing_served(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    rate_mean: RequestsPerSecond,
    rate_peak: RequestsPerSecond,
    gpus_needed: Option<Gpus>,
    conditions: Vec<Condition>,
    trace: &mut Trace,
) -> (Serving, Load, Vec<Condition>) {
    let gpus = Gpus::new(values.number(Input::GpuCount));
    let replica = Replica::new(values, assumptions, architecture, gpus);
    let none = Seconds::new(0.0);
    let serving = Serving {
        fits: false,
        tp_degree: Gpus::new(0.0),
        own_replicas: Count::new(0.0),
        gpus_idle: gpus,
        weight_bytes: replica.weights(trace),
        kv_bytes_per_token: replica.kv_per_token(trace),
        kv_bytes_free: crate::units::Bytes::new(0.0),
        batch_max: Requests::new(0.0),
        prefill_time: none,
        step_time_full: none,
        capacity: RequestsPerSecond::new(0.0),
        capacity_output_tokens: TokensPerSecond::new(0.0),
    };
    let load = Load {
        rate_mean,
        rate_peak,
        utilisation_mean: Fraction::new(0.0),
        utilisation_peak: Fraction::new(0.0),
        batch_mean: Requests::new(0.0),
        batch_peak: Requests::new(0.0),
        ttft_mean: none,
        ttft_peak: none,
        itl_mean: none,
        itl_peak: none,
        wait_p95_peak: none,
        share_served: Fraction::new(0.0),
        rate_overflow_peak: rate_peak,
        meets_objective: false,
        gpus_needed,
    };
    (serving, load, conditions)
}
