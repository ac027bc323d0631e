//! CSV: one header, then rows; numbers in full, an empty cell for a value that does not exist.

use std::io::Write;

use model::units::Value;

use crate::failure::Failure;

/// A table that is written row by row.
pub(crate) struct Rows<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
}

impl<'a> Rows<'a> {
    /// Writes the header.
    pub(crate) fn new(head: &[impl AsRef<[u8]>], out: &'a mut dyn Write) -> Result<Self, Failure> {
        let mut rows = Self { writer: csv::Writer::from_writer(out) };
        rows.write(head)?;
        Ok(rows)
    }

    /// Writes a row and flushes it.
    pub(crate) fn write(&mut self, cells: &[impl AsRef<[u8]>]) -> Result<(), Failure> {
        self.writer.write_record(cells)?;
        Ok(self.writer.flush()?)
    }
}

/// Rows as text.
pub(crate) fn lines<Row>(rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, Failure>
where
    Row: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| Failure::Output(error.into_error()))
}

/// A row of values as text; no name of an option needs quotes.
pub(crate) fn line(values: &[Value], text: &mut Vec<u8>) -> std::io::Result<()> {
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
    text.push(b'\n');
    Ok(())
}
