//! Settings: what a scenario can set, inputs and constants alike.

use super::assumptions::AssumptionSpec;
use super::inputs::{Domain, Scale};
use super::names::{Group, Input, Setting};
use super::spread::Spread;
use super::values::{ASSUMPTIONS, INPUTS};
use crate::quantities::units::Unit;

impl Setting {
    /// All of them: inputs, then the constants that a scenario may set.
    pub fn all() -> impl Iterator<Item = Self> {
        let constants =
            ASSUMPTIONS.iter().filter(|spec| spec.is_open()).map(|spec| Self::Assumption(spec.assumption));
        INPUTS.iter().map(|spec| Self::Input(spec.input)).chain(constants)
    }

    /// The input or the constant with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        let constant = || ASSUMPTIONS.iter().find(|spec| spec.id == id);
        Input::from_id(id).map(Self::Input).or_else(|| Some(Self::Assumption(constant()?.assumption)))
    }

    /// Whether only the ways beside the headline's two depend on it.
    pub fn is_of_ways(self) -> bool {
        match self {
            Self::Input(input) => input.spec().group == Group::Ways,
            Self::Assumption(assumption) => assumption.spec().group == Group::Ways.id(),
        }
    }

    /// Which of the two it is, as a stable name.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Assumption(_) => "assumption",
        }
    }

    /// Its stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Input(input) => input.spec().id,
            Self::Assumption(assumption) => assumption.spec().id,
        }
    }

    /// What it is, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Input(input) => input.spec().label(),
            Self::Assumption(assumption) => assumption.spec().label(),
        }
    }

    /// Unit of its value.
    pub fn unit(self) -> Unit {
        match self {
            Self::Input(input) => input.spec().unit,
            Self::Assumption(assumption) => assumption.spec().unit,
        }
    }

    /// Which values it can take. A constant goes from the low to the high end of its range; with `min = max` it is a
    /// definition, which nobody sets.
    pub fn domain(self) -> Domain {
        match self {
            Self::Input(input) => input.spec().domain,
            Self::Assumption(assumption) => {
                let spec = assumption.spec();
                let (min, max) =
                    if spec.is_open() { (spec.band.low, spec.band.high) } else { (spec.value, spec.value) };
                let scale = if spec.band.spread == Spread::Log { Scale::Log } else { Scale::Linear };
                Domain::Number { min, max, scale, step: 0.0, whole: false }
            }
        }
    }
}

impl AssumptionSpec {
    /// Whether a scenario may set it: it has a range, and the model's results depend on it.
    pub fn is_open(&self) -> bool {
        self.band.low < self.band.high && self.group != CLAIMS
    }
}

/// The group of constants that only the checks of claims use.
const CLAIMS: &str = "claims";
