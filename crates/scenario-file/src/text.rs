//! The text of a file, places in it, and the error that names one.

use core::fmt;

use model::written::push_shown;

/// The characters of a reason that a message shows.
const MOST_SHOWN: usize = 300;

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Line and column, both from 1; `None` if the whole file is meant.
    pub place: Option<(usize, usize)>,
    /// The number of the scenario in the list, from 1, if the file holds a list.
    pub scenario: Option<usize>,
    /// The reason, in one line.
    pub reason: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "{line}:{column}: ")?;
        }
        if let Some(number) = self.scenario {
            write!(f, "scenario {number} of the list: ")?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for FileError {}

impl FileError {
    /// An error at a byte of a text; the reason is cut, and its control characters are escaped.
    pub fn at(text: &str, byte: usize, reason: &str) -> Self {
        Self::new(Some(place(text, byte)), reason)
    }

    /// An error at a place; the reason is cut, and its control characters are escaped.
    pub(crate) fn new(place: Option<(usize, usize)>, reason: &str) -> Self {
        let mut shown = String::new();
        for (index, c) in reason.chars().enumerate() {
            if index >= MOST_SHOWN {
                shown.push('…');
                break;
            }
            push_shown(&mut shown, c);
        }
        Self { place, scenario: None, reason: shown }
    }
}

/// The line and the column of a byte, both from 1; a column counts characters.
pub(crate) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

/// The text of a file's bytes, without the byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, FileError> {
    let utf16 = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let (pairs, left) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| join(*pair)).collect();
        let text = String::from_utf16(&units).ok().filter(|_| left.is_empty());
        text.ok_or_else(|| FileError::new(None, "the text begins as UTF-16 and does not go on so"))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        bytes => match str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let at = place(&String::from_utf8_lossy(valid), valid.len());
                Err(FileError::new(Some(at), "the text is not UTF-8"))
            }
        },
    }
}
