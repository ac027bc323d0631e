//! The moving parts of a slider: the native control, and the steps up and down beside it.

use model::Input;
use yew::prelude::*;

use crate::browser::fields;
use crate::controls::scale;
use crate::state::Action;
use crate::view::View;

/// Properties of [`Range`].
#[derive(PartialEq, Properties)]
pub struct RangeProps {
    /// The input that the slider sets.
    pub input: Input,
    /// The present case.
    pub view: View,
    /// Its id, for its label.
    pub id: AttrValue,
    /// The value in words, for screen readers.
    pub value_text: AttrValue,
}

/// The native control over an input's whole range. A drag is one step to undo.
#[component]
pub fn Range(props: &RangeProps) -> Html {
    let RangeProps { input, view, id, value_text } = props;
    let input = *input;
    let value = view.analysis.scenario.get(input);
    let dragging = use_mut_ref(|| false);

    let on_press = {
        let dragging = dragging.clone();
        Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = true)
    };
    let on_release = {
        let (dragging, act) = (dragging.clone(), view.act.clone());
        Callback::from(move |_: PointerEvent| {
            *dragging.borrow_mut() = false;
            act.emit(Action::Settle);
        })
    };
    let on_move = {
        let (dragging, act) = (dragging.clone(), view.act.clone());
        Callback::from(move |event: InputEvent| {
            let position = fields::number(&event);
            if position.is_finite() && position >= 0.0 {
                let next = scale::stepped(input, value, position as u32, *dragging.borrow());
                // Where the step leads to the same value, the thumb returns to the value's position.
                fields::set_number(&event, f64::from(scale::position(input, next)));
                act.emit(Action::Set(input.into(), next));
            }
        })
    };
    // A finger that scrolls the page has touched the slider first, and some engines move the thumb to it.
    let on_cancel = {
        let (dragging, act) = (dragging.clone(), view.act.clone());
        Callback::from(move |_: PointerEvent| {
            *dragging.borrow_mut() = false;
            act.emit(Action::Cancel);
        })
    };
    html! {
        <input class="slider__range" type="range" id={id.clone()} min="0" max={scale::top_position(input).to_string()} step="1"
            value={scale::position(input, value).to_string()} aria-valuetext={value_text.clone()}
            oninput={on_move} onchange={view.dispatcher(Action::Settle)}
            onpointerdown={on_press} onpointerup={on_release} onpointercancel={on_cancel} />
    }
}

/// A button for one step up or down.
pub fn step(input: Input, label: &str, view: &View, up: bool) -> Html {
    let value = view.analysis.scenario.get(input);
    let next = scale::neighbour(input, value, up);
    let (sign, word) = if up { ("+", "more") } else { ("\u{2212}", "less") };
    html! {
        <button type="button" class="step" disabled={next == value} aria-label={format!("{label}: {word}")}
            onclick={view.dispatcher::<MouseEvent>(Action::Step { input, up, n_steps: 1 })}>{ sign }</button>
    }
}
