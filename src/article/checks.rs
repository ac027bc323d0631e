//! Every claim of the source beside what arithmetic says of it: the list at the end, which needs no JavaScript.

use model::catalogue::{PRESETS, PresetSpec};
use yew::prelude::*;

use super::note::readings;
use crate::components::View;
use crate::content::{FACTS, Fact, FactVerdict};
use crate::state::Action;

/// The verdicts in the order in which they are counted.
const VERDICTS: [FactVerdict; 5] = [
    FactVerdict::Consistent,
    FactVerdict::NeedsAssumptions,
    FactVerdict::Implausible,
    FactVerdict::DigitsLost,
    FactVerdict::CannotBeChecked,
];

/// A verdict in a word or two.
pub(super) const fn verdict_label(verdict: FactVerdict) -> &'static str {
    match verdict {
        FactVerdict::Consistent => "Consistent",
        FactVerdict::NeedsAssumptions => "Needs assumptions",
        FactVerdict::Implausible => "Implausible",
        FactVerdict::CannotBeChecked => "Cannot be checked here",
        FactVerdict::DigitsLost => "Digits lost",
    }
}

/// How a verdict is set.
pub(super) const fn verdict_class(verdict: FactVerdict) -> &'static str {
    match verdict {
        FactVerdict::Consistent => "check--consistent",
        FactVerdict::NeedsAssumptions => "check--needs",
        FactVerdict::Implausible | FactVerdict::DigitsLost => "check--objected",
        FactVerdict::CannotBeChecked => "check--open",
    }
}

/// The case that replays a fact, if one does.
pub(super) fn preset_of(fact: &Fact) -> Option<&'static PresetSpec> {
    PRESETS.iter().find(|preset| preset.facts.contains(&fact.id))
}

/// How many facts have this verdict.
pub(super) fn n_with(verdict: FactVerdict) -> usize {
    FACTS.iter().filter(|fact| fact.verdict == verdict).count()
}

/// Properties of [`ClaimsChecked`].
#[derive(PartialEq, Properties)]
pub(super) struct ClaimsCheckedProps {
    /// The present case.
    pub view: View,
    /// Whether the reader has the page in hand.
    pub ready: bool,
}

/// The table of all facts.
#[component]
pub(super) fn ClaimsChecked(props: &ClaimsCheckedProps) -> Html {
    html! {
        <section class="section claims" id="claims" aria-labelledby="claims-title">
            <h2 class="section__title" id="claims-title">{ "Claims checked" }</h2>
            <p class="claims__tally">
                for (index, verdict) in VERDICTS.into_iter().enumerate() {
                    <span key={index} class={classes!("claims__count", verdict_class(verdict))}>
                        <b>{ n_with(verdict) }</b>{ " " }{ verdict_label(verdict).to_lowercase() }
                    </span>
                }
            </p>
            <table class="claims__table">
                <thead>
                    <tr>
                        <th scope="col">{ "What the source reports" }</th>
                        <th scope="col">{ "What the arithmetic says" }</th>
                    </tr>
                </thead>
                <tbody>
                    for fact in FACTS.iter() {
                        <tr key={fact.id} class={classes!("claims__row", verdict_class(fact.verdict))} id={format!("check-{}", fact.id)}>
                            <td class="claims__says">
                                { fact.says }{ " " }
                                <a class="claims__place" href={format!("#{}", fact.id)}>
                                    { "In the text" }<span class="visually-hidden">{ format!(": {}", fact.id) }</span>
                                </a>
                            </td>
                            <td class="claims__finding">
                                <span class="check__verdict">{ verdict_label(fact.verdict) }</span>
                                <span class="claims__check">{ fact.check }</span>
                                if let Some(lost) = fact.lost {
                                    <details class="claims__readings">
                                        <summary>{ format!("The {} readings", lost.readings.len()) }</summary>
                                        { readings(&lost) }
                                    </details>
                                }
                                if let (Some(preset), true) = (preset_of(fact), props.ready) {
                                    <button type="button" class="link-button" onclick={props.view.ask(Action::ApplyPreset(preset.preset))}>
                                        { "Try this case" }
                                    </button>
                                }
                            </td>
                        </tr>
                    }
                </tbody>
            </table>
        </section>
    }
}
