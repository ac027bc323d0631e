//! Why a command did not give its result.

use core::fmt;
use std::io;
use std::path::PathBuf;

/// The exit code of a request that is refused.
const REFUSED: u8 = 1;
/// That of a command line that is no request.
pub(crate) const WRONG_COMMAND_LINE: u8 = 2;
/// That of a result that cannot be written.
pub(crate) const CANNOT_WRITE: u8 = 3;

/// What ended a command early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request cannot be answered; the text says what is wrong and what is allowed.
    Refused(String),
    /// The result could not be written.
    Output(io::Error),
    /// The result could not be written to this file.
    File(PathBuf, io::Error),
}

impl Failure {
    /// The exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => REFUSED,
            Self::Output(_) | Self::File(..) => CANNOT_WRITE,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reason) => f.write_str(reason),
            Self::Output(error) => write!(f, "the result could not be written: {error}"),
            Self::File(path, error) => {
                write!(f, "--output: {}: the result could not be written: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        Self::Output(match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

impl From<spreadsheet::XlsxError> for Failure {
    fn from(error: spreadsheet::XlsxError) -> Self {
        Self::Output(io::Error::other(error))
    }
}

impl From<parquet::errors::ParquetError> for Failure {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Self::Output(std::io::Error::other(error))
    }
}
