//! A headline slider: the response of cost and accuracy over its whole range, the control, and its value to type.

use model::catalogue::Domain;
use model::format::{Style, number, spoken};
use model::{Input, Setting};
use yew::prelude::*;

use super::field::NumberField;
use super::range::{Range, step};
use crate::charts::response_curve;
use crate::controls::headline::Headline;
use crate::controls::scale;
use crate::view::View;

/// The marks below a slider: value and text. Without a row in the table, the ends of the range.
fn ticks(input: Input) -> Vec<(f64, String)> {
    match (Headline::of(input), input.spec().domain) {
        (Some(headline), _) => {
            headline.ticks.iter().map(|value| (*value, (headline.tick_text)(*value))).collect()
        }
        (None, Domain::Number { min, max, .. }) => {
            [min, max].map(|value| (value, number(value, input.spec().unit, Style::Tight))).to_vec()
        }
        (None, Domain::Choice(_)) => Vec::new(),
    }
}

/// The few words beside the value.
fn aside(view: &View, input: Input) -> String {
    let analysis = &view.analysis;
    Headline::of(input)
        .map_or_else(String::new, |headline| (headline.aside)(&analysis.scenario, &analysis.outcome))
}

/// The value in words, for screen readers.
fn value_text(view: &View, input: Input) -> String {
    let words = spoken(view.analysis.scenario.get(input), input.spec().unit);
    if Headline::of(input).is_some_and(|headline| headline.speaks_aside) {
        format!("{words}, {}", aside(view, input))
    } else {
        words
    }
}

/// A slider with its curve, its marks, steps up and down, and a field to type in.
///
/// The prefix is put before the ids of a copy in the article, as ids must not repeat.
pub fn slider(input: Input, label: &'static str, view: &View, prefix: &'static str) -> Html {
    let spec = input.spec();
    let value = view.analysis.scenario.get(input);
    let filled = format!("{:.2}%", scale::share(input, value) * 100.0);
    let id = format!("{prefix}slider-{}", spec.id);

    html! {
        <div class="slider" data-slider={spec.id}>
            <div class="slider__head">
                <span class="slider__name">
                    <label class="slider__label" for={id.clone()}>{ label }</label>
                    <span class="slider__aside">{ aside(view, input) }</span>
                </span>
                { step(input, label, view, false) }
                <NumberField setting={Setting::from(input)} view={view.clone()} {label}
                    id={format!("{prefix}field-{}", spec.id)} unit={Headline::of(input).and_then(|headline| headline.unit)} />
                { step(input, label, view, true) }
            </div>
            <div class="slider__curve">{ response_curve(input, &view.analysis) }</div>
            <div class="slider__track">
                <svg class="slider__rail" aria-hidden="true" height="4">
                    <line class="slider__rail-filled" x1="-11" x2={filled} y1="2" y2="2" />
                </svg>
                <Range {input} view={view.clone()} {id} value_text={value_text(view, input)} />
            </div>
            <svg class="slider__ticks" aria-hidden="true" height="16">
                for (at, (tick, text)) in ticks(input).into_iter().enumerate() {
                    <text key={at} class="slider__tick" y="12" x={format!("{:.1}%", scale::share(input, tick) * 100.0)}
                        text-anchor={anchor(scale::share(input, tick))} dx={shift(scale::share(input, tick))}>{ text }</text>
                }
            </svg>
        </div>
    }
}

/// The anchor of a mark's text: the marks at the ends stay inside.
fn anchor(share: f64) -> &'static str {
    match share {
        0.0 => "start",
        1.0 => "end",
        _ => "middle",
    }
}

/// The shift of the marks at the ends to the rail's ends, half a thumb outside the axis.
fn shift(share: f64) -> &'static str {
    match share {
        0.0 => "-11",
        1.0 => "11",
        _ => "0",
    }
}
