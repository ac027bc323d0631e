//! A row of training: what it asks of the model, and the model's answer.

use std::sync::LazyLock;

use model::catalogue::{Assumption, Method, Precision};
use model::outcome::Architecture;
use model::trace::{Operand, Trace};
use model::training::{Job, Software, run_gpu_hours, token_work};
use model::units::{ActiveParameters, Fraction, Gpus, Tokens};
use model::written::shown;
use serde::Deserialize;

use crate::names;
use crate::table::Row;
use crate::world::{World, from_toml};

/// `data/validation/training-software.toml`: how benchmarks were run whose rows do not say it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conventions {
    software: Vec<Convention>,
    vocabulary: Vec<Vocabulary>,
    run: Vec<Run>,
}

/// The software of rows whose source contains a text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Convention {
    source: String,
    software: SoftwareName,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SoftwareName {
    Eager,
    Plain,
    Plain2023,
    Compiled,
    TensorParallel,
}

impl From<SoftwareName> for Software {
    fn from(name: SoftwareName) -> Self {
        match name {
            SoftwareName::Eager => Self::Eager,
            SoftwareName::Plain => Self::Plain,
            SoftwareName::Plain2023 => Self::Plain2023,
            SoftwareName::Compiled => Self::Compiled,
            SoftwareName::TensorParallel => Self::TensorParallel,
        }
    }
}

/// The vocabulary of models whose name begins with a text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    model: String,
    tokens: f64,
}

/// Runs of models whose name contains a text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    model: String,
    kind: RunKind,
}

/// Why a whole run takes more than arithmetic and the usual goodput say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunKind {
    /// A larger model's outputs were computed for it.
    Distilled,
    /// Software of 2021 with a deep pipeline.
    Pipelined,
}

static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| from_toml(include_str!("../../../data/validation/training-software.toml")));

/// Why a row's run is none of the usual, if it is so.
pub(crate) fn run_kind(row: &Row) -> Option<RunKind> {
    let name = row.text("model").to_lowercase().replace([' ', '_'], "-");
    CONVENTIONS.run.iter().find(|run| name.contains(&run.model)).map(|run| run.kind)
}

/// How the software of a row's source runs, if that is known.
fn convention(row: &Row) -> Option<&'static Convention> {
    let source = row.text("source");
    CONVENTIONS.software.iter().find(|known| source.contains(&known.source))
}

/// The name of the training software of a row's source; empty if it is not known.
#[cfg(feature = "fit")]
pub(crate) fn software_name(row: &Row) -> &'static str {
    convention(row).map_or("", |known| known.source.as_str())
}

/// The row's software, and a note if it is assumed: FP8 needs compiled software, other rows are taken for eager.
fn software(row: &Row, fp8: bool) -> Result<(Software, &'static str), String> {
    if let Some(stated) = names::training_software(row)? {
        return Ok((stated.into(), ""));
    }
    Ok(match convention(row) {
        Some(known) => (known.software.into(), ""),
        None if fp8 => (Software::Compiled, "software not known: taken as compiled"),
        None => (Software::Eager, "software not known: taken as eager"),
    })
}

/// The tokens of a micro-step that a row gives; none if it does not say them.
///
/// # Errors
/// If a cell holds something else.
pub(crate) fn step_tokens(row: &Row) -> Result<Option<f64>, String> {
    let is_packed = match row.text("packed").to_lowercase().as_str() {
        "" | "1" | "yes" | "true" => true,
        "0" | "no" | "false" => false,
        other => return Err(format!("packed: '{}' is neither yes nor no", shown(other))),
    };
    match row.number("exchange_tokens")? {
        Some(tokens) if tokens > 0.0 => Ok(Some(tokens)),
        Some(tokens) => Err(format!("exchange_tokens: {tokens} is not above 0")),
        None if is_packed => Ok(None),
        None => row.number("seq_len"),
    }
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Metric {
    /// Tokens a second of each GPU.
    Speed,
    /// GPU-hours of a whole run, over this number of tokens.
    GpuHours(f64),
    /// Share of the peak at the run's precision.
    Mfu,
}

/// A row of training, read.
#[derive(Clone, Debug)]
pub struct Question {
    pub(crate) measured: f64,
    pub(crate) note: String,
    metric: Metric,
    architecture: Architecture,
    /// The GPU's index in the world's list.
    gpu: usize,
    gpus: f64,
    fp8: bool,
    method: Method,
    software: Software,
    /// The share of activations that are recomputed.
    recomputed: f64,
    sequence: f64,
    /// Tokens of a micro-step, where the row gives them.
    step_tokens: Option<f64>,
}

impl Question {
    /// Reads a row.
    pub(crate) fn read(row: &Row, world: &World) -> Result<Self, String> {
        let measured = row.positive(row.metric())?;
        let metric = match row.metric() {
            "tokens_per_s_per_gpu" => Metric::Speed,
            "gpu_hours" => Metric::GpuHours(row.positive("tokens_b")? * 1e9),
            _ => Metric::Mfu,
        };
        let (mut architecture, mut note) = names::architecture(row)?;
        let name = row.text("model");
        if let Some(known) = CONVENTIONS.vocabulary.iter().find(|known| name.starts_with(&known.model)) {
            architecture.head = ActiveParameters::new(known.tokens * architecture.width);
        }
        let method = names::method(row)?;
        let gpu = names::gpu(row, world)?;
        let precision = row.text("precision");
        let fp8 = match names::precision(row) {
            Ok(Precision::Fp8) => true,
            Ok(Precision::Bf16) => false,
            // Weights in 4 bit are multiplied in 16 bit.
            Ok(Precision::Int4) if method == Method::Qlora => false,
            Ok(Precision::Int4) | Err(_) => {
                return Err(format!("precision: '{precision}' is not one of BF16, FP16, FP8"));
            }
        };
        if fp8 && world.gpus[gpu].fp8_flop_per_s.is_none() {
            return Err(format!("gpu: {} has no FP8 arithmetic", world.gpus[gpu].label));
        }
        let (software, assumed) = software(row, fp8)?;
        let step_tokens = step_tokens(row)?;
        if metric == Metric::Speed {
            let unknown =
                if step_tokens.is_none() { "exchange_tokens not given: taken as a full step" } else { "" };
            for part in [assumed, unknown].into_iter().filter(|part| !part.is_empty()) {
                let gap = if note.is_empty() { "" } else { "; " };
                note = format!("{note}{gap}{part}");
            }
        }
        Ok(Self {
            measured,
            note,
            metric,
            architecture,
            gpu,
            gpus: row.number("gpus")?.unwrap_or(1.0).max(1.0),
            fp8,
            method,
            software,
            recomputed: row.number("recompute")?.unwrap_or(0.0).clamp(0.0, 1.0),
            sequence: row.positive("seq_len")?,
            step_tokens,
        })
    }

    /// The model's value, in the row's unit.
    pub(crate) fn answer(&self, world: &World) -> f64 {
        let (gpu, constants) = (&world.gpus[self.gpu], &world.assumptions);
        let full_step = constants.number(Assumption::TokensPerGpuStep).max(self.sequence);
        let job = Job {
            architecture: &self.architecture,
            gpu,
            fp8: self.fp8,
            method: self.method,
            software: self.software,
            sequence: Tokens::new(self.sequence).term(),
            step_tokens: Tokens::new(self.step_tokens.unwrap_or(full_step)).term(),
            recomputed: Fraction::new(self.recomputed).term(),
            gpus: Gpus::new(self.gpus),
            assumptions: constants,
        };
        let off = &mut Trace::off();
        match self.metric {
            // The goodput of a whole run already contains what comes with many GPUs, and with the software of its day.
            Metric::GpuHours(tokens) => {
                let alone = Job { gpus: Gpus::new(1.0), software: Software::Compiled, ..job };
                run_gpu_hours(&alone, Tokens::new(tokens), off).number()
            }
            Metric::Speed => 1.0 / token_work(&job, off).gpu_time.number(),
            Metric::Mfu => {
                let of_16bit = token_work(&job, off).mfu.number();
                let peak = gpu.fp8_flop_per_s.filter(|_| self.fp8).unwrap_or(gpu.bf16_flop_per_s);
                of_16bit * gpu.bf16_flop_per_s / peak
            }
        }
    }
}
