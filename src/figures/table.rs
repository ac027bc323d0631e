//! The numbers of a figure as a table: for reading, for screen readers, and as CSV.

use model::format::to_significant;

/// Significant digits of a number in CSV: more than any of the model's inputs has.
const DIGITS: usize = 12;

/// A figure's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The table's caption.
    pub caption: String,
    /// The heads of the columns; the first column names the rows.
    pub columns: Vec<Column>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The head for readers.
    pub label: &'static str,
    /// The head in the CSV, with the unit.
    pub key: &'static str,
}

impl Column {
    /// A column by its label and its name in the CSV.
    pub const fn new(label: &'static str, key: &'static str) -> Self {
        Self { label, key }
    }
}

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The text, rounded for reading.
    pub text: String,
    /// The number behind it, unrounded, where there is one.
    pub number: Option<f64>,
}

impl Cell {
    /// Words.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), number: None }
    }

    /// A number and how it is shown.
    pub fn number(number: f64, text: impl Into<String>) -> Self {
        Self { text: text.into(), number: Some(number) }
    }
}

impl Table {
    /// The table as CSV (RFC 4180) that a spreadsheet opens right: a mark of UTF-8, the columns' keys, then full numbers
    /// in their base unit. Columns behind say the same in every line: what the table is of, as a name and a text each.
    ///
    /// ```
    /// use own_or_rent::figures::{Cell, Column, Table};
    /// let table = Table {
    ///     caption: String::new(),
    ///     columns: vec![Column::new("Item", "item"), Column::new("A month", "usd_per_month")],
    ///     rows: vec![vec![Cell::words("Host, network"), Cell::number(0.1 + 0.2, "$0.30")]],
    /// };
    /// let csv = table.csv(&[("case", "https://example.org/?gpu_count=4")]);
    /// assert_eq!(
    ///     csv,
    ///     "\u{feff}item,usd_per_month,case\r\n\"Host, network\",0.3,https://example.org/?gpu_count=4\r\n"
    /// );
    /// ```
    pub fn csv(&self, origin: &[(&str, &str)]) -> String {
        let heads = self.columns.iter().map(|column| column.key).chain(origin.iter().map(|(name, _)| *name));
        let mut csv = String::from("\u{feff}");
        line(&mut csv, heads.map(str::to_owned));
        for row in &self.rows {
            line(&mut csv, row.iter().map(written).chain(origin.iter().map(|(_, text)| (*text).to_owned())));
        }
        csv
    }
}

/// Adds a line of CSV.
fn line(csv: &mut String, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        if field.contains([',', '"', '\r', '\n']) {
            csv.push('"');
            csv.extend(field.chars().flat_map(|c| [Some(c), (c == '"').then_some(c)]).flatten());
            csv.push('"');
        } else {
            csv.push_str(&field);
        }
    }
    csv.push_str("\r\n");
}

/// A cell as CSV has it: the shortest number that is meant, without the last bits' errors of the arithmetic.
fn written(cell: &Cell) -> String {
    cell.number.map_or_else(|| cell.text.clone(), |number| format!("{}", to_significant(number, DIGITS)))
}
