//! The constants that predictions are made with.

use model::Assumptions;
use model::catalogue::{GPUS, Gpu};
use serde::Deserialize;

/// The model's constants and GPUs; fitting tries others.
#[derive(Clone, Debug)]
pub struct World {
    /// The model's constants.
    pub assumptions: Assumptions,
    /// The kinds of GPU.
    pub gpus: Vec<Gpu>,
    pub(crate) engines: Vec<Engine>,
    pub(crate) runs: Vec<Run>,
    #[cfg(feature = "fit")]
    pub(crate) priors: Vec<Prior>,
}

impl Default for World {
    fn default() -> Self {
        let engines: Engines = from_toml(include_str!("../../../data/validation/engines.toml"));
        let runs: Runs = from_toml(include_str!("../../../data/validation/runs.toml"));
        Self {
            assumptions: Assumptions::default(),
            gpus: GPUS.to_vec(),
            engines: engines.engine,
            runs: runs.run,
            #[cfg(feature = "fit")]
            priors: from_toml::<Priors>(include_str!("../../../data/validation/priors.toml")).prior,
        }
    }
}

/// A file of `data/validation/`, which is part of the program.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    let read = toml::from_str(text);
    debug_assert!(read.is_ok(), "data/validation: {:?}", read.as_ref().err());
    read.unwrap_or_default()
}

/// Serving software, by the beginning of its name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Engine {
    pub(crate) name: String,
    /// Its speed against the calibrated one.
    pub(crate) factor: f64,
    /// Its arithmetic's speed against the calibrated one's, on top of that.
    #[serde(default = "one")]
    pub(crate) arithmetic: f64,
    #[serde(rename = "note")]
    _note: String,
}

fn one() -> f64 {
    1.0
}

/// How many requests a benchmark gave, where its rows don't say.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    /// What a row's source contains.
    pub(crate) source: String,
    pub(crate) input_len: f64,
    pub(crate) output_len: f64,
    pub(crate) requests: f64,
}

/// What is known of a fitted number without the rows.
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
struct Engines {
    engine: Vec<Engine>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    run: Vec<Run>,
}
