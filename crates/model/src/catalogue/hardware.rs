//! Kinds of GPU.

use super::names::SourceId;
use super::sources::Confidence;

/// A kind of GPU.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gpu {
    /// Stable name.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// Dense 16-bit peak, FLOP/s.
    pub bf16_flop_per_s: f64,
    /// Dense FP8 peak, FLOP/s, if the GPU has FP8 arithmetic.
    pub fp8_flop_per_s: Option<f64>,
    /// Dense 4-bit peak, FLOP/s, if the GPU has it.
    pub fp4_flop_per_s: Option<f64>,
    /// Memory in bytes as the driver reports it.
    pub memory_bytes: f64,
    /// Memory bandwidth, bytes/s.
    pub bandwidth_bytes_per_s: f64,
    /// Link bandwidth to other GPUs, bytes/s, both directions added up.
    pub link_bytes_per_s: f64,
    /// Share of the stated rates that continuous load leaves: of a card whose power or memory protection limits them.
    pub sustained_share: f64,
    /// Thermal design power, watts.
    pub tdp_watts: f64,
    /// Rental price of an hour, US dollars: the lowest that is asked, the one taken, the highest that is asked.
    pub price_per_hour: [f64; 3],
    /// GPUs in one host: no replica is spread wider.
    pub gpus_per_host: u32,
    /// Where the specification comes from.
    pub source: SourceId,
    /// Where the price comes from.
    pub price_source: SourceId,
    /// When the price was read.
    pub price_date: &'static str,
    /// How sure we are of the price.
    pub price_confidence: Confidence,
}
