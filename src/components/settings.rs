//! The settings one level deeper than the headline sliders, by group, with the number of changes.

use model::Scenario;
use model::catalogue::{Group, INPUTS, InputSpec};
use model::response::HEADLINE_INPUTS;
use yew::prelude::*;

use super::field::field;
use super::measured_note::measured_note;
use crate::state::Action;
use crate::view::View;

/// The settings of a group that have no headline slider.
fn members(group: Group) -> impl Iterator<Item = &'static InputSpec> {
    INPUTS.iter().filter(move |spec| spec.group == group && !HEADLINE_INPUTS.contains(&spec.input))
}

/// The number of a group's settings that differ from the preset's.
fn n_changed(scenario: &Scenario, group: Group) -> usize {
    members(group).filter(|spec| scenario.is_changed(spec.input)).count()
}

/// Whether a field of a measurement has nothing to say, as nothing of the kind is measured.
fn is_left_out(spec: &InputSpec, view: &View) -> bool {
    spec.group == Group::Measurement && view.analysis.scenario.idle(spec.input).is_some()
}

/// "3 changed", or nothing.
fn changed_mark(n: usize) -> Html {
    html! { if n > 0 { <span class="changed">{ format!("{n} changed") }</span> } }
}

/// All further settings, once the page is interactive.
pub fn settings(view: &View, ready: bool) -> Html {
    let scenario: &Scenario = &view.analysis.scenario;
    let n_all = scenario.changes().count();
    let n_here: usize = Group::ALL.into_iter().map(|group| n_changed(scenario, group)).sum();
    html! {
        <details class="settings" id="settings">
            <summary class="settings__summary">{ "Workload, prices, people\u{2026} " }{ changed_mark(n_here) }</summary>
            <div class="settings__groups">
                if ready {
                    for group in Group::ALL {
                        <Members key={group.id()} {group} view={view.clone()} />
                    }
                }
            </div>
            <p class="settings__reset">
                <button type="button" class="link-button" disabled={n_all == 0} onclick={view.dispatcher(Action::ResetAll)}>
                    { "Reset all to " }{ scenario.base().spec().label }
                </button>
            </p>
        </details>
    }
}

/// Properties of [`Members`].
#[derive(PartialEq, Properties)]
struct MembersProps {
    group: Group,
    view: View,
}

/// A group, folded. Its fields are rendered when it is first opened.
#[component]
fn Members(props: &MembersProps) -> Html {
    let MembersProps { group, view } = props;
    let is_rendered = use_state_eq(|| false);
    let ontoggle = {
        let is_rendered = is_rendered.setter();
        Callback::from(move |_: Event| is_rendered.set(true))
    };
    html! {
        <details class="settings__group" id={format!("settings-{}", group.id())} {ontoggle}>
            <summary class="settings__group-name">
                { group.label() }{ " " }{ changed_mark(n_changed(&view.analysis.scenario, *group)) }
            </summary>
            if *is_rendered {
                for spec in members(*group).filter(|spec| !is_left_out(spec, view)) {
                    { field(spec.input, view) }
                }
                if *group == Group::Measurement {
                    { measured_note(view) }
                }
            }
        </details>
    }
}
