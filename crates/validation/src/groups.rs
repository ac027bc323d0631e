//! The groups of rows whose errors have a limit.

use model::catalogue::{Assumption, Engine, GPUS, Method, Precision};

use crate::names;
use crate::table::{Family, Row};
use crate::training::{self, RunKind};

/// Tokens of a step up to which it counts as one short example.
const SHORT_STEP: f64 = 1024.0;

/// The largest errors that a group may have: median and nine tenths of the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Median absolute relative error.
    pub median: f64,
    /// The error that nine tenths of the rows stay below.
    pub p90: f64,
}

/// A group of rows whose errors are summed up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Throughput of dense models in TensorRT-LLM.
    OfflineDense,
    /// The same in vLLM from 0.12 on.
    OfflineVllm,
    /// The same in SGLang.
    OfflineSglang,
    /// Throughput of mixtures of experts in 16 and 8 bit, in any of these.
    OfflineMixture,
    /// Throughput of mixtures of experts in 4 bit, in any of these.
    OfflineMixtureFourBit,
    /// Throughput of batches that stay together, of a size that no row gives.
    StaticBatch,
    /// Time between tokens of dense models at no more than 16 requests a second.
    TokenLatency,
    /// Time between tokens of dense models, where clients wait for their answers, in software of 2025 and 2026.
    TokenLatencyClosed,
    /// The same of mixtures of experts.
    TokenLatencyMixture,
    /// Time to the first token at no more than 16 requests a second.
    FirstToken,
    /// Benchmarks of full training in 16 bit.
    TrainingBenchmarks,
    /// Benchmarks of full training in FP8.
    TrainingFp8,
    /// LoRA and QLoRA on full steps.
    AdaptersPacked,
    /// Fine-tuning on steps of one short example.
    AdaptersUnpacked,
    /// Whole pre-training runs.
    FullRuns,
    /// Whole runs of mixtures, distilled models and models below a billion parameters.
    UnusualRuns,
    /// Whole runs on software of 2021 with a deep pipeline: out of scope.
    PipelinedRuns,
    /// Benchmarks of training of mixtures of experts: out of scope.
    TrainingMixtures,
    /// Benchmarks that state more than the peak of the GPU that they name: out of scope.
    ImpossibleTraining,
}

impl Group {
    /// All groups, in the order in which they are shown.
    pub const ALL: [Self; 19] = [
        Self::OfflineDense,
        Self::OfflineVllm,
        Self::OfflineSglang,
        Self::OfflineMixture,
        Self::OfflineMixtureFourBit,
        Self::StaticBatch,
        Self::TokenLatency,
        Self::TokenLatencyClosed,
        Self::TokenLatencyMixture,
        Self::FirstToken,
        Self::TrainingBenchmarks,
        Self::TrainingFp8,
        Self::AdaptersPacked,
        Self::AdaptersUnpacked,
        Self::FullRuns,
        Self::UnusualRuns,
        Self::PipelinedRuns,
        Self::TrainingMixtures,
        Self::ImpossibleTraining,
    ];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::OfflineDense => "dense throughput, TensorRT-LLM",
            Self::OfflineVllm => "dense throughput, vLLM 0.12+",
            Self::OfflineSglang => "dense throughput, SGLang",
            Self::OfflineMixture => "mixture throughput, 16 and 8 bit",
            Self::OfflineMixtureFourBit => "mixture throughput, 4 bit",
            Self::StaticBatch => "static batch of unknown size",
            Self::TokenLatency => "token latency, dense, at most 16 requests/s",
            Self::TokenLatencyClosed => "token latency, dense, new engines",
            Self::TokenLatencyMixture => "token latency, mixtures",
            Self::FirstToken => "time to first token, at most 16 requests/s",
            Self::TrainingBenchmarks => "training benchmarks, 16 bit",
            Self::TrainingFp8 => "training benchmarks, FP8",
            Self::AdaptersPacked => "LoRA and QLoRA, packed",
            Self::AdaptersUnpacked => "fine-tuning, not packed, at most 1024 tokens",
            Self::FullRuns => "full pre-training runs",
            Self::UnusualRuns => "full runs of mixtures, distilled and below 1B",
            Self::PipelinedRuns => "full runs in deep pipelines (out of scope)",
            Self::TrainingMixtures => "training benchmarks, mixtures of experts (out of scope)",
            Self::ImpossibleTraining => "training benchmarks above the GPU's peak (out of scope)",
        }
    }

    /// As a reader sees it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OfflineDense => "Throughput, dense models in TensorRT-LLM",
            Self::OfflineVllm => "Throughput, dense models in vLLM",
            Self::OfflineSglang => "Throughput, dense models in SGLang",
            Self::OfflineMixture => "Throughput, mixtures of experts",
            Self::OfflineMixtureFourBit => "Throughput, mixtures in 4 bit",
            Self::StaticBatch => "Throughput of a static batch of unknown size",
            Self::TokenLatency => "Time between tokens",
            Self::TokenLatencyClosed => "Time between tokens, software of 2026",
            Self::TokenLatencyMixture => "Time between tokens, mixtures of experts",
            Self::FirstToken => "Time to the first token",
            Self::TrainingBenchmarks => "Training speed, 16 bit",
            Self::TrainingFp8 => "Training speed, 8 bit",
            Self::AdaptersPacked => "LoRA and QLoRA, packed",
            Self::AdaptersUnpacked => "Fine-tuning, short, not packed",
            Self::FullRuns => "Pre-training runs, GPU-hours",
            Self::UnusualRuns => "Runs of mixtures, distilled and small models",
            Self::PipelinedRuns => "Runs in deep pipelines",
            Self::TrainingMixtures => "Training speed, mixtures of experts",
            Self::ImpossibleTraining => "Training speed above the GPU\u{2019}s peak",
        }
    }

    /// The limit for rows that the constants were fitted on; none where nothing is promised.
    pub fn on_calibration(self) -> Option<Target> {
        let target = |median, p90| Some(Target { median, p90 });
        match self {
            Self::OfflineDense => target(0.04, 0.104),
            Self::OfflineVllm => target(0.072, 0.144),
            Self::OfflineMixture => target(0.08, 0.22),
            Self::OfflineMixtureFourBit => target(0.16, 0.36),
            Self::TokenLatency => target(0.056, 0.112),
            Self::TokenLatencyClosed => target(0.096, 0.24),
            Self::TokenLatencyMixture => target(0.15, 0.32),
            Self::TrainingBenchmarks => target(0.036, 0.104),
            Self::TrainingFp8 => target(0.064, 0.24),
            Self::AdaptersPacked => target(0.104, 0.24),
            Self::AdaptersUnpacked => target(0.20, 0.36),
            Self::FullRuns => target(0.12, 0.28),
            Self::OfflineSglang
            | Self::StaticBatch
            | Self::FirstToken
            | Self::UnusualRuns
            | Self::PipelinedRuns
            | Self::TrainingMixtures
            | Self::ImpossibleTraining => None,
        }
    }

    /// The limit for rows that the constants were not fitted on; none where nothing is promised.
    pub fn unseen(self) -> Option<Target> {
        let target = |median, p90| Some(Target { median, p90 });
        match self {
            Self::OfflineDense => target(0.05, 0.13),
            Self::OfflineVllm => target(0.09, 0.18),
            Self::OfflineMixture => target(0.10, 0.25),
            Self::OfflineMixtureFourBit => target(0.20, 0.45),
            Self::TokenLatency => target(0.07, 0.14),
            Self::TokenLatencyClosed => target(0.12, 0.30),
            Self::TokenLatencyMixture => target(0.20, 0.40),
            Self::TrainingBenchmarks => target(0.045, 0.13),
            Self::TrainingFp8 => target(0.08, 0.30),
            Self::AdaptersPacked => target(0.13, 0.30),
            Self::AdaptersUnpacked => target(0.25, 0.45),
            Self::FullRuns => target(0.15, 0.35),
            Self::UnusualRuns => target(0.40, 0.55),
            Self::OfflineSglang
            | Self::StaticBatch
            | Self::FirstToken
            | Self::PipelinedRuns
            | Self::TrainingMixtures
            | Self::ImpossibleTraining => None,
        }
    }

    /// The group of a row, if it is in one. Serving counts for the software that it is calibrated to.
    pub fn of(row: &Row) -> Option<Self> {
        match row.family() {
            Family::Inference => Self::of_serving(row),
            Family::Training => Self::of_training(row),
            Family::Sizes | Family::Examples | Family::Drift => None,
        }
    }

    fn of_serving(row: &Row) -> Option<Self> {
        let (name, suffix) = row.metric().split_once('@').unwrap_or((row.metric(), ""));
        let rate = || suffix.strip_prefix("qps=")?.parse::<f64>().ok();
        let is_mixture = row.number("params_b").ok()? > row.number("active_params_b").ok()?;
        // The group of a dense model's throughput; none in software that serving is not calibrated to.
        let dense = match names::engine(row) {
            Some(Engine::TensorrtLlm) => Some(Self::OfflineDense),
            Some(Engine::Vllm) => Some(Self::OfflineVllm),
            Some(Engine::Sglang) => Some(Self::OfflineSglang),
            Some(Engine::Typical | Engine::Vllm2024) | None => None,
        };
        match name {
            "output_tps_total" | "output_tps_per_gpu" if is_static(row) => Some(Self::StaticBatch),
            "output_tps_total" | "output_tps_per_gpu" if is_mixture => match names::precision(row).ok()? {
                Precision::Int4 => dense.and(Some(Self::OfflineMixtureFourBit)),
                Precision::Bf16 | Precision::Fp8 => dense.and(Some(Self::OfflineMixture)),
            },
            "output_tps_total" | "output_tps_per_gpu" => dense,
            "online_itl_ms" if is_mixture => dense.and(Some(Self::TokenLatencyMixture)),
            "online_itl_ms" if row.text("batch").starts_with("<=") => {
                dense.and(Some(Self::TokenLatencyClosed))
            }
            "online_itl_ms" => (rate()? <= 16.0).then_some(Self::TokenLatency),
            "online_ttft_ms" => (rate()? <= 16.0).then_some(Self::FirstToken),
            _ => None,
        }
    }

    fn of_training(row: &Row) -> Option<Self> {
        let total = row.number("params_b").ok()??;
        let active = row.number("active_params_b").ok()?.unwrap_or(total);
        let is_mixture = active < total;
        match row.metric() {
            "gpu_hours" => Some(match training::run_kind(row) {
                Some(RunKind::Pipelined) => Self::PipelinedRuns,
                Some(RunKind::Distilled) => Self::UnusualRuns,
                None if is_mixture || total < 1.0 => Self::UnusualRuns,
                None => Self::FullRuns,
            }),
            "tokens_per_s_per_gpu" => {
                let is_fp8 = names::precision(row).ok() == Some(Precision::Fp8);
                let method = names::method(row).ok()?;
                let gpu = &GPUS[names::gpu_index(row.text("gpu"), &GPUS)?];
                let peak = gpu.fp8_flop_per_s.filter(|_| is_fp8).unwrap_or(gpu.bf16_flop_per_s);
                let factor = match method {
                    Method::Full => Assumption::FlopPerParameterFull,
                    Method::Lora | Method::Qlora => Assumption::FlopPerParameterLora,
                };
                let arithmetic =
                    row.number("tokens_per_s_per_gpu").ok()?? * factor.spec().value * active * 1e9;
                let is_short = training::step_tokens(row).ok()?.is_some_and(|tokens| tokens <= SHORT_STEP);
                Some(match method {
                    _ if arithmetic > peak => Self::ImpossibleTraining,
                    _ if is_mixture => Self::TrainingMixtures,
                    _ if is_short => Self::AdaptersUnpacked,
                    Method::Lora | Method::Qlora => Self::AdaptersPacked,
                    Method::Full if is_fp8 => Self::TrainingFp8,
                    Method::Full => Self::TrainingBenchmarks,
                })
            }
            _ => None,
        }
    }
}

/// Whether a row's batch stays together from its first token to its last, and is of no stated size.
fn is_static(row: &Row) -> bool {
    let batch = row.text("batch").to_lowercase();
    batch.starts_with("static") && !batch.contains(|c: char| c.is_ascii_digit())
}
