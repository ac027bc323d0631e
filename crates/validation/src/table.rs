//! A file of measured rows: every column is kept; the header tells what it measures.

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use model::units::Unit;
use model::written::{self, Decimal, Form, shown};

/// Columns that rows of serving must have.
const INFERENCE: [&str; 8] =
    ["model", "precision", "gpu", "tp", "input_len", "output_len", "metric", "value"];
/// Columns that rows of training must have.
const TRAINING: [&str; 5] = ["model", "gpu", "tokens_per_s_per_gpu", "gpu_hours", "seq_len"];
/// Columns that rows of scores by size must have.
const SIZES: [&str; 5] = ["family", "model", "size_b", "benchmark", "value"];
/// Columns that rows of accuracy by examples must have.
const EXAMPLES: [&str; 5] = ["task", "model", "n_examples", "metric", "value"];
/// Columns that rows of accuracy by age must have.
const DRIFT: [&str; 5] = ["task", "model", "months", "metric", "value"];

/// What a file's rows measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Serving: throughput and latency.
    Inference,
    /// Training: speed and GPU-hours.
    Training,
    /// Scores of exams by size.
    Sizes,
    /// Accuracy of tuned models by examples.
    Examples,
    /// Accuracy by the age of the labels.
    Drift,
}

impl Family {
    /// All of them, each with the columns that its rows must have and its name.
    const ALL: [(Self, &'static [&'static str], &'static str); 5] = [
        (Self::Inference, &INFERENCE, "of serving"),
        (Self::Training, &TRAINING, "of training"),
        (Self::Sizes, &SIZES, "of scores by size"),
        (Self::Examples, &EXAMPLES, "of accuracy by examples"),
        (Self::Drift, &DRIFT, "of drift"),
    ];
}

/// Why a file can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError(String);

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TableError {}

/// A file's rows in its own order.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the rows measure.
    pub family: Family,
    /// The columns, in the file's order.
    pub header: Arc<[String]>,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads CSV with a header. Columns may be separated by semicolons or tabs, as spreadsheets write them where numbers
    /// have decimal commas; the header's letters may be of either size.
    ///
    /// # Errors
    /// If the text is not CSV, a column is there twice, or the header is neither of serving nor of training; the message
    /// names what is missing.
    pub fn read(mut text: impl Read) -> Result<Self, TableError> {
        let mut bytes = Vec::new();
        text.read_to_end(&mut bytes).map_err(|error| TableError(error.to_string()))?;
        let first_line = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
        let separator = first_line.map_or(b',', separator);
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(bytes.as_slice());
        let broken = |error: csv::Error| TableError(format!("not CSV: {error}"));
        let header: Arc<[String]> =
            reader.headers().map_err(broken)?.iter().map(|name| name.trim().to_owned()).collect();
        let mut names = header.iter().enumerate().filter(|(_, name)| !name.is_empty());
        if let Some((_, name)) = names
            .find(|(index, name)| header.iter().take(*index).any(|other| other.eq_ignore_ascii_case(name)))
        {
            return Err(TableError(format!("the column '{}' is there twice", shown(name))));
        }
        let missing = |needed: &[&'static str]| -> Vec<&'static str> {
            needed
                .iter()
                .copied()
                .filter(|name| !header.iter().any(|column| column.eq_ignore_ascii_case(name)))
                .collect()
        };
        let families = Family::ALL.map(|(family, needed, name)| (family, missing(needed), name));
        let Some((family, ..)) = families.iter().find(|(_, missing, _)| missing.is_empty()) else {
            let lacks =
                families.iter().map(|(_, missing, name)| format!("{name} (it lacks {})", missing.join(", ")));
            let lacks: Vec<String> = lacks.collect();
            return Err(TableError(format!("the header is not one {}", lacks.join(", nor one "))));
        };
        let family = *family;
        let records: Vec<Vec<String>> = reader
            .records()
            .map(|record| Ok(record.map_err(broken)?.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()?;
        let has_decimal_commas =
            separator != b',' && records.iter().flatten().any(|cell| is_decimal_comma(cell.trim()));
        let decimal = if has_decimal_commas { Decimal::Comma } else { Decimal::Point };
        let rows =
            records.into_iter().map(|cells| Row { family, header: header.clone(), decimal, cells }).collect();
        Ok(Self { family, header, rows })
    }
}

/// What stands between the columns of a header: a comma, unless there are only semicolons or only tabs.
fn separator(header: &[u8]) -> u8 {
    if header.contains(&b',') {
        return b',';
    }
    [b';', b'\t'].into_iter().find(|separator| header.contains(separator)).unwrap_or(b',')
}

/// Whether a cell is one number with a comma in it.
fn is_decimal_comma(cell: &str) -> bool {
    cell.split_once(',').is_some_and(|(whole, decimals)| {
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        is_digits(whole) && is_digits(decimals)
    })
}

/// One measured row.
#[derive(Clone, Debug)]
pub struct Row {
    family: Family,
    header: Arc<[String]>,
    decimal: Decimal,
    cells: Vec<String>,
}

impl Row {
    /// What the row measures.
    pub fn family(&self) -> Family {
        self.family
    }

    /// Its cells, in the order of the header.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }

    /// A cell's text; empty where the column is missing.
    pub fn text(&self, column: &str) -> &str {
        let index = self.header.iter().position(|name| name.eq_ignore_ascii_case(column));
        index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
    }

    /// A cell's number, if it has one.
    ///
    /// # Errors
    /// If the cell holds something else; the message names the column and the text.
    pub fn number(&self, column: &str) -> Result<Option<f64>, String> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let form = Form { decimal: self.decimal, ..Form::new(Unit::One, f64::MIN, f64::MAX) };
        match written::read(text, &form, |text| text.parse().ok()) {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            Ok(_) => Err(format!("{column}: '{}' is out of range", shown(text))),
            Err(fault) => Err(format!("{column}: '{}' {fault}", shown(text))),
        }
    }

    /// A cell's number, which must be present and above zero.
    ///
    /// # Errors
    /// If it is not; the message names the column.
    pub fn positive(&self, column: &str) -> Result<f64, String> {
        match self.number(column)? {
            Some(number) if number > 0.0 => Ok(number),
            Some(number) => Err(format!("{column}: {number} is not above 0")),
            None => Err(format!("{column} is empty")),
        }
    }

    /// The name of what was measured. A row of training has no such column: its filled column is the metric.
    pub fn metric(&self) -> &str {
        match self.family {
            Family::Inference | Family::Examples | Family::Drift => self.text("metric"),
            Family::Sizes => self.text("benchmark"),
            Family::Training => ["tokens_per_s_per_gpu", "gpu_hours", "mfu"]
                .into_iter()
                .find(|column| !self.text(column).is_empty())
                .unwrap_or("nothing"),
        }
    }
}
