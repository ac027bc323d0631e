//! Every claim of the source beside its check: the wall of claims, which needs no JavaScript, and the content of the notes
//! in the text.

use model::claims::{Check, FACTS, Fact, FactVerdict, Judgement, Reading};
use yew::prelude::*;

use super::working::{self, CopyButton};
use crate::browser::document;
use crate::claims::check_of;
use crate::room::Room;
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

/// What the source reports, and what the arithmetic says of it.
pub(super) fn both_sides(check: &Check) -> Html {
    html! {
        <>
            <p class="check__says"><span class="check__who">{ "The source reports" }</span>{ check.fact.says }</p>
            <p class="check__finding"><span class="check__who">{ "The arithmetic says" }</span>{ &*check.finding }</p>
        </>
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
            <summary>{ format!("The working, in {} step{}", steps.len(), if steps.len() == 1 { "" } else { "s" }) }</summary>
            if let Some(reading) = best {
                <p class="check__who">{ format!("The last ones for the digit {}.", reading.digit) }</p>
            }
            { working::list(&scenario, &steps, None) }
            <p class="working__foot"><CopyButton {text} /></p>
        </details>
    }
}

/// The choice of the verdict whose claims are shown. The style sheet hides the others (styles/rooms.css), so that it works
/// without scripts.
fn filter() -> Html {
    // Without a script a reader may have chosen before this runs.
    let chosen = document::chosen_option("verdict");
    let option = |verdict: Option<FactVerdict>, n: usize, words: &'static str| {
        let id = format!("show-{}", verdict.map_or("all", FactVerdict::id));
        let checked = chosen.as_ref().map_or(verdict.is_none(), |chosen| *chosen == id);
        // Firefox keeps a choice when the page is loaded again, and a link to a claim would lead to a hidden one.
        html! {
            <span class={classes!("wall__choice", verdict.map(verdict_class))}>
                <input type="radio" class="wall__radio" name="verdict" id={id.clone()} autocomplete="off" {checked} />
                <label class="wall__label" for={id}><b>{ n }</b>{ " " }{ words }</label>
            </span>
        }
    };
    html! {
        <fieldset class="wall__filter">
            <legend class="wall__legend">{ "Show" }</legend>
            { option(None, FACTS.len(), "in all") }
            for verdict in FactVerdict::ALL {
                { option(Some(verdict), n_with(verdict), verdict.counted()) }
            }
        </fieldset>
    }
}

/// The wall of all facts, in the article's order.
pub fn wall(act: &Callback<Action>, is_interactive: bool) -> Html {
    html! {
        <div class="wall">
            { filter() }
            <ul class="wall__claims">
                for fact in FACTS.iter() {
                    <li key={fact.id} class={classes!("wall__claim", verdict_class(fact.verdict))} id={format!("check-{}", fact.id)}
                        data-verdict={fact.verdict.id()}>
                        { claim(fact, act, is_interactive) }
                    </li>
                }
            </ul>
        </div>
    }
}

/// A claim with its check.
fn claim(fact: &'static Fact, act: &Callback<Action>, is_interactive: bool) -> Html {
    let check = check_of(fact);
    html! {
        <>
            <span class="check__verdict">{ fact.verdict.label() }</span>
            <h2 class="wall__name">{ fact.label }</h2>
            { both_sides(check) }
            if fact.lost.is_some() {
                <details class="claims__readings">
                    <summary>{ format!("The {} readings", check.readings.len()) }</summary>
                    { readings(check) }
                </details>
            }
            { computation(check) }
            <p class="wall__ways">
                <a class="claims__place" href={Room::Article.place(fact.id)}>
                    { "In the article" }<span class="visually-hidden">{ format!(": {}", fact.label) }</span>
                </a>
                if is_interactive {
                    { try_case(fact, act) }
                }
            </p>
        </>
    }
}
