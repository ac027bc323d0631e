//! The two questions above the map: how many requests a day, and what would be rented.

use model::catalogue::Domain;
use model::format::{Style, number, spoken, to_significant};
use model::rented::{rentals, short_name};
use model::units::Unit;
use model::{Input, Setting};
use yew::prelude::*;

use super::field::NumberField;
use super::range::{Range, step};
use crate::browser::fields;
use crate::controls::headline::{QUESTIONS, Question};
use crate::controls::scale;
use crate::state::Action;
use crate::view::View;

/// The questions, each with its control. A choice waits for hydration, before which it would be lost.
pub fn questions(view: &View, ready: bool) -> Html {
    html! {
        <div class="questions" id="questions">
            for question in QUESTIONS.iter() {
                <div key={question.words} class="question">
                    { control(question, view, ready) }
                </div>
            }
        </div>
    }
}

fn control(question: &Question, view: &View, ready: bool) -> Html {
    let Question { input, words } = *question;
    let spec = input.spec();
    let id = format!("question-{}", spec.id);
    let label = html! { <label class="question__words" for={id.clone()}>{ words }</label> };
    match spec.domain {
        Domain::Choice(_) => html! { <>{ label }{ choice(view, id, ready) }</> },
        Domain::Number { .. } => {
            let value = view.analysis.scenario.get(input);
            let filled = format!("{:.2}%", scale::share(input, value) * 100.0);
            html! {
                <>
                    { label }
                    <span class="question__value">
                        { step(input, input.label(), view, false) }
                        <NumberField setting={Setting::from(input)} view={view.clone()} label={words}
                            id={format!("{id}-field")} unit="" />
                        { step(input, input.label(), view, true) }
                    </span>
                    <div class="slider__track">
                        <svg class="slider__rail" aria-hidden="true" height="4">
                            <line class="slider__rail-filled" x1="-11" x2={filled} y1="2" y2="2" />
                        </svg>
                        <Range {input} view={view.clone()} {id} value_text={spoken(value, spec.unit)} />
                    </div>
                </>
            }
        }
    }
}

/// The models that can be rented, cheapest first.
fn choice(view: &View, id: String, ready: bool) -> Html {
    let scenario = &view.analysis.scenario;
    let chosen = scenario.get(Input::Api);
    let onchange = view.act.reform(|event: Event| {
        let at = crate::browser::number::read(&fields::choice(&event)).unwrap_or_default();
        Action::Set(Input::Api.into(), at)
    });
    let value = |api: f64| (api as u32).to_string();
    html! {
        <select class="question__choice" {id} value={value(chosen)} disabled={!ready} {onchange}>
            for rental in rentals(scenario) {
                <option key={rental.label} value={value(rental.api)} selected={rental.api == chosen}>
                    { short_name(rental.label) }{ ", " }
                    { number(to_significant(rental.price.number(), 2), Unit::UsdPerMillionTokens, Style::Tight) }
                    { " a million tokens" }
                </option>
            }
        </select>
    }
}
