//! What a file holds: cases, each with the edition that wrote it.

use std::collections::BTreeMap;

use model::written::Decimal;
use model::{InputError, Preset, Scenario, Setting};

use crate::name::Name;

/// The newest form of a file that is read. A file that names none is read as one of the first; of a later form it is refused, as it
/// may mean what this program does not know.
pub const SCHEMA: u32 = 1;

/// The keys of a scenario that name its edition: the model's version, and the newest day of its data.
pub const EDITION: [&str; 2] = ["version", "data"];

/// The key of a scenario that holds its name.
pub const NAME: &str = "name";

/// The edition that wrote a file, as far as the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// The model's version.
    pub version: Option<String>,
    /// The newest day of its data.
    pub data: Option<String>,
}

impl Edition {
    /// Whether the file names another version or other data than this program's: its defaults may have been others.
    pub fn is_other(&self) -> bool {
        let differs = |named: &Option<String>, own: &str| named.as_deref().is_some_and(|named| named != own);
        differs(&self.version, model::VERSION) || differs(&self.data, model::catalogue::DATA_DATE)
    }

    /// Its number among the editions that are known; none if the file doesn't say enough.
    pub fn number(&self) -> Option<usize> {
        model::catalogue::Edition::number_of(self.version.as_deref()?, self.data.as_deref()?)
    }
}

/// Which preset a case names, and what it sets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// What somebody called it.
    pub name: Option<Name>,
    /// The preset, if one is named.
    pub preset: Option<Preset>,
    /// What is set, each within its range.
    pub values: BTreeMap<Setting, f64>,
    /// The edition that wrote it.
    pub edition: Edition,
}

impl Case {
    /// The scenario: the preset, then the values; a choice (a GPU) before the inputs whose defaults depend on it (its price).
    ///
    /// # Errors
    /// [`InputError::NoEffect`] if a value has no effect beside the others.
    pub fn scenario(&self) -> Result<Scenario, InputError> {
        let scenario = self.unchecked_scenario()?;
        scenario.refuse_idle(self.values.keys().copied())?;
        Ok(scenario)
    }

    /// The scenario, in which some values may have no effect.
    ///
    /// # Errors
    /// None of the values that a file gives, which are checked while they are read.
    pub fn unchecked_scenario(&self) -> Result<Scenario, InputError> {
        let start = self.preset.map_or_else(Scenario::default, Scenario::preset);
        start.with_all(self.values.iter().map(|(setting, value)| (*setting, *value)))
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cases {
    /// One scenario.
    One(Case),
    /// A list of scenarios, one at least.
    List(Vec<Case>),
}

impl Cases {
    /// All of them, in the file's order.
    pub fn all(&self) -> &[Case] {
        match self {
            Self::One(case) => std::slice::from_ref(case),
            Self::List(cases) => cases,
        }
    }
}

/// The preset of this name.
///
/// # Errors
/// [`InputError::UnknownPreset`].
pub fn preset(name: &str) -> Result<Preset, InputError> {
    Preset::from_id(name).ok_or_else(|| InputError::UnknownPreset { name: name.to_owned() })
}

/// The value of an input or a constant as written, within its range.
///
/// # Errors
/// [`InputError`] that names the field, the text and what is allowed.
pub fn value(setting: Setting, text: &str, decimal: Decimal) -> Result<f64, InputError> {
    number(setting, model::scenario::parse(setting, text, decimal)?)
}

/// A number, within the range of its setting.
pub(crate) fn number(setting: Setting, value: f64) -> Result<f64, InputError> {
    // Minus nought is nought.
    Scenario::default().with(setting, value).map(|_| value + 0.0)
}
