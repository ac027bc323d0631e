//! Cases as operands: files, presets, codes, and links that hold a set.

use std::io::Write;
use std::path::Path;

use clap::Args;
use model::{Preset, Scenario};
use scenario_file::{Cases, Name};
use workshop::{Edit, NamedScenario, ScenarioSet, SetError, code, link};

use crate::failure::Failure;
use crate::scenario_args::{file_name, read, say_edition};
use crate::suggest;

/// The cases that a verb is about.
#[derive(Args, Clone, Debug)]
pub(crate) struct CaseArgs {
    /// A scenario file ('-' is standard input), a preset, a code in quotes, or a link that holds a set
    #[arg(value_name = "CASE", required = true)]
    cases: Vec<String>,
    /// Call the cases so, in their order; may be repeated. Without it, a case has the name that its file says, or that of its file
    /// or preset
    #[arg(long = "name", value_name = "NAME")]
    names: Vec<String>,
}

impl CaseArgs {
    /// The cases as one set, in order.
    pub(crate) fn set(&self, messages: &mut dyn Write) -> Result<ScenarioSet, Failure> {
        let mut set: Option<ScenarioSet> = None;
        for operand in &self.cases {
            let of_operand = read_operand(operand, messages)?;
            set = Some(match set {
                None => of_operand,
                Some(set) => of_operand
                    .scenarios()
                    .iter()
                    .try_fold(set, |set, scenario| set.edited(&Edit::Add(scenario.clone())))
                    .map_err(refused)?,
            });
        }
        // At least one operand is required.
        let set = set.ok_or_else(|| refused(SetError::Size(0)))?;
        self.renamed(&set)
    }

    /// The set with the names of the command line.
    fn renamed(&self, set: &ScenarioSet) -> Result<ScenarioSet, Failure> {
        let n = set.scenarios().len();
        if self.names.len() > n {
            let given = self.names.len();
            return Err(Failure::Refused(format!(
                "--name: given {given} times (allowed: up to {n}, one for each case)"
            )));
        }
        let mut named = set.scenarios().to_vec();
        for (scenario, text) in named.iter_mut().zip(&self.names) {
            scenario.name = Name::new(text).map_err(|error| Failure::Refused(format!("--{error}")))?;
        }
        ScenarioSet::new(named).map_err(refused)
    }
}

/// The refusal of a set.
pub(crate) fn refused(error: SetError) -> Failure {
    Failure::Refused(error.to_string())
}

/// The cases of one operand.
fn read_operand(operand: &str, messages: &mut dyn Write) -> Result<ScenarioSet, Failure> {
    let is_file = operand == "-" || Path::new(operand).is_file();
    if let Some(preset) = Preset::from_id(operand).filter(|_| !is_file) {
        return of_scenario(Scenario::preset(preset));
    }
    if is_file {
        let cases = read(operand)?;
        let place = file_name(operand);
        say_edition(&place, &cases, messages)?;
        return of_file(operand, &cases).map_err(|error| Failure::Refused(format!("{place}: {error}")));
    }
    if operand.contains(&format!("{}=", link::KEY)) {
        let cases = link::read(operand).map_err(|error| Failure::Refused(error.to_string()))?;
        say_edition(link::KEY, &cases, messages)?;
        return ScenarioSet::from_cases(&cases).map_err(refused);
    }
    if operand.contains(char::is_whitespace) {
        let case = code::decode(operand).map_err(|error| Failure::Refused(error.to_string()))?;
        say_edition("code", &Cases::One(case.clone()), messages)?;
        return of_scenario(case.scenario().map_err(|error| Failure::Refused(suggest::explain(&error)))?);
    }
    let known = model::catalogue::PRESETS.iter().map(|preset| preset.id);
    let hint = match suggest::hint(operand, known) {
        none if none.is_empty() => "; 'calculator presets' lists the presets".to_owned(),
        hint => hint,
    };
    let shown = model::written::shown(operand);
    Err(Failure::Refused(format!("'{shown}' is no file, no preset, no link of a set and no code{hint}")))
}

fn of_scenario(scenario: Scenario) -> Result<ScenarioSet, Failure> {
    ScenarioSet::new(vec![NamedScenario::unnamed(scenario)]).map_err(refused)
}

/// The set of a file. A single scenario without a name has that of its file.
fn of_file(path: &str, cases: &Cases) -> Result<ScenarioSet, SetError> {
    let set = ScenarioSet::from_cases(cases)?;
    let stem = Path::new(path).file_stem().and_then(|stem| Name::new(&stem.to_string_lossy()).ok());
    match (cases, stem) {
        (Cases::One(case), Some(stem)) if case.name.is_none() && path != "-" => {
            set.edited(&Edit::Rename(0, stem))
        }
        (Cases::One(_) | Cases::List(_), _) => Ok(set),
    }
}
