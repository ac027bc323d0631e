//! A row of serving: what it asks of the model, and the model's answer.

use model::catalogue::{Assumption, Engine, Precision};
use model::load;
use model::measurement::MeasuredLoad;
use model::outcome::Architecture;
use model::serving::{Replica, Setup};
use model::trace::{Operand, Trace};
use model::units::{Bytes, Fraction, Gigabytes, Gpus, Requests, RequestsPerSecond, Tokens};

use crate::names;
use crate::table::Row;
use crate::world::World;

const MS: f64 = 1000.0;
/// The share of its limit that a run's own rate and latency keep in flight if clients wait for each other's answers.
const CLOSED_LOOP: f64 = 0.5;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Metric {
    /// Output tokens a second of all GPUs, with all requests submitted at once.
    Total,
    /// The same, for each GPU.
    PerGpu,
    /// Output tokens a second within a benchmark's limits on latency: milliseconds between tokens, if the row gives them.
    Server(Option<f64>),
    /// Output tokens a second of one request alone.
    DecodeAlone,
    /// Milliseconds to the first token of one request alone.
    FirstTokenAlone,
    /// Milliseconds between tokens at a rate of requests.
    Itl(f64),
    /// Milliseconds to the first token at a rate of requests.
    Ttft(f64),
    /// Output tokens a second at a rate of requests.
    Online(f64),
}

/// A row of serving, read.
#[derive(Clone, Debug)]
pub struct Question {
    pub(crate) measured: f64,
    pub(crate) note: String,
    metric: Metric,
    architecture: Architecture,
    /// The GPU's index in the world's list.
    gpu: usize,
    precision: Precision,
    engine: Engine,
    /// The software's name and version, as the row gives it.
    software: String,
    pace: f64,
    arithmetic: f64,
    has_only_weights_in_4_bit: bool,
    tp: f64,
    gpus: f64,
    prompt: f64,
    output: f64,
    /// The most requests in a batch, if the row limits them.
    most: Option<f64>,
    /// Whether that many clients wait for an answer each before they ask again.
    is_closed: bool,
    /// Requests of the whole run, if the row or its benchmark counts them.
    requests: Option<f64>,
}

impl Question {
    /// Reads a row.
    pub(crate) fn read(row: &Row, world: &World) -> Result<Self, String> {
        let measured = row.positive("value")?;
        let (metric, suffix) = metric(row)?;
        let (architecture, shape_note) = names::architecture(row)?;
        let gpu = names::gpu(row, world)?;
        let precision = names::precision(row)?;
        let version = names::version(row);
        let engine = version.map_or(Engine::Typical, |version| version.engine);
        let (pace, arithmetic) = version.map_or((1.0, 1.0), |version| (version.pace, version.arithmetic));
        let engine_note =
            version.is_none().then(|| "engine not known: taken for a typical one of 2026".to_owned());
        let tp = row.positive("tp")?;
        let gpus = row.number("gpus")?.unwrap_or(tp).max(tp);
        let (prompt, output) = (row.positive("input_len")?, row.positive("output_len")?);
        let count = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok()).filter(|n| *n >= 1.0);
        let batch = row.text("batch").to_lowercase();
        let batch = batch.trim_start_matches("static").trim_start_matches(['<', '=', '-', ':', ' ']);
        let most = [count(suffix.strip_prefix("maxseq")), count(Some(batch))];
        let most = most.into_iter().flatten().reduce(f64::min);
        // By Little's law, with what the row measured: the limit is reached only where clients wait.
        let in_flight = match metric {
            Metric::Itl(rate) => rate * output * measured / MS,
            _ => 0.0,
        };
        let is_closed = most.is_some_and(|most| in_flight.is_finite() && in_flight >= CLOSED_LOOP * most);
        let source = row.text("source");
        let run = world
            .runs
            .iter()
            .find(|run| source.contains(&run.source) && run.input_len == prompt && run.output_len == output);
        let requests = count(suffix.strip_suffix("prompts"));
        let requests = requests.or_else(|| run.filter(|_| most.is_none()).map(|run| run.requests));
        let limit_note = (metric == Metric::Server(None)).then(|| {
            let share = Assumption::ServerShare.spec();
            format!(
                "limits on latency not given: taken for {} of the throughput without, which is {} to {} by model and limit",
                share.value, share.band.low, share.band.high
            )
        });
        let notes = [Some(shape_note).filter(|note| !note.is_empty()), engine_note, limit_note];
        let note = notes.into_iter().flatten().collect::<Vec<_>>().join("; ");
        Ok(Self {
            measured,
            note,
            metric,
            architecture,
            gpu,
            precision,
            engine,
            software: row.text("engine").to_lowercase(),
            pace,
            arithmetic,
            has_only_weights_in_4_bit: names::has_only_weights_in_4_bit(row),
            tp,
            gpus,
            prompt,
            output,
            most,
            is_closed,
            requests,
        })
    }

    /// Whether it measures how fast a machine answers many requests: a throughput, or a time between tokens at a rate.
    pub(crate) fn is_speed(&self) -> bool {
        match self.metric {
            Metric::Total | Metric::PerGpu => true,
            Metric::Itl(rate) => rate.is_finite(),
            Metric::Server(_)
            | Metric::DecodeAlone
            | Metric::FirstTokenAlone
            | Metric::Ttft(_)
            | Metric::Online(_) => false,
        }
    }

    /// Whether it is a time, which is the shorter the faster the machine.
    pub(crate) fn is_latency(&self) -> bool {
        matches!(self.metric, Metric::Itl(_))
    }

    /// Whether both are of the same model on the same GPUs, in the same version of the same software.
    pub(crate) fn is_same_machine(&self, other: &Self) -> bool {
        self.architecture == other.architecture
            && self.gpu == other.gpu
            && self.precision == other.precision
            && self.has_only_weights_in_4_bit == other.has_only_weights_in_4_bit
            && self.tp == other.tp
            && self.software == other.software
    }

    /// The load of a replica. What fills a batch without a limit is not known.
    pub(crate) fn load(&self) -> MeasuredLoad {
        let replicas = (self.gpus / self.tp).floor().max(1.0);
        let in_flight = match self.metric {
            Metric::Itl(rate) if !self.is_closed => Some(rate * self.output * self.measured / MS),
            _ => self.most,
        };
        let in_flight = in_flight.map(|requests| (requests / replicas).max(1.0));
        MeasuredLoad { prompt: self.prompt, output: self.output, in_flight }
    }

    /// The model's value, in the row's unit.
    pub(crate) fn answer(&self, world: &World) -> Result<f64, String> {
        let mut gpu = world.gpus[self.gpu];
        if self.has_only_weights_in_4_bit {
            gpu.fp4_flop_per_s = None;
        }
        let gpu = &gpu;
        let typical = Fraction::new(world.typical_stack).term();
        let mut software = self.engine.software(typical, &world.assumptions);
        software.arithmetic = Fraction::new(software.arithmetic.number() * self.arithmetic).term();
        software.pace = Fraction::new(software.pace.number() * self.pace).term();
        let setup = Setup {
            architecture: &self.architecture,
            gpu,
            precision: self.precision,
            tp: Gpus::new(self.tp),
            prompt: Tokens::new(self.prompt).term(),
            output: Tokens::new(self.output).term(),
            software,
            assumptions: &world.assumptions,
        };
        let mut replica = Replica::new(&setup, &mut Trace::off());
        if replica.kv_bytes_free.number() <= 0.0 {
            return Err(format!(
                "does not fit: {:.1} GB of weights on {} × {:.1} GB",
                Gigabytes::from(replica.weight_bytes).number(),
                self.tp,
                Gigabytes::from(Bytes::new(gpu.memory_bytes)).number()
            ));
        }
        // The benchmark ran, so that at least one request fitted.
        let most = replica.batch_max.number().max(1.0);
        replica.batch_max = Requests::new(self.most.map_or(most, |limit| most.min(limit)));
        let replicas = (self.gpus / self.tp).floor().max(1.0);
        let fleet = Fleet { replica, replicas, requests: self.requests, world };
        let alone = Requests::new(1.0);
        Ok(match self.metric {
            Metric::Total => fleet.tokens_per_second(),
            Metric::PerGpu => fleet.tokens_per_second() / self.gpus,
            Metric::Server(None) => {
                fleet.tokens_per_second() * world.assumptions.number(Assumption::ServerShare)
            }
            Metric::Server(Some(limit)) => fleet.within(limit)?.tokens_per_second(),
            Metric::DecodeAlone => 1.0 / fleet.replica.step_time(alone).number(),
            Metric::FirstTokenAlone => {
                (fleet.replica.prefill_time.number() + fleet.replica.step_time(alone).number()) * MS
            }
            Metric::Itl(_) if self.is_closed => fleet.replica.itl_of_batch(replica.batch_max).number() * MS,
            Metric::Itl(rate) => fleet.itl(rate) * MS,
            Metric::Online(rate) => fleet.online_tokens_per_second(rate),
            Metric::Ttft(rate) if rate >= fleet.capacity() => {
                return Err(
                    "the rate is beyond the capacity: the wait depends on how long it lasts".to_owned()
                );
            }
            Metric::Ttft(rate) => fleet.steady(rate).ttft.number() * MS,
        })
    }
}

/// The metric of a row, and what follows its `@`.
fn metric(row: &Row) -> Result<(Metric, &str), String> {
    const TOKENS: &str = "tok/s";
    let text = row.text("metric");
    let (name, suffix) = text.split_once('@').unwrap_or((text, ""));
    let rate = || {
        let text = suffix.strip_prefix("qps=").ok_or_else(|| format!("metric: no rate in '{text}'"))?;
        if text.eq_ignore_ascii_case("inf") {
            return Ok(f64::INFINITY);
        }
        let rate = text.parse::<f64>().ok().filter(|rate| *rate > 0.0);
        rate.ok_or_else(|| format!("metric: '{text}' is no rate of requests"))
    };
    let limit = || {
        let Some(text) = suffix.strip_prefix("itl=") else { return Ok(None) };
        let limit = text.parse::<f64>().ok().filter(|limit| limit.is_finite() && *limit > 0.0);
        let refusal = || format!("metric: '{text}' is no time between tokens (allowed: above 0 ms)");
        limit.map(Some).ok_or_else(refusal)
    };
    let (metric, unit) = match name {
        "output_tps_total" | "offline_output_tps" => (Metric::Total, TOKENS),
        "output_tps_per_gpu" => (Metric::PerGpu, TOKENS),
        "server_output_tps" => (Metric::Server(limit()?), TOKENS),
        "decode_tps_batch1" => (Metric::DecodeAlone, TOKENS),
        "ttft_batch1" => (Metric::FirstTokenAlone, "ms"),
        "online_itl_ms" => (Metric::Itl(rate()?), "ms"),
        "online_output_tps" => (Metric::Online(rate()?), TOKENS),
        "online_ttft_ms" => (Metric::Ttft(rate()?), "ms"),
        _ => return Err(format!("metric: '{name}' is not one that the model predicts")),
    };
    let given = row.text("unit");
    if !(given.is_empty() || given == unit || (unit == TOKENS && given.starts_with(TOKENS))) {
        return Err(format!("unit: '{given}' of {name} is not {unit}"));
    }
    Ok((metric, suffix))
}

/// The replicas of a row, under the load of its benchmark.
struct Fleet<'w> {
    replica: Replica,
    replicas: f64,
    requests: Option<f64>,
    world: &'w World,
}

impl Fleet<'_> {
    /// Requests a second that all replicas sustain.
    fn capacity(&self) -> f64 {
        self.replicas * self.replica.capacity(&mut Trace::off()).number()
    }

    /// Output tokens a second of a run whose requests are all submitted at once.
    fn tokens_per_second(&self) -> f64 {
        let rate = match self.requests {
            Some(count) => {
                self.replicas * self.replica.run_rate(Requests::new(count / self.replicas)).number()
            }
            None => self.capacity(),
        };
        rate * self.replica.output.number()
    }

    /// The replicas with the largest batch that keeps a limit on the time between tokens, in milliseconds.
    fn within(self, limit: f64) -> Result<Self, String> {
        let itl = |batch: u32| MS * self.replica.itl_of_batch(Requests::new(f64::from(batch))).number();
        let most = self.replica.batch_max.number() as u32;
        let Some(batch) = (1..=most).rev().find(|batch| itl(*batch) <= limit) else {
            return Err(format!(
                "metric: {limit} ms between tokens are out of reach (allowed: from {:.1} ms, of one request alone)",
                itl(1)
            ));
        };
        let replica = Replica { batch_max: Requests::new(f64::from(batch)), ..self.replica };
        Ok(Self { replica, ..self })
    }

    /// Time between tokens at a rate of requests; with all requests submitted at once, that of the first batch.
    fn itl(&self, rate: f64) -> f64 {
        match self.requests {
            Some(count) if rate.is_infinite() => {
                let batch = (count / self.replicas).min(self.replica.batch_max.number());
                self.replica.itl_of_batch(Requests::new(batch)).number()
            }
            _ => self.steady(rate).itl.number(),
        }
    }

    /// Output tokens a second of a run whose requests arrive at a rate, counted until the last of them ends. Beyond the
    /// capacity the queue grows, as if all requests were submitted at once.
    fn online_tokens_per_second(&self, rate: f64) -> f64 {
        let output = self.replica.output.number();
        match self.requests {
            _ if rate >= self.capacity() => self.tokens_per_second(),
            None => rate * output,
            Some(count) => {
                let state = self.steady(rate);
                let last = state.ttft.number() + output * state.itl.number();
                count * output / (count / rate + last)
            }
        }
    }

    /// The steady state of a replica at its share of a rate, or at its capacity if that is less.
    fn steady(&self, rate: f64) -> load::Steady {
        let share = rate.min(self.capacity()) / self.replicas;
        load::steady(&self.replica, RequestsPerSecond::new(share), &self.world.assumptions)
    }
}
