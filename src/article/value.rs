//! Live numbers in the prose: the text of each output in a sentence, and its colour.

use model::catalogue::{Domain, OwnWay, RentWay};
use model::format::{Style, number, probability_words};
use model::outcome::{Condition, Hindrance, Side};
use model::units::{Fte, Unit, UsdPerGpuHour, Value};
use model::{Input, Outcome, Scenario};
use yew::prelude::*;

use crate::content::BranchCondition;
use crate::page::programs::second_program;
use crate::rounded::{Rounded, bare};
use crate::view::View;

/// An output as text in a sentence, with as many figures as can be known. Those of the answer are at hand; the names of all
/// others, and how each is found by its name, are the second program's.
pub(super) fn text(outcome: &Outcome, id: &str) -> String {
    let any = || second_program().map(|second| (second.output_text)(outcome, id));
    answer_text(outcome, id).or_else(any).unwrap_or_default()
}

/// An output that the answer speaks of, as text in a sentence.
///
/// The sentence says which side is cheaper or better, so differences are written without their sign.
fn answer_text(outcome: &Outcome, id: &str) -> Option<String> {
    let cost = &outcome.estimate.cost;
    let rounded = Rounded::of(outcome);
    let (x, unit) = match id {
        "probability_own_cheaper" => {
            return Some(probability_words(outcome.verdict.probability_own_cheaper.number()));
        }
        "own_cost" => (rounded.own_cost, Unit::UsdPerMonth),
        "saving" => (rounded.saving.abs(), Unit::UsdPerMonth),
        "api_remainder" => (bare(cost.api_remainder.number()), Unit::UsdPerMonth),
        // A sum of list prices, which an invoice would show.
        "rent_invoice" => (cost.rent_invoice.number(), Unit::UsdPerMonth),
        "accuracy_gap_points" => (rounded.accuracy_gap.abs(), Unit::Points),
        _ => return None,
    };
    Some(number(x, unit, Style::Prose))
}

/// Any output as text in a sentence.
pub fn output_text(outcome: &Outcome, id: &str) -> String {
    if let Some(text) = answer_text(outcome, id) {
        return text;
    }
    let Some((spec, value)) = outcome.output(id) else {
        return String::new();
    };
    let Value::Number(x) = value else {
        return model::format::value(value, spec.unit, Style::Prose);
    };
    let rounded = Rounded::of(outcome);
    let x = match id {
        id if id.starts_with("probability_") => return probability_words(x),
        "rent_cost" => rounded.rent_cost,
        "own_accuracy" => rounded.own_accuracy,
        "rent_accuracy" => rounded.rent_accuracy,
        // Whole percents.
        id if spec.unit == Unit::Fraction && id.starts_with("accuracy_") => {
            libm::round(x.abs() * 100.0) / 100.0
        }
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

#[cfg(test)]
mod tests {
    use model::{Outcome, Scenario, evaluate};

    use super::*;
    use crate::content::{ANSWER, Block, Inline};

    fn values(inlines: &[Inline], found: &mut Vec<&'static str>) {
        for inline in inlines {
            match inline {
                Inline::Value { output } => found.push(output),
                Inline::When { then, otherwise, .. } => {
                    values(then, found);
                    values(otherwise, found);
                }
                Inline::Emphasis(inside) | Inline::Strong(inside) => values(inside, found),
                _ => {}
            }
        }
    }

    #[test]
    fn the_answer_needs_no_other_output() {
        let outcome: Outcome = evaluate(&Scenario::default());
        let mut found = Vec::new();
        for block in ANSWER {
            if let Block::Paragraph(inlines) = block {
                values(inlines, &mut found);
            }
        }
        assert!(found.len() > 4, "{found:?}");
        for id in found {
            let by_name = outcome.output(id).map(|(spec, _)| spec.unit);
            assert!(by_name.is_some() && answer_text(&outcome, id).is_some(), "{id}");
        }
    }
}
