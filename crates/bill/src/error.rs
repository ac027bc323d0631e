//! What is wrong with a file, and where.

use core::fmt;

/// What is wrong with a usage file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The line, from 1, and the column of the table, from 1, as far as they are known.
    pub place: Option<(u64, Option<usize>)>,
    /// The name of the column, if one is at fault.
    pub column: Option<String>,
    /// The reason, in one line.
    pub reason: String,
}

impl FileError {
    /// A fault of the whole file.
    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self { place: None, column: None, reason: reason.into() }
    }

    /// A fault of a line.
    pub(crate) fn line(line: u64, reason: impl Into<String>) -> Self {
        Self { place: Some((line, None)), column: None, reason: reason.into() }
    }
}

/// `7:5: input_tokens: 'abc' is not a number …`, as messages name places.
impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, Some(column))) => write!(f, "{line}:{column}: ")?,
            Some((line, None)) => write!(f, "{line}: ")?,
            None => {}
        }
        if let Some(column) = &self.column {
            write!(f, "{}: ", model::written::shown(column))?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for FileError {}
