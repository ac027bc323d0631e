//! Every claim of the source beside its check: the list at the end, which needs no JavaScript, and the content of the
//! notes in the text.

use model::claims::{Check, FACTS, Fact, FactVerdict, Judgement, Reading};
use yew::prelude::*;

use super::working::{self, CopyButton};
use crate::claims::check_of;
use crate::state::Action;

/// The class of a verdict.
pub(super) const fn verdict_class(verdict: FactVerdict) -> &'static str {
    match verdict {
        FactVerdict::Consistent => "check--consistent",
        FactVerdict::NeedsAssumptions => "check--needs",
        FactVerdict::Implausible | FactVerdict::DigitsLost => "check--objected",
        FactVerdict::CannotBeChecked => "check--open",
    }
}

/// The number of facts with this verdict.
fn n_with(verdict: FactVerdict) -> usize {
    FACTS.iter().filter(|fact| fact.verdict == verdict).count()
}

/// A button that loads the case that a claim's check evaluates, if there is one.
pub(super) fn try_case(fact: &Fact, act: &Callback<Action>) -> Html {
    if fact.case.is_none() {
        return Html::default();
    }
    let scenario = Box::new(fact.scenario());
    let onclick = act.reform(move |_: MouseEvent| Action::LoadScenario(scenario.clone()));
    html! { <button type="button" class="link-button" {onclick}>{ "Try this case" }</button> }
}

/// The possible readings of a damaged amount, the most plausible first, with what follows from each.
pub(super) fn readings(check: &Check) -> Html {
    if check.readings.is_empty() {
        return Html::default();
    }
    let row = |reading: &Reading| {
        let class = match reading.judgement {
            Judgement::Plausible => "readings__judgement",
            Judgement::Possible | Judgement::Implausible => "readings__judgement readings__judgement--less",
        };
        html! {
            <tr key={reading.digit}>
                <td>{ &*reading.text }</td>
                <td {class}>{ reading.judgement.label() }</td>
            </tr>
        }
    };
    html! {
        <table class="readings">
            <caption class="readings__caption">{ "The most plausible first. No reading is the source\u{2019}s own." }</caption>
            <thead><tr><th scope="col">{ "If one digit is gone" }</th><th scope="col">{ "that is" }</th></tr></thead>
            <tbody>
                for reading in check.readings.iter() {
                    { row(reading) }
                }
            </tbody>
        </table>
    }
}

/// The workings of a check's numbers, folded; with those of the most plausible reading, if an amount is damaged.
pub(super) fn computation(check: &Check) -> Html {
    let best = check.readings.first();
    let steps: Vec<_> =
        check.steps.iter().chain(best.iter().flat_map(|reading| &reading.steps)).cloned().collect();
    if steps.is_empty() {
        return Html::default();
    }
    let scenario = check.fact.scenario();
    let text = working::text(&scenario, &check.finding, &steps);
    html! {
        <details class="working__before">
            <summary>{ format!("The working, in {} steps", steps.len()) }</summary>
            if let Some(reading) = best {
                <p class="check__who">{ format!("The last ones for the digit {}.", reading.digit) }</p>
            }
            { working::list(&scenario, &steps, None) }
            <p class="working__foot"><CopyButton {text} /></p>
        </details>
    }
}

/// The table of all facts.
pub fn claims_checked(act: &Callback<Action>, is_interactive: bool) -> Html {
    html! {
        <section class="section claims" id="claims" aria-labelledby="claims-title">
            <h2 class="section__title" id="claims-title">{ "Claims checked" }</h2>
            <p class="claims__tally">
                for verdict in FactVerdict::ALL {
                    <span key={verdict.id()} class={classes!("claims__count", verdict_class(verdict))}>
                        <b>{ n_with(verdict) }</b>{ " " }{ verdict.counted() }
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
                                    { "In the text" }<span class="visually-hidden">{ format!(": {}", fact.label) }</span>
                                </a>
                            </td>
                            <td class="claims__finding">
                                <span class="check__verdict">{ fact.verdict.label() }</span>
                                <span class="claims__check">{ &*check_of(fact).finding }</span>
                                if fact.lost.is_some() {
                                    <details class="claims__readings">
                                        <summary>{ format!("The {} readings", check_of(fact).readings.len()) }</summary>
                                        { readings(check_of(fact)) }
                                    </details>
                                }
                                if is_interactive {
                                    { try_case(fact, act) }
                                }
                            </td>
                        </tr>
                    }
                </tbody>
            </table>
        </section>
    }
}
