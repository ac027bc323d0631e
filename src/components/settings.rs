//! The settings one step deeper than the headline sliders, by group, with what was changed counted.

use model::Scenario;
use model::catalogue::{Group, INPUTS, InputSpec};
use yew::prelude::*;

use super::View;
use super::field::field;
use super::instrument::HEADLINE;
use crate::state::Action;

/// The settings of a group that have no headline slider.
fn members(group: Group) -> impl Iterator<Item = &'static InputSpec> {
    INPUTS.iter().filter(move |spec| spec.group == group && !HEADLINE.contains(&spec.input))
}

/// How many settings of a group differ from the preset's.
fn n_changed(scenario: &Scenario, group: Group) -> usize {
    members(group).filter(|spec| scenario.is_changed(spec.input)).count()
}

/// "3 changed", or nothing.
fn changed_mark(n: usize) -> Html {
    html! { if n > 0 { <span class="changed">{ format!("{n} changed") }</span> } }
}

/// All further settings.
pub fn settings(view: &View) -> Html {
    let scenario: &Scenario = &view.analysis.scenario;
    let n_all = scenario.changes().count();
    let n_here: usize = Group::ALL.into_iter().map(|group| n_changed(scenario, group)).sum();
    html! {
        <details class="settings" id="settings">
            <summary class="settings__summary">{ "Workload, prices, people\u{2026} " }{ changed_mark(n_here) }</summary>
            <div class="settings__groups">
                for group in Group::ALL {
                    <details key={group.id()} class="settings__group" id={format!("settings-{}", group.id())}>
                        <summary class="settings__group-name">
                            { group.label() }{ " " }{ changed_mark(n_changed(scenario, group)) }
                        </summary>
                        for spec in members(group) {
                            { field(spec.input, view) }
                        }
                    </details>
                }
            </div>
            <p class="settings__reset">
                <button type="button" class="link-button" disabled={n_all == 0} onclick={view.ask(Action::ResetAll)}>
                    { "Reset all to " }{ scenario.base().spec().label }
                </button>
            </p>
        </details>
    }
}
