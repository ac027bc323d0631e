//! Text tables: columns separated by space, without a frame; no wider than the terminal.

use std::env;
use std::io::{Write, stdout};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table};
use terminal_size::{Width, terminal_size_of};

use crate::failure::Failure;

/// Characters of a line where there is no terminal; longer cells are wrapped.
const WIDTH: u16 = 140;

/// Characters of a line: those that COLUMNS names, or that the terminal has.
fn width() -> u16 {
    let named = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let of_terminal = || terminal_size_of(stdout()).map(|(Width(width), _)| width);
    named.or_else(of_terminal).filter(|width| *width > 0).unwrap_or(WIDTH)
}

/// Spaces between two columns.
const GAP: usize = 2;

/// The longest number with its unit that stays on one line; what is longer is a sentence.
const LONGEST_NUMBER: usize = 16;

/// Whether a cell stays on one line: a name, which could not be copied, or a number with its unit.
fn is_whole(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['-', '−', '+', '$', '~']);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit()) && length(cell) <= LONGEST_NUMBER;
    is_number || !cell.contains(' ')
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// A text table.
#[derive(Default)]
pub(crate) struct Text {
    /// The names of the columns, if they are shown.
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The indices of the columns that are aligned right.
    right: Vec<usize>,
}

impl Text {
    /// A table without a header.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        self.rows.push(cells.into_iter().map(|cell| cell.as_ref().to_owned()).collect());
    }

    /// Aligns the columns with these indices right.
    pub(crate) fn right(&mut self, columns: &[usize]) {
        self.right.extend_from_slice(columns);
    }

    /// Writes the table, each line indented and without space at its end. Where it is wider than the terminal, texts are
    /// wrapped; where that is not enough, each row is written as a list of its cells.
    pub(crate) fn write(&self, indent: &str, out: &mut dyn Write) -> Result<(), Failure> {
        let width = usize::from(width()).saturating_sub(indent.len());
        let lines = match self.widths(width) {
            Some(widths) => self.lines(&widths),
            None if self.head.is_empty() => {
                self.lines(&self.bounds().map(|(least, _)| least).collect::<Vec<_>>())
            }
            None => self.records(width),
        };
        for line in lines {
            writeln!(out, "{}", format!("{indent}{line}").trim_end())?;
        }
        Ok(())
    }

    /// The least and the most that each column may be wide: its longest word, or cell if it cannot be cut, and its longest
    /// cell.
    fn bounds(&self) -> impl Iterator<Item = (usize, usize)> {
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or(0).max(self.head.len());
        (0..n_columns).map(|index| {
            let (mut least, mut most) = (0, 0);
            let head = self.head.get(index).map(|name| (name, false));
            let cells = self.rows.iter().filter_map(|row| row.get(index)).map(|cell| (cell, is_whole(cell)));
            for (cell, is_whole) in head.into_iter().chain(cells) {
                let word = cell.split(' ').map(length).max().unwrap_or(0);
                least = least.max(if is_whole { length(cell) } else { word });
                most = most.max(length(cell));
            }
            (least, most)
        })
    }

    /// How wide each column is if all are to fit: the widest that can be wrapped gives way first. `None` if they cannot.
    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let bounds: Vec<(usize, usize)> = self.bounds().collect();
        let mut widths: Vec<usize> = bounds.iter().map(|(_, most)| *most).collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > width {
            let can_shrink = widths.iter_mut().zip(&bounds).filter(|(width, (least, _))| **width > *least);
            *can_shrink.map(|(width, _)| width).max()? -= 1;
        }
        Some(widths)
    }

    /// The table's lines.
    fn lines(&self, widths: &[usize]) -> Vec<String> {
        let mut table = Table::new();
        table.load_preset(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        // Wider than any, so that the columns' own widths decide.
        table.set_width(u16::MAX);
        if !self.head.is_empty() {
            table.set_header(&self.head);
        }
        for row in &self.rows {
            table.add_row(row);
        }
        for (index, width) in widths.iter().enumerate() {
            if let Some(column) = table.column_mut(index) {
                // The space on both sides of a cell counts.
                let width = u16::try_from(width + GAP).unwrap_or(u16::MAX);
                column.set_constraint(ColumnConstraint::Absolute(comfy_table::Width::Fixed(width)));
                if self.right.contains(&index) {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        table.lines().map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect()
    }

    /// Each row as a list of its cells, below the first of them.
    fn records(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for row in &self.rows {
            lines.extend(row.first().cloned());
            let mut cells = Self::new();
            for (name, cell) in self.head.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
                cells.row([name, cell]);
            }
            let inner = width.saturating_sub(GAP);
            let widths =
                cells.widths(inner).unwrap_or_else(|| cells.bounds().map(|(least, _)| least).collect());
            lines.extend(cells.lines(&widths).into_iter().map(|line| format!("  {line}")));
        }
        lines
    }
}

/// Writes a table with a header.
pub(crate) fn write(head: &[&str], rows: &[Vec<String>], out: &mut dyn Write) -> Result<(), Failure> {
    let mut text = Text { head: head.iter().map(|name| name.to_uppercase()).collect(), ..Text::default() };
    for row in rows {
        text.row(row);
    }
    text.write("", out)
}
