//! The instrument panel, "Your case": where the case starts from, the three headline sliders, everything else one step
//! deeper, and the answer.

use model::Input;
use yew::prelude::*;

use super::preset_picker::preset_picker;
use crate::body::{Part, Steps};
use crate::state::Action;
use crate::view::View;

/// The inputs that have a headline slider.
pub const HEADLINE: [Input; 3] = [Input::ModelSize, Input::GpuCount, Input::RetrainsPerYear];

/// The panel; the parts of the first and of the second program, each in its place.
pub fn instrument(first: &dyn Fn(Part) -> Html, second: &dyn Fn(Part) -> Html) -> Html {
    html! {
        <section class="instrument" id="your-case" aria-labelledby="your-case-title">
            <div class="instrument__scroll">
                { second(Part::Head) }
                for input in HEADLINE {
                    <div key={input.spec().id} class="instrument__slider">{ first(Part::Slider(input)) }</div>
                }
                { second(Part::Settings) }
            </div>
            { first(Part::Bar) }
        </section>
    }
}

/// The panel's name, where the case starts from, and the steps back and forth.
pub fn head(view: &View, steps: Steps, ready: bool) -> Html {
    html! {
        <div class="instrument__head">
            <h2 class="instrument__title" id="your-case-title">{ "Your case" }</h2>
            { preset_picker(view, ready) }
            <button type="button" class="link-button" id="undo" disabled={!steps.back} onclick={view.ask(Action::Undo)}>{ "Undo" }</button>
            <button type="button" class="link-button" id="redo" disabled={!steps.forth} onclick={view.ask(Action::Redo)}>{ "Redo" }</button>
        </div>
    }
}
