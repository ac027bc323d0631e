//! Long tables: rows that are encoded where they are computed, and written in order.

use clap::ValueEnum;
use model::units::Value;
use serde::Serializer as _;
use serde::ser::SerializeMap as _;

use super::csv;
use crate::failure::Failure;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// CSV with a header.
    #[default]
    Csv,
    /// A JSON list, a row a line.
    Json,
    /// JSON lines: an object a line.
    Jsonl,
    /// Parquet: columns with their units, compressed.
    Parquet,
}

/// A column of a long table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// The type of its values.
    pub(crate) kind: Kind,
    /// Their unit, in words.
    pub(crate) unit: &'static str,
}

/// The type of a column's values; any of them may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Numbers.
    Number,
    /// Whole numbers.
    Whole,
    /// Names of options.
    Name,
    /// Yes or no.
    Flag,
}

/// A row: one value for each column.
pub(crate) type Row = Vec<Value>;

/// Writes rows as text.
pub(crate) struct Encoder<'a> {
    format: RowFormat,
    columns: &'a [Column],
}

impl<'a> Encoder<'a> {
    /// For a format that is text.
    pub(crate) const fn new(format: RowFormat, columns: &'a [Column]) -> Self {
        Self { format, columns }
    }

    /// The format.
    pub(crate) const fn format(&self) -> RowFormat {
        self.format
    }

    /// The columns.
    pub(crate) const fn columns(&self) -> &'a [Column] {
        self.columns
    }

    /// The bytes before the first row.
    pub(crate) fn head(&self) -> Result<Vec<u8>, Failure> {
        match self.format {
            RowFormat::Csv => csv::lines([self.columns.iter().map(|column| column.name.as_str())]),
            RowFormat::Json => Ok(b"[".to_vec()),
            RowFormat::Jsonl | RowFormat::Parquet => Ok(Vec::new()),
        }
    }

    /// Encodes rows; `first` if no row comes before them.
    pub(crate) fn rows(&self, rows: &[Row], first: bool) -> Result<Vec<u8>, Failure> {
        let mut text = Vec::new();
        if self.format == RowFormat::Csv {
            rows.iter().try_for_each(|row| csv::line(row, &mut text))?;
            return Ok(text);
        }
        for (index, row) in rows.iter().enumerate() {
            if self.format == RowFormat::Json {
                text.extend_from_slice(if first && index == 0 { b"\n" } else { b",\n" });
            }
            let mut json = serde_json::Serializer::new(&mut text);
            let mut map = json.serialize_map(Some(row.len()))?;
            for (column, value) in self.columns.iter().zip(row) {
                match (column.kind, value) {
                    // A whole number as one: 8, not 8.0.
                    (Kind::Whole, Value::Number(x)) => map.serialize_entry(&column.name, &(*x as i64))?,
                    (Kind::Number | Kind::Whole | Kind::Name | Kind::Flag, value) => {
                        map.serialize_entry(&column.name, value)?;
                    }
                }
            }
            map.end()?;
            if self.format == RowFormat::Jsonl {
                text.push(b'\n');
            }
        }
        Ok(text)
    }

    /// The bytes after the last row.
    pub(crate) const fn foot(&self) -> &'static [u8] {
        if matches!(self.format, RowFormat::Json) { b"\n]\n" } else { b"" }
    }
}
