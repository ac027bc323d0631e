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

/// Two absolute relative errors, the median and what nine in ten stay below, in ten-thousandths: whole numbers weigh less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errors(pub [u32; 2]);

impl Errors {
    /// The median, a fraction.
    pub fn median(self) -> f64 {
        f64::from(self.0[0]) / 1e4
    }

    /// What nine in ten stay below, a fraction.
    pub fn p90(self) -> f64 {
        f64::from(self.0[1]) / 1e4
    }
}

/// The errors of rows and their mean, which is what others publish, in ten-thousandths as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorSummary(pub Errors, pub u32);

impl ErrorSummary {
    /// The median, and what nine in ten stay below.
    pub fn errors(self) -> Errors {
        self.0
    }

    /// The mean, a fraction.
    pub fn mean(self) -> f64 {
        f64::from(self.1) / 1e4
    }
}

/// The errors of rows that another row of their machine anchors, and of the same rows without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnchoredErrors {
    /// What was measured.
    pub label: &'static str,
    /// How many rows.
    pub rows: usize,
    /// Without an anchor.
    pub before: ErrorSummary,
    /// With one.
    pub after: ErrorSummary,
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

/// A group of measurements whose errors are above their limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissedLimit {
    /// What was measured.
    pub label: &'static str,
    /// What the constants were fitted without; nothing for the rows that they were fitted on.
    pub without: Option<&'static str>,
    /// The errors.
    pub off: Errors,
    /// What they should be at most.
    pub limit: Errors,
}

/// The errors of a group of measurements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupErrors {
    /// What was measured.
    pub label: &'static str,
    /// The number of values.
    pub rows: usize,
    /// For the values that the constants were fitted to.
    pub fitted: ErrorSummary,
    /// For values that they were not fitted to.
    pub unseen: Option<ErrorSummary>,
    /// For the same values in the edition before.
    pub before: Option<Errors>,
}
