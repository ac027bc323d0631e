//! The answer in four numbers, always in sight.

use model::format::{Style, number, probability_words};
use model::units::Unit;
use yew::prelude::*;

use crate::analysis::Analysis;
use crate::view::View;

/// Own, rent, accuracy, and how often owning is cheaper.
pub fn answer_bar(view: &View) -> Html {
    let outcome = &view.analysis.outcome;
    let (cost, accuracy) = (&outcome.estimate.cost, &outcome.estimate.accuracy);
    let money = |amount: f64| number(amount, Unit::UsdPerMonth, Style::Tight);
    let default = Analysis::shared_default();
    let before = &default.outcome.estimate.cost;
    // Beside what the reader has changed, the value before.
    let note = |amount: f64, before: f64| {
        if money(amount) == money(before) { "a month".to_owned() } else { ["was ", &money(before)].concat() }
    };
    let share = |share: f64| number(share, Unit::Fraction, Style::Tight);
    html! {
        <dl class="answer-bar" data-testid="answer-bar">
            <div class="answer-bar__item answer-bar__item--own">
                <dt>{ "Own" }</dt>
                <dd>{ money(cost.own_cost.number()) }</dd>
                <dd class="answer-bar__note">{ note(cost.own_cost.number(), before.own_cost.number()) }</dd>
            </div>
            <div class="answer-bar__item answer-bar__item--rent">
                <dt>{ "Rent" }</dt>
                <dd>{ money(cost.rent_cost.number()) }</dd>
                <dd class="answer-bar__note">{ note(cost.rent_cost.number(), before.rent_cost.number()) }</dd>
            </div>
            <div class="answer-bar__item answer-bar__item--accuracy">
                <dt>{ "Accuracy" }</dt>
                <dd>{ share(accuracy.own_accuracy.number()) }</dd>
                <dd class="answer-bar__note">{ "closed " }{ share(accuracy.rent_accuracy.number()) }</dd>
            </div>
            <div class="answer-bar__item">
                <dt>{ "Own wins" }</dt>
                <dd>{ how_often(outcome.verdict.probability_own_cheaper.number()) }</dd>
                <dd class="answer-bar__note">{ "cases" }</dd>
            </div>
        </dl>
    }
}

/// A chance in the words of the text, as short as the bar needs it: "8 in 10", "< 1 in 20".
fn how_often(chance: f64) -> String {
    let words = probability_words(chance);
    for (word, sign) in [("under ", "<\u{202f}"), ("over ", ">\u{202f}")] {
        if let Some(rest) = words.strip_prefix(word) {
            return [sign, rest].concat();
        }
    }
    words
}
