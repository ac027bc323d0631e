//! "Did you mean": the known name nearest to an unknown one, and the message of a refused input.

use model::InputError;
use model::similar::nearest;

/// "; did you mean 'x'?", or nothing.
pub(crate) fn hint<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, known).map_or_else(String::new, |name| format!("; did you mean '{name}'?"))
}

/// The message of a refused input, with the nearest known name as a hint, or where the names are listed.
pub(crate) fn explain(error: &InputError) -> String {
    match error {
        InputError::UnknownInput { .. } if error.meant().is_none() => {
            format!("{error}; 'calculator inputs' and 'calculator assumptions' list them")
        }
        InputError::UnknownOption { setting, .. } if error.meant().is_none() => {
            format!("{error}; 'calculator inputs {}' lists them", setting.id())
        }
        error => error.with_hint(),
    }
}
