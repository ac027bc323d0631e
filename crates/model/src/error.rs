//! What can be wrong with an input: always the field, the value given and what is allowed.

use core::fmt;

use crate::catalogue::{Domain, Input};
use crate::format;

/// An input that was refused.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InputError {
    /// No input has this name.
    UnknownInput {
        /// The name given.
        name: String,
    },
    /// No preset has this name.
    UnknownPreset {
        /// The name given.
        name: String,
    },
    /// The text is not a number.
    NotANumber {
        /// The field.
        input: Input,
        /// The text given.
        given: String,
    },
    /// The number is outside the allowed range, or not finite.
    OutOfRange {
        /// The field.
        input: Input,
        /// The value given.
        given: f64,
    },
    /// Only whole numbers are allowed.
    NotWhole {
        /// The field.
        input: Input,
        /// The value given.
        given: f64,
    },
    /// None of the options has this name.
    UnknownOption {
        /// The field.
        input: Input,
        /// The name given.
        given: String,
    },
}

impl InputError {
    /// The stable name of the field at fault.
    pub fn field(&self) -> &str {
        match self {
            Self::UnknownInput { name } => name,
            Self::UnknownPreset { .. } => "preset",
            Self::NotANumber { input, .. }
            | Self::OutOfRange { input, .. }
            | Self::NotWhole { input, .. }
            | Self::UnknownOption { input, .. } => input.spec().id,
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownInput { name } => write!(f, "no input is called '{name}'"),
            Self::UnknownPreset { name } => {
                write!(
                    f,
                    "preset: '{name}' is not one of {}",
                    names(crate::catalogue::PRESETS.iter().map(|p| p.id))
                )
            }
            Self::NotANumber { input, given } => {
                write!(f, "{}: '{given}' is not a number ({})", input.spec().id, Allowed(*input))
            }
            Self::OutOfRange { input, given } => {
                write!(f, "{}: {given} is out of range ({})", input.spec().id, Allowed(*input))
            }
            Self::NotWhole { input, given } => {
                write!(f, "{}: {given} is not a whole number ({})", input.spec().id, Allowed(*input))
            }
            Self::UnknownOption { input, given } => {
                write!(f, "{}: '{given}' is not an option ({})", input.spec().id, Allowed(*input))
            }
        }
    }
}

impl std::error::Error for InputError {}

/// The allowed range of an input, in words.
#[derive(Clone, Copy, Debug)]
pub struct Allowed(pub Input);

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spec = self.0.spec();
        match spec.domain {
            Domain::Number { min, max, .. } => {
                let unit = format::unit_name(spec.unit);
                write!(f, "allowed: {min} to {max}{}{unit}", if unit.is_empty() { "" } else { " " })
            }
            Domain::Choice(options) => write!(f, "allowed: {}", names(options.iter().map(|o| o.id))),
        }
    }
}

fn names<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}
