//! The flags that describe a scenario, and the scenarios they give.

use core::ops::Range;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::{fs, io};

use clap::Args;
use model::catalogue::changes_since;
use model::idle::Idle;
use model::written::{Decimal, shown};
use model::{Input, InputError, Scenario, Setting};
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use scenario_file::{Case, Cases};

use crate::axis::Axis;
use crate::failure::Failure;
use crate::suggest;

/// The refusal of a list where one scenario is needed.
const ONE_NEEDED: &str =
    "--scenario: the file holds a list of scenarios, and one is needed; 'calculator evaluate' takes a list";

/// The scenario: a preset, then a file, then single inputs; what comes later wins.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ScenarioArgs {
    /// Start from this preset ('calculator presets' lists them)
    #[arg(long, value_name = "ID")]
    pub(crate) preset: Option<String>,
    /// Read inputs from a TOML or JSON file, or from standard input if it is '-'
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
        indices
            .clone()
            .zip(self.cases.get(indices).unwrap_or_default())
            .map(|(index, case)| self.one(index, case))
    }

    fn one(&self, index: usize, case: &Case) -> Result<Scenario, Failure> {
        let place = || format!("{}scenario {} of the list: ", self.args.place(), index + 1);
        self.args.complete(case.clone(), place)
    }

    /// Refuses the list if one of its scenarios is refused, the first of them.
    fn check(self) -> Result<Self, Failure> {
        let cases = self.cases.par_iter().enumerate();
        let refusal = cases.find_map_first(|(index, case)| self.one(index, case).err());
        refusal.map_or(Ok(self), Err)
    }

    /// What any of the scenarios changes.
    pub(crate) fn changed(&self) -> BTreeSet<Setting> {
        let scenarios =
            self.cases.par_iter().enumerate().filter_map(|(index, case)| self.one(index, case).ok());
        let changed = scenarios
            .flat_map_iter(|scenario| scenario.changes().map(|(setting, _)| setting).collect::<Vec<_>>());
        changed.collect()
    }
}

impl ScenarioArgs {
    /// The scenarios that the flags describe.
    pub(crate) fn scenarios(&self, messages: &mut dyn Write) -> Result<Scenarios<'_>, Failure> {
        Ok(match self.cases(messages)? {
            Cases::One(case) => Scenarios::One(Box::new(self.complete(case, || self.place())?)),
            Cases::List(cases) => Scenarios::List(ScenarioList { args: self, cases }.check()?),
        })
    }

    /// The file, before what is said about it.
    fn place(&self) -> String {
        self.scenario.as_deref().map_or_else(String::new, |name| format!("{}: ", file_name(name)))
    }

    /// The cases of the file; an empty one if there is no file. A message says once if the file is of another edition.
    fn cases(&self, messages: &mut dyn Write) -> Result<Cases, Failure> {
        let Some(name) = &self.scenario else { return Ok(Cases::One(Case::default())) };
        let cases = read(name)?;
        say_edition(&file_name(name), &cases, messages)?;
        Ok(cases)
    }

    /// The one scenario that the flags describe; a list is refused.
    pub(crate) fn one_scenario(&self, messages: &mut dyn Write) -> Result<Scenario, Failure> {
        match self.scenarios(messages)? {
            Scenarios::One(scenario) => Ok(*scenario),
            Scenarios::List(_) => Err(Failure::Refused(ONE_NEEDED.to_owned())),
        }
    }

    /// The scenario of one case of the file, with the flags' preset and settings applied. An error in the file's own
    /// settings names their place.
    fn complete(&self, case: Case, place: impl Fn() -> String) -> Result<Scenario, Failure> {
        self.merged(case)?.scenario().map_err(|error| {
            let is_a_flags = self.set.iter().any(|(name, _)| name == error.field());
            let place = if is_a_flags { String::new() } else { place() };
            Failure::Refused(format!("{place}{}", suggest::explain(&error)))
        })
    }

    /// A case of the file with the flags' preset and settings.
    fn merged(&self, mut case: Case) -> Result<Case, Failure> {
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
        for (index, (name, text)) in self.set.iter().enumerate() {
            let unknown = || InputError::UnknownInput { name: name.clone() };
            let setting = Setting::from_id(name).ok_or_else(unknown).map_err(refusal)?;
            if self.set.iter().take(index).any(|(other, _)| other == name) {
                return Err(refusal(InputError::GivenTwice { field: setting.id() }));
            }
            case.values
                .insert(setting, scenario_file::value(setting, text, Decimal::Either).map_err(refusal)?);
        }
        Ok(case)
    }

    /// The one scenario over which these axes are swept. What is set must have an effect in some row, and what is swept in
    /// all of them.
    pub(crate) fn swept_scenario(
        &self,
        axes: &[Axis],
        messages: &mut dyn Write,
    ) -> Result<Scenario, Failure> {
        let case = match self.cases(messages)? {
            Cases::One(case) => self.merged(case)?,
            Cases::List(_) => return Err(Failure::Refused(ONE_NEEDED.to_owned())),
        };
        for axis in axes {
            let id = axis.input.spec().id;
            if self.set.iter().any(|(name, _)| name == id) {
                return Err(Failure::Refused(format!(
                    "{id}: --over sweeps it and --set sets it; leave out one of them"
                )));
            }
        }
        let scenario = case.unchecked_scenario().map_err(refusal)?;
        // The scenario at each option of a swept choice, or as it is.
        let variants = |choice: Input| -> Vec<Scenario> {
            let values = axes.iter().filter(|axis| axis.input == choice).flat_map(|axis| &axis.values);
            let at = |value: &f64| scenario.clone().with(choice, *value).ok();
            let variants: Vec<Scenario> = values.filter_map(at).collect();
            if variants.is_empty() { vec![scenario.clone()] } else { variants }
        };
        let swept = axes.iter().map(|axis| (Setting::from(axis.input), true));
        for (setting, in_all) in case.values.keys().map(|setting| (*setting, false)).chain(swept) {
            for choice in Idle::CAUSES {
                let variants = variants(choice);
                let idle = |scenario: &Scenario| {
                    scenario
                        .idle(setting)
                        .filter(|idle| matches!(idle, Idle::Always) || *idle == Idle::While(choice))
                };
                let n_idle = variants.iter().filter(|scenario| idle(scenario).is_some()).count();
                if (in_all && n_idle > 0) || n_idle == variants.len() {
                    let first = variants
                        .iter()
                        .find_map(|scenario| Some(scenario.no_effect(setting, idle(scenario)?)));
                    return first.map_or(Ok(scenario), |error| Err(refusal(error)));
                }
            }
        }
        Ok(scenario)
    }
}

/// Says once if cases are of another edition, and what has changed since; `place` is where they stand.
pub(crate) fn say_edition(place: &str, cases: &Cases, messages: &mut dyn Write) -> Result<(), Failure> {
    let editions = cases.all().iter().map(|case| &case.edition);
    let Some(edition) = editions.into_iter().find(|edition| edition.is_other()) else { return Ok(()) };
    let written = |text: &Option<String>| shown(text.as_deref().unwrap_or("unknown"));
    writeln!(
        messages,
        "calculator: {place}: made with version {} and data of {}, and this is version {} with data of {}; defaults may differ",
        written(&edition.version),
        written(&edition.data),
        model::VERSION,
        model::catalogue::DATA_DATE
    )?;
    for change in edition.number().into_iter().flat_map(changes_since) {
        writeln!(messages, "calculator: changed since: {change}")?;
    }
    Ok(())
}

/// The name of a file as a message shows it.
pub(crate) fn file_name(name: &str) -> String {
    if name == "-" { "standard input".to_owned() } else { shown(name) }
}

/// The bytes of a file, or of standard input if the name is `-`.
pub(crate) fn bytes(name: &str) -> Result<Vec<u8>, Failure> {
    let refused = |error: io::Error| Failure::Refused(format!("{}: {error}", file_name(name)));
    if name != "-" {
        return fs::read(name).map_err(refused);
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

/// Reads a scenario file, or standard input if the name is `-`.
pub(crate) fn read(name: &str) -> Result<Cases, Failure> {
    let shown_name = file_name(name);
    scenario_file::read(&bytes(name)?).map_err(|error| {
        // A place follows the name as in `case.toml:3:1: …`; a fault of the whole file as in `case.toml: …`.
        let between = if error.place.is_some() { ":" } else { ": " };
        Failure::Refused(format!("{shown_name}{between}{error}"))
    })
}

/// The refusal of an input.
pub(crate) fn refusal(error: InputError) -> Failure {
    Failure::Refused(suggest::explain(&error))
}
