//! A working as text: each step's formula, the numbers put in, and where they come from.

use std::io::Write;

use model::Scenario;
use model::catalogue::{Confidence, SourceId};
use model::format::unit_name;
use model::outcome::OutputSpec;
use model::trace::{Origin, Step, Term};
use model::units::{Unit, Value};

use super::table::Text;
use crate::failure::Failure;
use crate::verbs::provenance::Provenance;

/// Writes every step.
pub(crate) fn write(
    scenario: &Scenario,
    spec: &OutputSpec,
    steps: &[Step],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "{}\n\n{}: {}", super::headline(scenario), spec.id, spec.meaning.trim())?;
    for (index, step) in steps.iter().enumerate() {
        writeln!(out, "\n{}. {}: {}", index + 1, step.name, step.meaning)?;
        writeln!(out, "   {} = {}", step.name, one_line(step.formula))?;
        let mut operands = Text::new();
        for (name, term) in &step.operands {
            let number = quantity(Value::Number(term.number), term.unit, *term);
            let computed = steps[..index].iter().rposition(|earlier| earlier.name == *name);
            operands.row([&format!("{name} ="), &number, &origin(scenario, *term, computed)]);
        }
        operands.write("       ", out)?;
        writeln!(out, "   {} = {}", step.name, result(step))?;
    }
    Ok(())
}

/// The formula as it stands in the source, without its line breaks and its library's name.
fn one_line(formula: &str) -> String {
    formula.split_whitespace().collect::<Vec<_>>().join(" ").replace("libm::", "")
}

fn result(step: &Step) -> String {
    match step.result {
        Value::Number(x) => with_unit(x, step.unit),
        Value::Name(name) => name.to_owned(),
        Value::Flag(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Missing => "none".to_owned(),
    }
}

/// An operand's number with its unit; an option by its name.
fn quantity(value: Value, unit: Unit, term: Term) -> String {
    match (term.origin, value) {
        (Origin::Input(input), Value::Number(x)) if unit == Unit::Choice => {
            model::scenario::value_text(input, x)
        }
        (_, Value::Number(x)) => with_unit(x, unit),
        _ => String::new(),
    }
}

fn with_unit(x: f64, unit: Unit) -> String {
    let name = unit_name(unit);
    format!("{}{}{name}", significant(x), if name.is_empty() { "" } else { " " })
}

/// Seven significant figures: enough to follow the sum by hand.
fn significant(x: f64) -> String {
    let rounded: f64 = format!("{x:.6e}").parse().unwrap_or(x);
    if rounded != 0.0 && !(1e-4..1e15).contains(&rounded.abs()) {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}

fn origin(scenario: &Scenario, term: Term, computed: Option<usize>) -> String {
    match Provenance::of(scenario, term.origin) {
        None => computed.map_or_else(|| "computed".to_owned(), |step| format!("step {}", step + 1)),
        Some(Provenance { what, source: None, .. }) => what,
        Some(Provenance { what, source: Some(source), date, confidence }) => {
            format!("{what}; {}", cited(source, date, confidence))
        }
    }
}

/// A source with the date of the value (or its own) and how sure we are.
fn cited(source: SourceId, date: &str, confidence: Confidence) -> String {
    let source = source.source();
    let date = if date.is_empty() { source.date } else { date };
    format!("{}, {date}, {}", source.title, confidence.id())
}
