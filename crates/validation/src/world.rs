//! The constants that predictions use.

use model::Assumptions;
use model::catalogue::{GPUS, Gpu};
use serde::Deserialize;

/// The model's constants and GPUs. A fit varies them.
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

/// Reads a file of `data/validation/`, which is compiled into the program.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    let read = toml::from_str(text);
    debug_assert!(read.is_ok(), "data/validation: {:?}", read.as_ref().err());
    read.unwrap_or_default()
}

/// Serving software, identified by the beginning of its name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Engine {
    pub(crate) name: String,
    /// Its speed relative to the calibrated one.
    pub(crate) factor: f64,
    /// The speed of its arithmetic relative to the calibrated one's, as a further factor.
    #[serde(default = "one")]
    pub(crate) arithmetic: f64,
    #[serde(rename = "note")]
    _note: String,
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
struct Engines {
    engine: Vec<Engine>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Runs {
    run: Vec<Run>,
}
