//! The instrument panel, "Your case": where the case starts from, the three headline sliders, everything else one step
//! deeper, and the answer.

use model::Input;
use yew::prelude::*;

use super::View;
use super::answer_bar::AnswerBar;
use super::preset_picker::PresetPicker;
use super::settings::Settings;
use super::slider::Slider;
use crate::state::Action;

/// The inputs that have a headline slider.
pub const HEADLINE: [Input; 3] = [Input::ModelSize, Input::GpuCount, Input::RetrainsPerYear];

/// Properties of [`Instrument`].
#[derive(PartialEq, Properties)]
pub struct InstrumentProps {
    /// The present case.
    pub view: View,
    /// Whether there is a step to take back.
    pub can_undo: bool,
    /// Whether there is an undone step to take again.
    pub can_redo: bool,
}

/// The panel.
#[component]
pub fn Instrument(props: &InstrumentProps) -> Html {
    let InstrumentProps { view, can_undo, can_redo } = props;
    html! {
        <section class="instrument" id="your-case" aria-labelledby="your-case-title">
            <div class="instrument__scroll">
                <div class="instrument__head">
                    <h2 class="instrument__title" id="your-case-title">{ "Your case" }</h2>
                    <PresetPicker view={view.clone()} />
                    <button type="button" class="link-button" id="undo" disabled={!can_undo} onclick={view.ask(Action::Undo)}>{ "Undo" }</button>
                    <button type="button" class="link-button" id="redo" disabled={!can_redo} onclick={view.ask(Action::Redo)}>{ "Redo" }</button>
                </div>
                for input in HEADLINE {
                    <Slider key={input.spec().id} {input} view={view.clone()} />
                }
                <Settings view={view.clone()} />
            </div>
            <AnswerBar view={view.clone()} />
        </section>
    }
}
