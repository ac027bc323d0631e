//! "Did you mean": the known name nearest to an unknown one, and the message of a refused input.

use model::catalogue::{Domain, PRESETS};
use model::{InputError, Setting};

/// The least similarity (Jaro-Winkler, 0 to 1) at which a known name is suggested.
const LEAST_SIMILARITY: f64 = 0.8;

/// The known name most similar to the given one, if any is similar enough.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase().replace('-', "_");
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.replace('-', "_")), name))
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

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
            Domain::Choice(options) => {
                let hint = hint(given, options.iter().map(|option| option.id));
                if hint.is_empty() {
                    format!("; 'calculator inputs {}' lists them", setting.id())
                } else {
                    hint
                }
            }
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
    fn a_typo_finds_its_name_and_noise_finds_none() {
        let known = || Setting::all().map(Setting::id);
        assert_eq!(nearest("gpu_cuont", known()), Some("gpu_count"));
        assert_eq!(nearest("GPU-count", known()), Some("gpu_count"));
        assert_eq!(nearest("retrains", known()), Some("retrains_per_year"));
        assert_eq!(nearest("xyzzy", known()), None);
    }
}
