//! What can be wrong with an input: always the field, the value given and what is allowed.

use core::fmt;

use crate::catalogue::Domain;
use crate::catalogue::Setting;

/// An input that was refused.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum InputError {
    /// No input and no constant has this name.
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
        setting: Setting,
        /// The text given.
        given: String,
    },
    /// The number is outside the allowed range, or not finite.
    OutOfRange {
        /// The field.
        setting: Setting,
        /// The value given.
        given: f64,
    },
    /// Only whole numbers are allowed.
    NotWhole {
        /// The field.
        setting: Setting,
        /// The value given.
        given: f64,
    },
    /// The constant is a definition, which nobody sets.
    Fixed {
        /// The field.
        setting: Setting,
        /// The value given.
        given: f64,
    },
    /// None of the options has this name.
    UnknownOption {
        /// The field.
        setting: Setting,
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
            Self::NotANumber { setting, .. }
            | Self::OutOfRange { setting, .. }
            | Self::NotWhole { setting, .. }
            | Self::Fixed { setting, .. }
            | Self::UnknownOption { setting, .. } => setting.id(),
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
            Self::NotANumber { setting, given } => {
                write!(f, "{}: '{given}' is not a number ({})", setting.id(), Allowed(*setting))
            }
            Self::OutOfRange { setting, given } => {
                write!(f, "{}: {given} is out of range ({})", setting.id(), Allowed(*setting))
            }
            Self::NotWhole { setting, given } => {
                write!(f, "{}: {given} is not a whole number ({})", setting.id(), Allowed(*setting))
            }
            Self::Fixed { setting, given } => {
                write!(
                    f,
                    "{}: {given} is refused, as this is a definition ({})",
                    setting.id(),
                    Allowed(*setting)
                )
            }
            Self::UnknownOption { setting, given } => {
                write!(f, "{}: '{given}' is not an option ({})", setting.id(), Allowed(*setting))
            }
        }
    }
}

impl std::error::Error for InputError {}

/// The allowed range of an input or a constant, in words.
#[derive(Clone, Copy, Debug)]
pub struct Allowed(pub Setting);

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.domain() {
            Domain::Number { min, max, .. } => {
                let unit = self.0.unit().name();
                if min == max {
                    return write!(f, "always: {min}{}{unit}", if unit.is_empty() { "" } else { " " });
                }
                write!(f, "allowed: {min} to {max}{}{unit}", if unit.is_empty() { "" } else { " " })
            }
            Domain::Choice(options) => write!(f, "allowed: {}", names(options.iter().map(|o| o.id))),
        }
    }
}

fn names<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}
