//! What the address of a framed figure asks for: a case, controls, a theme and whether there is a heading.

use model::catalogue::Domain;
use model::written::shown;
use model::{Input, InputError, Scenario, Setting};
use own_or_rent::controls::written::read as plain;
use own_or_rent::url_state::{decode, parameter};

/// The key that names the controls.
const CONTROLS: &str = "controls";
/// The key that says whether the title is shown.
const HEADING: &str = "heading";
/// The values of that key.
const HEADINGS: [&str; 2] = ["on", "off"];
/// The most controls that are shown: more would be a page of its own.
const MOST: usize = 6;

/// What an address asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The case.
    pub scenario: Scenario,
    /// The controls; `None` if the address leaves them to the figure.
    pub controls: Option<Vec<Input>>,
    /// What was not understood, a sentence each.
    pub problems: Vec<String>,
}

/// Reads a query, with or without its question mark.
///
/// ```
/// use model::Input;
/// let asked = own_or_rent_framed::read("?preset=intercom&controls=gpu_count,gpu_cuont");
/// assert_eq!(asked.controls, Some(vec![Input::GpuCount]));
/// assert_eq!(asked.problems, ["controls: no input is called 'gpu_cuont'; did you mean 'gpu_count'?"]);
/// ```
pub fn read(query: &str) -> Asked {
    let link = decode(query, plain);
    let mut problems: Vec<String> = link.problems.into_iter().map(|problem| problem.reason).collect();
    let heading = parameter(query, HEADING).filter(|given| !HEADINGS.contains(&given.as_str()));
    problems.extend(
        heading.map(|given| format!("heading: '{}' is not an option (allowed: on, off)", shown(&given))),
    );
    let controls = parameter(query, CONTROLS).map(|names| {
        let mut controls = Vec::new();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match control(name) {
                Ok(input) if controls.contains(&input) => {
                    problems.push(format!("controls: {name} is given twice"))
                }
                Ok(_) if controls.len() == MOST => {
                    problems.push(format!("controls: {name} is one more than {MOST}"))
                }
                Ok(input) => controls.push(input),
                Err(problem) => problems.push(problem),
            }
        }
        controls
    });
    Asked { scenario: link.scenario, controls, problems }
}

/// The input that a name stands for.
fn control(name: &str) -> Result<Input, String> {
    match Setting::from_id(name) {
        Some(Setting::Input(input)) => match input.spec().domain {
            Domain::Choice(_) => Ok(input),
            Domain::Number { min, max, .. } if min < max => Ok(input),
            Domain::Number { .. } => Err(format!("controls: {name} has one value only")),
        },
        Some(Setting::Assumption(_)) => {
            Err(format!("controls: {name} is a constant, which a link can set and a reader cannot"))
        }
        None => {
            let unknown = InputError::UnknownInput { name: name.to_owned() };
            Err(format!("controls: {}", unknown.with_hint()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_controls_leaves_them_to_the_figure() {
        let asked = read(
            "?utm_source=letter&childId=a&theme=dark&accent=8a1538&paper=fff1e5&face=host&events=https://a.example&frame=2",
        );
        assert_eq!((asked.scenario, asked.controls, asked.problems), (Scenario::default(), None, vec![]));
        assert_eq!(read("controls=").controls, Some(vec![]));
    }

    #[test]
    fn the_case_and_the_controls_are_read_in_their_order() {
        let asked = read("?gpu_count=8&controls=requests_per_day,api,%20gpu_count");
        assert_eq!(asked.scenario.get(Input::GpuCount), 8.0);
        assert_eq!(asked.controls, Some(vec![Input::RequestsPerDay, Input::Api, Input::GpuCount]));
        assert_eq!(asked.problems, Vec::<String>::new());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let asked = read("?gpu_count=0&theme=pink&heading=no&controls=gpu_count,gpu_count,nonsense");
        for (field, word) in
            [("gpu_count", "1024"), ("theme", "light"), ("heading", "on, off"), ("controls", "nonsense")]
        {
            let found = asked.problems.iter().any(|it| it.starts_with(field) && it.contains(word));
            assert!(found, "{field}: {:?}", asked.problems);
        }
        assert!(asked.problems.iter().any(|it| it.contains("given twice")), "{:?}", asked.problems);
        assert_eq!(asked.controls, Some(vec![Input::GpuCount]));
    }
}
