//! One to six named scenarios, and every change to them.

use core::fmt;

use model::written::shown;
use model::{InputError, Scenario, Setting};
use scenario_file::{Cases, Name, SCHEMA};
use serde::Serialize;

/// A scenario and its name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedScenario {
    /// What somebody called it.
    pub name: Name,
    /// The scenario.
    #[serde(flatten)]
    pub scenario: Scenario,
}

impl NamedScenario {
    /// A scenario under the name of its preset.
    pub fn unnamed(scenario: Scenario) -> Self {
        Self { name: Name::of_preset(scenario.base()), scenario }
    }
}

/// One to six scenarios, each with a name that no other has.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioSet(Vec<NamedScenario>);

/// Why a set cannot be, or cannot be changed so.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SetError {
    /// It would hold this many scenarios.
    Size(usize),
    /// There is no scenario with this number.
    Position {
        /// The number given, from 1.
        given: usize,
        /// The scenarios that there are.
        n: usize,
    },
    /// Another scenario has this name.
    NameTaken(Name),
    /// A setting is refused by the scenario with this number, from 1.
    Input {
        /// The scenario's number, from 1.
        position: usize,
        /// Why.
        error: InputError,
    },
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(n) => write!(f, "set: {n} scenarios (allowed: 1 to {})", ScenarioSet::MAX),
            Self::Position { given, n } => write!(f, "set: there is no scenario {given} (allowed: 1 to {n})"),
            Self::NameTaken(name) => {
                write!(f, "name: '{}' is the name of another scenario of the set", shown(name.as_str()))
            }
            Self::Input { position, error } => {
                write!(f, "scenario {position} of the set: {}", error.with_hint())
            }
        }
    }
}

impl std::error::Error for SetError {}

/// A change to a set. Scenarios are counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Puts a scenario at the end. If its name is taken, it gets a number.
    Add(NamedScenario),
    /// Takes a scenario out.
    Remove(usize),
    /// Puts a copy of a scenario behind it, under a name with a number.
    Duplicate(usize),
    /// Moves a scenario to another place.
    Move {
        /// Where it is.
        from: usize,
        /// Where it is afterwards.
        to: usize,
    },
    /// Gives a scenario another name.
    Rename(usize, Name),
    /// Puts another scenario under the same name.
    Replace(usize, Scenario),
    /// Gives one setting of a scenario to another.
    Copy {
        /// What is copied.
        setting: Setting,
        /// From which scenario.
        from: usize,
        /// To which.
        to: usize,
    },
    /// Gives one setting of a scenario to all others: to each of them, or to none.
    CopyToAll {
        /// What is copied.
        setting: Setting,
        /// From which scenario.
        from: usize,
    },
    /// Takes over what somebody else has changed in the same set meanwhile, as a second tab does.
    Merge {
        /// The set that both started from; `None` if they started from different ones.
        base: Option<ScenarioSet>,
        /// The other's set.
        theirs: ScenarioSet,
    },
}

impl ScenarioSet {
    /// The most scenarios of a set: a table of more does not fit a screen or a sheet of paper.
    pub const MAX: usize = 6;

    /// A set of these scenarios.
    ///
    /// # Errors
    /// [`SetError::Size`] unless there are one to six, [`SetError::NameTaken`] if two have one name.
    pub fn new(scenarios: Vec<NamedScenario>) -> Result<Self, SetError> {
        if !(1..=Self::MAX).contains(&scenarios.len()) {
            return Err(SetError::Size(scenarios.len()));
        }
        for (index, scenario) in scenarios.iter().enumerate() {
            if scenarios.iter().take(index).any(|other| other.name == scenario.name) {
                return Err(SetError::NameTaken(scenario.name.clone()));
            }
        }
        Ok(Self(scenarios))
    }

    /// The set of a file's scenarios. One without a name has that of its preset, with a number where that is taken.
    ///
    /// ```
    /// use workshop::ScenarioSet;
    /// let cases = scenario_file::read(br#"[{"name": "Few GPUs", "gpu_count": 1}, {"preset": "canva"}]"#)?;
    /// let set = ScenarioSet::from_cases(&cases)?;
    /// let names: Vec<&str> = set.scenarios().iter().map(|scenario| scenario.name.as_str()).collect();
    /// assert_eq!(names, ["Few GPUs", "Canva"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As of [`ScenarioSet::new`]; [`SetError::Input`] if a setting has no effect in its scenario.
    pub fn from_cases(cases: &Cases) -> Result<Self, SetError> {
        let mut given: Vec<(bool, NamedScenario)> = Vec::new();
        for (index, case) in cases.all().iter().enumerate() {
            let scenario = case.scenario().map_err(|error| SetError::Input { position: index + 1, error })?;
            given.push(match case.name.clone() {
                Some(name) => (true, NamedScenario { name, scenario }),
                None => (false, NamedScenario::unnamed(scenario)),
            });
        }
        // Names that somebody gave come before those that are made here.
        let mut taken: Vec<Name> =
            given.iter().filter(|(is_named, _)| *is_named).map(|(_, it)| it.name.clone()).collect();
        for (_, scenario) in given.iter_mut().filter(|(is_named, _)| !is_named) {
            scenario.name = free_name(&scenario.name, |name| taken.contains(name));
            taken.push(scenario.name.clone());
        }
        Self::new(given.into_iter().map(|(_, scenario)| scenario).collect())
    }

    /// The scenarios in order.
    pub fn scenarios(&self) -> &[NamedScenario] {
        &self.0
    }

    /// The set as the file that the page, the calculator and the module read: a list of flat maps, after the file's form and the edition
    /// that wrote it.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct File<'a> {
            schema: u32,
            version: &'static str,
            data: &'static str,
            scenario: &'a [NamedScenario],
        }
        let file = File {
            schema: SCHEMA,
            version: model::VERSION,
            data: model::catalogue::DATA_DATE,
            scenario: &self.0,
        };
        // Names and numbers always have a JSON form, so the error case never occurs.
        serde_json::to_string_pretty(&file).map_or_else(|error| error.to_string(), |text| text + "\n")
    }

    /// The set after a change.
    ///
    /// # Errors
    /// [`SetError`]; the set itself stays as it is.
    pub fn edited(&self, edit: &Edit) -> Result<Self, SetError> {
        let mut scenarios = self.0.clone();
        match edit {
            Edit::Add(scenario) => {
                let name = self.free_name(&scenario.name);
                scenarios.push(NamedScenario { name, scenario: scenario.scenario.clone() });
            }
            Edit::Remove(index) => {
                self.at(*index)?;
                scenarios.remove(*index);
            }
            Edit::Duplicate(index) => {
                let original = self.at(*index)?;
                let name = self.free_name(&original.name);
                scenarios.insert(index + 1, NamedScenario { name, scenario: original.scenario.clone() });
            }
            Edit::Move { from, to } => {
                self.at(*from)?;
                self.at(*to)?;
                let moved = scenarios.remove(*from);
                scenarios.insert(*to, moved);
            }
            Edit::Rename(index, name) => {
                let scenario = self.at(*index)?.scenario.clone();
                put(&mut scenarios, *index, NamedScenario { name: name.clone(), scenario });
            }
            Edit::Replace(index, scenario) => {
                let name = self.at(*index)?.name.clone();
                put(&mut scenarios, *index, NamedScenario { name, scenario: scenario.clone() });
            }
            Edit::Copy { setting, from, to } => {
                let (source, target) = (self.at(*from)?, self.at(*to)?);
                let copied = target.scenario.clone().with(*setting, source.scenario.get(*setting));
                let copied = copied.and_then(|copied| copied.refuse_idle([*setting]).map(|()| copied));
                let scenario = copied.map_err(|error| SetError::Input { position: to + 1, error })?;
                put(&mut scenarios, *to, NamedScenario { name: target.name.clone(), scenario });
            }
            Edit::CopyToAll { setting, from } => {
                self.at(*from)?;
                let others = (0..self.0.len()).filter(|to| to != from);
                let copy = |set: Self, to| set.edited(&Edit::Copy { setting: *setting, from: *from, to });
                return others.into_iter().try_fold(self.clone(), copy);
            }
            Edit::Merge { base, theirs } => scenarios = self.merged(base.as_ref(), theirs),
        }
        Self::new(scenarios)
    }

    /// Theirs, without what was removed here and with what was added here. A scenario that was changed or renamed counts as removed and
    /// added, so that of two versions of one scenario both are kept.
    fn merged(&self, base: Option<&Self>, theirs: &Self) -> Vec<NamedScenario> {
        let base = base.map_or(&[][..], |base| &base.0);
        let is_removed_here = |it: &&NamedScenario| base.contains(it) && !self.0.contains(it);
        let mut merged: Vec<NamedScenario> =
            theirs.0.iter().filter(|it| !is_removed_here(it)).cloned().collect();
        for added in self.0.iter().filter(|it| !base.contains(it)) {
            if !merged.contains(added) {
                let name = free_name(&added.name, |name| merged.iter().any(|it| it.name == *name));
                merged.push(NamedScenario { name, scenario: added.scenario.clone() });
            }
        }
        merged
    }

    fn at(&self, index: usize) -> Result<&NamedScenario, SetError> {
        self.0.get(index).ok_or(SetError::Position { given: index + 1, n: self.0.len() })
    }

    /// The name, with a number if another scenario has it.
    fn free_name(&self, name: &Name) -> Name {
        free_name(name, |name| self.0.iter().any(|scenario| scenario.name == *name))
    }
}

fn put(scenarios: &mut [NamedScenario], index: usize, scenario: NamedScenario) {
    if let Some(place) = scenarios.get_mut(index) {
        *place = scenario;
    }
}

/// The name, with the first number that makes it free if it is taken.
fn free_name(name: &Name, is_taken: impl Fn(&Name) -> bool) -> Name {
    if !is_taken(name) {
        return name.clone();
    }
    (2..).map(|number| name.numbered(number)).find(|name| !is_taken(name)).unwrap_or_else(|| name.clone())
}
