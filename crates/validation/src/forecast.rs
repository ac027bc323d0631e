//! The errors of cross-validation: stated in `data/validation/forecast.toml`, which a test keeps true.

use serde::Deserialize;

use crate::groups::Group;

/// What is left out of the fit at a time, and then predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum LeftOut {
    /// A kind of GPU.
    Gpu,
    /// A model.
    Model,
    /// A model on a kind and number of GPUs.
    Configuration,
    /// A length of prompts and answers, or of sequences.
    Length,
    /// Software for serving or training, in all its versions.
    Software,
}

impl LeftOut {
    /// All variants.
    pub const ALL: [Self; 5] = [Self::Gpu, Self::Model, Self::Configuration, Self::Length, Self::Software];

    /// In words, for a report.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gpu => "a GPU",
            Self::Model => "a model",
            Self::Configuration => "a model on its GPUs",
            Self::Length => "a length",
            Self::Software => "software",
        }
    }

    #[cfg(feature = "fit")]
    pub(crate) fn key(self, row: &crate::Row) -> String {
        let columns: &[&str] = match self {
            Self::Gpu => &["gpu"],
            Self::Model => &["model"],
            Self::Configuration => &["model", "gpu", "tp", "gpus"],
            Self::Length => &["input_len", "output_len", "seq_len"],
            Self::Software => {
                let serving = row.text("engine").split(' ').next().unwrap_or_default();
                let name = if serving.is_empty() { crate::training::software_name(row) } else { serving };
                return name.to_owned();
            }
        };
        columns.iter().map(|column| row.text(column)).collect::<Vec<_>>().join(" ")
    }
}

/// The errors of rows that a fit has not seen.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// The group's name in the code.
    pub group: String,
    /// What was left out at a time.
    pub left_out: LeftOut,
    /// How many rows were predicted.
    pub rows: usize,
    /// Median absolute relative error.
    pub median: f64,
    /// Mean absolute relative error.
    pub mean: f64,
    /// The error that nine tenths of the rows stay below.
    pub p90: f64,
}

impl Forecast {
    /// The stated forecasts of a group.
    pub fn of(group: Group) -> Vec<Self> {
        #[derive(Default, Deserialize)]
        struct Stated {
            forecast: Vec<Forecast>,
        }
        let stated: Stated = crate::world::from_toml(include_str!("../../../data/validation/forecast.toml"));
        stated.forecast.into_iter().filter(|forecast| forecast.group == format!("{group:?}")).collect()
    }
}
