//! Workings: how a value was computed, recorded by the code that computes it.
//!
//! `compute!` evaluates a formula over named operands. Where a [`Trace`] is being kept it also records
//! the formula as it is written in the source, each operand with its number, unit and origin, and the result. So a
//! working cannot disagree with the value: there is only one expression. Inside a formula every name is an `f64`: the
//! units of operands and result are labels, which the compiler does not check.

use std::borrow::Cow;

use crate::case::scenario::{Assumptions, Values};
use crate::catalogue::{Assumption, Input, Setting, SourceId};
use crate::quantities::units::{Quantity, Unit, Value};

/// Where a number in a formula comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Computed by an earlier step that has the operand's name.
    Computed,
    /// Given by the scenario.
    Input(Input),
    /// A constant from `data/assumptions/`.
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

impl From<Setting> for Origin {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::Input(input) => Self::Input(input),
            Setting::Assumption(assumption) => Self::Assumption(assumption),
        }
    }
}

/// A number on its way into a formula. Its parts are set together, by what knows where the number comes from: so no
/// formula can cite another source than its number's.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Term {
    number: f64,
    unit: Unit,
    #[cfg_attr(feature = "serde", serde(flatten))]
    origin: Origin,
}

impl Term {
    /// The number, in [`Self::unit`].
    pub const fn number(&self) -> f64 {
        self.number
    }

    /// The unit of the number.
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// Where the number comes from.
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// A property of a catalogue entry.
    pub const fn catalogue(number: f64, unit: Unit, source: SourceId) -> Self {
        Self { number, unit, origin: Origin::Catalogue(source) }
    }

    /// Zero, for a part of a formula that a case does not have, such as the loss to quantisation in 16 bit.
    pub(crate) const fn none(unit: Unit) -> Self {
        Self::computed(0.0, unit)
    }

    /// A number that a step of its name computed.
    pub(crate) const fn computed(number: f64, unit: Unit) -> Self {
        Self { number, unit, origin: Origin::Computed }
    }

    /// A number that the article reports.
    pub(crate) const fn reported(number: f64, unit: Unit) -> Self {
        Self { number, unit, origin: Origin::Reported }
    }

    /// One reading of an amount that the article damaged.
    pub(crate) const fn reading(amount: f64) -> Self {
        Self { number: amount, unit: Unit::Usd, origin: Origin::Reading }
    }

    /// What the model gives for a case that the step's meaning names.
    pub(crate) fn outcome(quantity: impl Quantity) -> Self {
        Self { origin: Origin::Outcome, ..quantity.term() }
    }
}

impl Values {
    /// The value of an input as an operand of a formula.
    pub fn term(&self, input: Input) -> Term {
        Term { number: self.number(input), unit: input.spec().unit, origin: Origin::Input(input) }
    }
}

impl Assumptions {
    /// The value of a constant as an operand of a formula.
    pub fn term(&self, assumption: Assumption) -> Term {
        let unit = assumption.spec().unit;
        Term { number: self.number(assumption), unit, origin: Origin::Assumption(assumption) }
    }
}

/// What a name in a formula may refer to: a [`Term`], or a quantity that an earlier step computed.
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
        Term::computed(self.value().number().unwrap_or(0.0), Q::UNIT)
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
    pub formula: Cow<'static, str>,
    /// The operands in the order of the `where` list.
    pub operands: Vec<(&'static str, Term)>,
    /// The result.
    pub result: Value,
    /// The unit of the result.
    pub unit: Unit,
}

/// Receives each step as it is computed.
///
/// Formulas are generic over it, so that where nothing is recorded neither the steps nor their words are in the program.
pub trait Record {
    /// Whether steps are recorded.
    fn is_on(&self) -> bool;
    /// Adds a step, if steps are recorded.
    fn record(&mut self, step: impl FnOnce() -> Step);
    /// The last step with this name.
    fn find(&self, name: &str) -> Option<&Step>;

    /// Records a step that no expression computes: a search, a count, a comparison.
    fn note<Q: Quantity>(
        &mut self,
        name: &'static str,
        meaning: &'static str,
        formula: &'static str,
        operands: &[(&'static str, Term)],
        result: Q,
    ) -> Q {
        self.record(|| Step {
            name,
            meaning,
            formula: Cow::Borrowed(formula),
            operands: operands.to_vec(),
            result: result.value(),
            unit: Q::UNIT,
        });
        result
    }
}

/// The steps of one evaluation, in the order in which they were computed.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    steps: Vec<Step>,
}

impl Trace {
    /// A record that keeps nothing, at no cost.
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

/// Records the steps of a formula that is used more than once under names of their own.
///
/// `names` gives, for each name in the formula, the name and the meaning under which its step is recorded; the operands
/// and the formula's text follow.
pub(crate) struct Renamed<'a, R> {
    record: &'a mut R,
    names: &'a [NewName],
}

/// The name in the formula, and the name and the meaning of the step that is recorded.
pub(crate) type NewName = (&'static str, &'static str, &'static str);

impl<'a, R: Record> Renamed<'a, R> {
    pub(crate) const fn new(record: &'a mut R, names: &'a [NewName]) -> Self {
        Self { record, names }
    }
}

impl<R: Record> Record for Renamed<'_, R> {
    fn is_on(&self) -> bool {
        self.record.is_on()
    }

    fn record(&mut self, step: impl FnOnce() -> Step) {
        let names = self.names;
        self.record.record(|| {
            let mut step = step();
            let new = |name: &str| names.iter().find(|(old, ..)| *old == name);
            if let Some((_, name, meaning)) = new(step.name) {
                (step.name, step.meaning) = (name, meaning);
            }
            for (name, _) in &mut step.operands {
                *name = new(name).map_or(*name, |(_, name, _)| name);
            }
            let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let mut formula = String::new();
            let mut rest = &*step.formula;
            while !rest.is_empty() {
                let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
                let (name, behind) = rest.split_at(end);
                let end = behind.find(is_of_name).unwrap_or(behind.len());
                let (between, next) = behind.split_at(end);
                formula += new(name).map_or(name, |(_, name, _)| name);
                formula += between;
                rest = next;
            }
            step.formula = Cow::Owned(formula);
            step
        });
    }

    fn find(&self, name: &str) -> Option<&Step> {
        self.record.find(name)
    }
}

/// What [`compute!`] takes for an operand: the expression given, or else the variable of its name.
macro_rules! operand {
    ($operand:ident = $given:expr) => {
        $given
    };
    ($operand:ident) => {
        $operand
    };
}

/// Computes a quantity and records how. An operand that has the name of its variable need not repeat it.
///
/// ```text
/// let own_cost: UsdPerMonth = compute!(trace, own_cost "Cost of owning, a month": UsdPerMonth =
///     gpus * price * month_hours;
///     where gpus = values.term(Input::GpuCount), price = values.term(Input::GpuHourPrice), month_hours);
/// ```
macro_rules! compute {
    ($trace:expr, $name:ident $meaning:literal : $unit:ty = $formula:expr;
     where $($operand:ident $(= $given:expr)?),+ $(,)?) => {{
        let result = {
            let ($($operand,)+) =
                ($($crate::workings::trace::Operand::number(&$crate::workings::trace::operand!($operand $(= $given)?)),)+);
            <$unit>::new($formula)
        };
        $trace.record(move || $crate::workings::trace::Step {
            name: stringify!($name),
            meaning: $meaning,
            formula: ::std::borrow::Cow::Borrowed(stringify!($formula)),
            operands: vec![
                $((stringify!($operand), $crate::workings::trace::Operand::term(&$crate::workings::trace::operand!($operand $(= $given)?)))),+
            ],
            result: $crate::quantities::units::Quantity::value(result),
            unit: <$unit as $crate::quantities::units::Quantity>::UNIT,
        });
        result
    }};
}
pub(crate) use {compute, operand};
