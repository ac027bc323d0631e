//! Errors of many rows, by metric and kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Prediction;
use crate::groups::Group;
use crate::table::Row;

/// The kind of a group's line, whose rows other lines count already.
const GROUP: &str = "group";

/// The errors of a group of calibration rows in one edition.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Kept {
    /// The edition's number.
    pub edition: usize,
    /// The group's name in the code.
    pub group: String,
    /// How many rows were predicted.
    pub predicted: usize,
    /// Median absolute relative error, a fraction.
    pub median: f64,
    /// The error that nine tenths of the rows stay below.
    pub p90: f64,
}

impl Kept {
    /// The errors of all editions, from `data/validation/errors.csv`.
    ///
    /// # Errors
    /// If the file is malformed, which the tests rule out.
    pub fn all() -> Result<Vec<Self>, csv::Error> {
        let file = include_bytes!("../../../data/validation/errors.csv");
        csv::Reader::from_reader(file.as_slice()).into_deserialize().collect()
    }
}

/// The errors of the rows of one metric and kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The metric's name as in the rows, or a group's.
    pub metric: String,
    /// The rows' kind, `all`, or `group` of a group.
    pub kind: String,
    /// How many rows there are.
    pub rows: usize,
    /// How many were predicted.
    pub predicted: usize,
    /// The reasons why the others were not, with the number of rows of each.
    pub skipped: BTreeMap<String, usize>,
    /// Median absolute relative error, a fraction; none without a predicted row.
    pub median_ape: Option<f64>,
    /// Mean absolute relative error, which is what others publish.
    pub mean_ape: Option<f64>,
    /// The error that nine tenths of the rows stay below.
    pub p90_ape: Option<f64>,
    /// The largest absolute relative error.
    pub max_ape: Option<f64>,
    /// Median absolute error in percentage points, where the rows hold shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_points: Option<f64>,
    /// Mean absolute error in percentage points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_points: Option<f64>,
    /// The error in points that nine tenths of the rows stay below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90_points: Option<f64>,
    /// Mean relative error with its sign: above zero, the model predicts too much.
    pub mean_signed: Option<f64>,
}

/// A quantile of numbers, interpolated between two of them; none without numbers.
///
/// # Examples
/// ```
/// let four = [0.04, 0.01, 0.03, 0.02];
/// assert_eq!(validation::quantile(&four, 0.5), Some(0.025));
/// assert_eq!(validation::quantile(&[], 0.5), None);
/// ```
pub fn quantile(numbers: &[f64], share: f64) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = share * sorted.len().saturating_sub(1) as f64;
    let (below, above) = (sorted.get(rank.floor() as usize)?, sorted.get(rank.ceil() as usize)?);
    Some(below + (above - below) * rank.fract())
}

/// The mean of numbers; none without numbers.
///
/// # Examples
/// ```
/// assert_eq!(validation::mean(&[3.0, 1.0, 2.0]), Some(2.0));
/// assert_eq!(validation::mean(&[]), None);
/// ```
pub fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

/// The errors by metric and kind, in the rows' order, and after them the groups whose errors have a limit.
pub fn summary(results: &[(&Row, Result<Prediction, String>)]) -> Vec<Line> {
    let mut keys: Vec<(String, String)> = Vec::new();
    for (row, _) in results {
        let kind = row.text("kind");
        for kind in ["all", kind] {
            let key = (row.metric().to_owned(), kind.to_owned());
            if !kind.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    let by_metric = keys.into_iter().map(|(metric, kind)| {
        let rows = results
            .iter()
            .filter(|(row, _)| row.metric() == metric && (kind == "all" || row.text("kind") == kind));
        line(&metric, &kind, rows)
    });
    let by_group = Group::ALL.into_iter().filter_map(|group| {
        let line = line(group.id(), GROUP, results.iter().filter(|(row, _)| Group::of(row) == Some(group)));
        (line.rows > 0).then_some(line)
    });
    by_metric.chain(by_group).collect()
}

fn line<'a>(
    metric: &str,
    kind: &str,
    results: impl Iterator<Item = &'a (&'a Row, Result<Prediction, String>)>,
) -> Line {
    let (mut errors, mut points, mut skipped, mut rows) = (Vec::new(), Vec::new(), BTreeMap::new(), 0);
    for (_, result) in results {
        rows += 1;
        match result {
            Ok(prediction) => {
                errors.push(prediction.error());
                points.extend(prediction.points.map(f64::abs));
            }
            Err(reason) => *skipped.entry(reason.clone()).or_insert(0) += 1,
        }
    }
    let apes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    Line {
        metric: metric.to_owned(),
        kind: kind.to_owned(),
        rows,
        predicted: errors.len(),
        skipped,
        median_ape: quantile(&apes, 0.5),
        mean_ape: mean(&apes),
        p90_ape: quantile(&apes, 0.9),
        max_ape: quantile(&apes, 1.0),
        median_points: quantile(&points, 0.5),
        mean_points: mean(&points),
        p90_points: quantile(&points, 0.9),
        mean_signed: mean(&errors),
    }
}
