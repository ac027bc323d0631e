//! Quantities and arithmetic: numbers with a unit, how they are written, and mathematics that knows nothing of models.
//!
//! Here belongs what could serve any other model: units, rounding for readers, exact arithmetic, distributions, queues,
//! roots. Nothing here knows what `data/` holds.

pub mod days;
pub mod distribution;
pub(crate) mod exact;
pub mod format;
pub mod odds;
pub mod order;
pub mod queueing;
pub mod roots;
pub mod similar;
pub mod units;
pub mod written;
