//! Live numbers in the prose: the text of each output in a sentence, and its colour.

use model::catalogue::{Domain, OwnWay, RentWay};
use model::format::{Style, number, probability_words};
use model::outcome::{Condition, Hindrance, Side};
use model::units::{Fte, Unit, UsdPerGpuHour, Value};
use model::{Input, Outcome, Scenario};
use yew::prelude::*;

use crate::content::BranchCondition;
use crate::rounded::{Rounded, bare};
use crate::view::View;

/// An output as text in a sentence, with as many figures as can be known.
///
/// The sentence says which side is cheaper or better, so differences are written without their sign.
pub(super) fn text(outcome: &Outcome, id: &str) -> String {
    let Some((spec, value)) = outcome.output(id) else {
        return String::new();
    };
    let Value::Number(x) = value else {
        return model::format::value(value, spec.unit, Style::Prose);
    };
    let rounded = Rounded::of(outcome);
    let x = match id {
        id if id.starts_with("probability_") => return probability_words(x),
        "own_cost" => rounded.own_cost,
        "rent_cost" => rounded.rent_cost,
        "saving" => rounded.saving.abs(),
        "own_accuracy" => rounded.own_accuracy,
        "rent_accuracy" => rounded.rent_accuracy,
        "accuracy_gap_points" => rounded.accuracy_gap.abs(),
        // Whole percents.
        id if spec.unit == Unit::Fraction && id.starts_with("accuracy_") => {
            libm::round(x.abs() * 100.0) / 100.0
        }
        // A sum of list prices, which an invoice would show.
        "rent_invoice" => x,
        _ => bare(x),
    };
    number(x, spec.unit, Style::Prose)
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
    let both_can = outcome.chance().is_some();
    let rounded = Rounded::of(outcome);
    let on_own_gpus = view.analysis.is_on_own_gpus();
    let fits = estimate.serving.fits;
    let demand_met = estimate.load.share_served.number() >= 1.0;
    match condition {
        BranchCondition::OwnWins => verdict == Side::Own,
        BranchCondition::RentWins => verdict == Side::Rent,
        BranchCondition::TooClose => both_can && verdict == Side::TooClose,
        BranchCondition::SameWay => outcome.hindrance() == Some(Hindrance::SameWay),
        BranchCondition::ArticlesWays => has_articles_ways(scenario),
        BranchCondition::OtherWays => !has_articles_ways(scenario),
        BranchCondition::OnOwnGpus => on_own_gpus,
        BranchCondition::NeedsApi => verdict == Side::CannotOwn && estimate.cost.api_remainder.number() > 0.0,
        BranchCondition::PromptTooLongForApi => estimate.conditions.contains(&Condition::PromptTooLongForApi),
        BranchCondition::CannotOwn => verdict == Side::CannotOwn,
        BranchCondition::CannotRent => verdict == Side::CannotRent,
        BranchCondition::BothCan => both_can,
        BranchCondition::OwnSaves => both_can && rounded.saving > 0.0,
        BranchCondition::OwnCostsMore => both_can && rounded.saving < 0.0,
        BranchCondition::CostsAlike => both_can && rounded.saving == 0.0,
        BranchCondition::OpenMoreAccurate => !rounded.is_as_accurate() && rounded.accuracy_gap > 0.0,
        BranchCondition::OpenLessAccurate => !rounded.is_as_accurate() && rounded.accuracy_gap < 0.0,
        BranchCondition::AsAccurate => rounded.is_as_accurate(),
        BranchCondition::WithinTenPercent => outcome.verdict.within_ten_percent,
        BranchCondition::LacksMemory => on_own_gpus && !fits,
        BranchCondition::DemandMet => on_own_gpus && fits && demand_met,
        BranchCondition::Overloaded => on_own_gpus && fits && !demand_met,
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

/// Whether owning and renting are what the article compares.
fn has_articles_ways(scenario: &Scenario) -> bool {
    let values = scenario.values();
    (values.chosen(), values.chosen()) == (OwnWay::OwnSteady, RentWay::ClosedApi)
}

/// Whether owning is cheaper up to this value of an input, and not in all of its range.
fn turns(input: Input, up_to: Option<f64>) -> bool {
    let most = match input.spec().domain {
        Domain::Number { max, .. } => max,
        Domain::Choice(_) => return false,
    };
    up_to.is_some_and(|value| value < most)
}
