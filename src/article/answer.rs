//! The answer in one line: for screen readers, under an embedded figure, beside the workshop's controls.

use model::format::{Style, number, probability_words};
use model::units::Unit;

use crate::analysis::Analysis;
use crate::rounded::Rounded;

/// The cost of both sides in the present case, the accuracy, and the probability of the answer.
pub fn answer_line(analysis: &Analysis) -> String {
    let outcome = &analysis.outcome;
    let rounded = Rounded::of(outcome);
    let money = |amount: f64| number(amount, Unit::UsdPerMonth, Style::Prose);
    let share = |share: f64| number(share, Unit::Fraction, Style::Prose);
    let answer = match outcome.hindrance() {
        None => format!(
            "owning is cheaper in {} of the cases we think possible",
            probability_words(outcome.verdict.probability_own_cheaper.number())
        ),
        Some(hindrance) => hindrance.words().to_owned(),
    };
    format!(
        "Owning costs {} a month at {} accuracy, renting {} at {}; {answer}.",
        money(rounded.own_cost),
        share(rounded.own_accuracy),
        money(rounded.rent_cost),
        share(rounded.rent_accuracy),
    )
}
