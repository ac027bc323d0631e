//! What owning an open-weight model and renting a closed one cost, and how accurate each is.
//!
//! One entry: [`evaluate()`] takes a [`Scenario`] and gives an [`Outcome`]; it is pure and total. The page, the
//! calculator and the JavaScript module call it, and nothing else computes a figure that a reader sees.
//!
//! The code is built in floors, a folder each, and `use` points down only (`tests/tidy.rs` holds that). From the ground:
//! `quantities`, `catalogue`, `case`, `workings`, `families`, `estimate`, `questions`, `verdicts`, `serialise`. What others
//! may use of them is named here.

mod case;
pub mod catalogue;
pub mod estimate;
mod families;
mod quantities;
mod questions;
#[cfg(feature = "serde")]
mod serialise;
mod verdicts;
mod workings;

pub use case::{ability, aged, context, error, idle, peak, quotes, scenario};
pub use families::{accuracy, api_price, architecture, cost, energy, load, measurement, serving, training};
pub use quantities::{days, distribution, format, odds, order, queueing, roots, similar, units, written};
pub use questions::{draws, frontier, rented, response, sensitivity, solve, uncertainty};
pub use verdicts::{claims, tipping_points, verdict, volume_odds};
pub use workings::{provenance, trace, words};

/// What an evaluation gives back: plain typed values, one struct a family, and the conditions it met.
pub mod outcome {
    pub use crate::estimate::{Estimate, estimate_specs};
    pub use crate::families::architecture::Architecture;
    pub use crate::families::outputs::{
        Accuracy, AccuracyMoment, Condition, Cost, CostMoment, Energy, Ledger, Ledgers, Line, LineItem, Load,
        Need, OutputSpec, Serving, Training,
    };
    pub use crate::questions::percentiles::{Bands, Percentiles};
    pub use crate::verdicts::outcome::{
        Hindrance, Outcome, Selection, evaluate, explain, outcome, output_specs,
    };
    pub use crate::verdicts::tipping_points::Flip;
    pub use crate::verdicts::verdict::{Side, Verdict};
}

/// The ways to run a model, and how they compare.
pub mod ways {
    pub use crate::families::flows::WayLine;
    pub use crate::families::ways::{Obstacle, Way, WayEstimate, WayOutputs, Ways};
    pub use crate::questions::ways::{WayBand, WaysOutcome, central, compare, sampled, ways};
}

/// The model's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

pub use case::error::InputError;
pub use case::scenario::{Assumptions, Scenario, Values};
pub use catalogue::{Assumption, Input, Preset, Setting};
pub use estimate::{Estimate, estimate, measured_here};
#[cfg(feature = "serde")]
pub use serialise::InputsInUse;
pub use verdicts::outcome::{Outcome, evaluate, explain};
