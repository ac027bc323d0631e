//! Ways to run a model: GPUs of one's own in four forms, open and closed models by the token, and a mix of both. Each has a
//! ledger, an accuracy, a latency where one is known, and what it cannot do.
//!
//! The headline compares two of them, [`Way::OwnSteady`] and [`Way::ClosedApi`] unless the reader chooses others. As long as nothing
//! of the group "ways" is set, their totals are those of [`cost`](super::cost) to the bit, and the ways are not computed.

mod all;
mod bill;
mod by_token;
mod ground;
mod on_gpus;
mod outputs;
mod pair;
mod way;

pub use all::Ways;
pub(crate) use all::{way_of, ways};
pub use bill::WayEstimate;
pub(crate) use ground::Ground;
pub use outputs::WayOutputs;
pub(crate) use pair::{Asked, Pair};
pub use way::{Obstacle, Way};
