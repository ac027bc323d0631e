//! "Did you mean": the known name nearest to an unknown one, and the message of a refused input.

use model::catalogue::{Domain, PRESETS};
use model::similar::nearest;
use model::{InputError, Setting};

/// "; did you mean 'x'?", or nothing.
pub(crate) fn hint<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, known).map_or_else(String::new, |name| format!("; did you mean '{name}'?"))
}

/// The message of a refused input, with the nearest known name as a hint.
pub(crate) fn explain(error: &InputError) -> String {
    let hint = match error {
        InputError::UnknownInput { name } => {
            let hint = hint(name, Setting::all().map(Setting::id));
            if hint.is_empty() {
                "; 'calculator inputs' and 'calculator assumptions' list them".to_owned()
            } else {
                hint
            }
        }
        InputError::UnknownPreset { name } => hint(name, PRESETS.iter().map(|spec| spec.id)),
        InputError::UnknownOption { setting, given } => match setting.domain() {
            Domain::Choice(options) => hint(given, options.iter().map(|option| option.id)),
            Domain::Number { .. } => String::new(),
        },
        _ => String::new(),
    };
    format!("{error}{hint}")
}
