//! The flags that describe a scenario, and the scenarios they give.

use core::ops::Range;
use std::collections::BTreeSet;

use clap::Args;
use model::{InputError, Scenario, Setting};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::failure::Failure;
use crate::scenario_file::{self, Case, Cases};
use crate::suggest;

/// The scenario: a preset, then a file, then single inputs; what comes later wins.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ScenarioArgs {
    /// Start from this preset ('calculator presets' lists them)
    #[arg(long, value_name = "ID")]
    pub(crate) preset: Option<String>,
    /// Read inputs from a TOML or JSON file, or JSON from standard input if it is '-'
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<String>,
    /// Set one input, by number or by option; may be repeated ('calculator inputs' lists them)
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(String, String)>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE, such as gpu_count=8")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The scenarios that the flags describe.
#[derive(Clone, Debug)]
pub(crate) enum Scenarios<'a> {
    /// One.
    One(Box<Scenario>),
    /// Those of a file that holds a list.
    List(ScenarioList<'a>),
}

/// The scenarios of a list. Each is made when it is needed: a list of a million of them would fill the memory.
#[derive(Clone, Debug)]
pub(crate) struct ScenarioList<'a> {
    args: &'a ScenarioArgs,
    cases: Vec<Case>,
}

impl ScenarioList<'_> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    /// The scenarios with these indices, made one by one.
    pub(crate) fn of(&self, indices: Range<usize>) -> impl Iterator<Item = Result<Scenario, Failure>> {
        let cases = self.cases.get(indices).unwrap_or_default();
        cases.iter().map(|case| self.args.complete(case.clone()))
    }

    /// Refuses the list if one of its scenarios is refused, the first of them.
    fn check(self) -> Result<Self, Failure> {
        let refusal = self.cases.par_iter().find_map_first(|case| self.args.complete(case.clone()).err());
        refusal.map_or(Ok(self), Err)
    }

    /// What any of the scenarios changes.
    pub(crate) fn changed(&self) -> BTreeSet<Setting> {
        let complete = |case: &Case| self.args.complete(case.clone()).ok();
        let changed = self
            .cases
            .par_iter()
            .filter_map(complete)
            .flat_map_iter(|scenario| scenario.changes().map(|(setting, _)| setting).collect::<Vec<_>>());
        changed.collect()
    }
}

impl ScenarioArgs {
    /// The scenarios that the flags describe.
    pub(crate) fn scenarios(&self) -> Result<Scenarios<'_>, Failure> {
        let cases = match &self.scenario {
            Some(name) => scenario_file::read(name)?,
            None => Cases::One(Case::default()),
        };
        Ok(match cases {
            Cases::One(case) => Scenarios::One(Box::new(self.complete(case)?)),
            Cases::List(cases) => Scenarios::List(ScenarioList { args: self, cases }.check()?),
        })
    }

    /// The one scenario that the flags describe; a list is refused.
    pub(crate) fn one_scenario(&self) -> Result<Scenario, Failure> {
        match self.scenarios()? {
            Scenarios::One(scenario) => Ok(*scenario),
            Scenarios::List(_) => Err(Failure::Refused(
                "--scenario: the file holds a list of scenarios, and one is needed; 'calculator evaluate' takes a list".to_owned(),
            )),
        }
    }

    /// The scenario of one case of the file, with the flags' preset and settings applied.
    fn complete(&self, mut case: Case) -> Result<Scenario, Failure> {
        if let Some(name) = &self.preset {
            let preset = scenario_file::preset(name).map_err(refusal)?;
            if let Some(other) = case.preset.filter(|other| *other != preset) {
                let other = other.spec().id;
                return Err(Failure::Refused(format!(
                    "preset: the file starts from '{other}', --preset says '{name}'; leave out one of them"
                )));
            }
            case.preset = Some(preset);
        }
        for (name, text) in &self.set {
            let unknown = || InputError::UnknownInput { name: name.clone() };
            let setting = Setting::from_id(name).ok_or_else(unknown).map_err(refusal)?;
            case.values.insert(setting, scenario_file::value(setting, text).map_err(refusal)?);
        }
        case.scenario().map_err(refusal)
    }
}

/// The refusal of an input.
pub(crate) fn refusal(error: InputError) -> Failure {
    Failure::Refused(suggest::explain(&error))
}
