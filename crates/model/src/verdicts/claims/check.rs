//! Checks: what arithmetic and the model say of a fact, and of each reading of a damaged amount.

use super::arithmetic;
use super::facts::{Fact, Lost};
use crate::case::scenario::Assumptions;
use crate::catalogue::Assumption;
use crate::quantities::format::{self, Style};
use crate::quantities::order::sort_by;
use crate::quantities::units::{Unit, Value};
use crate::workings::trace::{Step, Term, Trace};

/// How plausible a reading of a damaged amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// Its consequence is in the plausible range.
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

/// The check of one fact by arithmetic and the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The fact.
    pub fact: &'static Fact,
    /// The finding, every number in it computed.
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
/// Each fact has its own, shown by its steps. A reading's distance is
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
    arithmetic::record(fact, &assumptions, None, &mut trace);
    let steps = trace.steps().to_vec();
    let finding = filled(fact.check, fact, &steps);
    let mut readings: Vec<Reading> = fact
        .lost
        .iter()
        .flat_map(|lost| (1..=9).map(|digit| reading(fact, lost, digit, steps.len())))
        .collect();
    sort_by(&mut readings, |one, other| one.distance.total_cmp(&other.distance));
    Check { fact, finding, steps, readings }
}

/// A reading; its own steps come after the `shared` ones that the check has without any.
fn reading(fact: &'static Fact, lost: &Lost, digit: u8, shared: usize) -> Reading {
    let assumptions = Assumptions::default();
    let amount = f64::from(digit) * lost.place + lost.kept;
    let mut trace = Trace::on();
    arithmetic::record(fact, &assumptions, Some(Term::reading(amount)), &mut trace);
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
