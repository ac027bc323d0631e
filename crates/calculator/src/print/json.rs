//! JSON: indented for single results, a row a line for long ones.

use std::io::Write;

use serde::Serialize;

use crate::failure::Failure;

/// Writes a value, indented, and ends the line.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

/// Writes values, each on a line of its own.
pub(crate) fn lines(
    values: impl IntoIterator<Item = impl Serialize>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for value in values {
        serde_json::to_writer(&mut *out, &value)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A list whose items are written as they come, one a line.
pub(crate) struct List<'a> {
    out: &'a mut dyn Write,
    is_empty: bool,
}

impl<'a> List<'a> {
    /// Opens the list.
    pub(crate) fn new(out: &'a mut dyn Write) -> Result<Self, Failure> {
        write!(out, "[")?;
        Ok(Self { out, is_empty: true })
    }

    /// Writes an item.
    pub(crate) fn write(&mut self, item: &impl Serialize) -> Result<(), Failure> {
        self.write_text(&serde_json::to_vec(item)?)
    }

    /// Writes an item that is JSON already.
    pub(crate) fn write_text(&mut self, item: &[u8]) -> Result<(), Failure> {
        writeln!(self.out, "{}", if self.is_empty { "" } else { "," })?;
        self.is_empty = false;
        self.out.write_all(item)?;
        Ok(self.out.flush()?)
    }

    /// Closes the list.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        Ok(writeln!(self.out, "\n]")?)
    }
}
