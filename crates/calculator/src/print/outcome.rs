//! An outcome as text: the verdict in a sentence, the outputs by family, both ledgers, the conditions.

use std::io::Write;

use model::format::{self, Style};
use model::outcome::{Condition, Line, OutputSpec, Side};
use model::units::{Quantity, Unit, Value};
use model::{Outcome, Scenario};

use super::table::Text;
use crate::failure::Failure;

/// Writes the whole outcome.
pub(crate) fn write(scenario: &Scenario, outcome: &Outcome, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}\n\n{}", super::headline(scenario), verdict(outcome))?;
    let outputs: Vec<(&OutputSpec, Value)> = outcome.outputs().collect();
    for family in outputs.chunk_by(|a, b| a.0.family == b.0.family) {
        writeln!(out, "\n{}", title(family))?;
        let rows: Vec<Row> = family.iter().map(|(spec, value)| output_row(spec, *value)).collect();
        table(&rows).write("  ", out)?;
    }
    writeln!(out, "\nLedger: owning, a month")?;
    ledger(&outcome.estimate.ledgers.own, outcome.estimate.cost.own_cost.value()).write("  ", out)?;
    writeln!(out, "\nLedger: renting, a month")?;
    ledger(&outcome.estimate.ledgers.rent, outcome.estimate.cost.rent_cost.value()).write("  ", out)?;
    if !outcome.estimate.conditions.is_empty() {
        writeln!(out, "\nConditions")?;
    }
    for condition in &outcome.estimate.conditions {
        writeln!(out, "  {} ({})", condition.text(), condition.id())?;
    }
    Ok(())
}

/// Writes chosen columns, a row each.
pub(crate) fn write_selected(scenario: &Scenario, rows: &[Row], out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}\n", super::headline(scenario))?;
    table(rows).write("", out)
}

/// The verdict in one sentence.
fn verdict(outcome: &Outcome) -> String {
    let (verdict, cost, accuracy) = (&outcome.verdict, &outcome.estimate.cost, &outcome.estimate.accuracy);
    let head = match verdict.verdict {
        Side::Own => "Own",
        Side::Rent => "Rent",
        Side::TooClose => "Too close to call",
        Side::CannotOwn => "Owning cannot do this work",
        Side::CannotRent => "Renting cannot do this work",
    };
    let text = |value: Value, unit| format::value(value, unit, Style::Prose);
    let within = if verdict.within_ten_percent { "within" } else { "not within" };
    // The reader may have another way stand for either side.
    let of_other_ways = outcome.estimate.conditions.contains(&Condition::OtherWays);
    let [own, rent] = if of_other_ways {
        ["the accuracy of owning", "that of renting"]
    } else {
        ["the open model's accuracy", "the closed one's"]
    };
    let likely = outcome.chance().map_or_else(String::new, |chance| {
        let probability = format::probability_words(chance.number());
        format!(" owning is cheaper in {probability} of the cases we think possible,")
    });
    format!(
        "{head}: owning costs {} a month and renting {},{likely} and {own} ({}) is {within} 10\u{202f}% of {rent} ({}).",
        text(cost.own_cost.value(), Unit::UsdPerMonth),
        text(cost.rent_cost.value(), Unit::UsdPerMonth),
        text(accuracy.own_accuracy.value(), Unit::Fraction),
        text(accuracy.rent_accuracy.value(), Unit::Fraction),
    )
}

fn title(family: &[(&OutputSpec, Value)]) -> String {
    let name = family.first().map_or("", |(spec, _)| spec.family);
    name.get(..1).map_or_else(String::new, |first| first.to_uppercase() + &name[1..])
}

/// A row of the table: label, value, unit (if the printed value does not show it) and stable name.
pub(crate) type Row = [String; 4];

/// The row of a value that is shown so.
pub(crate) fn row(label: &str, shown: String, of: Unit, id: &str) -> Row {
    [label.to_owned(), shown, unit(of).to_owned(), id.to_owned()]
}

/// The row of an output.
pub(crate) fn output_row(spec: &OutputSpec, value: Value) -> Row {
    row(spec.label(), format::value(value, spec.unit, Style::Prose), spec.unit, spec.id)
}

/// A table without its column of units if no row has one.
fn table(rows: &[Row]) -> Text {
    let mut text = Text::new();
    let with_unit = rows.iter().any(|[_, _, unit, _]| !unit.is_empty());
    for [label, shown, unit, id] in rows {
        text.row([label, shown].into_iter().chain(with_unit.then_some(unit)).chain([id]));
    }
    text.right(&[1]);
    text
}

/// The unit of an amount of money: printed, it shows the currency and not what it is per.
fn unit(unit: Unit) -> &'static str {
    if unit.is_money() { unit.name() } else { "" }
}

fn ledger(lines: &[Line], total: Value) -> Text {
    let mut text = Text::new();
    let money = |value| format::value(value, Unit::UsdPerMonth, Style::Prose);
    for line in lines {
        text.row([line.item.label(), &money(line.cost.value()), line.item.id()]);
    }
    text.row(["Together", &money(total), ""]);
    text.right(&[1]);
    text
}
