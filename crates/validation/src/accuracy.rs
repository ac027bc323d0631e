//! The laws of accuracy against what was measured: scores by size, accuracy by examples, drift by age, and tuned small
//! models against a large closed one.
//!
//! A row alone says nothing of a law that has a family's or a task's own parameters: [`predict`] takes all rows of a
//! family or a task together, fits what is its own, and gives what the law then says of each row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::accuracy::{Drift, score_by_size, tuned as accuracy_after};
use model::catalogue::Assumption;
use model::odds::log_odds;
use model::{Assumptions, Input, InputError, Scenario, evaluate};
use serde::Deserialize;

use crate::Prediction;
use crate::table::{Family, Row, Table, TableError};

/// The law of scores by size, and what guessing gives in each exam.
#[derive(Clone, Debug, Deserialize)]
struct Exams {
    span: f64,
    slope: f64,
    exam: Vec<Exam>,
}

#[derive(Clone, Debug, Deserialize)]
struct Exam {
    name: String,
    chance: f64,
}

static EXAMS: LazyLock<Exams> = LazyLock::new(|| {
    let text = include_str!("../../../data/validation/accuracy/exams.toml");
    toml::from_str(text).unwrap_or_else(|error| unreachable!("the file is part of the build: {error}"))
});

/// The measured rows of accuracy: scores by size, accuracy by examples, and by age.
///
/// # Errors
/// If a file is malformed, which the tests rule out.
pub fn measured() -> Result<[Table; 3], TableError> {
    let read = |text: &str| Table::read(text.as_bytes());
    Ok([
        read(include_str!("../../../data/validation/accuracy/by-size.csv"))?,
        read(include_str!("../../../data/validation/accuracy/by-examples.csv"))?,
        read(include_str!("../../../data/validation/accuracy/drift.csv"))?,
    ])
}

/// What the laws say of rows of accuracy, in the rows' order.
///
/// # Errors
/// Each row's own: a cell that is no number, an exam whose chance is not known, too few rows of its family or task.
pub fn predict(rows: &[&Row]) -> Vec<Result<Prediction, String>> {
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let columns: &[&str] = match row.family() {
            Family::Sizes => &["family", "benchmark", "kind"],
            Family::Examples | Family::Drift => &["task", "model", "metric"],
            Family::Inference | Family::Training => &[],
        };
        let key = columns.iter().map(|column| row.text(column).to_lowercase()).collect();
        groups.entry(key).or_default().push(index);
    }
    let mut results: Vec<_> = rows.iter().map(|_| Err("no row of accuracy".to_owned())).collect();
    for members in groups.into_values() {
        let of_group: Vec<&Row> = members.iter().map(|index| rows[*index]).collect();
        for (index, result) in members.into_iter().zip(of_one_group(&of_group)) {
            results[index] = result;
        }
    }
    results
}

fn of_one_group(rows: &[&Row]) -> Vec<Result<Prediction, String>> {
    match rows.first().map(|row| row.family()) {
        Some(Family::Sizes) => by_size(rows),
        Some(Family::Examples) => by_examples(rows),
        Some(Family::Drift) => by_age(rows),
        Some(Family::Inference | Family::Training) | None => Vec::new(),
    }
}

/// A point of a curve: where it was measured, and the share.
type Point = (f64, f64);

/// The share in a cell: as a fraction, or in percent as exams print it.
fn share(row: &Row, most: f64) -> Result<f64, String> {
    let value = row.number("value")?.ok_or("value is empty")?;
    if !(0.0..=most).contains(&value) {
        return Err(format!("value: {value} is no score from 0 to {most}"));
    }
    // No exam gives so little for guessing.
    if most > 1.0 && value > 0.0 && value <= 1.0 {
        return Err(format!("value: {value} looks like a fraction, and scores by size are in percent"));
    }
    Ok(value / most)
}

/// The number in a cell, which must be there and not below nought.
fn not_negative(row: &Row, column: &str) -> Result<f64, String> {
    match row.number(column)? {
        Some(number) if number >= 0.0 => Ok(number),
        Some(number) => Err(format!("{column}: {number} is below 0")),
        None => Err(format!("{column} is empty")),
    }
}

/// Gives each readable row what the fitted curve says at its place.
fn along(
    points: &[Result<Point, String>],
    curve: Result<impl Fn(f64) -> f64, String>,
    scale: f64,
) -> Vec<Result<Prediction, String>> {
    let of = |point: &Result<Point, String>| {
        let (at, share) = point.clone()?;
        let curve = curve.as_ref().map_err(Clone::clone)?;
        Ok(Prediction::of_share(share, curve(at), scale))
    };
    points.iter().map(of).collect()
}

fn readable(points: &[Result<Point, String>]) -> Vec<Point> {
    points.iter().filter_map(|point| point.clone().ok()).collect()
}

/// Whether there are at least `least` different places among the points.
fn has_places(points: &[Point], least: usize) -> bool {
    let mut places: Vec<f64> = points.iter().map(|point| point.0).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    places.len() >= least
}

/// Scores of one family's models: the law's span and slope, and the offset at which it passes best through the rows.
///
/// A point's own offset is a difference of log-odds; the weights make errors count in points of the score.
fn by_size(rows: &[&Row]) -> Vec<Result<Prediction, String>> {
    let exams = &*EXAMS;
    let chance = |row: &Row| {
        let name = row.text("benchmark");
        let exam = exams.exam.iter().find(|exam| exam.name.eq_ignore_ascii_case(name));
        exam.map(|exam| exam.chance)
            .ok_or_else(|| format!("benchmark: what guessing gives in '{name}' is not known"))
    };
    let point = |row: &&Row| {
        chance(row)?;
        let total = row.positive("size_b")?;
        let active = if row.text("active_b").is_empty() { total } else { row.positive("active_b")? };
        Ok(((total * active).sqrt(), share(row, 100.0)?))
    };
    let points: Vec<Result<Point, String>> = rows.iter().map(point).collect();
    let known = readable(&points);
    let chance = rows.first().map_or(Ok(0.0), |row| chance(row));
    let curve = chance.and_then(|chance| {
        if !has_places(&known, 2) {
            return Err("a family of one size does not tell its offset".to_owned());
        }
        let (mut sum, mut weights) = (0.0, 0.0);
        for (billions, share) in &known {
            // Scores near either end say nothing of the offset.
            let reached = ((share - chance) / exams.span).clamp(0.03, 0.97);
            let slope = reached * (1.0 - reached);
            let weight = slope * slope;
            sum += weight * (exams.slope * libm::log10(*billions) - log_odds(reached, 0.0));
            weights += weight;
        }
        let (span, slope, offset) = (exams.span, exams.slope, sum / weights);
        Ok(move |billions: f64| score_by_size(billions, chance, span, slope, offset))
    });
    along(&points, curve, 100.0)
}

/// Accuracy of one model tuned for one task on more and more examples: the model's own law, and the task's own start and
/// ceiling.
///
/// With `d = (1 + n/n0)^−β` the law is a line in both: `1 − d = (accuracy − g·d + e∞·(1 − d))`, so least squares give
/// them; both are shares.
fn by_examples(rows: &[&Row]) -> Vec<Result<Prediction, String>> {
    let point = |row: &&Row| Ok((not_negative(row, "n_examples")?, share(row, 1.0)?));
    let points: Vec<Result<Point, String>> = rows.iter().map(point).collect();
    let known = readable(&points);
    let constants = Assumptions::default();
    let law = [Assumption::ExamplesScale, Assumption::ExamplesExponent].map(|it| constants.number(it));
    let curve = if has_places(&known, 3) {
        let (general, error_limit) = own_ends(&known, law);
        Ok(move |n: f64| accuracy_after(n, general, error_limit, 0.0, law[0], law[1]))
    } else {
        Err("a curve of fewer than three points does not tell its start and its end".to_owned())
    };
    along(&points, curve, 1.0)
}

/// The accuracy without examples and the errors that remain with any number of them, by least squares.
pub(crate) fn own_ends(points: &[Point], [scale, exponent]: [f64; 2]) -> (f64, f64) {
    // accuracy = g·d + (1 − e)·(1 − d)
    let left = |n: f64| libm::exp(-exponent * libm::log1p(n / scale));
    let (mut dd, mut du, mut uu, mut dy, mut uy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (n, accuracy) in points {
        let (d, u) = (left(*n), 1.0 - left(*n));
        dd += d * d;
        du += d * u;
        uu += u * u;
        dy += d * accuracy;
        uy += u * accuracy;
    }
    let determinant = dd * uu - du * du;
    let general = ((dy * uu - uy * du) / determinant).clamp(0.0, 1.0);
    let most = ((uy - du * general) / uu).clamp(0.0, 1.0);
    let general = ((dy - du * most) / dd).clamp(0.0, 1.0);
    (general.min(most), 1.0 - most)
}

/// Accuracy of one model as its labels age: what the model expects from the first row on.
fn by_age(rows: &[&Row]) -> Vec<Result<Prediction, String>> {
    let point = |row: &&Row| Ok((not_negative(row, "months")?, share(row, 1.0)?));
    let points: Vec<Result<Point, String>> = rows.iter().map(point).collect();
    let known = readable(&points);
    let (scenario, constants) = (Scenario::default(), Assumptions::default());
    let number = |it| constants.number(it);
    let a_year =
        scenario.get(Input::Drift) + number(Assumption::DriftJumpRate) * number(Assumption::DriftJumpSize);
    let first = known.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0));
    let curve = match first {
        Some((from, share)) if has_places(&known, 2) => {
            let years = number(Assumption::DriftLinearMonths) / 12.0;
            let drift = Drift::new(a_year, years, number(Assumption::DriftShare) * share);
            Ok(move |months: f64| share - drift.loss((months - from) / 12.0))
        }
        Some(_) | None => Err("a series of one age does not tell what is lost".to_owned()),
    };
    along(&points, curve, 1.0)
}

/// A measured share of a large closed model's score, and the model's.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    /// The model.
    pub model: String,
    /// Billions of parameters.
    pub billions: f64,
    /// What was published.
    pub measured: f64,
    /// What the model gives.
    pub fitted: f64,
}

impl Residual {
    /// The model minus the measurement, in points.
    pub fn points(&self) -> f64 {
        (self.fitted - self.measured) * 100.0
    }
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

/// Tuned small models as a share of GPT-4, averaged over a mix of tasks: the model's answer for a first fine-tune with the
/// default number of examples, before any drift. A flagship of today stands for GPT-4, as in the model.
///
/// # Errors
/// If a size is outside the model's range.
pub fn tuned() -> Result<Vec<Residual>, InputError> {
    let text = include_str!("../../../data/validation/accuracy/tuned.csv");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().filter_map(Result::ok);
    let residual = |row: TunedRow| {
        let scenario = Scenario::default()
            .with_text("api", "gemini-3.7-flash")?
            .with(Input::ModelSize, row.billions)?
            .with(Input::Breadth, row.breadth)?
            .with(Input::ClosedAccuracy, row.closed_mean)?
            .with(Input::Drift, 0.0)?
            .with(Assumption::DriftJumpRate, 0.0)?
            .with(Input::ClosedDrift, 0.0)?
            .with(Input::RetrainsPerYear, 0.0)?;
        let accuracy = evaluate(&scenario).estimate.accuracy;
        Ok(Residual {
            model: row.model,
            billions: row.billions,
            measured: row.share_of_closed,
            fitted: accuracy.own_accuracy.number() / accuracy.rent_accuracy.number(),
        })
    };
    rows.map(residual).collect()
}
