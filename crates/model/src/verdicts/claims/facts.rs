//! Facts: what the article reports, in our words, as `data/facts.toml` has it.

use crate::case::scenario::Scenario;
use crate::catalogue::{Assumption, Input, Preset, PresetSpec};

include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// Something that the article reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Which one this is.
    pub fact: FactId,
    /// Stable name and anchor.
    pub id: &'static str,
    /// A few words for lists.
    pub label: &'static str,
    /// The section that carries it.
    pub section: &'static str,
    /// The article's statement, in our words.
    pub says: &'static str,
    /// The sentence that checks it, with `{names}` of numbers that [`check`](super::check()) computes.
    pub check: &'static str,
    /// The check in a word.
    pub verdict: FactVerdict,
    /// How far the model can check it.
    pub model: ModelKind,
    /// The case that the check uses, if there is one.
    pub case: Option<Case>,
    /// Its numbers.
    pub figures: &'static [FactFigure],
    /// The amount whose leading digit was lost in publication, if there is one.
    pub lost: Option<Lost>,
}

impl PresetSpec {
    /// The facts whose checks use this case, or one that differs from it little.
    pub fn facts(&self) -> impl Iterator<Item = &'static Fact> {
        FACTS.iter().filter(|fact| fact.case.is_some_and(|case| case.preset == self.preset))
    }
}

/// A number that the article reports.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FactFigure {
    /// Stable name within its fact.
    pub name: &'static str,
    /// The number, in its unit.
    pub value: f64,
    /// The unit in words.
    pub unit: &'static str,
    /// As the page prints it, unit included.
    pub text: &'static str,
}

/// A scenario by its preset and what differs from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// The preset.
    pub preset: Preset,
    /// The inputs that differ from the preset.
    pub values: &'static [(Input, f64)],
}

/// An amount that the article damaged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lost {
    /// Stable name within its fact.
    pub name: &'static str,
    /// The digits that are left, as printed.
    pub tail: &'static str,
    /// The digits that are left, as a number.
    pub kept: f64,
    /// The value of one of the lost digit.
    pub place: f64,
    /// The unit in words.
    pub unit: &'static str,
    /// The sentence on a reading, with `{names}` of computed numbers.
    pub reading: &'static str,
    /// The computed number that tells how plausible a reading is.
    pub measure: &'static str,
    /// The plausible range of that number.
    pub plausible: Assumption,
}

/// The verdict of arithmetic on a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactVerdict {
    /// Consistent with the arithmetic.
    Consistent,
    /// Possible, if more is assumed than the article says.
    NeedsAssumptions,
    /// Hardly possible as reported.
    Implausible,
    /// Nothing here can check it.
    CannotBeChecked,
    /// It rests on a digit that the article lost.
    DigitsLost,
}

impl FactVerdict {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 5] = [
        Self::Consistent,
        Self::NeedsAssumptions,
        Self::Implausible,
        Self::DigitsLost,
        Self::CannotBeChecked,
    ];

    /// Stable name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::NeedsAssumptions => "needs_assumptions",
            Self::Implausible => "implausible",
            Self::CannotBeChecked => "cannot_be_checked",
            Self::DigitsLost => "digits_lost",
        }
    }

    /// In a few words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Consistent => "Consistent",
            Self::NeedsAssumptions => "Holds under assumptions",
            Self::Implausible => "Implausible",
            Self::CannotBeChecked => "Cannot be checked here",
            Self::DigitsLost => "Digits lost",
        }
    }

    /// The words after a number of facts: "8 under assumptions".
    pub const fn counted(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::NeedsAssumptions => "under assumptions",
            Self::Implausible => "implausible",
            Self::CannotBeChecked => "cannot be checked here",
            Self::DigitsLost => "with digits lost",
        }
    }
}

/// How far the model can check a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelKind {
    /// A scenario reproduces or contradicts it.
    Replay,
    /// Arithmetic bounds it.
    Bound,
    /// Reported only; little to compute.
    Context,
}

impl FactId {
    /// The fact.
    pub fn fact(self) -> &'static Fact {
        &FACTS[self as usize]
    }
}

impl Fact {
    /// The fact with this stable name.
    pub fn from_id(id: &str) -> Option<&'static Self> {
        FACTS.iter().find(|fact| fact.id == id)
    }

    /// The case that the check uses: the default one if the fact names none.
    pub fn scenario(&self) -> Scenario {
        let Some(case) = self.case else { return Scenario::default() };
        // What lies out of range is refused by the build, so nothing is left out here.
        case.values.iter().fold(Scenario::preset(case.preset), |scenario, (input, value)| {
            scenario.clone().with(*input, *value).unwrap_or(scenario)
        })
    }
}
