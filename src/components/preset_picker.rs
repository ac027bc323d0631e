//! The choice of the preset that the case starts from.

use model::Preset;
use model::catalogue::PRESETS;
use yew::prelude::*;

use crate::browser::fields;
use crate::state::Action;
use crate::view::View;

/// A list of the presets. It is disabled before hydration, when a choice would be lost.
pub fn preset_picker(view: &View, ready: bool) -> Html {
    let chosen = view.analysis.scenario.base();
    let on_choose = view.act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(preset) = Preset::from_id(&fields::choice(&event)) {
            on_choose.emit(Action::ApplyPreset(preset));
        }
    });
    html! {
        <label class="preset-picker">
            <span class="visually-hidden">{ "Start from the case of" }</span>
            <select class="preset-picker__select" id="preset" value={chosen.spec().id} disabled={!ready} {onchange}>
                for preset in PRESETS.iter() {
                    <option key={preset.id} value={preset.id} selected={preset.preset == chosen}>{ preset.label }</option>
                }
            </select>
        </label>
    }
}
