//! The numbers of a figure as a table: for reading, for screen readers, and as CSV.

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
    /// The table as CSV (RFC 4180): the columns' keys, then full numbers in their base unit.
    ///
    /// ```
    /// use own_or_rent::figures::{Cell, Column, Table};
    /// let table = Table {
    ///     caption: String::new(),
    ///     columns: vec![Column::new("Item", "item"), Column::new("A month", "usd_per_month")],
    ///     rows: vec![vec![Cell::words("Host, network"), Cell::number(1234.5, "$1.2k")]],
    /// };
    /// assert_eq!(table.csv(), "item,usd_per_month\r\n\"Host, network\",1234.5\r\n");
    /// ```
    pub fn csv(&self) -> String {
        let head = self.columns.iter().map(|column| column.key.to_owned()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(field).collect());
        std::iter::once(head).chain(rows).map(|fields: Vec<String>| fields.join(",") + "\r\n").collect()
    }
}

/// A cell as a field of a CSV line.
fn field(cell: &Cell) -> String {
    let text = cell.number.map_or_else(|| cell.text.clone(), |number| format!("{number}"));
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
