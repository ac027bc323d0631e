//! How results are written: text tables for people, JSON and CSV for programs.

pub(crate) mod columnar;
pub(crate) mod csv;
pub(crate) mod explanation;
pub(crate) mod format;
pub(crate) mod json;
pub(crate) mod outcome;
pub(crate) mod rows;
pub(crate) mod source;
pub(crate) mod table;

use std::borrow::Cow;
use std::io::Write;

use model::catalogue::Domain;
use model::units::Value;
use model::{Input, Scenario};
use serde::{Serialize, Serializer};

pub(crate) use format::{CsvArgs, FileFormat, Format, FormatArgs, RowFormat};

use crate::failure::Failure;

/// The headers of columns, and an item's cells below them.
pub(crate) type Columns<'a, T> = (&'a [&'a str], fn(&T) -> Vec<String>);

/// A list to print: each item as it is in JSON, and its cells in a table and in CSV.
pub(crate) struct Listing<'a, T> {
    /// The items of the list.
    pub(crate) items: &'a [T],
    /// The columns of the table.
    pub(crate) table: Columns<'a, T>,
    /// The columns of the CSV.
    pub(crate) csv: Columns<'a, T>,
}

impl<T: Serialize> Listing<'_, T> {
    /// Writes the list.
    pub(crate) fn write(&self, format: Format, csv: &CsvArgs, out: &mut dyn Write) -> Result<(), Failure> {
        match format {
            Format::Json => json::write(&self.items, out),
            Format::Jsonl => json::lines(self.items, out),
            Format::Csv => {
                let mut rows = csv::Rows::new(self.csv.0, csv, out)?;
                self.items.iter().try_for_each(|item| rows.write(&(self.csv.1)(item)))
            }
            Format::Table => {
                let rows: Vec<Vec<String>> = self.items.iter().map(self.table.1).collect();
                table::write(self.table.0, &rows, out)
            }
        }
    }
}

/// A scenario in one line: its preset and what differs from it.
pub(crate) fn headline(scenario: &Scenario) -> String {
    let preset = scenario.base().spec();
    let changes = Some(difference(scenario)).filter(|changes| !changes.is_empty());
    let changes = changes.unwrap_or_else(|| "nothing changed".to_owned());
    format!("Scenario: {} ({}), {changes}", preset.label, preset.id)
}

/// What a scenario changes of its preset, as `--set` takes it; empty if nothing.
pub(crate) fn difference(scenario: &Scenario) -> String {
    let changes =
        scenario.changes().map(|(setting, _)| format!("{}={}", setting.id(), scenario.text(setting)));
    changes.collect::<Vec<_>>().join(" ")
}

/// An input's value as in a file: a number, or an option's name.
pub(crate) fn input_value(input: Input, value: f64) -> Value {
    match input.spec().domain {
        Domain::Number { .. } => Value::Number(value),
        Domain::Choice(options) => {
            options.get(value as usize).map_or(Value::Missing, |option| Value::Name(option.id))
        }
    }
}

/// A number in three significant figures, for reading.
pub(crate) fn rounded(x: f64) -> f64 {
    format!("{x:.2e}").parse().unwrap_or(x)
}

/// A number's cell in CSV: in full, or empty if there is none.
pub(crate) fn full(number: Option<f64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Named values: an object in JSON.
pub(crate) struct Fields(pub(crate) Vec<(Cow<'static, str>, Value)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
