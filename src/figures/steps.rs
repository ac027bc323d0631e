//! A step on a slider in words: its effect on cost and accuracy, computed by the model.

use model::format::retrain_interval;
use model::trace::Trace;
use model::units::Unit;
use model::{Input, estimate};

use super::words::signed_difference;
use crate::analysis::Analysis;

/// The value in words: "8B", "3 GPUs", "monthly".
fn name(input: Input, value: f64) -> String {
    match input.spec().unit {
        Unit::RoundsPerYear if value <= 0.0 => "Never retraining".to_owned(),
        Unit::RoundsPerYear => format!("Retraining {}", retrain_interval(value)),
        _ => input.reading(value),
    }
}

/// The effect of owning at another value of an input, all else unchanged. Exact in every case: both sides are
/// evaluated.
pub fn step_sentence(analysis: &Analysis, input: Input, to: f64) -> String {
    let there = estimate(
        &analysis.scenario.values().replaced(input, to),
        &analysis.scenario.assumptions(),
        &mut Trace::off(),
    );
    let here = &analysis.outcome.estimate;
    let name = name(input, to);
    match (here.serving.fits, there.serving.fits) {
        (true, false) => return format!("{name}: the model would no longer fit its GPUs."),
        (false, true) => return format!("{name}: the model would fit its GPUs."),
        (false, false) => return format!("{name}: the model would not fit its GPUs either."),
        (true, true) => {}
    }
    let cost = match signed_difference(
        there.cost.own_cost.number() - here.cost.own_cost.number(),
        Unit::UsdPerMonth,
    ) {
        Some((amount, true)) => format!("{amount} a month more"),
        Some((amount, false)) => format!("{amount} a month less"),
        None => "the same cost".to_owned(),
    };
    let accuracy = there.accuracy.own_accuracy.number() - here.accuracy.own_accuracy.number();
    let accuracy = match signed_difference(accuracy, Unit::Points) {
        Some((points, true)) => format!("{points} more accurate"),
        Some((points, false)) => format!("{points} less accurate"),
        None => "as accurate".to_owned(),
    };
    format!("{name}: {cost}, {accuracy}.")
}
