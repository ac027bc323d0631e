//! "Did you mean": the nearest known name to one that is not known, and how a refused input reads.

use model::catalogue::{Domain, PRESETS};
use model::{InputError, Setting};

/// How alike two names must be for the one to be offered for the other.
const ALIKE: f64 = 0.8;

/// The known name most like the one given, if any is like it.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase().replace('-', "_");
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.replace('-', "_")), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// "; did you mean 'x'?", or nothing.
pub(crate) fn hint<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, known).map_or_else(String::new, |name| format!("; did you mean '{name}'?"))
}

/// What was wrong with an input, with the nearest name where a name was wrong.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_noise_finds_none() {
        let known = || Setting::all().map(Setting::id);
        assert_eq!(nearest("gpu_cuont", known()), Some("gpu_count"));
        assert_eq!(nearest("GPU-count", known()), Some("gpu_count"));
        assert_eq!(nearest("retrains", known()), Some("retrains_per_year"));
        assert_eq!(nearest("xyzzy", known()), None);
    }
}
