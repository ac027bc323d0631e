//! Load: what the demand does to the replicas, on average and at the peak.

use std::borrow::Cow;

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption as A, Domain, Input, Overflow, Precision};
use crate::families::architecture::Architecture;
use crate::families::measurement::{self, MachineSpeed};
use crate::families::outputs::{Condition, Load, Serving};
use crate::families::serving::{Replica, Setup};
use crate::families::turns;
use crate::quantities::exact::{ceil, floor, fmax, fmin};
use crate::quantities::queueing;
use crate::quantities::units::{
    Count, Fraction, Gpus, Requests, RequestsPerSecond, Seconds, Tokens, TokensPerSecond,
};
use crate::workings::trace::{NewName, Operand, Record, Renamed, Step, Trace, compute};

/// The share of requests whose wait is stated.
const PERCENTILE: f64 = 0.95;

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

/// A replica that fits, at a steady rate of at most its capacity.
///
/// # Formula
/// A fixed point: `N` requests in flight slow each step down, and slower steps keep more requests in flight.
/// ```text
/// ITL  = t_step(N) / (1 − λ·t_prefill)        N = λ·output·ITL
/// TTFT = wait + ITL/2 + t_prefill / (1 − λ·t_prefill) + t_step(N) + overhead
/// ```
/// The wait is that of `c` places in the batch, each held for `S = output·ITL + t_prefill` (M/M/c). A request that has
/// a place waits for the step that is running, on average half of one, and gets its first token with the next. A
/// router fills no more than the load limit's share of the places; the rest overflows, so that no wait is endless.
///
/// # Source
/// Fixed point and overhead: TensorRT-LLM's online rows at 2 to 16 requests a second.
///
/// # Examples
/// Llama 3.1 70B in 16 bit on four H100, 467 tokens in and 256 out, 8 requests a second: measured 32 ms between tokens
/// and 92 ms to the first.
/// ```
/// # use model::architecture;
/// # use model::catalogue::{GPUS, MODELS, Precision};
/// # use model::scenario::Assumptions;
/// # use model::serving::{Replica, Setup, Software};
/// # use model::trace::{Operand, Trace};
/// # use model::units::{Gpus, RequestsPerSecond, Tokens};
/// # let llama = architecture::named(MODELS.iter().find(|model| model.id == "llama-3.1-70b").unwrap());
/// # let assumptions = Assumptions::default();
/// # let setup = Setup {
/// #     architecture: &llama,
/// #     gpu: GPUS.iter().find(|gpu| gpu.id == "h100-sxm").unwrap(),
/// #     precision: Precision::Bf16,
/// #     tp: Gpus::new(4.0),
/// #     prompt: Tokens::new(467.0).term(),
/// #     output: Tokens::new(256.0).term(),
/// #     software: Software::default(),
/// #     assumptions: &assumptions,
/// # };
/// let replica = Replica::new(&setup, &mut Trace::off());
/// let state = model::load::steady(&replica, RequestsPerSecond::new(8.0), &assumptions);
/// assert!((state.itl.number() / 0.032 - 1.0).abs() < 0.05);
/// assert!((state.ttft.number() / 0.092 - 1.0).abs() < 0.2);
/// ```
pub fn steady(replica: &Replica, rate: RequestsPerSecond, assumptions: &Assumptions) -> Steady {
    let off = &mut Trace::off();
    let rate = RequestsPerSecond::new(fmin(rate.number(), replica.capacity(off).number()));
    steady_within_capacity(replica, rate, assumptions, off)
}

/// [`steady`], recorded step by step, at a rate that the replica can keep up with.
fn steady_within_capacity(
    replica: &Replica,
    rate: RequestsPerSecond,
    assumptions: &Assumptions,
    trace: &mut impl Record,
) -> Steady {
    let in_flight = |rate, output, prefill, launch, weights, request, most| {
        let output = Tokens::new(output).term();
        let [prefill_time, launch_time, weights_time, request_time] =
            [prefill, launch, weights, request].map(Seconds::new);
        let batch_max = Requests::new(most);
        let replica =
            Replica { output, prefill_time, launch_time, weights_time, request_time, batch_max, ..*replica };
        replica.in_flight(RequestsPerSecond::new(rate)).number()
    };
    let Replica {
        output: output_tokens,
        prefill_time,
        launch_time,
        weights_time,
        request_time,
        batch_max,
        ..
    } = *replica;
    let batch = compute!(trace, batch "Requests in flight": Requests =
        in_flight(rate, output_tokens, prefill_time, launch_time, weights_time, request_time, batch_max);
        where rate, output_tokens, prefill_time, launch_time, weights_time, request_time, batch_max);
    let touched_share = Fraction::new(replica.touched_share(fmax(batch.number(), 1.0)));
    let step = compute!(trace, step "Time of a step": Seconds =
        launch_time + touched_share * weights_time + fmax(batch, 1.0) * request_time;
        where launch_time, touched_share, weights_time, batch, request_time);
    let itl = compute!(trace, itl "Time between tokens": Seconds = step / (1.0 - rate * prefill_time);
        where step, rate, prefill_time);
    let held = compute!(trace, held "Time that a request holds its place": Seconds =
        output_tokens * itl + prefill_time;
        where output_tokens, itl, prefill_time);
    let offered = compute!(trace, offered "Places asked for": Requests =
        fmin(rate * held, load_limit * floor(batch_max));
        where rate, held, load_limit = assumptions.term(A::LoadLimit), batch_max);
    let share_waiting = |places, offered| queueing::share_waiting(places as u32, offered).unwrap_or(1.0);
    let waiting = compute!(trace, waiting "Share of requests that wait": Fraction =
        share_waiting(floor(batch_max), offered);
        where offered, batch_max);
    let wait_p95 =
        |places, offered, waiting| queueing::wait_percentile(places as u32, offered, waiting, PERCENTILE);
    let wait = compute!(trace, wait "Wait that 95 of 100 requests stay below": Seconds =
        held * wait_p95(floor(batch_max), offered, waiting);
        where held, offered, waiting, batch_max);
    let ttft = compute!(trace, ttft "Time to the first token": Seconds =
        held * waiting / (floor(batch_max) - offered) + fmin(batch, 1.0) * itl / 2.0
            + prefill_time / (1.0 - rate * prefill_time) + step + request_overhead;
        where held, waiting, batch_max, offered, batch, itl, prefill_time, rate, step,
            request_overhead = assumptions.term(A::RequestOverhead));
    Steady { in_flight: batch, itl, ttft, wait_p95: wait }
}

/// Under which names and meanings the steps of [`steady_within_capacity`] are recorded for the mean rate.
const AT_THE_MEAN: &[NewName] = &[
    ("rate", "rate_mean_replica", ""),
    ("batch", "batch_mean", "Requests in flight on one replica, on average: as many as keep themselves up"),
    ("step", "step_mean", "Time of a step at the mean rate"),
    ("itl", "itl_mean", "Time between tokens at the mean rate; prompts are read in between"),
    ("held", "held_mean", "Time that a request holds its place, at the mean rate"),
    ("offered", "offered_mean", "Places of one replica in use, at the mean rate"),
    ("waiting", "waiting_mean", "Share of requests that wait for a place, at the mean rate"),
    ("wait", "wait_p95_mean", "Wait that 95 of 100 requests stay below, at the mean rate"),
    ("ttft", "ttft_mean", "Time to the first token at the mean rate"),
];

/// The same for the peak.
const AT_THE_PEAK: &[NewName] = &[
    ("rate", "rate_peak_replica", ""),
    ("batch", "batch_peak", "Requests in flight on one replica at the peak: as many as keep themselves up"),
    ("step", "step_peak", "Time of a step at the peak"),
    ("itl", "itl_peak", "Time between tokens at the peak; prompts are read in between"),
    ("held", "held_peak", "Time that a request holds its place, at the peak"),
    ("offered", "offered_peak", "Places of one replica in use, at the peak"),
    ("waiting", "waiting_peak", "Share of requests that wait for a place, at the peak"),
    ("wait", "wait_p95_peak", "Wait that 95 of 100 requests stay below, at the peak"),
    ("ttft", "ttft_peak", "Time to the first token at the peak"),
];

/// The fewest replicas, up to `most`, among which the peak can be spread so that `holds` is true of each one's rate.
///
/// Latency falls as replicas are added, so the search halves the range; most often the first one tried will do.
fn replicas_needed(rate_peak: f64, capacity: f64, most: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    let fewest = fmax(ceil(rate_peak / capacity), 1.0);
    if fewest > most {
        return None;
    }
    if holds(rate_peak / fewest) {
        return Some(fewest);
    }
    if !holds(rate_peak / most) {
        return None;
    }
    let (mut low, mut high) = (fewest, most);
    while high - low > 1.0 {
        let middle = floor(0.5 * (low + high));
        if holds(rate_peak / middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// The share of a day's requests that a capacity serves, where the rate follows a load-duration curve.
///
/// # Formula
/// The busiest share `u` of the day runs at `peak·(1−u)^(p−1)` with `p = peak / mean`: the mean is then `peak / p`.
/// ```text
/// served = 1                                        for capacity ≥ peak
/// served = v^p + (1 − v)·p·capacity/peak            otherwise, v = (capacity/peak)^(1/(p−1))
/// ```
/// where `v` is the share of the day in which the rate stays below the capacity.
///
/// # Source
/// Our own choice: one parameter, the peak-to-mean ratio, which the reader sets.
///
/// # Examples
/// ```
/// assert_eq!(model::load::share_served(2.0, 1.0, 3.0), 1.0);
/// // A flat day: half the capacity serves half.
/// assert_eq!(model::load::share_served(0.5, 1.0, 1.0), 0.5);
/// // A peak three times the mean, and capacity for a third of the peak: the mean, yet not all of the day.
/// assert!((model::load::share_served(1.0, 3.0, 3.0) - 0.6151).abs() < 1e-4);
/// ```
pub fn share_served(capacity: f64, peak: f64, peak_to_mean: f64) -> f64 {
    if capacity >= peak {
        return 1.0;
    }
    let ratio = fmax(capacity / peak, 0.0);
    let below = if peak_to_mean > 1.0 { libm::pow(ratio, 1.0 / (peak_to_mean - 1.0)) } else { 0.0 };
    (libm::pow(below, peak_to_mean) + (1.0 - below) * peak_to_mean * ratio).clamp(0.0, 1.0)
}

/// What trying all degrees of tensor parallelism gave.
struct Plan {
    /// The replica to use, if the model fits the GPUs given.
    replica: Option<Replica>,
    /// Whether no degree keeps the objectives, so that the one with the least latency was taken.
    out_of_reach: bool,
    /// Why it does not.
    unfit: Condition,
    /// The fewest GPUs that serve the peak within the objectives.
    gpus_needed: Option<Gpus>,
}

/// How a degree of tensor parallelism does at the peak, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Rank {
    /// Overruns its capacity, and misses the objectives even with next to no traffic; by how little.
    NeverWithin(f64),
    /// Overruns its capacity and misses the objectives, which it would keep with little traffic; its capacity.
    Overrun(f64),
    /// Serves the peak, but misses the objectives; by how little.
    Late(f64),
    /// Keeps the objectives for what it serves of the peak; its capacity.
    Partly(f64),
    /// Serves the peak within the objectives; its capacity.
    Within(f64),
}

/// What is placed on some GPUs, at the pace that the reader's measurement gives it.
fn setup<'a>(
    values: &Values,
    assumptions: &'a Assumptions,
    architecture: &'a Architecture,
    tp: Gpus,
    speed: Option<&MachineSpeed>,
    trace: &mut impl Record,
) -> Setup<'a> {
    let mut setup = Setup::new(values, assumptions, architecture, tp);
    if let Some(speed) = speed {
        let pace = compute!(trace, pace "Pace of the software, and of what was measured": Fraction =
            software_pace * measured_pace;
            where software_pace = setup.software.pace, measured_pace = speed.pace);
        setup.software.pace = pace.term();
    }
    setup
}

/// Tries degrees 1, 2, 4 … within one host, and takes the one that serves the peak within the objectives; failing
/// that, one that keeps them for what it serves; failing that, one that serves the peak at the least latency. Where all
/// overrun, one that would keep the objectives with little traffic is taken, and failing that, the one with the least
/// latency. Of several, the one with the most capacity from the GPUs given: so a model that fits on fewer GPUs is
/// replicated, not spread, unless that is too slow. The fewest GPUs needed are looked for if they are `wanted`.
fn plan(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    speed: Option<&MachineSpeed>,
    rate_peak: f64,
    wanted: bool,
) -> Plan {
    let off = &mut Trace::off();
    let gpus = values.number(Input::GpuCount);
    let (ttft_objective, itl_objective) =
        (values.number(Input::TtftObjective), values.number(Input::ItlObjective));
    let most_gpus = match Input::GpuCount.spec().domain {
        Domain::Number { max, .. } => max,
        Domain::Choice(_) => gpus,
    };
    let mut best: Option<(Rank, Replica)> = None;
    let mut fewest: Option<f64> = None;
    let mut unfit = Condition::ModelDoesNotFit;
    // A measurement is of one degree, and says nothing of the others.
    let (mut tp, widest) = match speed {
        Some(speed) => (speed.tp.number(), speed.tp.number()),
        None => (1.0, f64::from(values.gpu().gpus_per_host)),
    };
    // A replica that is wider than the GPUs given, and than what is known to do, need not be tried.
    while tp <= widest && (tp <= gpus || wanted && fewest.is_none_or(|fewest| tp < fewest)) {
        let setup = setup(values, assumptions, architecture, Gpus::new(tp), speed, off);
        let replica = Replica::new(&setup, off);
        match replica.fit() {
            Err(condition) if tp <= gpus => unfit = condition,
            Err(_) => {}
            Ok(()) => {
                let replica = replica.caching(&setup, values.term(Input::CachedShare), off);
                let capacity = replica.capacity(off).number();
                // The larger of the two latencies, as a share of its objective.
                let lateness = |rate: f64| {
                    let state = steady(&replica, RequestsPerSecond::new(rate), assumptions);
                    fmax(state.ttft.number() / ttft_objective, state.itl.number() / itl_objective)
                };
                let holds = |rate: f64| lateness(rate) <= 1.0;
                if wanted {
                    let most = floor(fewest.unwrap_or(most_gpus) / tp);
                    if let Some(replicas) = replicas_needed(rate_peak, capacity, most, holds) {
                        fewest = Some(replicas * tp);
                    }
                }
                if tp <= gpus {
                    let replicas = floor(gpus / tp);
                    let (late, most) = (lateness(rate_peak / replicas), replicas * capacity);
                    let rank = match (late <= 1.0, rate_peak <= most) {
                        (true, true) => Rank::Within(most),
                        (true, false) => Rank::Partly(most),
                        (false, true) => Rank::Late(-late),
                        (false, false) => match lateness(0.0) {
                            idle if idle <= 1.0 => Rank::Overrun(most),
                            idle => Rank::NeverWithin(-idle),
                        },
                    };
                    if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                        best = Some((rank, replica));
                    }
                }
            }
        }
        tp *= 2.0;
    }
    let out_of_reach = matches!(best, Some((Rank::Late(_) | Rank::NeverWithin(_), _)));
    let replica = best.map(|(_, replica)| replica);
    Plan { replica, out_of_reach, unfit, gpus_needed: fewest.map(Gpus::new) }
}

/// A model on its GPUs, and how much of the demand they can serve: all that costs need to know of serving.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placement {
    pub(crate) rate_mean: RequestsPerSecond,
    rate_peak: RequestsPerSecond,
    gpus_needed: Option<Gpus>,
    /// What the reader has measured of this machine.
    speed: Option<MachineSpeed>,
    /// Whether no degree keeps the objectives.
    out_of_reach: bool,
    /// The replica that serves, or why there is none.
    replica: Result<Replica, Condition>,
    pub(crate) serving: Serving,
    pub(crate) share_served: Fraction,
    pub(crate) rate_overflow_peak: RequestsPerSecond,
}

/// Places the model on the GPUs.
pub(crate) fn place(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> Placement {
    let calls = turns::calls(values, assumptions, trace);
    let (values, assumptions) = turns::seen(&calls, values, assumptions);
    place_calls(values, assumptions, architecture, false, trace)
}

/// [`place`] for a case whose requests are calls of the model. The fewest GPUs that would do are searched for if `wanted`.
pub(crate) fn place_calls(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    wanted: bool,
    trace: &mut impl Record,
) -> Placement {
    let gpu_count = values.term(Input::GpuCount);
    let rate_mean = compute!(trace, rate_mean "Requests a second to the open model, averaged over the day": RequestsPerSecond =
        requests_per_day * open_share / seconds_per_day;
        where requests_per_day = values.term(Input::RequestsPerDay), open_share = values.term(Input::OpenShare),
            seconds_per_day = assumptions.term(A::SecondsPerDay));
    let rate_peak = compute!(trace, rate_peak "Requests a second at the peak": RequestsPerSecond =
        rate_mean * peak_to_mean; where rate_mean, peak_to_mean = values.term(Input::PeakToMean));
    let speed = MachineSpeed::of(values, assumptions, architecture, trace);
    let Plan { replica, out_of_reach, unfit, gpus_needed } =
        plan(values, assumptions, architecture, speed.as_ref(), rate_peak.number(), wanted);
    let objectives = [
        ("rate_peak", rate_peak.term()),
        ("ttft_objective", values.term(Input::TtftObjective)),
        ("itl_objective", values.term(Input::ItlObjective)),
    ];
    trace.note(
        "gpus_needed",
        "The fewest GPUs of this kind that serve the peak within the objectives",
        "fewest replicas * degree, over degrees 1, 2, 4 … of one host, with rate_peak within capacity and ttft and itl within their objectives",
        &objectives,
        gpus_needed,
    );
    let Some(replica) = replica else {
        let serving = nothing_placed(values, assumptions, architecture, trace);
        return Placement {
            rate_mean,
            rate_peak,
            gpus_needed,
            speed,
            out_of_reach,
            replica: Err(unfit),
            serving,
            share_served: Fraction::new(0.0),
            rate_overflow_peak: rate_peak,
        };
    };
    let tp_degree = replica.tp;
    let [rate, ttft, itl] = objectives;
    trace.note(
        "tp_degree",
        "GPUs that share one replica",
        "of 1, 2, 4 … GPUs of one host: the degree that serves the peak within the objectives, with the most capacity; if none does, the one with the least latency; with a measurement, the degree measured",
        &[("gpu_count", gpu_count), rate, ttft, itl],
        tp_degree,
    );
    if trace.is_on() {
        // The same once more, for its steps.
        let setup = setup(values, assumptions, architecture, tp_degree, speed.as_ref(), trace);
        let _ = Replica::new(&setup, trace).caching(&setup, values.term(Input::CachedShare), trace);
    }
    let fits = true;
    let free = [("kv_bytes_free", replica.kv_bytes_free.term()), ("batch_max", replica.batch_max.term())];
    trace.note("fits", "Whether a replica fits", "kv_bytes_free > 0 and batch_max >= 1", &free, fits);
    let own_replicas = compute!(trace, own_replicas "Copies of the model that serve side by side": Count =
        floor(gpu_count / tp_degree); where gpu_count, tp_degree);
    let gpus_idle = compute!(trace, gpus_idle "GPUs in no replica": Gpus = gpu_count - own_replicas * tp_degree;
        where gpu_count, own_replicas, tp_degree);
    let replica_capacity = replica.capacity(trace);
    let capacity = compute!(trace, capacity "Requests a second that all replicas can serve": RequestsPerSecond =
        own_replicas * replica_capacity; where own_replicas, replica_capacity);
    let capacity_output_tokens = compute!(trace, capacity_output_tokens "Output tokens a second at capacity": TokensPerSecond =
        capacity * output_tokens; where capacity, output_tokens = values.term(Input::OutputTokens));
    let share_served = compute!(trace, share_served "Share of the open model's requests that its GPUs serve": Fraction =
        share_served(capacity, rate_peak, peak_to_mean);
        where capacity, rate_peak, peak_to_mean = values.term(Input::PeakToMean));
    let rate_overflow_peak = compute!(trace, rate_overflow_peak "Requests a second beyond capacity at the peak": RequestsPerSecond =
        fmax(rate_peak - capacity, 0.0); where rate_peak, capacity);
    let serving = Serving {
        fits,
        tp_degree,
        own_replicas,
        gpus_idle,
        weight_bytes: replica.weight_bytes,
        kv_bytes_per_token: replica.kv_bytes_per_token,
        kv_bytes_free: replica.kv_bytes_free,
        batch_max: replica.batch_max,
        own_cached_share: replica.cached_share,
        prefill_time: replica.prefill_time,
        step_time_full: replica.step_time_full(&mut Trace::off()),
        measured_pace: speed.map_or(Fraction::new(1.0), |speed| speed.pace),
        capacity,
        capacity_output_tokens,
    };
    Placement {
        rate_mean,
        rate_peak,
        gpus_needed,
        speed,
        out_of_reach,
        replica: Ok(replica),
        serving,
        share_served,
        rate_overflow_peak,
    }
}

/// Places the model on the GPUs and puts the demand on it.
///
/// Total: where nothing fits, nothing is served, and a condition says why.
pub fn serve(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> (Serving, Load, Vec<Condition>) {
    let calls = turns::calls(values, assumptions, trace);
    let (values, assumptions) = turns::seen(&calls, values, assumptions);
    let placed = place_calls(values, assumptions, architecture, true, trace);
    let (load, conditions) = load_of(values, assumptions, architecture, &placed, trace);
    (placed.serving, load, conditions)
}

/// Puts the demand on a model that is placed on its GPUs; the requests are calls of the model.
pub(crate) fn load_of(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    placed: &Placement,
    trace: &mut impl Record,
) -> (Load, Vec<Condition>) {
    let mut conditions = Vec::new();
    if architecture.interpolated {
        conditions.push(Condition::ModelInterpolated);
    }
    if placed.rate_mean.number() <= 0.0 {
        conditions.push(Condition::NoTrafficMoved);
    }
    conditions.extend(unread(values));
    conditions.extend(measurement::notable(values, assumptions, placed.speed.as_ref()));
    let load = match &placed.replica {
        Ok(replica) => {
            let load = load(values, assumptions, replica, placed, trace);
            conditions.extend(notable(values, placed, &load));
            load
        }
        Err(unfit) => {
            conditions.push(*unfit);
            nothing_served(placed, trace)
        }
    };
    (load, conditions)
}

/// What the demand does to replicas that fit.
fn load(
    values: &Values,
    assumptions: &Assumptions,
    replica: &Replica,
    placed: &Placement,
    trace: &mut impl Record,
) -> Load {
    let Placement { rate_mean, rate_peak, gpus_needed, share_served, rate_overflow_peak, .. } = *placed;
    let Serving { own_replicas, capacity, .. } = placed.serving;
    let replica_capacity = replica.capacity(&mut Trace::off());
    let utilisation_peak = compute!(trace, utilisation_peak "Share of capacity in use at the peak": Fraction =
        fmin(rate_peak / capacity, 1.0); where rate_peak, capacity);
    let utilisation_mean = compute!(trace, utilisation_mean "Share of capacity in use on average": Fraction =
        fmin(rate_mean * share_served / capacity, 1.0);
        where rate_mean, share_served, capacity);
    let rate_mean_replica = compute!(trace, rate_mean_replica "Requests a second to one replica, on average": RequestsPerSecond =
        fmin(rate_mean * share_served / own_replicas, replica_capacity);
        where rate_mean, share_served, own_replicas,
            replica_capacity);
    let rate_peak_replica = compute!(trace, rate_peak_replica "Requests a second to one replica, at the peak": RequestsPerSecond =
        fmin(rate_peak / own_replicas, replica_capacity);
        where rate_peak, own_replicas, replica_capacity);
    let mean_trace = &mut Renamed::new(trace, AT_THE_MEAN);
    let mean = steady_within_capacity(replica, rate_mean_replica, assumptions, mean_trace);
    let peak_trace = &mut Renamed::new(trace, AT_THE_PEAK);
    let peak = steady_within_capacity(replica, rate_peak_replica, assumptions, peak_trace);
    let meets_objective = peak.ttft.number() <= values.number(Input::TtftObjective)
        && peak.itl.number() <= values.number(Input::ItlObjective);
    trace.note(
        "meets_objective",
        "Whether both latency objectives hold at the peak",
        "ttft_peak <= ttft_objective and itl_peak <= itl_objective",
        &[
            ("ttft_peak", peak.ttft.term()),
            ("ttft_objective", values.term(Input::TtftObjective)),
            ("itl_peak", peak.itl.term()),
            ("itl_objective", values.term(Input::ItlObjective)),
        ],
        meets_objective,
    );
    Load {
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
        share_served,
        rate_overflow_peak,
        meets_objective,
        gpus_needed,
    }
}

/// Which of the models reads no prompt and answer so long.
fn unread(values: &Values) -> impl Iterator<Item = Condition> {
    let last_prompt = values.number(Input::PromptTokens) + turns::last_over_mean(values);
    let tokens = last_prompt + values.number(Input::OutputTokens);
    let is_short = |context: Option<u32>| context.is_some_and(|context| tokens > f64::from(context));
    let own = values.named_model().and_then(|model| model.context);
    Condition::met([
        (is_short(own), Condition::PromptTooLong),
        (is_short(values.api().context), Condition::PromptTooLongForApi),
    ])
}

/// What the numbers alone would not say.
fn notable(values: &Values, placed: &Placement, load: &Load) -> impl Iterator<Item = Condition> {
    let (_, _, emulated) = values.chosen::<Precision>().arithmetic(values.gpu());
    let overflows = load.rate_overflow_peak.number() > 0.0;
    let overflow = match values.chosen() {
        Overflow::Api => Condition::OverflowToApi,
        Overflow::Refuse => Condition::OverflowRefused,
    };
    Condition::met([
        (emulated, Condition::PrecisionEmulated),
        (overflows, overflow),
        (load.ttft_peak.number() > values.number(Input::TtftObjective), Condition::TtftMissed),
        (load.itl_peak.number() > values.number(Input::ItlObjective), Condition::ItlMissed),
        (placed.out_of_reach, Condition::ObjectivesOutOfReach),
        (placed.serving.gpus_idle.number() > 0.0, Condition::GpusIdle),
    ])
}

/// What there is of serving where no replica fits.
fn nothing_placed(
    values: &Values,
    assumptions: &Assumptions,
    architecture: &Architecture,
    trace: &mut impl Record,
) -> Serving {
    // The widest replica that the GPUs allow shows by how much it does not fit.
    let (gpus, per_host) = (values.number(Input::GpuCount), f64::from(values.gpu().gpus_per_host));
    let mut widest = 1.0;
    while widest * 2.0 <= fmin(gpus, per_host) {
        widest *= 2.0;
    }
    let replica = Replica::new(&Setup::new(values, assumptions, architecture, Gpus::new(widest)), trace);
    Serving {
        fits: false,
        tp_degree: Gpus::new(0.0),
        own_replicas: Count::new(0.0),
        gpus_idle: Gpus::new(gpus),
        weight_bytes: replica.weight_bytes,
        kv_bytes_per_token: replica.kv_bytes_per_token,
        kv_bytes_free: replica.kv_bytes_free,
        batch_max: replica.batch_max,
        own_cached_share: replica.cached_share,
        prefill_time: replica.prefill_time,
        step_time_full: Seconds::new(0.0),
        measured_pace: Fraction::new(1.0),
        capacity: RequestsPerSecond::new(0.0),
        capacity_output_tokens: TokensPerSecond::new(0.0),
    }
}

/// The load where no replica fits: nothing is served, and nothing takes any time.
fn nothing_served(placed: &Placement, trace: &mut impl Record) -> Load {
    let (none, serving) = (Seconds::new(0.0), &placed.serving);
    let load = Load {
        rate_mean: placed.rate_mean,
        rate_peak: placed.rate_peak,
        utilisation_mean: Fraction::new(0.0),
        utilisation_peak: Fraction::new(0.0),
        batch_mean: Requests::new(0.0),
        batch_peak: Requests::new(0.0),
        ttft_mean: none,
        ttft_peak: none,
        itl_mean: none,
        itl_peak: none,
        wait_p95_peak: none,
        share_served: placed.share_served,
        rate_overflow_peak: placed.rate_overflow_peak,
        meets_objective: false,
        gpus_needed: placed.gpus_needed,
    };
    // Only a trace needs the words, which the program that records none then does not carry.
    if trace.is_on() {
        let why = [("kv_bytes_free", serving.kv_bytes_free.term()), ("batch_max", serving.batch_max.term())];
        let specs = Serving::SPECS.iter().chain(Load::SPECS);
        let words = Serving::WORDS.iter().chain(Load::WORDS);
        let results = serving.values().into_iter().chain(load.values());
        for ((spec, (_, meaning)), result) in specs.zip(words).zip(results) {
            if trace.find(spec.id).is_none() {
                trace.record(|| Step {
                    name: spec.id,
                    meaning,
                    formula: Cow::Borrowed("nothing fits: kv_bytes_free <= 0 or batch_max < 1"),
                    operands: why.to_vec(),
                    result,
                    unit: spec.unit,
                });
            }
        }
    }
    load
}
