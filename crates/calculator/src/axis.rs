//! One swept input: the values it takes, from `--over name=…`.

use core::str::FromStr;

use model::catalogue::Domain;
use model::units::Unit;
use model::written::{Decimal, Form, shown};
use model::{Input, InputError};

use crate::failure::Failure;
use crate::scenario_args::refusal;

/// The most values that one input may be swept over.
const MOST_STEPS: u32 = 100_000;

/// An input and its values, as written on the command line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AxisText {
    name: String,
    steps: Steps,
}

#[derive(Clone, Debug, PartialEq)]
enum Steps {
    /// `from:to:steps` or `from:to:steps:log`.
    Range { from: String, to: String, n: u32, log: bool },
    /// `value,value,…`
    List(Vec<String>),
}

impl FromStr for AxisText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const FORM: &str = "expected NAME=FROM:TO:STEPS, NAME=FROM:TO:STEPS:log or NAME=VALUE,VALUE";
        let (name, steps) = text.split_once('=').ok_or(FORM)?;
        let parts: Vec<&str> = steps.split(':').map(str::trim).collect();
        let steps = match parts[..] {
            [list] if !list.is_empty() => {
                let values: Vec<String> = list.split(',').map(|value| value.trim().to_owned()).collect();
                // What stands behind a comma and begins so is the rest of a number: 2,05 or 1,024.
                if values.iter().any(|value| is_rest_of_a_number(value)) {
                    return Err(
                        "commas stand between values: write decimals with a point and thousands without a \
                                separator"
                            .to_owned(),
                    );
                }
                Steps::List(values)
            }
            [from, to, n] | [from, to, n, "log" | "linear"] => {
                let n = count(n, MOST_STEPS).filter(|n| *n >= 2);
                let n = n.ok_or_else(|| format!("STEPS is the number of values, from 2 to {MOST_STEPS}"))?;
                let log = parts.last() == Some(&"log");
                Steps::Range { from: from.to_owned(), to: to.to_owned(), n, log }
            }
            _ => return Err(FORM.to_owned()),
        };
        Ok(Self { name: name.trim().to_owned(), steps })
    }
}

/// A whole number up to `most`, as a person writes one.
pub(crate) fn count(text: &str, most: u32) -> Option<u32> {
    let (is_whole, is_fine, decimal) = (true, false, Decimal::Either);
    let form = Form { is_whole, is_fine, decimal, ..Form::new(Unit::One, 0.0, f64::from(most)) };
    let number = model::written::read(text, &form, |digits| digits.parse().ok()).ok()?;
    let is_count = number >= form.min && number <= form.max && number.fract() == 0.0;
    is_count.then_some(number as u32)
}

/// Whether a text is a nought with more digits behind it.
fn is_rest_of_a_number(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && text.bytes().all(|c| c.is_ascii_digit())
}

/// An input and the values it takes, all within its range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    /// The input.
    pub(crate) input: Input,
    /// Its values, in the order in which they are tried.
    pub(crate) values: Vec<f64>,
    /// How many values were requested, before equal whole numbers were merged.
    pub(crate) requested: usize,
}

impl AxisText {
    /// The input and its values, each checked against the input's range.
    pub(crate) fn axis(&self) -> Result<Axis, Failure> {
        let unknown = || InputError::UnknownInput { name: self.name.clone() };
        let input = Input::from_id(&self.name).ok_or_else(unknown).map_err(refusal)?;
        let read = |text: &str| scenario_file::value(input.into(), text, Decimal::Either).map_err(refusal);
        let (from, to, n, log) = match &self.steps {
            Steps::List(texts) => {
                let values: Vec<f64> = texts.iter().map(|text| read(text)).collect::<Result<_, _>>()?;
                let mut seen: Vec<f64> = Vec::new();
                for (value, text) in values.iter().zip(texts) {
                    if seen.contains(value) {
                        return Err(Failure::Refused(format!(
                            "{}: '{}' is listed twice",
                            self.name,
                            shown(text)
                        )));
                    }
                    seen.push(*value);
                }
                return Ok(Axis { input, requested: values.len(), values });
            }
            Steps::Range { from, to, n, log } => (read(from)?, read(to)?, *n, *log),
        };
        let whole = match input.spec().domain {
            Domain::Choice(_) => {
                return Err(Failure::Refused(format!(
                    "{0}: a choice has no range; list its options, such as {0}=a,b ({1})",
                    self.name,
                    model::error::Allowed(input.into())
                )));
            }
            Domain::Number { whole, .. } => whole,
        };
        if log && (from <= 0.0 || to <= 0.0) {
            return Err(Failure::Refused(format!(
                "{}: equal ratios from {from} to {to} cannot start or end at 0; leave out ':log', or stay above 0",
                self.name
            )));
        }
        let mut values: Vec<f64> = (0..n).map(|index| step(from, to, index, n - 1, log)).collect();
        if whole {
            values.iter_mut().for_each(|value| *value = libm::round(*value));
            values.dedup();
        }
        Ok(Axis { input, values, requested: n as usize })
    }
}

/// The value at a step; both ends are exact, and what lies between them lands on round numbers: 0.3 and not
/// 0.30000000000000004.
fn step(from: f64, to: f64, index: u32, last: u32, log: bool) -> f64 {
    let share = f64::from(index) / f64::from(last);
    match index {
        0 => from,
        index if index == last => to,
        _ if log => round(from * libm::pow(to / from, share)),
        _ => round(from + (to - from) * share),
    }
}

/// A number to twelve significant digits, more than any input is known to and fewer than a sum of steps gets wrong.
fn round(x: f64) -> f64 {
    format!("{x:.11e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<f64> {
        text.parse::<AxisText>().unwrap().axis().unwrap().values
    }

    #[test]
    fn ranges_and_lists_give_their_values() {
        assert_eq!(values("gpu_hour_price=1:3:5"), [1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(values("gpu_hour_price=3:1:3"), [3.0, 2.0, 1.0]);
        assert_eq!(values("gpu_hour_price=0.1:0.7:7"), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
        assert_eq!(values("gpu_hour_price=0.1:10:3:log"), [0.1, 1.0, 10.0]);
        assert_eq!(values("gpu_count=1:1024:11:log").len(), 11);
        assert_eq!(values("gpu_count=1:1024:11:log")[3], 8.0);
        assert_eq!(values("gpu_count=1:3:9"), [1.0, 2.0, 3.0]);
        assert_eq!(values("precision=int4,bf16").len(), 2);
        assert_eq!(values("horizon=24"), [24.0]);
        assert_eq!(values("retrains_per_year=0,4,12"), [0.0, 4.0, 12.0]);
        assert_eq!(values("requests_per_day=1k:1M:1,000").len(), 1000);
        assert_eq!(values("gpu_hour_price=1,5:2,5:1e1").len(), 10);
    }

    #[test]
    fn a_count_is_a_whole_number_in_anyones_writing() {
        for text in ["1000", "1,000", "1k", " 1000 ", "1e3"] {
            assert_eq!(count(text, 10_000), Some(1000), "{text}");
        }
        // "1.000" may be 1 or 1,000 and is refused; "1.024" can only be 1,024, as a count is whole.
        assert_eq!((count("1.000", 10_000), count("1.024", 10_000)), (None, Some(1024)));
        for text in ["1.5", "1,5", "-1", "10,001", "", "many"] {
            assert_eq!(count(text, 10_000), None, "{text}");
        }
    }

    #[test]
    fn a_wrong_form_is_a_usage_error() {
        for text in ["gpu_count", "gpu_count=", "gpu_count=1:8", "gpu_count=1:8:1", "gpu_count=1:8:4:exp"]
            .into_iter()
            .chain([
                "gpu_count=1:8:2.5",
                "gpu_count=1:8:-4",
                "gpu_count=1:8:100,001",
                "gpu_count=1:8:many",
                "gpu_hour_price=2,05",
                "gpu_count=1,024",
            ])
        {
            assert!(text.parse::<AxisText>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_wrong_value_is_refused_with_what_is_allowed() {
        for (text, part) in [
            ("gpu_cuont=1:8:4", "did you mean 'gpu_count'?"),
            ("gpu_count=0:8:4", "allowed: 1 to 1024 GPUs"),
            ("precision=0:1:2", "is not an option"),
            ("precision=bf16:fp8:2", "a choice has no range"),
            ("retrains_per_year=0:52:4:log", "cannot start or end at 0"),
            ("gpu_count=8,4,8.0", "gpu_count: '8.0' is listed twice"),
            ("precision=fp8,fp8", "precision: 'fp8' is listed twice"),
        ] {
            let error = text.parse::<AxisText>().unwrap().axis().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
