//! What owning an open-weight model and renting a closed one cost, and how accurate each is.
//!
//! One entry: [`evaluate()`] takes a [`Scenario`] and gives an [`Outcome`]; it is pure and total. The page, the
//! calculator and the JavaScript module call it, and nothing else computes a figure that a reader sees.

pub mod accuracy;
pub mod architecture;
pub mod catalogue;
pub mod claims;
pub mod cost;
pub mod distribution;
pub mod energy;
pub mod error;
pub mod evaluate;
mod exact;
pub mod format;
pub mod frontier;
pub mod latency;
pub mod outcome;
pub mod provenance;
pub mod queueing;
pub mod quotes;
pub mod response;
pub mod scenario;
pub mod sensitivity;
#[cfg(feature = "serde")]
mod serialise;
#[cfg(feature = "serde")]
mod serialise_catalogue;
pub mod serving;
pub mod solve;
pub mod trace;
pub mod training;
pub mod uncertainty;
pub mod units;
pub mod working;

pub use catalogue::{Assumption, Input, Preset};
pub use error::InputError;
pub use evaluate::{estimate, evaluate, explain};
pub use outcome::{Estimate, Outcome};
pub use scenario::{Assumptions, Scenario, Setting, Values};
