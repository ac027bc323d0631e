//! Long tables: rows that are encoded where they are computed, and written in order.

use model::units::Value;
use serde::Serializer as _;
use serde::ser::SerializeMap as _;

use super::csv;
use super::format::{CsvArgs, RowFormat};
use super::source::ResultSource;
use crate::failure::Failure;

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
    bom: bool,
    with_header: bool,
    /// Columns that are the same in every row.
    source: Option<ResultSource>,
    /// Their cells in CSV, and the end of a row.
    row_end: Vec<u8>,
}

impl<'a> Encoder<'a> {
    /// An encoder of rows with these columns; `is_first` if no part of the table comes before them.
    pub(crate) fn new(
        format: RowFormat,
        columns: &'a [Column],
        args: &CsvArgs,
        is_first: bool,
    ) -> Result<Self, Failure> {
        let source = args.source();
        let row_end = match &source {
            None => b"\n".to_vec(),
            Some(source) => [b",", &csv::row(source.columns().map(|(_, text)| text))?[..]].concat(),
        };
        let with_header = is_first && !args.no_header;
        Ok(Self { format, columns, bom: args.bom && with_header, with_header, source, row_end })
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
            RowFormat::Csv if !self.with_header => Ok(Vec::new()),
            RowFormat::Csv => {
                let names = self.columns.iter().map(|column| column.name.as_str());
                let source = self.source.iter().flat_map(ResultSource::columns).map(|(name, _)| name);
                let mark = if self.bom { csv::BOM } else { b"" };
                Ok([mark, &csv::row(names.chain(source))?].concat())
            }
            RowFormat::Json => Ok(b"[".to_vec()),
            RowFormat::Jsonl | RowFormat::Parquet => Ok(Vec::new()),
        }
    }

    /// Encodes rows; `first` if no row comes before them.
    pub(crate) fn rows(&self, rows: &[Row], first: bool) -> Result<Vec<u8>, Failure> {
        let mut text = Vec::new();
        if self.format == RowFormat::Csv {
            for row in rows {
                csv::cells(row, &mut text)?;
                text.extend_from_slice(&self.row_end);
            }
            return Ok(text);
        }
        for (index, row) in rows.iter().enumerate() {
            if self.format == RowFormat::Json {
                text.extend_from_slice(if first && index == 0 { b"\n" } else { b",\n" });
            }
            let mut json = serde_json::Serializer::new(&mut text);
            let mut map = json.serialize_map(None)?;
            for (column, value) in self.columns.iter().zip(row) {
                match (column.kind, value) {
                    // A whole number as one: 8, not 8.0.
                    (Kind::Whole, Value::Number(x)) => map.serialize_entry(&column.name, &(*x as i64))?,
                    (Kind::Number | Kind::Whole | Kind::Name | Kind::Flag, value) => {
                        map.serialize_entry(&column.name, value)?;
                    }
                }
            }
            for (name, text) in self.source.iter().flat_map(ResultSource::columns) {
                map.serialize_entry(name, text)?;
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
