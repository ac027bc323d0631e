//! What can be wrong with an input: always the field, the value given and what is allowed.

use core::fmt;

use crate::catalogue::Domain;
use crate::catalogue::{Input, Setting};
use crate::quantities::similar::nearest;
use crate::quantities::written::{Fault, shown};

/// The options or presets that a message lists; 'calculator inputs' and 'calculator presets' list the others.
const MOST_NAMES: usize = 12;

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
        /// Why it is none.
        fault: Fault,
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
    /// The field has no effect in this scenario.
    NoEffect {
        /// The field.
        setting: Setting,
        /// The choice that leaves it unused, and its option; `None` if every scenario does.
        cause: Option<(Input, String)>,
    },
    /// The field is given more than once.
    GivenTwice {
        /// The field: an input, a constant or `preset`.
        field: &'static str,
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
            Self::GivenTwice { field } => field,
            Self::NotANumber { setting, .. }
            | Self::OutOfRange { setting, .. }
            | Self::NotWhole { setting, .. }
            | Self::Fixed { setting, .. }
            | Self::NoEffect { setting, .. }
            | Self::UnknownOption { setting, .. } => setting.id(),
        }
    }
}

impl InputError {
    /// The known name that was probably meant, if the name that was given is a slip for one.
    pub fn meant(&self) -> Option<&'static str> {
        match self {
            Self::UnknownInput { name } => nearest(name, Setting::all().map(Setting::id)),
            Self::UnknownPreset { name } => {
                nearest(name, crate::catalogue::PRESETS.iter().map(|spec| spec.id))
            }
            Self::UnknownOption { setting, given } => match setting.domain() {
                Domain::Choice(options) => nearest(given, options.iter().map(|option| option.id)),
                Domain::Number { .. } => None,
            },
            Self::NotANumber { .. }
            | Self::OutOfRange { .. }
            | Self::NotWhole { .. }
            | Self::Fixed { .. }
            | Self::NoEffect { .. }
            | Self::GivenTwice { .. } => None,
        }
    }

    /// The message, with the name that was probably meant.
    pub fn with_hint(&self) -> String {
        self.meant().map_or_else(|| self.to_string(), |name| format!("{self}; did you mean '{name}'?"))
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownInput { name } => write!(f, "no input is called '{}'", shown(name)),
            Self::UnknownPreset { name } => {
                write!(
                    f,
                    "preset: '{}' is not one of {}",
                    shown(name),
                    names(crate::catalogue::PRESETS.iter().map(|p| p.id))
                )
            }
            Self::NotANumber { setting, given, fault } => {
                write!(f, "{}: '{}' {fault} ({})", setting.id(), shown(given), Allowed(*setting))
            }
            Self::OutOfRange { setting, given } => {
                write!(f, "{}: {} is out of range ({})", setting.id(), digits(*given), Allowed(*setting))
            }
            Self::NotWhole { setting, given } => {
                write!(
                    f,
                    "{}: {} is not a whole number ({})",
                    setting.id(),
                    digits(*given),
                    Allowed(*setting)
                )
            }
            Self::Fixed { setting, given } => {
                write!(
                    f,
                    "{}: {} is refused, as this is a definition ({})",
                    setting.id(),
                    digits(*given),
                    Allowed(*setting)
                )
            }
            Self::NoEffect { setting, cause: Some((choice, option)) } => {
                let (id, choice) = (setting.id(), choice.spec().id);
                write!(
                    f,
                    "{id}: has no effect while {choice} is {option}; leave out one of them, or set another {choice}"
                )
            }
            Self::NoEffect { setting, cause: None } => {
                write!(f, "{}: has no effect in any scenario; leave it out", setting.id())
            }
            Self::GivenTwice { field } => write!(f, "{field}: given twice"),
            Self::UnknownOption { setting, given } => {
                write!(f, "{}: '{}' is not an option ({})", setting.id(), shown(given), Allowed(*setting))
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

/// The first names of a list, and how many more there are.
fn names<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let ids: Vec<&str> = ids.collect();
    let (first, more) = ids.split_at_checked(MOST_NAMES).unwrap_or((&ids, &[]));
    let mut text = first.join(", ");
    if !more.is_empty() {
        text.push_str(&format!(" and {} more", more.len()));
    }
    text
}

/// A number in digits, or with an exponent if it had more digits than anyone reads.
fn digits(x: f64) -> String {
    let size = x.abs();
    if size != 0.0 && !(1e-9..1e16).contains(&size) && size.is_finite() {
        // As `{x:e}` writes it, whose code would be in the page's first program for this alone.
        format!("{x:?}")
    } else {
        format!("{x}")
    }
}
