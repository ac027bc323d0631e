//! The families of formulas: how a model serves on GPUs, what a load does to it, how it is trained, how accurate it is, what
//! both sides cost, and what energy that takes.
//!
//! A family reads the values of one case and gives its outputs ([`outputs`]). It knows nothing of samples, verdicts or
//! claims; of the other families, only those above it in the order serving, load, training, accuracy, cost, energy.

pub mod accuracy;
pub mod architecture;
pub mod cost;
pub mod energy;
pub mod load;
pub(crate) mod outputs;
pub mod serving;
pub mod training;
