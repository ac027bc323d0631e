//! The instrument panel, "Your case": where the case starts from, the three headline sliders, everything else one step
//! deeper, and the answer.

use model::Input;
use yew::prelude::*;

use super::View;
use super::answer_bar::answer_bar;
use super::preset_picker::preset_picker;
use super::slider::slider;
use crate::state::Action;

/// The inputs that have a headline slider.
pub const HEADLINE: [Input; 3] = [Input::ModelSize, Input::GpuCount, Input::RetrainsPerYear];

/// The panel; everything but the headline sliders stands further down in it.
pub fn instrument(view: &View, can_undo: bool, can_redo: bool, further: Html) -> Html {
    html! {
        <section class="instrument" id="your-case" aria-labelledby="your-case-title">
            <div class="instrument__scroll">
                <div class="instrument__head">
                    <h2 class="instrument__title" id="your-case-title">{ "Your case" }</h2>
                    { preset_picker(view) }
                    <button type="button" class="link-button" id="undo" disabled={!can_undo} onclick={view.ask(Action::Undo)}>{ "Undo" }</button>
                    <button type="button" class="link-button" id="redo" disabled={!can_redo} onclick={view.ask(Action::Redo)}>{ "Redo" }</button>
                </div>
                for input in HEADLINE {
                    { slider(input, view, "") }
                }
                { further }
            </div>
            { answer_bar(view) }
        </section>
    }
}
