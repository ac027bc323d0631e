//! A walk along the frontier: a slider over the efficient configurations, the selected one in words, and a button to
//! apply it.

use model::frontier::FrontierPoint;
use yew::prelude::*;

use crate::browser::fields;
use crate::components::announcer::Announcer;
use crate::figures::{Advice, Choice, nearest_index, start};
use crate::state::Action;
use crate::view::View;

/// Properties of [`Walker`].
#[derive(PartialEq, Properties)]
pub(super) struct WalkerProps {
    /// The present case.
    pub(super) view: View,
    /// The configuration that is selected; `None` until the reader has selected one.
    pub(super) selected: Option<FrontierPoint>,
    /// Selects another one.
    pub(super) on_select: Callback<FrontierPoint>,
    /// The prefix of the ids.
    pub(super) prefix: AttrValue,
}

/// A slider over the efficient configurations, cheapest to most expensive, and the change that helps most.
#[component]
pub(super) fn Walker(props: &WalkerProps) -> Html {
    let WalkerProps { view, selected, on_select, prefix } = props;
    let analysis = &view.analysis;
    // The announcement after a step button: the slider announces its value itself when it is moved, the buttons don't.
    let announcement = use_state(AttrValue::default);
    let advice = use_memo(analysis.clone(), |analysis| Advice::new(analysis));
    let point = selected.or(start(analysis).copied());
    let choice = point.map(|point| Choice::new(analysis, &point));
    let efficient = &analysis.frontier.efficient;
    let (last, at) =
        (efficient.len().saturating_sub(1), point.map_or(0, |point| nearest_index(analysis, &point)));

    let on_move = {
        let (analysis, on_select) = (analysis.clone(), on_select.clone());
        Callback::from(move |event: InputEvent| {
            let position = fields::number(&event);
            if let Some(point) = analysis.frontier.efficient.get(position as usize) {
                on_select.emit(*point);
            }
        })
    };
    let step = |to: usize| {
        let (analysis, on_select, announcement) =
            (analysis.clone(), on_select.clone(), announcement.setter());
        Callback::from(move |_: MouseEvent| {
            if let Some(point) = analysis.frontier.efficient.get(to) {
                announcement.set(Choice::new(&analysis, point).announcement().into());
                on_select.emit(*point);
            }
        })
    };
    let apply = |changes: &[(model::Input, f64)]| {
        let (act, changes) = (view.act.clone(), changes.to_vec());
        // A press does nothing if there is nothing to apply; a disabled button would lose the keyboard's focus.
        Callback::from(move |_: MouseEvent| {
            if !changes.is_empty() {
                act.emit(Action::SetSeveral(changes.clone()));
            }
        })
    };
    let id = format!("{prefix}-walker");
    let filled = format!("{:.2}%", at as f64 / last.max(1) as f64 * 100.0);
    html! {
        <div class="walker">
            <div class="walker__choice">
                if let Some(choice) = choice {
                    <label class="walker__label" for={id.clone()}>{ "Walk along the line, or press a dot" }</label>
                    <div class="walker__controls">
                        <button type="button" class="step" disabled={at == 0} onclick={step(at.saturating_sub(1))}
                            aria-label="Cheaper choice">{ "\u{2212}" }</button>
                        <div class="slider__track walker__track">
                            <svg class="slider__rail" aria-hidden="true" height="4">
                                <line class="slider__rail-filled" x1="-11" x2={filled} y1="2" y2="2" />
                            </svg>
                            <input class="slider__range" type="range" {id} min="0" max={last.to_string()} step="1"
                                value={at.to_string()} aria-valuetext={choice.announcement()} oninput={on_move} />
                        </div>
                        <button type="button" class="step" disabled={at == last} onclick={step((at + 1).min(last))}
                            aria-label="Dearer choice">{ "+" }</button>
                    </div>
                    <div class="walker__row">
                        <p class="walker__words">
                            <strong>{ choice.setup.clone() }</strong>{ ": " }{ choice.outcome.clone() }
                            <span class="walker__difference">{ choice.difference.clone() }</span>
                        </p>
                        <button type="button" class="button walker__take" aria-disabled={choice.changes.is_empty().to_string()}
                            onclick={apply(&choice.changes)}>{ "Take it" }</button>
                    </div>
                }
            </div>
            <div class="walker__row walker__advice">
                <p class="walker__words">{ advice.sentence.clone() }</p>
                <button type="button" class="button walker__take" aria-disabled={advice.changes.is_empty().to_string()}
                    onclick={apply(&advice.changes)}>{ "Change it" }</button>
            </div>
            <Announcer text={(*announcement).clone()} ready=true />
        </div>
    }
}
