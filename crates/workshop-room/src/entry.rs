//! What somebody types or pastes to get cases from somebody else: a code, the link of a set, or the link of a case.

use core::fmt;

use own_or_rent::controls::written::read_all;
use own_or_rent::url_state;
use workshop::code::CodeError;
use workshop::link::LinkError;
use workshop::{NamedScenario, ScenarioSet, SetError, code, link};

/// Why a text gives no cases.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum EntryError {
    /// It is empty.
    Empty,
    /// It is taken for a code, and is none.
    Code(CodeError),
    /// It is taken for the link of a set, and is none.
    Link(LinkError),
    /// It is the link of a case, a part of which is not understood.
    Case(String),
    /// Its cases are no set.
    Set(SetError),
    /// A setting is refused.
    Input(String),
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("code or link: is empty (allowed: the words of a code, or a link of this site)")
            }
            Self::Code(error) => error.fmt(f),
            Self::Link(error) => error.fmt(f),
            Self::Set(error) => error.fmt(f),
            Self::Case(reason) | Self::Input(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for EntryError {}

/// The cases of a code, of the link of a set, or of the link of a case.
///
/// ```
/// use own_or_rent_workshop_room::entered;
/// let set = entered("https://example.org/workshop/?preset=canva&gpu_count=8")?;
/// assert_eq!(set.scenarios()[0].name.as_str(), "Canva");
/// # Ok::<(), own_or_rent_workshop_room::EntryError>(())
/// ```
///
/// # Errors
/// [`EntryError`]; of a code with one wrong word, which one it is.
pub fn entered(text: &str) -> Result<ScenarioSet, EntryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(EntryError::Empty);
    }
    match link::read(text) {
        Ok(cases) => return ScenarioSet::from_cases(&cases).map_err(EntryError::Set),
        Err(LinkError::NoSet) => {}
        Err(error) => return Err(EntryError::Link(error)),
    }
    let scenario = if let Some((_, query)) = text.split_once('?') {
        let query = query.split('#').next().unwrap_or_default();
        let link = url_state::decode(query, read_all);
        match link.problems.first() {
            Some(problem) => return Err(EntryError::Case(problem.reason.clone())),
            None => link.scenario,
        }
    } else {
        let case = code::decode(text).map_err(EntryError::Code)?;
        case.scenario().map_err(|error| EntryError::Input(error.with_hint()))?
    };
    ScenarioSet::new(vec![NamedScenario::unnamed(scenario)]).map_err(EntryError::Set)
}

#[cfg(test)]
mod tests {
    use model::{Input, Preset, Scenario};

    use super::*;

    fn eight_gpus() -> Scenario {
        Scenario::preset(Preset::Canva).with(Input::GpuCount, 8.0).unwrap()
    }

    #[test]
    fn a_case_is_the_same_by_code_and_by_link() {
        let by_code = entered(&code::encode(&eight_gpus()).to_uppercase()).unwrap();
        let by_link = entered(&url_state::link("https://example.org/", &eight_gpus())).unwrap();
        assert_eq!(by_code.scenarios()[0].scenario, eight_gpus());
        assert_eq!(by_code, by_link);
    }

    #[test]
    fn a_set_comes_whole_in_a_link() {
        let cases = [eight_gpus(), Scenario::preset(Preset::Stripe)].map(NamedScenario::unnamed);
        let set = ScenarioSet::new(cases.to_vec()).unwrap();
        assert_eq!(entered(&format!("https://example.org/?a=b#{}", link::parameter(&set))), Ok(set));
    }

    #[test]
    fn one_wrong_word_is_named() {
        let code = code::encode(&eight_gpus());
        let wrong: Vec<&str> = std::iter::once("zoo").chain(code.split(' ').skip(1)).collect();
        let words = entered(&wrong.join(" ")).unwrap_err().to_string();
        let right = code.split(' ').next().unwrap();
        assert_eq!(
            words,
            format!("code: word 1, 'zoo', does not go with the others; did you mean '{right}'?")
        );
    }

    #[test]
    fn what_is_neither_says_why() {
        assert!(entered("  ").unwrap_err().to_string().starts_with("code or link: is empty"));
        assert!(entered("#set=AAAA").unwrap_err().to_string().contains("cut off or was changed"));
        let words = entered("https://example.org/?gpu_count=0").unwrap_err().to_string();
        assert!(words.contains("gpu_count") && words.contains("1 to 1024"), "{words}");
    }
}
