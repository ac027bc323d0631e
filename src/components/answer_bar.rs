//! The answer in four numbers, always in sight.

use model::Outcome;
use model::format::{Style, number, probability_words};
use model::outcome::Hindrance;
use model::units::Unit;
use yew::prelude::*;

use crate::rounded::Rounded;
use crate::view::View;

/// Own, rent, accuracy, and how often owning is cheaper.
pub fn answer_bar(view: &View) -> Html {
    let outcome = &view.analysis.outcome;
    let rounded = Rounded::of(outcome);
    let money = |amount: f64| number(amount, Unit::UsdPerMonth, Style::Tight);
    let before = Rounded::of(&view.analysis.before().0.outcome);
    // Beside what the reader has changed, the value before.
    let note = |amount: f64, before: f64| {
        if money(amount) == money(before) { "a month".to_owned() } else { ["was ", &money(before)].concat() }
    };
    let share = |share: f64| number(share, Unit::Fraction, Style::Tight);
    html! {
        <dl class="answer-bar" data-testid="answer-bar">
            <div class="answer-bar__item answer-bar__item--own">
                <dt>{ "Own" }</dt>
                <dd>{ money(rounded.own_cost) }</dd>
                <dd class="answer-bar__note">{ note(rounded.own_cost, before.own_cost) }</dd>
            </div>
            <div class="answer-bar__item answer-bar__item--rent">
                <dt>{ "Rent" }</dt>
                <dd>{ money(rounded.rent_cost) }</dd>
                <dd class="answer-bar__note">{ note(rounded.rent_cost, before.rent_cost) }</dd>
            </div>
            <div class="answer-bar__item answer-bar__item--accuracy">
                <dt>{ "Accuracy" }</dt>
                <dd>{ share(rounded.own_accuracy) }</dd>
                <dd class="answer-bar__note">{ "closed " }{ share(rounded.rent_accuracy) }</dd>
            </div>
            <div class="answer-bar__item">
                if let Some(chance) = outcome.chance() {
                    <dt>{ "Own wins" }</dt>
                    <dd>{ how_often(chance.number()) }</dd>
                    <dd class="answer-bar__note">{ "cases" }</dd>
                } else {
                    { hindrance(outcome) }
                }
            </div>
        </dl>
    }
}

/// Why there is no chance to tell.
fn hindrance(outcome: &Outcome) -> Html {
    let (who, what, rest) = match outcome.hindrance() {
        None => return Html::default(),
        Some(Hindrance::CannotOwn) => ("Owning", "cannot", "do this work"),
        Some(Hindrance::CannotRent) => ("Renting", "cannot", "do this work"),
        Some(Hindrance::SameWay) => ("Both", "the same", "here"),
    };
    html! {
        <>
            <dt>{ who }</dt>
            <dd>{ what }</dd>
            <dd class="answer-bar__note">{ rest }</dd>
        </>
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
