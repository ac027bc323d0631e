//! Readings: the values of inputs as they read in a sentence.

use super::scenario::Scenario;
use crate::catalogue::{Domain, Input};
use crate::quantities::format::{NONE, Style, counted, dollars, grouped, number, to_significant};
use crate::quantities::units::Unit;

impl Scenario {
    /// The value of an input as it reads in a sentence: "2 GPUs", "8B", "every 2 weeks", "40,000 requests a day", an
    /// option's label. Nothing is rounded that the reader set.
    ///
    /// ```
    /// use model::{Input, Scenario};
    /// let scenario = Scenario::default();
    /// assert_eq!(scenario.reading(Input::RequestsPerDay), "100,000\u{a0}requests a day");
    /// assert_eq!(scenario.reading(Input::Method), "LoRA");
    /// ```
    pub fn reading(&self, input: Input) -> String {
        input.reading(self.get(input))
    }
}

impl Input {
    /// Any value of the input as it would read in a sentence: for the ends of a slider, a preset's values, a swept value.
    pub fn reading(self, value: f64) -> String {
        let spec = self.spec();
        if let Domain::Choice(options) = spec.domain {
            return options.get(value as usize).map_or(NONE, |option| option.label).to_owned();
        }
        let full = grouped(&format!("{}", to_significant(value, 7)));
        if spec.unit.is_money() {
            let amount = if value >= 1000.0 { format!("${full}") } else { dollars(value, Style::Prose) };
            let per = spec.unit.per();
            return if per.is_empty() { amount } else { format!("{amount} {per}") };
        }
        match spec.unit {
            Unit::Tokens
            | Unit::Requests
            | Unit::RequestsPerDay
            | Unit::Examples
            | Unit::Gpus
            | Unit::Months
            | Unit::Days
            | Unit::FteMonths => counted(&full, value, spec.unit),
            Unit::BillionParameters => format!("{full}B"),
            unit => number(value, unit, Style::Prose),
        }
    }
}
