//! Workings: how each value was computed, and where the numbers in it come from.
//!
//! Here belongs what lets a formula show itself ([`trace`]), what tells the source of each operand ([`provenance`]), and a
//! working in words ([`words`]). No formula of the model is written here; the families have those.

pub mod provenance;
pub mod trace;
pub mod words;
