//! A headline slider: the response of cost and accuracy over its whole range, the control, and its value to type.

use model::catalogue::Domain;
use model::format::{Style, number, retrain_interval, spoken};
use model::units::Unit;
use model::{Input, Setting};
use yew::prelude::*;

use super::field::NumberField;
use super::range::{Range, step};
use crate::charts::response_curve;
use crate::controls::scale;
use crate::view::View;

/// Marks below a slider: value and text.
fn ticks(input: Input) -> Vec<(f64, String)> {
    let values: &[f64] = match input {
        Input::ModelSize => &[0.5, 2.0, 8.0, 32.0, 110.0, 405.0],
        Input::GpuCount => &[1.0, 4.0, 16.0, 64.0, 256.0, 1024.0],
        Input::RetrainsPerYear => &[0.0, 4.0, 12.0, 52.0],
        _ => &[],
    };
    let ends = match input.spec().domain {
        Domain::Number { min, max, .. } if values.is_empty() => vec![min, max],
        _ => values.to_vec(),
    };
    let text = |value: f64| match input.spec().unit {
        Unit::RoundsPerYear => retrain_interval(value),
        Unit::Gpus => number(value, Unit::One, Style::Prose),
        unit => number(value, unit, Style::Tight),
    };
    ends.into_iter().map(|value| (value, text(value))).collect()
}

/// The few words beside the value: the model's name, the GPU's, how often that is.
fn aside(view: &View, input: Input) -> String {
    let analysis = &view.analysis;
    match input {
        Input::ModelSize => {
            let architecture = &analysis.outcome.estimate.architecture;
            let near = if architecture.interpolated { "near " } else { "" };
            format!("{near}{}", architecture.label)
        }
        Input::GpuCount => {
            let price = number(analysis.scenario.get(Input::GpuHourPrice), Unit::UsdPerGpuHour, Style::Prose);
            format!("{}, {price}/h", analysis.scenario.gpu().label)
        }
        Input::RetrainsPerYear => retrain_interval(analysis.scenario.get(input)),
        _ => String::new(),
    }
}

/// The unit right behind the value; the label says the rest.
fn short_unit(input: Input) -> Option<&'static str> {
    match input {
        Input::ModelSize => Some("B"),
        Input::GpuCount => Some(""),
        _ => None,
    }
}

/// The value in words, for who hears it.
fn value_text(view: &View, input: Input) -> String {
    let words = spoken(view.analysis.scenario.get(input), input.spec().unit);
    match input {
        Input::ModelSize => format!("{words}, {}", aside(view, input)),
        _ => words,
    }
}

/// A slider with its curve, its marks, steps up and down, and a field to type in.
///
/// The prefix stands before the ids of a copy in the article, as ids must not repeat.
pub fn slider(input: Input, view: &View, prefix: &'static str) -> Html {
    let spec = input.spec();
    let value = view.analysis.scenario.get(input);
    let filled = format!("{:.2}%", scale::share(input, value) * 100.0);
    let id = format!("{prefix}slider-{}", spec.id);

    html! {
        <div class="slider" data-slider={spec.id}>
            <div class="slider__head">
                <span class="slider__name">
                    <label class="slider__label" for={id.clone()}>{ spec.label }</label>
                    <span class="slider__aside">{ aside(view, input) }</span>
                </span>
                { step(input, view, false) }
                <NumberField setting={Setting::from(input)} view={view.clone()}
                    id={format!("{prefix}field-{}", spec.id)} unit={short_unit(input)} />
                { step(input, view, true) }
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

/// Which end of a mark's text stands at its place: the marks at the ends stay inside.
fn anchor(share: f64) -> &'static str {
    match share {
        0.0 => "start",
        1.0 => "end",
        _ => "middle",
    }
}

/// The marks at the ends begin at the rail's ends, half a thumb outside the axis.
fn shift(share: f64) -> &'static str {
    match share {
        0.0 => "-11",
        1.0 => "11",
        _ => "0",
    }
}
