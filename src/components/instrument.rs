//! The instrument panel, "Your case": the preset, the three headline sliders, all other settings one level deeper, and
//! the answer.

use model::response::HEADLINE_INPUTS;
use yew::prelude::*;

use super::preset_picker::preset_picker;
use crate::page::part::{FirstPart, Part, SecondPart};
use crate::room::{self, Room};
use crate::state::{Action, Steps};
use crate::view::View;

/// The panel, with an island for each of its parts. In a room it has no settings.
pub fn instrument(island: &dyn Fn(Part) -> Html) -> Html {
    let first = |part| island(Part::First(part));
    let second = |part| island(Part::Second(part));
    // Where a phone has no room for the panel beside the text, the browser opens it as a sheet over the answer
    // (styles/controls.css).
    html! {
        <section class="instrument" id="your-case" aria-labelledby="your-case-title">
            <button type="button" class="sheet-opener" id="open-case" popovertarget="case"
                aria-label="Your case: change its settings"></button>
            <div class="instrument__scroll" id="case" popover="auto">
                <button type="button" class="sheet-grip" popovertarget="case" popovertargetaction="hide"
                    aria-label="Close the settings"></button>
                { second(SecondPart::Head) }
                if room::here() == Room::Article {
                    for input in HEADLINE_INPUTS {
                        <div key={input.spec().id} class="instrument__slider">{ first(FirstPart::Slider(input)) }</div>
                    }
                    { second(SecondPart::Settings) }
                }
            </div>
            { first(FirstPart::Bar) }
        </section>
    }
}

/// The panel's name, the preset, undo and redo, and the case put aside.
pub fn head(view: &View, steps: Steps, ready: bool) -> Html {
    let is_comparing = view.analysis.aside.is_some();
    let put_aside = Action::PutAside((!is_comparing).then(|| view.analysis.clone()));
    html! {
        <div class="instrument__head">
            <h2 class="instrument__title" id="your-case-title">{ "Your case" }</h2>
            { preset_picker(view, ready) }
            <button type="button" class="link-button" id="undo" disabled={!steps.can_undo} onclick={view.dispatcher(Action::Undo)}>{ "Undo" }</button>
            <button type="button" class="link-button" id="redo" disabled={!steps.can_redo} onclick={view.dispatcher(Action::Redo)}>{ "Redo" }</button>
            <button type="button" class="link-button" id="put-aside" disabled={!ready} onclick={view.dispatcher(put_aside)}
                title="Figures and answer show the case put aside beside the present one">
                { if is_comparing { "Stop comparing" } else { "Put aside" } }
            </button>
        </div>
    }
}
