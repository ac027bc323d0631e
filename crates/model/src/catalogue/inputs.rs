//! Inputs: what a reader sets, each described once for controls, links, files, flags and tests.

use super::names::{Group, Input};
use super::spread::{Band, Spread};
use crate::quantities::units::Unit;

/// How positions on a control map to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios.
    Log,
    /// Zero first, then equal ratios.
    LogWithZero,
}

/// One named value of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChoiceOption {
    /// Stable name, as written in links and files.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
}

/// Which values an input may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// A number from `min` to `max`, both included.
    Number {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
        /// How a control spreads the range.
        scale: Scale,
        /// The step of a number field.
        step: f64,
        /// Whether only whole numbers are meant.
        whole: bool,
    },
    /// One of these; the value is the index.
    Choice(&'static [ChoiceOption]),
}

/// What an input is if nobody sets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// This value.
    Fixed(f64),
    /// The list price of the chosen GPU.
    GpuPrice,
    /// The chosen closed model's price for input tokens.
    ApiInputPrice,
    /// The chosen closed model's price for output tokens.
    ApiOutputPrice,
    /// The chosen closed model's discount on cached input.
    ApiCachedDiscount,
    /// This share of right answers for the closed model of the preset, and for another what its ability makes of it.
    ApiAbility(f64),
    /// The change of the chosen closed model's prices that its list announces: a factor, 1 without one.
    ApiPriceChange,
    /// The month of the horizon in which that change comes.
    ApiPriceChangeMonth,
    /// What the law of peaks makes of the volume of requests.
    PeakLaw,
    /// What the preset has for this input, whatever has been changed since: a measurement does not follow the case.
    Preset(Input),
}

/// How uncertain an input's default is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InputBand {
    /// So much.
    Own(Band),
    /// As much as the prices that are asked for the chosen GPU or closed model differ.
    Quotes(Spread),
}

/// One input of the model: the single description that controls, links, files, flags and tests share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InputSpec {
    /// Which one this is.
    pub input: Input,
    /// Stable name, as written in links, files and flags.
    pub id: &'static str,
    /// Its group of controls.
    pub group: Group,
    /// Unit of its value.
    pub unit: Unit,
    /// Which values it may take.
    pub domain: Domain,
    /// What it is if nobody sets it.
    pub default: DefaultValue,
    /// How uncertain the default is; `None` if it is the reader's own to know.
    pub band: Option<InputBand>,
}

impl InputBand {
    /// The form of the distribution.
    pub const fn spread(self) -> Spread {
        match self {
            Self::Own(band) => band.spread,
            Self::Quotes(spread) => spread,
        }
    }
}
