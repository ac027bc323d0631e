//! A working as text: each step's formula, its operands' numbers, and where they come from.

use std::io::Write;

use model::Scenario;
use model::catalogue::{Confidence, SourceId};
use model::format::{Style, number};
use model::outcome::OutputSpec;
use model::provenance::Provenance;
use model::trace::{Step, Term};
use model::words::{one_line, operand, result};

use super::table::Text;
use crate::failure::Failure;

/// Writes a heading, the answer and every step.
pub(crate) fn write(
    scenario: &Scenario,
    spec: &OutputSpec,
    steps: &[Step],
    out: &mut dyn Write,
) -> Result<(), Failure> {
    writeln!(out, "{}\n\n{}: {}", super::headline(scenario), spec.id, spec.meaning().trim())?;
    if let Some(last) = steps.last() {
        writeln!(out, "{} = {}", last.name, result(last))?;
    }
    write_steps(scenario, steps, out)
}

/// Writes every step, without a heading.
pub(crate) fn write_steps(scenario: &Scenario, steps: &[Step], out: &mut dyn Write) -> Result<(), Failure> {
    for (index, step) in steps.iter().enumerate() {
        writeln!(out, "\n{}. {}: {}", index + 1, step.name, step.meaning)?;
        writeln!(out, "   {} = {}", step.name, one_line(&step.formula))?;
        let mut operands = Text::new();
        for (name, term) in &step.operands {
            let number = operand(*term);
            let computed = steps[..index].iter().rposition(|earlier| earlier.name == *name);
            operands.row([&format!("{name} ="), &number, &origin(scenario, *term, computed)]);
        }
        operands.write("       ", out)?;
        writeln!(out, "   {} = {}", step.name, result(step))?;
    }
    Ok(())
}

fn origin(scenario: &Scenario, term: Term, computed: Option<usize>) -> String {
    match Provenance::of(scenario, term.origin()) {
        None => computed.map_or_else(|| "computed".to_owned(), |step| format!("step {}", step + 1)),
        Some(Provenance { what, source: None, .. }) => what,
        Some(Provenance { what, source: Some(source), date, confidence, range, asked }) => {
            let end = |x| number(x, term.unit(), Style::Tight);
            let range = range.map_or_else(String::new, |(low, high)| {
                format!(", nine in ten from {} to {}", end(low), end(high))
            });
            let asked = asked.map_or_else(String::new, |asked| format!("; asked: {}", asked.text()));
            format!("{what}{range}; {}{asked}", cited(source, date, confidence))
        }
    }
}

/// A source with the date of the value (or its own) and its confidence.
fn cited(source: SourceId, date: &str, confidence: Confidence) -> String {
    let source = source.source();
    let date = if date.is_empty() { source.date } else { date };
    format!("{}, {date}, {}", source.title, confidence.id())
}
