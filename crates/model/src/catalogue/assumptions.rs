//! Assumptions: the constants of the model, and what is uncertain together.

use super::names::{Assumption, Setting, SourceId};
use super::sources::Confidence;
use super::spread::Band;
use crate::quantities::units::Unit;

/// A constant of the model that no control sets. Its words and its origin are kept apart, as a program that only computes does
/// not need them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssumptionSpec {
    /// Which one this is.
    pub assumption: Assumption,
    /// Stable name.
    pub id: &'static str,
    /// The family of formulas that uses it.
    pub group: &'static str,
    /// Unit of value and band.
    pub unit: Unit,
    /// Central value.
    pub value: f64,
    /// Low and high.
    pub band: Band,
    /// Whether the band is sampled for the verdict (false for definitions, such as hours in a month).
    pub uncertain: bool,
}

/// Quantities that are uncertain together: where one is high, the others are likelier to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CorrelationGroup {
    /// Stable name.
    pub id: &'static str,
    /// Inputs and constants.
    pub members: &'static [Setting],
    /// Correlation of the normal variables behind any two of them, 0 to 1.
    pub correlation: f64,
    /// Where that comes from.
    pub source: SourceId,
    /// When it was read.
    pub date: &'static str,
    /// How sure we are.
    pub confidence: Confidence,
}
