//! The name of a scenario, as a person gives it.

use core::fmt;

use model::Preset;
use model::written::shown;

/// The name of a scenario: one line of 1 to 60 characters, without space at its ends.
///
/// ```
/// use scenario_file::Name;
/// assert_eq!(Name::new(" Half the GPUs ")?.as_str(), "Half the GPUs");
/// assert!(Name::new("").is_err() && Name::new("two\nlines").is_err());
/// # Ok::<(), scenario_file::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The most characters of a name.
    pub const MAX_CHARS: usize = 60;

    /// A name from a text; space at its ends is left out.
    ///
    /// # Errors
    /// [`NameError`] if the text is empty, has more than [`Name::MAX_CHARS`] characters, or has a character that
    /// controls a terminal or turns a line around.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let fault = match text.chars().count() {
            0 => Some(NameFault::Empty),
            n if n > Self::MAX_CHARS => Some(NameFault::Long(n)),
            // What a message would have to escape.
            _ if shown(text) != text => Some(NameFault::Control),
            _ => None,
        };
        match fault {
            Some(fault) => Err(NameError { given: text.to_owned(), fault }),
            None => Ok(Self(text.to_owned())),
        }
    }

    /// The name of a preset.
    pub fn of_preset(preset: Preset) -> Self {
        Self(preset.spec().label.to_owned())
    }

    /// The name with a number after it, which tells it from others; what would make it too long is cut off before.
    ///
    /// ```
    /// use scenario_file::Name;
    /// assert_eq!(Name::new("Canva")?.numbered(2).as_str(), "Canva 2");
    /// # Ok::<(), scenario_file::NameError>(())
    /// ```
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        let tail = format!(" {number}");
        let kept: String = self.0.chars().take(Self::MAX_CHARS.saturating_sub(tail.len())).collect();
        Self(kept.trim_end().to_owned() + &tail)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// A text that is refused as a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    given: String,
    fault: NameFault,
}

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameFault {
    Empty,
    /// It has this many characters.
    Long(usize),
    Control,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "name: '{}' ", shown(&self.given))?;
        match self.fault {
            NameFault::Empty => f.write_str("is empty")?,
            NameFault::Long(n) => write!(f, "has {n} characters")?,
            NameFault::Control => f.write_str("has a control character")?,
        }
        write!(f, " (allowed: 1 to {} characters in one line)", Name::MAX_CHARS)
    }
}

impl std::error::Error for NameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_presets_are_called_is_a_name() {
        for preset in Preset::ALL {
            let name = Name::of_preset(preset);
            assert_eq!(Name::new(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn a_number_finds_room_in_the_longest_name() {
        let longest = Name::new(&"ü".repeat(Name::MAX_CHARS)).unwrap().numbered(12);
        assert_eq!(longest.as_str(), "ü".repeat(57) + " 12");
        assert_eq!(Name::new(longest.as_str()), Ok(longest));
    }
}
