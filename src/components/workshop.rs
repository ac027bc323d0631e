//! The workshop: pinned and compared cases, a link, a file, and the command that computes the same case.

use yew::prelude::*;

use super::share::share;
use crate::analysis::Analysis;
use crate::browser::fields;
use crate::compare::{ComparedCase, Comparison, Row, compare};
use crate::room::Room;
use crate::state::{Action, MAX_PINS, Notice, Pin};
use crate::view::View;

/// The name of a new pin: the preset's, and what distinguishes the case from it.
fn pin_name(view: &View, pins: &[Pin]) -> String {
    let label = view.analysis.scenario.base().spec().label;
    let taken = |name: &str| pins.iter().any(|pin| pin.name == name);
    let mut name = label.to_owned();
    let mut number = 2;
    while taken(&name) {
        name = format!("{label} {number}");
        number += 1;
    }
    name
}

/// What the workshop has.
pub fn workshop(view: &View, pins: &[Pin], notice: Option<&Notice>, ready: bool) -> Html {
    let pin = view.dispatcher(Action::Pin(pin_name(view, pins)));
    html! {
        <section class="section workshop" aria-label="Cases">
            <div class="workshop__pins">
                <h2 class="section__heading">{ "Put cases aside" }</h2>
                <p>
                    { "Pin the present case, change it, pin the next one: two cases are compared side by side. A case is changed by \
                       the sliders of " }
                    <a href={Room::Article.place("your-case")}>{ "the article" }</a>{ ", by a preset below, or by " }
                    <a href={Room::Method.place("assumptions")}>{ "any input or constant" }</a>{ "." }
                </p>
                <p class="workshop__actions">
                    <button type="button" class="button" id="pin" disabled={!ready} onclick={pin}>{ "Pin the present case" }</button>
                    if pins.len() >= MAX_PINS {
                        <span class="workshop__hint">{ "A third pin takes the place of the first." }</span>
                    }
                </p>
                <ul class="pins">
                    for (index, pin) in pins.iter().enumerate() {
                        <li key={index} class="pin">{ pin_row(index, pin, view) }</li>
                    }
                </ul>
                <Compared view={view.clone()} pins={pins.to_vec()} />
            </div>
            { share(view, notice, ready) }
        </section>
    }
}

fn pin_row(index: usize, pin: &Pin, view: &View) -> Html {
    let oninput = view.act.reform(move |event: InputEvent| Action::RenamePin(index, fields::text(&event)));
    html! {
        <>
            <input class="pin__name" type="text" size="24" maxlength="60" value={pin.name.clone()} {oninput}
                aria-label={format!("Name of pin {}", index + 1)} />
            <button type="button" class="link-button" onclick={view.dispatcher(Action::LoadScenario(Box::new(pin.scenario.clone())))}>{ "Load" }</button>
            <button type="button" class="link-button" onclick={view.dispatcher(Action::Unpin(index))}>{ "Remove" }</button>
        </>
    }
}

/// Properties of [`Compared`].
#[derive(PartialEq, Properties)]
struct ComparedProps {
    view: View,
    pins: Vec<Pin>,
}

/// Two pins side by side; one pin beside the present case; nothing without a pin.
#[component]
fn Compared(props: &ComparedProps) -> Html {
    let ComparedProps { view, pins } = props;
    let scenarios: Vec<_> = pins.iter().map(|pin| pin.scenario.clone()).collect();
    let analyses = use_memo(scenarios, |scenarios| scenarios.iter().map(model::evaluate).collect::<Vec<_>>());
    let present: &Analysis = &view.analysis;
    // In a sentence a name given by the reader is in quotes; the present case needs none.
    let quoted: Vec<String> =
        pins.iter().map(|pin| format!("\u{201c}{}\u{201d}", shown_name(&pin.name))).collect();
    let mut heads: Vec<String> = pins.iter().map(|pin| shown_name(&pin.name).to_owned()).collect();
    let mut sides: Vec<ComparedCase<'_>> = pins
        .iter()
        .zip(analyses.iter())
        .zip(&quoted)
        .map(|((pin, outcome), name)| ComparedCase { name, scenario: &pin.scenario, outcome })
        .collect();
    if sides.len() == 1 {
        sides.push(ComparedCase {
            name: "the present case",
            scenario: &present.scenario,
            outcome: &present.outcome,
        });
        heads.push("The present case".to_owned());
    }
    let compared = match sides.as_slice() {
        [first, second, ..] => Some(compare(*first, *second)),
        _ => None,
    };
    html! {
        // What scrolls sideways can be reached by keys.
        <div class="compared" data-testid="comparison" tabindex={compared.is_some().then_some("0")} role="group"
            aria-label="Cases compared">
            if let Some(comparison) = compared {
                { comparison_view(&heads, &comparison) }
            }
        </div>
    }
}

/// A name for a sentence, even while the reader has cleared it.
fn shown_name(name: &str) -> &str {
    if name.trim().is_empty() { "no name" } else { name.trim() }
}

fn comparison_view(names: &[String], comparison: &Comparison) -> Html {
    html! {
        <>
            <p class="compared__words">{ comparison.sentences.join(" ") }</p>
            <table class="compared__table">
                <thead>
                    <tr>
                        <td></td>
                        for (index, name) in names.iter().enumerate() {
                            <th key={index} scope="col">{ name }</th>
                        }
                    </tr>
                </thead>
                if !comparison.inputs.is_empty() {
                    <tbody>
                        <tr><th class="values__group" colspan="3" scope="rowgroup">{ "What was set differently" }</th></tr>
                        { rows(&comparison.inputs) }
                    </tbody>
                }
                <tbody>
                    <tr><th class="values__group" colspan="3" scope="rowgroup">{ "What follows" }</th></tr>
                    { rows(&comparison.outputs) }
                </tbody>
            </table>
        </>
    }
}

fn rows(rows: &[Row]) -> Html {
    html! {
        <>
            for row in rows.iter() {
                <tr key={row.id}>
                    <th scope="row">{ row.label }</th>
                    <td class="values__number">{ &row.texts[0] }</td>
                    <td class="values__number">{ &row.texts[1] }</td>
                </tr>
            }
        </>
    }
}
