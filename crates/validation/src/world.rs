//! The constants that predictions use.

use std::sync::LazyLock;

use model::catalogue::{Choice, Domain, Engine, GPUS, Gpu};
use model::{Assumptions, Input, Scenario};
use serde::{Deserialize, Deserializer};

/// The model's constants and GPUs. A fit varies them.
#[derive(Clone, Debug)]
pub struct World {
    /// The model's constants.
    pub assumptions: Assumptions,
    /// The kinds of GPU.
    pub gpus: Vec<Gpu>,
    /// Arithmetic of serving software that is not known, against the calibrated one's.
    pub(crate) typical_stack: f64,
    pub(crate) runs: Vec<Run>,
    #[cfg(feature = "fit")]
    pub(crate) priors: Vec<Prior>,
}

impl Default for World {
    fn default() -> Self {
        let runs: Runs = from_toml(include_str!("../../../data/validation/runs.toml"));
        Self {
            assumptions: Assumptions::default(),
            gpus: GPUS.to_vec(),
            typical_stack: Scenario::default().get(Input::StackFactor),
            runs: runs.run,
            #[cfg(feature = "fit")]
            priors: from_toml::<Priors>(include_str!("../../../data/validation/priors.toml")).prior,
        }
    }
}

/// Reads a file of `data/validation/`, which is compiled into the program.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    let read = toml::from_str(text);
    debug_assert!(read.is_ok(), "data/validation: {:?}", read.as_ref().err());
    read.unwrap_or_default()
}

/// A version of serving software, identified by the beginning of its name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Version {
    pub(crate) name: String,
    /// A part of the source of the rows that it applies to; empty for all.
    #[serde(default)]
    pub(crate) source: String,
    /// The model's option that it is.
    #[serde(deserialize_with = "engine")]
    pub(crate) engine: Engine,
    /// Its speed relative to that option's.
    #[serde(default = "one")]
    pub(crate) pace: f64,
    /// The speed of its arithmetic, as a further factor.
    #[serde(default = "one")]
    pub(crate) arithmetic: f64,
    #[serde(rename = "note")]
    _note: String,
}

/// The versions of `data/validation/engines.toml`.
pub(crate) static VERSIONS: LazyLock<Vec<Version>> =
    LazyLock::new(|| from_toml::<Versions>(include_str!("../../../data/validation/engines.toml")).engine);

/// An option of the model's input, by its name.
fn engine<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Engine, D::Error> {
    let name = String::deserialize(deserializer)?;
    let index = match Input::Engine.spec().domain {
        Domain::Choice(options) => options.iter().position(|option| option.id == name),
        Domain::Number { .. } => None,
    };
    let engine = index.and_then(|index| Engine::OPTIONS.get(index)).copied();
    engine.ok_or_else(|| serde::de::Error::custom(format!("no serving software is called '{name}'")))
}

fn one() -> f64 {
    1.0
}

/// The number of requests of a benchmark whose rows do not give it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    /// A part of the source of the rows that it applies to.
    pub(crate) source: String,
    pub(crate) input_len: f64,
    pub(crate) output_len: f64,
    pub(crate) requests: f64,
}

/// The prior of a fitted number.
#[cfg(feature = "fit")]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prior {
    pub(crate) id: String,
    /// The fifth percentile.
    pub(crate) low: f64,
    /// The ninety-fifth.
    pub(crate) high: f64,
    #[serde(rename = "why")]
    _why: String,
}

#[cfg(feature = "fit")]
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Priors {
    prior: Vec<Prior>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Versions {
    engine: Vec<Version>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    run: Vec<Run>,
}
