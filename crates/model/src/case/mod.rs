//! A case: a scenario, the values and constants that follow from it, what can be wrong with an input, and what price
//! lists ask for what the case uses.
//!
//! Here belongs what a reader sets and how it is read and refused. No formula is known here but
//! those that a default follows: a closed model's accuracy, from its ability, the peak of the load, from its volume, and a closed
//! model's price, from the length of its prompts.

pub mod ability;
pub mod aged;
pub mod context;
pub mod error;
pub mod idle;
pub mod peak;
pub mod quotes;
mod reading;
pub mod scenario;
