//! CSV: one header, then rows; numbers in full, an empty cell for a value that does not exist.

use std::io::Write;

use model::units::Value;

use super::format::CsvArgs;
use super::source::ResultSource;
use crate::failure::Failure;

/// The mark of UTF-8 at a file's beginning.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// A table that is written row by row.
pub(crate) struct Rows<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
    source: Option<ResultSource>,
}

impl<'a> Rows<'a> {
    /// Writes the header.
    pub(crate) fn new(
        head: &[impl AsRef<str>],
        args: &CsvArgs,
        out: &'a mut dyn Write,
    ) -> Result<Self, Failure> {
        let source = args.source();
        if args.bom && !args.no_header {
            out.write_all(BOM)?;
        }
        let mut rows = Self { writer: csv::Writer::from_writer(out), source };
        if !args.no_header {
            rows.write_record(head, |(name, _)| name)?;
        }
        Ok(rows)
    }

    /// Writes a row and flushes it.
    pub(crate) fn write(&mut self, cells: &[impl AsRef<str>]) -> Result<(), Failure> {
        self.write_record(cells, |(_, text)| text)
    }

    fn write_record(
        &mut self,
        cells: &[impl AsRef<str>],
        tail: for<'b> fn((&'static str, &'b str)) -> &'b str,
    ) -> Result<(), Failure> {
        for cell in cells {
            self.writer.write_field(workshop::cell(cell.as_ref()).as_bytes())?;
        }
        for column in self.source.iter().flat_map(ResultSource::columns) {
            self.writer.write_field(tail(column).as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(self.writer.flush()?)
    }
}

/// A row as text.
pub(crate) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells)?;
    writer.into_inner().map_err(|error| Failure::Output(error.into_error()))
}

/// A row of values as text, without its end; no name of an option needs quotes.
pub(crate) fn cells(values: &[Value], text: &mut Vec<u8>) -> std::io::Result<()> {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        match value {
            Value::Number(x) => write!(text, "{x}")?,
            Value::Name(name) => text.extend_from_slice(name.as_bytes()),
            Value::Flag(yes) => write!(text, "{yes}")?,
            Value::Missing => {}
        }
    }
    Ok(())
}
