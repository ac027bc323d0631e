//! Text tables: columns separated by space, without a frame; numbers aligned right.

use std::io::Write;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};

use crate::failure::Failure;

/// Width of a table with a header, in characters; longer cells are wrapped.
const WIDTH: u16 = 140;

/// A text table.
pub(crate) struct Text {
    table: Table,
}

impl Text {
    /// A table without a header.
    pub(crate) fn new() -> Self {
        let mut table = Table::new();
        table.load_preset(comfy_table::presets::NOTHING);
        Self { table }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl Into<comfy_table::Cell>>) {
        self.table.add_row(cells);
    }

    /// Aligns the columns with these indices right.
    pub(crate) fn right(&mut self, columns: &[usize]) {
        for column in columns {
            if let Some(column) = self.table.column_mut(*column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }

    /// Writes the table, each line indented and without space at its end.
    pub(crate) fn write(&self, indent: &str, out: &mut dyn Write) -> Result<(), Failure> {
        for line in self.table.lines() {
            writeln!(out, "{}", format!("{indent}{}", line.strip_prefix(' ').unwrap_or(&line)).trim_end())?;
        }
        Ok(())
    }
}

/// Writes a table with a header.
pub(crate) fn write(head: &[&str], rows: &[Vec<String>], out: &mut dyn Write) -> Result<(), Failure> {
    let mut text = Text::new();
    text.table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    text.table.set_header(head.iter().map(|name| name.to_uppercase()));
    for row in rows {
        text.row(row.iter().map(String::as_str));
    }
    // A wrapped name could not be copied.
    if let Some(names) = text.table.column_mut(0) {
        names.set_constraint(ColumnConstraint::ContentWidth);
    }
    text.write("", out)
}
