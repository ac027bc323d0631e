//! The laws of accuracy against what was measured: skill by size within families, and tuned small models against a
//! large closed one. Residuals in points: this is the weakest part of the model, and it says so in numbers.

use model::accuracy::mmlu_by_size;
use model::catalogue::Assumption;
use model::{Assumptions, Input, InputError, Scenario, evaluate};
use serde::Deserialize;

/// A measured score and the fitted law's, as fractions.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    /// The family, or what was compared.
    pub family: String,
    /// The model.
    pub model: String,
    /// Billions of parameters.
    pub billions: f64,
    /// The published score.
    pub measured: f64,
    /// The score that the law gives.
    pub fitted: f64,
}

impl Residual {
    /// The law minus the measurement, in points.
    pub fn points(&self) -> f64 {
        (self.fitted - self.measured) * 100.0
    }
}

#[derive(Deserialize)]
struct SizeRow {
    family: String,
    model: String,
    billions: f64,
    mmlu: f64,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Deserialize)]
struct TunedRow {
    model: String,
    billions: f64,
    share_of_closed: f64,
    closed_mean: f64,
    breadth: f64,
    #[serde(rename = "source")]
    _source: String,
}

fn rows<T: for<'de> Deserialize<'de>>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().filter_map(Result::ok).collect()
}

/// MMLU by size: the model's own constants for the family that they were fitted on, and for each other family the slope
/// and offset that fit it best, as generations differ in what a parameter knows.
///
/// The logistic law is a line in `ln((MMLU − c)/(c + s − MMLU))` over `log10 P`, so that least squares give both.
pub fn by_size() -> Vec<Residual> {
    let constants = Assumptions::default();
    let [chance, span, own_slope, own_offset] =
        [Assumption::MmluChance, Assumption::MmluSpan, Assumption::MmluSlope, Assumption::MmluOffset]
            .map(|constant| constants.number(constant));
    let rows: Vec<SizeRow> = rows(include_str!("../../../data/validation/accuracy/by-size.csv"));
    let mut residuals = Vec::new();
    let mut families: Vec<&str> = rows.iter().map(|row| row.family.as_str()).collect();
    families.dedup();
    for (index, family) in families.into_iter().enumerate() {
        let of_family: Vec<&SizeRow> = rows.iter().filter(|row| row.family == family).collect();
        let (slope, offset) = if index == 0 {
            (own_slope, own_offset)
        } else {
            // The weights make errors count in points of the score, not in log-odds.
            let points = of_family.iter().map(|row| {
                let share = (row.mmlu - chance) / span;
                (libm::log10(row.billions), libm::log(share / (1.0 - share)), squared(share * (1.0 - share)))
            });
            let points: Vec<(f64, f64, f64)> = points.collect();
            let weight: f64 = points.iter().map(|point| point.2).sum();
            let mean = |pick: fn(&(f64, f64, f64)) -> f64| {
                points.iter().map(|point| point.2 * pick(point)).sum::<f64>() / weight
            };
            let (x, y) = (mean(|point| point.0), mean(|point| point.1));
            let over: f64 = points.iter().map(|point| point.2 * (point.0 - x) * (point.1 - y)).sum();
            let under: f64 = points.iter().map(|point| point.2 * squared(point.0 - x)).sum();
            (over / under, over / under * x - y)
        };
        residuals.extend(of_family.into_iter().map(|row| Residual {
            family: row.family.clone(),
            model: row.model.clone(),
            billions: row.billions,
            measured: row.mmlu,
            fitted: mmlu_by_size(row.billions, chance, span, slope, offset),
        }));
    }
    residuals
}

/// Tuned small models as a share of a large closed one, averaged over a mix of tasks: the model's answer for a first
/// fine-tune with the default number of examples, before any drift.
///
/// # Errors
/// If a size is outside the model's range.
pub fn tuned() -> Result<Vec<Residual>, InputError> {
    let rows: Vec<TunedRow> = rows(include_str!("../../../data/validation/accuracy/tuned.csv"));
    let residual = |row: TunedRow| {
        let scenario = Scenario::default()
            .with(Input::ModelSize, row.billions)?
            .with(Input::Breadth, row.breadth)?
            .with(Input::ClosedAccuracy, row.closed_mean)?
            .with(Input::Drift, 0.0)?
            .with(Input::ClosedDrift, 0.0)?
            .with(Input::RetrainsPerYear, 0.0)?;
        let accuracy = evaluate(&scenario).estimate.accuracy;
        Ok(Residual {
            family: "tuned, as a share of GPT-4".to_owned(),
            model: row.model,
            billions: row.billions,
            measured: row.share_of_closed,
            fitted: accuracy.own_accuracy.number() / accuracy.rent_accuracy.number(),
        })
    };
    rows.into_iter().map(residual).collect()
}

fn squared(x: f64) -> f64 {
    x * x
}
