//! The groups of rows whose errors have a limit.

use model::catalogue::Precision;

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
    /// Offline throughput of dense models in 16 and 8 bit.
    OfflineDense,
    /// Offline throughput of mixtures of experts.
    OfflineMixture,
    /// Offline throughput in 4 bit.
    OfflineFourBit,
    /// Time between tokens at no more than 16 requests a second.
    TokenLatency,
    /// Time to the first token at no more than 16 requests a second.
    FirstToken,
    /// Benchmarks of training.
    TrainingBenchmarks,
    /// Whole pre-training runs.
    FullRuns,
}

impl Group {
    /// All groups, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::OfflineDense,
        Self::OfflineMixture,
        Self::OfflineFourBit,
        Self::TokenLatency,
        Self::FirstToken,
        Self::TrainingBenchmarks,
        Self::FullRuns,
    ];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::OfflineDense => "offline throughput, dense",
            Self::OfflineMixture => "offline throughput, mixture of experts",
            Self::OfflineFourBit => "offline throughput, 4 bit",
            Self::TokenLatency => "inter-token latency, at most 16 requests/s",
            Self::FirstToken => "time to first token, at most 16 requests/s",
            Self::TrainingBenchmarks => "training benchmarks",
            Self::FullRuns => "full pre-training runs",
        }
    }

    /// As a reader sees it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OfflineDense => "Throughput, dense models",
            Self::OfflineMixture => "Throughput, mixtures of experts",
            Self::OfflineFourBit => "Throughput, 4 bit",
            Self::TokenLatency => "Time between tokens",
            Self::FirstToken => "Time to the first token",
            Self::TrainingBenchmarks => "Training speed",
            Self::FullRuns => "Pre-training runs, GPU-hours",
        }
    }

    /// The limit for rows that the constants were fitted on; none where nothing is promised.
    pub fn on_calibration(self) -> Option<Target> {
        let target = |median, p90| Some(Target { median, p90 });
        match self {
            Self::OfflineDense => target(0.04, 0.12),
            Self::OfflineMixture => target(0.08, 0.20),
            Self::TokenLatency => target(0.04, 0.11),
            Self::TrainingBenchmarks => target(0.04, 0.14),
            Self::FullRuns => target(0.12, 0.25),
            Self::OfflineFourBit | Self::FirstToken => None,
        }
    }

    /// The limit for rows that the constants were not fitted on; none where nothing is promised.
    pub fn unseen(self) -> Option<Target> {
        let target = |median, p90| Some(Target { median, p90 });
        match self {
            Self::OfflineDense => target(0.05, 0.14),
            Self::OfflineMixture => target(0.08, 0.20),
            Self::TokenLatency => target(0.07, 0.20),
            Self::TrainingBenchmarks => target(0.07, 0.17),
            Self::FullRuns => target(0.18, 0.40),
            Self::OfflineFourBit | Self::FirstToken => None,
        }
    }

    /// The group of a row, if it is in one. Throughput counts for TensorRT-LLM only, to which serving is calibrated.
    pub fn of(row: &Row) -> Option<Self> {
        if row.family() == Family::Training {
            return match row.metric() {
                "tokens_per_s_per_gpu" => Some(Self::TrainingBenchmarks),
                "gpu_hours" => Some(Self::FullRuns),
                _ => None,
            };
        }
        let (name, suffix) = row.metric().split_once('@').unwrap_or((row.metric(), ""));
        let is_calibrated = row.text("engine").starts_with("TensorRT-LLM");
        match name {
            "output_tps_total" | "output_tps_per_gpu" if is_calibrated => {
                let is_mixture = row.number("params_b").ok()? > row.number("active_params_b").ok()?;
                match names::precision(row).ok()? {
                    _ if is_mixture => Some(Self::OfflineMixture),
                    Precision::Int4 => Some(Self::OfflineFourBit),
                    Precision::Bf16 | Precision::Fp8 => Some(Self::OfflineDense),
                }
            }
            "online_itl_ms" | "online_ttft_ms" => {
                let rate: f64 = suffix.strip_prefix("qps=")?.parse().ok()?;
                let group = if name == "online_itl_ms" { Self::TokenLatency } else { Self::FirstToken };
                (rate <= 16.0).then_some(group)
            }
            _ => None,
        }
    }
}
