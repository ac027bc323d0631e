//! Live numbers in the prose: the text of each output in a sentence, and its colour.

use model::catalogue::Domain;
use model::format::{Style, probability_words};
use model::outcome::Side;
use model::units::{Fte, UsdPerGpuHour, Value};
use model::{Input, Outcome};
use yew::prelude::*;

use crate::content::BranchCondition;
use crate::view::View;

/// An output as text in a sentence.
///
/// The sentence says which side is cheaper or better, so differences are written without their sign.
pub(super) fn text(outcome: &Outcome, id: &str) -> String {
    let Some((spec, value)) = outcome.output(id) else {
        return String::new();
    };
    let value = match (id, value) {
        ("saving" | "saving_share" | "accuracy_gap_points" | "accuracy_gap_percent", Value::Number(x)) => {
            Value::Number(x.abs())
        }
        (_, value) => value,
    };
    match value {
        Value::Number(p) if id.starts_with("probability_") => probability_words(p),
        value => model::format::value(value, spec.unit, Style::Prose),
    }
}

/// The side of a number, which gives its colour: own, rent, accuracy, or none.
fn meaning(id: &str) -> Option<&'static str> {
    if id.ends_with("_accuracy") || id.starts_with("accuracy_") {
        Some("value--accuracy")
    } else if id.starts_with("own_") {
        Some("value--own")
    } else if id.starts_with("rent_") {
        Some("value--rent")
    } else {
        None
    }
}

/// The classes of a live value.
pub(super) fn classes(id: &str) -> Classes {
    classes!("value", meaning(id))
}

/// The live value of an output.
pub(super) fn value(view: &View, id: &'static str) -> Html {
    html! { <output data-value={id}>{ text(&view.analysis.outcome, id) }</output> }
}

/// Whether a condition in the prose holds.
pub(super) fn holds(view: &View, condition: BranchCondition) -> bool {
    let (scenario, outcome) = (&view.analysis.scenario, &view.analysis.outcome);
    let estimate = &outcome.estimate;
    let verdict = outcome.verdict.verdict;
    let both_can = !verdict.is_unable();
    let saves = estimate.cost.saving.number() > 0.0;
    let demand_met = estimate.load.share_served.number() >= 1.0;
    match condition {
        BranchCondition::OwnWins => verdict == Side::Own,
        BranchCondition::RentWins => verdict == Side::Rent,
        BranchCondition::TooClose => verdict == Side::TooClose,
        BranchCondition::CannotOwn => verdict == Side::CannotOwn,
        BranchCondition::CannotRent => verdict == Side::CannotRent,
        BranchCondition::BothCan => both_can,
        BranchCondition::OwnSaves => both_can && saves,
        BranchCondition::OwnCostsMore => both_can && !saves,
        BranchCondition::OpenMoreAccurate => estimate.accuracy.accuracy_gap_points.number() > 0.0,
        BranchCondition::WithinTenPercent => outcome.verdict.within_ten_percent,
        BranchCondition::Fits => estimate.serving.fits,
        BranchCondition::DemandMet => demand_met,
        BranchCondition::Overloaded => estimate.serving.fits && !demand_met,
        BranchCondition::Retrains => scenario.get(Input::RetrainsPerYear) > 0.0,
        BranchCondition::SomeGpuPriceTurns => {
            both_can
                && turns(Input::GpuHourPrice, outcome.verdict.break_even_gpu_price.map(UsdPerGpuHour::number))
        }
        BranchCondition::SomeEffortTurns => {
            both_can && turns(Input::RunEffort, outcome.verdict.break_even_effort.map(Fte::number))
        }
    }
}

/// Whether owning is cheaper up to this value of an input, and not in all of its range.
fn turns(input: Input, up_to: Option<f64>) -> bool {
    let most = match input.spec().domain {
        Domain::Number { max, .. } => max,
        Domain::Choice(_) => return false,
    };
    up_to.is_some_and(|value| value < most)
}
