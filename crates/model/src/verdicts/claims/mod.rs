//! The claims: what the article reports, and what arithmetic and the model say of it.
//!
//! A fact's texts hold `{names}`; [`check`] computes each of them, with its working, and fills them in. So no number in a
//! check is written by hand. Of an amount whose leading digit was lost, every reading is computed and ranked by how well
//! what follows from it fits a plausible range; none of them is the article's own.

mod arithmetic;

use crate::case::scenario::{Assumptions, Scenario};
use crate::catalogue::{Assumption, Input, Preset, PresetSpec};
use crate::quantities::format::{self, Style};
use crate::quantities::units::{Unit, Value};
use crate::workings::trace::{Step, Term, Trace};

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
    /// What the article reports, in our words.
    pub says: &'static str,
    /// What arithmetic says of it, with `{names}` of numbers that [`check`] computes.
    pub check: &'static str,
    /// The check in a word.
    pub verdict: FactVerdict,
    /// What the model can say about it.
    pub model: ModelKind,
    /// The case that the check reckons with, if there is one.
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
    /// What differs.
    pub values: &'static [(Input, f64)],
}

/// An amount that the article damaged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lost {
    /// Stable name within its fact.
    pub name: &'static str,
    /// What is left.
    pub tail: &'static str,
    /// The same as a number.
    pub kept: f64,
    /// What the lost digit counts.
    pub place: f64,
    /// The unit in words.
    pub unit: &'static str,
    /// What follows from a reading, with `{names}` of computed numbers.
    pub reading: &'static str,
    /// The computed number that tells how plausible a reading is.
    pub measure: &'static str,
    /// The plausible range of that number.
    pub plausible: Assumption,
}

/// What arithmetic says of a fact.
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

/// What the model can say about a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelKind {
    /// A scenario reproduces or contradicts it.
    Replay,
    /// Arithmetic bounds it.
    Bound,
    /// Reported only; little to compute.
    Context,
}

/// How plausible a reading of a damaged amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// What follows from it lies in the plausible range.
    Plausible,
    /// Outside, but near.
    Possible,
    /// Far outside.
    Implausible,
}

impl Judgement {
    /// In a word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Plausible => "plausible",
            Self::Possible => "possible",
            Self::Implausible => "implausible",
        }
    }
}

/// What arithmetic and the model say of one fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The fact.
    pub fact: &'static Fact,
    /// What they say, every number in it computed.
    pub finding: String,
    /// How the numbers were computed, in order.
    pub steps: Vec<Step>,
    /// The readings of a damaged amount, the most plausible first; none if nothing is damaged.
    pub readings: Vec<Reading>,
}

/// One reading of a damaged amount.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reading {
    /// The digit put back.
    pub digit: u8,
    /// The amount that this makes, in the lost one's unit.
    pub amount: f64,
    /// What follows from it.
    pub text: String,
    /// The number that tells how plausible it is.
    pub measure: f64,
    /// How far that lies from the middle of its plausible range, in ratios; 1 is the range's end.
    pub distance: f64,
    /// The same in a word.
    pub judgement: Judgement,
    /// How that was computed, after the check's own steps.
    pub steps: Vec<Step>,
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

    /// The case that the check reckons with: the default one if the fact names none.
    pub fn scenario(&self) -> Scenario {
        let Some(case) = self.case else { return Scenario::default() };
        // What lies out of range is refused by the build, so nothing is left out here.
        case.values.iter().fold(Scenario::preset(case.preset), |scenario, (input, value)| {
            scenario.clone().with(*input, *value).unwrap_or(scenario)
        })
    }
}

impl Check {
    /// The number of this name in the check, with its unit: a result or, if nothing of the name was computed, an operand.
    ///
    /// Of the readings: `least_…` and `most_…` are what follows from the digits 1 and 9, `plausible_least` and
    /// `plausible_most` the amounts of the plausible ones.
    pub fn number(&self, name: &str) -> Option<(Value, Unit)> {
        let of_digit = |digit, name| {
            self.readings.iter().find(|reading| reading.digit == digit).and_then(|it| number(&it.steps, name))
        };
        let plausible = || self.readings.iter().filter(|it| it.judgement == Judgement::Plausible);
        let amount = |amount: f64| (Value::Number(amount), Unit::Usd);
        match (name, name.split_once('_')) {
            ("plausible_least", _) => plausible().map(|it| it.amount).min_by(f64::total_cmp).map(amount),
            ("plausible_most", _) => plausible().map(|it| it.amount).max_by(f64::total_cmp).map(amount),
            (_, Some(("least", name))) => of_digit(1, name),
            (_, Some(("most", name))) => of_digit(9, name),
            _ => number(&self.steps, name),
        }
    }
}

/// Checks a fact.
///
/// # Formula
/// Each fact has its own, told by its steps. A reading's distance is
/// ```text
/// |ln(m / middle)| / ln(end / middle)      m the measure; the end of the plausible range on m's side
/// ```
/// plausible up to 1, possible up to `possible_reading` in `data/assumptions/claims.toml`, implausible beyond.
///
/// # Units
/// Those of the steps.
///
/// # Examples
/// ```
/// use model::claims::{Fact, check};
/// use model::units::Value;
/// let fact = Fact::from_id("intercom-training").unwrap();
/// let found = check(fact);
/// // 64 GPUs for nine days.
/// assert_eq!(found.number("campaign").unwrap().0, Value::Number(64.0 * 9.0 * 24.0));
/// assert!(found.finding.contains("13,800\u{a0}GPU-hours"), "{}", found.finding);
/// assert_eq!(found.readings.len(), 9);
/// ```
pub fn check(fact: &'static Fact) -> Check {
    let assumptions = Assumptions::default();
    let mut trace = Trace::on();
    arithmetic::reckon(fact, &assumptions, None, &mut trace);
    let steps = trace.steps().to_vec();
    let finding = filled(fact.check, fact, &steps);
    let mut readings: Vec<Reading> = fact
        .lost
        .iter()
        .flat_map(|lost| (1..=9).map(|digit| reading(fact, lost, digit, steps.len())))
        .collect();
    readings.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    Check { fact, finding, steps, readings }
}

/// A reading; its own steps come after the `shared` ones that the check has without any.
fn reading(fact: &'static Fact, lost: &Lost, digit: u8, shared: usize) -> Reading {
    let assumptions = Assumptions::default();
    let amount = f64::from(digit) * lost.place + lost.kept;
    let mut trace = Trace::on();
    arithmetic::reckon(fact, &assumptions, Some(Term::reading(amount)), &mut trace);
    let all = trace.steps();
    let steps = all[shared.min(all.len())..].to_vec();
    let measured = number(all, lost.measure).and_then(|(value, _)| value.number());
    let measure = measured.unwrap_or(0.0);
    let range = lost.plausible.spec();
    let end = if measure < range.value { range.band.low } else { range.band.high };
    let distance = (libm::log(measure / range.value) / libm::log(end / range.value)).abs();
    let judgement = if distance <= 1.0 {
        Judgement::Plausible
    } else if distance <= assumptions.number(Assumption::PossibleReading) {
        Judgement::Possible
    } else {
        Judgement::Implausible
    };
    Reading { digit, amount, text: filled(lost.reading, fact, all), steps, measure, distance, judgement }
}

/// The last result of this name, or else the last operand.
fn number(steps: &[Step], name: &str) -> Option<(Value, Unit)> {
    let result = steps.iter().rev().find(|step| step.name == name).map(|step| (step.result, step.unit));
    let operand = || {
        let mut operands = steps.iter().rev().flat_map(|step| step.operands.iter());
        operands
            .find(|(given, _)| *given == name)
            .map(|(_, term)| (Value::Number(term.number()), term.unit()))
    };
    result.or_else(operand)
}

/// A text with its numbers put in.
fn filled(text: &str, fact: &Fact, steps: &[Step]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out += before;
        match (number(steps, name), fact.figures.iter().find(|figure| figure.name == name)) {
            (_, Some(figure)) => out += figure.text,
            (Some((value, unit)), None) => out += &format::value(value, unit, Style::Prose),
            (None, None) => out += "…",
        }
        rest = after;
    }
    out + rest
}
