//! The families of formulas: how a model serves on GPUs, what a load does to it, how it is trained, how accurate it is, what
//! both sides cost, what energy that takes, and what other ways to run it come to.
//!
//! A family reads the values of one case and gives its outputs ([`outputs`]). It knows nothing of samples, verdicts or
//! claims; of the other families, only those above it in the order turns, serving, measurement, load, training, accuracy, API
//! prices, cost, energy, ways.

pub mod accuracy;
pub mod api_price;
pub mod architecture;
pub mod cost;
pub mod energy;
pub(crate) mod flows;
pub mod load;
pub mod measurement;
pub(crate) mod outputs;
pub mod serving;
pub mod training;
pub(crate) mod turns;
pub(crate) mod ways;
