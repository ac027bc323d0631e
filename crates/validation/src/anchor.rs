//! One measured row as an anchor for other rows of the same machine: model, GPU, precision, serving software and its version,
//! and GPUs to a replica.
//!
//! The law is the model's own ([`model::measurement`]): what a row's speed is over its forecast, other rows of the machine have
//! too, the less the less alike their loads are.

use std::collections::BTreeMap;

use model::catalogue::Assumption;
use model::measurement::weight;
use serde::{Deserialize, Serialize};

use crate::groups::Group;
use crate::table::{Family, Row};
use crate::{Prediction, World, inference, mean, predict_all, quantile};

/// A row that can be an anchor or be anchored: a throughput, or a time between tokens at a finite rate.
struct Anchorable<'a> {
    row: &'a Row,
    question: inference::Question,
    plain: Prediction,
}

impl Anchorable<'_> {
    /// The measured speed over the forecast, as a logarithm.
    fn surplus(&self) -> f64 {
        let ratio = libm::log(self.plain.measured / self.plain.predicted);
        if self.question.is_latency() { -ratio } else { ratio }
    }

    /// The forecast, scaled by another row of the machine.
    fn anchored(&self, anchor: &Self, world: &World) -> Prediction {
        let distance = self.question.load().distance(&anchor.question.load());
        let weight = weight(distance, world.assumptions.number(Assumption::MeasurementReach));
        let pace = libm::exp(weight * anchor.surplus());
        let predicted = if self.question.is_latency() {
            self.plain.predicted / pace
        } else {
            self.plain.predicted * pace
        };
        let note = format!("anchored by {} {}", anchor.row.metric(), anchor.plain.measured);
        let notes = [self.plain.note.clone(), note];
        let note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; ");
        Prediction { predicted, note, ..self.plain.clone() }
    }
}

fn read<'a>(row: &'a Row, world: &World) -> Result<Anchorable<'a>, String> {
    if row.family() != Family::Inference {
        return Err("only rows of serving can be anchored".to_owned());
    }
    let question = inference::Question::read(row, world)?;
    if !question.is_speed() {
        return Err(format!(
            "'{}' is neither a throughput nor a time between tokens at a rate",
            row.metric()
        ));
    }
    let plain = crate::predict(row, world)?;
    Ok(Anchorable { row, question, plain })
}

/// Rows predicted with the nearest of the `anchors` that is of their machine; a row without one is predicted as it is, and its
/// note says so. What is no speed of a machine, such as accuracy, is predicted as ever.
///
/// # Errors
/// Each row's own, as of [`crate::predict_all`]. In all, if a row of `anchors` can be none.
pub fn anchored_by(
    anchors: &[&Row],
    rows: &[&Row],
    world: &World,
) -> Result<Vec<Result<Prediction, String>>, String> {
    let anchors = anchors.iter().map(|row| read(row, world)).collect::<Result<Vec<_>, _>>()?;
    let one = |(row, plain): (&&Row, Result<Prediction, String>)| {
        let Ok(target) = read(row, world) else { return plain };
        let distance = |anchor: &&Anchorable<'_>| target.question.load().distance(&anchor.question.load());
        let nearest = anchors
            .iter()
            .filter(|anchor| anchor.question.is_same_machine(&target.question))
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        Ok(match nearest {
            Some(anchor) => target.anchored(anchor, world),
            None => Prediction { note: "no anchor of this machine".to_owned(), ..target.plain },
        })
    };
    Ok(rows.iter().zip(predict_all(rows, world)).map(one).collect())
}

/// The errors of rows that each other row of their machine anchors in turn.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AnchoredLine {
    /// What was measured: all throughputs, all times between tokens, or a group of rows.
    pub what: String,
    /// Rows that have another row of their machine.
    pub rows: usize,
    /// Pairs of a row and its anchor.
    pub pairs: usize,
    /// Median absolute relative error of the pairs' rows as they are, a fraction.
    pub median_before: f64,
    /// Their mean absolute relative error.
    pub mean_before: f64,
    /// The error that nine tenths of them stay below.
    pub p90_before: f64,
    /// Median absolute relative error with the anchor.
    pub median: f64,
    /// Mean absolute relative error with the anchor.
    pub mean: f64,
    /// The error that nine tenths stay below with the anchor.
    pub p90: f64,
}

/// Leaves all but one row of each machine out: each row is predicted with each other row of its machine as its anchor.
///
/// Throughputs and times between tokens anchor each other, as one pace is that of every time.
pub fn leave_all_but_one_out(rows: &[&Row], world: &World) -> Vec<AnchoredLine> {
    let known: Vec<Anchorable<'_>> = rows.iter().filter_map(|row| read(row, world).ok()).collect();
    let mut lines: BTreeMap<(usize, &str), Vec<[f64; 2]>> = BTreeMap::new();
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (index, target) in known.iter().enumerate() {
        let kind = if target.question.is_latency() { (1, "time between tokens") } else { (0, "throughput") };
        let group = Group::of(target.row)
            .map(|group| (2 + Group::ALL.iter().position(|other| *other == group).unwrap_or(0), group.id()));
        let others = known
            .iter()
            .enumerate()
            .filter(|(other, anchor)| *other != index && anchor.question.is_same_machine(&target.question));
        let errors: Vec<[f64; 2]> =
            others.map(|(_, anchor)| [target.plain.ape(), target.anchored(anchor, world).ape()]).collect();
        for key in [Some(kind), group].into_iter().flatten().filter(|_| !errors.is_empty()) {
            lines.entry(key).or_default().extend(&errors);
            *counts.entry(key).or_default() += 1;
        }
    }
    let line = |(key, errors): ((usize, &str), Vec<[f64; 2]>)| {
        let [before, after] = [0, 1].map(|which| errors.iter().map(|pair| pair[which]).collect::<Vec<f64>>());
        Some(AnchoredLine {
            what: key.1.to_owned(),
            rows: counts.get(&key).copied()?,
            pairs: errors.len(),
            median_before: quantile(&before, 0.5)?,
            mean_before: mean(&before)?,
            p90_before: quantile(&before, 0.9)?,
            median: quantile(&after, 0.5)?,
            mean: mean(&after)?,
            p90: quantile(&after, 0.9)?,
        })
    };
    lines.into_iter().filter_map(line).collect()
}
