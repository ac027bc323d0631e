//! A working in words: a step's formula on one line, its numbers with their units, its result.

use crate::case::scenario::value_text;
use crate::quantities::units::{Unit, Value};
use crate::workings::trace::{Origin, Step, Term};

/// The formula as it is written in the source, without its line breaks and its library's name.
///
/// ```
/// assert_eq!(model::words::one_line("libm::sqrt(a\n    * b)"), "sqrt(a * b)");
/// ```
pub fn one_line(formula: &str) -> String {
    formula.split_whitespace().collect::<Vec<_>>().join(" ").replace("libm::", "")
}

/// What a step gave, with its unit.
pub fn result(step: &Step) -> String {
    match step.result {
        Value::Number(x) => with_unit(x, step.unit),
        Value::Name(name) => name.to_owned(),
        Value::Flag(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Missing => "none".to_owned(),
    }
}

/// An operand's number with its unit; an option by its name.
pub fn operand(term: Term) -> String {
    match term.origin() {
        Origin::Input(input) if term.unit() == Unit::Choice => value_text(input, term.number()),
        _ => with_unit(term.number(), term.unit()),
    }
}

fn with_unit(x: f64, unit: Unit) -> String {
    let name = unit.name();
    format!("{}{}{name}", significant(x), if name.is_empty() { "" } else { " " })
}

/// Seven significant figures: enough to follow the sum by hand.
///
/// ```
/// assert_eq!(model::words::significant(2.0 / 3.0), "0.6666667");
/// assert_eq!(model::words::significant(7.7e-5), "7.7e-5");
/// ```
pub fn significant(x: f64) -> String {
    let rounded: f64 = format!("{x:.6e}").parse().unwrap_or(x);
    if rounded != 0.0 && !(1e-4..1e15).contains(&rounded.abs()) {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}
