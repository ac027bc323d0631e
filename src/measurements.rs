//! Published measurements, the model's predictions of them, and the errors.
//!
//! The types are here; the values are computed by the build step from `data/validation/` and the model itself.

use model::format::{Style, number};
use model::units::Unit;

include!(concat!(env!("OUT_DIR"), "/measurements.rs"));

/// A kind of measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Output tokens a second, with all requests submitted at once.
    Throughput,
    /// Milliseconds to the first token or between tokens.
    Latency,
    /// Tokens a second and GPU in training.
    Training,
    /// GPU-hours of a whole pre-training run.
    Runs,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Throughput, Self::Latency, Self::Training, Self::Runs];

    /// The label for readers.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Throughput => "Throughput",
            Self::Latency => "Latency",
            Self::Training => "Training speed",
            Self::Runs => "Training runs",
        }
    }

    /// The label where space is short.
    pub const fn short_label(self) -> &'static str {
        match self {
            Self::Throughput | Self::Latency => self.label(),
            Self::Training => "Speed",
            Self::Runs => "Runs",
        }
    }

    /// The unit of its values, as written behind them.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Throughput => "tokens/s",
            Self::Latency => "ms",
            Self::Training => "tokens/s a GPU",
            Self::Runs => "GPU-hours",
        }
    }

    /// A value of this kind, with its unit.
    pub fn value(self, value: f64) -> String {
        let digits = number(value, Unit::One, if value < 1e5 { Style::Prose } else { Style::Tight });
        format!("{digits}\u{a0}{}", self.unit())
    }
}

/// One measured value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// The kind of the measurement.
    pub kind: Kind,
    /// What was measured, in a few words.
    pub name: &'static str,
    /// The published value, in the kind's unit.
    pub measured: f64,
    /// The model's prediction, in the kind's unit.
    pub predicted: f64,
}

impl Measurement {
    /// The model's value over the measured one.
    pub fn ratio(&self) -> f64 {
        self.predicted / self.measured
    }
}

/// The errors of a group of measurements: absolute and relative, as fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupErrors {
    /// What was measured.
    pub label: &'static str,
    /// The number of values.
    pub rows: usize,
    /// Median error.
    pub median: f64,
    /// The 90th percentile of the errors.
    pub p90: f64,
    /// Median and 90th percentile for values that the constants were not fitted to.
    pub unseen: Option<(f64, f64)>,
}
