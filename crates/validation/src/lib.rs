//! The model against measurements: rows of published benchmarks, what the model says of each, and the errors.
//!
//! [`Table`] reads a file of rows, [`predict`] asks the model for each, [`summary`] gives the errors. The constants of
//! serving and training are fitted to the calibration files of `data/validation/` by `fit`, which also cross-validates
//! them. Formulas are the model's; this crate only describes how a benchmark was run.

pub mod accuracy;
pub mod anchor;
#[cfg(feature = "fit")]
pub mod fit;
mod forecast;
mod groups;
mod inference;
mod misses;
mod names;
mod summary;
mod table;
mod training;
mod world;

pub use forecast::{Forecast, LeftOut};
pub use groups::{Group, Target};
pub use misses::Miss;
pub use summary::{Kept, Line, mean, quantile, summary};
pub use table::{Family, Row, Table, TableError};
pub use world::World;

/// What the model says of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The value that was measured, in the row's unit.
    pub measured: f64,
    /// The model's value, in the same unit.
    pub predicted: f64,
    /// What was assumed for the row: an interpolated shape, a default for an unknown engine.
    pub note: String,
    /// The prediction minus the measurement in percentage points, where the row holds a share.
    pub points: Option<f64>,
}

impl Prediction {
    /// Of a share; `scale` is what the row gives for all of it: 100 for percent, 1 for a fraction.
    fn of_share(measured: f64, predicted: f64, scale: f64) -> Self {
        Self {
            measured: measured * scale,
            predicted: predicted * scale,
            note: String::new(),
            points: Some(100.0 * (predicted - measured)),
        }
    }

    /// The relative error with its sign.
    pub fn error(&self) -> f64 {
        self.predicted / self.measured - 1.0
    }

    /// The absolute relative error, a fraction.
    pub fn ape(&self) -> f64 {
        self.error().abs()
    }
}

/// What a row asks of the model: everything read from its text, and no constant of the model.
#[derive(Clone, Debug)]
pub enum Question {
    /// A row of serving.
    Inference(inference::Question),
    /// A row of training.
    Training(training::Question),
}

impl Question {
    /// Reads a row.
    ///
    /// # Errors
    /// If the model cannot answer the row: an unknown GPU, a metric of another kind, a cell that is not a number.
    pub fn read(row: &Row, world: &World) -> Result<Self, String> {
        match row.family() {
            Family::Inference => inference::Question::read(row, world).map(Self::Inference),
            Family::Training => training::Question::read(row, world).map(Self::Training),
            Family::Sizes | Family::Examples | Family::Drift => {
                Err("a row of accuracy is answered together with its family's or its task's".to_owned())
            }
        }
    }

    /// The model's value, in the row's unit.
    ///
    /// # Errors
    /// If the model does not fit its GPUs.
    pub fn answer(&self, world: &World) -> Result<f64, String> {
        match self {
            Self::Inference(question) => question.answer(world),
            Self::Training(question) => Ok(question.answer(world)),
        }
    }

    /// The value that was measured.
    pub fn measured(&self) -> f64 {
        match self {
            Self::Inference(question) => question.measured,
            Self::Training(question) => question.measured,
        }
    }

    /// What was assumed for the row.
    fn note(&self) -> &str {
        match self {
            Self::Inference(question) => &question.note,
            Self::Training(question) => &question.note,
        }
    }
}

/// Asks the model for a row's value.
///
/// # Errors
/// Those of [`Question::read`] and [`Question::answer`].
pub fn predict(row: &Row, world: &World) -> Result<Prediction, String> {
    let question = Question::read(row, world)?;
    let predicted = question.answer(world)?;
    Ok(Prediction {
        measured: question.measured(),
        predicted,
        note: question.note().to_owned(),
        points: None,
    })
}

/// Asks the model for the values of many rows, in their order: of serving and training one by one, of accuracy by family
/// and task.
pub fn predict_all(rows: &[&Row], world: &World) -> Vec<Result<Prediction, String>> {
    let is_accuracy = |row: &Row| match row.family() {
        Family::Inference | Family::Training => false,
        Family::Sizes | Family::Examples | Family::Drift => true,
    };
    let of_accuracy: Vec<&Row> = rows.iter().copied().filter(|row| is_accuracy(row)).collect();
    let mut together = accuracy::predict(&of_accuracy).into_iter();
    let one = |row: &&Row| {
        let next = if is_accuracy(row) { together.next() } else { None };
        next.unwrap_or_else(|| predict(row, world))
    };
    rows.iter().map(one).collect()
}

/// The rows on which the model's constants are fitted, and nothing else.
///
/// # Errors
/// If a file is malformed, which the tests rule out.
pub fn calibration() -> Result<Vec<Table>, TableError> {
    [
        include_str!("../../../data/validation/calibration-inference.csv"),
        include_str!("../../../data/validation/calibration-inference-2.csv"),
        include_str!("../../../data/validation/calibration-training.csv"),
        include_str!("../../../data/validation/calibration-training-2.csv"),
    ]
    .into_iter()
    .map(|text| Table::read(text.as_bytes()))
    .collect()
}
