//! Workings: how a value was computed, recorded by the code that computes it.
//!
//! [`compute!`](crate::compute) evaluates a formula over named operands. Where a [`Trace`] is being kept it also records the
//! formula as it stands in the source, each operand with its number, unit and origin, and the result. So a
//! working cannot disagree with the value: there is only one expression.

use crate::catalogue::{Assumption, Input, SourceId};
use crate::units::{Quantity, Unit, Value};

/// Where a number in a formula comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Computed by an earlier step that has the operand's name.
    Computed,
    /// Given by the scenario.
    Input(Input),
    /// A constant of `data/assumptions.toml`.
    Assumption(Assumption),
    /// A property of a catalogue entry (a GPU, a model, a price), with its source.
    Catalogue(SourceId),
    /// A number that the article reports, in the check of a claim.
    Reported,
    /// One reading of an amount that the article damaged.
    Reading,
    /// What the model gives for a case that the step's meaning names.
    Outcome,
}

/// A number on its way into a formula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The number, in `unit`.
    pub number: f64,
    /// Its unit.
    pub unit: Unit,
    /// Where it comes from.
    pub origin: Origin,
}

impl Term {
    /// A property of a catalogue entry.
    pub const fn catalogue(number: f64, unit: Unit, source: SourceId) -> Self {
        Self { number, unit, origin: Origin::Catalogue(source) }
    }
}

/// What may stand for a name in a formula: a [`Term`], or a quantity that an earlier step computed.
pub trait Operand {
    /// The operand with its unit and origin.
    fn term(&self) -> Term;
    /// Its number alone, which is all that a formula needs.
    fn number(&self) -> f64 {
        self.term().number
    }
}

impl Operand for Term {
    fn term(&self) -> Term {
        *self
    }
}

impl<Q: Quantity> Operand for Q {
    fn term(&self) -> Term {
        Term { number: self.value().number().unwrap_or(0.0), unit: Q::UNIT, origin: Origin::Computed }
    }
}

/// One computed value.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The name of what was computed: an output's id, or an intermediate's.
    pub name: &'static str,
    /// What it means, in words.
    pub meaning: &'static str,
    /// The formula, over the operands' names.
    pub formula: &'static str,
    /// The operands in the order of the `where` list.
    pub operands: Vec<(&'static str, Term)>,
    /// The result.
    pub result: Value,
    /// The unit of the result.
    pub unit: Unit,
}

/// What hears of each step as it is computed.
///
/// Formulas are generic over it, so that where nobody listens neither the steps nor their words are in the program.
pub trait Record {
    /// Whether steps are recorded.
    fn is_on(&self) -> bool;
    /// Adds a step, if steps are recorded.
    fn record(&mut self, step: impl FnOnce() -> Step);
    /// The last step with this name.
    fn find(&self, name: &str) -> Option<&Step>;
}

/// The steps of one evaluation, in the order in which they were computed.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    steps: Vec<Step>,
}

impl Trace {
    /// What records nothing, at no cost.
    pub const fn off() -> Untraced {
        Untraced
    }
    /// A trace that records each step.
    pub const fn on() -> Self {
        Self { steps: Vec::new() }
    }
    /// The steps recorded so far.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl Record for Trace {
    fn is_on(&self) -> bool {
        true
    }
    fn record(&mut self, step: impl FnOnce() -> Step) {
        self.steps.push(step());
    }
    fn find(&self, name: &str) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.name == name)
    }
}

/// Records nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Untraced;

impl Record for Untraced {
    fn is_on(&self) -> bool {
        false
    }
    fn record(&mut self, _: impl FnOnce() -> Step) {}
    fn find(&self, _: &str) -> Option<&Step> {
        None
    }
}

/// Computes a quantity and records how.
///
/// ```text
/// let own_cost: UsdPerMonth = compute!(trace, own_cost "Cost of owning, a month": UsdPerMonth =
///     gpus * price * hours;
///     where gpus = values.term(Input::GpuCount), price = values.term(Input::GpuHourPrice), hours = month_hours);
/// ```
/// Inside the formula every name is an `f64` in its operand's unit.
#[macro_export]
macro_rules! compute {
    ($trace:expr, $name:ident $meaning:literal : $unit:ty = $formula:expr; where $($operand:ident = $given:expr),+ $(,)?) => {{
        let result = {
            let ($($operand,)+) = ($($crate::trace::Operand::number(&$given),)+);
            <$unit>::new($formula)
        };
        $trace.record(move || $crate::trace::Step {
            name: stringify!($name),
            meaning: $meaning,
            formula: stringify!($formula),
            operands: vec![$((stringify!($operand), $crate::trace::Operand::term(&$given))),+],
            result: $crate::units::Quantity::value(result),
            unit: <$unit as $crate::units::Quantity>::UNIT,
        });
        result
    }};
}
