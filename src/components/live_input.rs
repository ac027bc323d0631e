//! A number in a sentence that can be taken hold of: dragged sideways, or moved with the arrow keys.

use model::Input;
use model::catalogue::Domain;
use model::format::{input as input_text, spoken};
use yew::prelude::*;

use super::{View, scale};
use crate::browser::document::capture_pointer;
use crate::state::Action;

/// How far the pointer goes for one step of the slider.
const PIXELS_PER_STEP: f64 = 4.0;

/// Properties of [`LiveInput`].
#[derive(PartialEq, Properties)]
pub struct LiveInputProps {
    /// Which input it shows and sets.
    pub input: Input,
    /// The present case.
    pub view: View,
}

/// The input's value in the sentence. A choice is only shown.
#[component]
pub fn LiveInput(props: &LiveInputProps) -> Html {
    let LiveInputProps { input, view } = props;
    let (input, spec) = (*input, input.spec());
    let value = view.analysis.scenario.get(input);
    // Where the pointer was pressed, and the value then.
    let pressed = use_mut_ref(|| None::<(f64, f64)>);
    let text = input_text(&view.analysis.scenario, input);
    if matches!(spec.domain, Domain::Choice(_)) {
        return html! { <span class="live live--choice" data-input={spec.id}>{ text }</span> };
    }

    let onpointerdown = {
        let pressed = pressed.clone();
        Callback::from(move |event: PointerEvent| {
            *pressed.borrow_mut() = Some((f64::from(event.client_x()), value));
            capture_pointer(&event);
        })
    };
    let onpointermove = {
        let (pressed, act) = (pressed.clone(), view.act.clone());
        Callback::from(move |event: PointerEvent| {
            let Some((from_x, from_value)) = *pressed.borrow() else { return };
            let from_position = scale::position(input, from_value);
            let steps = libm::round((f64::from(event.client_x()) - from_x) / PIXELS_PER_STEP);
            let top = f64::from(scale::top_position(input));
            let position = (f64::from(from_position) + steps).clamp(0.0, top) as u32;
            let next = if position == from_position { from_value } else { scale::value(input, position) };
            act.emit(Action::Set(input.into(), next));
        })
    };
    let on_release = {
        let act = view.act.clone();
        Callback::from(move |_: PointerEvent| {
            *pressed.borrow_mut() = None;
            act.emit(Action::Settle);
        })
    };
    let onkeydown = {
        let act = view.act.clone();
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowUp" | "ArrowRight" => scale::neighbour(input, value, true),
                "ArrowDown" | "ArrowLeft" => scale::neighbour(input, value, false),
                "Home" => scale::value(input, 0),
                "End" => scale::value(input, scale::top_position(input)),
                _ => return,
            };
            event.prevent_default();
            act.emit(Action::Set(input.into(), next));
            act.emit(Action::Settle);
        })
    };
    let ends = [0, scale::top_position(input)].map(|at| scale::value(input, at).to_string());
    let [min, max] = ends;
    html! {
        <span class="live" data-input={spec.id} role="slider" tabindex="0" aria-label={spec.label}
            aria-valuemin={min} aria-valuemax={max} aria-valuenow={value.to_string()}
            aria-valuetext={spoken(value, spec.unit)} title="Drag sideways, or use the arrow keys"
            {onpointerdown} {onpointermove} onpointerup={on_release.clone()} onpointercancel={on_release} {onkeydown}>
            { text }
        </span>
    }
}
