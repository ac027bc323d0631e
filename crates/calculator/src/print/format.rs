//! The flags that say how a result is written, and the formats that they name.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::source::ResultSource;
use crate::failure::Failure;

/// How a result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table, rounded for reading (the default).
    #[default]
    #[value(alias = "txt")]
    Table,
    /// JSON, with every bit of every number.
    Json,
    /// JSON lines: an object a line.
    #[value(alias = "ndjson")]
    Jsonl,
    /// CSV with a header, with every bit of every number.
    Csv,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// CSV with a header (the default).
    #[default]
    Csv,
    /// A JSON list, a row a line.
    Json,
    /// JSON lines: an object a line.
    #[value(alias = "ndjson")]
    Jsonl,
    /// Parquet: columns with their units, compressed.
    Parquet,
}

/// A format that a verb writes.
pub(crate) trait FileFormat: ValueEnum + Copy + Default + Send + Sync + 'static {
    /// Whether it is CSV.
    fn is_csv(self) -> bool {
        false
    }

    /// Whether it is text with a row's values under names, to which more can be added.
    fn has_named_cells(self) -> bool {
        self.is_csv()
    }

    /// Its name on the command line.
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

impl FileFormat for Format {
    fn is_csv(self) -> bool {
        self == Self::Csv
    }
}

impl FileFormat for RowFormat {
    fn is_csv(self) -> bool {
        self == Self::Csv
    }

    fn has_named_cells(self) -> bool {
        matches!(self, Self::Csv | Self::Json | Self::Jsonl)
    }
}

/// The flag that names the format.
#[derive(Args, Clone, Debug)]
pub(crate) struct FormatArgs<F: FileFormat> {
    /// How the result is written; if left out, as the ending of --output says
    #[arg(long, value_enum)]
    format: Option<F>,
}

impl<F: FileFormat> FormatArgs<F> {
    /// The format.
    pub(crate) fn get(&self) -> F {
        self.format.unwrap_or_default()
    }

    /// Takes the format from a file's ending, unless one is named.
    pub(crate) fn follow(&mut self, file: &Path) -> Result<(), Failure> {
        if self.format.is_some() {
            return Ok(());
        }
        let ending = file.extension().unwrap_or_default().to_string_lossy();
        let format = F::from_str(&ending, true).map_err(|_| {
            let known: Vec<String> = F::value_variants().iter().map(|format| format.name()).collect();
            Failure::Refused(format!(
                "--output: {} has the ending of no format ({}); name one by --format",
                file.display(),
                known.join(", ")
            ))
        });
        self.format = Some(format?);
        Ok(())
    }
}

/// The flags that say how CSV is written.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct CsvArgs {
    /// Begin CSV with the mark of UTF-8, without which some spreadsheets misread accents and dashes
    #[arg(long)]
    pub(crate) bom: bool,
    /// Leave out the header of CSV
    #[arg(long)]
    pub(crate) no_header: bool,
    /// Add to each row where it comes from: model_version, data_date and command. JSON objects of whole results and
    /// Parquet always say it
    #[arg(long)]
    pub(crate) with_source: bool,
}

impl CsvArgs {
    /// Refuses a flag that does nothing in this format.
    pub(crate) fn check(&self, format: impl FileFormat) -> Result<(), Failure> {
        let flags = [
            ("--bom", self.bom, format.is_csv(), "is for CSV"),
            ("--no-header", self.no_header, format.is_csv(), "is for CSV"),
            ("--with-source", self.with_source, format.has_named_cells(), "adds columns to rows"),
        ];
        match flags.into_iter().find(|(_, is_given, works, _)| *is_given && !works) {
            None => Ok(()),
            Some((flag, _, _, why)) => {
                Err(Failure::Refused(format!("{flag}: {why}, and the format is {}", format.name())))
            }
        }
    }

    /// What is added to each row.
    pub(crate) fn source(&self) -> Option<ResultSource> {
        self.with_source.then(ResultSource::of_this_run)
    }
}
