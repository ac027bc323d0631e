//! The groups of rows whose errors have a limit.

use model::catalogue::{Engine, Precision};

use crate::names;
use crate::table::{Family, Row};

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
    /// Benchmarks of training.
    TrainingBenchmarks,
    /// Whole pre-training runs.
    FullRuns,
}

impl Group {
    /// All groups, in the order in which they are shown.
    pub const ALL: [Self; 12] = [
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
        Self::FullRuns,
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
            Self::TrainingBenchmarks => "training benchmarks",
            Self::FullRuns => "full pre-training runs",
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
            Self::TrainingBenchmarks => "Training speed",
            Self::FullRuns => "Pre-training runs, GPU-hours",
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
            Self::TrainingBenchmarks => target(0.04, 0.14),
            Self::FullRuns => target(0.12, 0.25),
            Self::OfflineSglang | Self::StaticBatch | Self::FirstToken => None,
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
            Self::TrainingBenchmarks => target(0.07, 0.17),
            Self::FullRuns => target(0.18, 0.40),
            Self::OfflineSglang | Self::StaticBatch | Self::FirstToken => None,
        }
    }

    /// The group of a row, if it is in one. Serving counts for the software that it is calibrated to.
    pub fn of(row: &Row) -> Option<Self> {
        if row.family() == Family::Training {
            return match row.metric() {
                "tokens_per_s_per_gpu" => Some(Self::TrainingBenchmarks),
                "gpu_hours" => Some(Self::FullRuns),
                _ => None,
            };
        }
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
}

/// Whether a row's batch stays together from its first token to its last, and is of no stated size.
fn is_static(row: &Row) -> bool {
    let batch = row.text("batch").to_lowercase();
    batch.starts_with("static") && !batch.contains(|c: char| c.is_ascii_digit())
}
